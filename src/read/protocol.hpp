// SPDX-License-Identifier: EUPL-1.2
// What passes between the server and the sandboxed reader (docs/formats/reader-protocol.md): one
// request a document with four descriptors, a stream of capped frames back, and a status record of
// the spawner after the process has ended. Shared by src/read (which trusts no byte of an answer)
// and reader/. Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "read/bytes.hpp"
#include "read/page_marks.hpp"

namespace leitstand {

inline constexpr std::uint8_t kReaderProtocolVersion = 2;
inline constexpr int kReaderControlFd =
    3; // the spawner's end of the control socket (SOCK_SEQPACKET)
inline constexpr std::size_t kRequestFds = 4; // input memfd, output memfd, answer pipe, status pipe
inline constexpr std::size_t kControlMessageBytesMax = 8 << 10;
inline constexpr std::size_t kFrameBytesMax = 1 << 20;

// Why something was not read, or not wholly. The closed list of docs/formats/refusals.md;
// src/read/refusal.hpp has the texts for people. On the wire one byte; new ones are added at the
// end.
enum class Reason : std::uint8_t {
    none,
    empty,
    too_large,
    too_many_pages,
    too_many_parts,
    too_deep,
    unpacked_too_large,
    text_too_long,
    too_slow,
    memory,
    damaged,
    encrypted,
    needs_ocr,
    unknown_format,
    format_image,
    format_word,
    format_word_old,
    format_sheet,
    format_slides,
    format_outlook,
    format_tnef,
    format_archive,
    format_encrypted_mail,
    format_audio,
    format_video,
    format_program,
    format_postscript,
    reader_failed, // set by the client for an attachment whose reader died or ran past its deadline
};
inline constexpr std::size_t kReasonCount = static_cast<std::size_t>(Reason::reader_failed) + 1;
std::string_view reason_key(Reason reason); // empty for none
std::optional<Reason> reason_of(std::string_view key);

// What a person should know of a document that was read. Closed as well.
enum class Warning : std::uint8_t {
    hidden_text,          // text that a reader of the original would not see was left out
    invisible_characters, // direction overrides and the like are in the text
    charset_guessed,
    invalid_characters, // replaced by U+FFFD
    malformed,          // breaks its format's rules; read as well as possible
    encrypted,          // opened with the empty password
    embedded_files,
    javascript,
    launch,        // would start a program
    unmapped_text, // glyphs without a character: the text layer is doubtful
    remote_content,
    headers_cut,
    html_only, // a message without a plain text body
    signature, // carries a digital signature, which was not checked
    macros,
    embedded_objects, // parts that another program would open
    remote_template,  // would load its layout, and what is in it, from elsewhere
    links,
    tracked_changes, // text marked as deleted was left out
};
inline constexpr std::size_t kWarningCount = static_cast<std::size_t>(Warning::tracked_changes) + 1;
std::string_view warning_key(Warning warning);

enum class RequestKind : std::uint8_t {
    document,  // read it
    mbox,      // split it
    picture,   // draw one page of it
    recognise, // read the picture of one page (to the spawner of the recogniser only)
    extract,   // make files of some of its pages
};

// gray: 8-bit portable graymap (P5) as recognition takes it; screen: PNG or JPEG for a browser.
enum class PictureForm : std::uint8_t { gray, screen };

struct ReaderRequest {
    RequestKind kind = RequestKind::document;
    bool is_part = false; // a message in a message shows its own headers in its text
    std::uint32_t deadline_ms = 20'000;
    std::uint32_t cpu_s = 10;
    std::uint64_t memory_bytes_max = 1ull << 30;
    std::uint64_t size_bytes_max = 50ull << 20;
    std::uint32_t pages_max = 500;
    std::uint32_t parts_max = 500;
    std::uint32_t nesting_max = 10;
    std::uint64_t unpacked_size_bytes_max = 200ull << 20;
    std::uint64_t text_bytes_max = 8ull << 20;
    std::uint32_t words_max = 400'000;
    std::uint32_t header_bytes_max = 64 << 10;
    std::uint32_t messages_max = 100'000;
    std::uint64_t answer_bytes_max = 32ull << 20;
    // For a picture and for recognition.
    std::uint32_t page = 1;             // which page of the document, from 1
    std::uint32_t resolution_dpi = 300; // wanted, or that of the picture which is handed in
    std::uint32_t turned = 0; // 0, 90, 180, 270 degrees clockwise, so that it stands upright
    PictureForm form = PictureForm::gray;
    std::uint64_t pixels_max = 100'000'000;
    // For extraction: each range becomes one file; `page` says how many pages the file was found to
    // have when it was read.
    std::vector<PageRange> ranges{};
};
// Of the picture of one page, far beyond what fits on paper; the document's own limits where they
// are lower.
inline constexpr std::uint64_t kPageTextBytesMax = 1 << 20;
inline constexpr std::uint32_t kPageWordsMax = 20'000;
inline constexpr std::uint64_t kPageAnswerBytesMax = 4 << 20;
inline constexpr std::size_t kRangesMax = 500; // fit into one control message
ReaderRequest request_from(Limits const& limits);
std::string encode_request(ReaderRequest const& request);
Result<ReaderRequest> decode_request(std::string_view bytes); // bad_input "reader.bad_request"

// The first message of a spawner: how strong its walls are and what the self-test found.
struct ReaderHello {
    bool namespaces = false;
    std::uint8_t landlock_abi = 0; // 0: none
    bool seccomp = false;
    std::uint32_t tried = 0;
    std::uint32_t denied = 0;
    std::vector<std::string> failed; // names of the escapes that succeeded
};
std::string encode_hello(ReaderHello const& hello);
Result<ReaderHello> decode_hello(std::string_view bytes); // damaged "reader.garbage"

// Written by the spawner to the status pipe when the process of a document has ended, or could not
// be started (no_resources); one record of fixed size.
struct ReaderStatus {
    enum class End : std::uint8_t { done, failed, killed, deadline, memory, no_resources };
    End end = End::failed;
    std::uint8_t signal = 0;
    std::uint32_t process = 0;
    std::uint32_t cpu_us = 0;
    std::uint32_t memory_kib = 0; // largest resident size
};
inline constexpr std::size_t kStatusBytes = 14;
std::string encode_status(ReaderStatus const& status);
Result<ReaderStatus> decode_status(std::string_view bytes); // damaged "reader.garbage"

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitMemory = 2;

// Width, height and all boxes are those of the page as it stands upright.
struct AnswerPage {
    std::uint32_t width = 0, height = 0; // 1/100 point
    std::uint32_t start = 0, end = 0;    // bytes of the text
    std::uint32_t turned = 0; // 0, 90, 180, 270 degrees clockwise until it stands upright
    PageMarks marks{};
};
using AnswerBox = std::array<std::int32_t, 4>; // x0, y0, x1, y1 in 1/100 point, origin top left
// A box of a page of this size after the page was turned by 0, 90, 180 or 270 degrees clockwise.
AnswerBox turned_box(AnswerBox const& box, std::uint32_t degrees, std::int32_t width,
                     std::int32_t height);
inline constexpr std::uint32_t kConfidenceMax = 10'000;
struct AnswerWord {
    std::uint32_t start = 0, end = 0;
    std::uint32_t page = 1;
    AnswerBox box{};
    std::uint32_t confidence = kConfidenceMax;
};
// A text that was left out, because who looks at the page does not see it.
struct AnswerHidden {
    std::uint32_t page = 1;
    HiddenKind kind = HiddenKind::unseen;
    AnswerBox box{};
    std::string text; // at most kHiddenTextBytesMax
};
struct AnswerCode {
    std::uint32_t page = 1;
    CodeKind kind = CodeKind::other;
    AnswerBox box{};
    std::string text; // at most kCodeTextBytesMax
};
inline constexpr std::size_t kHiddenTextBytesMax = 1 << 10;
inline constexpr std::size_t kCodeTextBytesMax = 8 << 10;
inline constexpr std::size_t kHiddenMax = 10'000; // of one answer
inline constexpr std::size_t kCodesMax = 10'000;
// Bytes handed out through the output memfd: an attachment, a message of an mbox, or a picture.
struct AnswerPart {
    std::string name;
    std::string media_type; // as declared; empty if not
    std::uint64_t offset = 0;
    std::uint64_t size_bytes = 0;
};
struct AnswerEnvelope {
    std::string subject, sender_name, sender_address, recipient, sent_at, message_id;
};
enum class AnswerStatus : std::uint8_t { read, partly_read, refused };

struct ReaderAnswer {
    AnswerStatus status = AnswerStatus::read;
    Reason reason = Reason::none;
    std::string media_type = "application/octet-stream";
    AnswerEnvelope envelope;
    std::string text;
    std::vector<AnswerPage> pages;
    std::vector<AnswerWord> words;
    std::vector<AnswerPart> parts;
    std::vector<AnswerHidden> hidden; // by page
    std::vector<AnswerCode> codes;    // by page
    std::vector<Warning> warnings;
    void warn(Warning warning); // each once
};

// Frames: length (4 bytes, little endian), kind (1 byte), body; the last one has the kind `end`.
std::string encode_answer(ReaderAnswer const& answer);

// Takes the bytes of a hostile process as they come and checks each length, count, span, box and
// character.
class AnswerDecoder {
  public:
    AnswerDecoder(ReaderRequest const& request) : request_(request) {}
    // Errors: damaged "reader.garbage".
    Result<void> feed(std::string_view bytes);
    bool ended() const { return ended_; }
    // After the stream has ended; `output_size_bytes` is the size of the output memfd. Errors:
    // damaged "reader.garbage".
    Result<ReaderAnswer> finish(std::uint64_t output_size_bytes);

  private:
    Result<void> frame(std::uint8_t kind, std::string_view body);
    Result<void> head(ByteReader& in);
    Result<void> pages(ByteReader& in);
    Result<void> words(ByteReader& in);
    Result<void> parts(ByteReader& in);
    Result<void> hidden(ByteReader& in);
    Result<void> codes(ByteReader& in);
    Result<void> check_places() const;

    ReaderRequest request_;
    ReaderAnswer answer_;
    std::string waiting_; // an unfinished frame
    std::uint64_t taken_ = 0;
    bool has_head_ = false;
    bool ended_ = false;
};

// A name as a person may see it: no path, no control or direction characters, at most 255 bytes,
// may be empty.
std::string clean_name(std::string_view name);
// "type/subtype" in lower case, or empty if it is not one.
std::string clean_media_type(std::string_view text);

} // namespace leitstand
