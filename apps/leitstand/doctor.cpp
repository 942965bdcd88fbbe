// SPDX-License-Identifier: EUPL-1.2
#include "doctor.hpp"

#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/json.hpp"
#include "commands.hpp"
#include "log_outward.hpp"
#include "prove/entry_table.hpp"
#include "recovery.hpp"
#include "store/job_queue.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

constexpr auto kQueueAgeWarning = std::chrono::minutes{10};
constexpr auto kLogAgeWarning = std::chrono::minutes{10};
constexpr auto kBackupAgeWarning = std::chrono::hours{24 * 2};
constexpr auto kDrillAgeWarning = std::chrono::hours{24 * 100};

SystemCheck ok(std::string key, std::string text) {
    return {std::move(key), "ok", std::move(text), {}};
}
SystemCheck warning(std::string key, std::string text, std::string to_do) {
    return {std::move(key), "warning", std::move(text), std::move(to_do)};
}
SystemCheck red(std::string key, std::string text, std::string to_do) {
    return {std::move(key), "red", std::move(text), std::move(to_do)};
}

SystemCheck check_recovery(Installation& installation) {
    auto const confirmed = recovery_confirmed(installation);
    if (!confirmed)
        return red("recovery_sheet",
                   "Der Stand des Notfallblatts ist nicht lesbar: " + confirmed.error().key,
                   "leitstand keys sheet erzeugt ein neues Notfallblatt.");
    if (!*confirmed)
        return red(
            "recovery_sheet",
            "Das Notfallblatt ist nicht bestätigt. Geht die Schlüsseldatei verloren, ist alle Post "
            "verloren.",
            "Notfallblatt drucken, sicher verwahren und mit »leitstand keys confirm« bestätigen.");
    return ok("recovery_sheet", "Das Notfallblatt ist bestätigt.");
}

SystemCheck check_space(Installation& installation) {
    auto const free = installation.blobs->free_space_bytes();
    if (!free)
        return red("disk_space", "Der freie Platz ist nicht feststellbar: " + free.error().detail,
                   "Datenordner prüfen.");
    auto const least = installation.configuration.limits.free_space_bytes_min;
    auto const text = fmt::format("{} MiB frei.", *free >> 20);
    if (*free < least)
        return red("disk_space", text + " Neue Post wird abgewiesen.",
                   "Platz schaffen; danach geht der Empfang von selbst weiter.");
    if (*free < least * 16)
        return warning("disk_space", text, "Bald Platz schaffen.");
    return ok("disk_space", text);
}

SystemCheck check_queue(Installation& installation) {
    auto const figures =
        installation.database->read_for<QueueFigures>([](Sql& sql) { return queue_figures(sql); });
    if (!figures)
        return red("queue", "Die Warteschlange ist nicht lesbar: " + figures.error().key,
                   "Datenbank prüfen.");
    auto const text =
        fmt::format("{} Eingänge warten, davon {} auf das Erkennen ihrer Seiten; {} in Arbeit.",
                    figures->waiting, figures->slow, figures->leased);
    if (figures->oldest &&
        system_time().now().microseconds - figures->oldest->microseconds >
            std::chrono::duration_cast<std::chrono::microseconds>(kQueueAgeWarning).count())
        return warning("queue", text + " Der älteste wartet länger als zehn Minuten.",
                       "Läuft der Server? Sind die Leser erreichbar?");
    return ok("queue", text);
}

SystemCheck check_log(Installation& installation) {
    std::uint64_t size = 0;
    std::optional<Instant> since;
    auto const asked = installation.database->read([&](Sql& sql) -> Result<void> {
        size = TRY(entry_table::size(sql));
        since = TRY(entry_table::waiting_since(sql));
        return {};
    });
    if (!asked)
        return red("log", "Das Nachweisprotokoll ist nicht lesbar: " + asked.error().key,
                   "Datenbank prüfen.");
    auto const text = fmt::format("Das Nachweisprotokoll hat {} Einträge.", size);
    if (since && system_time().now().microseconds - since->microseconds >
                     std::chrono::duration_cast<std::chrono::microseconds>(kLogAgeWarning).count())
        return warning("log", text + " Weitere warten länger als zehn Minuten.",
                       "Läuft der Server? Ist der Ordner log/ beschreibbar?");
    return ok("log", text);
}

