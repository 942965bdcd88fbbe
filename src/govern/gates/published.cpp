// SPDX-License-Identifier: EUPL-1.2
// Register: the public entry is newer than the release and shows what the dossier says.
#include "govern/gates/words.hpp"
#include "govern/register/publication.hpp"

namespace leitstand::gates {

GateResult published(GovernView const& view, GateStep const&) {
    GateResult result{"register", {}, {}};
    for (auto& point : register_open_points(view))
        miss(result, std::move(point));
    if (!result.open())
        return result;
    for (auto const* record : newest_of(view.records, RecordKind::publication))
        if (record->function == view.function)
            prove(result, *record, "Der Eintrag im öffentlichen Register ist auf diesem Stand.",
                  "The entry in the public register is up to date.");
    return result;
}

} // namespace leitstand::gates
