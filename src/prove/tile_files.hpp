// SPDX-License-Identifier: EUPL-1.2
// Tiles and bundles as files below a log's folder: reading what a tree of some size needs, and
// writing so that all of it is durable before anybody is told of it. Nothing here is believed:
// whoever reads compares with the signed root. Threads: reading any; a writer has one.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "prove/tile.hpp"

namespace leitstand {

inline constexpr std::string_view kCheckpointFile = "checkpoint";
inline constexpr std::string_view kKeyFile = "log.vkey";

// A partial tile whose file went away because the tile is full now comes from the full one. Errors:
// damaged "log.damaged" (missing, no regular file, or not of this width; the detail is the reason
// alone), "log.cannot_read".
Result<std::vector<TreeHash>> read_hashes(std::filesystem::path const& folder,
                                          TileName const& tile);
Result<std::vector<std::string>> read_entries(std::filesystem::path const& folder,
                                              TileName const& bundle);

// Reads subtrees of a tree of `size` leaves and keeps the tiles that it read. One thread.
SubtreeReader tile_reader(std::filesystem::path folder, std::uint64_t size);

// Whether a tree of `size` leaves has this tile, full or as the partial one of an earlier size.
bool is_needed(TileName const& tile, std::uint64_t size);

// What lies in a folder, links among the files; nothing where it went away. Error:
// "log.cannot_read".
struct Listed {
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> folders;
};
Result<Listed> list_folder(std::filesystem::path const& folder);

// So many leaves may one append bring; an append that was cut off left nothing farther away.
inline constexpr std::uint64_t kLeavesAtOnceMax = 256'000;

// Removes the tiles that a tree of `size` leaves does not need: an append that was cut off may have
// left them torn, and the next one need not come to the same width to write them again. One writer.
// Errors: "log.cannot_read", "log.cannot_write".
Result<void> remove_leftovers(std::filesystem::path const& folder, std::uint64_t size);

class TileWriter {
  public:
    explicit TileWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Errors of both: no_space "disk.full", else unavailable "log.cannot_write".
    Result<void> put(TileName const& tile, std::string_view bytes);
    // Returns when everything that was put is durable, with the folders that name it.
    Result<void> finish();

  private:
    static constexpr std::size_t kOpenFilesMax = 64;

    Result<void> make_folders(std::filesystem::path const& below);
    Result<void> sync_files();

    std::filesystem::path folder_;
    std::vector<FileDescriptor> files_;       // written, not synced
    std::set<std::filesystem::path> folders_; // with new names, not synced
};

// A full disk has one name wherever it shows; all else (a read-only disk, wrong rights, a folder
// that went away) is unavailable "log.cannot_write".
Error log_write_error(Error error, std::string const& file);

} // namespace leitstand
