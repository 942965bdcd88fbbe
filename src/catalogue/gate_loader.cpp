// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/gate_loader.hpp"

namespace leitstand {

namespace detail_catalogue {

namespace {

constexpr char kFile[] = "govern/gates.toml";
constexpr auto kModes = std::to_array<std::string_view>({"shadow", "assist", "act"});
constexpr int kDaysMax = 3'660;

using Need = FileReader::Need;

// What a catalogue may add to and never take from: DESIGN section 1 rule 3, the laws named with
// each gate in gates.toml. In shadow nobody sees a finding, so that quality is measured there and
// not asked for; whatever people see or what is carried out has passed all of them.
struct Floor {
    std::string_view mode, phase;
    std::vector<std::string_view> gates;
};
std::vector<Floor> const& floors() {
    static std::vector<Floor> const kAll = [] {
        std::vector<std::string_view> const before{"need_and_participation", "impact", "data",
                                                   "release"};
        auto shown = before;
        for (auto const* gate :
             {"quality", "non_discrimination", "explanation", "oversight", "register", "operation"})
            shown.emplace_back(gate);
        return std::vector<Floor>{{"shadow", "planning", before},
                                  {"assist", "commissioning", shown},
                                  {"act", "operation", shown}};
    }();
    return kAll;
}

// A limit that is missing or no share is one that nothing passes.
double share(FileReader const& reader, toml::table const& table, std::string_view key,
             double nothing_passes) {
    auto const* node = table.get(key);
    auto const value =
        node != nullptr && node->is_number() ? node->value<double>() : std::optional<double>{};
    if (value && *value >= 0 && *value <= 1)
        return *value;
    reader.problem(FileReader::line_of(node == nullptr ? table : *node),
                   fmt::format("'{}' must be a share from 0 to 1", key));
    return nothing_passes;
}

int days(FileReader const& reader, toml::table const& table, std::string_view key) {
    if (!table.contains(key))
        reader.problem(FileReader::line_of(table), fmt::format("'{}' is missing", key));
    return reader.integer(table, key, 1, kDaysMax, 0);
}

GateLimits read_limits(FileReader const& reader, toml::table const& table) {
    constexpr double kNone = -1;
    GateLimits limits;
    limits.error_max = share(reader, table, "error_max", kNone);
    limits.calibration_max = share(reader, table, "calibration_max", kNone);
    limits.coverage_min = share(reader, table, "coverage_min", 2);
    limits.changed_max = share(reader, table, "changed_max", kNone);
    limits.held_changed_max = share(reader, table, "held_changed_max", kNone);
    limits.explained_min = share(reader, table, "explained_min", 2);
    limits.overridden_min = share(reader, table, "overridden_min", 2);
    limits.detected_min = share(reader, table, "detected_min", 2);
    limits.measurement_days_max = days(reader, table, "measurement_days_max");
    limits.review_days_max = days(reader, table, "review_days_max");
    return limits;
}

std::optional<EffectClass> effect_of(std::string_view letter) {
    for (auto const effect : {EffectClass::a, EffectClass::b, EffectClass::c})
        if (effect_class_name(effect) == letter)
            return effect;
    return std::nullopt;
}

GateRule read_gate(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"key", "name", "name_en", "asks", "asks_en", "reason", "source", "place"});
    GateRule gate;
    gate.line = FileReader::line_of(table);
    gate.key = reader.text(table, "key", Need::required);
    gate.name = reader.text(table, "name", Need::required);
    gate.name_en = reader.text(table, "name_en", Need::required);
    gate.asks = reader.text(table, "asks", Need::required);
    gate.asks_en = reader.text(table, "asks_en", Need::required);
    gate.reason = reader.text(table, "reason", Need::required);
    gate.source = reader.text(table, "source", Need::required);
    gate.place = reader.text(table, "place", Need::required);
    return gate;
}

GateStep read_step(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"mode", "effect_class", "phase", "gates", "groups_assessed", "error_max",
                         "calibration_max", "coverage_min", "changed_max", "held_changed_max",
                         "explained_min", "overridden_min", "detected_min", "measurement_days_max",
                         "review_days_max", "reason", "source"});
    GateStep step;
    step.line = FileReader::line_of(table);
    step.mode = reader.text(table, "mode", Need::required);
    if (std::find(kModes.begin(), kModes.end(), step.mode) == kModes.end())
        reader.problem(step.line, "'mode' must be shadow, assist or act");
    auto const effect = effect_of(reader.text(table, "effect_class", Need::required));
    if (!effect)
        reader.problem(step.line, "'effect_class' must be A, B or C");
    step.effect = effect.value_or(EffectClass::c);
    step.phase = reader.text(table, "phase", Need::required);
    step.gates = reader.texts(table, "gates");
    if (step.gates.empty())
        reader.problem(step.line, "a step without gates would be an open door");
    step.groups_assessed = reader.boolean(table, "groups_assessed");
    step.limits = read_limits(reader, table);
    step.reason = reader.text(table, "reason", Need::required);
    step.source = reader.text(table, "source", Need::required);
    return step;
}

} // namespace

