// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/assessment.hpp"

#include <set>

#include "govern/dossier/due_before.hpp"

namespace leitstand {

namespace {

constexpr int kForbiddenClass = 4;
constexpr std::string_view kKeeper = "governance"; // who keeps the dossier

class OpenPoints {
  public:
    OpenPoints(GovernView const& view, std::optional<Mode> step) : view_(view), step_(step) {}

    void add(std::string key, std::string subject, std::string german, std::string english,
             std::string_view role = kKeeper, std::optional<Date> due = std::nullopt) {
        out_.push_back({std::move(key), std::move(subject), std::move(german), std::move(english),
                        std::string{role}, due});
    }

    void impact(ImpactState const& state) {
        bool const may_wait =
            step_ == Mode::shadow && impact_rated(view_.guideline.assessment.impact, state.score);
        if (!state.score.complete() && !may_wait)
            add("assessment.impact_open", "aia",
                fmt::format("In der Folgenabschätzung sind {} von {} Fragen offen.",
                            state.score.open.size(), state.score.asked.size()),
                fmt::format("In the impact assessment {} of {} questions are open.",
                            state.score.open.size(), state.score.asked.size()));
        for (auto const& duty : state.duties)
            if (!due(duty.proof).met())
                add("assessment.duty_open", duty.duty->key,
                    fmt::format("Stufe {} verlangt „{}“. Es fehlt: {}.", state.score.level,
                                duty.duty->name, missing_in_words(view_, due(duty.proof), false)),
                    fmt::format("Level {} asks for \"{}\". Missing: {}.", state.score.level,
                                duty.duty->name_en, missing_in_words(view_, due(duty.proof), true)),
                    duty.duty->role);
    }

    void criticality(CriticalityState const& state) {
        if (!state.level)
            add("assessment.criticality_missing", "criticality",
                "Die Kritikalität ist noch nicht mit Gründen eingeschätzt.",
                "The criticality has not been rated with reasons yet.");
        else if (state.rating == nullptr)
            add("assessment.criticality_missing", "criticality",
                "Die Kritikalität ist für die laufende Fassung noch nicht bestätigt.",
                "The criticality has not been confirmed for what runs now.");
        else if (!state.changed.empty())
            add("assessment.criticality_stale", "criticality",
                fmt::format("Die Kritikalität ist neu einzuschätzen. Geändert hat sich: {}.",
                            changes_in_words(state.changed, false)),
                fmt::format("The criticality has to be rated again. Changed: {}.",
                            changes_in_words(state.changed, true)));
        if (state.level.value_or(0) >= kForbiddenClass)
            add("assessment.criticality_forbids", "criticality",
                "Nach der Matrix darf hier kein lernendes System eingesetzt werden.",
                "According to the matrix no learning system may be used here.", "management");
        for (auto const& measure : state.measures)
            if (!due(measure.proof).met())
                add("assessment.measure_open", measure.measure->key,
                    fmt::format("Die Kritikalität verlangt „{}“. Es fehlt: {}.",
                                measure.measure->name,
                                missing_in_words(view_, due(measure.proof), false)),
                    fmt::format("The criticality asks for \"{}\". Missing: {}.",
                                measure.measure->name_en,
                                missing_in_words(view_, due(measure.proof), true)),
                    measure.measure->role);
    }

    void forms(std::vector<FormState> const& forms) {
        for (auto const& form : forms)
            if (auto const missing = missing_now(form); missing > 0)
                add("assessment.form_open", form.form->key,
                    fmt::format("{}: {} von {} Angaben fehlen.", form.form->name, missing,
                                form.facts),
                    fmt::format("{}: {} of {} statements are missing.", form.form->name_en, missing,
                                form.facts),
                    form.form->key == "dpia" ? "data_protection" : kKeeper);
    }

    void ai_act(AiActResult const& result) {
        if (result.level == AiActClass::undetermined)
            add("assessment.ai_act_open", "ai_act",
                "Die Einstufung nach der KI-Verordnung ist noch nicht bestimmt.",
                "The class under the AI Act is not determined yet.");
        if (result.level == AiActClass::high_risk)
            add("assessment.high_risk", "ai_act",
                "Die Funktion ist hochriskant. Die Pflichten nach Kapitel III der KI-Verordnung "
                "deckt dieses Programm "
                "nicht ab.",
                "The function is high-risk. This program does not cover the duties of Chapter III "
                "of the AI Act.",
                "management");
    }

