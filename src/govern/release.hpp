// SPDX-License-Identifier: EUPL-1.2
// What runs for one function: version of its code, trained model, catalogue, configuration and
// guideline. Measurements name the release they were taken on; signatures are bound to it
// (docs/formats/governance-journal.md). Threads: plain values.
#pragma once

#include <string>

namespace leitstand {

struct Release {
    std::string version;       // as findings name it, "2.0.0+1a2b3c4d"; empty: nothing is built
    std::string model;         // SHA-256 of the model's file, hex; empty without a model
    std::string catalogue;     // SHA-256 over the vocabulary and the model of masks, hex
    std::string configuration; // SHA-256 over the settings that bear on judging, hex
    std::string guideline{};   // SHA-256 over the guideline's files, hex

    // SHA-256 over the five, hex: what two people sign.
    std::string hash() const;
    // SHA-256 over version, model and catalogue: what a measurement is true for. Configuration and
    // guideline name places, limits and tasks, and change no finding.
    std::string measured() const;
    bool operator==(Release const&) const = default;
};

} // namespace leitstand
