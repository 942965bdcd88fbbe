// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/assessment_print.hpp"

#include <nlohmann/json.hpp>

#include "text/markup.hpp"

namespace leitstand {

namespace {

constexpr char kStyle[] =
    "body{font:11pt/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#111;"
    "background:#fff}h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.25rem;margin-top:2.5rem;"
    "border-top:2px solid #111;padding-top:.5rem}h3{font-size:1.05rem;margin-bottom:.25rem}"
    "p{margin:.25rem 0 .75rem}.law,.note{color:#444}.open{border-left:.3rem solid #111;"
    "padding-left:.6rem}.mark{border:1px solid #111;padding:0 .35rem;font-size:.85em;"
    "white-space:nowrap}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;"
    "margin:.5rem 0 1rem}caption{text-align:left;font-weight:bold;padding:.25rem "
    "0}th,td{border:1px "
    "solid #777;padding:.3rem .5rem;text-align:left;vertical-align:top}.here{outline:3px solid "
    "#111;font-weight:bold}dt{font-weight:bold;margin-top:.5rem}dd{margin:0 0 .5rem}"
    "@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr,dd{break-inside:avoid}}";

class Printer {
  public:
    Printer(GovernView const& view, Assessment const& assessment, PrintLanguage language)
        : view_(view), assessment_(assessment), english_(language == PrintLanguage::english) {}

    Result<std::string> page(std::string_view part) {
        bool const all = part == "all";
        bool found = false;
        begin();
        if (all || part == "criticality")
            found = criticality();
        if (all || part == "aia")
            found = impact();
        for (auto const& form : assessment_.forms)
            if (all || part == form.form->key)
                found = this->form(form);
        if (all || part == "risks")
            found = risks();
        if (!found)
            return fail(Code::not_found, "assessment.part_unknown");
        return page_.finish();
    }

  private:
    std::string const& in(std::string const& german, std::string const& english) const {
        return english_ ? english : german;
    }
    std::string_view say(std::string_view german, std::string_view english) const {
        return english_ ? english : german;
    }
    void mark(Record const* record) {
        if (record != nullptr && record->example)
            page_.text(" ").element("span", say("Beispiel", "Example"), {{"class", "mark"}});
    }
    void cell(std::string_view words) { page_.element("td", words); }
    void missing() {
        page_.element("p", say("Noch nicht angegeben.", "Not stated yet."), {{"class", "open"}});
    }

    void begin() {
        auto const title =
            fmt::format("{}: {}", say("Folgen und Risiken", "Consequences and risks"),
                        in(view_.rule.name, view_.rule.name_en));
        page_.begin_own_page(english_ ? "en" : "de", title, kStyle)
            .element("p", fmt::format("{} · {} {} · {} {}", view_.catalogue.authority,
                                      say("Stand", "As of"), to_iso(view_.today),
                                      say("Fassung", "version"),
                                      view_.release.version.empty()
                                          ? std::string{say("noch nicht gebaut", "not built yet")}
                                          : view_.release.version));
        if (assessment_.lock)
            page_.element("p",
                          fmt::format("{}: {}", say("Gesperrt", "Locked"),
                                      in(assessment_.lock->german, assessment_.lock->english)),
                          {{"class", "open"}, {"role", "note"}});
    }

    bool criticality() {
        auto const& rules = view_.guideline.assessment.criticality;
        auto const& state = assessment_.criticality;
        page_.element("h2", say("Kritikalität", "Criticality"));
        if (state.level) {
            auto const& name = rules.names[static_cast<std::size_t>(*state.level)];
            page_.open("p").element("strong", in(name.name, name.name_en));
            mark(state.rating);
            page_.close().element("p", in(name.text, name.text_en));
        }
        if (!state.rated())
            page_.element("p",
                          say("Für die laufende Fassung noch nicht bestätigt.",
                              "Not confirmed for what runs now yet."),
                          {{"class", "open"}});
        for (std::string_view const fact :
             {"criticality_harm", "criticality_harm_reason", "criticality_dependence",
              "criticality_dependence_reason"})
            statement(*view_.guideline.fact(fact),
                      newest_of(view_.records, RecordKind::statement, fact));
        return true;
    }

    bool impact() {
        auto const& questionnaire = view_.guideline.assessment.impact;
        auto const& state = assessment_.impact;
        page_.element("h2", say("Folgenabschätzung nach kanadischem Verfahren (AIA 1.0.1)",
                                "Impact assessment after the Canadian method (AIA 1.0.1)"));
        page_.element("p", fmt::format("{} {} · {} {} / {} · {} {} / {:g} · {} {}",
                                       state.score.complete()
                                           ? say("Stufe", "Level")
                                           : say("Vorläufige Stufe", "Provisional level"),
                                       state.score.level, say("Folgen", "impact"), state.score.raw,
                                       state.score.raw_max, say("Gegenmaßnahmen", "mitigation"),
                                       state.score.mitigation, state.score.mitigation_max,
                                       say("Ergebnis", "result"), state.score.total));
        if (!state.score.complete())
            page_.element("p",
                          fmt::format("{}: {}", say("Offene Fragen", "Open questions"),
                                      state.score.open.size()),
                          {{"class", "open"}});
        std::string_view section;
        for (auto const& key : state.score.asked) {
            auto const& question = *questionnaire.question(key);
            if (section != question.section) {
                if (!section.empty())
                    page_.close();
                section = question.section;
                auto const* rule = questionnaire.section(section);
                page_.element("h3", in(rule->name, rule->name_en)).open("dl");
            }
            answer(question, state);
        }
        if (!section.empty())
            page_.close();
        duties(state);
        return true;
    }

