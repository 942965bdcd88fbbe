// SPDX-License-Identifier: EUPL-1.2
// Turns the bytes of one received thing into an answer: recognises the format by content and has
// its parser read it. Pure apart from the libraries' global state; tests and fuzzers call it
// directly. Threads: one.
#pragma once

#include <functional>
#include <string_view>

#include "read/protocol.hpp"

namespace leitstand::reader {

// Where attachments go, counted and capped.
class Output {
  public:
    using Write = std::function<bool(std::string_view)>;
    Output(std::uint64_t size_bytes_max, Write write)
        : max_(size_bytes_max), write_(std::move(write)) {}

    // Appends the part's bytes and notes it in the answer. False: over the cap, the part is not
    // handed out.
    bool put(ReaderAnswer& answer, std::string name, std::string media_type,
             std::string_view bytes);

  private:
    std::uint64_t used_ = 0;
    std::uint64_t max_;
    Write write_;
};

// Loads what the libraries would load late: converters, font configuration, character maps. Once,
// before any document.
void prepare_parsers();

// Throws std::bad_alloc when the memory of the process is used up; nothing else.
ReaderAnswer parse(std::string_view bytes, ReaderRequest const& request, Output& output);

// Makes the answer say "not (wholly) read"; the first reason given stays.
void refuse(ReaderAnswer& answer, Reason reason);
void read_in_part(ReaderAnswer& answer, Reason reason);

// Appends text up to the limit, cut between characters; beyond it the answer becomes partly_read.
void append_text(ReaderAnswer& answer, std::string_view text, ReaderRequest const& request);

} // namespace leitstand::reader
