// SPDX-License-Identifier: EUPL-1.2
// The log as others get it, read from its folder while another process may be writing there: the
// signed head, and of the tiles exactly what that head covers. Beside the head lies the last one
// that witnesses signed, because the log goes on faster than they answer. Format:
// docs/formats/log.md. Threads: any; keep_cosignatures() one at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "prove/checkpoint.hpp"
#include "prove/tile.hpp"

namespace leitstand {

inline constexpr std::string_view kWitnessedFile = "witnessed";

// The signed head, with the signatures of witnesses where they signed this very one. Errors:
// not_found "log.missing", damaged "log.damaged", "log.cannot_read".
Result<std::string> published_checkpoint(std::filesystem::path const& folder);

// The last head that a witness signed; nothing before the first. Errors: "log.cannot_read".
Result<std::optional<std::string>> witnessed_checkpoint(std::filesystem::path const& folder);

// The bytes of a tile or bundle of the published tree. A partial one of an earlier size is the
// beginning of the one that is there, so that what a kill left behind is never given to anybody.
// Errors: those of published_checkpoint(), not_found "log.no_tile".
Result<std::string> published_tile(std::filesystem::path const& folder, TileName const& tile);

// That the log of `old_size` entries is a beginning of the head. Errors: bad_input "log.no_entry"
// unless 0 < old_size <= head.size, damaged "log.damaged", "log.cannot_read".
Result<std::vector<TreeHash>> published_consistency(std::filesystem::path const& folder,
                                                    Checkpoint const& head, std::uint64_t old_size);

// Keeps what witnesses answered to `head`, a signed checkpoint of this log: beside other signatures
// of the same head, instead of those of a shorter one. Signatures below a longer one stay. Errors:
// those of parse_note() and check_note(), refused "note.not_signed" where none of the witnesses
// signed, "log.cannot_write", "disk.full".
Result<void> keep_cosignatures(std::filesystem::path const& folder, std::string_view head,
                               std::string_view lines, std::span<VerifierKey const> witnesses);

} // namespace leitstand
