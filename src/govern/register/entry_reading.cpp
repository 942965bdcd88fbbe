// SPDX-License-Identifier: EUPL-1.2
// The way back from a snapshot to an entry. A snapshot was written by this program; what does not
// read as such is damaged.
#include <nlohmann/json.hpp>

#include "govern/register/entry.hpp"

namespace leitstand {

namespace {

InLanguages both(Json const& json) {
    return {json.at("de").get<std::string>(), json.at("en").get<std::string>()};
}

std::optional<double> number(Json const& json) {
    return json.is_null() ? std::nullopt : std::optional{json.get<double>()};
}

std::string text(Json const& json, char const* name) {
    return json.at(name).get<std::string>();
}

void read_lists(Json const& json, RegisterEntry& entry) {
    for (auto const& fact : json.at("facts"))
        entry.facts.push_back({text(fact, "key"), text(fact, "section"), both(fact.at("name")),
                               both(fact.at("value")), text(fact, "choice"), text(fact, "stated"),
                               fact.at("example").get<bool>()});
    for (auto const& figure : json.at("figures"))
        entry.figures.push_back({text(figure, "metric"), both(figure.at("name")),
                                 text(figure, "slice"), both(figure.at("slice_name")),
                                 number(figure.at("value")), number(figure.at("lower")),
                                 number(figure.at("upper")), figure.at("count").get<std::int64_t>(),
                                 figure.at("suppressed").get<bool>(), text(figure, "measured"),
                                 figure.at("example").get<bool>()});
    for (auto const& risk : json.at("risks"))
        entry.risks.push_back({text(risk, "id"), text(risk, "title"), text(risk, "description"),
                               text(risk, "measure"), text(risk, "likelihood"),
                               text(risk, "severity"), text(risk, "residual"), text(risk, "owner"),
                               risk.at("example").get<bool>()});
    for (auto const& step : json.at("participation"))
        entry.participation.push_back({text(step, "body"), text(step, "event"),
                                       text(step, "result"), text(step, "on"),
                                       step.at("example").get<bool>()});
}

} // namespace

Result<RegisterEntry> parse_entry(Json const& json) {
    try {
        RegisterEntry entry;
        entry.function = text(json, "function");
        entry.authority = text(json, "authority");
        entry.name = both(json.at("name"));
        entry.name_plain = text(json, "name_plain");
        entry.does = both(json.at("does"));
        entry.effect = text(json, "effect_class");
        entry.highest_mode = text(json, "highest_mode");
        auto const& release = json.at("release");
        entry.release = {text(release, "version"), text(release, "model"),
                         text(release, "catalogue"), text(release, "configuration"),
                         text(release, "guideline")};
        read_lists(json, entry);
        return entry;
    } catch (Json::exception const&) {
        return fail(Code::damaged, "register.snapshot_damaged", "of a published entry");
    }
}

} // namespace leitstand
