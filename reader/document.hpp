// SPDX-License-Identifier: EUPL-1.2
// The process of one document: enters its walls, maps the bytes, has them read, writes the answer,
// ends. Threads: one.
#pragma once

#include "reader/sandbox/walls.hpp"

namespace leitstand::reader {

// The three descriptors of a document's process: sealed bytes in, attachments out, the answer.
inline constexpr int kInputFd = 3;
inline constexpr int kOutputFd = 4;
inline constexpr int kAnswerFd = 5;

[[noreturn]] void run_document(Walls const& walls, ReaderRequest const& request);

} // namespace leitstand::reader
