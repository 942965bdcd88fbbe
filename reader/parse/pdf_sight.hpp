// SPDX-License-Identifier: EUPL-1.2
// Decides by drawing which doubtful characters of a page a person sees: the page is drawn with and
// without them, and one that changes nothing is not seen. Threads: one.
#pragma once

#include "reader/parse/pdf_page.hpp"
#include "reader/parse/pdf_picture.hpp"

namespace leitstand::reader {

// Turns each `doubtful` into `seen` or `unseen`. False where the time was over or the page could
// not be drawn; then all stay as they are.
bool look(PDFDoc& document, int number, PageText& page, DrawingTime& time);

} // namespace leitstand::reader
