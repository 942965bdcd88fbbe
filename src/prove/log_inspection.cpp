// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_inspection.hpp"
#include "prove/log_in_database.hpp"

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/thread_body.hpp"
#include "prove/database_check.hpp"
#include "prove/log_folder.hpp"
#include "prove/published_log.hpp"
#include "prove/sequencer.hpp"
#include "prove/tile_files.hpp"
#include "store/setting_table.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

constexpr char kSetting[] = "log.verification";

// ---- what is remembered

Json fault_json(LogFault const& fault) {
    return {{"file", fault.file},
            {"entry", fault.entry ? Json(*fault.entry) : Json(nullptr)},
            {"expected", fault.expected},
            {"found", fault.found}};
}

std::string print_verification(LogVerification const& verification) {
    return print_json(
        Json{{"began_at", to_rfc3339(verification.began_at)},
             {"ended_at", to_rfc3339(verification.ended_at)},
             {"size", verification.size},
             {"files", verification.files},
             {"fault", verification.fault ? fault_json(*verification.fault) : Json(nullptr)},
             {"problem", verification.problem}});
}

Result<LogVerification> parse_verification(std::string_view text) {
    auto const json = TRY(parse_json(text));
    auto const damaged = [] { return fail(Code::damaged, "database.damaged", kSetting); };
    try {
        LogVerification verification;
        verification.began_at = TRY(parse_rfc3339(json.at("began_at").get<std::string>()));
        verification.ended_at = TRY(parse_rfc3339(json.at("ended_at").get<std::string>()));
        verification.size = json.at("size").get<std::uint64_t>();
        verification.files = json.at("files").get<std::uint64_t>();
        verification.problem = json.at("problem").get<std::string>();
        if (auto const& fault = json.at("fault"); !fault.is_null()) {
            verification.fault = LogFault{fault.at("file").get<std::string>(), std::nullopt,
                                          fault.at("expected").get<std::string>(),
                                          fault.at("found").get<std::string>()};
            if (!fault.at("entry").is_null())
                verification.fault->entry = fault.at("entry").get<std::uint64_t>();
        }
        return verification;
    } catch (Json::exception const&) {
        return damaged();
    }
}

} // namespace

Result<void> keep_verification(Database& database, LogVerification const& verification) {
    return database.write(
        [&](Sql& sql) { return write_setting(sql, kSetting, print_verification(verification)); });
}

// ---- the background

struct LogInspection::Work {
    std::mutex mutex;
    bool running = false;
    std::jthread thread;
};

LogInspection::LogInspection(Database& database, fs::path folder,
                             std::vector<WitnessPlace> witnesses, TimeSource& time)
    : database_(database), folder_(std::move(folder)), witnesses_(std::move(witnesses)),
      time_(time), work_(std::make_unique<Work>()) {}

LogInspection::~LogInspection() {
    work_->thread.request_stop();
    if (work_->thread.joinable())
        work_->thread.join();
}

void LogInspection::begin_verification() {
    std::lock_guard const lock{work_->mutex};
    if (work_->running)
        return;
    if (work_->thread.joinable()) // of the one before, which has ended
        work_->thread.join();
    work_->thread = std::jthread{[this](std::stop_token const& stop) {
        run_thread_body("prove", [&] { verify_and_keep(stop); });
        std::lock_guard const done{work_->mutex};
        work_->running = false;
    }};
    work_->running = true; // after the thread could be made; it ends below the same mutex
}

void LogInspection::verify_and_keep(std::stop_token const& stop) {
    LogVerification verification{time_.now(), {}, 0, 0, {}, "log.cannot_verify"};
    if (!run_thread_body("prove", [&] { verification = verify(stop); }))
        verification.ended_at = time_.now();
    if (stop.stop_requested()) // the server ends: it says nothing
        return;
    if (auto const kept = keep_verification(database_, verification); !kept)
        log_warning("prove", "a verification was not kept: {}", kept.error().describe());
    if (verification.fault)
        log_error("prove", "the log does not hold: {}", verification.fault->file);
}

