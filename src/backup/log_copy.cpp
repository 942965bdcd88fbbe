// SPDX-License-Identifier: EUPL-1.2
#include "backup/log_copy.hpp"

#include <thread>

#include "base/files.hpp"
#include "prove/checkpoint.hpp"
#include "prove/published_log.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

// A partial tile goes when the full one is there: in between it may be found and be gone.
constexpr std::chrono::milliseconds kMoment{50};

Result<std::string> packed(fs::path const& folder, TileName const& tile) {
    if (tile.level == TileName::kBundle)
        return pack_bundle(TRY(read_entries(folder, tile)));
    return pack_tile(TRY(read_hashes(folder, tile)));
}

Result<std::string> packed_in_time(fs::path const& folder, TileName const& tile) {
    auto bytes = packed(folder, tile);
    if (!bytes && !tile.full()) {
        std::this_thread::sleep_for(kMoment);
        bytes = packed(folder, tile);
    }
    if (!bytes)
        return fail(bytes.error().code, bytes.error().key,
                    fmt::format("{}: {}", tile_path(tile), bytes.error().detail));
    return bytes;
}

} // namespace

Result<std::uint64_t>
copy_log(fs::path const& folder,
         std::function<Result<void>(std::string const& name, std::string_view bytes)> const& take) {
    // Before the head, so that it is not longer than that.
    auto const witnessed = TRY(witnessed_checkpoint(folder));
    auto const head = read_file(folder / kCheckpointFile, kNoteBytesMax);
    if (!head && head.error().code == Code::not_found)
        return std::uint64_t{0};
    if (!head)
        return fail(head.error().code, "log.cannot_read", head.error().detail);
    auto const note = parse_note(*head);
    auto const checkpoint = note ? parse_checkpoint(note->text) : tl::unexpected(note.error());
    if (!checkpoint)
        return fail(Code::damaged, "log.damaged", std::string{kCheckpointFile});
    TRY(take(std::string{kCheckpointFile}, *head));
    if (witnessed)
        TRY(take(std::string{kWitnessedFile}, *witnessed));
    if (auto const key = read_file(folder / kKeyFile, kNoteBytesMax))
        TRY(take(std::string{kKeyFile}, *key));
    auto const size = checkpoint->size;
    for (int level = TileName::kBundle; level < tile_levels(size); ++level)
        for (std::uint64_t number = 0;; ++number) {
            TileName const tile{level, number, tile_width_at(level, number, size)};
            if (tile.width == 0)
                break;
            TRY(take(tile_path(tile), TRY(packed_in_time(folder, tile))));
        }
    return size;
}

} // namespace leitstand
