// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/shadow_comparison.hpp"

#include <algorithm>

#include "decide/findings.hpp"

namespace leitstand {

namespace {

std::string named(Finding const& finding) {
    return fmt::format("{}.{}={}", finding_kind_name(finding.kind), finding.key, finding.value);
}

using Said = std::set<std::string>;

} // namespace

void ShadowComparison::add(ItemView const& item) {
    if (item.state != ItemState::closed ||
        std::ranges::find(item.shadows, function_) == item.shadows.end())
        return;
    ++items_;
    std::map<FindingKind, std::pair<Said, Said>> by_kind; // said, decided
    for (auto const& found : item.findings) {
        auto const& finding = found.finding;
        if (!found.shown && finding.function == function_ && finding.suggested) {
            by_kind[finding.kind].first.insert(named(finding));
        } else if (found.state == "added" && function_of_kind(finding.kind) == function_) {
            by_kind[finding.kind].second.insert(named(finding));
            kinds_[finding.kind].persons.insert(found.decided_by);
        }
    }
    for (auto const& [kind, sides] : by_kind) {
        auto const& [said, decided] = sides;
        auto& counted = kinds_[kind];
        ++counted.letters;
        counted.kind.said += said.size();
        for (auto const& name : said)
            counted.kind.agreed += decided.contains(name);
        for (auto const& name : decided)
            counted.kind.missed += !said.contains(name);
    }
}

Result<ShadowComparisonMeasurement> ShadowComparison::take() const {
    ShadowComparisonMeasurement out;
    out.taken.letters = items_;
    std::set<std::string> persons;
    for (auto const& [kind, counted] : kinds_) {
        if (counted.persons.size() < PlantedErrorsMeasurement::kPersonsMin)
            continue;
        persons.insert(counted.persons.begin(), counted.persons.end());
        auto& one = out.kinds.emplace_back(counted.kind);
        one.kind = finding_kind_name(kind);
        one.persons = counted.persons.size();
        one.silent = items_ - counted.letters;
        one.agreement = estimate_of(one.agreed, one.said);
        one.found = estimate_of(one.agreed, one.agreed + one.missed);
    }
    if (out.kinds.empty())
        return fail(Code::refused, "measurement.too_few_persons",
                    std::string(function_name(function_)));
    out.accounts = persons.size();
    return out;
}

} // namespace leitstand
