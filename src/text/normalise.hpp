// SPDX-License-Identifier: EUPL-1.2
// Cleaning of text before it is understood, with a way back to the original bytes: canonical
// composition (NFC), invisible characters removed, words joined that were hyphenated at a line end.
// Letter case and line breaks stay. And the matching form of a word, in which spellings of the same
// word fall together. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/span.hpp"

namespace leitstand::text {

struct Normalised {
    std::string text;
    bool changed = false;
    // For each byte of `text` the original bytes that it comes from; both empty if nothing changed.
    std::vector<std::uint32_t> from, to;

    // The original bytes behind a span of `text`.
    ByteSpan original(ByteSpan span) const;
};

// Broken UTF-8 stays as it is; the result never holds more code points than the original.
Normalised normalise(std::string_view original);

// Case folded, umlauts and their spellings (ä, ae), ß and ss made one, accents taken off, and two
// common recognition errors undone on both sides (rn for m, digits 1 and 0 inside a word);
// spellings of one letter in Russian, Arabic and Persian made one. Only for comparing words, never
// shown.
std::string matching_form(std::string_view word);

} // namespace leitstand::text
