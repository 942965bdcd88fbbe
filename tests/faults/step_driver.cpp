// SPDX-License-Identifier: EUPL-1.2
// step_driver: kills a process at each single system call of one act, N = 1, 2, 3 … until it ends
// by itself, opens the installation again after each kill and checks that act and entry are one.
// The acts: `receive` (from the first byte of a letter to its entry in the tree; one transaction
// holds receipt and entry) and `renew` (the log goes on under another key). Exit codes: 0 all
// promises held (with --wrong-order: the losses were noticed), 1 not, 2 wrong use, 3 cannot run,
// 77 no PostgreSQL to test with, or a process may not be traced here.
#include <iostream>

#include "faults/check.hpp"
#include "faults/child.hpp"
#include "faults/server.hpp"
#include "faults/step_kill.hpp"
#include "house/rows_table.hpp"
#include "house/scratch.hpp"
#include "prove/log_in_database.hpp"
#include "prove/log_renewal.hpp"
#include "prove/log_verifier.hpp"

namespace leitstand::faults {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLetterBytesMax = 5'000; // of one sealed chunk: each act takes as many calls
constexpr int kEndsWanted = 3; // an act takes a few calls more or less, as its threads meet
constexpr auto kDeadline = std::chrono::seconds{60};
constexpr int kSkipped = 77; // exit code

enum class Act { receive, renew };

struct Options {
    Act act = Act::receive;
    Engine engine = Engine::sqlite;
    Order order = Order::right;
    int every = 1; // only each so-many-th stop
    bool is_child = false;
    std::string key; // of the child's delivery
    house::HouseOptions house;
};

LogPlace place_of(fs::path const& folder) {
    return {house::HouseLog::log_folder(folder), folder / "keys" / "log.key", folder / "data"};
}

// ---- The process that is killed

void say(std::string line) {
    line += '\n';
    (void)write_all(STDOUT_FILENO, line);
}

Result<void> deliver(Ledger& ledger, std::string const& key, Order order) {
    Arrival arrival;
    arrival.channel = Channel::web_form;
    arrival.key = key;
    arrival.name = key + ".txt";
    arrival.is_plain_text = true;
    if (order == Order::wrong)
        say(fmt::format("A {} 0 - - -", key));
    auto const item = TRY(ledger.enter(arrival, bytes_of(key)));
    if (order == Order::right)
        say(fmt::format("A {} {} {} {} {}", key, item.number, item.receipt_number, item.id,
                        item.sha256));
    return {};
}

// What an earlier round left unanswered is sent again first, as a client does.
Result<void> receive(Options const& options) {
    std::vector<std::string> again;
    for (std::string line; std::getline(std::cin, line);)
        again.push_back(line);
    auto const house = TRY(house::House::open(options.house));
    auto const log = TRY(house::HouseLog::open(*house, options.house.folder));
    for (auto const& key : again)
        TRY(deliver(*house->ledger, key, Order::right));
    say("S " + options.key);
    begin_steps();
    TRY(deliver(*house->ledger, options.key, options.order));
    return log.sequencer->integrate();
}

Result<void> renew(Options const& options) {
    auto const house = TRY(house::House::open(options.house));
    begin_steps();
    TRY(renew_log(*house->database, *house->log, place_of(options.house.folder),
                  "log.example/" + options.key, "a test"));
    return {};
}

int run_child(Options const& options) {
    await_tracer();
    auto const done = options.act == Act::receive ? receive(options) : renew(options);
    if (!done)
        say(fmt::format("E {} {}", options.key, done.error().describe()));
    return done ? 0 : 1;
}

// ---- The driver

class Driver {
  public:
    Driver(Options const& options, house::ScratchSchema const* schema, fs::path const& folder)
        : options_(options), schema_(schema) {
        options_.house.folder = folder;
        options_.house.limits = fault_limits();
        if (schema != nullptr)
            options_.house.database_url = schema->url();
    }

    // Tables, keys and a log that has begun.
    Result<void> set_up() {
        auto const house = TRY(house::House::open(options_.house));
        TRY(house->switch_on());
        TRY(house::HouseLog::open(*house, options_.house.folder));
        return {};
    }

