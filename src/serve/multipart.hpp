// SPDX-License-Identifier: EUPL-1.2
// A streaming parser of multipart/form-data (RFC 7578, RFC 2046 section 5.1): pieces of any size go
// in, parts come out, with memory for one piece and one header block. Strict: nothing that two
// readers could understand in two ways. Threads: one. Limits: MultipartLimits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

struct MultipartLimits {
    std::size_t header_bytes_max = 8 << 10;   // of one part
    std::size_t preamble_bytes_max = 4 << 10; // before the first part
    std::size_t parts_max = 256;
};

struct PartHead {
    std::string name;         // of the form's field
    std::string file_name;    // as given, not cleaned
    bool is_file = false;     // has a file name, even an empty one
    std::string content_type; // as given
};

class MultipartSink {
  public:
    virtual ~MultipartSink() = default;
    virtual Result<void> begin_part(PartHead const& head) = 0;
    virtual Result<void> part_bytes(std::string_view bytes) = 0; // never empty
    virtual Result<void> end_part() = 0;
};

class MultipartParser {
  public:
    // Errors: bad_input "multipart.boundary".
    static Result<MultipartParser> for_content_type(std::string_view content_type,
                                                    MultipartLimits limits = {});

    // Errors: bad_input "multipart.malformed", too_large "multipart.header_too_large",
    // "multipart.too_many_parts"; and those of the sink, after which the parser must not be used
    // again.
    Result<void> append(std::string_view bytes, MultipartSink& sink);
    // At the end of the body. Errors: bad_input "multipart.cut" where the closing boundary has not
    // come.
    Result<void> finish() const;

  private:
    enum class State : std::uint8_t { preamble, after_boundary, headers, body, done };
    MultipartParser(std::string boundary, MultipartLimits limits);
    // One step; true where another may follow with the bytes at hand.
    Result<bool> step(MultipartSink& sink);
    Result<bool> step_preamble();
    Result<bool> step_after_boundary();
    Result<bool> step_headers(MultipartSink& sink);
    Result<bool> step_body(MultipartSink& sink);

    std::string delimiter_; // CRLF "--" boundary
    MultipartLimits limits_;
    State state_ = State::preamble;
    std::string pending_;
    std::size_t at_ = 0; // first byte of pending_ that is not used yet
    std::size_t parts_ = 0;
};

// The boundary parameter. Errors: bad_input "multipart.boundary".
Result<std::string> multipart_boundary(std::string_view content_type);

} // namespace leitstand
