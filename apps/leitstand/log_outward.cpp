// SPDX-License-Identifier: EUPL-1.2
#include "log_outward.hpp"

#include "log_place.hpp"

namespace leitstand::app {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::hours kSilentFor{26}; // a witness, before somebody should look after it

std::vector<VerifierKey> keys_of(std::vector<WitnessPlace> const& witnesses) {
    std::vector<VerifierKey> keys;
    for (auto const& each : witnesses)
        keys.push_back(each.key);
    return keys;
}

// "27.11.2026, 14:52 Uhr (UTC)"
std::string german(Instant time) {
    auto const text = to_rfc3339(time);
    return fmt::format("{}.{}.{}, {} Uhr (UTC)", text.substr(8, 2), text.substr(5, 2),
                       text.substr(0, 4), text.substr(11, 5));
}

std::string last_signed(WitnessState const& state) {
    return state.signed_at ? fmt::format("Zuletzt unterschrieben: {} Einträge, {}.", state.size,
                                         german(*state.signed_at))
                           : "Er hat noch nie unterschrieben.";
}

// What to say of each trouble, and what to do.
struct Words {
    std::string_view trouble, text, to_do;
};
constexpr std::array kWords{
    Words{
        kWitnessAhead,
        "hat ein längeres Nachweisprotokoll unterschrieben als das, das hier liegt: Es wurde eine "
        "ältere Sicherung zurückgespielt. Was danach kam, fehlt.",
        "Zuerst die Stelle des Zeugen auf anderem Weg fragen und sich ihre Datei .checkpoint geben "
        "lassen: `leitstand prove verify --known` zeigt, ob es stimmt. Dann die jüngste Sicherung "
        "einspielen. Gibt es keine jüngere: festhalten, was fehlt, und ein neues Protokoll "
        "beginnen (docs/formats/log.md)."},
    Words{
        kWitnessOtherHistory,
        "hat einen anderen Verlauf des Nachweisprotokolls unterschrieben: Eine ältere Sicherung "
        "wurde zurückgespielt und weitergeschrieben, oder jemand hat das Protokoll verändert.",
        "Den Ordner log unverändert aufbewahren. Die Stelle des Zeugen auf anderem Weg fragen und "
        "sich ihre Datei .checkpoint geben lassen: `leitstand prove verify --known` zeigt, ob es "
        "stimmt."},
    Words{kWitnessNotReachable, "ist nicht erreichbar.",
          "Läuft der Zeuge? Stimmt seine Adresse in leitstand.toml?"},
    Words{kWitnessNotWatching, "beobachtet dieses Protokoll nicht.",
          "Der Stelle, die den Zeugen betreibt, die Zeile aus /register/log/log.vkey geben."},
    Words{kWitnessWrongSignature, "unterschreibt mit einem anderen Schlüssel.",
          "Stimmt sein Schlüssel in leitstand.toml?"},
    Words{kWitnessNonsense, "antwortet, was kein Zeuge antwortet.",
          "Stimmt seine Adresse in leitstand.toml?"},
};

SystemCheck check_witness(WitnessPlace const& place, WitnessState const& state, Instant now) {
    auto const silent_us =
        std::chrono::duration_cast<std::chrono::microseconds>(kSilentFor).count();
    if (state.trouble.empty() && state.signed_at &&
        now.microseconds - state.signed_at->microseconds < silent_us)
        return {"witness", "ok", fmt::format("Zeuge {}. {}", place.name, last_signed(state)), {}};
    if (state.trouble.empty())
        return {"witness", "warning",
                fmt::format("Zeuge {} unterschreibt nicht. {}", place.name, last_signed(state)),
                "Läuft der Server? Er fragt die Zeugen, solange er läuft."};
    auto const* const known = std::ranges::find(kWords, state.trouble, &Words::trouble);
    bool const is_known = known != kWords.end();
    return {"witness", state.contradicts() ? "red" : "warning",
            fmt::format("Zeuge {} {} {} ({})", place.name,
                        is_known ? known->text : std::string_view{"wurde nicht gefragt."},
                        last_signed(state), is_known ? state.detail : state.trouble),
            std::string{is_known ? known->to_do : "Meldungen des Servers ansehen."}};
}

SystemCheck check_sheet(fs::path const& folder, Instant now) {
    Instant const yesterday{now.microseconds - std::int64_t{86'400} * 1'000'000};
    std::error_code ignored;
    for (auto const& day : {now, yesterday})
        if (auto const file = sheet_file(folder, date_in_berlin(day)); fs::exists(file, ignored))
            return {"log_sheet", "ok", "Das letzte Protokollblatt: " + file.string(), {}};
    return {"log_sheet", "warning",
            "Seit gestern liegt kein Protokollblatt in " + folder.string() + ".",
            "Läuft der Server? Darf er in diesen Ordner schreiben?"};
}

} // namespace

LogOutward::LogOutward(Installation& installation, std::vector<WitnessPlace> const& witnesses)
    : rounds_(*installation.database, log_folder(installation.configuration), witnesses,
              installation.configuration.limits, system_time()) {
    auto const& configuration = installation.configuration;
    if (!configuration.checkpoint_folder.empty())
        sheet_.emplace(log_folder(configuration), configuration.checkpoint_folder,
                       keys_of(witnesses), system_time());
}

Result<std::unique_ptr<LogOutward>> LogOutward::open(Installation& installation) {
    auto const witnesses = TRY(witness_places(installation.configuration.witnesses));
    return std::unique_ptr<LogOutward>{new LogOutward{installation, witnesses}};
}

void LogOutward::start() {
    rounds_.start();
    if (sheet_)
        sheet_->start();
}

void LogOutward::stop() {
    rounds_.stop();
    if (sheet_)
        sheet_->stop();
}

std::vector<SystemCheck> check_outward(Installation& installation) {
    auto const& configuration = installation.configuration;
    std::vector<SystemCheck> checks;
    auto const now = system_time().now();
    auto const witnesses = witness_places(configuration.witnesses);
    if (!witnesses)
        return {{"witness", "red",
                 "Der Schlüssel eines Zeugen ist keiner: " + witnesses.error().detail,
                 "leitstand.toml berichtigen."}};
    for (auto const& place : *witnesses) {
        auto const state = read_witness_state(*installation.database, place.key);
        checks.push_back(
            state ? check_witness(place, *state, now)
                  : SystemCheck{"witness", "red",
                                "Der Stand der Zeugen ist nicht lesbar: " + state.error().key,
                                "Datenbank prüfen."});
    }
    if (!configuration.checkpoint_folder.empty())
        checks.push_back(check_sheet(configuration.checkpoint_folder, now));
    return checks;
}

} // namespace leitstand::app
