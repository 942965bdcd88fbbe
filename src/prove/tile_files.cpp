// SPDX-License-Identifier: EUPL-1.2
#include "prove/tile_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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
    return read_regular_file(folder / tile_path(tile), kFileBytesMax);
}

// What a reader is told: a file that is not what it should be is damage, one that cannot be looked
// at is not.
tl::unexpected<Error> unreadable(Error error) {
    if (error.code == Code::not_found)
        return damaged("the file is missing");
    if (error.code == Code::too_large)
        return damaged("larger than any tile");
    if (error.key == "file.not_regular")
        return damaged("not a regular file");
    error.key = "log.cannot_read";
    return tl::unexpected(std::move(error));
}

// What `parse` makes of the tile's file; of a partial one whose file is gone, the beginning of what
// it makes of the full one's. Tried in this order and without a look before, since an append may
// remove the partial file at any moment; the full one was there before.
template <typename Parse>
auto read_tile(fs::path const& folder, TileName const& tile, Parse const& parse)
    -> decltype(parse(std::string{}, 0U)) {
    auto file = tile;
    auto bytes = read_tile_file(folder, file);
    if (!bytes && bytes.error().code == Code::not_found && !tile.full()) {
        file = tile.as_full();
        bytes = read_tile_file(folder, file);
    }
    if (!bytes)
        return unreadable(std::move(bytes).error());
    auto parsed = parse(*bytes, file.width);
    if (!parsed)
        return damaged(parsed.error().detail);
    parsed->resize(tile.width);
    return parsed;
}

// All tiles of a level whose numbers differ in the last three digits alone lie in one folder.
constexpr std::uint64_t kTilesOfFolder = 1'000;

fs::path folder_of_tiles(fs::path const& folder, int level, std::uint64_t group) {
    return folder / fs::path{tile_path({level, group * kTilesOfFolder})}.parent_path();
}

Result<void> remove_beyond(fs::path const& folder, fs::path const& file, std::uint64_t size) {
    auto const tile = parse_tile_path(file.lexically_relative(folder).generic_string());
    if (!tile || is_needed(*tile, size))
        return {};
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
        return tl::unexpected(
            log_write_error(errno_error(errno, "log.cannot_write"), file.string()));
    return {};
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

bool is_needed(TileName const& tile, std::uint64_t size) {
    auto const width = tile_width_at(tile.level, tile.number, size);
    return width != 0 && tile.width <= width;
}

Result<Listed> list_folder(fs::path const& folder) {
    Listed listed;
    std::error_code problem;
    fs::directory_iterator entry{folder, problem};
    for (fs::directory_iterator const end; !problem && entry != end; entry.increment(problem)) {
        std::error_code gone; // what goes away while it is looked at counts as a file
        bool const is_folder = !entry->is_symlink(gone) && entry->is_directory(gone);
        (is_folder ? listed.folders : listed.files).push_back(entry->path());
    }
    if (problem && problem != std::errc::no_such_file_or_directory &&
        problem != std::errc::not_a_directory)
        return tl::unexpected(errno_error(problem.value(), "log.cannot_read", folder.string()));
    return listed;
}

Result<void> remove_leftovers(fs::path const& folder, std::uint64_t size) {
    auto const most = size + kLeavesAtOnceMax;
    auto const group_at = [](int level, std::uint64_t leaves) {
        return hashes_at(level, leaves) / kTileWidth / kTilesOfFolder;
    };
    for (int level = TileName::kBundle; level < tile_levels(most); ++level)
        for (auto group = group_at(level, size); group <= group_at(level, most); ++group) {
            auto const here = TRY(list_folder(folder_of_tiles(folder, level, group)));
            for (auto const& file : here.files)
                TRY(remove_beyond(folder, file, size));
            for (auto const& below : here.folders) { // "067.p", with one file for each width
                if (below.extension() != ".p")
                    continue;
                for (auto const& file : TRY(list_folder(below)).files)
                    TRY(remove_beyond(folder, file, size));
                ::rmdir(below.c_str()); // only if it is empty now
            }
        }
    return {};
}

// Nothing is wrong with what was to be entered, and nobody lacks a right to do it: whoever asks may
// try again when the folder can be written.
Error log_write_error(Error error, std::string const& file) {
    bool const full = error.code == Code::no_space;
    error.key = full ? "disk.full" : "log.cannot_write";
    if (!full)
        error.code = Code::unavailable;
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