// The newest entry of a type; nothing if there is none.
Result<std::optional<entry_table::Row>> newest_entry(Installation& installation, EntryType type) {
    auto const rows =
        TRY(installation.database->read_for<std::vector<entry_table::Row>>([&](Sql& sql) {
            return entry_table::newest(sql, {.type = std::string{entry_type(type).key}},
                                       entry_table::kNewest, 1);
        }));
    return rows.empty() ? std::nullopt : std::optional{rows.front()};
}

bool is_older(entry_table::Row const& row, std::chrono::hours age) {
    return system_time().now().microseconds - row.at.microseconds >
           std::chrono::duration_cast<std::chrono::microseconds>(age).count();
}

// What a drill found stands in its record, which the program can open: it is about no item.
bool was_whole(Installation& installation, entry_table::Row const& drill) {
    auto const opening = installation.log->open(drill);
    auto const record = opening ? parse_record(opening->record) : tl::unexpected(opening.error());
    return record && record->details.contains("outcome") &&
           record->details.at("outcome") == "whole";
}

SystemCheck check_backup(Installation& installation) {
    auto const made = newest_entry(installation, EntryType::backup_made);
    auto const tested = newest_entry(installation, EntryType::backup_tested);
    if (!made || !tested)
        return red("backup", "Der Stand der Sicherungen ist nicht lesbar.", "Datenbank prüfen.");
    if (!*made)
        return warning("backup", "Es gibt noch keine Sicherung.",
                       "leitstand backup ORDNER, täglich (docs/backup.md).");
    auto const text = fmt::format("Letzte Sicherung am {}.", to_iso(date_in_berlin((*made)->at)));
    if (*tested && !was_whole(installation, **tested))
        return red("backup", text + " Die letzte Probe hat Schäden gefunden.",
                   "Neu sichern, dann leitstand backup drill ORDNER.");
    if (is_older(**made, kBackupAgeWarning))
        return warning("backup", text, "Läuft der Zeitgeber für leitstand backup?");
    if (!*tested || is_older(**tested, kDrillAgeWarning))
        return warning("backup",
                       text + (*tested ? " Seit über drei Monaten wurde keine erprobt."
                                       : " Noch keine wurde erprobt."),
                       "leitstand backup drill ORDNER.");
    return ok("backup", fmt::format("{} Letzte Probe am {}: vollständig.", text,
                                    to_iso(date_in_berlin((*tested)->at))));
}

SystemCheck check_reader(Reading const* reading) {
    if (reading == nullptr)
        return red("reader", "Der Leser läuft nicht: Post wird angenommen, aber nicht gelesen.",
                   "Meldungen beim Start ansehen.");
    auto const test = reading->self_test();
    auto const text = fmt::format("Sandkasten Stufe {}: {} von {} Ausbruchsversuchen abgewehrt.",
                                  level_letter(reading->level()), test.denied, test.tried);
    if (test.denied != test.tried || reading->level() > SandboxLevel::b)
        return red("reader", text, "docs/sandbox.md nennt, was dem System fehlt.");
    return ok("reader", text);
}

SystemCheck check_recogniser(Reading* reading) {
    auto const state = reading == nullptr ? Reading::RecogniserState{} : reading->recogniser();
    if (state.is_ready && state.self_test.denied == state.self_test.tried)
        return ok("recogniser", fmt::format("Gescannte Seiten werden erkannt; Sandkasten Stufe {}.",
                                            level_letter(state.level)));
    std::string const text =
        "Gescannte Seiten und Bilder bleiben ungelesen; alles andere arbeitet.";
    if (!state.missing_package.empty())
        return red("recogniser", text + " Das deutsche Sprachpaket fehlt.",
                   fmt::format("apt install {}", state.missing_package));
    return red("recogniser", text, "Liegt leitstand-recogniser neben leitstand-reader?");
}

SystemCheck check_people(Installation& installation) {
    auto const counts = installation.inbox->counts();
    if (!counts)
        return red("inbox", "Der Eingangskorb ist nicht lesbar: " + counts.error().key,
                   "Datenbank prüfen.");
    auto const text =
        fmt::format("{} bereit, {} brauchen einen Menschen.", counts->ready, counts->needs_person);
    return counts->needs_person == 0
               ? ok("inbox", text)
               : warning("inbox", text,
                         "Im Eingangskorb den Reiter »Braucht einen Menschen« öffnen.");
}

