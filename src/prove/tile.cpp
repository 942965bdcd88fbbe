// SPDX-License-Identifier: EUPL-1.2
#include "prove/tile.hpp"

#include <charconv>

#include "base/assert.hpp"

namespace leitstand {

namespace {

constexpr int kLevelMax = 63;
constexpr std::size_t kHashBytes = std::tuple_size_v<TreeHash>;

auto malformed(std::string detail) {
    return fail(Code::bad_input, "tile.malformed", std::move(detail));
}

// 1234067 -> "x001/x234/067"
std::string grouped(std::uint64_t number) {
    auto text = fmt::format("{:03}", number % 1000);
    while ((number /= 1000) != 0)
        text = fmt::format("x{:03}/{}", number % 1000, text);
    return text;
}

template <typename T>
bool parse_whole(std::string_view digits, T& value) {
    auto const* const end = digits.data() + digits.size();
    auto const [stop, problem] = std::from_chars(digits.data(), end, value);
    return problem == std::errc{} && stop == end;
}

} // namespace

std::string tile_path(TileName const& tile) {
    ASSERT(tile.width >= 1 && tile.width <= kTileWidth);
    return fmt::format("tile/{}/{}{}",
                       tile.level == TileName::kBundle ? "entries" : std::to_string(tile.level),
                       grouped(tile.number), tile.full() ? "" : fmt::format(".p/{}", tile.width));
}

// Reads generously and takes only what would be written: one place knows the rules.
Result<TileName> parse_tile_path(std::string_view path) {
    TileName tile;
    auto rest = path;
    if (!rest.starts_with("tile/"))
        return malformed("not a tile");
    rest.remove_prefix(5);
    auto const level = rest.substr(0, rest.find('/'));
    if (level == "entries")
        tile.level = TileName::kBundle;
    else if (!parse_whole(level, tile.level) || tile.level < 0 || tile.level > kLevelMax)
        return malformed("no such level");
    rest.remove_prefix(std::min(rest.size(), level.size() + 1));
    if (auto const partial = rest.find(".p/"); partial != std::string_view::npos) {
        if (!parse_whole(rest.substr(partial + 3), tile.width) || tile.width < 1 ||
            tile.width >= kTileWidth)
            return malformed("no such width");
        rest = rest.substr(0, partial);
    }
    std::string digits;
    for (char const sign : rest)
        if (sign != 'x' && sign != '/')
            digits += sign;
    if (!parse_whole(digits, tile.number) || tile_path(tile) != path)
        return malformed("no such number");
    return tile;
}

std::uint64_t hashes_at(int level, std::uint64_t size) {
    auto const height = static_cast<unsigned>(std::max(level, 0)) * kTileHeight;
    return height < 64 ? size >> height : 0;
}

unsigned tile_width_at(int level, std::uint64_t number, std::uint64_t size) {
    auto const hashes = hashes_at(level, size);
    auto const full = hashes / kTileWidth;
    return number < full    ? kTileWidth
           : number == full ? static_cast<unsigned>(hashes % kTileWidth)
                            : 0;
}

int tile_levels(std::uint64_t size) {
    int levels = 0;
    while (hashes_at(levels, size) != 0)
        ++levels;
    return levels;
}

SubtreePlace place_of_subtree(unsigned height, std::uint64_t index) {
    auto const within = height % kTileHeight; // how far above the tile's own hashes
    auto const first = index << within;
    return {static_cast<int>(height / kTileHeight), first / kTileWidth,
            static_cast<unsigned>(first % kTileWidth), 1U << within};
}

std::string pack_tile(std::span<TreeHash const> hashes) {
    std::string bytes;
    bytes.reserve(hashes.size() * kHashBytes);
    for (auto const& hash : hashes)
        bytes += bytes_of(hash);
    return bytes;
}

Result<std::vector<TreeHash>> parse_tile(std::string_view bytes, unsigned width) {
    if (bytes.size() != width * kHashBytes)
        return malformed(fmt::format("{} bytes instead of {}", bytes.size(), width * kHashBytes));
    std::vector<TreeHash> hashes(width);
    std::memcpy(hashes.data(), bytes.data(), bytes.size());
    return hashes;
}

std::string pack_bundle(std::span<std::string const> entries) {
    std::string bytes;
    for (auto const& entry : entries) {
        ASSERT(entry.size() <= kEntryBytesMax);
        bytes += static_cast<char>(entry.size() >> 8);
        bytes += static_cast<char>(entry.size() & 0xff);
        bytes += entry;
    }
    return bytes;
}

Result<std::vector<std::string_view>> parse_bundle(std::string_view bytes, unsigned width) {
    std::vector<std::string_view> entries;
    entries.reserve(width);
    while (entries.size() < width) {
        if (bytes.size() < 2)
            return malformed(fmt::format("{} entries instead of {}", entries.size(), width));
        std::size_t const size =
            static_cast<unsigned char>(bytes[0]) << 8 | static_cast<unsigned char>(bytes[1]);
        if (bytes.size() - 2 < size)
            return malformed(fmt::format("entry {} of the bundle is cut", entries.size()));
        entries.push_back(bytes.substr(2, size));
        bytes.remove_prefix(2 + size);
    }
    if (!bytes.empty())
        return malformed(fmt::format("{} bytes after the last entry", bytes.size()));
    return entries;
}

} // namespace leitstand
