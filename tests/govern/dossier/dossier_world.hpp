// SPDX-License-Identifier: EUPL-1.2
// A view of one function over records that a test writes: shipped guideline, no database. Threads:
// one.
#pragma once

#include <nlohmann/json.hpp>

#include "govern/dossier/dossier.hpp"
#include "govern/dossier/statement.hpp"

namespace leitstand {

inline std::filesystem::path shipped_catalogue() {
    return std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de";
}

class DossierWorld {
  public:
    explicit DossierWorld(FunctionKey key = FunctionKey::sort) : function(key) {
        for (auto const role : kGuidelineRoles)
            roles_held.emplace_back(role);
    }

    GovernView view() const {
        return {function,   *guideline->function(function_name(function)),
                *guideline, *catalogue,
                calendar,   records,
                {},         mode,
                {},         today,
                roles_held};
    }
    void state(std::string const& fact, Json value) {
        add(RecordKind::statement, fact, statement_body(std::move(value)));
    }
    void task(std::string const& key, TaskEntry const& entry) {
        add(RecordKind::task, key, task_body(entry));
    }
    void sign_off(std::string const& key, std::int64_t number, std::string const& role) {
        add(RecordKind::task, sign_off_subject(key), sign_off_body({number, role, "Frau L.", ""}));
    }
    // States every fact and settles every needed task of a phase.
    void complete(std::string const& phase) {
        for (auto const& fact : guideline->facts)
            if (fact.phase == phase)
                state(fact.key, answer_to(fact));
        for (auto const& status : task_states(view()))
            if (status.needed && status.task->phase == phase) {
                task(status.task->key, done());
                if (!status.task->sign_off.empty())
                    sign_off(status.task->key, 1, status.task->sign_off);
            }
    }
    static TaskEntry done() { return {TaskStep::done, "Stelle 1", std::nullopt, "Akte 12", ""}; }

    // Fits the fact and contradicts nothing.
    static Json answer_to(Fact const& fact) {
        switch (fact.kind) {
        case FactKind::yes_no:
            return false;
        case FactKind::number:
            return 1'000;
        case FactKind::date:
            return fact.key == "end_date" ? "2028-01-01" : "2027-01-01";
        case FactKind::choice:
            return fact.choices.front().key;
        case FactKind::choices:
        case FactKind::list:
            return Json::array({fact.choices.empty() ? "eins" : fact.choices.front().key});
        case FactKind::text:
        case FactKind::long_text:
            break;
        }
        return fact.form == "email"         ? "ki@amt.example"
               : fact.form == "web_address" ? "https://amt.example/ki"
                                            : "Ein Satz.";
    }

    static std::vector<std::string> keys(std::vector<OpenPoint> const& points,
                                         std::string_view start) {
        std::vector<std::string> out;
        for (auto const& point : points)
            if (point.key.starts_with(start))
                out.push_back(point.key + "/" + point.subject);
        return out;
    }

    FunctionKey function;
    std::shared_ptr<Guideline const> guideline = Guideline::load(shipped_catalogue()).value();
    std::shared_ptr<Catalogue const> catalogue = Catalogue::load(shipped_catalogue()).value();
    law::Calendar calendar{catalogue->legal.holidays, "BE"};
    std::vector<Record> records;
    std::vector<std::string> roles_held;
    Mode mode = Mode::off;
    Date today{2026, 12, 1};

  private:
    void add(RecordKind kind, std::string const& subject, Json body) {
        auto const* const before = newest_of(records, kind, subject);
        Record record;
        record.sequence = static_cast<std::int64_t>(records.size()) + 1;
        record.function = function;
        record.kind = kind;
        record.subject = subject;
        record.number = before == nullptr ? 1 : before->number + 1;
        record.by = "account-1";
        record.body = record_body(std::move(body));
        records.push_back(std::move(record));
    }
};

} // namespace leitstand
