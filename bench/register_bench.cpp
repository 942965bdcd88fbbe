// SPDX-License-Identifier: EUPL-1.2
// The public register with very many entries over HTTP, each answer whole: overview, its last page,
// a search, one function, all as JSON. Use:
//   register_bench [--entries 1000] [--runs 7] [--calls 200]
#include <fmt/format.h>

#include "figures.hpp"
#include "house/http_client.hpp"
#include "serve/govern/register_pages.hpp"
#include "serve/http/server.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;

std::string sentences(std::size_t characters, long number) {
    std::string text;
    while (text.size() < characters)
        text +=
            fmt::format("Die Funktion {} liest Post zu Wohngeld und Bürgergeld und schlägt vor, "
                        "wer zuständig ist. ",
                        number);
    return text;
}

// An entry about as long as the worked ones of the example authority.
PublicEntry entry_number(long number) {
    RegisterEntry entry;
    entry.function = fmt::format("f{}", number);
    entry.authority = "Musteramt";
    entry.name = {fmt::format("Funktion {}", number), fmt::format("Function {}", number)};
    entry.effect = "A";
    entry.highest_mode = "assist";
    entry.release = {"2.0.0", std::string(64, 'a'), std::string(64, 'b'), std::string(64, 'c')};
    for (auto const* key : {"register_summary", "purpose", "goal", "legal_basis", "data_sources",
                            "method", "human_decision", "harms", "measures_if_harm",
                            "objection_way", "complaint_way", "benefit_citizens"})
        entry.facts.push_back(
            {key,
             "purpose",
             {key, key},
             {sentences(key == std::string_view{"register_summary"} ? 300 : 900, number), {}},
             {},
             "2026-11-01",
             false});
    for (int i = 0; i < 20; ++i)
        entry.figures.push_back(
            {.metric = "error_rate",
             .name = {"Fehlerquote", "Error rate"},
             .slice = fmt::format("group: {}", i),
             .slice_name = {fmt::format("Gruppe {}", i), fmt::format("Group {}", i)},
             .value = 0.02,
             .lower = 0.01,
             .upper = 0.05,
             .count = 400,
             .measured = "2026-11-01"});
    PublicEntry result;
    result.entry = entry;
    result.mode = number % 3 == 0 ? Mode::off : Mode::assist;
    Publication publication;
    publication.number = 1;
    publication.at = {1'796'000'000'000'000};
    publication.note = "Erster Eintrag";
    publication.hash = std::string(64, 'd');
    publication.entry = std::move(entry);
    result.publications.push_back(std::move(publication));
    result.searched = searched_text(result.entry);
    return result;
}

std::unique_ptr<Server> serve(std::shared_ptr<ShownRegister const> const& shown) {
    Router router;
    add_register_pages(router,
                       [shown]() -> Result<std::shared_ptr<ShownRegister const>> { return shown; });
    ServerHooks hooks;
    hooks.admit = [](HttpRequest&, Route const&) { return std::optional<Response>{}; };
    hooks.fallback = [](HttpRequest&, Router::Match const&) {
        Response response;
        response.status = 404;
        return response;
    };
    hooks.problem = [](Error const&, HttpRequest const&) {
        Response response;
        response.status = 500;
        return response;
    };
    hooks.finish = [](HttpRequest const&, Route const*, Response&, std::chrono::microseconds) {};
    ServerOptions options;
    options.port = 0;
    auto started = Server::start(std::move(router), hooks, options);
    if (!started) {
        fmt::print(stderr, "{}\n", started.error().describe());
        std::exit(3);
    }
    return *std::move(started);
}

// p99 of each run.
void measure(std::uint16_t port, char const* name, std::string const& path, long runs, long calls,
             char const* goal = "< 200 ms") {
    Series highs;
    house::HttpClient client{port};
    for (long run = 0; run <= runs; ++run) {
        Series times;
        for (long call = 0; call < calls; ++call) {
            auto const begun = Clock::now();
            auto const answer = client.get(path);
            times.add(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
            if (!answer || answer->status != 200) {
                fmt::print(stderr, "{}: no answer\n", path);
                std::exit(3);
            }
        }
        if (run > 0) // the first does not count
            highs.add(times.quantile(0.99));
    }
    print_figure(name, highs, "ms", goal);
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand;
    using namespace leitstand::bench;
    auto const entries = option(count, words, "--entries", 1000);
    auto const runs = option(count, words, "--runs", 7),
               calls = option(count, words, "--calls", 200);
    print_head(count, words);
    auto const shown = std::make_shared<ShownRegister>();
    shown->authority = "Musteramt";
    for (long number = 0; number < entries; ++number)
        shown->entries.push_back(entry_number(number));
    auto const server = serve(shown);
    auto const port = server->port();
    print_table_head();
    measure(port, "register: overview, p99", "/register", runs, calls);
    measure(port, "register: its last page, p99", "/register?page=999999", runs, calls);
    measure(port, "register: a search that all fit, p99", "/register?q=wohngeld+zust%C3%A4ndig",
            runs, calls);
    measure(port, "register: one function, p99", "/register/functions/f7", runs, calls);
    measure(port, "register: the whole as JSON, p99", "/register/register.json", runs,
            std::min(calls, 20L), "");
    server->stop();
}
