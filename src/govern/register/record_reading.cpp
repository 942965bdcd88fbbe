// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/detail/record_reading.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "govern/fairness/suppression.hpp"
#include "govern/register/detail/slices.hpp"

namespace leitstand {

namespace {

Json const* member(Json const& json, char const* name) {
    auto const found = json.is_object() ? json.find(name) : json.end();
    return found == json.end() ? nullptr : &*found;
}

std::string text(Json const& json, char const* name) {
    auto const* found = member(json, name);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t count(Json const& json, char const* name) {
    auto const* found = member(json, name);
    return found != nullptr && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

// A list of objects; empty where there is none.
std::vector<Json> objects(Json const& json, char const* name) {
    std::vector<Json> result;
    if (auto const* found = member(json, name); found != nullptr && found->is_array())
        for (auto const& one : *found)
            if (one.is_object())
                result.push_back(one);
    return result;
}

std::string day_of(Record const& record, char const* name) {
    auto const said = text(*record.body, name).substr(0, 10);
    return parse_iso_date(said) ? said : to_iso(date_in_berlin(record.at));
}

// Collects the figures of one measurement; what rests on too few loses its value here.
class Figures {
  public:
    Figures(Record const& record, std::vector<RegisterFigure>& into)
        : record_(record), into_(into) {}

    RegisterFigure& add(std::string metric, InLanguages name, Slice slice, std::int64_t cases) {
        RegisterFigure figure;
        figure.metric = std::move(metric);
        figure.name = std::move(name);
        figure.slice = std::move(slice.key);
        figure.slice_name = std::move(slice.name);
        figure.measured = day_of(record_, "day");
        figure.example = record_.example;
        figure.suppressed = cases < kPublishedGroupLeast;
        figure.count = figure.suppressed ? 0 : cases;
        into_.push_back(std::move(figure));
        return into_.back();
    }

    // `name`: member that holds [value, lower, upper].
    void add_estimate(Json const& json, char const* name, std::string metric, InLanguages shown,
                      Slice slice, std::int64_t cases) {
        auto& figure = add(std::move(metric), std::move(shown), std::move(slice), cases);
        auto const* found = member(json, name);
        if (figure.suppressed || found == nullptr || !found->is_array() || found->size() != 3 ||
            !std::all_of(found->begin(), found->end(),
                         [](Json const& one) { return one.is_number(); })) {
            figure.count = 0; // a count without a value says nothing but how many people there are
            return;
        }
        figure.value = (*found)[0].get<double>();
        figure.lower = (*found)[1].get<double>();
        figure.upper = (*found)[2].get<double>();
    }

    void add_share(std::string metric, InLanguages name, std::int64_t hits, std::int64_t cases) {
        auto& figure = add(std::move(metric), std::move(name), {}, cases);
        if (!figure.suppressed)
            figure.value = static_cast<double>(hits) / static_cast<double>(cases);
    }

  private:
    Record const& record_;
    std::vector<RegisterFigure>& into_;
};

// Which groups are held back, by the rule for tables (fairness/suppression.hpp): small ones, and as
// many others as it takes that none follows from a sum.
std::vector<bool> held_back(std::vector<Json> const& groups, std::int64_t letters_in_all,
                            std::vector<fairness::GroupValue> (*values)(Json const&)) {
    fairness::FairnessReport report;
    for (auto const& group : groups) {
        auto& line = report.groups.emplace_back();
        line.group = values(group);
        auto const letters = std::max<std::int64_t>(0, count(group, "letters"));
        line.counts.rows.front() = static_cast<std::uint64_t>(letters);
    }
    report.overall.counts.rows.front() =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, letters_in_all));
    fairness::hide_small_groups(report);
    std::vector<bool> held;
    for (auto const& line : report.groups)
        held.push_back(line.hidden());
    return held;
}

// Each way to sort the letters of a kind is a table of its own.
std::vector<fairness::GroupValue> letters_sorted(Json const& some) {
    return {{text(some, "kind") + "/" + text(some, "by"), text(some, "name")}};
}

std::vector<fairness::GroupValue> traits_of(Json const& group) {
    std::vector<fairness::GroupValue> values;
    if (auto const* of = member(group, "of"); of != nullptr && of->is_object())
        for (auto const& [column, value] : of->items())
            values.push_back({column, value.dump()});
    return values;
}

void read_quality(Json const& body, Figures& figures) {
    auto const letters = count(body.at("taken"), "letters");
    for (auto const& kind : objects(body, "kinds")) {
        auto const slice = slice_of_kind(text(kind, "kind"));
        figures.add_estimate(kind, "precision", "precision",
                             {"Genauigkeit: Anteil der Vorschläge, die stimmen",
                              "Precision: share of suggestions that are right"},
                             slice, letters);
        figures.add_estimate(
            kind, "recall", "recall",
            {"Vollständigkeit: Anteil dessen, was gefunden wird", "Recall: share of what is found"},
            slice, letters);
        figures.add_estimate(
            kind, "f1", "f1",
            {"Genauigkeit und Vollständigkeit zusammen (F1)", "Precision and recall together (F1)"},
            slice, letters);
    }
    auto const by_letters = objects(body, "by_letters");
    auto const held = held_back(by_letters, letters, letters_sorted);
    for (std::size_t i = 0; i < by_letters.size(); ++i) {
        auto const& some = by_letters[i];
        figures.add_estimate(
            some, "f1", "f1_by_letters",
            {"Güte nach Art der Schreiben (F1)", "Quality by kind of letters (F1)"},
            slice_of_letters(text(some, "kind"), text(some, "by"), text(some, "name")),
            held[i] ? 0 : count(some, "letters"));
    }
}

void read_calibration(Json const& body, Figures& figures) {
    for (auto const& kind : objects(body, "kinds"))
        figures.add_estimate(kind, "debiased", "calibration_error",
                             {"Abweichung der genannten Sicherheit von der wirklichen",
                              "Distance of the stated certainty from the real one"},
                             slice_of_kind(text(kind, "kind")), count(kind, "decisions"));
}

void read_counterfactual(Json const& body, Figures& figures) {
    for (auto const& trait : objects(body, "traits")) {
        auto const key = text(trait, "key"), name = text(trait, "name");
        figures.add_estimate(
            trait, "share", "counterfactual_changed",
            {"Anteil geänderter Ergebnisse, wenn nur dieses Merkmal getauscht wird",
             "Share of changed results where only this trait is exchanged"},
            {key.empty() ? name : key, {name, text(trait, "name_en")}}, count(trait, "pairs"));
    }
}

void read_groups(Json const& body, Figures& figures) {
    auto const groups = objects(body, "groups");
    auto const held = held_back(groups, count(body.at("taken"), "letters"), traits_of);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        auto group = groups[i];
        auto const* assessable = member(group, "assessable");
        if (assessable == nullptr || *assessable != true) // no value rather than a misleading one
            for (auto const* name : {"error", "miss"})
                group.erase(name);
        std::map<std::string, std::string> of;
        if (auto const* named = member(group, "of"); named != nullptr && named->is_object())
            for (auto const& [column, value] : named->items())
                of[column] = value.is_string() ? value.get<std::string>() : value.dump();
        auto const slice = slice_of_group(of);
        auto const letters = held[i] ? 0 : count(group, "letters");
        // Of letters, not of findings: beside the precision it would look like a contradiction.
        figures.add_estimate(group, "error", "error_rate",
                             {"Schreiben mit mindestens einem Fehler, je Gruppe",
                              "Letters with at least one mistake, by group"},
                             slice, letters);
        figures.add_estimate(group, "miss", "miss_rate", {"Übersehen je Gruppe", "Missed by group"},
                             slice, letters);
    }
}

void read_explanation(Json const& body, Figures& figures) {
    figures.add_share("explanation_adds_up",
                      {"Erklärungen, die genau aufgehen", "Explanations that add up exactly"},
                      count(body, "add_up"), count(body, "findings"));
    figures.add_share("explanation_valid",
                      {"Erklärungen „ohne diese Wörter“, die stimmen",
                       "Explanations “without these words” that are true"},
                      count(body, "valid"), count(body, "counterfactuals"));
}

// Of people's work only the sum over all units is published, and only of enough persons.
void read_planted_errors(Json const& body, Figures& figures) {
    std::int64_t persons = 0, shown = 0, found = 0;
    for (auto const& unit : objects(body, "units")) {
        persons += count(unit, "persons");
        shown += count(unit, "shown");
        found += count(unit, "found");
    }
    bool const enough = persons >= kPublishedGroupLeast;
    figures.add_share(
        "planted_errors_found",
        {"Eingebaute Fehler, die Menschen bemerkten", "Planted errors that people noticed"}, found,
        enough ? shown : 0);
}

void read_shadow(Json const& body, Figures& figures) {
    bool const enough = count(body, "accounts") >= kPublishedGroupLeast;
    for (auto const& kind : objects(body, "kinds"))
        figures.add_estimate(
            kind, "agreement", "shadow_agreement",
            {"Übereinstimmung mit Menschen in der Erprobung", "Agreement with people under trial"},
            slice_of_kind(text(kind, "kind")), enough ? count(kind, "said") : 0);
}

std::string factor(std::int64_t number) { // "1" to "5"
    return number >= 1 && number <= 5 ? std::to_string(number) : std::string{};
}

// Of likelihood times severity (docs/formats/governance-journal.md, "risk").
std::string level_of(std::int64_t likelihood, std::int64_t severity) {
    if (likelihood < 1 || severity < 1)
        return {};
    auto const product = likelihood * severity;
    return product <= 4 ? "low" : product <= 9 ? "medium" : product <= 14 ? "high" : "very_high";
}

} // namespace

