// SPDX-License-Identifier: EUPL-1.2
// The assessment of a function on paper: one self-contained HTML page without script, that screen
// readers read and printers print. Everything from outside is escaped; invented statements carry
// the mark "Beispiel". Threads: any.
#pragma once

#include "govern/assessment/assessment.hpp"

namespace leitstand {

enum class PrintLanguage : std::uint8_t { german, english };

// `part`: "all", "aia", "criticality", "risks", or the key of a form. Errors: not_found
// "assessment.part_unknown".
Result<std::string> assessment_print(GovernView const& view, Assessment const& assessment,
                                     std::string_view part, PrintLanguage language);
// The style of each page, as it stands in its <style>: a policy may allow it by its hash.
std::string_view assessment_print_style();

} // namespace leitstand
