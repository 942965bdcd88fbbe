// SPDX-License-Identifier: EUPL-1.2
// kill_driver: kills the intake with SIGKILL at random moments, or at each named fault point,
// restarts it on the same data folder and checks that every receipt still holds. Exit codes: 0 all
// promises held (with --wrong-order: the losses were noticed), 1 not, 2 wrong use, 3 cannot run.
#include <csignal>
#include <random>
#include <regex>

#include "faults/check.hpp"
#include "faults/child.hpp"
#include "faults/server.hpp"
#include "house/rows_table.hpp"
#include "house/scratch.hpp"

namespace leitstand::faults {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kStartDeadline = std::chrono::seconds{60};

struct Options {
    int rounds = 500;
    std::uint64_t seed = 1;
    Engine engine = Engine::sqlite;
    Order order = Order::right;
    bool points = false;  // each named fault point instead of random moments
    int outages = 0;      // every so many rounds PostgreSQL's own processes are ended too
    int within_ms = 60;   // the kill comes at most so long after the opening or the first receipt
    ServerOptions server; // role of the child
    bool is_server = false;
};

struct Tally {
    int kills = 0;
    int while_opening = 0;
    int outages = 0;
    int not_reached = 0;
};

std::vector<std::string> server_arguments(Options const& options, ServerOptions const& server) {
    std::vector<std::string> words{"--server", "--folder", server.house.folder.string(), "--round",
                                   std::to_string(server.round)};
    if (!server.house.database_url.empty())
        words.insert(words.end(), {"--database", server.house.database_url});
    if (server.works)
        words.emplace_back("--works");
    if (options.order == Order::wrong)
        words.emplace_back("--wrong-order");
    return words;
}

class Driver {
  public:
    Driver(Options const& options, house::ScratchSchema const* schema,
           std::filesystem::path const& folder)
        : options_(options), schema_(schema), dice_(options.seed) {
        server_ = options.server;
        server_.house.folder = folder;
        server_.house.limits = fault_limits();
        if (schema != nullptr)
            server_.house.database_url = schema->url();
    }

    // Switches the functions on and leaves the tables behind, so that each round starts alike.
    Result<void> set_up() {
        auto const house = TRY(house::House::open(server_.house));
        return house->switch_on();
    }

    Result<void> random_round(int round) {
        server_.round = round;
        server_.works = round % 2 == 1;
        auto child = TRY(start({}));
        auto const opening = chance(12);
        if (opening)
            ++tally.while_opening;
        else
            TRY(until(child, chance(2) ? "O" : "A"));
        auto const end =
            Clock::now() +
            std::chrono::microseconds{roll(static_cast<std::uint64_t>(options_.within_ms) * 1000)};
        if (schema_ != nullptr && options_.outages > 0 && round % options_.outages == 0)
            TRY(outage(child));
        TRY(hear(child, end));
        child.kill();
        TRY(hear(child, Clock::now() + kStartDeadline));
        child.wait(Clock::now() + kStartDeadline);
        ++tally.kills;
        return check();
    }

    // The child ends itself at the `pass`-th time it comes by `point`.
    Result<bool> point_round(int round, std::string const& point, int pass) {
        server_.round = round;
        server_.works = true;
        auto child = TRY(start({fmt::format("LEITSTAND_FAULT={}:{}", point, pass)}));
        TRY(hear(child, Clock::now() + std::chrono::seconds{3}));
        auto const ended = child.wait(Clock::now() + std::chrono::milliseconds{1});
        if (!ended.gone) {
            child.kill();
            TRY(hear(child, Clock::now() + kStartDeadline));
            child.wait(Clock::now() + kStartDeadline);
            ++tally.not_reached;
        }
        ++tally.kills;
        TRY(check());
        return ended.gone && ended.signal == SIGKILL;
    }

    // Nothing is killed any more: all work ends, then everything is looked at once more.
    Result<void> finish() {
        auto const house = TRY(house::House::open(server_.house));
        auto const before = checker_.verdict;
        TRY(work_off(*house));
        TRY(checker_.check_all(*house, client_));
        checker_.verdict.lost += before.lost;
        checker_.verdict.log_faults += before.log_faults;
        TRY(checker_.check_log(*house, server_.house.folder));
        entries_ = TRY(house::row_count(*house->database, "SELECT count(*) FROM log_entry"));
        TRY(checker_.count_files(*house, house::House::blob_folder(server_.house.folder)));
        counts_ = TRY(house->inbox->counts());
        return house->database->check();
    }

