// SPDX-License-Identifier: EUPL-1.2
// What is said of a page besides its text: marks, text that a person would not see, and codes that
// stand on it. Closed lists, shared by documents and the reader's protocol; on the wire and in the
// stored form a mark is a bit, so new ones are added at the end. Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace leitstand {

enum class PageMark : std::uint8_t {
    unread,      // a picture without a text layer that could be used; recognition has not seen it
    unchecked,   // has a text layer that nobody has held against the picture yet
    blank,       // nothing on it
    handwriting, // holds writing by hand: a person must read it, nothing is guessed
    hidden_text, // text layer and picture do not agree, or text is drawn so that nobody sees it
    low_quality, // many words were recognised with low confidence
    mirrored,    // seen from behind
};
inline constexpr std::size_t kPageMarkCount = static_cast<std::size_t>(PageMark::mirrored) + 1;
std::string_view mark_key(PageMark mark);

class PageMarks {
  public:
    PageMarks() = default;
    explicit PageMarks(std::uint32_t bits) : bits_(bits) {}
    bool has(PageMark mark) const { return (bits_ & bit(mark)) != 0; }
    void set(PageMark mark) { bits_ |= bit(mark); }
    void clear(PageMark mark) { bits_ &= ~bit(mark); }
    void add(PageMarks other) { bits_ |= other.bits_; }
    std::uint32_t bits() const { return bits_; }
    bool operator==(PageMarks const&) const = default;

  private:
    static std::uint32_t bit(PageMark mark) { return 1u << static_cast<unsigned>(mark); }
    std::uint32_t bits_ = 0;
};
inline constexpr std::uint32_t kPageMarkBits = (1u << kPageMarkCount) - 1;

// Why a person who looks at the page does not see a text.
enum class HiddenKind : std::uint8_t {
    unseen,     // drawn, but leaves no trace in the picture: white, covered, tiny, transparent
    off_page,   // outside the visible page
    characters, // characters without a glyph: zero width, direction overrides, tags
    lookalike,  // letters of another script that look like Latin ones
    differs,    // the picture shows another text at this place
    not_shown,  // lies in the file but is not drawn: hidden layer, hidden note, replacement text
};
inline constexpr std::size_t kHiddenKindCount = static_cast<std::size_t>(HiddenKind::not_shown) + 1;
std::string_view hidden_key(HiddenKind kind);

// Pages of one file that follow each other, from 1, the last one included.
struct PageRange {
    std::uint32_t first = 1;
    std::uint32_t last = 1;
    bool operator==(PageRange const&) const = default;
};

enum class CodeKind : std::uint8_t { qr, data_matrix, aztec, pdf417, code128, code39, ean, other };
inline constexpr std::size_t kCodeKindCount = static_cast<std::size_t>(CodeKind::other) + 1;
std::string_view code_key(CodeKind kind);

} // namespace leitstand
