// SPDX-License-Identifier: EUPL-1.2
// The register for programs: our own JSON and CSV, the Dutch algorithm register standard 1.0
// (MinBZK/Algoritmeregister, backend/app/schemas/config/v1_0.json), the UK Algorithmic Transparency
// Recording Standard 3.0 (co-cddo/algorithmic-transparency-recording-standard, template_table.md),
// and a CycloneDX 1.6 bill of materials with a model card. Described in docs/formats/register.md;
// the schemas in docs/formats/schemas/ are checked by tests. Threads: any.
#pragma once

#include "govern/register/publication.hpp"

namespace leitstand {

Json json_form(PublicEntry const& entry);
Json json_form(PublicRegister const& entries);

// RFC 4180, UTF-8, one statement a row. A cell that a spreadsheet would take for a formula gets an
// apostrophe in front.
std::string csv_form(PublicEntry const& entry);
std::string csv_form(PublicRegister const& entries);

// All three say what the dossier says and nothing else. A field without an answer is left out, or
// says "not stated" where the standard requires it. Texts beyond the standard's lengths end in "…".
// The Dutch standard knows Dutch only (`lang` "nld"); the texts are German, which `tags` says, in
// the UK form as well.
Json dutch_form(PublicEntry const& entry);
Json british_form(PublicEntry const& entry);
Json cyclonedx_form(PublicEntry const& entry);

// A field of a standard that stays empty, since the dossier says nothing for it.
struct FormGap {
    std::string form; // "nl-1.0", "atrs-3.0", "cyclonedx-1.6"
    std::string field;
    bool required = false;
    std::vector<std::string> facts; // any of them would fill it; none: no fact of the dossier does

    // A required field that people could fill. One that they cannot says "not stated".
    bool blocks() const { return required && (!facts.empty() || field == "organization"); }
};
std::vector<FormGap> form_gaps(RegisterEntry const& entry);
std::vector<FormGap> form_faults(RegisterEntry const& entry); // the gaps that block

// The first `characters` code points, cut at a word and marked with "…" where there was more.
std::string cut_to(std::string_view text, std::size_t characters);
// A UUID (RFC 9562, version 8) that the same words always give.
std::string stable_uuid(std::string_view words);

} // namespace leitstand
