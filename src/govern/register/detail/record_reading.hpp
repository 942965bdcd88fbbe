// SPDX-License-Identifier: EUPL-1.2
// Reads what other areas of govern wrote into the journal, as far as the public may see it. The
// forms of the bodies: docs/formats/governance-journal.md. A record that lacks what its owner's
// form asks for adds nothing. Threads: any.
#pragma once

#include "govern/register/entry.hpp"

namespace leitstand {

// Adds the figures of a measurement of the running release; one of an older release adds nothing.
void read_measurement(Record const& record, Release const& release,
                      std::vector<RegisterFigure>& figures);
void read_risk(Record const& record, std::vector<RegisterRisk>& risks);
void read_participation(Record const& record, std::vector<RegisterParticipation>& steps);

} // namespace leitstand
