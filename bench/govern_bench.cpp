// SPDX-License-Identifier: EUPL-1.2
// How soon a stop holds everywhere: two real servers on one PostgreSQL, both at work on post. The
// switch is pressed over HTTP on one of them; measured is until the last finding of the function
// was seen in the database, whichever of the two stored it.
//   govern_bench stop [--runs 12] [--function sort] [--waiting 300] [--after-ms 3000]
// Needs LEITSTAND_TEST_PG. What the gates ask for is written as tests do it, for what the servers
// say that they run.
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "figures.hpp"
#include "house/house.hpp"
#include "house/http_client.hpp"
#include "house/letters.hpp"
#include "house/program.hpp"
#include "house/rows_table.hpp"
#include "house/scratch.hpp"
#include "support/governed.hpp"
#include "support/test_database.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr char kPassword[] = "ein langes neues Passwort 7";
constexpr char kReason[] = "Messung, wie bald ein Halt gilt";
constexpr std::size_t kLettersAtOnce = 50;
constexpr std::chrono::milliseconds kLookEvery{2};

struct Sizes {
    long runs, waiting, after_ms;
    std::string function;
};

double milliseconds(Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

// Sends letters in as long as it lives, so that so many wait at any time.
class Post {
  public:
    Post(std::uint16_t port, house::Installed const& installed, house::Rooms& rooms, long waiting)
        : client_(port), rooms_(rooms), waiting_(waiting) {
        signed_in_ = client_.sign_in("poststelle", installed.password_of("poststelle"), kPassword);
    }
    Result<void> start() {
        TRY(Result<void>{signed_in_});
        thread_ = std::jthread{[this](std::stop_token const& stop) { run(stop); }};
        return {};
    }

  private:
    void run(std::stop_token const& stop) {
        for (int sent = 0; !stop.stop_requested();) {
            auto const waiting =
                house::row_count(*rooms_.database, "SELECT COUNT(*) FROM inbox WHERE state = 0");
            if (waiting && *waiting >= waiting_) {
                std::this_thread::sleep_for(std::chrono::milliseconds{20});
                continue;
            }
            std::vector<house::Upload> letters;
            for (std::size_t i = 0; i < kLettersAtOnce; ++i, ++sent)
                letters.push_back({fmt::format("brief-{}.txt", sent),
                                   fmt::format("Ich beantrage Kindergeld für mein Kind.\n{}",
                                               house::letter_text(std::to_string(sent), 500))});
            auto const answer = client_.upload(letters, fmt::format("post-briefe-{}", sent));
            if (!answer || answer->status >= 300)
                fmt::print(stderr, "govern_bench: an upload failed: {}\n",
                           answer ? answer->body.substr(0, 200) : answer.error().describe());
        }
    }

    house::HttpClient client_;
    house::Rooms& rooms_;
    long waiting_;
    Result<void> signed_in_;
    std::jthread thread_; // last: stops before the rest goes
};

// Which items have been read, with the moment at which that was first seen.
class Watch {
  public:
    explicit Watch(house::Rooms& rooms) : rooms_(rooms) {}
    Result<void> look() {
        auto const now = Clock::now();
        for (auto const& row : TRY(house::rows(
                 *rooms_.database,
                 fmt::format("SELECT number FROM reading WHERE number > {}", all_to_)))) {
            auto const number = std::stoll(row.front());
            if (seen_.insert(number).second)
                fresh_.emplace_back(number, now);
        }
        while (seen_.contains(all_to_ + 1))
            seen_.erase(++all_to_);
        return {};
    }
    std::vector<std::pair<long long, Clock::time_point>> take() {
        return std::exchange(fresh_, {});
    }

  private:
    house::Rooms& rooms_;
    long long all_to_ = 0; // every item up to it has been read
    std::set<long long> seen_;
    std::vector<std::pair<long long, Clock::time_point>> fresh_;
};

Result<bool> has_finding(house::Rooms& rooms, long long number, FunctionKey function) {
    auto const found = TRY(
        house::rows(*rooms.database, fmt::format("SELECT id FROM item WHERE number = {}", number)));
    auto const view = TRY(rooms.inbox->view(found.at(0).at(0)));
    return std::ranges::any_of(
        view.findings, [&](DecidedFinding const& one) { return one.finding.function == function; });
}

// Processor time of a process, in clock ticks.
long ticks_of(int process) {
    std::ifstream file{fmt::format("/proc/{}/stat", process)};
    std::string word;
    long user = 0;
    for (int at = 1; at < 14 && file >> word; ++at) {
    }
    file >> user;
    return user;
}

Result<void> put_mode(house::HttpClient& client, std::string const& function,
                      std::string const& mode) {
    auto const answer =
        TRY(client.send_json("PUT", fmt::format("/api/v1/functions/{}/mode", function),
                             Json{{"mode", mode}, {"reason", kReason}}));
    return answer.status == 204 ? Result<void>{}
                                : fail(Code::refused, "bench.mode", answer.body.substr(0, 300));
}

// Everything that the gates ask for, of the release that runs; then up to `assist` over HTTP.
Result<void> switch_on(house::Rooms& rooms, house::HttpClient& client, std::string const& name) {
    auto const function = TRY(parse_function(name));
    auto const gates =
        TRY(client.get(fmt::format("/api/v1/govern/functions/{}/gates", name))).json();
    if (!gates.contains("release"))
        return fail(Code::internal, "bench.no_gates");
    auto const part = [&](char const* key) { return gates["release"][key].get<std::string>(); };
    Releases releases;
    releases[static_cast<std::size_t>(function)] = {part("version"), part("model"),
                                                    part("catalogue"), part("configuration"),
                                                    part("guideline")};
    Governed governed{*rooms.database, *rooms.keys, system_time(), *rooms.log, releases};
    TRY(governed.complete(function));
    for (auto const* mode : {"shadow", "assist"})
        TRY(put_mode(client, name, mode));
    return {};
}

struct Figures {
    Series last_finding, answer, behind;
};

// One press of the switch: before it both servers find, after it none of them does.
Result<void> press(house::Rooms& rooms, Watch& watch, house::HttpClient& client, Sizes const& sizes,
                   Figures& figures) {
    auto const function = TRY(parse_function(sizes.function));
    for (auto const end = Clock::now() + std::chrono::seconds{2}; Clock::now() < end;)
        TRY(watch.look());
    bool found_before = false;
    for (auto const& [number, at] : watch.take())
        found_before = found_before || TRY(has_finding(rooms, number, function));
    if (!found_before)
        return fail(Code::internal, "bench.finds_nothing", sizes.function);
    Result<void> pressed;
    auto const start = Clock::now();
    Clock::time_point answered{};
    std::thread pressing{[&] {
        pressed = put_mode(client, sizes.function, "off");
        answered = Clock::now();
    }};
    Result<void> looked;
    while (looked && Clock::now() < start + std::chrono::milliseconds{sizes.after_ms}) {
        looked = watch.look();
        std::this_thread::sleep_for(kLookEvery);
    }
    pressing.join();
    TRY(Result<void>{looked});
    TRY(Result<void>{pressed});
    auto last = start;
    std::uint64_t behind = 0;
    std::uint64_t after_last = 0;
    for (auto const& [number, at] : watch.take()) {
        if (!TRY(has_finding(rooms, number, function))) {
            ++after_last;
            continue;
        }
        last = std::max(last, at);
        behind += at > answered + 2 * kLookEvery ? 1 : 0;
    }
    if (after_last == 0)
        return fail(Code::internal, "bench.nothing_read_afterwards");
    figures.last_finding.add(milliseconds(last - start));
    figures.answer.add(milliseconds(answered - start));
    figures.behind.add(static_cast<double>(behind));
    TRY(put_mode(client, sizes.function, "shadow"));
    return put_mode(client, sizes.function, "assist");
}

Result<void> measure(Sizes const& sizes) {
    if (!TestDatabase::available(Engine::postgresql))
        return fail(Code::bad_input, "bench.no_postgresql", "LEITSTAND_TEST_PG is not set");
    TestDatabase const place{Engine::postgresql};
    house::ScratchFolder const folder{"govern-bench"};
    auto const installed =
        TRY(house::install(folder.path(), house::Authority::example, place.url()));
    auto const one = TRY(house::Server::start(installed.home));
    auto const other = TRY(house::Server::start(installed.home));
    house::Rooms rooms; // behind the servers, to see what they stored
    TRY(rooms.open_rooms({installed.home, installed.key_file, place.url()}));
    house::HttpClient client{one->port()};
    TRY(client.sign_in("verwaltung", installed.administrator_password, kPassword));
    TRY(switch_on(rooms, client, sizes.function));
    Post post{other->port(), installed, rooms, sizes.waiting};
    TRY(post.start());
    Watch watch{rooms};
    TRY(watch.look());
    Figures figures;
    auto const ticks = std::pair{ticks_of(one->process()), ticks_of(other->process())};
    for (long run = 0; run < sizes.runs; ++run)
        TRY(press(rooms, watch, client, sizes, figures));
    print_table_head();
    print_figure("stop pressed to the last finding seen, two servers, PostgreSQL",
                 figures.last_finding, "ms", "2 000 ms");
    print_figure("stop pressed to its answer", figures.answer, "ms", "");
    print_figure("findings seen later than 4 ms behind the answer", figures.behind, "", "0");
    fmt::print("\nProcessor time of the two servers meanwhile: {} and {} ticks\n",
               ticks_of(one->process()) - ticks.first, ticks_of(other->process()) - ticks.second);
    return {};
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    if (count < 2 || std::string_view{words[1]} != "stop") {
        fmt::print(stderr, "govern_bench stop\n");
        return 2;
    }
    print_head(count, words);
    auto const done = measure({.runs = option(count, words, "--runs", 12),
                               .waiting = option(count, words, "--waiting", 300),
                               .after_ms = option(count, words, "--after-ms", 3'000),
                               .function = text_option(count, words, "--function", "sort")});
    if (!done)
        fmt::print(stderr, "govern_bench: {}\n", done.error().describe());
    return done ? 0 : 1;
}
