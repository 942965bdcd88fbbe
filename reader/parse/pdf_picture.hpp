// SPDX-License-Identifier: EUPL-1.2
// Inside of the PDF parsers: opening a file with poppler's own classes and drawing one of its
// pages. Only the pdf*.cpp files include it. Threads: one.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include <poppler/PDFDoc.h>
#include <poppler/SplashOutputDev.h>
#include <poppler/splash/SplashBitmap.h>

#include "read/protocol.hpp"

namespace leitstand::reader {

// The bytes must outlive the document. Null where it is no PDF; ask isOk() and getErrorCode() for
// the rest.
std::unique_ptr<PDFDoc> open_pdf(std::string_view bytes);

// Ends a drawing when its time is over.
class DrawingTime {
  public:
    explicit DrawingTime(std::chrono::milliseconds most)
        : until_(std::chrono::steady_clock::now() + most) {}
    bool over() const { return std::chrono::steady_clock::now() > until_; }
    static bool is_over(void* time) { return static_cast<DrawingTime*>(time)->over(); }

  private:
    std::chrono::steady_clock::time_point until_;
};

// Width and height of a page in points as a viewer shows it, turned by its own rotation.
struct PageSize {
    double width = 0, height = 0;
};
PageSize page_size(PDFDoc& document, int number);

} // namespace leitstand::reader
