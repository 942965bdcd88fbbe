// SPDX-License-Identifier: EUPL-1.2
// Puts the reader's answers about a file and all that is attached to it together into one Document,
// within the limits of the whole. Threads: each call its own; `means` say for themselves.
#pragma once

#include "read/detail/exchange.hpp"
#include "read/reading.hpp"

namespace leitstand::read_detail {

using KeepPart = std::function<Result<void>(DerivedPart const&)>;

// How answers are got.
struct Means {
    using Ask = std::function<Result<Exchanged>(std::string_view, ReaderRequest const&)>;
    Ask ask;
    Ask recognise{}; // empty where pages that are pictures shall wait
    std::function<std::shared_ptr<void>()> take_turn{};
    std::stop_token stop{};
    Attempt attempt = Attempt::early;
};

// The reader measures pages in hundredths of a point.
inline float points(std::int64_t hundredths) {
    return static_cast<float>(hundredths) / 100.0f;
}

// `keep_part` gets the attachments once all has been read, and is empty where none is kept.
// Errors: those of `means` about the file itself (of an attachment only those that may pass, in an
// early attempt), of `keep_part`, and unavailable "reader.stopped".
Result<Document> assemble(std::string_view bytes, std::string_view name, Limits const& limits,
                          Means const& means, KeepPart const& keep_part);

} // namespace leitstand::read_detail
