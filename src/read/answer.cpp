// SPDX-License-Identifier: EUPL-1.2
// The answer of a reader in both directions: frames written in the sandbox, taken apart and checked
// outside it.
#include <algorithm>
#include <span>

#include "read/protocol.hpp"

namespace leitstand {

namespace {

enum class Frame : std::uint8_t { head = 1, text, pages, words, parts, end, hidden, codes };
constexpr std::size_t kChunkBytes = 512 << 10;   // of a text frame
constexpr std::size_t kWordsPerFrame = 16 << 10; // at most 43 bytes each
constexpr std::size_t kPartsPerFrame = 256;      // at most about 2.5 KiB each
constexpr std::size_t kHiddenPerFrame = 512;     // at most about 1.1 KiB each
constexpr std::size_t kCodesPerFrame = 64;       // at most about 8.1 KiB each

constexpr std::size_t kEnvelopeFieldBytesMax = 4096;
constexpr std::size_t kNameBytesMax = 1024;
constexpr std::size_t kWarningsMax = 64;
constexpr std::int64_t kCoordinateMax = 100'000'000; // a million points

bool in_range(std::int64_t coordinate) {
    return coordinate >= -kCoordinateMax && coordinate <= kCoordinateMax;
}

void put_box(ByteWriter& out, AnswerBox const& box) {
    out.signed_number(box[0]);
    out.signed_number(box[1]);
    out.number(static_cast<std::uint32_t>(box[2] - box[0]));
    out.number(static_cast<std::uint32_t>(box[3] - box[1]));
}

// A box whose sides are in order and within a million points, or the reader fails.
AnswerBox get_box(ByteReader& in) {
    auto const x0 = in.signed_number();
    auto const y0 = in.signed_number();
    auto const width = static_cast<std::int64_t>(in.number_up_to(kCoordinateMax));
    auto const height = static_cast<std::int64_t>(in.number_up_to(kCoordinateMax));
    if (!in_range(x0) || !in_range(y0)) {
        in.fail();
        return {};
    }
    return {static_cast<std::int32_t>(x0), static_cast<std::int32_t>(y0),
            static_cast<std::int32_t>(x0 + width), static_cast<std::int32_t>(y0 + height)};
}

void put_frame(std::string& out, Frame kind, std::string_view body) {
    ByteWriter lead;
    lead.fixed32(static_cast<std::uint32_t>(body.size() + 1));
    lead.byte(static_cast<std::uint8_t>(kind));
    out += lead.bytes();
    out += body;
}

std::string head_body(ReaderAnswer const& answer) {
    ByteWriter body;
    body.byte(static_cast<std::uint8_t>(answer.status));
    body.byte(static_cast<std::uint8_t>(answer.reason));
    body.text(answer.media_type);
    auto const& e = answer.envelope;
    for (auto const* field :
         {&e.subject, &e.sender_name, &e.sender_address, &e.recipient, &e.sent_at, &e.message_id})
        body.text(std::string_view{*field}.substr(0, kEnvelopeFieldBytesMax));
    body.number(answer.warnings.size());
    for (auto const warning : answer.warnings)
        body.byte(static_cast<std::uint8_t>(warning));
    return body.take();
}

void put_words(std::string& out, std::vector<AnswerWord> const& words) {
    std::uint32_t end = 0;
    std::uint32_t page = 1;
    for (std::size_t from = 0; from < words.size(); from += kWordsPerFrame) {
        auto const count = std::min(kWordsPerFrame, words.size() - from);
        ByteWriter body;
        body.reserve(count * 14);
        body.number(count);
        for (auto const& word : std::span{words}.subspan(from, count)) {
            body.number(word.start - end);
            body.number(word.end - word.start);
            body.number(word.page - page);
            put_box(body, word.box);
            body.number(word.confidence);
            end = word.end;
            page = word.page;
        }
        put_frame(out, Frame::words, body.bytes());
    }
}

// Hidden texts and codes have one form: page, kind, box, text.
template <typename Thing>
void put_things(std::string& out, Frame kind, std::vector<Thing> const& things,
                std::size_t per_frame, std::size_t text_bytes_max) {
    for (std::size_t from = 0; from < things.size(); from += per_frame) {
        auto const count = std::min(per_frame, things.size() - from);
        ByteWriter body;
        body.number(count);
        for (auto const& thing : std::span{things}.subspan(from, count)) {
            body.number(thing.page);
            body.byte(static_cast<std::uint8_t>(thing.kind));
            put_box(body, thing.box);
            body.text(cut_to(thing.text, text_bytes_max));
        }
        put_frame(out, kind, body.bytes());
    }
}

} // namespace

AnswerBox turned_box(AnswerBox const& box, std::uint32_t degrees, std::int32_t width,
                     std::int32_t height) {
    switch (degrees) {
    case 90:
        return {height - box[3], box[0], height - box[1], box[2]};
    case 180:
        return {width - box[2], height - box[3], width - box[0], height - box[1]};
    case 270:
        return {box[1], width - box[2], box[3], width - box[0]};
    default:
        return box;
    }
}

void ReaderAnswer::warn(Warning warning) {
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
        warnings.push_back(warning);
}

std::string encode_answer(ReaderAnswer const& answer) {
    std::string out;
    out.reserve(answer.text.size() + answer.words.size() * 14 + 4096);
    put_frame(out, Frame::head, head_body(answer));
    for (std::size_t from = 0; from < answer.text.size(); from += kChunkBytes)
        put_frame(out, Frame::text, std::string_view{answer.text}.substr(from, kChunkBytes));
    ByteWriter pages;
    pages.number(answer.pages.size());
    for (auto const& page : answer.pages)
        for (auto const value :
             {page.width, page.height, page.start, page.end, page.turned, page.marks.bits()})
            pages.number(value);
    put_frame(out, Frame::pages, pages.bytes());
    put_words(out, answer.words);
    for (std::size_t from = 0; from < answer.parts.size(); from += kPartsPerFrame) {
        auto const count = std::min(kPartsPerFrame, answer.parts.size() - from);
        ByteWriter body;
        body.number(count);
        for (auto const& part : std::span{answer.parts}.subspan(from, count)) {
            body.text(std::string_view{part.name}.substr(0, kNameBytesMax));
            body.text(std::string_view{part.media_type}.substr(0, 128));
            body.number(part.offset);
            body.number(part.size_bytes);
        }
        put_frame(out, Frame::parts, body.bytes());
    }
    put_things(out, Frame::hidden, answer.hidden, kHiddenPerFrame, kHiddenTextBytesMax);
    put_things(out, Frame::codes, answer.codes, kCodesPerFrame, kCodeTextBytesMax);
    put_frame(out, Frame::end, {});
    return out;
}

namespace {
tl::unexpected<Error> garbage(std::string what) {
    return fail(Code::damaged, "reader.garbage", std::move(what));
}
} // namespace

Result<void> AnswerDecoder::feed(std::string_view bytes) {
    if (ended_ && !bytes.empty())
        return garbage("bytes after the end");
    taken_ += bytes.size();
    if (taken_ > request_.answer_bytes_max)
        return garbage("answer too long");
    waiting_.append(bytes);
    std::string_view rest = waiting_;
    while (rest.size() >= 4) {
        std::uint32_t const length = ByteReader{rest}.fixed32();
        if (length == 0 || length > kFrameBytesMax)
            return garbage("frame length");
        if (rest.size() - 4 < length)
            break;
        if (ended_)
            return garbage("frame after the end");
        TRY(frame(static_cast<std::uint8_t>(rest[4]), rest.substr(5, length - 1)));
        rest.remove_prefix(4 + std::size_t{length});
    }
    if (ended_ && !rest.empty())
        return garbage("bytes after the end");
    waiting_.erase(0, waiting_.size() - rest.size());
    return {};
}

Result<void> AnswerDecoder::frame(std::uint8_t kind, std::string_view body) {
    if ((static_cast<Frame>(kind) == Frame::head) == has_head_)
        return garbage("head not first");
    ByteReader in{body};
    switch (static_cast<Frame>(kind)) {
    case Frame::head:
        has_head_ = true;
        return head(in);
    case Frame::text:
        if (answer_.text.size() + body.size() > request_.text_bytes_max)
            return garbage("text too long");
        answer_.text.append(body);
        return {};
    case Frame::pages:
        return pages(in);
    case Frame::words:
        return words(in);
    case Frame::parts:
        return parts(in);
    case Frame::hidden:
        return hidden(in);
    case Frame::codes:
        return codes(in);
    case Frame::end:
        ended_ = true;
        return body.empty() ? Result<void>{} : garbage("end");
    }
    return garbage("frame kind");
}

Result<void> AnswerDecoder::head(ByteReader& in) {
    auto const status = in.byte();
    auto const reason = in.byte();
    auto const media_type = in.text(128);
    auto& e = answer_.envelope;
    for (auto* field :
         {&e.subject, &e.sender_name, &e.sender_address, &e.recipient, &e.sent_at, &e.message_id})
        *field = to_clean_text(in.text(kEnvelopeFieldBytesMax));
    auto const warnings = in.count(kWarningsMax);
    for (std::size_t i = 0; i < warnings; ++i) {
        auto const warning = in.byte();
        if (warning >= kWarningCount)
            return garbage("warning");
        answer_.warn(static_cast<Warning>(warning));
    }
    answer_.media_type = clean_media_type(media_type);
    if (in.failed() || !in.at_end() || status > 2 || reason >= kReasonCount ||
        answer_.media_type.empty())
        return garbage("head");
    answer_.status = static_cast<AnswerStatus>(status);
    answer_.reason = static_cast<Reason>(reason);
    if ((answer_.status == AnswerStatus::read) != (answer_.reason == Reason::none))
        return garbage("reason");
    return {};
}

Result<void> AnswerDecoder::pages(ByteReader& in) {
    auto const count = in.count(request_.pages_max);
    if (!answer_.pages.empty())
        return garbage("pages twice");
    for (std::size_t i = 0; i < count; ++i) {
        AnswerPage page;
        page.width = static_cast<std::uint32_t>(in.number_up_to(kCoordinateMax));
        page.height = static_cast<std::uint32_t>(in.number_up_to(kCoordinateMax));
        page.start = static_cast<std::uint32_t>(in.number_up_to(request_.text_bytes_max));
        page.end = static_cast<std::uint32_t>(in.number_up_to(request_.text_bytes_max));
        page.turned = static_cast<std::uint32_t>(in.number_up_to(270));
        page.marks = PageMarks{static_cast<std::uint32_t>(in.number_up_to(kPageMarkBits))};
        if (page.turned % 90 != 0)
            return garbage("turned page");
        answer_.pages.push_back(page);
    }
    return in.failed() || !in.at_end() ? garbage("pages") : Result<void>{};
}

Result<void> AnswerDecoder::words(ByteReader& in) {
    auto const count = in.count(request_.words_max - answer_.words.size());
    std::uint64_t end = answer_.words.empty() ? 0 : answer_.words.back().end;
    std::uint64_t page = answer_.words.empty() ? 1 : answer_.words.back().page;
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        auto const start = end + in.number_up_to(request_.text_bytes_max);
        end = start + in.number_up_to(request_.text_bytes_max);
        page += in.number_up_to(request_.pages_max);
        auto const box = get_box(in);
        auto const confidence = static_cast<std::uint32_t>(in.number_up_to(kConfidenceMax));
        if (end > request_.text_bytes_max || page > request_.pages_max)
            return garbage("word");
        answer_.words.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end),
                                 static_cast<std::uint32_t>(page), box, confidence});
    }
    return in.failed() || !in.at_end() ? garbage("words") : Result<void>{};
}

