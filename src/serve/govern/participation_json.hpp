// SPDX-License-Identifier: EUPL-1.2
// Participation and works agreements as JSON (docs/formats/openapi.yaml). Threads: as serving.hpp
// says.
#pragma once

#include "govern/participation/entry.hpp"
#include "serve/serving.hpp"

namespace leitstand {

Json standing_json(Serving& serving, participation::Standing const& standing,
                   participation::Writer const& writer, Date today);
Json agreement_json(Serving& serving, participation::AgreementStanding const& standing,
                    std::vector<participation::Standing> const& bodies,
                    participation::Writer const& writer);
// Terms in force, with whether the program keeps each.
Json terms_in_force_json(GovernView const& view);

} // namespace leitstand