void read_gates(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"data_facts", "without_probabilities", "gate", "step"});
    out.gates.data_facts = reader.texts(root, "data_facts");
    out.gates.without_probabilities = reader.texts(root, "without_probabilities");
    if (auto const* list = reader.list(root, "gate"); list != nullptr)
        for (auto const& node : *list)
            out.gates.gates.push_back(read_gate(reader, *node.as_table()));
    if (auto const* list = reader.list(root, "step"); list != nullptr)
        for (auto const& node : *list)
            out.gates.steps.push_back(read_step(reader, *node.as_table()));
}

namespace {

std::size_t place_of(Guideline const& guideline, std::string_view phase) {
    auto const at = std::ranges::find(guideline.phases, phase, &Phase::key);
    return static_cast<std::size_t>(at - guideline.phases.begin());
}

void check_floor(Guideline const& guideline, GateStep const& step, auto const& wrong) {
    auto const floor = std::ranges::find(floors(), step.mode, &Floor::mode);
    if (floor == floors().end())
        return;
    for (auto const gate : floor->gates)
        if (std::ranges::find(step.gates, gate) == step.gates.end())
            wrong(fmt::format("{} for class {} must pass the gate '{}'", step.mode,
                              effect_class_name(step.effect), gate));
    if (place_of(guideline, step.phase) < place_of(guideline, floor->phase))
        wrong(fmt::format("{} needs all phases up to '{}'", step.mode, floor->phase));
    bool const rights =
        step.mode == "act" || (step.mode == "assist" && step.effect == EffectClass::c);
    if (rights && !step.groups_assessed)
        wrong(fmt::format("{} for class {} needs 'groups_assessed'", step.mode,
                          effect_class_name(step.effect)));
}

} // namespace

void check_gate_references(Guideline const& guideline, std::vector<Problem>& problems) {
    auto const& rules = guideline.gates;
    for (auto const& key : rules.data_facts)
        if (guideline.fact(key) == nullptr)
            problems.push_back({kFile, 0, fmt::format("there is no fact '{}'", key)});
    for (auto const& key : rules.without_probabilities)
        if (guideline.function(key) == nullptr)
            problems.push_back({kFile, 0, fmt::format("there is no function '{}'", key)});
    if (rules.data_facts.empty())
        problems.push_back({kFile, 1, "a data sheet without facts would be an open door"});
    for (auto const& step : rules.steps) {
        auto const wrong = [&](std::string reason) {
            problems.push_back({kFile, step.line, std::move(reason)});
        };
        if (guideline.phase(step.phase) == nullptr)
            wrong(fmt::format("there is no phase '{}'", step.phase));
        for (auto const& gate : step.gates)
            if (rules.gate(gate) == nullptr)
                wrong(fmt::format("there is no gate '{}'", gate));
        if (rules.step(step.mode, step.effect) != &step)
            wrong("this step stands twice");
        check_floor(guideline, step, wrong);
        auto const at = std::find(kModes.begin(), kModes.end(), step.mode);
        if (at != kModes.end() && at != kModes.begin() &&
            rules.step(*std::prev(at), step.effect) == nullptr)
            wrong(fmt::format("there is no step '{}' before it", *std::prev(at)));
    }
}

} // namespace detail_catalogue

GateRule const* GateRules::gate(std::string_view key) const {
    auto const found = std::ranges::find(gates, key, &GateRule::key);
    return found == gates.end() ? nullptr : &*found;
}

GateStep const* GateRules::step(std::string_view mode, EffectClass effect) const {
    auto const found = std::ranges::find_if(
        steps, [&](GateStep const& step) { return step.mode == mode && step.effect == effect; });
    return found == steps.end() ? nullptr : &*found;
}

} // namespace leitstand
