// SPDX-License-Identifier: EUPL-1.2
// Tells writing by hand from print by the shape of its ink: long joined strokes that leave most of
// their box white, at places where recognition finds nothing that it is sure of. What stands there
// is left out, not guessed. Threads: one.
#pragma once

#include "reader/recognise/engine.hpp"
#include "reader/recognise/ink.hpp"

namespace leitstand::reader {

// Takes the guesses at handwriting out of `words` and returns how wide all of it is, in pixels of
// the words; `scale` takes blots to those pixels, `letter` is the height of small printed letters
// of the blots.
double take_out_handwriting(std::vector<SeenWord>& words, std::vector<Blot> const& blots,
                            float letter, double scale);

} // namespace leitstand::reader
