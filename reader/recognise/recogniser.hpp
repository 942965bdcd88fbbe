// SPDX-License-Identifier: EUPL-1.2
// Reads the picture of one page: makes it upright, even and level, recognises its letters and
// codes, and says what it is not sure of. Whatever the picture holds, the answer keeps to the
// protocol. Called behind the walls, in a process of its own for each page. Threads: one.
#pragma once

#include <string>

#include "read/protocol.hpp"

namespace leitstand::reader {

// Loads models and whatever else is loaded late; before the fork and before the walls. `folder`:
// where the models lie, empty for the system's places. False: the German one is not installed
// (Debian package tesseract-ocr-deu).
bool prepare_recogniser(std::string const& folder);

// Steps that can be left out, so that a bench can say what each is worth.
struct PageSteps {
    bool even_paper = true;
    bool level = true;
    bool enlarge = true;
    bool find_lost = true;
    bool codes = true;
};

// `graymap`: P5, 8 bit, of ReaderRequest::resolution_dpi. Refused as damaged if it is anything
// else.
ReaderAnswer recognise_page(std::string_view graymap, ReaderRequest const& request,
                            PageSteps const& steps = {});

} // namespace leitstand::reader
