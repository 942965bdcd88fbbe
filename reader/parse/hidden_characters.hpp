// SPDX-License-Identifier: EUPL-1.2
// Characters that show nothing, or another letter than they are, in the text of any format: they
// leave the text or are told of, after a parser has finished. Source: Unicode Standard Annex 9
// (directions), Technical Standard 39 (letters that look alike). Threads: one.
#pragma once

#include "read/protocol.hpp"

namespace leitstand::reader {

// Takes out what has no shape: zero-width signs, direction overrides, tags, fillers, hyphens that
// show only at a line's end. Where they split a word, turn its order or spell a text of their own,
// the answer says hidden_text. Words of Latin letters mixed with letters of other scripts that look
// like Latin ones stay and are told of. Moves the places of words and pages along.
void look_at_characters(ReaderAnswer& answer);

// Opens the tables of letters that look alike. Once, before any document.
void prepare_characters();

} // namespace leitstand::reader
