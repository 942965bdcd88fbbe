// SPDX-License-Identifier: EUPL-1.2
#include "govern/dossier/task_proof.hpp"

#include <algorithm>

#include "govern/assessment/impact_state.hpp"
#include "govern/assessment/risk_register.hpp"
#include "govern/dossier/statement.hpp"

namespace leitstand {

namespace {

using Proven = std::optional<std::int64_t>;

Proven by_facts(GovernView const& view, std::vector<std::string> const& facts) {
    std::int64_t newest = 0;
    for (auto const& fact : facts) {
        auto const* const record = statement_of(view.records, fact);
        if (record == nullptr)
            return std::nullopt;
        newest = std::max(newest, record->sequence);
    }
    return newest;
}

Proven by_risks(GovernView const& view) {
    std::int64_t newest = 0;
    for (auto const& entry : risk_register(view)) {
        if (entry.risk.unaccepted() || entry.risk.overdue(view.today))
            return std::nullopt;
        newest = std::max(newest, entry.record->sequence);
    }
    return newest == 0 ? std::nullopt : Proven{newest};
}

Proven by_impact(GovernView const& view) {
    auto const answers = impact_answers(view);
    if (!impact_rated(view.guideline.assessment.impact, answers.score))
        return std::nullopt;
    std::int64_t newest = 0;
    for (auto const& [question, answer] : answers.answers)
        newest = std::max(newest, answer.record->sequence);
    return newest;
}

Proven by_participation(GovernView const& view) {
    std::int64_t newest = 0;
    for (auto const& record : view.records)
        if (record.kind == RecordKind::participation && record.body)
            newest = record.sequence;
    return newest == 0 ? std::nullopt : Proven{newest};
}

Proven by_check(GovernView const& view, std::string_view check) {
    if (check == "risks")
        return by_risks(view);
    if (check == "impact")
        return by_impact(view);
    return check == "participation" ? by_participation(view) : std::nullopt;
}

} // namespace

std::optional<std::int64_t> task_proof(GovernView const& view, Task const& task) {
    auto const& proof = task.proven_by;
    if (proof.facts.empty() && proof.check.empty())
        return std::nullopt;
    auto newest = by_facts(view, proof.facts);
    if (newest && !proof.check.empty()) {
        auto const checked = by_check(view, proof.check);
        newest = checked ? Proven{std::max(*newest, *checked)} : std::nullopt;
    }
    return newest;
}

} // namespace leitstand
