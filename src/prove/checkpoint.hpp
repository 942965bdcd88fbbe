// SPDX-License-Identifier: EUPL-1.2
// A checkpoint (c2sp.org/tlog-checkpoint): what a log says of itself in three lines, origin, size
// and root, signed as a note. Threads: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "prove/note.hpp"
#include "prove/tree.hpp"

namespace leitstand {

struct Checkpoint {
    std::string origin; // the log's name, and that of its key
    std::uint64_t size = 0;
    TreeHash root{};
    bool operator==(Checkpoint const&) const = default;
};

// Decimal without sign or leading zeros; nothing for any other text.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

std::string print_checkpoint(Checkpoint const& checkpoint); // the text that is signed
// Extension lines are passed over. Error: bad_input "checkpoint.malformed" with the reason.
Result<Checkpoint> parse_checkpoint(std::string_view text);

// A checkpoint with the signatures that were checked.
struct SignedCheckpoint {
    Checkpoint checkpoint;
    std::vector<Signed> witnesses;
};

// Opens a signed checkpoint: signed by the log whose name it bears, and by those of the witnesses
// that signed. Errors: those of parse_note(), check_note(), parse_checkpoint(); refused
// "checkpoint.other_origin".
Result<SignedCheckpoint> open_checkpoint(std::string_view bytes, VerifierKey const& log,
                                         std::span<VerifierKey const> witnesses = {});

// That each of these witnesses is among those that signed: whoever names a witness relies on it.
// Error: refused "note.not_witnessed" with the names of those that did not.
Result<void> require_witnesses(SignedCheckpoint const& opened,
                               std::span<VerifierKey const> witnesses);

} // namespace leitstand
