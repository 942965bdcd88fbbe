// SPDX-License-Identifier: EUPL-1.2
#include "prove/tile_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/assert.hpp"
#include "base/fault.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kFileBytesMax = kTileWidth * (kEntryBytesMax + 2); // the largest bundle

auto damaged(std::string detail) {
    return fail(Code::damaged, "log.damaged", std::move(detail));
}

Result<std::string> read_tile_file(fs::path const& folder, TileName const& tile) {
    auto bytes = read_file(folder / tile_path(tile), kFileBytesMax);
    if (bytes)
        return bytes;
    if (bytes.error().code == Code::not_found)
        return damaged("the file is missing");
    if (bytes.error().code == Code::too_large)
        return damaged("larger than any tile");
    auto error = std::move(bytes).error();
    error.key = "log.cannot_read";
    return tl::unexpected(std::move(error));
}

// What `parse` makes of the tile's file; of a partial one whose file is gone, the beginning of what
// it makes of the full one's.
template <typename Parse>
auto read_tile(fs::path const& folder, TileName const& tile, Parse const& parse)
    -> decltype(parse(std::string{}, 0U)) {
    auto file = tile;
    if (!tile.full() && !fs::exists(folder / tile_path(tile)) &&
        fs::exists(folder / tile_path(tile.as_full())))
        file = tile.as_full();
    auto const bytes = TRY(read_tile_file(folder, file));
    auto parsed = parse(bytes, file.width);
    if (!parsed)
        return damaged(parsed.error().detail);
    parsed->resize(tile.width);
    return parsed;
}

} // namespace

Result<std::vector<TreeHash>> read_hashes(fs::path const& folder, TileName const& tile) {
    return read_tile(folder, tile, [](std::string const& bytes, unsigned width) {
        return parse_tile(bytes, width);
    });
}

Result<std::vector<std::string>> read_entries(fs::path const& folder, TileName const& bundle) {
    return read_tile(
        folder, bundle,
        [](std::string const& bytes, unsigned width) -> Result<std::vector<std::string>> {
            auto const entries = TRY(parse_bundle(bytes, width));
            return std::vector<std::string>{entries.begin(), entries.end()};
        });
}

SubtreeReader tile_reader(fs::path folder, std::uint64_t size) {
    using Tiles = std::map<std::pair<int, std::uint64_t>, std::vector<TreeHash>>;
    return [folder = std::move(folder), size, tiles = std::make_shared<Tiles>()](
               unsigned height, std::uint64_t index) -> Result<TreeHash> {
        auto const place = place_of_subtree(height, index);
        auto found = tiles->find({place.level, place.number});
        if (found == tiles->end()) {
            TileName const name{place.level, place.number,
                                tile_width_at(place.level, place.number, size)};
            ASSERT(name.width != 0);
            auto hashes = read_hashes(folder, name);
            if (!hashes)
                return fail(hashes.error().code, hashes.error().key,
                            fmt::format("{}: {}", tile_path(name), hashes.error().detail));
            found = tiles->emplace(std::pair{place.level, place.number}, *std::move(hashes)).first;
        }
        ASSERT(place.first + place.count <= found->second.size());
        return root_of(std::span{found->second}.subspan(place.first, place.count));
    };
}

Error log_write_error(Error error, std::string const& file) {
    error.key = error.code == Code::no_space ? "disk.full" : "log.cannot_write";
    if (error.code == Code::not_found)
        error.code = Code::unavailable; // the folder went away
    if (error.detail.find(file) == std::string::npos)
        error.detail = fmt::format("{}: {}", file, error.detail);
    return error;
}

// Each folder on the way is synced later even if it was there: an append that was cut off may have
// made it and not got so far.
Result<void> TileWriter::make_folders(fs::path const& below) {
    auto folder = folder_;
    for (auto const& part : below) {
        folders_.insert(folder);
        folder /= part;
        if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
            return tl::unexpected(
                log_write_error(errno_error(errno, "log.cannot_write"), folder.string()));
    }
    folders_.insert(folder);
    return {};
}

// Written in place and not by a renamed file: nobody reads it before the checkpoint that needs it.
Result<void> TileWriter::put(TileName const& tile, std::string_view bytes) {
    auto const path = folder_ / tile_path(tile);
    TRY(make_folders(fs::path{tile_path(tile)}.parent_path()));
    FAULT_POINT("log.before_tile");
    FileDescriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (!file.valid())
        return tl::unexpected(
            log_write_error(errno_error(errno, "log.cannot_write"), path.string()));
    FAULT_POINT("log.before_tile_bytes");
    if (auto written = write_all(file.get(), bytes); !written)
        return tl::unexpected(log_write_error(std::move(written).error(), path.string()));
    files_.push_back(std::move(file));
    return files_.size() < kOpenFilesMax ? Result<void>{} : sync_files();
}

// All are written before the first is synced, so that the disk has them in one go.
Result<void> TileWriter::sync_files() {
    for (auto const& file : files_) {
        FAULT_POINT("log.before_tile_sync");
        if (auto synced = sync_file(file.get()); !synced)
            return tl::unexpected(log_write_error(std::move(synced).error(), folder_.string()));
    }
    files_.clear();
    return {};
}

Result<void> TileWriter::finish() {
    TRY(sync_files());
    for (auto const& folder : folders_) {
        FAULT_POINT("log.before_folder_sync");
        if (auto synced = sync_directory(folder); !synced)
            return tl::unexpected(log_write_error(std::move(synced).error(), folder.string()));
    }
    folders_.clear();
    return {};
}

} // namespace leitstand
