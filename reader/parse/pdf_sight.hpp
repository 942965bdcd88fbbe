// SPDX-License-Identifier: EUPL-1.2
// Decides by drawing which doubtful characters of a page a person sees: the page is drawn with and
// without them, and one that changes nothing is not seen. Threads: one.
#pragma once

#include "reader/parse/pdf_page.hpp"
#include "reader/parse/pdf_picture.hpp"

namespace leitstand::reader {

class PickyDrawing; // draws a page but for some of its characters

class Eye {
  public:
    explicit Eye(PDFDoc& document);
    ~Eye();

    // Turns each `doubtful` into `seen` or `unseen`. False where the time was over or the page
    // could not be drawn; then all stay as they are.
    bool look(int number, PageText& page, DrawingTime& time);

  private:
    PDFDoc& document_;
    std::unique_ptr<PickyDrawing> device_; // keeps fonts and colour profiles
};

} // namespace leitstand::reader
