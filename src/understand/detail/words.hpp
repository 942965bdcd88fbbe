// SPDX-License-Identifier: EUPL-1.2
// Small tools for reading names and lines. Private to understand/. Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "understand/detail/scene.hpp"

namespace leitstand::detail_understand {

// Whether the words of `span` could be a person's name: capitals, particles, titles, initials; no
// digits; no word that the context calls no name. `small_letters` allows names written without
// capitals.
enum class NameStyle : std::uint8_t { capitals, small_letters };
struct NameRead {
    ByteSpan span;         // empty if it is none
    std::size_t words = 0; // without titles and initials
    bool initial = false;
    bool found() const { return span.end > span.start; }
};
// The name at the start of `span`, as far as it goes; stops at a comma, bracket, digit, two blanks
// or the line's end.
NameRead read_name(Scene const& scene, ByteSpan span, NameStyle style);

// `span` without blanks, commas and marks at its ends.
ByteSpan trimmed(std::string_view text, ByteSpan span);

// Words that stand where a name could stand and are none ("Telefon", "Anlage", "Hausverwaltung").
bool no_name_word(std::string const& form);
// "Dr.", "Frau", "Rechtsanwalt".
bool name_title(std::string const& form);
// Common nouns by their ending ("-ung", "-bescheid", "-stelle").
bool noun_ending(std::string const& form);

} // namespace leitstand::detail_understand
