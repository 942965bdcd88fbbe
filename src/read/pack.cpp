// SPDX-License-Identifier: EUPL-1.2
// The stored form of a Document (docs/formats/document.md): compact, with a version, checked on the
// way in.
#include <bit>
#include <cmath>

#include "read/bytes.hpp"
#include "read/document.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kMagic = "LD";
constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kListMax = 4'000'000;
constexpr std::size_t kFieldBytesMax = 64 << 10;

std::int64_t hundredths(float points) {
    return std::isfinite(points)
               ? std::llround(std::clamp(static_cast<double>(points), -2e6, 2e6) * 100)
               : 0;
}
float points(std::int64_t hundredths) {
    return static_cast<float>(static_cast<double>(hundredths) / 100);
}

void put_span(ByteWriter& out, Span span, std::uint32_t& before) {
    out.signed_number(static_cast<std::int64_t>(span.start) - before);
    out.number(span.end - span.start);
    before = span.end;
}

// A span within `text_bytes`, or the reader fails.
Span get_span(ByteReader& in, std::uint32_t& before, std::size_t text_bytes) {
    auto const start =
        static_cast<std::int64_t>(before) + in.signed_number() % (std::int64_t{1} << 33);
    auto const length = static_cast<std::int64_t>(in.number_up_to(text_bytes));
    if (start < 0 || start + length > static_cast<std::int64_t>(text_bytes)) {
        in.fail();
        return {};
    }
    before = static_cast<std::uint32_t>(start + length);
    return {static_cast<std::uint32_t>(start), before};
}

template <typename E>
E get_enum(ByteReader& in, E last) {
    return static_cast<E>(in.number_up_to(static_cast<std::uint64_t>(last)));
}