void read_measurement(Record const& record, Release const& release,
                      std::vector<RegisterFigure>& into) {
    using Reader = void (*)(Json const&, Figures&);
    static std::map<std::string, Reader, std::less<>> const readers{
        {"quality", read_quality},
        {"calibration", read_calibration},
        {"counterfactual", read_counterfactual},
        {"group_figures", read_groups},
        {"explanation", read_explanation},
        {"planted_errors", read_planted_errors},
        {"shadow_comparison", read_shadow}};
    auto const& body = *record.body;
    auto const* taken = member(body, "taken");
    auto const reader = readers.find(record.subject);
    if (taken == nullptr || reader == readers.end() ||
        text(*taken, "release") != release.measured())
        return;
    Figures figures{record, into};
    reader->second(body, figures);
}

void read_risk(Record const& record, std::vector<RegisterRisk>& risks) {
    auto const& body = *record.body;
    auto const* closed = member(body, "closed");
    bool const is_risk =
        record.subject.find(':') == std::string::npos && record.subject != "rating";
    auto const title = text(body, "title");
    if (!is_risk || title.empty() || (closed != nullptr && *closed == true))
        return;
    risks.push_back({record.subject, title, text(body, "description"), text(body, "measure"),
                     factor(count(body, "likelihood")), factor(count(body, "severity")),
                     level_of(count(body, "residual_likelihood"), count(body, "residual_severity")),
                     text(body, "owner_role"), record.example});
}

void read_participation(Record const& record, std::vector<RegisterParticipation>& steps) {
    auto const& body = *record.body;
    auto const event = text(body, "event");
    auto const vote = text(body, "vote");
    if (!event.empty())
        steps.push_back({record.subject, event, vote.empty() ? text(body, "outcome") : vote,
                         day_of(record, "on"), record.example});
}

} // namespace leitstand