    void answer(ImpactQuestion const& question, ImpactState const& state) {
        page_.element("dt", in(question.text, question.text_en)).open("dd");
        auto const found = state.answers.find(question.key);
        bool any = false;
        if (found != state.answers.end()) {
            for (auto const& value : found->second.chosen)
                if (auto const* choice = question.choice(value)) {
                    page_.text(any ? "; " : "").text(in(choice->text, choice->text_en));
                    any = true;
                }
            if (any)
                mark(found->second.record);
            if (!found->second.reason.empty())
                page_.paragraphs(found->second.reason, {{"class", "note"}});
        }
        if (!any)
            page_.element("span", say("offen", "open"), {{"class", "open"}});
        page_.close();
    }

    void duties(ImpactState const& state) {
        if (state.duties.empty())
            return;
        page_.open_table(
            say("Was die Stufe verlangt", "What the level asks for"),
            {say("Pflicht", "Duty"), say("Bedeutung", "Meaning"), say("Stand", "State")});
        for (auto const& [duty, proof] : state.duties) {
            page_.open("tr");
            page_.element("th", in(duty->name, duty->name_en), {{"scope", "row"}});
            cell(in(duty->text, duty->text_en));
            cell(proof.met() ? std::string{say("erfüllt", "met")}
                             : fmt::format("{}: {}", say("es fehlt", "missing"),
                                           missing_in_words(view_, proof, english_)));
            page_.close();
        }
        page_.close_table();
    }

    void statement(Fact const& fact, Record const* record) {
        page_.element("h3", in(fact.name, fact.name_en));
        bool const stated = record != nullptr && record->body != nullptr &&
                            record->body->contains("value") && !record->body->at("value").is_null();
        if (!stated) {
            missing();
            return;
        }
        if (record->example) {
            page_.open("p");
            mark(record);
            page_.close();
        }
        page_.paragraphs(fact_in_words(fact, record->body->at("value"), english_));
    }

    bool form(FormState const& state) {
        page_.element("h2", in(state.form->name, state.form->name_en))
            .element("p", state.form->law, {{"class", "law"}})
            .element("p", in(state.form->text, state.form->text_en));
        if (state.form->key == "ai_act")
            page_.open("p")
                .element("strong", in(assessment_.ai_act.german, assessment_.ai_act.english))
                .close();
        for (auto const& item : state.items) {
            page_.element(
                "p",
                fmt::format("{} · {}", item.item->law, in(item.item->name, item.item->name_en)),
                {{"class", "law"}});
            for (auto const& [fact, record] : item.facts)
                statement(*fact, record);
            if (item.item->risks)
                page_.element("p",
                              fmt::format("{}: {}",
                                          say("Dazu im Risikoverzeichnis", "In the risk register"),
                                          assessment_.risks.size()));
        }
        return true;
    }

    std::string level(RiskLevel level) const {
        switch (level) {
        case RiskLevel::low:
            return std::string{say("gering", "low")};
        case RiskLevel::medium:
            return std::string{say("mittel", "medium")};
        case RiskLevel::high:
            return std::string{say("hoch", "high")};
        case RiskLevel::very_high:
            return std::string{say("sehr hoch", "very high")};
        }
        return {};
    }

    bool risks() {
        page_.element("h2", say("Risikoverzeichnis", "Risk register"));
        if (assessment_.risks.empty()) {
            missing();
            return true;
        }
        for (auto const& [id, risk, record] : assessment_.risks) {
            page_.open("h3").text(risk.title);
            mark(record);
            page_.close().paragraphs(risk.description).open("dl");
            term(say("Risiko", "Risk"),
                 fmt::format("{} ({} × {})", level(risk.level()), risk.likelihood, risk.severity));
            term(say("Maßnahme", "Measure"), risk.measure);
            term(say("Verantwortlich", "Owner"), risk.owner);
            term(say("Nachweis", "Proof"), risk.proof.empty() ? "–" : risk.proof);
            term(say("Was bleibt", "What remains"),
                 fmt::format("{} ({} × {}){}", level(risk.residual_level()),
                             risk.residual_likelihood, risk.residual_severity,
                             risk.accepted
                                 ? std::string{say(", verantwortet: ", ", answered for: ")} +
                                       (risk.accepted_by.empty() ? "" : risk.accepted_by + ", ") +
                                       risk.accepted_because
                                 : std::string{}));
            term(say("Nächste Prüfung", "Next review"), to_iso(risk.review));
            if (risk.closed)
                term(say("Stand", "State"), say("erledigt", "closed"));
            page_.close();
        }
        return true;
    }
    void term(std::string_view name, std::string_view words) {
        page_.element("dt", name).element("dd", words);
    }

    GovernView const& view_;
    Assessment const& assessment_;
    bool english_;
    Markup page_;
};

} // namespace

Result<std::string> assessment_print(GovernView const& view, Assessment const& assessment,
                                     std::string_view part, PrintLanguage language) {
    return Printer{view, assessment, language}.page(part);
}

std::string_view assessment_print_style() {
    return kStyle;
}

} // namespace leitstand
