// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/hidden_characters.hpp"

#include <algorithm>
#include <memory>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

#include "read/bytes.hpp"
#include "reader/parse/charset.hpp"

namespace leitstand::reader {

namespace {

constexpr std::size_t kContextBytes = 60;   // of the text around, shown to the caseworker
constexpr std::size_t kFlagTagsMax = 7;     // an emoji flag of a region spells so much
constexpr std::size_t kLookalikesMax = 200; // of one answer

bool is_tag(UChar32 c) {
    return c >= 0xe0000 && c <= 0xe007f;
}

bool is_override(UChar32 c) {
    return c == 0x202d || c == 0x202e;
}

bool is_soft_hyphen(UChar32 c) {
    return c == 0xad;
}

// Signs without a shape of their own, beside joiners between letters that need them.
bool is_shapeless(UChar32 c) {
    if (c < 0xad)
        return false;
    return is_soft_hyphen(c) || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 ||
           c == 0x17b4 || c == 0x17b5 || (c >= 0x180b && c <= 0x180f) ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0x2800 || c == 0x3164 ||
           (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0xffa0 ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0x1d173 && c <= 0x1d17a) || is_tag(c) ||
           (c >= 0xe0100 && c <= 0xe01ef);
}

bool is_direction(UChar32 c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool is_right_to_left(UChar32 c) {
    auto const direction = u_charDirection(c);
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

// Arabic, the scripts of India and emoji need joiners and variation signs to look right.
bool needs_joiners(UChar32 c) {
    return (c >= 0x590 && c < 0x1100) || (c >= 0x1780 && c < 0x1900) || c >= 0x1f000 ||
           (c >= 0x2190 && c < 0x2bff) || (c >= 0xfb1d && c < 0xfe00) || c == 0xa9 || c == 0xae;
}

struct Sign {
    UChar32 value = 0;
    std::uint32_t start = 0, end = 0; // bytes
};

std::vector<Sign> signs_of(std::string const& text) {
    std::vector<Sign> signs;
    signs.reserve(text.size());
    auto const length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        auto const start = i;
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(text.data(), i, length, c);
        signs.push_back({c, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(i)});
    }
    return signs;
}

// Whether one of the characters beyond ASCII, which are few in the usual text, is such a one.
template <typename Is>
bool any_beyond_ascii(std::string const& text, Is&& is) {
    auto const length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        if (static_cast<unsigned char>(text[static_cast<std::size_t>(i)]) < 0x80) {
            ++i;
            continue;
        }
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(text.data(), i, length, c);
        if (is(c))
            return true;
    }
    return false;
}

std::uint32_t page_at(ReaderAnswer const& answer, std::uint32_t byte) {
    for (std::size_t i = 0; i < answer.pages.size(); ++i)
        if (byte < answer.pages[i].end)
            return static_cast<std::uint32_t>(i) + 1;
    return static_cast<std::uint32_t>(std::max<std::size_t>(1, answer.pages.size()));
}

AnswerBox box_at(ReaderAnswer const& answer, std::uint32_t start) {
    auto const after = std::upper_bound(
        answer.words.begin(), answer.words.end(), start,
        [](std::uint32_t byte, AnswerWord const& word) { return byte < word.end; });
    bool const inside = after != answer.words.end() && after->start <= start;
    return inside ? after->box : AnswerBox{};
}

void tell(ReaderAnswer& answer, HiddenKind kind, std::uint32_t at, std::string text) {
    answer.warn(Warning::hidden_text);
    auto const page = page_at(answer, at);
    if (page <= answer.pages.size())
        answer.pages[page - 1].marks.set(PageMark::hidden_text);
    if (answer.hidden.size() >= kHiddenMax)
        return;
    text.resize(whole_characters(text, kHiddenTextBytesMax));
    answer.hidden.push_back({page, kind, box_at(answer, at), to_clean_text(text)});
}

// The first and the last sign of the word around.
std::pair<std::size_t, std::size_t> word_around(std::vector<Sign> const& signs, std::size_t first,
                                                std::size_t last) {
    auto from = first;
    while (from > 0 && first - from < kContextBytes && !u_isUWhiteSpace(signs[from - 1].value))
        --from;
    auto to = last;
    while (to + 1 < signs.size() && to - last < kContextBytes &&
           !u_isUWhiteSpace(signs[to + 1].value))
        ++to;
    return {from, to};
}

std::string shown(std::vector<Sign> const& signs, std::size_t from, std::size_t to) {
    std::string out;
    for (auto i = from; i <= to; ++i)
        if (!is_shapeless(signs[i].value))
            append_utf8(out, static_cast<char32_t>(signs[i].value));
    return out;
}

// What tag characters spell: each stands for an ASCII character.
std::string spelled(std::vector<Sign> const& signs, std::size_t first, std::size_t last) {
    std::string out;
    for (auto i = first; i <= last; ++i)
        if (auto const c = signs[i].value - 0xe0000;
            is_tag(signs[i].value) && c >= 0x20 && c < 0x7f)
            out += static_cast<char>(c);
    return out;
}

class Cleaner {
  public:
    explicit Cleaner(ReaderAnswer& answer)
        : answer_(answer), signs_(signs_of(answer.text)),
          writes_right_to_left_(std::any_of(signs_.begin(), signs_.end(), [](Sign const& sign) {
              return is_right_to_left(sign.value);
          })) {}

