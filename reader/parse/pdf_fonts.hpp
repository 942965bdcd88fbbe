// SPDX-License-Identifier: EUPL-1.2
// Holds the letters that a font draws against the characters that the file says they are: a font
// that draws "e" and says "a" shows people one text and programs another. Each letter is drawn once
// and compared with letters of known fonts, which are prepared before any document is opened.
// Decides only whether a page must be recognised. Threads: one document's.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "reader/parse/pdf_page.hpp"
#include "reader/parse/pdf_picture.hpp"

namespace leitstand::reader {

// Draws the letters of the known fonts; needs their files. Once, before any document.
void prepare_letters();

class FontJudge {
  public:
    explicit FontJudge(PDFDoc& document);
    ~FontJudge();

    // False where the fonts of the page draw other letters than they say, or cannot be judged.
    // Letters that draw nothing become `doubtful`. When the time is over the rest counts as not
    // judged.
    bool look(PageText& page, DrawingTime& time);

  private:
    struct Verdict {
        std::set<std::pair<CharCode, Unicode>> looked_at;
        std::set<CharCode> empty;
        std::size_t known = 0;   // letters that can be compared
        std::size_t strange = 0; // letters that look like another one
        std::size_t unknown = 0; // letters of scripts that are not known here
    };

    bool is_honest(Verdict const& verdict) const;
    bool look_at(UsedFont const& used, Verdict& verdict, DrawingTime& time);

    PDFDoc& document_;
    std::unique_ptr<SplashOutputDev> device_;
    std::map<std::pair<int, int>, Verdict> verdicts_; // by the font's object
};

} // namespace leitstand::reader
