// SPDX-License-Identifier: EUPL-1.2
#include "govern/dossier/roles_in_words.hpp"

#include <algorithm>
#include <array>

namespace leitstand {

namespace {

constexpr auto kRoles = std::to_array<RoleInWords>({
    {"caseworker", "Sachbearbeitung", "casework"},
    {"team_lead", "Teamleitung", "team lead"},
    {"releaser", "Freigabe", "releaser"},
    {"post_room", "Poststelle", "post room"},
    {"governance", "KI-Steuerung", "AI governance"},
    {"data_protection", "Datenschutz", "data protection"},
    {"staff_council", "Personalrat", "staff council"},
    {"equal_opportunity", "Gleichstellungsbeauftragte", "equal-opportunity officer"},
    {"disability_representative", "Schwerbehindertenvertretung",
     "representative of severely disabled employees"},
    {"information_security", "Informationssicherheit", "information security"},
    {"management", "Leitung der Behörde", "head of the authority"},
    {"auditor", "Revision", "audit"},
    {"administrator", "Administration", "administration"},
});

} // namespace

RoleInWords role_in_words(std::string_view role) {
    auto const* const found = std::find_if(kRoles.begin(), kRoles.end(),
                                           [&](RoleInWords const& one) { return one.key == role; });
    return found == kRoles.end() ? RoleInWords{role, role, role} : *found;
}

} // namespace leitstand
