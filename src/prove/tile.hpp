// SPDX-License-Identifier: EUPL-1.2
// Tiles and entry bundles (c2sp.org/tlog-tiles): how a log of any size becomes files that never
// change once they are full. A tile holds 256 hashes of one level; its own root is one hash of the
// level above. A bundle holds the 256 entries below one tile of level 0. Format:
// docs/formats/log.md. Threads: any.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "prove/tree.hpp"

namespace leitstand {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 1U << kTileHeight;
inline constexpr std::size_t kEntryBytesMax = 65'535; // its length stands in two bytes

struct TileName {
    static constexpr int kBundle = -1; // the level of entries, below the hashes of level 0

    int level = 0; // kBundle, or 0 to 63
    std::uint64_t number = 0;
    unsigned width = kTileWidth; // fewer: the partial tile at the right edge of a tree

    auto operator<=>(TileName const&) const = default;
    bool full() const { return width == kTileWidth; }
    TileName as_full() const { return {level, number, kTileWidth}; }
};

// "tile/1/x001/x234/067" or "tile/entries/000.p/7".
std::string tile_path(TileName const& tile);
// Takes exactly what tile_path() writes. Error: bad_input "tile.malformed".
Result<TileName> parse_tile_path(std::string_view path);

// How many hashes (or entries) the level has in a tree of `size` leaves, full subtrees only.
std::uint64_t hashes_at(int level, std::uint64_t size);
// How many of them tile `number` has; 0 where there is no such tile.
unsigned tile_width_at(int level, std::uint64_t number, std::uint64_t size);
// One level more than the highest that has a tile in a tree of `size` leaves; 0 for the empty tree.
int tile_levels(std::uint64_t size);

// The tile that holds, or from whose hashes follows, the root of the full subtree of 2^height
// leaves at leaf index·2^height: `count` hashes from `first` on.
struct SubtreePlace {
    int level = 0;
    std::uint64_t number = 0;
    unsigned first = 0;
    unsigned count = 1;
};
SubtreePlace place_of_subtree(unsigned height, std::uint64_t index);

std::string pack_tile(std::span<TreeHash const> hashes);
// Errors of both: bad_input "tile.malformed", also where the content is not exactly `width` long.
Result<std::vector<TreeHash>> parse_tile(std::string_view bytes, unsigned width);
std::string pack_bundle(std::span<std::string const> entries); // each at most kEntryBytesMax
Result<std::vector<std::string_view>> parse_bundle(std::string_view bytes, unsigned width);

} // namespace leitstand
