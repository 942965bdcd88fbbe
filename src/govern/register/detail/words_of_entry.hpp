// SPDX-License-Identifier: EUPL-1.2
// Small readings of an entry that several forms share. Threads: any.
#pragma once

#include "govern/register/entry.hpp"

namespace leitstand {

// "Beispiel: …" before what is invented, wherever a form has no place for the mark.
inline std::string marked(std::string_view text, bool example) {
    bool const says_so = text.empty() || text.starts_with("Beispiel");
    return (example && !says_so ? "Beispiel: " : "") + std::string{text};
}
// The German text of a fact with its mark; empty where it is not stated.
inline std::string marked_text(RegisterEntry const& entry, std::string_view key) {
    auto const* fact = entry.fact(key);
    return fact == nullptr ? std::string{} : marked(fact->value.german, fact->example);
}

inline std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

// High-risk as the dossier says: an area of Annex III without an exemption of Art. 6(3), or any
// profiling or rating of entitlement.
inline bool is_high_risk(RegisterEntry const& entry) {
    auto const choice = [&](char const* key) {
        auto const* fact = entry.fact(key);
        return fact != nullptr ? std::string_view{fact->choice} : std::string_view{};
    };
    auto const area = choice("ai_act_area"), ground = choice("ai_act_ground");
    bool const in_area = !area.empty() && area != "none";
    bool const exempted = !ground.empty() && ground != "none";
    return choice("ai_act_profiles") == "yes" || choice("ai_act_evaluates_entitlement") == "yes" ||
           (in_area && !exempted);
}

} // namespace leitstand
