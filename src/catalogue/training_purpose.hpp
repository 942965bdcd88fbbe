// SPDX-License-Identifier: EUPL-1.2
// What the training store may be kept for (training.toml; docs/formats/training-store.md): purpose,
// legal basis, retention, who has access (SGB X § 67c(3)). A catalogue without the file keeps no
// sample. Threads: plain values.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/legal_rules.hpp"

namespace leitstand {

// On the access list: who holds the key file at the machine, beside the roles of accounts.
inline constexpr std::string_view kOperator = "operator";

struct TrainingPurpose : LegalRule {
    std::string description;
    std::string because;             // why anonymous data do not suffice
    int retention_months = 0;        // from the day of the last decision
    std::vector<std::string> access; // roles of accounts, kOperator

    bool open_to(std::string_view who) const;
};

// Null where the catalogue names no purpose. Errors: those of Catalogue::load.
Result<std::shared_ptr<TrainingPurpose const>>
load_training_purpose(std::filesystem::path const& catalogue_folder);

} // namespace leitstand