std::string get_text(ByteReader& in) {
    return std::string{in.text(kFieldBytesMax)};
}
std::uint32_t get_small(ByteReader& in) {
    return static_cast<std::uint32_t>(in.number_up_to(0xffff'ffff));
}

void put_box(ByteWriter& out, Box const& box) {
    auto const x0 = hundredths(box.x0);
    auto const y0 = hundredths(box.y0);
    out.signed_number(x0);
    out.signed_number(y0);
    out.signed_number(hundredths(box.x1) - x0);
    out.signed_number(hundredths(box.y1) - y0);
}

Box get_box(ByteReader& in) {
    auto const coordinate = [&] { return in.signed_number() % 1'000'000'000; };
    auto const x0 = coordinate();
    auto const y0 = coordinate();
    Box box{points(x0), points(y0), points(x0 + coordinate()), 0};
    box.y1 = points(y0 + coordinate());
    return box;
}

// Hidden texts and codes have one form.
template <typename Thing>
void put_things(ByteWriter& out, std::vector<Thing> const& things) {
    out.number(things.size());
    for (auto const& thing : things) {
        out.number(thing.part);
        out.number(thing.page);
        out.number(static_cast<std::uint64_t>(thing.kind));
        put_box(out, thing.box);
        out.text(thing.text);
    }
}

template <typename Thing, typename Kind>
void get_things(ByteReader& in, std::vector<Thing>& things, Kind last) {
    auto const count = in.count(kListMax);
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        Thing thing;
        thing.part = get_small(in);
        thing.page = get_small(in);
        thing.kind = get_enum(in, last);
        thing.box = get_box(in);
        thing.text = get_text(in);
        things.push_back(std::move(thing));
    }
}

void put_words(ByteWriter& out, std::vector<Word> const& words) {
    std::uint32_t before = 0;
    out.number(words.size());
    for (auto const& word : words) {
        put_span(out, word.span, before);
        out.number(word.part);
        out.number(word.page);
        put_box(out, word.box);
        out.number(static_cast<std::uint64_t>(
            std::clamp(std::lround(word.confidence * 10'000), 0l, 10'000l)));
    }
}

void get_words(ByteReader& in, Document& document) {
    std::uint32_t before = 0;
    auto const count = in.count(kListMax);
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        Word word;
        word.span = get_span(in, before, document.text.size());
        word.part = get_small(in);
        word.page = get_small(in);
        word.box = get_box(in);
        word.confidence = static_cast<float>(in.number_up_to(10'000)) / 10'000.0f;
        document.words.push_back(word);
    }
}

void put_pages(ByteWriter& out, std::vector<Page> const& pages) {
    std::uint32_t before = 0;
    out.number(pages.size());
    for (auto const& page : pages) {
        out.number(page.part);
        out.number(page.number);
        out.signed_number(hundredths(page.width));
        out.signed_number(hundredths(page.height));
        out.number(static_cast<std::uint64_t>(page.source));
        put_span(out, page.span, before);
        out.number(page.turned);
        out.number(page.marks.bits());
    }
}

void get_pages(ByteReader& in, Document& document) {
    std::uint32_t before = 0;
    auto const count = in.count(kListMax);
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        Page page;
        page.part = get_small(in);
        page.number = get_small(in);
        page.width = points(in.signed_number() % 1'000'000'000);
        page.height = points(in.signed_number() % 1'000'000'000);
        page.source = get_enum(in, PageSource::both);
        page.span = get_span(in, before, document.text.size());
        page.turned = static_cast<std::uint32_t>(in.number_up_to(270));
        page.marks = PageMarks{static_cast<std::uint32_t>(in.number_up_to(kPageMarkBits))};
        document.pages.push_back(page);
    }
}

void put_parts(ByteWriter& out, std::vector<Part> const& parts) {
    std::uint32_t before = 0;
    out.number(parts.size());
    for (auto const& part : parts) {
        out.number(part.number);
        out.number(part.parent);
        out.text(part.name);
        out.text(part.media_type);
        out.number(static_cast<std::uint64_t>(part.status));
        out.text(part.reason);
        put_span(out, part.span, before);
        out.text(part.sha256);
        out.number(part.size_bytes);
    }
}

void get_parts(ByteReader& in, Document& document) {
    std::uint32_t before = 0;
    auto const count = in.count(kListMax);
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        Part part;
        part.number = get_small(in);
        part.parent = get_small(in);
        part.name = get_text(in);
        part.media_type = get_text(in);
        part.status = get_enum(in, ReadStatus::refused);
        part.reason = get_text(in);
        part.span = get_span(in, before, document.text.size());
        part.sha256 = get_text(in);
        part.size_bytes = in.number();
        document.parts.push_back(std::move(part));
    }
}

} // namespace

std::string pack_document(Document const& document) {
    ByteWriter out;
    out.reserve(document.text.size() + document.words.size() * 16 + 1024);
    out.raw(kMagic);
    out.byte(kVersion);
    out.text(document.sha256);
    out.text(document.media_type);
    out.number(static_cast<std::uint64_t>(document.status));
    out.text(document.reason);
    out.text(document.language);
    auto const& e = document.envelope;
    for (auto const* field :
         {&e.subject, &e.sender_name, &e.sender_address, &e.recipient, &e.sent_at, &e.message_id})
        out.text(*field);
    out.text(document.text);
    put_pages(out, document.pages);
    put_parts(out, document.parts);
    put_words(out, document.words);
    put_things(out, document.hidden);
    put_things(out, document.codes);
    out.number(document.warnings.size());
    for (auto const& warning : document.warnings)
        out.text(warning);
    return out.take();
}

Result<Document> unpack_document(std::string_view packed) {
    if (!packed.starts_with(kMagic) || packed.size() < 3)
        return fail(Code::damaged, "document.damaged");
    if (static_cast<std::uint8_t>(packed[2]) != kVersion)
        return fail(Code::damaged, "document.version", "written by another version of Leitstand");
    ByteReader in{packed.substr(3)};
    Document document;
    document.sha256 = get_text(in);
    document.media_type = get_text(in);
    document.status = get_enum(in, ReadStatus::refused);
    document.reason = get_text(in);
    document.language = get_text(in);
    auto& e = document.envelope;
    for (auto* field :
         {&e.subject, &e.sender_name, &e.sender_address, &e.recipient, &e.sent_at, &e.message_id})
        *field = get_text(in);
    document.text = in.text(0xffff'ffff);
    get_pages(in, document);
    get_parts(in, document);
    get_words(in, document);
    get_things(in, document.hidden, HiddenKind::not_shown);
    get_things(in, document.codes, CodeKind::other);
    auto const warnings = in.count(1000);
    for (std::size_t i = 0; i < warnings; ++i)
        document.warnings.push_back(get_text(in));
    if (in.failed() || !in.at_end() || !is_utf8(document.text))
        return fail(Code::damaged, "document.damaged");
    return document;
}

} // namespace leitstand