bool LogInspection::verifying() const {
    std::lock_guard const lock{work_->mutex};
    return work_->running;
}

LogVerification LogInspection::verify(std::stop_token const& stop) const {
    LogVerification verification;
    verification.began_at = time_.now();
    auto const report = check(stop);
    if (report) {
        verification.size = report->checkpoint ? report->checkpoint->size : 0;
        verification.files = report->tiles + report->bundles;
        verification.fault = report->fault;
    } else {
        verification.problem = report.error().key;
        log_warning("prove", "the log was not verified: {}", report.error().describe());
    }
    verification.ended_at = time_.now();
    return verification;
}

Result<LogReport> LogInspection::check(std::stop_token const& stop) const {
    LogVerifierOptions options;
    options.stop = stop;
    options.threads = 1; // the other cores are for those who work
    auto report = TRY(verify_log(folder_, TRY(key()), options));
    if (!report.fault)
        report.fault = TRY(check_database(folder_, report.checkpoint->size, database_, stop));
    return report;
}

// ---- what is asked

Result<VerifierKey> LogInspection::key() const {
    auto const text = TRY(log_of_database(database_));
    if (!text)
        return fail(Code::not_found, "log.missing", "no entry was written yet");
    return VerifierKey::parse(*text);
}

Result<LogHead> LogInspection::head() const {
    auto const key = TRY(this->key());
    auto const file = folder_ / kCheckpointFile;
    auto const checkpoint =
        TRY(open_checkpoint(TRY(published_checkpoint(folder_)), key)).checkpoint;
    std::error_code problem;
    auto const changed = fs::last_write_time(file, problem);
    if (problem)
        return fail(Code::unavailable, "log.cannot_read", problem.message());
    auto const since = std::chrono::file_clock::to_sys(changed).time_since_epoch();
    return LogHead{
        key, checkpoint, {std::chrono::duration_cast<std::chrono::microseconds>(since).count()}};
}

Result<std::vector<LogGrowth>> LogInspection::growth(int days) const {
    auto const today = date_in_berlin(time_.now());
    return database_.read_for<std::vector<LogGrowth>>(
        [&](Sql& sql) -> Result<std::vector<LogGrowth>> {
            std::vector<LogGrowth> found;
            for (auto day = plus_days(today, 1 - days); day <= today; day = plus_days(day, 1)) {
                auto const size =
                    TRY(entry_table::size_before(sql, start_in_berlin(plus_days(day, 1))));
                if (size == 0 && found.empty())
                    continue;
                // A clock that ran ahead for a while must not let the log seem to shrink.
                found.push_back({day, found.empty() ? size : std::max(size, found.back().size)});
            }
            return found;
        });
}

Result<std::vector<LogInspection::WitnessView>> LogInspection::witnesses() const {
    std::vector<WitnessView> views;
    for (auto const& witness : witnesses_)
        views.push_back({witness.name, TRY(read_witness_state(database_, witness.key))});
    return views;
}

Result<Receipt> LogInspection::receipt(entry_table::Row const& row) const {
    auto const not_yet = [] { return fail(Code::unavailable, "log.not_yet"); };
    if (!row.position)
        return not_yet();
    auto proof = read_receipt(folder_, TRY(key()), static_cast<std::uint64_t>(*row.position));
    if (!proof && proof.error().key == "log.no_entry") // its position is given, its leaf not there
        return not_yet();
    auto receipt = TRY(proof);
    if (receipt.leaf != row.leaf)
        return fail(Code::damaged, "log.other_entries", fmt::format("entry {}", *row.position));
    return receipt;
}

Result<std::optional<LogVerification>> LogInspection::last_verification() const {
    auto const text = TRY(database_.read_for<std::optional<std::string>>(
        [](Sql& sql) { return read_setting(sql, kSetting); }));
    if (!text)
        return std::optional<LogVerification>{};
    return std::optional{TRY(parse_verification(*text))};
}

} // namespace leitstand
