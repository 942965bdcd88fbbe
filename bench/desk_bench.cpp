// SPDX-License-Identifier: EUPL-1.2
// Whether a desk stays quick while paper is recognised: latencies of the inbox and of an item's
// page over HTTP from the real server, first with nothing else to do, then beside a backlog of
// scans.
//   desk_bench [--runs 7] [--calls 1500] [--letters 300] [--scans 20] [--pages 500] [--settle-s 90]
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <thread>

#include "figures.hpp"
#include "house/http_client.hpp"
#include "house/letters.hpp"
#include "house/program.hpp"
#include "house/scratch.hpp"
#include "letter.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr char kPassword[] = "ein langes neues Passwort 7";

struct Sizes {
    long runs, calls, letters, scans, pages, settle_s;
};

// `pages` pages that all show the same scanned letter.
std::string scan(std::uint32_t seed, long pages) {
    auto const letter = draw_letter(seed, 200).picture;
    std::string const content = "595 0 0 842 0 0 cm /P Do";
    std::string kids, objects;
    for (long page = 0; page < pages; ++page) {
        kids += fmt::format("{} 0 R ", 5 + page);
        objects +=
            fmt::format("{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
                        "/Resources<</XObject<</P 4 0 R>>>>>>endobj\n",
                        5 + page);
    }
    auto pdf = fmt::format(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{}]/Count "
        "{}>>"
        "endobj\n3 0 obj<</Length {}>>stream\n{}\nendstream endobj\n{}4 0 obj<</Type/XObject"
        "/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceGray/BitsPerComponent 8/Length "
        "{}>>stream\n",
        kids, pages, content.size(), content, objects, letter.width, letter.height,
        letter.pixels.size());
    pdf.append(letter.pixels.begin(), letter.pixels.end());
    return pdf + "\nendstream endobj\ntrailer<</Root 1 0 R>>\n";
}

class Desk {
  public:
    Desk(house::Server const& server, house::Installed const& installed)
        : client_(server.port()), installed_(installed) {}

    Result<void> sign_in() {
        return client_.sign_in("teamleitung", installed_.password_of("teamleitung"), kPassword);
    }

    // Waits until nothing is left to read of what came so far; keeps the newest item's address.
    Result<void> wait_until_read() {
        for (auto const end = Clock::now() + std::chrono::minutes{5}; Clock::now() < end;) {
            auto const list = TRY(client_.get("/api/v1/items?count=1&state=waiting")).json();
            auto const newest = TRY(client_.get("/api/v1/items?count=1&state=ready")).json();
            if (list["rows"].empty() && !newest["rows"].empty()) {
                item_ = "/api/v1/items/" + newest["rows"][0]["id"].get<std::string>();
                return {};
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
        }
        return fail(Code::timed_out, "bench.not_read");
    }

    Result<bool> is_waiting() {
        auto const list = TRY(client_.get("/api/v1/items?count=1&state=waiting")).json();
        return !list["rows"].empty();
    }

    // The 99th percentile of `calls` calls, in milliseconds.
    Result<double> p99(std::string const& path, long calls) {
        Series times;
        for (long call = 0; call < calls; ++call) {
            auto const start = Clock::now();
            auto const answer = TRY(client_.get(path));
            times.add(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
            if (answer.status != 200)
                return fail(Code::internal, "bench.no_answer", std::to_string(answer.status));
        }
        return times.quantile(0.99);
    }

    Result<void> measure(std::string const& when, Sizes const& sizes) {
        Series list, item;
        for (long run = -1; run < sizes.runs; ++run) { // the first does not count
            auto const list_ms = TRY(p99("/api/v1/items?count=50", sizes.calls));
            auto const item_ms = TRY(p99(item_, sizes.calls));
            if (run < 0)
                continue;
            list.add(list_ms);
            item.add(item_ms);
        }
        print_figure("inbox, p99, " + when, list, "ms", "");
        print_figure("item page, p99, " + when, item, "ms", "");
        return {};
    }

  private:
    house::HttpClient client_;
    house::Installed const& installed_;
    std::string item_;
};

Result<void> upload(house::HttpClient& client, std::string const& name, std::string bytes) {
    auto const answer = TRY(client.upload({{name, std::move(bytes)}}, name));
    if (answer.status >= 300)
        return fail(Code::internal, "bench.upload", answer.body.substr(0, 300));
    return {};
}

Result<void> measure(Sizes const& sizes) {
    house::ScratchFolder const folder{"desk-bench"};
    auto const installed = TRY(house::install(folder.path(), house::Authority::example));
    auto const server = TRY(house::Server::start(installed.home));
    house::HttpClient post_room{server->port()};
    TRY(post_room.sign_in("poststelle", installed.password_of("poststelle"), kPassword));
    for (long i = 0; i < sizes.letters; ++i)
        TRY(upload(post_room, fmt::format("brief-{}.txt", i),
                   house::letter_text(fmt::format("brief-{}", i), 1'500)));
    Desk desk{*server, installed};
    TRY(desk.sign_in());
    TRY(desk.wait_until_read());
    print_table_head();
    TRY(desk.measure("nothing else to do", sizes));
    for (long i = 0; i < sizes.scans; ++i)
        TRY(upload(post_room, fmt::format("stapel-{}.pdf", i),
                   scan(static_cast<std::uint32_t>(i), sizes.pages)));
    // Until the scans have been looked through and only the slow lane is at work.
    std::this_thread::sleep_for(std::chrono::seconds{sizes.settle_s});
    TRY(desk.measure("beside a backlog", sizes));
    if (!TRY(desk.is_waiting()))
        return fail(Code::internal, "bench.backlog_gone", "more or longer scans are needed");
    return server->stop() == 0 ? Result<void>{}
                               : fail(Code::internal, "bench.stop", server->printed());
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    print_head(count, words);
    auto const done = measure({.runs = option(count, words, "--runs", 7),
                               .calls = option(count, words, "--calls", 1'500),
                               .letters = option(count, words, "--letters", 300),
                               .scans = option(count, words, "--scans", 20),
                               .pages = option(count, words, "--pages", 500),
                               .settle_s = option(count, words, "--settle-s", 90)});
    if (!done)
        fmt::print(stderr, "desk_bench: {}\n", done.error().describe());
    return done ? 0 : 1;
}
