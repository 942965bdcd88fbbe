// SPDX-License-Identifier: EUPL-1.2
#include "read/protocol.hpp"

#include <algorithm>
#include <span>

namespace leitstand {

namespace {

constexpr std::array<std::string_view, kReasonCount> kReasons{
    "",
    "empty",
    "too_large",
    "too_many_pages",
    "too_many_parts",
    "too_deep",
    "unpacked_too_large",
    "text_too_long",
    "too_slow",
    "memory",
    "damaged",
    "encrypted",
    "needs_ocr",
    "unknown_format",
    "format_image",
    "format_word",
    "format_word_old",
    "format_sheet",
    "format_slides",
    "format_rtf",
    "format_outlook",
    "format_tnef",
    "format_archive",
    "format_encrypted_mail",
    "format_audio",
    "format_video",
    "format_program",
    "format_postscript",
    "reader_failed",
};

constexpr std::array<std::string_view, kWarningCount> kWarnings{
    "hidden_text",     "invisible_characters",
    "charset_guessed", "invalid_characters",
    "malformed",       "encrypted",
    "embedded_files",  "javascript",
    "launch",          "unmapped_text",
    "remote_content",  "headers_cut",
    "html_only",       "signature",
};

constexpr std::size_t kEnvelopeFieldBytesMax = 4096;
constexpr std::size_t kNameBytesMax = 1024;
constexpr std::size_t kWarningsMax = 64;
constexpr std::int64_t kCoordinateMax = 100'000'000; // a million points

bool in_range(std::int64_t coordinate) {
    return coordinate >= -kCoordinateMax && coordinate <= kCoordinateMax;
}

} // namespace

std::string_view reason_key(Reason reason) {
    return kReasons.at(static_cast<std::size_t>(reason));
}

std::optional<Reason> reason_of(std::string_view key) {
    auto const found = std::find(kReasons.begin(), kReasons.end(), key);
    if (found == kReasons.end())
        return std::nullopt;
    return static_cast<Reason>(found - kReasons.begin());
}

std::string_view warning_key(Warning warning) {
    return kWarnings.at(static_cast<std::size_t>(warning));
}

void ReaderAnswer::warn(Warning warning) {
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
        warnings.push_back(warning);
}

ReaderRequest request_from(Limits const& limits) {
    ReaderRequest request;
    request.deadline_ms = static_cast<std::uint32_t>(limits.read_deadline_ms.count());
    request.cpu_s = static_cast<std::uint32_t>(limits.read_cpu_s.count());
    request.memory_bytes_max = limits.read_memory_bytes_max;
    request.size_bytes_max = limits.document_size_bytes_max;
    request.pages_max = limits.pages_max;
    request.parts_max = limits.parts_max;
    request.nesting_max = limits.nesting_max;
    request.unpacked_size_bytes_max = limits.unpacked_size_bytes_max;
    request.text_bytes_max = limits.text_bytes_max;
    request.words_max = limits.words_max;
    request.header_bytes_max = static_cast<std::uint32_t>(limits.header_bytes_max);
    request.messages_max = static_cast<std::uint32_t>(limits.mbox_messages_max);
    request.answer_bytes_max = limits.answer_bytes_max;
    return request;
}

std::string encode_request(ReaderRequest const& request) {
    ByteWriter out;
    out.byte(kReaderProtocolVersion);
    out.byte(static_cast<std::uint8_t>(request.kind));
    out.byte(request.is_part ? 1 : 0);
    for (std::uint64_t const value :
         {std::uint64_t{request.deadline_ms}, std::uint64_t{request.cpu_s},
          request.memory_bytes_max, request.size_bytes_max, std::uint64_t{request.pages_max},
          std::uint64_t{request.parts_max}, std::uint64_t{request.nesting_max},
          request.unpacked_size_bytes_max, request.text_bytes_max, std::uint64_t{request.words_max},
          std::uint64_t{request.header_bytes_max}, std::uint64_t{request.messages_max},
          request.answer_bytes_max})
        out.number(value);
    return out.take();
}

Result<ReaderRequest> decode_request(std::string_view bytes) {
    ByteReader in{bytes};
    ReaderRequest request;
    auto const version = in.byte();
    auto const kind = in.byte();
    request.kind = static_cast<RequestKind>(kind);
    request.is_part = in.byte() != 0;
    auto const small = [&] { return static_cast<std::uint32_t>(in.number_up_to(0xffff'ffff)); };
    request.deadline_ms = small();
    request.cpu_s = small();
    request.memory_bytes_max = in.number();
    request.size_bytes_max = in.number();
    request.pages_max = small();
    request.parts_max = small();
    request.nesting_max = small();
    request.unpacked_size_bytes_max = in.number();
    request.text_bytes_max = in.number_up_to(0xffff'ffff);
    request.words_max = small();
    request.header_bytes_max = small();
    request.messages_max = small();
    request.answer_bytes_max = in.number();
    if (in.failed() || !in.at_end() || version != kReaderProtocolVersion || kind > 1)
        return fail(Code::bad_input, "reader.bad_request");
    return request;
}

std::string encode_hello(ReaderHello const& hello) {
    ByteWriter out;
    out.byte(kReaderProtocolVersion);
    out.byte(hello.namespaces ? 1 : 0);
    out.byte(hello.landlock_abi);
    out.byte(hello.seccomp ? 1 : 0);
    out.number(hello.tried);
    out.number(hello.denied);
    out.number(hello.failed.size());
    for (auto const& name : hello.failed)
        out.text(name);
    return out.take();
}

Result<ReaderHello> decode_hello(std::string_view bytes) {
    ByteReader in{bytes};
    ReaderHello hello;
    auto const version = in.byte();
    hello.namespaces = in.byte() != 0;
    hello.landlock_abi = in.byte();
    hello.seccomp = in.byte() != 0;
    hello.tried = static_cast<std::uint32_t>(in.number_up_to(1000));
    hello.denied = static_cast<std::uint32_t>(in.number_up_to(1000));
    auto const failed = in.count(1000);
    for (std::size_t i = 0; i < failed; ++i)
        hello.failed.push_back(clean_name(in.text(64)));
    if (in.failed() || !in.at_end() || version != kReaderProtocolVersion)
        return fail(Code::damaged, "reader.garbage", "hello");
    return hello;
}

std::string encode_status(ReaderStatus const& status) {
    ByteWriter out;
    out.byte(static_cast<std::uint8_t>(status.end));
    out.byte(status.signal);
    out.fixed32(status.process);
    out.fixed32(status.cpu_us);
    out.fixed32(status.memory_kib);
    return out.take();
}

Result<ReaderStatus> decode_status(std::string_view bytes) {
    ByteReader in{bytes};
    ReaderStatus status;
    auto const end = in.byte();
    status.end = static_cast<ReaderStatus::End>(end);
    status.signal = in.byte();
    status.process = in.fixed32();
    status.cpu_us = in.fixed32();
    status.memory_kib = in.fixed32();
    if (in.failed() || !in.at_end() || end > static_cast<std::uint8_t>(ReaderStatus::End::memory))
        return fail(Code::damaged, "reader.garbage", "status");
    return status;
}

namespace {

enum class Frame : std::uint8_t { head = 1, text, pages, words, parts, end };
constexpr std::size_t kChunkBytes = 512 << 10;   // of a text frame
constexpr std::size_t kWordsPerFrame = 16 << 10; // at most 40 bytes each
constexpr std::size_t kPartsPerFrame = 256;      // at most about 2.5 KiB each

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
            body.signed_number(word.box[0]);
            body.signed_number(word.box[1]);
            body.number(static_cast<std::uint32_t>(word.box[2] - word.box[0]));
            body.number(static_cast<std::uint32_t>(word.box[3] - word.box[1]));
            end = word.end;
            page = word.page;
        }
        put_frame(out, Frame::words, body.bytes());
    }
}

} // namespace

std::string encode_answer(ReaderAnswer const& answer) {
    std::string out;
    out.reserve(answer.text.size() + answer.words.size() * 14 + 4096);
    put_frame(out, Frame::head, head_body(answer));
    for (std::size_t from = 0; from < answer.text.size(); from += kChunkBytes)
        put_frame(out, Frame::text, std::string_view{answer.text}.substr(from, kChunkBytes));
    ByteWriter pages;
    pages.number(answer.pages.size());
    for (auto const& page : answer.pages)
        for (auto const value : {page.width, page.height, page.start, page.end})
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
        auto const x0 = in.signed_number();
        auto const y0 = in.signed_number();
        auto const width = in.number_up_to(kCoordinateMax);
        auto const height = in.number_up_to(kCoordinateMax);
        if (end > request_.text_bytes_max || page > request_.pages_max || !in_range(x0) ||
            !in_range(y0))
            return garbage("word");
        answer_.words.push_back(
            {static_cast<std::uint32_t>(start),
             static_cast<std::uint32_t>(end),
             static_cast<std::uint32_t>(page),
             {static_cast<std::int32_t>(x0), static_cast<std::int32_t>(y0),
              static_cast<std::int32_t>(x0 + static_cast<std::int64_t>(width)),
              static_cast<std::int32_t>(y0 + static_cast<std::int64_t>(height))}});
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