Result<void> AnswerDecoder::parts(ByteReader& in) {
    auto const most =
        request_.kind == RequestKind::mbox ? request_.messages_max : request_.parts_max;
    auto const count = in.count(most - answer_.parts.size());
    for (std::size_t i = 0; i < count; ++i) {
        AnswerPart part;
        part.name = clean_name(in.text(kNameBytesMax));
        part.media_type = clean_media_type(in.text(128));
        part.offset = in.number_up_to(request_.unpacked_size_bytes_max);
        part.size_bytes = in.number_up_to(request_.unpacked_size_bytes_max);
        answer_.parts.push_back(std::move(part));
    }
    return in.failed() || !in.at_end() ? garbage("parts") : Result<void>{};
}

namespace {

template <typename Thing>
void get_things(ByteReader& in, std::vector<Thing>& things, std::size_t most, std::size_t kinds,
                std::uint32_t pages_max, std::size_t text_bytes_max) {
    auto const count = in.count(most - things.size());
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        Thing thing;
        thing.page = static_cast<std::uint32_t>(in.number_up_to(pages_max));
        thing.kind = static_cast<decltype(thing.kind)>(in.number_up_to(kinds - 1));
        thing.box = get_box(in);
        thing.text = to_clean_text(in.text(text_bytes_max));
        things.push_back(std::move(thing));
    }
}

} // namespace