// What is not as it should be; nothing to say otherwise.
std::optional<SystemCheck> check_clock(Installation& installation) {
    constexpr std::int64_t kBehindMax_us = 3'600'000'000; // two machines may differ a little
    auto const now = system_time().now();
    if (now < Instant{1'767'225'600'000'000})
        return red("clock", "Die Systemuhr steht vor dem Jahr 2026.",
                   "Uhr stellen: Fristen hängen am Eingangsdatum.");
    auto const newest = installation.journal->newest_entry();
    if (newest && newest->microseconds - now.microseconds > kBehindMax_us)
        return red("clock",
                   fmt::format("Die Systemuhr steht auf dem {}, der neueste Eintrag im Protokoll "
                               "ist vom {}.",
                               to_iso(date_in_berlin(now)), to_iso(date_in_berlin(*newest))),
                   "Uhr stellen: Solange sie zurückliegt, gilt für Prüfungen der Tag dieses "
                   "Eintrags, und keine Frist läuft durch Schweigen ab.");
    return std::nullopt;
}

} // namespace

std::string level_letter(SandboxLevel level) {
    switch (level) {
    case SandboxLevel::a:
        return "A";
    case SandboxLevel::b:
        return "B";
    case SandboxLevel::c:
        return "C";
    case SandboxLevel::none:
        return "keine";
    }
    return "keine";
}

std::vector<SystemCheck> check_installation(Installation& installation, Reading* reading) {
    auto const& configuration = installation.configuration;
    std::vector<SystemCheck> checks;
    checks.push_back(check_recovery(installation));
    checks.push_back(ok("key_file", "Die Schlüsseldatei liegt außerhalb des Datenordners und ist "
                                    "nur für das Konto des Programms lesbar."));
    checks.push_back(ok("database", installation.database->engine() == Engine::sqlite
                                        ? "Eingebettete Datenbank (SQLite, WAL, synchronous=FULL)."
                                        : "PostgreSQL."));
    checks.push_back(check_log(installation));
    checks.push_back(check_backup(installation));
    std::ranges::move(check_outward(installation), std::back_inserter(checks));
    checks.push_back(check_space(installation));
    checks.push_back(check_reader(reading));
    checks.push_back(check_recogniser(reading));
    checks.push_back(check_queue(installation));
    checks.push_back(check_people(installation));
    checks.push_back(
        ok("catalogue",
           fmt::format("{}, Katalog {}, Rechtsstand {}.", installation.catalogue->authority,
                       installation.catalogue->version, installation.catalogue->state_date)));
    if (!fs::exists(configuration.web_folder / "werkbank" / "index.html") &&
        !fs::exists(configuration.web_folder / "werkbank.html"))
        checks.push_back(warning("screens", "Die Bildschirmseiten sind nicht gebaut.",
                                 "./run baut sie; die Schnittstelle geht auch ohne."));
    if (auto clock = check_clock(installation))
        checks.push_back(std::move(*clock));
    return checks;
}

int run_doctor(DoctorArguments const& arguments) {
    auto installation = Installation::open(arguments.home, Holder::command);
    if (!installation)
        return tell(installation.error(), kCannotRun);
    ReadingOptions options;
    options.reader_program = (*installation)->configuration.reader_program;
    options.limits = (*installation)->configuration.limits;
    options.accept_weak_sandbox = true; // the check itself reports the level
    auto reading = Reading::start(options);
    if (!reading)
        tell(reading.error(), kSomeFailed);

    int code = kDone;
    for (auto const& check :
         check_installation(**installation, reading ? reading->get() : nullptr)) {
        if (check.state == "red")
            code = kSomeFailed;
        if (arguments.json) {
            fmt::print("{}\n", print_json(Json{{"key", check.key},
                                               {"state", check.state},
                                               {"text", check.text},
                                               {"what_to_do", check.what_to_do}}));
            continue;
        }
        auto const mark = check.state == "ok"        ? "in Ordnung"
                          : check.state == "warning" ? "Hinweis"
                                                     : "ROT";
        fmt::print("{:<11} {:<15} {}\n", mark, check.key, check.text);
        if (!check.what_to_do.empty())
            fmt::print("{:<27} -> {}\n", "", check.what_to_do);
    }
    return code;
}

} // namespace leitstand::app
