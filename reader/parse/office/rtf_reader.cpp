// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/rtf_reader.hpp"

#include "reader/parse/formats.hpp"
#include "reader/parse/office/numbering.hpp"
#include "reader/parse/office/package.hpp"

namespace leitstand::reader {

namespace {

constexpr std::size_t kColorsMax = 4096;
constexpr std::size_t kFontsMax = 4096;

} // namespace

RtfReader::RtfReader(std::string_view bytes, ReaderRequest const& request, Output& output,
                     ReaderAnswer& answer)
    : tokens_(bytes), request_(request), output_(output), answer_(answer),
      story_(request.text_bytes_max), groups_(1), places_(1) {}

void RtfReader::read() {
    bool ended = false;
    while (!ended && !story_.full()) {
        auto const token = tokens_.next();
        if (token.kind != RtfToken::Kind::word)
            starred_ = starred_ && token.kind == RtfToken::Kind::text;
        switch (token.kind) {
        case RtfToken::Kind::end:
            read_in_part(answer_, Reason::damaged); // a group was never closed
            ended = true;
            break;
        case RtfToken::Kind::open:
            open_group();
            break;
        case RtfToken::Kind::close:
            close_group();
            ended = groups_.size() == 1 && too_deep_ == 0;
            break;
        case RtfToken::Kind::word:
            take_word(token);
            break;
        case RtfToken::Kind::symbol:
            take_symbol(token.sign);
            break;
        case RtfToken::Kind::text:
            take_text(token.word);
            break;
        case RtfToken::Kind::byte:
            take_text({&token.sign, 1});
            break;
        case RtfToken::Kind::binary:
            stand_in_ -= stand_in_ > 0 ? 1 : 0;
            if (too_deep_ == 0 && now().to == To::picture)
                picture_.bytes += token.word;
            break;
        }
    }
    too_deep_ = 0;
    while (groups_.size() > 1)
        close_group();
    flush();
    to_level(0);
    if (tokens_.malformed())
        answer_.warn(Warning::malformed);
    std::string all = heads_;
    if (first_differs_)
        all.insert(0, first_head_ + (all.empty() || first_head_.empty() ? "" : "\n\n"));
    join_apart(all, story_.take());
    std::string notes = notes_;
    for (auto const* const more : {&endnotes_, &comments_})
        if (!more->empty())
            notes += (notes.empty() ? "" : "\n") + *more;
    join_apart(all, notes);
    if (first_differs_)
        join_apart(all, first_foot_);
    join_apart(all, feet_);
    if (story_.full())
        read_in_part(answer_, Reason::text_too_long);
    finish_office(answer_, std::move(all), request_);
}

void RtfReader::open_group() {
    flush();
    stand_in_ = 0;
    if (too_deep_ > 0 || groups_.size() > Limits{}.office_nesting_max) {
        ++too_deep_;
        read_in_part(answer_, Reason::too_deep);
        return;
    }
    groups_.push_back(now());
    now().ends = Ends::nothing;
    style_ = 0; // of a group in the table of styles
}

void RtfReader::close_group() {
    if (too_deep_ > 0) {
        --too_deep_;
        return;
    }
    flush();
    stand_in_ = 0;
    if (groups_.size() == 1)
        return; // one brace too many
    auto const ends = now().ends;
    groups_.pop_back();
    end_of(ends);
}

void RtfReader::end_of(Ends ends) {
    auto const note = [&](std::string& to, std::string label) {
        to_level(0);
        places_.pop_back();
        auto const text = story_.end_aside();
        show(label);
        if (!text.empty())
            to += (to.empty() ? "" : "\n") + label + " " + text;
    };
    auto const margin = [&](std::string& to, std::string& first) {
        to_level(0);
        bool const of_first = !place().shown;
        places_.pop_back();
        auto const text = story_.end_aside();
        auto& where = of_first ? first : to;
        if (where.find(text) == std::string::npos)
            join_margin(where, text);
    };
    switch (ends) {
    case Ends::nothing:
        break;
    case Ends::note:
        if (place().endnote)
            note(endnotes_, "[" + write_number(NumberStyle::lower_roman, ++endnote_count_) + "]");
        else
            note(notes_, "[" + std::to_string(++note_count_) + "]");
        break;
    case Ends::comment:
        note(comments_, "[c" + std::to_string(++comment_count_) + "]");
        break;
    case Ends::header:
        margin(heads_, first_head_);
        break;
    case Ends::footer:
        margin(feet_, first_foot_);
        break;
    case Ends::box:
        to_level(0);
        places_.pop_back();
        story_.end_box();
        break;
    case Ends::instruction:
        note_field(instruction_, answer_);
        end_form_field();
        break;
    case Ends::label:
        tidy_label();
        break;
    case Ends::picture:
        hand_out_picture();
        break;
    case Ends::template_name:
        if (is_remote(template_))
            answer_.warn(Warning::remote_template);
        break;
    case Ends::choice:
        if (choices_.size() < kFontsMax)
            choices_.push_back(choice_text_);
        break;
    }
}

// A box to tick and a choice from a list have no text of their own.
void RtfReader::end_form_field() {
    constexpr std::int32_t kUnset = 25; // \ffres25: as the default says
    auto const kind = std::exchange(form_kind_, -1);
    auto const chosen = form_result_ == kUnset ? form_default_ : form_result_;
    if (kind == 1)
        show(chosen != 0 ? "\u2612" : "\u2610");
    if (kind == 2 && chosen >= 0 && static_cast<std::size_t>(chosen) < choices_.size())
        show(choices_[static_cast<std::size_t>(chosen)]);
    form_result_ = kUnset;
    form_default_ = 0;
    choices_.clear();
}

// What stands before an item: a number as it is, any kind of bullet as "- ".
void RtfReader::tidy_label() {
    std::string label;
    for (char const c : label_)
        if (c != '\t' && c != ' ' && c != '\n')
            label += c;
    bool const is_bullet = label == "\u2022" || label == "\u00b7" || label == "o" ||
                           label == "\u2013" || label == "-" || label == "\u25aa" ||
                           label == "\u25cf" || label == "\u2610" || label == "\u2192";
    label_ = label.empty() ? label : is_bullet ? std::string{kBullet} : label + " ";
}

// A group is one thing: what has begun as a note stays one, whatever words follow in it.
void RtfReader::begin_aside(Ends ends, bool shown) {
    if (now().ends != Ends::nothing)
        return;
    places_.emplace_back();
    now().to = To::body;
    now().ends = ends;
    now().paragraph = {};
    place().shown = shown;
    ends == Ends::box ? story_.begin_box() : story_.begin_aside();
}

bool RtfReader::take_destination(Word word) {
    auto const go = [&](To to, Ends ends, std::string* text) {
        if (ends != Ends::nothing && now().ends != Ends::nothing)
            return;
        now().to = to;
        if (ends != Ends::nothing)
            now().ends = ends;
        if (text != nullptr)
            text->clear();
    };
    switch (word) {
    case Word::skipped:
        go(To::skipped, Ends::nothing, nullptr);
        break;
    case Word::ignored:
        go(To::ignored, Ends::nothing, nullptr);
        break;
    case Word::transparent:
        break;
    case Word::body:
        now().to = To::body;
        break;
    case Word::fonts:
        go(To::fonts, Ends::nothing, nullptr);
        break;
    case Word::styles:
        go(To::styles, Ends::nothing, nullptr);
        break;
    case Word::colors:
        go(To::colors, Ends::nothing, nullptr);
        break;
    case Word::instruction:
        go(To::instruction, Ends::instruction, &instruction_);
        break;
    case Word::label:
        go(To::label, Ends::label, &label_);
        break;
    case Word::picture:
        go(To::picture, Ends::picture, nullptr);
        picture_ = {};
        break;
    case Word::template_name:
        go(To::template_name, Ends::template_name, &template_);
        break;
    case Word::choice:
        go(To::choice, Ends::choice, &choice_text_);
        break;
    case Word::object:
        go(To::ignored, Ends::nothing, nullptr);
        answer_.warn(Warning::embedded_objects);
        break;
    default:
        return take_aside(word);
    }
    return true;
}

bool RtfReader::take_aside(Word word) {
    switch (word) {
    case Word::note:
        begin_aside(Ends::note, true);
        break;
    case Word::comment:
        begin_aside(Ends::comment, true);
        break;
    case Word::header:
    case Word::first_header:
        begin_aside(Ends::header, word == Word::header);
        break;
    case Word::footer:
    case Word::first_footer:
        begin_aside(Ends::footer, word == Word::footer);
        break;
    case Word::box:
        begin_aside(Ends::box, true);
        break;
    default:
        return false;
    }
    return true;
}

void RtfReader::take_word(RtfToken const& token) {
    bool const starred = std::exchange(starred_, false);
    if (too_deep_ > 0 || now().to == To::skipped)
        return;
    stand_in_ =
        0; // what stands for a \u is writing; writers that leave it out must not lose a word
    auto const word = rtf_word(token.word);
    if (word != Word::unicode)
        flush();
    if (word == Word::unknown) {
        if (starred)
            now().to = To::skipped;
        return;
    }
    static_cast<void>(take_destination(word) || take_character(word, token) ||
                      take_paragraph(word, token) || take_table(word, token) ||
                      take_setting(word, token));
}

void RtfReader::take_symbol(char sign) {
    if (sign == '*') {
        starred_ = true;
        return;
    }
    if (too_deep_ > 0 || now().to == To::skipped)
        return;
    if (stand_in_ > 0) {
        --stand_in_;
        return;
    }
    switch (sign) {
    case '\\':
    case '{':
    case '}':
        bytes({&sign, 1});
        break;
    case '~':
        flush();
        show("\u00a0");
        break;
    case '_':
        flush();
        show("-");
        break;
    case '\n':
    case '\r':
        flush();
        end_paragraph();
        break;
    case '\t':
        flush();
        show("\t");
        break;
    default: // optional hyphens and what an index needs
        break;
    }
}

void RtfReader::take_text(std::string_view piece) {
    if (too_deep_ > 0 || now().to == To::skipped)
        return;
    auto const passed = std::min<std::size_t>(stand_in_, piece.size());
    stand_in_ -= static_cast<std::uint32_t>(passed);
    piece.remove_prefix(passed);
    if (now().to == To::picture) {
        picture_.hex += piece;
        return;
    }
    if (now().to == To::colors) {
        for (char const c : piece)
            if (c == ';' && colors_.size() < kColorsMax)
                colors_.push_back(std::exchange(next_color_, Paint::automatic()));
        return;
    }
    if (!piece.empty())
        bytes(piece);
}

bool RtfReader::take_setting(Word word, RtfToken const& token) {
    auto const shade = static_cast<std::uint8_t>(std::clamp(token.number, 0, 255));
    auto const part_of_color = [&](std::uint8_t Color::*part) {
        next_color_.kind = Paint::Kind::rgb;
        next_color_.color.*part = shade;
    };
    switch (word) {
    case Word::code_page:
        if (auto const name = rtf_code_page(token.number); !name.empty())
            charset_ = name;
        break;
    case Word::mac:
        charset_ = "macintosh";
        break;
    case Word::pc:
        charset_ = "ibm-437";
        break;
    case Word::pca:
        charset_ = "ibm-850";
        break;
    case Word::default_font:
        default_font_ = token.number;
        break;
    case Word::font_charset:
    case Word::font_code_page:
        if (now().to == To::fonts && fonts_.size() < kFontsMax) {
            auto& font = fonts_[now().font];
            font.symbols |= word == Word::font_charset && token.number == kSymbolCharset;
            font.charset = word == Word::font_charset ? rtf_font_charset(token.number)
                                                      : rtf_code_page(token.number);
        }
        break;
    case Word::red:
        part_of_color(&Color::red);
        break;
    case Word::green:
        part_of_color(&Color::green);
        break;
    case Word::blue:
        part_of_color(&Color::blue);
        break;
    case Word::endnote:
        place().endnote = true;
        break;
    case Word::first_differs:
        first_differs_ = true;
        break;
    case Word::form_kind:
        form_kind_ = token.number;
        break;
    case Word::form_result:
        form_result_ = token.number;
        break;
    case Word::form_default:
        form_default_ = token.number;
        break;
    case Word::readable_picture:
        picture_.readable = true;
        break;
    case Word::linked_object:
        answer_.warn(Warning::remote_content);
        break;
    default:
        return false;
    }
    return true;
}

// PNG, JPEG and EMF stand there as the file would; the others lack their head.
void RtfReader::hand_out_picture() {
    auto bytes = std::move(picture_.bytes);
    int high = -1;
    for (char const c : picture_.hex) {
        char const lower = static_cast<char>(c | 0x20);
        int const value = c >= '0' && c <= '9'           ? c - '0'
                          : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                         : -1;
        if (value < 0)
            continue;
        if (high >= 0)
            bytes += static_cast<char>(high << 4 | value);
        high = high >= 0 ? -1 : value;
    }
    if (bytes.empty())
        return;
    if (!picture_.readable)
        answer_.warn(Warning::embedded_objects);
    else if (answer_.parts.size() == request_.parts_max)
        read_in_part(answer_, Reason::too_many_parts);
    else if (!output_.put(answer_, {}, {}, bytes))
        read_in_part(answer_, Reason::unpacked_too_large);
}

void read_rtf(std::string_view bytes, ReaderRequest const& request, Output& output,
              ReaderAnswer& answer) {
    RtfReader{bytes, request, output, answer}.read();
}

} // namespace leitstand::reader
