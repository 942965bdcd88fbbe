// SPDX-License-Identifier: EUPL-1.2
#include "understand/candidate.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "base/json_members.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kVersionHashShown = 8;

// Points of 100, as people speak of F1, with a decimal comma.
std::string points(double value) {
    auto text = fmt::format("{:.1f}", 100 * value);
    text[text.find('.')] = ',';
    return text;
}

std::string signed_points(double value) {
    auto text = points(value);
    return value > 0 ? "+" + text : text;
}

std::string german(FindingKind kind) {
    switch (kind) {
    case FindingKind::service:
        return "Leistungen";
    case FindingKind::act:
        return "Anliegen";
    case FindingKind::theme:
        return "Dringlichkeit";
    case FindingKind::document:
    case FindingKind::field:
    case FindingKind::unit:
        break;
    }
    return {};
}

std::string german(ComparedOn on) {
    return on == ComparedOn::gold ? "Prüfsatz" : "jüngste Entscheidungen";
}

std::string german(Objection const& objection) {
    auto const kind = parse_finding_kind(objection.about);
    auto const about = kind ? german(*kind) : objection.about;
    if (objection.key == "no_gold")
        return "Es wurde kein Prüfsatz genannt: Der Kandidat ist an nichts gemessen, was vom Tisch "
               "unabhängig ist.";
    if (objection.key == "gold_too_small")
        return fmt::format("{}: Der Prüfsatz hat dafür weniger als {} Kennzeichen. Ein einzelner "
                           "Brief verschiebt F1 dann um mehr als einen halben Punkt; ob der "
                           "Kandidat so viel verloren hat, kann niemand sehen.",
                           about, kGoldLabelsMin);
    if (objection.key == "gold_worse")
        return fmt::format("{}: Auf dem Prüfsatz ist der Kandidat um mehr als einen halben Punkt "
                           "schlechter als das Modell in Betrieb.",
                           about);
    if (objection.key == "recent_worse")
        return fmt::format("{}: Auf den jüngsten Entscheidungen ist der Kandidat schlechter, auch "
                           "am oberen Ende des Intervalls.",
                           about);
    return fmt::format(
        "Die Entscheidungen des Pseudonyms {} widersprechen den übrigen weit mehr, als Zufall "
        "erklärt. Sie wurden nicht trainiert. Klären Sie die Ursache (etwa eine andere Auslegung "
        "oder eine falsche Schulung); danach mit --without {} oder mit berichtigten Entscheidungen "
        "neu trainieren.",
        about, about);
}

Json compared_json(ComparedKind const& one) {
    return {{"kind", std::string(finding_kind_name(one.kind))},
            {"on", std::string(compared_on_name(one.on))},
            {"items", one.items},
            {"labels", one.labels},
            {"champion", rounded(one.champion)},
            {"challenger", rounded(one.challenger)},
            {"difference",
             {{"value", rounded(one.difference.difference)},
              {"lower", rounded(one.difference.interval.lower)},
              {"upper", rounded(one.difference.interval.upper)}}}};
}

Json left_out_json(AccountLeftOut const& one) {
    return {{"account", one.account}, {"label", one.label ? Json(*one.label) : Json(nullptr)}};
}

Json part_json(CandidatePart const& part) {
    auto left_out = Json::array(), figures = Json::array();
    for (auto const& one : part.left_out)
        left_out.push_back(left_out_json(one));
    for (auto const& one : part.compared)
        figures.push_back(compared_json(one));
    return {{"function", std::string(function_name(part.function))},
            {"champion", {{"sha256", part.champion_sha256}, {"version", part.champion_version}}},
            {"challenger",
             {{"sha256", part.challenger_sha256}, {"bytes", part.challenger_bytes.size()}}},
            {"letters", part.letters},
            {"samples", part.samples},
            {"held_aside", part.held_aside},
            {"like_gold", part.like_gold},
            {"shared", part.shared},
            {"capped", part.capped},
            {"outdated", part.outdated},
            {"left_out", std::move(left_out)},
            {"figures", std::move(figures)}};
}

std::string part_text(CandidatePart const& part) {
    auto text = fmt::format(
        "Funktion {}: gelernt an {} Briefen und {} Entscheidungen vom Tisch; {} jüngste zum Messen "
        "zurückgelegt, {} über dem Anteil eines Kontos nicht verwendet.\n",
        function_name(part.function), part.letters, part.samples, part.held_aside, part.capped);
    if (part.like_gold > 0)
        text += fmt::format("  {} Beispiele gleichen Briefen des Prüfsatzes und wurden nicht "
                            "verwendet.\n",
                            part.like_gold);
    if (part.shared > 0)
        text += fmt::format("  {} Beispiele tragen Entscheidungen mehrerer Konten und wurden nicht "
                            "verwendet.\n",
                            part.shared);
    if (part.outdated > 0)
        text += fmt::format("  {} Beispiele nennen Schlüssel, die der Katalog nicht mehr kennt.\n",
                            part.outdated);
    for (auto const& one : part.compared)
        text += fmt::format("  {}, {} ({} Texte): F1 {} statt {}, Unterschied {} Punkte "
                            "(95 %: {} bis {})\n",
                            german(one.kind), german(one.on), one.items, points(one.challenger),
                            points(one.champion), signed_points(one.difference.difference),
                            signed_points(one.difference.interval.lower),
                            signed_points(one.difference.interval.upper));
    return text;
}

} // namespace

