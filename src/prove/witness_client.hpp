// SPDX-License-Identifier: EUPL-1.2
// Shows the published head of a log to one witness (c2sp.org/tlog-witness) and gives back its
// signature, checked. A witness is believed in nothing: what it answers is bounded, and its word
// about sizes is held against the log's own. Format: docs/formats/log.md. Threads: any.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "base/limits.hpp"
#include "prove/checkpoint.hpp"
#include "prove/witness_states.hpp"

namespace leitstand {

struct Cosigned {
    std::string head;  // the signed checkpoint that it was shown
    std::string lines; // its signature lines below that
    std::uint64_t size = 0;
    Instant signed_at; // by the witness's own clock
};

// The head that the folder publishes. Errors: those of published_checkpoint(); "note.malformed".
struct ShownHead {
    std::string note; // the signed checkpoint, with signatures of witnesses that are there
    Checkpoint checkpoint;
};
Result<ShownHead> present_head(std::filesystem::path const& log_folder);

// `known_size`: of the last head that it signed, as far as is known here; it may know better and is
// then asked once more, where it knows more than `head` with the head that is published by then.
// Errors: the keys of WitnessState::trouble with what happened;
// "net.stopped"; those of published_checkpoint() and published_consistency().
Result<Cosigned> ask_witness(std::filesystem::path const& log_folder, ShownHead head,
                             WitnessPlace const& witness, std::uint64_t known_size,
                             Limits const& limits, std::stop_token const& stop = {});

} // namespace leitstand