    void run() {
        std::vector<bool> out(signs_.size());
        for (std::size_t i = 0; i < signs_.size(); ++i) {
            if (!goes(i))
                continue;
            auto last = i;
            while (last + 1 < signs_.size() && goes(last + 1))
                ++last;
            for (auto k = i; k <= last; ++k)
                out[k] = true;
            judge(i, last);
            i = last;
        }
        if (std::find(out.begin(), out.end(), true) != out.end())
            take_out(out);
    }

  private:
    bool goes(std::size_t i) const {
        auto const c = signs_[i].value;
        if (!is_shapeless(c))
            return false;
        bool const joiner = c == 0x200c || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f);
        bool const before = i > 0 && needs_joiners(signs_[i - 1].value);
        bool const after = i + 1 < signs_.size() && needs_joiners(signs_[i + 1].value);
        return !(joiner && (before || after));
    }

    bool is_letter(std::size_t i) const {
        return i < signs_.size() && u_isalnum(signs_[i].value) && !needs_joiners(signs_[i].value);
    }

    void judge(std::size_t first, std::size_t last) {
        auto const at = signs_[first].start;
        std::size_t tags = 0, overrides = 0, hyphens = 0, others = 0;
        for (auto i = first; i <= last; ++i) {
            auto const c = signs_[i].value;
            tags += is_tag(c) ? 1 : 0;
            overrides += is_override(c) ? 1 : 0;
            hyphens += is_soft_hyphen(c) ? 1 : 0;
            bool const splits = !is_soft_hyphen(c) && !is_direction(c) && !is_tag(c);
            others += splits ? 1 : 0;
        }
        answer_.warn(Warning::invisible_characters);
        if (auto const text = spelled(signs_, first, last); tags > kFlagTagsMax && !text.empty())
            tell(answer_, HiddenKind::characters, at, text);
        else if (overrides > 0 && !(writes_right_to_left_ && overrides == 1))
            tell_word(first, last);
        else if (inside_word(first, last) && (others > 0 || hyphens > 1))
            tell_word(first, last);
    }

    // Each word once, however many signs are in it.
    void tell_word(std::size_t first, std::size_t last) {
        if (first < told_until_)
            return;
        auto const [from, to] = word_around(signs_, first, last);
        told_until_ = to + 1;
        tell(answer_, HiddenKind::characters, signs_[first].start, shown(signs_, from, to));
    }

    // A zero-width space where a long word may be broken is honest after a sign; between two
    // letters it splits a word for programs and not for people.
    bool inside_word(std::size_t first, std::size_t last) const {
        return first > 0 && is_letter(first - 1) && is_letter(last + 1) && !writes_right_to_left_;
    }

    // Behind an override to the left people see the signs in the other order; they are read as they
    // are seen. Where words have places (PDF), they stand as they are seen already.
    std::size_t shown_at(std::size_t i) {
        if (i >= turned_end_) {
            turned_begin_ = turned_end_ = i + 1;
            if (signs_[i].value == 0x202e && answer_.words.empty())
                while (turned_end_ < signs_.size() && signs_[turned_end_].value != 0x202c &&
                       signs_[turned_end_].value != '\n')
                    ++turned_end_;
            return i;
        }
        return turned_end_ - 1 - (i - turned_begin_);
    }

