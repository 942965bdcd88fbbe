// SPDX-License-Identifier: EUPL-1.2
// What is told of a model: a page for people (docs/models/NAME.md) and a CycloneDX 1.6 bill of
// materials for machines (NAME.cdx.json). Both hold nothing that differs between two trainings with
// the same data and seed. Threads: any.
#pragma once

#include <string>
#include <vector>

#include "learn/label_model.hpp"

namespace leitstand {

struct ModelCard {
    std::string name;                                      // "sort"
    std::string purpose;                                   // one German sentence
    std::vector<std::pair<std::string, std::string>> data; // file name, SHA-256
    std::string model_sha256;
    std::uint64_t model_bytes = 0;
    std::string kind;        // what it sees; empty: that of a judging model
    std::string file;        // where it lies: "catalogue/de/models/sort.model"
    std::size_t letters = 0; // where the model's texts are parts of letters; 0: they are letters
    std::size_t desk_samples = 0; // decisions of a desk, masked, that it was also trained on
};

std::string card_page(ModelCard const& card, learn::LabelModel const& model);
std::string card_bill(ModelCard const& card, learn::LabelModel const& model);

} // namespace leitstand
