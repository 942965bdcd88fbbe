// SPDX-License-Identifier: EUPL-1.2
#include "support/governed.hpp"

#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "govern/assessment/assessment.hpp"
#include "govern/dossier/dossier.hpp"
#include "govern/dossier/statement.hpp"
#include "govern/gates/signature.hpp"
#include "govern/measurement/measurement.hpp"
#include "govern/participation/standing.hpp"
#include "govern/register/publication.hpp"
#include "understand/rules_version.hpp"

namespace leitstand {

namespace {

constexpr char kReason[] = "Beispiel: alle Prüfungen bestanden";

std::filesystem::path catalogue_folder() {
    return std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de";
}

Json example_value(Fact const& fact, Date today) {
    switch (fact.kind) {
    case FactKind::yes_no:
        return false;
    case FactKind::number:
        return 100;
    case FactKind::date:
        return to_iso(plus_days(today, 100));
    case FactKind::choice:
        return fact.choices.front().key;
    case FactKind::choices:
        return Json::array({fact.choices.front().key});
    case FactKind::list:
        return Json::array({"Beispiel"});
    case FactKind::text:
    case FactKind::long_text:
        break;
    }
    if (fact.form == "email")
        return "ki@musteramt.example";
    return fact.form == "web_address" ? "https://musteramt.example/ki" : "Ein Beispiel.";
}

Taken taken_on(GovernView const& view) {
    return {view.release.measured(),
            view.release.version,
            "Beispiel",
            std::string(64, 'a'),
            1'000,
            true};
}

std::vector<std::pair<std::string_view, Json>> example_measurements(GovernView const& view) {
    auto const taken = taken_on(view);
    Estimate const good{0.98, 0.96, 0.99}, small{0.01, 0.005, 0.02};
    QualityMeasurement quality{taken, {{"field", good, good, good}}, {}, {}};
    CalibrationMeasurement calibration{taken, {{"field", 1'000, small}}};
    BlindFeaturesMeasurement blind{taken, 1'000, {}, {}};
    CounterfactualMeasurement::Trait trait;
    trait.key = "sex";
    trait.letters = trait.pairs = trait.control_letters = 1'000;
    trait.share = trait.held_share = trait.control_share = trait.control_held_share = small;
    CounterfactualMeasurement counterfactual{taken, "", {trait}};
    GroupFiguresMeasurement::Group group;
    group.of = {{"sex", "female"}};
    group.letters = 500;
    group.assessable = true;
    group.differences = {{"error", {0.01, -0.02, 0.04}, 1, "within", 0}};
    GroupFiguresMeasurement groups{taken, 0.05, {group}};
    ExplanationMeasurement explanation{taken, 100, 100, 50, 50};
    OverridePathMeasurement path{
        taken, {{"corrected", true, ""}, {"rejected", true, ""}, {"withdrawn", true, ""}}};
    PlantedErrorsMeasurement planted{
        taken, to_iso(view.today), false, {{"all", 10, 200, 180, estimate_of(180, 200)}}};
    return {{"quality", pack(quality)},      {"calibration", pack(calibration)},
            {"blind_features", pack(blind)}, {"counterfactual", pack(counterfactual)},
            {"group_figures", pack(groups)}, {"explanation", pack(explanation)},
            {"override_path", pack(path)},   {"planted_errors", pack(planted)}};
}

// Every question of the impact assessment, the rating, and one small risk.
Result<void> assess(Governed& governed, FunctionKey function) {
    while (true) { // an answer may show further questions
        auto const held = governed.look(function);
        auto const open = impact_state(**held).score.open;
        if (open.empty())
            break;
        governed.pending.emplace();
        for (auto const& key : open) {
            auto const* question = (*held)->guideline.assessment.impact.question(key);
            TRY(governed.write(function, RecordKind::risk, impact_subject(key),
                               impact_answer_body({question->choices.front().value}, "Beispiel")));
        }
        TRY(governed.flush());
    }
    Risk risk;
    risk.title = risk.description = risk.measure = risk.owner = risk.proof = "Ein Beispiel";
    risk.owner_role = "governance";
    risk.review = plus_days((*governed.look(function))->today, 300);
    TRY(governed.write(function, RecordKind::risk, "risk-1", risk_body(risk)));
    return governed.write(function, RecordKind::risk, std::string{kRatingSubject},
                          rating_body(**governed.look(function)));
}

// All bodies in their order: invited with papers, and agreed.
Result<void> hear_everybody(Governed& governed, FunctionKey function) {
    using namespace participation;
    auto const held = governed.look(function);
    for (auto const& standing : standings(**held)) {
        if (standing.complete)
            continue;
        auto const& body = *standing.participant;
        Event invitation{.kind = EventKind::invitation, .on = (*held)->today, .text = "Beispiel"};
        for (auto const& paper : body.documents)
            invitation.documents.push_back({paper, ""});
        bool const votes = body.form != ParticipationForm::contribution &&
                           body.form != ParticipationForm::advice &&
                           body.form != ParticipationForm::hearing;
        Event const answer{.kind = votes ? EventKind::vote : EventKind::statement,
                           .on = (*held)->today,
                           .text = "Ein Beispiel."};
        for (auto const& event : {invitation, answer})
            TRY(governed.write(function, RecordKind::participation, body.key, to_json(event)));
    }
    return {};
}

} // namespace

std::shared_ptr<Guideline const> example_guideline() {
    static auto const guideline = Guideline::load(catalogue_folder());
    ASSERT(guideline.has_value()); // part of the source tree, and tested
    return *guideline;
}

std::shared_ptr<Catalogue const> governed_catalogue() {
    static auto const catalogue = Catalogue::load(catalogue_folder());
    ASSERT(catalogue.has_value());
    return *catalogue;
}

Releases Governed::running_releases() {
    Releases releases;
    for (auto const key : kFunctions) {
        auto& release = releases[static_cast<std::size_t>(key)];
        release.version = rules_version(key);
        release.catalogue = governed_catalogue()->hash;
        release.configuration = "test";
    }
    return releases;
}

Governed::Governed(Database& database, KeyRing const& keys, TimeSource& time, EntryLog const& log,
                   Releases const& releases)
    : journal(database, keys, time, log),
      governance({journal, example_guideline(), governed_catalogue(), releases, time,
                  [] {
                      std::vector<std::string> roles;
                      for (auto const role : kGuidelineRoles)
                          roles.emplace_back(role);
                      return Result<std::vector<std::string>>{std::move(roles)};
                  },
                  ""}) {}

std::shared_ptr<HeldView const> Governed::look(FunctionKey function, Mode mode) {
    auto held = governance.look(function, mode);
    ASSERT(held.has_value());
    return *held;
}

Result<void> Governed::write(FunctionKey function, RecordKind kind, std::string const& subject,
                             Json body, std::string const& by) {
    NewRecord made{function, kind, subject, 1, false, by, record_body(std::move(body))};
    auto const behind = [&](auto const& record) {
        if (record.kind == kind && record.subject == subject && record.function == function)
            made.number = record.number + 1;
    };
    std::ranges::for_each(*TRY(journal.of(function)), behind);
    if (!pending) {
        TRY(journal.append(made));
        return {};
    }
    std::ranges::for_each(*pending, behind);
    pending->push_back(std::move(made));
    return {};
}

Result<void> Governed::flush() {
    auto const gathered = std::exchange(pending, std::nullopt);
    if (gathered)
        TRY(journal.append_all(*gathered));
    return {};
}

Result<void> Governed::sign(FunctionKey function, Mode step) {
    for (auto const& [account, name, role] :
         {std::tuple{"0a", "Lore Brandis", "management"}, {"0b", "Dana Wirth", "data_protection"}})
        TRY(journal.append(TRY(
            gates::new_signature(**look(function), {account, name, role, kReason, step, false}))));
    return {};
}

Result<void> Governed::complete(FunctionKey function) {
    auto const held = look(function);
    auto const& view = **held;
    pending.emplace();
    for (auto const& fact : view.guideline.facts)
        if (fact.key != "end_date" && statement_value(view.records, fact.key) == nullptr)
            TRY(write(function, RecordKind::statement, fact.key,
                      statement_body(example_value(fact, view.today))));
    for (auto const& status : task_states(view)) {
        if (!status.needed || status.settled())
            continue;
        TRY(write(function, RecordKind::task, status.task->key,
                  task_body({TaskStep::done, "", {}, "Ein Beispiel.", ""})));
        if (!status.task->sign_off.empty())
            TRY(write(
                function, RecordKind::task, sign_off_subject(status.task->key),
                sign_off_body({status.number() + 1, status.task->sign_off, "Lore Brandis", ""})));
    }
    for (auto& [subject, body] : example_measurements(view))
        TRY(write(function, RecordKind::measurement, std::string{subject}, std::move(body)));
    TRY(hear_everybody(*this, function));
    TRY(flush());
    TRY(assess(*this, function));
    auto const before = newest_of((*held)->records, RecordKind::publication, kEntrySubject);
    TRY(journal.append(TRY(new_publication(**look(function), "Ein Beispiel.", "",
                                           before == nullptr ? 1 : before->number + 1, false))));
    return sign(function, Mode::assist);
}

Result<void> Governed::bring_to(Switchboard& board, FunctionKey function, Mode mode) {
    TRY(complete(function));
    TRY(board.refresh());
    for (auto const step : {Mode::shadow, Mode::assist, Mode::act})
        if (step <= mode && step > board.mode(function))
            TRY(board.change(function, step, kReason, "test"));
    return {};
}

Result<void> Governed::bring_all_to(Switchboard& board, Mode mode) {
    for (auto const& state : board.states())
        if (state.built && state.mode < mode)
            TRY(bring_to(board, state.function, mode));
    return {};
}

} // namespace leitstand
