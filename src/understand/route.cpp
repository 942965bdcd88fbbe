// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/route.hpp"

#include <algorithm>

#include "text/normalise.hpp"

namespace leitstand::detail_understand {

namespace {

std::vector<Finding const*> suggested(std::vector<Finding> const& findings, FindingKind kind) {
    std::vector<Finding const*> out;
    for (auto const& finding : findings)
        if (finding.kind == kind && finding.suggested)
            out.push_back(&finding);
    return out;
}

bool fits(UnitRule const& rule, std::vector<Found> const& found) {
    auto const value = [&](std::string_view key) -> std::string {
        for (auto const& field : found)
            if (field.key == key)
                return field.value;
        return {};
    };
    if (!rule.postcodes.empty()) {
        auto const postcode = value("postcode");
        if (postcode.empty() ||
            std::none_of(rule.postcodes.begin(), rule.postcodes.end(),
                         [&](auto const& prefix) { return postcode.starts_with(prefix); }))
            return false;
    }
    if (!rule.letter_from.empty()) {
        auto const name = value("sender_name");
        auto const family = text::matching_form(
            name.substr(name.rfind(' ') == std::string::npos ? 0 : name.rfind(' ') + 1));
        char const initial = family.empty() ? '\0' : static_cast<char>(family[0] - 'a' + 'A');
        if (initial < rule.letter_from[0] || initial > rule.letter_to[0])
            return false;
    }
    if (!rule.final_digits.empty()) {
        auto const number = value(rule.identifier);
        if (number.empty() || rule.final_digits.find(number.back()) == std::string::npos)
            return false;
    }
    return true;
}

} // namespace

std::string responsible_unit(Catalogue const& catalogue, std::vector<Finding> const& findings,
                             std::vector<Found> const& found) {
    Finding const* strongest = nullptr;
    for (auto const* service : suggested(findings, FindingKind::service))
        if (strongest == nullptr || service->score > strongest->score)
            strongest = service;
    auto const* service = strongest == nullptr ? nullptr : catalogue.service(strongest->key);
    if (service == nullptr)
        return {};
    for (auto const& key : service->units) {
        auto const* unit = catalogue.unit(key);
        if (unit == nullptr)
            continue;
        for (auto const& rule : unit->rules)
            if (rule.service == service->key && fits(rule, found))
                return key;
    }
    return {};
}

void hold_if_unclear(Understanding& understanding) {
    if (suggested(understanding.findings, FindingKind::service).empty())
        understanding.held_because.push_back("no_service");
    if (suggested(understanding.findings, FindingKind::act).empty())
        understanding.held_because.push_back("no_act");
    // Dangers and requests are overlooked more often there (docs/quality.md), so that nothing found
    // says less than in a German letter.
    if (!understanding.language.empty() && understanding.language != kTrainedLanguage)
        understanding.held_because.push_back("other_language");
    understanding.held = !understanding.held_because.empty();
}

} // namespace leitstand::detail_understand
