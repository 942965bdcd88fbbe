// SPDX-License-Identifier: EUPL-1.2
// Puts the pieces of an office document together into lines, as html.hpp does for HTML: a paragraph
// is a line, headings and tables stand apart, a row is one line with tabs between its cells, or, if
// a cell has several lines, one cell below the other. Calls come in nested pairs. Bounds: stops
// growing some way past `text_bytes_max`; the caller bounds the nesting. Threads: one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitstand::reader {

// A paragraph of the text, or one that stands apart from what is around it.
enum class Apart : std::uint8_t { no, yes };

class Story {
  public:
    explicit Story(std::uint64_t text_bytes_max);

    void text(std::string_view utf8);
    void tab() { text("\t"); }
    void line_break() { text("\n"); }
    // The label ("1. ", "- ") is written if a text follows it.
    void begin_paragraph(Apart apart, std::string label);
    void end_paragraph();

    // Sets what follows and what came before apart from each other.
    void gap();
    void begin_row();
    void end_row();
    void begin_cell();
    void end_cell();
    // A text box: its lines follow the paragraph in which it is anchored.
    void begin_box();
    void end_box();
    // A text of its own, as a note or a header.
    void begin_aside();
    std::string end_aside();

    // Enough text for the answer: the rest need not be looked at.
    bool full() const { return bytes_ > bytes_max_; }
    // The main text; the story ends.
    std::string take();

  private:
    struct Frame {
        std::string lines;
        bool gap = false; // before the next line
        std::string line; // of the open paragraph
        std::string label;
        Apart apart = Apart::no;
        std::vector<std::string> boxes;
        std::vector<std::string> cells; // of a row
    };
    Frame& top() { return frames_.back(); }
    static void add_line(Frame& frame, std::string_view line, Apart apart);
    static std::string closed(Frame& frame);
    Frame pop();

    std::vector<Frame> frames_;
    std::uint64_t bytes_ = 0;
    std::uint64_t bytes_max_;
};

// Texts one below the other, set apart by an empty line; empty ones are left out.
void join_apart(std::string& text, std::string_view next);

// The same for a header or footer; one that is a mere page number says nothing.
void join_margin(std::string& text, std::string_view next);

} // namespace leitstand::reader
