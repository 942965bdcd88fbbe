// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/shadow_comparison.hpp"

namespace leitstand {

namespace {

std::string named(Finding const& finding) {
    return fmt::format("{}.{}={}", finding_kind_name(finding.kind), finding.key, finding.value);
}

// `extract` reads fields, `urgent` themes, `sort` the rest.
FunctionKey function_of(FindingKind kind) {
    return kind == FindingKind::field   ? FunctionKey::extract
           : kind == FindingKind::theme ? FunctionKey::urgent
                                        : FunctionKey::sort;
}

} // namespace

void ShadowComparison::add(ItemView const& item) {
    if (item.state != ItemState::closed)
        return;
    std::map<std::string, FindingKind> said, decided;
    std::set<std::string> persons;
    for (auto const& found : item.findings) {
        auto const& finding = found.finding;
        if (!found.shown && finding.function == function_ && finding.suggested)
            said.emplace(named(finding), finding.kind);
        else if (found.state == "added" && function_of(finding.kind) == function_) {
            decided.emplace(named(finding), finding.kind);
            persons.insert(found.decided_by);
        }
    }
    if (said.empty())
        return;
    ++items_;
    persons_.merge(persons);
    auto const kind_of = [&](FindingKind kind) -> auto& {
        auto& counted = kinds_[std::string(finding_kind_name(kind))];
        counted.kind = finding_kind_name(kind);
        return counted;
    };
    for (auto const& [name, kind] : said) {
        ++kind_of(kind).said;
        kind_of(kind).agreed += decided.contains(name);
    }
    for (auto const& [name, kind] : decided)
        kind_of(kind).missed += !said.contains(name);
}

Result<ShadowComparisonMeasurement> ShadowComparison::take() const {
    if (persons_.size() < PlantedErrorsMeasurement::kPersonsMin)
        return fail(Code::refused, "measurement.too_few_persons",
                    std::string(function_name(function_)));
    ShadowComparisonMeasurement out;
    out.taken.letters = items_;
    out.accounts = persons_.size();
    for (auto [name, kind] : kinds_) {
        kind.agreement = estimate_of(kind.agreed, kind.said);
        out.kinds.push_back(std::move(kind));
    }
    return out;
}

} // namespace leitstand
