// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/ai_act.hpp"

#include <nlohmann/json.hpp>

#include "govern/dossier/statement.hpp"
#include "govern/measurement/measurement.hpp"
#include "text/normalise.hpp"

namespace leitstand {

namespace {

AiActResult result(AiActClass level, std::string german, std::string english) {
    return {level, {}, std::move(german), std::move(english)};
}

// Words in the form in which they are compared, made once.
class WordList {
  public:
    explicit WordList(std::vector<std::string> const& words) {
        for (auto const& word : words)
            forms_.push_back(text::matching_form(word));
    }
    bool any_in(std::string_view text) const {
        auto const form = text::matching_form(text);
        return std::any_of(forms_.begin(), forms_.end(),
                           [&](auto const& word) { return form.find(word) != std::string::npos; });
    }

  private:
    std::vector<std::string> forms_;
};

struct Hit {
    std::string entry, word; // its name; what of it was found
};

template <typename Entries>
std::optional<Hit> entitlement_entry(WordList const& words, Entries const& entries) {
    for (auto const& entry : entries) {
        auto texts = entry.synonyms;
        texts.insert(texts.end(), {entry.key, entry.name, entry.name_en});
        for (auto const& text : texts)
            if (words.any_in(text))
                return Hit{entry.name, text};
    }
    return std::nullopt;
}

std::optional<Lock> locked_by_facts(AiActFacts const& facts) {
    if (facts.profiles.value_or(false))
        return Lock{"ai_act.profiles",
                    "Nach den Angaben der KI-Akte bildet die Funktion Profile von Menschen. Das "
                    "ist immer hochriskant "
                    "und in diesem Programm nicht vorgesehen.",
                    "According to the dossier the function profiles people. That is always "
                    "high-risk and has no "
                    "place in this program."};
    if (facts.evaluates.value_or(false))
        return Lock{"ai_act.evaluates_entitlement",
                    "Nach den Angaben der KI-Akte bewertet die Funktion, ob jemand einen Anspruch "
                    "hat. Vorbereiten "
                    "ist erlaubt, bewerten nicht.",
                    "According to the dossier the function evaluates whether somebody is entitled. "
                    "To prepare is "
                    "allowed, to evaluate is not."};
    return std::nullopt;
}

// A function that touches rights may not carry out anything, except within a stated limit.
std::optional<Lock> locked_by_rule(FunctionRule const& rule) {
    if (rule.effect != EffectClass::c || rule.highest_mode != "act" || !rule.limit.empty())
        return std::nullopt;
    return Lock{"ai_act.acts_on_rights",
                "Der Katalog lässt eine Funktion, die Rechte berührt, selbst ausführen. Solche "
                "Funktionen dürfen nur "
                "vorschlagen.",
                "The catalogue lets a function that touches rights carry out by itself. Such "
                "functions may only "
                "suggest."};
}

std::optional<Lock> lock_of_catalogue(GovernView const& view) {
    WordList const entitlement{view.guideline.assessment.lock.entitlement};
    WordList const traits{view.guideline.assessment.lock.traits};
    auto const& catalogue = view.catalogue;
    auto hit = entitlement_entry(entitlement, catalogue.acts);
    if (!hit)
        hit = entitlement_entry(entitlement, catalogue.themes);
    if (!hit)
        hit = entitlement_entry(entitlement, catalogue.document_types);
    if (!hit)
        hit = entitlement_entry(entitlement, catalogue.fields);
    if (hit)
        return Lock{
            "ai_act.entitlement_label",
            fmt::format("Der Katalog enthält den Eintrag „{}“ („{}“). Ein Befund darüber würde "
                        "Ansprüche oder "
                        "Menschen bewerten.",
                        hit->entry, hit->word),
            fmt::format(
                "The catalogue holds the entry \"{}\" (\"{}\"). A finding on it would evaluate "
                "entitlement or people.",
                hit->entry, hit->word)};
    for (auto const& theme : catalogue.themes)
        for (auto const& phrase : theme.phrases)
            if (traits.any_in(phrase.text))
                return Lock{
                    "ai_act.priority_by_trait",
                    fmt::format(
                        "Das Dringlichkeitsthema „{}“ wird an einem persönlichen Merkmal erkannt "
                        "(„{}“). Eile darf nicht von Merkmalen abhängen.",
                        theme.name, phrase.text),
                    fmt::format(
                        "The urgency theme \"{}\" is recognised by a personal trait (\"{}\"). "
                        "Urgency must not depend on traits.",
                        theme.name, phrase.text)};
    return std::nullopt;
}

// All texts that lock_of_catalogue() looks at, as one number.
std::size_t number_of_texts(GovernView const& view) {
    std::size_t number = 0;
    auto const add = [&](std::string const& text) {
        number = number * 1'099'511'628'211u + std::hash<std::string>{}(text);
    };
    auto const add_entries = [&](auto const& entries) {
        for (auto const& entry : entries) {
            for (auto const* text : {&entry.key, &entry.name, &entry.name_en})
                add(*text);
            std::ranges::for_each(entry.synonyms, add);
        }
    };
    auto const& lock = view.guideline.assessment.lock;
    std::ranges::for_each(lock.entitlement, add);
    std::ranges::for_each(lock.traits, add);
    auto const& catalogue = view.catalogue;
    add_entries(catalogue.acts);
    add_entries(catalogue.themes);
    add_entries(catalogue.document_types);
    add_entries(catalogue.fields);
    for (auto const& theme : catalogue.themes)
        for (auto const& phrase : theme.phrases)
            add(phrase.text);
    return number;
}

// Gates are asked twice a second, and to compare some ten thousand phrases takes longer than all
// of them: a catalogue that was looked at is known again by the hash of its files and by its texts,
// as they stand in memory.
std::optional<Lock> locked_by_catalogue(GovernView const& view) {
    struct Seen {
        std::string hash;
        std::size_t texts = 0;
        std::optional<Lock> lock;
    };
    static std::mutex mutex;
    static std::optional<Seen> last;
    auto const texts = number_of_texts(view);
    std::lock_guard const guard{mutex};
    if (!last || last->hash != view.catalogue.hash || last->texts != texts)
        last = Seen{view.catalogue.hash, texts, lock_of_catalogue(view)};
    return last->lock;
}

// The running model judges by a word of a trait.
std::optional<Lock> locked_by_features(GovernView const& view) {
    auto const held = newest_measurement<BlindFeaturesMeasurement>(view);
    if (!held || !held->of_running_release || held->measurement.hits.empty())
        return std::nullopt;
    auto const& hit = held->measurement.hits.front();
    return Lock{"ai_act.trait_is_feature",
                fmt::format("Das laufende Modell urteilt nach einem persönlichen Merkmal („{}“).",
                            hit.feature),
                fmt::format("The running model judges by a personal trait (\"{}\").", hit.feature)};
}

} // namespace

std::string_view ai_act_class_name(AiActClass level) {
    switch (level) {
    case AiActClass::undetermined:
        return "undetermined";
    case AiActClass::not_listed:
        return "not_listed";
    case AiActClass::exempt:
        return "exempt";
    case AiActClass::high_risk:
        return "high_risk";
    }
    return {};
}

AiActResult ai_act_class(AiActFacts const& facts) {
    if (facts.profiles.value_or(false))
        return result(
            AiActClass::high_risk,
            "Hochriskant: Wer Profile von Menschen bildet, kann sich auf keine Ausnahme berufen "
            "(Artikel 6 Absatz 3).",
            "High-risk: whoever profiles people cannot claim an exemption (Article 6(3)).");
    if (facts.evaluates.value_or(false))
        return result(
            AiActClass::high_risk,
            "Hochriskant: Die Funktion bewertet Ansprüche auf Leistungen (Anhang III Nummer 5 "
            "Buchstabe a).",
            "High-risk: the function evaluates entitlement to benefits (Annex III, point 5(a)).");
    AiActResult open;
    if (facts.area.empty())
        open.missing.emplace_back("ai_act_area");
    if (!facts.evaluates)
        open.missing.emplace_back("ai_act_evaluates_entitlement");
    if (!facts.profiles)
        open.missing.emplace_back("ai_act_profiles");
    bool const listed = facts.area != "none";
    if (listed && facts.ground.empty())
        open.missing.emplace_back("ai_act_ground");
    if (facts.reasoning.empty())
        open.missing.emplace_back("ai_act_reasoning");
    if (!open.missing.empty()) {
        open.german = "Noch nicht bestimmt: Es fehlen Angaben.";
        open.english = "Not determined yet: statements are missing.";
        return open;
    }
    if (!listed)
        return result(AiActClass::not_listed, "In keinem Bereich von Anhang III.",
                      "In no area of Annex III.");
    if (facts.ground == "none")
        return result(AiActClass::high_risk,
                      "Hochriskant: Der Bereich steht in Anhang III, und keine Ausnahme trifft zu.",
                      "High-risk: the area stands in Annex III, and no exemption holds.");
    return result(AiActClass::exempt,
                  "Nicht hochriskant: Der Bereich steht in Anhang III, aber eine Ausnahme nach "
                  "Artikel 6 Absatz 3 ist begründet.",
                  "Not high-risk: the area stands in Annex III, but an exemption of Article 6(3) "
                  "is reasoned.");
}

AiActFacts ai_act_facts(GovernView const& view) {
    auto const text = [&](std::string_view fact) { return statement_text(view.records, fact); };
    return {text("ai_act_area"), statement_yes(view.records, "ai_act_evaluates_entitlement"),
            statement_yes(view.records, "ai_act_profiles"), text("ai_act_ground"),
            text("ai_act_reasoning")};
}

std::optional<Lock> ai_act_lock(GovernView const& view) {
    auto lock = locked_by_facts(ai_act_facts(view));
    if (!lock)
        lock = locked_by_rule(view.rule);
    if (!lock)
        lock = locked_by_catalogue(view);
    if (!lock)
        lock = locked_by_features(view);
    return lock;
}

} // namespace leitstand
