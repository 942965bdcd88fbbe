// SPDX-License-Identifier: EUPL-1.2
// A table for each standard says which facts make which field, so that what a form holds, what it
// requires and how long it may be can be read off. A form says what the dossier says and no more.
// Threads: any.
#pragma once

#include "govern/register/publication.hpp"

namespace leitstand {

// A field of a standard and the facts of the dossier that make it, one below the other; none: the
// dossier does not ask for it.
enum class Need : std::uint8_t { optional, required };
struct FormField {
    std::string_view name;
    Need need;
    std::size_t characters; // 0: any number
    std::vector<std::string_view> facts;
};
std::vector<FormField> const& dutch_fields();
std::vector<FormField> const& british_fields();
std::vector<FormField> const& cyclonedx_fields(); // that a dossier fills

// The field's text; a field that wants an address is empty where another text is stated.
std::string field_text(RegisterEntry const& entry, FormField const& field);
// The same for an attribute of the UK standard, some of which are put together of risks and days.
std::string british_text(RegisterEntry const& entry, FormField const& field);

// Somebody has worked with what the function says, not only compared it in shadow.
bool was_in_use(PublicEntry const& entry);
// It is not in use any more. A planned end is none yet.
bool is_over(PublicEntry const& entry);

} // namespace leitstand
