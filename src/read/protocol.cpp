// SPDX-License-Identifier: EUPL-1.2
#include "read/protocol.hpp"

#include <algorithm>

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
    "macros",          "embedded_objects",
    "remote_template", "links",
    "tracked_changes",
};

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
    request.pixels_max = limits.picture_pixels_max;
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
          request.answer_bytes_max, std::uint64_t{request.page},
          std::uint64_t{request.resolution_dpi}, std::uint64_t{request.turned},
          static_cast<std::uint64_t>(request.form), request.pixels_max})
        out.number(value);
    out.number(request.ranges.size());
    for (auto const& range : request.ranges) {
        out.number(range.first);
        out.number(range.last);
    }
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
    request.page = small();
    request.resolution_dpi = small();
    request.turned = small();
    auto const form = in.number();
    request.form = static_cast<PictureForm>(form);
    request.pixels_max = in.number();
    request.ranges.resize(in.count(kRangesMax));
    for (auto& range : request.ranges)
        range = {small(), small()};
    if (in.failed() || !in.at_end() || version != kReaderProtocolVersion ||
        kind > static_cast<std::uint8_t>(RequestKind::extract) || form > 1 ||
        request.turned % 90 != 0 || request.turned >= 360)
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
    if (in.failed() || !in.at_end() ||
        end > static_cast<std::uint8_t>(ReaderStatus::End::no_resources))
        return fail(Code::damaged, "reader.garbage", "status");
    return status;
}

} // namespace leitstand
