// SPDX-License-Identifier: EUPL-1.2
// Collects the texts of a PDF that nobody sees on the page: characters that leave no trace, layers
// that are switched off, hidden notes and form fields, replacement texts. Threads: one.
#pragma once

#include <optional>

#include "read/protocol.hpp"
#include "reader/parse/pdf_page.hpp"
#include "reader/parse/pdf_picture.hpp"

namespace leitstand::reader {

struct Unseen {
    std::vector<bool> left_out; // glyphs that are not to be read; empty: none
    std::vector<AnswerHidden> texts;
};
// Of glyphs whose sight is settled, and of replacements that lie.
Unseen unseen_on_page(PageText const& text, std::uint32_t page);

// Contents of notes and values of fields that are marked as hidden.
std::vector<AnswerHidden> unseen_notes(PDFDoc& document, int number);

// Layers that the file switches off: read once more with all of them on.
class HiddenLayers {
  public:
    bool any(PDFDoc& document);
    // What stands on the page with all layers on and not without; as much of it as time allows.
    std::vector<AnswerHidden> texts(PDFDoc& document, int number, PageText const& shown,
                                    PageReader& reader, DrawingTime& time);

  private:
    std::optional<bool> any_;
};

AnswerBox answer_box(Area const& area);
std::string pdf_text(std::string const& text); // a text string of the file (ISO 32000 7.9.2)
// The unpacked bytes, or nothing where there are more than allowed.
std::optional<std::string> stream_bytes(Stream& stream, std::uint64_t size_bytes_max);

} // namespace leitstand::reader
