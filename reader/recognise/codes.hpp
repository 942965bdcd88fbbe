// SPDX-License-Identifier: EUPL-1.2
// Bar codes and QR codes on a page. Threads: one.
#pragma once

#include <string>
#include <vector>

#include "read/page_marks.hpp"
#include "reader/recognise/engine.hpp"

namespace leitstand::reader {

struct SeenCode {
    CodeKind kind = CodeKind::other;
    Rectangle box;
    std::string text; // clean UTF-8, at most kCodeTextBytesMax
};

// At most 64 of one page, in whatever direction they lie.
std::vector<SeenCode> see_codes(Gray const& page);

} // namespace leitstand::reader