    void print() const;
    Tally tally;
    Client const& client() const { return client_; }
    Verdict const& verdict() const { return checker_.verdict; }

  private:
    std::uint64_t roll(std::uint64_t sides) {
        return std::uniform_int_distribution<std::uint64_t>{0, sides - 1}(dice_);
    }
    bool chance(std::uint64_t in) { return roll(in) == 0; }

    Result<Child> start(std::vector<std::string> const& environment) {
        std::string again;
        for (auto const& key : client_.unanswered())
            again += key + "\n";
        return Child::start(server_arguments(options_, server_), environment, again);
    }

    Result<void> hear(Child& child, Clock::time_point end) {
        return child.listen(end, [&](std::string_view line) -> Result<Child::Go> {
            TRY(client_.hear(line));
            return Child::Go::on;
        });
    }

    // Listens until a line of this kind comes: a slow disk must not mean that each kill hits an
    // idle server.
    Result<void> until(Child& child, std::string_view kind) {
        bool came = false;
        TRY(child.listen(Clock::now() + kStartDeadline,
                         [&](std::string_view line) -> Result<Child::Go> {
                             came = line.starts_with(kind);
                             TRY(client_.hear(line));
                             return came ? Child::Go::stop : Child::Go::on;
                         }));
        if (!came)
            return fail(Code::unavailable, "faults.did_not_open",
                        client_.complaints.empty() ? "" : client_.complaints.back());
        return {};
    }

    Result<void> outage(Child& child) {
        TRY(hear(child, Clock::now() + std::chrono::milliseconds{20}));
        auto const how = tally.outages % 2 == 0 ? house::ScratchSchema::How::terminate
                                                : house::ScratchSchema::How::kill;
        TRY(schema_->end_sessions(how));
        ++tally.outages;
        return hear(child, Clock::now() + std::chrono::milliseconds{400});
    }

    // PostgreSQL may still be recovering from an outage: waits for it like an operator.
    Result<void> check() {
        auto const end = Clock::now() + kStartDeadline;
        for (;;) {
            auto house = house::House::open(server_.house);
            if (house) {
                TRY(checker_.check_log(**house, server_.house.folder));
                return checker_.check_new(**house, client_);
            }
            if (schema_ == nullptr || house.error().code != Code::unavailable || Clock::now() > end)
                return tl::unexpected(std::move(house).error());
        }
    }