Result<void> AnswerDecoder::hidden(ByteReader& in) {
    get_things(in, answer_.hidden, kHiddenMax, kHiddenKindCount, request_.pages_max,
               kHiddenTextBytesMax);
    return in.failed() || !in.at_end() ? garbage("hidden text") : Result<void>{};
}

Result<void> AnswerDecoder::codes(ByteReader& in) {
    get_things(in, answer_.codes, kCodesMax, kCodeKindCount, request_.pages_max, kCodeTextBytesMax);
    return in.failed() || !in.at_end() ? garbage("codes") : Result<void>{};
}

// Hidden texts and codes stand on a page that there is.
Result<void> AnswerDecoder::check_places() const {
    auto const stands = [&](auto const& thing) {
        return thing.page >= 1 && thing.page <= answer_.pages.size();
    };
    if (!std::all_of(answer_.hidden.begin(), answer_.hidden.end(), stands) ||
        !std::all_of(answer_.codes.begin(), answer_.codes.end(), stands))
        return garbage("on no page");
    return {};
}

Result<ReaderAnswer> AnswerDecoder::finish(std::uint64_t output_size_bytes) {
    if (!ended_ || !waiting_.empty())
        return garbage("unfinished");
    auto const& text = answer_.text;
    if (!is_clean_text(text))
        return garbage("text");
    auto const at_border = [&](std::uint32_t at) {
        return at <= text.size() && (at == text.size() || (text[at] & 0xc0) != 0x80);
    };
    std::uint32_t before = 0;
    for (auto const& page : answer_.pages) {
        if (page.start < before || page.end < page.start || !at_border(page.start) ||
            !at_border(page.end))
            return garbage("page span");
        before = page.end;
    }
    for (auto const& word : answer_.words) { // the order was checked as they came
        if (word.start == word.end || word.page > answer_.pages.size() || !at_border(word.start) ||
            !at_border(word.end))
            return garbage("word span");
        auto const& page = answer_.pages[word.page - 1];
        if (word.start < page.start || word.end > page.end)
            return garbage("word outside its page");
    }
    TRY(check_places());
    std::uint64_t used = 0;
    for (auto const& part : answer_.parts) {
        if (part.offset < used || part.size_bytes > output_size_bytes ||
            part.offset > output_size_bytes - part.size_bytes)
            return garbage("part outside the output");
        used = part.offset + part.size_bytes;
    }
    if (answer_.status == AnswerStatus::refused && (!text.empty() || !answer_.words.empty()))
        return garbage("text of a refused document");
    return std::move(answer_);
}

} // namespace leitstand
