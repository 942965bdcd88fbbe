// SPDX-License-Identifier: EUPL-1.2
// Names, places and bytes of tiles and bundles.
#include "prove/tile.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "prove/slow_tree.hpp"

namespace leitstand {
namespace {

TEST(Tile, PathsOfTheFormat) {
    EXPECT_EQ(tile_path({0, 0}), "tile/0/000");
    EXPECT_EQ(tile_path({0, 1'234'067}), "tile/0/x001/x234/067");
    EXPECT_EQ(tile_path({1, 999, 17}), "tile/1/999.p/17");
    EXPECT_EQ(tile_path({63, 1'000}), "tile/63/x001/000");
    EXPECT_EQ(tile_path({TileName::kBundle, 273, 112}), "tile/entries/273.p/112");
}

TEST(Tile, OnlyPathsOfTheFormatAreTaken) {
    for (auto const* wrong : {"",
                              "tile",
                              "tile/",
                              "tile/0",
                              "tile/0/",
                              "tile/0/00",
                              "tile/0/0000",
                              "tile/0/x000/001",
                              "tile/0/001/002",
                              "tile/0/x001",
                              "tile/64/000",
                              "tile/-1/000",
                              "tile/00/000",
                              "tile/0/000.p",
                              "tile/0/000.p/",
                              "tile/0/000.p/0",
                              "tile/0/000.p/256",
                              "tile/0/000.p/01",
                              "tile/0/000.p/1/",
                              "tile/0/000/",
                              "tile/entry/000",
                              "tile/data/000",
                              "tile/0/0x0",
                              "/tile/0/000",
                              "tile/0/x18/446/744/073/709/551/616",
                              "tile/0/000.p/1.p/1",
                              "checkpoint"})
        EXPECT_EQ(parse_tile_path(wrong).error().key, "tile.malformed") << wrong;
}

RC_GTEST_PROP(TileProperty, APathIsReadBack, ()) {
    TileName const tile{*rc::gen::inRange(-1, 64), *rc::gen::arbitrary<std::uint64_t>(),
                        *rc::gen::inRange(1U, 257U)};
    auto const back = parse_tile_path(tile_path(tile));
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == tile);
}

// The example of the format: 70 000 entries.
TEST(Tile, CoordinatesOfSeventyThousandEntries) {
    constexpr std::uint64_t kSize = 70'000;
    EXPECT_EQ(tile_levels(kSize), 3);
    EXPECT_EQ(hashes_at(0, kSize), 70'000U);
    EXPECT_EQ(hashes_at(1, kSize), 273U);
    EXPECT_EQ(hashes_at(2, kSize), 1U);
    EXPECT_EQ(hashes_at(3, kSize), 0U);
    for (int const level : {TileName::kBundle, 0}) {
        EXPECT_EQ(tile_width_at(level, 0, kSize), 256U);
        EXPECT_EQ(tile_width_at(level, 272, kSize), 256U);
        EXPECT_EQ(tile_width_at(level, 273, kSize), 112U);
        EXPECT_EQ(tile_width_at(level, 274, kSize), 0U);
    }
    EXPECT_EQ(tile_width_at(1, 0, kSize), 256U);
    EXPECT_EQ(tile_width_at(1, 1, kSize), 17U);
    EXPECT_EQ(tile_width_at(1, 2, kSize), 0U);
    EXPECT_EQ(tile_width_at(2, 0, kSize), 1U);
    EXPECT_EQ(tile_width_at(2, 1, kSize), 0U);
    EXPECT_EQ(tile_width_at(63, 0, kSize), 0U);
}

TEST(Tile, EmptyTilesDoNotExist) {
    EXPECT_EQ(tile_levels(0), 0);
    EXPECT_EQ(tile_width_at(0, 0, 0), 0U);
    EXPECT_EQ(tile_levels(255), 1);
    EXPECT_EQ(tile_levels(256), 2);
    EXPECT_EQ(tile_width_at(0, 1, 256), 0U);
    EXPECT_EQ(tile_width_at(0, std::numeric_limits<std::uint64_t>::max(), 256), 0U);
}

RC_GTEST_PROP(TileProperty, ASubtreeLiesWhereItsTileSays, ()) {
    auto const height = *rc::gen::inRange(0U, 40U);
    auto const index = *rc::gen::inRange<std::uint64_t>(0, 1 << 20);
    auto const place = place_of_subtree(height, index);
    RC_ASSERT(place.first + place.count <= kTileWidth);
    RC_ASSERT(place.level == static_cast<int>(height / 8));
    // Its first leaf and its number of leaves, from either side.
    auto const leaves_of_hash = std::uint64_t{1} << (place.level * 8);
    RC_ASSERT((place.number * kTileWidth + place.first) * leaves_of_hash == index << height);
    RC_ASSERT(place.count * leaves_of_hash == std::uint64_t{1} << height);
}

TEST(Tile, HashesAreReadBack) {
    auto const hashes = slow::leaf_hashes(5);
    auto const bytes = pack_tile(hashes);
    EXPECT_EQ(bytes.size(), 160U);
    EXPECT_EQ(*parse_tile(bytes, 5), hashes);
    EXPECT_FALSE(parse_tile(bytes, 4));
    EXPECT_FALSE(parse_tile(bytes, 6));
    EXPECT_FALSE(parse_tile(bytes.substr(1), 5));
    EXPECT_FALSE(parse_tile("", 1));
}

RC_GTEST_PROP(TileProperty, EntriesAreReadBack, ()) {
    auto const entries =
        *rc::gen::container<std::vector<std::string>>(rc::gen::arbitrary<std::string>());
    auto const bytes = pack_bundle(entries);
    auto const width = static_cast<unsigned>(entries.size());
    auto const back = parse_bundle(bytes, width);
    RC_ASSERT(back.has_value());
    RC_ASSERT(std::equal(back->begin(), back->end(), entries.begin(), entries.end()));
    RC_ASSERT(!parse_bundle(bytes + "x", width));
    RC_ASSERT(!parse_bundle(bytes, width + 1));
    if (!bytes.empty())
        RC_ASSERT(!parse_bundle(std::string_view{bytes}.substr(0, bytes.size() - 1), width));
}

TEST(Tile, TheLongestEntryFits) {
    std::vector<std::string> const entries{std::string(kEntryBytesMax, 'x')};
    auto const bytes = pack_bundle(entries);
    EXPECT_EQ(bytes.substr(0, 2), "\xff\xff");
    EXPECT_EQ(parse_bundle(bytes, 1)->front(), entries.front());
}

} // namespace
} // namespace leitstand