    Result<void> all_stops() {
        for (int stop = 1; ends_ < kEndsWanted; stop += options_.every)
            TRY(round(stop));
        return {};
    }

    Result<void> finish() {
        auto const house = TRY(house::House::open(options_.house));
        auto const before = checker_.verdict;
        TRY(checker_.check_all(*house, client_));
        checker_.verdict.lost += before.lost;
        checker_.verdict.without_entry += before.without_entry;
        checker_.verdict.log_faults += before.log_faults;
        return house->database->check();
    }

    void print() const {
        auto const& found = checker_.verdict;
        fmt::print("| stops of the act | kills | different calls | items | receipts given | lost | "
                   "double | half visible | without entry | log faults |\n"
                   "|---|---|---|---|---|---|---|---|---|---|\n"
                   "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                   stops_, kills_, calls_.size(), found.items, client_.acknowledged, found.lost,
                   found.twice + client_.second_items, found.half_visible, found.without_entry,
                   found.log_faults);
        for (auto const& complaint : client_.complaints)
            fmt::print("complaint: {}\n", complaint);
    }

    int exit_code() const {
        auto const& found = checker_.verdict;
        if (options_.order == Order::wrong)
            return found.lost > 0 ? 0 : 1;
        auto const bad = found.faults() + client_.second_items + not_renewed_ +
                         static_cast<std::int64_t>(client_.complaints.size());
        return bad == 0 && kills_ > 0 ? 0 : 1;
    }

  private:
    // A letter of one chunk, whatever the round.
    std::string next_key() {
        for (;;)
            if (auto key = fmt::format("step-{}", ++keys_); bytes_of(key).size() <= kLetterBytesMax)
                return key;
    }

    Result<void> round(int stop) {
        auto const key = next_key();
        auto const faults_before = checker_.verdict.faults();
        std::string again;
        for (auto const& open : client_.unanswered())
            again += open + "\n";
        auto child = TRY(Child::start(arguments(key), {}, again));
        auto const steps = TRY(kill_at_stop(child.release(), stop));
        TRY(child.listen(Clock::now() + kDeadline, [&](std::string_view line) -> Result<Child::Go> {
            TRY(client_.hear(line));
            return Child::Go::on;
        }));
        if (steps.killed) {
            ++kills_;
            calls_.insert(steps.call);
        } else {
            ++ends_;
            stops_ = std::max(stops_, steps.stops);
        }
        TRY(check(key));
        if (options_.order == Order::right && checker_.verdict.faults() != faults_before)
            fmt::print("found after the kill at stop {}, the {} of system call {}\n", stop,
                       steps.at_exit ? "exit" : "entry", steps.call);
        return {};
    }

    std::vector<std::string> arguments(std::string const& key) const {
        std::vector<std::string> words{"--child", "--key", key, "--folder",
                                       options_.house.folder.string()};
        if (options_.act == Act::renew)
            words.insert(words.end(), {"--act", "renew"});
        if (!options_.house.database_url.empty())
            words.insert(words.end(), {"--database", options_.house.database_url});
        if (options_.order == Order::wrong)
            words.emplace_back("--wrong-order");
        return words;
    }

    Result<void> check(std::string const& key) {
        if (schema_ != nullptr) // PostgreSQL may still be ending what the killed client began
            TRY(schema_->await_no_session(kDeadline));
        auto const house = TRY(house::House::open(options_.house));
        if (options_.act == Act::renew)
            TRY(check_renewed(*house, key));
        TRY(checker_.check_log(*house, options_.house.folder));
        TRY(checker_.check_new(*house, client_));
        return checker_.check_entries(*house);
    }

