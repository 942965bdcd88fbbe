// SPDX-License-Identifier: EUPL-1.2
#include "prove/database_check.hpp"

#include "prove/entry_table.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

namespace {

using Leaves = std::vector<std::string>;

std::string hex_of(std::string const& leaf) {
    return to_hex(bytes_of(leaf_hash(leaf)));
}

// One row that cannot be read must not hide the rest: what it says instead is told in its place.
struct Kept {
    Leaves leaves;
    std::string trouble; // of the row after them
};

Result<Kept> kept_leaves(Database& database, std::uint64_t from, std::size_t count) {
    auto leaves =
        database.read_for<Leaves>([&](Sql& sql) { return entry_table::leaves(sql, from, count); });
    if (leaves)
        return Kept{*std::move(leaves), {}};
    auto const& error = leaves.error();
    if (error.code != Code::damaged && error.code != Code::bad_input)
        return tl::unexpected(error);
    if (count == 1)
        return Kept{{}, error.describe()};
    auto kept = TRY(kept_leaves(database, from, count / 2)); // at most 8 deep
    if (!kept.trouble.empty() || kept.leaves.size() < count / 2)
        return kept;
    auto rest = TRY(kept_leaves(database, from + count / 2, count - count / 2));
    kept.leaves.insert(kept.leaves.end(), rest.leaves.begin(), rest.leaves.end());
    kept.trouble = std::move(rest.trouble);
    return kept;
}

std::optional<LogFault> first_difference(Leaves const& entered, std::uint64_t from,
                                         Kept const& kept) {
    for (std::size_t at = 0; at < entered.size(); ++at) {
        bool const is_there = at < kept.leaves.size();
        if (is_there && kept.leaves[at] == entered[at])
            continue;
        auto const found = is_there               ? hex_of(kept.leaves[at])
                           : kept.trouble.empty() ? "no entry"
                                                  : kept.trouble;
        return LogFault{std::string{kDatabasePlace}, from + at, hex_of(entered[at]), found};
    }
    return std::nullopt;
}

} // namespace

Result<std::optional<LogFault>> check_database(std::filesystem::path const& folder,
                                               std::uint64_t size, Database& database,
                                               std::stop_token const& stop) {
    for (std::uint64_t number = 0; number * kTileWidth < size; ++number) {
        if (stop.stop_requested())
            return fail(Code::unavailable, "log.cannot_verify", "stopped");
        auto const from = number * kTileWidth;
        auto const entered = TRY(read_entries(
            folder, {TileName::kBundle, number, tile_width_at(TileName::kBundle, number, size)}));
        auto const kept = TRY(kept_leaves(database, from, entered.size()));
        if (auto fault = first_difference(entered, from, kept))
            return fault;
    }
    return std::nullopt;
}

} // namespace leitstand
