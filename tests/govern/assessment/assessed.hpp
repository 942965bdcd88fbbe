// SPDX-License-Identifier: EUPL-1.2
// A function with its journal in memory, for the pure functions of the assessment. Threads: one
// test's.
#pragma once

#include <map>

#include <nlohmann/json.hpp>

#include "govern/assessment/assessment.hpp"
#include "govern/dossier/statement.hpp"
#include "support/governed.hpp"

namespace leitstand {

class Assessed {
  public:
    Assessed() {
        release.version = "1.0";
        release.model = "m1";
        release.catalogue = "c1";
    }

    void write(RecordKind kind, std::string const& subject, Json body, bool example = false) {
        Record record;
        record.sequence = static_cast<std::int64_t>(records.size()) + 1;
        record.function = FunctionKey::sort;
        record.kind = kind;
        record.subject = subject;
        record.number = ++numbers_[{kind, subject}];
        record.example = example;
        record.body = record_body(std::move(body));
        records.push_back(std::move(record));
    }
    void state(std::string const& fact, Json value) {
        write(RecordKind::statement, fact, statement_body(std::move(value)));
    }
    void answer(std::string const& question, std::vector<std::string> const& chosen) {
        write(RecordKind::risk, impact_subject(question), impact_answer_body(chosen, ""));
    }
    void rate(std::string const& harm, std::string const& dependence) {
        state("criticality_harm", harm);
        state("criticality_harm_reason", "weil");
        state("criticality_dependence", dependence);
        state("criticality_dependence_reason", "weil");
        write(RecordKind::risk, std::string{kRatingSubject}, rating_body(view()));
    }
    // The first choice of each question that is asked.
    void answer_everything() {
        for (auto open = impact_state(view()).score.open; !open.empty();
             open = impact_state(view()).score.open)
            answer(open.front(),
                   {guideline->assessment.impact.question(open.front())->choices.front().value});
    }

    GovernView view() const {
        return {FunctionKey::sort,
                rule ? *rule : *guideline->function("sort"),
                *guideline,
                *catalogue,
                calendar_,
                records,
                release,
                mode,
                {},
                today,
                roles_};
    }

    std::shared_ptr<Guideline const> guideline = example_guideline();
    std::shared_ptr<Catalogue const> catalogue = governed_catalogue();
    std::optional<FunctionRule> rule;
    std::vector<Record> records;
    Release release;
    Mode mode = Mode::off;
    Date today = *parse_iso_date("2026-11-28");

  private:
    std::map<std::pair<RecordKind, std::string>, std::int64_t> numbers_;
    law::Calendar calendar_{catalogue->legal.holidays, ""};
    std::vector<std::string> roles_;
};

inline bool has_point(std::vector<OpenPoint> const& points, std::string_view key,
                      std::string_view subject = {}) {
    for (auto const& point : points)
        if (point.key == key && (subject.empty() || point.subject == subject))
            return true;
    return false;
}

} // namespace leitstand
