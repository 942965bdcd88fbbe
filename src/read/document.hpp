// SPDX-License-Identifier: EUPL-1.2
// A Document (Schriftstück): what the sandboxed reader made of one received thing. Text of all
// parts in order, joined by U+000C; spans are byte offsets into this UTF-8 text (JSON output turns
// them into code points, CONTRACTS). Threads: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "read/page_marks.hpp"

namespace leitstand {

struct Span {
    std::uint32_t start = 0; // bytes
    std::uint32_t end = 0;   // bytes, one past the last
    bool operator==(Span const&) const = default;
};

// In points, origin top left of the page as it stands upright.
struct Box {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

enum class PageSource : std::uint8_t { text, ocr, both };
enum class ReadStatus : std::uint8_t { read, partly_read, refused };

struct Page {
    std::uint32_t part = 0;
    std::uint32_t number = 1; // within the part, from 1
    float width = 0, height = 0;
    PageSource source = PageSource::text;
    Span span; // its text
    // Degrees clockwise (0, 90, 180, 270) by which the page as sent is turned to stand upright;
    // width, height and boxes are those of the upright page.
    std::uint32_t turned = 0;
    PageMarks marks{};
};

struct Word {
    Span span;
    std::uint32_t part = 0;
    std::uint32_t page = 1;
    Box box;
    float confidence = 1; // 1 for a text layer, else what recognition says
};

// A text that is kept from the findings, because a person who looks at the page does not see it.
struct HiddenText {
    std::uint32_t part = 0;
    std::uint32_t page = 1;
    HiddenKind kind = HiddenKind::unseen;
    Box box;
    std::string text;
};

// A bar code or QR code on a page, with its content.
struct PageCode {
    std::uint32_t part = 0;
    std::uint32_t page = 1;
    CodeKind kind = CodeKind::other;
    Box box;
    std::string text;
};

struct Part {
    std::uint32_t number = 0; // 0 is the body or the file itself
    std::uint32_t parent = 0; // the part it was attached to; 0 also for part 0
    std::string name;         // as sent, cleaned of paths and control characters; may be empty
    std::string media_type;
    ReadStatus status = ReadStatus::read;
    std::string reason; // of the closed list (docs/formats/refusals.md), empty if read
    Span span;
    std::string sha256; // of its bytes, hex
    std::uint64_t size_bytes = 0;
};

// What a message says of itself; empty for a plain file.
struct Envelope {
    std::string subject;
    std::string sender_name;
    std::string sender_address;
    std::string recipient;
    std::string sent_at; // RFC 3339 or empty
    std::string message_id;
};

struct Document {
    std::string sha256; // hex
    std::string media_type;
    ReadStatus status = ReadStatus::read;
    std::string reason;   // of the closed list; empty if read
    std::string language; // "de", "en" …, empty if unknown
    Envelope envelope;
    std::vector<Page> pages;
    std::string text; // UTF-8
    std::vector<Part> parts;
    std::vector<Word> words; // in text order
    std::vector<HiddenText> hidden;
    std::vector<PageCode> codes;
    std::vector<std::string> warnings; // closed list

    // Whether a page waits for recognition: to be read, or to be held against its picture.
    bool needs_recognition() const;
};

std::string_view status_name(ReadStatus status);
std::string_view source_name(PageSource source);

// The `read --json` form of CONTRACTS, offsets in code points.
Json read_json(Document const& document, std::string const& input, bool with_words);

// The stored form (docs/formats/document.md): the same content, byte offsets, compact; a version in
// front.
std::string pack_document(Document const& document);
Result<Document> unpack_document(std::string_view packed);

} // namespace leitstand
