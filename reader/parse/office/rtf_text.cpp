// SPDX-License-Identifier: EUPL-1.2
// How the text of an RTF becomes paragraphs, rows and cells: RTF says where they end, not where
// they begin.
#include "reader/parse/charset.hpp"
#include "reader/parse/office/package.hpp"
#include "reader/parse/office/rtf_reader.hpp"

namespace leitstand::reader {

namespace {

constexpr std::size_t kTablesMax = 32; // one within the other
constexpr std::size_t kSmallBytesMax = 4096;
constexpr std::size_t kFillsMax = 256;
constexpr std::size_t kStylesMax = 4096;

void append_some(std::string& to, std::string_view piece) {
    if (to.size() < kSmallBytesMax)
        to += piece;
}

} // namespace

bool RtfReader::take_character(Word word, RtfToken const& token) {
    bool const on = !token.has_number || token.number != 0;
    auto const index = static_cast<std::size_t>(std::max(token.number, 0));
    auto& group = now();
    switch (word) {
    case Word::plain: {
        Group const defaults;
        group.font = default_font_;
        group.half_points = defaults.half_points;
        group.width_percent = defaults.width_percent;
        group.ink = group.fill = 0;
        group.hidden = group.deleted = false;
        break;
    }
    case Word::font:
        group.font = token.number;
        break;
    case Word::size:
        group.half_points = static_cast<std::uint32_t>(std::max(token.number, 0));
        break;
    case Word::width:
        group.width_percent = static_cast<std::uint32_t>(std::max(token.number, 0));
        break;
    case Word::ink:
        group.ink = index;
        break;
    case Word::fill:
        group.fill = index;
        break;
    case Word::hidden:
        group.hidden = on;
        break;
    case Word::deleted:
        group.deleted = on;
        break;
    case Word::unicode:
        take_unicode(token.number);
        break;
    case Word::unicode_bytes:
        group.unicode_bytes = static_cast<std::uint32_t>(std::clamp(token.number, 0, 16));
        break;
    default:
        return take_sign(word);
    }
    return true;
}

bool RtfReader::take_sign(Word word) {
    switch (word) {
    case Word::tab:
        show("\t");
        break;
    case Word::line:
        show("\n");
        break;
    case Word::left_quote:
        show("\u2018");
        break;
    case Word::right_quote:
        show("\u2019");
        break;
    case Word::left_quotes:
        show("\u201c");
        break;
    case Word::right_quotes:
        show("\u201d");
        break;
    case Word::em_dash:
        show("\u2014");
        break;
    case Word::en_dash:
        show("\u2013");
        break;
    case Word::bullet:
        show("\u2022");
        break;
    case Word::space:
        show(" ");
        break;
    default:
        return false;
    }
    return true;
}

bool RtfReader::take_paragraph(Word word, RtfToken const& token) {
    auto& own = now().paragraph;
    switch (word) {
    case Word::paragraph:
        end_paragraph();
        break;
    case Word::paragraph_defaults:
        own = {};
        break;
    case Word::outline:
        if (now().to != To::styles)
            own.outline = token.number;
        else if (outlines_.size() < kStylesMax)
            outlines_[style_] = token.number;
        break;
    case Word::style:
        if (now().to == To::styles)
            style_ = token.number;
        else if (auto const found = outlines_.find(token.number); found != outlines_.end())
            own.outline = found->second;
        break;
    case Word::paragraph_fill:
        own.fill = static_cast<std::size_t>(std::max(token.number, 0));
        break;
    default:
        return false;
    }
    return true;
}

bool RtfReader::take_table(Word word, RtfToken const& token) {
    auto& own = now().paragraph;
    bool const in_body = now().to == To::body || now().to == To::ignored;
    switch (word) {
    case Word::in_table:
        own.in_table = true;
        break;
    case Word::table_depth:
        own.in_table = token.number > 0;
        own.depth = std::min(static_cast<std::size_t>(std::max(token.number, 1)), kTablesMax);
        break;
    case Word::cell:
        if (in_body)
            end_cell(1);
        break;
    case Word::row:
        if (in_body)
            end_row(1);
        break;
    case Word::nested_cell:
        if (in_body)
            end_cell(std::max<std::size_t>(own.depth, 2));
        break;
    case Word::nested_row:
        if (in_body)
            end_row(std::max<std::size_t>(place().levels.size(), 2));
        break;
    case Word::row_defaults:
        row_ = paper_;
        break;
    case Word::cell_fill:
        if (auto const fill = color(static_cast<std::size_t>(std::max(token.number, 0)));
            fill.kind == Paint::Kind::rgb && row_.colors.size() < kFillsMax)
            row_.colors.push_back(fill.color);
        break;
    default:
        return false;
    }
    return true;
}

void RtfReader::take_unicode(std::int32_t code) {
    if (!pending_.empty())
        flush();
    stand_in_ = now().unicode_bytes;
    auto unit = static_cast<char32_t>(code < 0 ? code + 65536 : code);
    if (unit >= 0xd800 && unit < 0xdc00) {
        high_half_ = unit;
        return;
    }
    auto const high = std::exchange(high_half_, 0);
    if (unit >= 0xdc00 && unit < 0xe000)
        unit = high != 0 ? 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00) : 0xfffd;
    if (unit >= 0xf000 && unit < 0xf100) { // a sign of a symbol font
        auto const character = symbol_character(unit);
        if (character == 0)
            answer_.warn(Warning::unmapped_text);
        unit = character != 0 ? character : 0xfffd;
    }
    if (unit > 0x10ffff || unit == 0)
        unit = 0xfffd;
    std::string utf8;
    append_utf8(utf8, unit);
    show(utf8);
}

