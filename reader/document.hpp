// SPDX-License-Identifier: EUPL-1.2
// The process of one document: enters its walls, maps the bytes, has them read, writes the answer,
// ends. Threads: one.
#pragma once

#include "reader/parse/parse.hpp"
#include "reader/sandbox/walls.hpp"

namespace leitstand::reader {

// The three descriptors of a document's process: sealed bytes in, attachments out, the answer.
inline constexpr int kInputFd = 3;
inline constexpr int kOutputFd = 4;
inline constexpr int kAnswerFd = 5;

// What a process does with its bytes: parse() of the reader, recognise() of the recogniser. Throws
// std::bad_alloc when memory is used up.
using Work = ReaderAnswer (*)(std::string_view bytes, ReaderRequest const& request, Output& output);

[[noreturn]] void run_document(Walls const& walls, ReaderRequest const& request, Work work);

} // namespace leitstand::reader
