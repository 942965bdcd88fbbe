// SPDX-License-Identifier: EUPL-1.2
// `leitstand prove verify` and `prove check`: a log, a copy of one or that of an installation, and
// receipts, which come from others' hands. JSON forms: docs/formats/log.md.
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "commands.hpp"
#include "log_place.hpp"
#include "prove/database_check.hpp"
#include "prove/log_in_database.hpp"
#include "prove/log_inspection.hpp"
#include "prove/log_verifier.hpp"
#include "prove/receipt.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

// A key as it is written, or the name of a file that holds it.
Result<VerifierKey> key_from(std::string const& given) {
    std::error_code ignored;
    if (given.find('+') != std::string::npos || !fs::exists(given, ignored))
        return VerifierKey::parse(given);
    auto text = TRY(read_file(given, 4096));
    while (text.ends_with('\n'))
        text.pop_back();
    return VerifierKey::parse(text);
}

Result<std::vector<VerifierKey>> keys_from(std::vector<std::string> const& given) {
    std::vector<VerifierKey> keys;
    for (auto const& each : given)
        keys.push_back(TRY(key_from(each)));
    return keys;
}

template <typename T>
Json or_null(std::optional<T> const& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json witnesses_json(std::vector<Signed> const& witnesses) {
    auto list = Json::array();
    for (auto const& each : witnesses)
        list.push_back({{"name", each.key.name()},
                        {"time", to_rfc3339({static_cast<std::int64_t>(each.time_s.value_or(0)) *
                                             1'000'000})}});
    return list;
}

// What was verified, and against what.
struct Verified {
    fs::path log;
    VerifierKey key;
    bool key_given = false;
    bool with_database = false;
    LogReport report;
    double seconds = 0;
};

Json report_json(Verified const& verified) {
    auto const& report = verified.report;
    auto const& checkpoint = report.checkpoint;
    Json line{{"log", verified.log.string()},
              {"status", report.fault ? "faulty" : "verified"},
              {"origin", checkpoint ? Json(checkpoint->origin) : Json(nullptr)},
              {"size", checkpoint ? Json(checkpoint->size) : Json(nullptr)},
              {"root", checkpoint ? Json(to_base64(bytes_of(checkpoint->root))) : Json(nullptr)},
              {"key", verified.key.print()},
              {"key_from", verified.key_given ? "argument" : "folder"},
              {"witnesses", witnesses_json(report.witnesses)},
              {"tiles", report.tiles},
              {"bundles", report.bundles},
              {"leftovers", report.leftovers},
              {"database", verified.with_database},
              {"fault", nullptr},
              {"seconds", std::round(verified.seconds * 1'000) / 1'000}};
    if (report.fault)
        line["fault"] = {{"file", report.fault->file},
                         {"entry", or_null(report.fault->entry)},
                         {"expected", report.fault->expected},
                         {"found", report.fault->found}};
    return line;
}

void print_fault(fs::path const& log, LogFault const& fault) {
    fmt::print("{}: NICHT in Ordnung\n", log.string());
    if (fault.file == kDatabasePlace)
        fmt::print("  Ort:       die Datenbank; das Protokoll selbst ist in Ordnung\n");
    else
        fmt::print("  Datei:     {}\n", printable(fault.file));
    if (fault.entry)
        fmt::print("  Eintrag:   {}\n", *fault.entry);
    fmt::print("  erwartet:  {}\n  gefunden:  {}\n", printable(fault.expected),
               printable(fault.found));
}

void print_report(Verified const& verified) {
    auto const& report = verified.report;
    if (report.fault) {
        print_fault(verified.log, *report.fault);
    } else {
        fmt::print("{}: in Ordnung, {} Einträge von {}\n  Wurzel:    {}\n", verified.log.string(),
                   report.checkpoint->size, printable(report.checkpoint->origin),
                   to_base64(bytes_of(report.checkpoint->root)));
        for (auto const& each : report.witnesses)
            fmt::print("  Zeuge:     {}\n", printable(each.key.name()));
        if (verified.with_database)
            fmt::print("  Datenbank: hat dieselben Einträge\n");
    }
    if (!verified.key_given)
        fmt::print("  Schlüssel: {}\n             Er stammt aus dem Ordner selbst: vergleichen Sie "
                   "ihn mit dem, den die Behörde bekannt gibt.\n",
                   printable(verified.key.print()));
}

Json receipt_json(std::string const& input, Receipt const& receipt,
                  SignedCheckpoint const& checked) {
    return {{"input", input},
            {"status", "proven"},
            {"reason", nullptr},
            {"origin", checked.checkpoint.origin},
            {"size", checked.checkpoint.size},
            {"index", receipt.index},
            {"leaf", to_hex(receipt.leaf)},
            {"record", receipt.opening ? Json(receipt.opening->record) : Json(nullptr)},
            {"witnesses", witnesses_json(checked.witnesses)}};
}

Json refusal_json(std::string const& input, Error const& error) {
    return {{"input", input},    {"status", "refused"}, {"reason", error.key},
            {"origin", nullptr}, {"size", nullptr},     {"index", nullptr},
            {"leaf", nullptr},   {"record", nullptr},   {"witnesses", nullptr}};
}

Result<void> check_file(fs::path const& file, VerifierKey const& key,
                        std::vector<VerifierKey> const& witnesses, bool json) {
    auto const receipt = TRY(parse_receipt(TRY(read_file(file, kReceiptBytesMax))));
    auto const checked = TRY(check_receipt(receipt, key, witnesses));
    if (json) {
        fmt::print("{}\n", print_json(receipt_json(file.string(), receipt, checked)));
        return {};
    }
    fmt::print("{}: bewiesen, Eintrag {} von {} im Protokoll {}\n", file.string(), receipt.index,
               checked.checkpoint.size, printable(checked.checkpoint.origin));
    if (receipt.opening)
        fmt::print("  Inhalt:    {}\n", printable(receipt.opening->record));
    for (auto const& each : checked.witnesses)
        fmt::print("  Zeuge:     {}\n", printable(each.key.name()));
    return {};
}

// As tell(), where the error may quote what somebody else wrote.
int tell_printable(Error error, int code, std::string const& about = {}) {
    error.detail = printable(error.detail);
    return tell(error, code, about);
}

// A checkpoint that somebody kept, of this log or of the one that it continues.
Result<Checkpoint> kept_checkpoint(fs::path const& file, VerifierKey const& key) {
    return TRY(open_checkpoint(TRY(read_file(file, kNoteBytesMax)), key)).checkpoint;
}

// What the page for auditors shows as the last verification. Only what was verified under the key
// that the database knows of: a wrong one on the command line is no fault of the log.
void keep(Verified const& verified, Instant began_at, Database& database) {
    auto const known = log_of_database(database);
    if (!known || *known != verified.key.print())
        return;
    auto const& report = verified.report;
    LogVerification const verification{began_at,
                                       system_time().now(),
                                       report.checkpoint ? report.checkpoint->size : 0,
                                       report.tiles + report.bundles,
                                       report.fault,
                                       ""};
    if (auto const kept = keep_verification(database, verification); !kept)
        log_warning("prove", "the page for auditors does not show this verification: {}",
                    kept.error().describe());
}

// The log alone and then, for the log of an installation, the database against it. With `kept`
// what was found is the last verification of that installation.
enum class Keep { no, yes };
Result<void> verify(Verified& verified, LogVerifierOptions const& options,
                    std::optional<Configuration> const& installation, Keep kept) {
    auto const begin = std::chrono::steady_clock::now();
    auto const began_at = system_time().now();
    auto& report = verified.report;
    report = TRY(verify_log(verified.log, verified.key, options));
    if (installation) {
        auto opened =
            Database::open(installation->database_url, installation->limits, Holder::command);
        if (!opened && report.fault)
            return {}; // which needs no database to be told
        auto const database = TRY(std::move(opened));
        if (!report.fault) {
            report.fault = TRY(check_database(verified.log, report.checkpoint->size, *database));
            verified.with_database = true;
        }
        if (kept == Keep::yes)
            keep(verified, began_at, *database);
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
    verified.seconds = took.count();
    return {};
}

} // namespace

int run_prove_verify(ProveVerifyArguments const& arguments) {
    auto log = arguments.log;
    if (log.empty() && arguments.home.empty()) {
        fmt::print(stderr, "leitstand: --log oder --home fehlt (--log or --home is missing)\n");
        return kWrongUse;
    }
    std::optional<Configuration> installation; // a copy is not held against the database here
    if (log.empty()) {
        auto configuration = load_configuration(arguments.home);
        if (!configuration)
            return tell(configuration.error(), kCannotRun);
        log = log_folder(*configuration);
        installation = *std::move(configuration);
    }
    bool const key_given = !arguments.key.empty();
    auto const key = key_given ? key_from(arguments.key) : key_named_by(log);
    if (!key)
        return tell_printable(key.error(), key_given ? kWrongUse : kCannotRun);
    LogVerifierOptions options;
    auto witnesses = keys_from(arguments.witnesses);
    if (!witnesses)
        return tell_printable(witnesses.error(), kWrongUse);
    options.witnesses = *std::move(witnesses);
    if (!arguments.known.empty()) {
        auto const known_key = arguments.known_key.empty() ? key : key_from(arguments.known_key);
        if (!known_key)
            return tell_printable(known_key.error(), kWrongUse);
        auto const known = kept_checkpoint(arguments.known, *known_key);
        if (!known)
            return tell_printable(known.error(), kWrongUse, arguments.known.string());
        options.known = *known;
    }
    Verified verified{.log = log, .key = *key, .key_given = key_given, .report = {}};
    // A checkpoint of another log and a witness that never signed are no faults of this log either.
    auto const plain = arguments.known.empty() && arguments.witnesses.empty();
    auto const kept = plain ? Keep::yes : Keep::no;
    if (auto const done = verify(verified, options, installation, kept); !done)
        return tell_printable(done.error(), kCannotRun);
    if (arguments.json)
        fmt::print("{}\n", print_json(report_json(verified)));
    else
        print_report(verified);
    return verified.report.fault ? kSomeFailed : kDone;
}

int run_prove_check(ProveCheckArguments const& arguments) {
    auto const key = key_from(arguments.key);
    if (!key)
        return tell_printable(key.error(), kWrongUse);
    auto const witnesses = keys_from(arguments.witnesses);
    if (!witnesses)
        return tell_printable(witnesses.error(), kWrongUse);
    int code = kDone;
    for (auto const& file : arguments.files) {
        auto const checked = check_file(file, *key, *witnesses, arguments.json);
        if (checked)
            continue;
        code = tell_printable(checked.error(), kSomeFailed, file.string());
        if (arguments.json)
            fmt::print("{}\n", print_json(refusal_json(file.string(), checked.error())));
    }
    return code;
}

} // namespace leitstand::app
