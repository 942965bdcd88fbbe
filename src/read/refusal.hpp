// SPDX-License-Identifier: EUPL-1.2
// What to tell people about each reason of the closed list: the sender (SGB I § 36a para. 3: an
// authority that cannot process a document says so without delay and names its technical
// conditions) and the caseworker. Threads: any.
#pragma once

#include <span>
#include <string_view>

namespace leitstand {

struct RefusalText {
    std::string_view key;
    std::string_view name_de, name_en;             // a few words for a list
    std::string_view sender_de, sender_en;         // what happened and what to send instead
    std::string_view caseworker_de, caseworker_en; // what happened and what to do
};

std::span<RefusalText const>
refusal_texts(); // one for each reason but "none", in the order of the list
RefusalText const* refusal_text(std::string_view key); // null for a key that is not on the list

struct WarningText {
    std::string_view key;
    std::string_view de, en;
};

std::span<WarningText const> warning_texts();
WarningText const* warning_text(std::string_view key);

} // namespace leitstand