    // The renewal is called again, as an operator does. Each round renews exactly once, however
    // often it was called, and who kept the head of the log before sees that the new one goes on.
    Result<void> check_renewed(house::House& house, std::string const& key) {
        auto const place = place_of(options_.house.folder);
        auto const renewed = TRY(renew_log(*house.database, *house.log, place,
                                           fmt::format("log.example/{}-again", key), "a test"));
        auto const before = TRY(VerifierKey::parse(renewed.before));
        LogVerifierOptions options;
        options.known =
            TRY(open_checkpoint(TRY(read_file(renewed.old_folder / "checkpoint", kNoteBytesMax)),
                                before))
                .checkpoint;
        auto const report =
            TRY(verify_log(place.folder, TRY(VerifierKey::parse(renewed.after)), options));
        auto const entries = TRY(house::row_count(
            *house.database, "SELECT count(*) FROM log_entry WHERE type = 'log_renewed'"));
        if (!report.fault && entries == ++rounds_)
            return {};
        ++not_renewed_;
        fmt::print("{}: {} renewals after {} rounds, {}\n", key, entries, rounds_,
                   report.fault ? report.fault->file + ": " + report.fault->found
                                : std::string{"the log verifies"});
        return {};
    }

    Options options_;
    house::ScratchSchema const* schema_;
    Client client_;
    Checker checker_;
    int keys_ = 0, rounds_ = 0, kills_ = 0, ends_ = 0;
    int stops_ = 0; // of an act that ended by itself
    std::int64_t not_renewed_ = 0;
    std::set<long> calls_; // numbers of the system calls at which it was killed
};

Result<void> drive(Driver& driver) {
    TRY(driver.set_up());
    TRY(driver.all_stops());
    return driver.finish();
}

int run(Options const& options) {
    house::ScratchFolder folder{"step"};
    std::unique_ptr<house::ScratchSchema> schema;
    if (options.engine == Engine::postgresql) {
        if (!house::postgresql_url()) {
            fmt::print("skipped: LEITSTAND_TEST_PG is not set, so there is no PostgreSQL\n");
            return kSkipped;
        }
        auto made = house::ScratchSchema::make();
        if (!made) {
            fmt::print(stderr, "step_driver: {}\n", made.error().describe());
            return 3;
        }
        schema = std::move(*made);
    }
    Driver driver{options, schema.get(), folder.path()};
    auto const start = Clock::now();
    auto const driven = drive(driver);
    driver.print();
    fmt::print("{:.1f} s\n", std::chrono::duration<double>(Clock::now() - start).count());
    if (!driven && driven.error().key == kCannotTrace) {
        fmt::print("skipped: {}\n", driven.error().describe());
        return kSkipped;
    }
    if (!driven)
        fmt::print(stderr, "step_driver: {}\n", driven.error().describe());
    auto const code = driven ? driver.exit_code() : 3;
    if (code != 0)
        folder.keep();
    return code;
}

// The words that one child is told stand beside those of a user.
bool take(Options& options, std::string_view word, std::string const& value) {
    if (word == "--act" && (value == "receive" || value == "renew"))
        options.act = value == "renew" ? Act::renew : Act::receive;
    else if (word == "--engine" && (value == "sqlite" || value == "postgresql"))
        options.engine = value == "postgresql" ? Engine::postgresql : Engine::sqlite;
    else if (word == "--every")
        options.every = std::max(1, std::atoi(value.c_str()));
    else if (word == "--key")
        options.key = value;
    else if (word == "--folder")
        options.house.folder = value;
    else if (word == "--database")
        options.house.database_url = value;
    else
        return false;
    return true;
}

int wrong_use(std::string_view word) {
    fmt::print(stderr,
               "step_driver: {} is not understood\n"
               "step_driver [--act receive|renew] [--engine sqlite|postgresql] [--every N]\n"
               "            [--wrong-order]\n",
               word);
    return 2;
}

} // namespace

} // namespace leitstand::faults

int main(int count, char** words) {
    using namespace leitstand::faults;
    Options options;
    for (int at = 1; at < count; ++at) {
        std::string_view const word{words[at]};
        if (word == "--child")
            options.is_child = true;
        else if (word == "--wrong-order")
            options.order = Order::wrong;
        else if (at + 1 < count && take(options, word, words[at + 1]))
            ++at;
        else
            return wrong_use(word);
    }
    options.house.limits = fault_limits();
    return options.is_child ? run_child(options) : run(options);
}