    void risks(std::vector<RiskEntry> const& risks) {
        if (risks.empty())
            add("assessment.risks_missing", "risks", "Im Risikoverzeichnis steht noch nichts.",
                "The risk register is empty.");
        for (auto const& [id, risk, record] : risks) {
            if (risk.unaccepted())
                add("assessment.risk_unaccepted", id,
                    fmt::format(
                        "Das Risiko „{}“ bleibt hoch, und die Behördenleitung hat das nicht "
                        "mit einem Grund verantwortet.",
                        risk.title),
                    fmt::format("The risk \"{}\" stays high, and the head of the authority has not "
                                "answered for that with a reason.",
                                risk.title),
                    "management");
            if (risk.overdue(view_.today))
                add("assessment.risk_overdue", id,
                    fmt::format("Das Risiko „{}“ war neu zu prüfen.", risk.title),
                    fmt::format("The risk \"{}\" was to be reviewed.", risk.title), risk.owner_role,
                    risk.review);
        }
    }

    std::vector<OpenPoint> take() { return std::move(out_); }

  private:
    // Without the facts that may wait until a later step.
    ProofState due(ProofState state) const {
        std::erase_if(state.missing_facts, [&](auto const& key) {
            auto const* fact = view_.guideline.fact(key);
            return fact != nullptr && !due_before(fact->before, step_);
        });
        return state;
    }
    int missing_now(FormState const& form) const {
        std::set<std::string_view> missing;
        for (auto const& item : form.items)
            for (auto const& [fact, record] : item.facts)
                if (item.item->needed && record == nullptr && due_before(fact->before, step_))
                    missing.insert(fact->key);
        return static_cast<int>(missing.size());
    }

    static std::string changes_in_words(std::vector<std::string> const& changed, bool english) {
        std::string out;
        for (auto const& what : changed) {
            out += out.empty() ? "" : ", ";
            if (what == "release")
                out += english ? "what runs" : "die laufende Fassung";
            else if (what == "legal_basis")
                out += english ? "the legal basis" : "die Rechtsgrundlage";
            else if (what == "purpose")
                out += english ? "the purpose" : "der Zweck";
            else if (what == "effect_class")
                out += english ? "the effect class" : "die Wirkungsklasse";
            else
                out += english ? "the rating itself" : "die Einschätzung selbst";
        }
        return out;
    }

    GovernView const& view_;
    std::optional<Mode> step_;
    std::vector<OpenPoint> out_;
};

} // namespace

Assessment assessment_of(GovernView const& view) {
    Assessment assessment;
    assessment.impact = impact_state(view);
    assessment.criticality = criticality_state(view);
    for (auto const& form : view.guideline.assessment.forms)
        assessment.forms.push_back(form_state(view, form));
    assessment.ai_act = ai_act_class(ai_act_facts(view));
    assessment.lock = ai_act_lock(view);
    assessment.risks = risk_register(view);
    return assessment;
}

std::vector<OpenPoint> assessment_open_points(GovernView const& view,
                                              Assessment const& assessment) {
    return assessment_open_points(view, assessment, std::nullopt);
}

std::vector<OpenPoint> assessment_open_points(GovernView const& view, Assessment const& assessment,
                                              std::optional<Mode> step) {
    OpenPoints points{view, step};
    if (assessment.lock)
        points.add("assessment.locked", assessment.lock->key, assessment.lock->german,
                   assessment.lock->english, "management");
    points.ai_act(assessment.ai_act);
    points.criticality(assessment.criticality);
    points.impact(assessment.impact);
    points.forms(assessment.forms);
    points.risks(assessment.risks);
    return points.take();
}

std::vector<OpenPoint> assessment_open_points(GovernView const& view) {
    return assessment_open_points(view, assessment_of(view));
}

} // namespace leitstand