std::vector<Objection> Candidate::objections() const {
    std::vector<Objection> all;
    for (auto const& part : parts)
        for (auto& one : leitstand::objections(part.compared, part.left_out))
            if (std::find(all.begin(), all.end(), one) == all.end())
                all.push_back(std::move(one));
    return all;
}

Result<CandidatePart> build_candidate_part(FunctionKey function, Catalogue const& catalogue,
                                           JudgingModel const& champion, CandidateData const& data,
                                           Retraining const& retraining) {
    TRY(check_champion(function, catalogue, champion));
    auto const met =
        gold_trained_on(function, data.gold, data.letters, champion.labels(), retraining.threads);
    if (met > 0)
        return fail(Code::refused, "training.gold_overlaps",
                    fmt::format("{}: {} / {}", function_name(function), met, data.gold.size()));
    auto const desk = unlike_gold(function, data.gold, data.desk, retraining.threads);
    auto challenger = TRY(train_challenger(function, catalogue, data.letters, desk, retraining));
    CandidatePart part;
    part.like_gold = data.desk.size() - desk.size();
    part.function = function;
    part.champion_version = champion.version();
    part.challenger_bytes = challenger.model.bytes();
    part.challenger_sha256 = to_hex(sha256(part.challenger_bytes));
    part.letters = challenger.letters;
    part.samples = challenger.samples;
    part.held_aside = challenger.recent.size();
    part.shared = challenger.shared;
    part.capped = challenger.capped;
    part.outdated = challenger.outdated;
    part.left_out = std::move(challenger.left_out);
    JudgingModel const ours{std::move(challenger.model),
                            part.challenger_sha256.substr(0, kVersionHashShown)};
    part.compared = compare_models(function, champion, ours, data.gold, ComparedOn::gold);
    for (auto& one :
         compare_models(function, champion, ours, challenger.recent, ComparedOn::recent))
        part.compared.push_back(one);
    return part;
}

Json candidate_json(Candidate const& candidate) {
    auto because = Json::array(), functions = Json::array();
    for (auto const& one : candidate.objections())
        because.push_back({{"key", one.key}, {"about", one.about}});
    for (auto const& part : candidate.parts)
        functions.push_back(part_json(part));
    return {{"purpose", candidate.purpose},
            {"state", candidate.blocked() ? "blocked" : "ready"},
            {"blocked_because", std::move(because)},
            {"activated", false},
            {"gold",
             {{"sha256", candidate.gold_sha256},
              {"letters", candidate.gold_letters},
              {"files", candidate.gold_files},
              {"changed", candidate.gold_changed()}}},
            {"functions", std::move(functions)}};
}

std::string candidate_text(Candidate const& candidate, std::string const& models_folder) {
    std::string text = candidate.blocked()
                           ? "Der Kandidat ist gesperrt und nicht in Betrieb.\n"
                           : "Der Kandidat ist bereit zur Entscheidung und nicht in Betrieb.\n";
    for (auto const& one : candidate.objections())
        text += "- " + german(one) + "\n";
    text += "\n";
    for (auto const& part : candidate.parts)
        text += part_text(part);
    text +=
        fmt::format("\nDie jüngsten Entscheidungen fielen mit den Vorschlägen des Modells in "
                    "Betrieb vor Augen; "
                    "das bevorzugt dieses.\nPrüfsatz: {} Briefe, {}.\n",
                    candidate.gold_letters,
                    candidate.gold_sha256.empty() ? "keiner" : "SHA-256 " + candidate.gold_sha256);
    if (candidate.gold_changed())
        text += "Es ist ein anderer Prüfsatz als beim letzten Kandidaten: Die Zahlen der beiden "
                "lassen sich nicht vergleichen.\n";
    if (!candidate.blocked())
        text += fmt::format(
            "\nVon selbst geht nichts in Betrieb. Wer den Kandidaten einsetzen will: die Akten der "
            "Funktionen fortschreiben und freigeben lassen (Güte, Fairness, Beteiligung), die "
            "Dateien *.model nach {} kopieren, die bisherigen aufheben, den Server neu starten.\n",
            models_folder);
    text += candidate.blocked() ? "\nBlocked; not in use.\n"
                                : "\nReady to be decided on; not in use. To use it: have the "
                                  "dossiers updated and released, copy *.model to the folder "
                                  "above, keep the old files, restart the server.\n";
    return text;
}

} // namespace leitstand
