// SPDX-License-Identifier: EUPL-1.2
// Reads RTF (Rich Text Format 1.9.1) token by token with a stack of groups of its own: text,
// tables, notes, headers, text boxes; pictures are handed out, objects named and left alone.
// Bounds: Limits::office_nesting_max groups count, deeper ones are left out. Threads: one.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "reader/parse/office/look.hpp"
#include "reader/parse/office/rtf_tokens.hpp"
#include "reader/parse/office/rtf_words.hpp"
#include "reader/parse/office/story.hpp"
#include "reader/parse/parse.hpp"

namespace leitstand::reader {

class RtfReader {
  public:
    RtfReader(std::string_view bytes, ReaderRequest const& request, Output& output,
              ReaderAnswer& answer);
    void read();

  private:
    // Where the text of a group goes.
    enum class To : std::uint8_t {
        body,
        ignored, // nowhere, but groups within may be body again
        skipped, // nowhere, with everything in it
        fonts,
        styles,
        colors,
        instruction,
        label,
        picture,
        template_name,
        choice,
    };
    // What ends with a group.
    enum class Ends : std::uint8_t {
        nothing,
        note,
        comment,
        header,
        footer,
        box,
        instruction,
        label,
        picture,
        template_name,
        choice
    };
    struct ParagraphLook {
        bool in_table = false;
        std::size_t depth = 1; // of the table
        std::int32_t outline = -1;
        std::size_t fill = 0;
    };
    struct Group {
        To to = To::body;
        Ends ends = Ends::nothing;
        std::uint32_t unicode_bytes = 1; // that stand for each \u (\ucN)
        std::int32_t font = -1;
        std::uint32_t half_points = 24;
        std::uint32_t width_percent = 100;
        std::size_t ink = 0, fill = 0; // places in the table of colours
        bool hidden = false;
        bool deleted = false;
        ParagraphLook paragraph;
    };
    struct Level { // of tables within tables
        bool in_cell = false;
    };
    // The paragraph being written, of the body or of a note, header or box.
    struct Place {
        std::vector<Level> levels;
        bool open = false; // has a text
        bool after_row = false;
        bool endnote = false;
        bool shown = true; // a first page's header only counts if pages differ
    };
    struct Font {
        std::string_view charset;
        bool symbols = false;
    };
    struct Picture {
        std::string hex;
        std::string bytes;
        bool readable = false; // as a file of its own
    };
    using Word = RtfWord;

    Group& now() { return groups_.back(); }
    Place& place() { return places_.back(); }

    void open_group();
    void close_group();
    void end_of(Ends ends);
    void take_word(RtfToken const& token);
    bool take_destination(Word word);
    bool take_aside(Word word);
    bool take_character(Word word, RtfToken const& token);
    bool take_paragraph(Word word, RtfToken const& token);
    bool take_table(Word word, RtfToken const& token);
    bool take_setting(Word word, RtfToken const& token);
    bool take_sign(Word word);
    void end_form_field();
    void tidy_label();
    void take_symbol(char sign);
    void take_text(std::string_view bytes);
    void take_unicode(std::int32_t code);

    void bytes(std::string_view piece);
    void flush();
    void show(std::string_view utf8);
    bool is_visible();
    Paint color(std::size_t index) const;

    void begin_aside(Ends ends, bool shown);
    void open_paragraph();
    void end_paragraph();
    void to_level(std::size_t depth);
    void close_level();
    void end_cell(std::size_t depth);
    void end_row(std::size_t depth);
    void hand_out_picture();

    RtfTokens tokens_;
    ReaderRequest const& request_;
    Output& output_;
    ReaderAnswer& answer_;
    Story story_;
    std::vector<Group> groups_;
    std::size_t too_deep_ = 0;   // groups open beyond the limit
    bool starred_ = false;       // \* : whoever does not know the word leaves the group out
    std::uint32_t stand_in_ = 0; // characters to pass over after \u
    char32_t high_half_ = 0;     // of a surrogate pair
    std::string pending_;        // bytes of the current character set
    std::vector<Place> places_;
    std::string_view charset_ = "windows-1252";
    std::int32_t default_font_ = -1;
    std::map<std::int32_t, Font> fonts_;
    std::map<std::int32_t, std::int32_t> outlines_; // of paragraph styles
    std::int32_t style_ = 0;                        // being defined
    std::vector<Paint> colors_;
    Paint next_color_;
    Backdrop paper_;
    Backdrop row_; // any of its cells' colours may lie behind a text in it
    std::string label_, instruction_, template_, choice_text_;
    std::vector<std::string> choices_;
    std::int32_t form_kind_ = -1, form_result_ = 25, form_default_ = 0;
    Picture picture_;
    std::string heads_, feet_, notes_, comments_, endnotes_;
    std::uint32_t note_count_ = 0, endnote_count_ = 0, comment_count_ = 0;
    bool first_differs_ = false;
    std::string first_head_, first_foot_;
};

} // namespace leitstand::reader
