// SPDX-License-Identifier: EUPL-1.2
#include "serve/legal_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "serve/evidence_json.hpp"

namespace leitstand {

namespace {

Json or_null(std::string const& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

// A key may stand once for each kind of procedure. Without a service the first rule names it:
// the consequence differs from procedure to procedure and is then left out.
ClockRule const* rule_of(ClockFinding const& clock, Catalogue const& catalogue) {
    auto const* service = catalogue.service(clock.service);
    auto const found = std::ranges::find_if(catalogue.legal.clocks, [&](ClockRule const& rule) {
        return rule.key == clock.key && (service == nullptr || clock_fits(rule, *service));
    });
    return found == catalogue.legal.clocks.end() ? nullptr : &*found;
}

RequirementRule const* rule_of(RequirementFinding const& requirement, Catalogue const& catalogue) {
    auto const& rules = catalogue.legal.requirements;
    auto const found = std::ranges::find_if(rules, [&](RequirementRule const& rule) {
        return rule.key == requirement.key && rule.service == requirement.service;
    });
    return found == rules.end() ? nullptr : &*found;
}

Json named(std::string const& key, LegalRule const* rule) {
    return {{"key", key},
            {"name", rule != nullptr ? rule->name : key},
            {"name_en", rule != nullptr ? rule->name_en : key}};
}

} // namespace

Json clocks_json(std::vector<StandingClock> const& clocks, Catalogue const& catalogue,
                 text::Offsets const& offsets) {
    auto list = Json::array();
    for (auto const& [clock, state] : clocks) {
        auto const* rule = rule_of(clock, catalogue);
        bool const sure = rule != nullptr && !clock.service.empty();
        auto& json = list.emplace_back(named(clock.key, rule));
        json["consequence"] = sure ? rule->consequence : "";
        json["consequence_en"] = sure ? rule->consequence_en : "";
        json["service"] = or_null(clock.service);
        json["trigger"] = or_null(clock.trigger);
        json["due"] = or_null(clock.due);
        json["because"] = or_null(clock.because);
        json["reaches_back_to"] = or_null(clock.reaches_back_to);
        json["source"] = clock.source;
        json["compared"] = or_null(clock.compared);
        json["assumes"] = clock.assumes;
        json["evidence"] = evidence_json(clock.evidence, offsets);
        json["state"] = std::string{clock_state_name(state)};
        json["from_notification"] = rule != nullptr && rule->start == ClockStart::notification;
    }
    return list;
}

Json requirements_json(std::vector<RequirementFinding> const& requirements,
                       Catalogue const& catalogue, text::Offsets const& offsets) {
    auto list = Json::array();
    for (auto const& requirement : requirements) {
        auto const* rule = rule_of(requirement, catalogue);
        auto& json = list.emplace_back(named(requirement.key, rule));
        json["service"] = requirement.service;
        json["kind"] =
            rule != nullptr && rule->kind == RequirementKind::statement ? "statement" : "document";
        json["state"] = requirement.state;
        json["source"] = requirement.source;
        json["compared"] = or_null(requirement.compared);
        json["evidence"] = evidence_json(requirement.evidence, offsets);
    }
    return list;
}

} // namespace leitstand