    void take_out(std::vector<bool> const& out) {
        std::string text;
        text.reserve(answer_.text.size());
        std::vector<std::uint32_t> moved(answer_.text.size() + 1);
        for (std::size_t i = 0; i < signs_.size(); ++i) {
            for (auto byte = signs_[i].start; byte < signs_[i].end; ++byte)
                moved[byte] = static_cast<std::uint32_t>(text.size());
            auto const shown = shown_at(i); // once for each
            auto const& sign = signs_[shown];
            if (!out[shown])
                text.append(answer_.text, sign.start, sign.end - sign.start);
        }
        moved[answer_.text.size()] = static_cast<std::uint32_t>(text.size());
        for (auto& page : answer_.pages) {
            page.start = moved[page.start];
            page.end = moved[page.end];
        }
        for (auto& word : answer_.words) {
            word.start = moved[word.start];
            word.end = moved[word.end];
        }
        std::erase_if(answer_.words, [](AnswerWord const& word) { return word.start == word.end; });
        answer_.text = std::move(text);
    }

    ReaderAnswer& answer_;
    std::vector<Sign> signs_;
    std::size_t told_until_ = 0;
    std::size_t turned_begin_ = 0, turned_end_ = 0;
    bool writes_right_to_left_;
};

// ---- letters that look like others ----------------------------------------------------------

bool is_of_other_script(UChar32 c) {
    if (c < 0x370) // Latin and what goes with it
        return false;
    UErrorCode status = U_ZERO_ERROR;
    auto const script = uscript_getScript(c, &status);
    return script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK || script == USCRIPT_ARMENIAN ||
           script == USCRIPT_CHEROKEE || script == USCRIPT_COPTIC || script == USCRIPT_LISU;
}

class Lookalikes {
  public:
    Lookalikes() {
        UErrorCode status = U_ZERO_ERROR;
        checker_.reset(uspoof_open(&status));
        if (U_FAILURE(status))
            checker_.reset();
    }

    void look(ReaderAnswer& answer) const {
        if (!checker_)
            return;
        auto const signs = signs_of(answer.text);
        std::size_t told = 0;
        for (std::size_t i = 0; i < signs.size() && told < kLookalikesMax; ++i) {
            if (!u_isalpha(signs[i].value))
                continue;
            auto end = i;
            while (end < signs.size() && u_isalnum(signs[end].value))
                ++end;
            if (is_mixed(signs, i, end)) {
                auto const at = signs[i].start;
                tell(answer, HiddenKind::lookalike, at,
                     answer.text.substr(at, signs[end - 1].end - at));
                ++told;
            }
            i = end;
        }
    }

  private:
    struct Close {
        void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
    };

    // At least two Latin letters, and others each of which looks like a Latin one.
    bool is_mixed(std::vector<Sign> const& signs, std::size_t begin, std::size_t end) const {
        std::size_t latin = 0, other = 0;
        for (auto i = begin; i < end; ++i) {
            auto const c = signs[i].value;
            if (is_of_other_script(c)) {
                if (!looks_latin(c))
                    return false;
                ++other;
            } else {
                latin += u_isalpha(c) ? 1 : 0;
            }
        }
        return latin >= 2 && other > 0;
    }

    bool looks_latin(UChar32 c) const {
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString const text{c};
        icu::UnicodeString skeleton;
        uspoof_getSkeletonUnicodeString(checker_.get(), 0, text, skeleton, &status);
        return U_SUCCESS(status) && skeleton.length() > 0 && skeleton.char32At(0) < 0x250 &&
               u_isalpha(skeleton.char32At(0));
    }

    std::unique_ptr<USpoofChecker, Close> checker_;
};

Lookalikes const& lookalikes() {
    static Lookalikes const one; // dear to open
    return one;
}

void look_at_text(ReaderAnswer& answer) {
    if (any_beyond_ascii(answer.text, is_shapeless))
        Cleaner{answer}.run();
    if (any_beyond_ascii(answer.text, is_of_other_script))
        lookalikes().look(answer);
}

// The subject of a message is read by people and functions as its text is.
void look_at_subject(ReaderAnswer& answer) {
    ReaderAnswer subject;
    subject.text = answer.envelope.subject;
    look_at_text(subject);
    answer.envelope.subject = subject.text;
    for (auto const warning : subject.warnings)
        answer.warn(warning);
    for (auto& hidden : subject.hidden)
        if (answer.hidden.size() < kHiddenMax)
            answer.hidden.push_back(std::move(hidden));
}

} // namespace

void look_at_characters(ReaderAnswer& answer) {
    look_at_subject(answer);
    look_at_text(answer);
}

void prepare_characters() {
    static_cast<void>(lookalikes());
}

} // namespace leitstand::reader
