// SPDX-License-Identifier: EUPL-1.2
// Tesseract's recogniser of lines, loaded once before the process forks; one page at a time after
// that. Works with one thread (OMP_THREAD_LIMIT=1 must be set before the program starts: with two
// the same page takes twenty times as long). Threads: one.
#pragma once

#include <string>
#include <vector>

#include "reader/recognise/gray.hpp"

namespace leitstand::reader {

// The first of these folders that holds deu.traineddata is taken (Debian: tesseract-ocr-deu).
inline constexpr std::array<char const*, 3> kModelFolders{"/usr/share/tesseract-ocr/5/tessdata",
                                                          "/usr/share/tesseract-ocr/4.00/tessdata",
                                                          "/usr/share/tessdata"};
inline constexpr char const* kLanguagePackage = "tesseract-ocr-deu";

struct Rectangle {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0; // one past the last
    int width() const { return x1 - x0; }
    int height() const { return y1 - y0; }
};

struct SeenWord {
    std::string text; // UTF-8 as the model gives it
    Rectangle box;
    float confidence = 0; // 0 to 100
    bool begins_block = false, begins_paragraph = false, begins_line = false;
};

enum class Layout : std::uint8_t { page, block, line };

// Loads the German model from `folder` (empty: the system's). False: there is none.
bool load_engine(std::string const& folder);

// What stands on the page, in reading order. Empty if nothing was found.
std::vector<SeenWord> see_words(Gray const& page, unsigned resolution_dpi, Layout layout);
// The same of each of these parts of a page, which is handed in once; boxes are the page's.
std::vector<std::vector<SeenWord>> see_parts(Gray const& page, unsigned resolution_dpi,
                                             std::vector<Rectangle> const& parts, Layout layout);

} // namespace leitstand::reader
