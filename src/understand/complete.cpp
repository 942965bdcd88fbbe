// SPDX-License-Identifier: EUPL-1.2
// The function `complete`: the requirements of what is asked for, held against documents, values
// and facts of the letter. A comparison, no weight: what `extract` found decides nothing here but
// whether a value is there (docs/adr/0020-rules-of-law-as-data.md).
#include <algorithm>

#include "law/requirement.hpp"
#include "understand/detail/legal.hpp"

namespace leitstand::detail_understand {

namespace {

// Places shown for one requirement.
constexpr std::size_t kEvidenceMax = 8;

law::Known what_is_known(Understanding const& understanding, std::vector<StatedFact> const& facts,
                         UnderstandOptions const& options, ExtractRan extract_ran) {
    law::Known known;
    known.fields_looked_for = extract_ran == ExtractRan::yes;
    if (options.received)
        if (auto const date = parse_iso_date(*options.received); date)
            known.today = *date;
    auto at = law::Reference{0}; // the findings first, the facts behind them
    for (auto const& finding : understanding.findings) {
        if (finding.kind == FindingKind::document && finding.suggested)
            known.documents.push_back({finding.key, at});
        else if (finding.kind == FindingKind::field)
            known.fields.push_back({finding.key, finding.role.value_or(""), finding.value, at});
        ++at;
    }
    for (auto const& fact : facts)
        known.facts.push_back(
            {fact.key, fact.denied ? law::Known::Said::no : law::Known::Said::yes, at++});
    return known;
}

std::vector<Evidence> evidence_of(law::Checked const& checked, Understanding const& understanding,
                                  std::vector<StatedFact> const& facts) {
    std::vector<Evidence> out;
    auto const& findings = understanding.findings;
    for (auto const reference : checked.rests_on) {
        if (out.size() == kEvidenceMax)
            break;
        if (reference >= findings.size())
            out.push_back(facts[reference - findings.size()].evidence);
        else if (!findings[reference].evidence.empty())
            out.push_back(findings[reference].evidence.front());
    }
    return out;
}

} // namespace

std::vector<RequirementFinding> check_complete(Catalogue const& catalogue,
                                               Understanding const& understanding,
                                               std::vector<StatedFact> const& facts,
                                               UnderstandOptions const& options,
                                               ExtractRan extract_ran) {
    auto const known = what_is_known(understanding, facts, options, extract_ran);
    std::vector<RequirementFinding> out;
    for (auto const& request : understanding.requests)
        for (auto const& checked : law::check_requirements(catalogue.legal.requirements,
                                                           request.service, request.act, known)) {
            auto const& rule = *checked.rule;
            if (std::any_of(out.begin(), out.end(), [&](RequirementFinding const& other) {
                    return other.key == rule.key && other.service == rule.service;
                }))
                continue;
            out.push_back(
                {rule.key, rule.service, std::string(law::requirement_state_name(checked.state)),
                 rule.source.text, rule.source.state, evidence_of(checked, understanding, facts)});
        }
    return out;
}

} // namespace leitstand::detail_understand