void RtfReader::bytes(std::string_view piece) {
    pending_ += piece;
    constexpr std::size_t kPieceBytes = 1 << 16;
    if (pending_.size() > kPieceBytes && static_cast<unsigned char>(pending_.back()) < 0x80)
        flush();
}

// Bytes mean something in the character set of their font only.
void RtfReader::flush() {
    if (pending_.empty())
        return;
    auto const piece = std::exchange(pending_, {});
    auto const found = fonts_.find(now().font >= 0 ? now().font : default_font_);
    bool const symbols = found != fonts_.end() && found->second.symbols;
    if (symbols && now().to != To::instruction) {
        std::string text;
        for (char const c : piece) {
            auto const character = symbol_character(static_cast<unsigned char>(c));
            if (character != 0 && static_cast<unsigned char>(c) >= 0x80) {
                append_utf8(text, character);
            } else {
                bool const ascii = static_cast<unsigned char>(c) < 0x80;
                text += ascii ? std::string(1, c) : "\ufffd";
                if (!ascii || (c >= 'A' && c <= 'z'))
                    answer_.warn(Warning::unmapped_text);
            }
        }
        show(text);
        return;
    }
    bool const own_set = found != fonts_.end() && !found->second.charset.empty();
    auto const converted = from_charset(piece, own_set ? found->second.charset : charset_);
    if (converted.replaced)
        answer_.warn(Warning::invalid_characters);
    show(converted.text);
}

Paint RtfReader::color(std::size_t index) const {
    return index < colors_.size() ? colors_[index] : Paint::automatic();
}

bool RtfReader::is_visible() {
    auto const& group = now();
    Look look;
    look.hidden = group.hidden;
    look.half_points = group.half_points;
    look.width_percent = group.width_percent;
    look.ink = color(group.ink);
    look.fill = color(group.fill);
    auto const& backdrop = group.paragraph.in_table ? row_ : paper_;
    return !is_invisible(look, backdrop, color(group.paragraph.fill));
}

void RtfReader::show(std::string_view utf8) {
    switch (now().to) {
    case To::body:
        if (now().deleted) {
            answer_.warn(Warning::tracked_changes);
        } else if (is_visible()) {
            open_paragraph();
            story_.text(utf8);
        } else if (has_letters(utf8)) {
            answer_.warn(Warning::hidden_text);
        }
        break;
    case To::instruction:
        append_some(instruction_, utf8);
        break;
    case To::label:
        append_some(label_, utf8);
        break;
    case To::template_name:
        append_some(template_, utf8);
        break;
    case To::choice:
        append_some(choice_text_, utf8);
        break;
    default:
        break;
    }
}

void RtfReader::open_paragraph() {
    auto& own = place();
    if (own.open)
        return;
    auto const& look = now().paragraph;
    to_level(look.in_table ? look.depth : 0);
    if (!own.levels.empty() && !own.levels.back().in_cell) {
        story_.begin_cell();
        own.levels.back().in_cell = true;
    }
    if (own.levels.empty() && std::exchange(own.after_row, false))
        story_.gap();
    bool const heading = look.outline >= 0 && look.outline < 9;
    story_.begin_paragraph(heading ? Apart::yes : Apart::no, std::exchange(label_, {}));
    own.open = true;
}

void RtfReader::end_paragraph() {
    if (now().to != To::body)
        return;
    auto& own = place();
    label_.clear();
    if (std::exchange(own.open, false)) {
        story_.end_paragraph();
    } else if (own.levels.empty() && !now().paragraph.in_table) {
        story_.gap();
    }
}

// Opens and closes tables until so many are open.
void RtfReader::to_level(std::size_t depth) {
    auto& own = place();
    if (depth != own.levels.size() && std::exchange(own.open, false))
        story_.end_paragraph();
    while (own.levels.size() > depth)
        close_level();
    while (own.levels.size() < depth) {
        if (own.levels.empty() && !own.after_row)
            story_.gap();
        else if (!own.levels.empty() && !std::exchange(own.levels.back().in_cell, true))
            story_.begin_cell();
        story_.begin_row();
        own.levels.emplace_back();
    }
}

void RtfReader::close_level() {
    auto& own = place();
    if (std::exchange(own.open, false))
        story_.end_paragraph();
    if (own.levels.back().in_cell)
        story_.end_cell();
    story_.end_row();
    own.levels.pop_back();
    own.after_row = own.levels.empty();
}

void RtfReader::end_cell(std::size_t depth) {
    auto& own = place();
    to_level(depth);
    label_.clear();
    if (!own.levels.back().in_cell) // an empty one
        story_.begin_cell();
    if (std::exchange(own.open, false))
        story_.end_paragraph();
    story_.end_cell();
    own.levels.back().in_cell = false;
}

void RtfReader::end_row(std::size_t depth) {
    auto& own = place();
    if (own.levels.size() < depth)
        return;
    to_level(depth);
    close_level();
}

} // namespace leitstand::reader
