// SPDX-License-Identifier: EUPL-1.2
// Which gates (Freigabeprüfungen) stand before each mode, and from which figures on they open
// (catalogue/de/govern/gates.toml, ADR 0026). The gates themselves are code: govern/gates. Threads:
// plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leitstand {

enum class EffectClass : std::uint8_t; // guideline.hpp

// What people read of a gate.
struct GateRule {
    std::string key, name, name_en;
    std::string asks, asks_en;  // the question that the gate answers
    std::string reason, source; // why it is there
    std::string place;          // where it is done: last part of /steuerung/funktion/KEY/…
    int line = 0;
};

// Shares from 0 to 1, of the interval at 95 %, whichever end is the worse one.
struct GateLimits {
    double error_max = 0;         // upper end, of shown suggestions
    double calibration_max = 0;   // upper end, debiased calibration error
    double coverage_min = 0;      // lower end
    double changed_max = 0;       // upper end, of findings changed by a trait alone
    double held_changed_max = 0;  // upper end, of letters left to a person by a trait alone
    double explained_min = 1;     // value itself
    double overridden_min = 1;    // value itself
    double detected_min = 0;      // lower end, of planted errors
    int measurement_days_max = 0; // age of a measurement
    int review_days_max = 0;      // age of the last review in operation
};

// What one mode asks of a function of one effect class.
struct GateStep {
    std::string mode; // "shadow" | "assist" | "act"
    EffectClass effect{};
    std::string phase;              // facts and tasks of phases up to it must be done
    std::vector<std::string> gates; // keys
    bool groups_assessed = false;   // group figures assessed; otherwise under collection
    GateLimits limits;
    std::string reason, source; // of the limits
    int line = 0;
};

struct GateRules {
    std::vector<GateRule> gates;
    std::vector<GateStep> steps;
    std::vector<std::string> data_facts;            // the data sheet
    std::vector<std::string> without_probabilities; // functions that are not asked for calibration

    GateRule const* gate(std::string_view key) const;
    // Null: such a function may not go there.
    GateStep const* step(std::string_view mode, EffectClass effect) const;
};

} // namespace leitstand