    Options const& options_;
    house::ScratchSchema const* schema_;
    ServerOptions server_;
    std::mt19937_64 dice_;
    Client client_;
    Checker checker_;
    Inbox::Counts counts_;
    std::int64_t entries_ = 0; // of the log in the end
};

void Driver::print() const {
    auto const& found = checker_.verdict;
    fmt::print("\n| kills | of them while opening | outages of the database | items | receipts "
               "given | lost | double | "
               "half visible | wrong receipt | gaps | without job | entries | without entry | log "
               "faults |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n\n",
               tally.kills, tally.while_opening, tally.outages, found.items, client_.acknowledged,
               found.lost, found.twice + client_.second_items, found.half_visible,
               found.wrong_receipt, found.gaps, found.without_job, entries_, found.without_entry,
               found.log_faults);
    fmt::print("engine {}, order {}, seed {}; in the end ready {}, needs a person {}, waiting {}; "
               "blobs without a row "
               "{}, temporary files {} (neither is visible)\n",
               options_.engine == Engine::sqlite ? "sqlite" : "postgresql",
               options_.order == Order::right ? "right" : "wrong", options_.seed, counts_.ready,
               counts_.needs_person, counts_.waiting, found.blobs_unused, found.unfinished);
    for (auto const& complaint : client_.complaints)
        fmt::print("complaint: {}\n", complaint);
}

// Every FAULT_POINT("…") of the source tree, so that a new one is killed at without anybody listing
// it.
std::vector<std::string> fault_points() {
    std::set<std::string> found;
    std::regex const pattern{R"re(FAULT_POINT\("([^"]+)"\))re"};
    for (auto const* folder : {"base", "store", "prove", "receive", "decide", "work"})
        for (auto const& entry : std::filesystem::recursive_directory_iterator(
                 std::filesystem::path{LEITSTAND_SOURCE_DIR} / "src" / folder)) {
            if (entry.path().extension() != ".cpp")
                continue;
            auto const text = read_file(entry.path(), 1 << 20).value_or("");
            for (std::sregex_iterator at{text.begin(), text.end(), pattern}, end; at != end; ++at)
                found.insert((*at)[1]);
        }
    return {found.begin(), found.end()};
}

Result<void> all_points(Driver& driver) {
    int round = 0;
    fmt::print("| fault point | passes at which it was killed |\n|---|---|\n");
    for (auto const& point : fault_points()) {
        std::string reached;
        for (int const pass : {1, 2, 3, 7, 20})
            if (TRY(driver.point_round(round++, point, pass)))
                reached += fmt::format(" {}", pass);
        fmt::print("| {} |{} |\n", point, reached.empty() ? " not reached" : reached);
        std::fflush(stdout);
    }
    return {};
}

Result<void> drive(Options const& options, Driver& driver) {
    TRY(driver.set_up());
    if (options.points)
        TRY(all_points(driver));
    else
        for (int round = 0; round < options.rounds; ++round)
            TRY(driver.random_round(round));
    return driver.finish();
}

int run(Options const& options) {
    house::ScratchFolder folder{"kill"};
    std::unique_ptr<house::ScratchSchema> schema;
    if (options.engine == Engine::postgresql) {
        if (!house::postgresql_url()) {
            fmt::print(
                "skipped: LEITSTAND_TEST_PG is not set, so there is no PostgreSQL to test with\n");
            return 77;
        }
        auto made = house::ScratchSchema::make();
        if (!made) {
            fmt::print(stderr, "kill_driver: {}\n", made.error().describe());
            return 3;
        }
        schema = std::move(*made);
    }
    Driver driver{options, schema.get(), folder.path()};
    auto const start = Clock::now();
    auto const driven = drive(options, driver);
    driver.print();
    fmt::print("{:.1f} s\n", std::chrono::duration<double>(Clock::now() - start).count());
    if (!driven) {
        fmt::print(stderr, "kill_driver: {}\n", driven.error().describe());
        folder.keep();
        return 3;
    }
    auto const& found = driver.verdict();
    auto const bad = found.faults() + driver.client().second_items +
                     static_cast<std::int64_t>(driver.client().complaints.size());
    if (options.order == Order::wrong)
        return found.lost > 0 ? 0 : 1;
    if (bad > 0)
        folder.keep();
    return bad == 0 && driver.client().acknowledged > 0 ? 0 : 1;
}

int wrong_use(std::string_view word) {
    fmt::print(stderr,
               "kill_driver: {} is not understood\n"
               "kill_driver [--rounds N] [--seed S] [--engine sqlite|postgresql] [--within-ms N]\n"
               "            [--outages EVERY] [--wrong-order] [--points]\n",
               word);
    return 2;
}

bool take_word(Options& options, std::string_view word) {
    if (word == "--wrong-order")
        options.order = options.server.order = Order::wrong;
    else if (word == "--points")
        options.points = true;
    else if (word == "--works")
        options.server.works = true;
    else if (word == "--server")
        options.is_server = true;
    else
        return false;
    return true;
}

bool take_value(Options& options, std::string_view word, std::string const& value) {
    if (word == "--rounds")
        options.rounds = std::atoi(value.c_str());
    else if (word == "--seed")
        options.seed = std::strtoull(value.c_str(), nullptr, 10);
    else if (word == "--engine")
        options.engine = value == "postgresql" ? Engine::postgresql : Engine::sqlite;
    else if (word == "--within-ms")
        options.within_ms = std::max(1, std::atoi(value.c_str()));
    else if (word == "--outages")
        options.outages = std::atoi(value.c_str());
    else if (word == "--folder")
        options.server.house.folder = value;
    else if (word == "--database")
        options.server.house.database_url = value;
    else if (word == "--round")
        options.server.round = std::atoi(value.c_str());
    else
        return false;
    return true;
}

} // namespace

} // namespace leitstand::faults

int main(int count, char** words) {
    using namespace leitstand::faults;
    Options options;
    for (int at = 1; at < count; ++at) {
        std::string_view const word{words[at]};
        if (take_word(options, word))
            continue;
        if (at + 1 >= count || !take_value(options, word, words[at + 1]))
            return wrong_use(word);
        ++at;
    }
    if (options.is_server) {
        options.server.house.limits = fault_limits();
        return run_server(options.server);
    }
    return run(options);
}
