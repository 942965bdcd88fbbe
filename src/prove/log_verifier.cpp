// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_verifier.hpp"

#include "base/assert.hpp"
#include "base/thread_body.hpp"
#include "prove/published_log.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

std::string hex(TreeHash const& hash) {
    return to_hex(bytes_of(hash));
}

std::optional<std::size_t> first_difference(std::span<TreeHash const> a,
                                            std::span<TreeHash const> b) {
    auto const [at, _] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return at == a.end() ? std::nullopt : std::optional{static_cast<std::size_t>(at - a.begin())};
}

// The way down from the signed root. A fault is recorded and travels as an error, so that every
// check before it stops; of several threads' faults the one furthest to the left stays.
class TreeCheck {
  public:
    TreeCheck(fs::path folder, Checkpoint const& checkpoint, unsigned threads, std::stop_token stop)
        : folder_(std::move(folder)), checkpoint_(checkpoint), threads_(std::max(threads, 1U)),
          stop_(std::move(stop)), size_(checkpoint.size), levels_(tile_levels(size_)) {}

    Result<void> run() {
        TRY(read_upper_tiles());
        TRY(check_edge());
        TRY(check_upper_tiles());
        TRY(check_leaves());
        return check_files();
    }

    std::optional<LogFault> const& fault() const { return fault_; }
    std::uint64_t tiles = 0, bundles = 0, leftovers = 0;

  private:
    using Hashes = std::vector<TreeHash>;

    tl::unexpected<Error> record(LogFault fault, std::uint64_t order = 0) {
        std::scoped_lock const guard{mutex_};
        if (!fault_ || order < fault_order_) {
            fault_ = std::move(fault);
            fault_order_ = order;
        }
        return fail(Code::damaged, "log.damaged");
    }

    std::uint64_t count_of_tiles(int level) const {
        return (hashes_at(level, size_) + kTileWidth - 1) / kTileWidth;
    }
    TileName tile(int level, std::uint64_t number) const {
        return {level, number, tile_width_at(level, number, size_)};
    }
    // The tile of a level that does not fill up in this tree; its width may be 0.
    TileName edge_tile(int level) const {
        return tile(level, hashes_at(level, size_) / kTileWidth);
    }
    // The first entry below a hash of a tile.
    static std::uint64_t entry_below(TileName const& tile, std::size_t at) {
        return (tile.number * kTileWidth + at) << (std::max(tile.level, 0) * kTileHeight);
    }

    template <typename Read>
    auto read_or_record(Read const& read, TileName const& tile, std::uint64_t order)
        -> decltype(read(fs::path{}, tile)) {
        auto content = read(folder_, tile);
        if (!content && content.error().code == Code::damaged)
            return record({tile_path(tile), std::nullopt,
                           tile.level == TileName::kBundle
                               ? fmt::format("a bundle of {} entries", tile.width)
                               : fmt::format("a tile of {} hashes", tile.width),
                           content.error().detail},
                          order);
        return content;
    }
    Result<Hashes> hashes_of(TileName const& tile, std::uint64_t order = 0) {
        return read_or_record(read_hashes, tile, order);
    }
    Result<std::vector<std::string>> entries_of(TileName const& tile, std::uint64_t order = 0) {
        return read_or_record(read_entries, tile, order);
    }

    Result<Hashes> hashes_from_below(TileName const& tile) const;
    tl::unexpected<Error> blame_tile(TileName const& tile, Hashes const& found,
                                     TreeHash const& expected_root, std::uint64_t order = 0);
    Result<void> blame_edge();
    TreeHash root_of_edge() const;

    Result<void> read_upper_tiles();
    Result<void> check_edge();
    Result<void> check_upper_tiles();
    Result<void> check_leaves();
    Result<void> check_leaves_of(std::uint64_t number);
    Result<void> check_files();
    Result<void> check_file(fs::path const& file);
    Result<void> check_earlier_partial(TileName const& earlier);

    // The hash that stands for a full tile in the tile above, which was checked before.
    TreeHash const& hash_above(TileName const& tile) const {
        ASSERT(tile.full());
        return upper_[static_cast<std::size_t>(tile.level) + 1][tile.number / kTileWidth]
                     [tile.number % kTileWidth];
    }

    fs::path const folder_;
    Checkpoint const checkpoint_;
    unsigned const threads_;
    std::stop_token const stop_;
    std::uint64_t const size_;
    int const levels_;
    std::vector<std::vector<Hashes>> upper_; // by level and number; nothing at level 0
    std::vector<Hashes> edge_;               // by level

    std::mutex mutex_;
    std::optional<LogFault> fault_;
    std::uint64_t fault_order_ = 0;
};

Result<void> TreeCheck::read_upper_tiles() {
    upper_.resize(static_cast<std::size_t>(levels_));
    for (int level = 1; level < levels_; ++level)
        for (std::uint64_t number = 0; number < count_of_tiles(level); ++number)
            upper_[static_cast<std::size_t>(level)].push_back(TRY(hashes_of(tile(level, number))));
    for (int level = 0; level < levels_; ++level) {
        auto const name = edge_tile(level);
        Hashes hashes;
        if (name.width != 0)
            hashes =
                level == 0 ? TRY(hashes_of(name)) : upper_[static_cast<std::size_t>(level)].back();
        edge_.push_back(std::move(hashes));
    }
    return {};
}

TreeHash TreeCheck::root_of_edge() const {
    Peaks peaks;
    for (auto level = edge_.size(); level-- != 0;)
        for (auto const& hash : edge_[level])
            peaks.add(hash, static_cast<unsigned>(level) * kTileHeight);
    return peaks.root();
}

// All tiles at the right edge together are the signed root, and nothing else is.
Result<void> TreeCheck::check_edge() {
    return root_of_edge() == checkpoint_.root ? Result<void>{} : blame_edge();
}

Result<void> TreeCheck::check_upper_tiles() {
    for (int level = levels_ - 2; level >= 1; --level)
        for (std::uint64_t number = 0; number < hashes_at(level, size_) / kTileWidth; ++number) {
            auto const name = tile(level, number);
            auto const& hashes = upper_[static_cast<std::size_t>(level)][number];
            if (root_of(hashes) != hash_above(name))
                return blame_tile(name, hashes, hash_above(name));
        }
    return {};
}

Result<void> TreeCheck::check_leaves_of(std::uint64_t number) {
    if (stop_.stop_requested())
        return fail(Code::unavailable, "log.cannot_verify", "stopped");
    auto const name = tile(0, number);
    auto const hashes = TRY(hashes_of(name, number));
    if (name.full() && root_of(hashes) != hash_above(name))
        return blame_tile(name, hashes, hash_above(name), number);
    if (!name.full() && hashes != edge_[0]) // the file changed while it was looked at
        return blame_tile(name, hashes, root_of(edge_[0]), number);
    auto const bundle = tile(TileName::kBundle, number);
    auto const entries = TRY(entries_of(bundle, number));
    for (std::size_t at = 0; at < entries.size(); ++at)
        if (auto const found = leaf_hash(entries[at]); found != hashes[at])
            return record({tile_path(bundle), entry_below(bundle, at), hex(hashes[at]), hex(found)},
                          number);
    return {};
}

Result<void> TreeCheck::check_leaves() {
    std::atomic<std::uint64_t> next{0};
    std::atomic<bool> stopped{false};
    std::vector<Result<void>> outcomes(threads_);
    auto const work = [&](Result<void>& outcome) {
        while (!stopped) {
            auto const number = next++;
            if (number >= count_of_tiles(0))
                return;
            // Those to the left of a fault are under way.
            if (!run_thread_body("prove", [&] { outcome = check_leaves_of(number); }))
                outcome = fail(Code::unavailable, "log.cannot_verify", "memory ran out");
            if (!outcome) {
                stopped = true;
                return;
            }
        }
    };
    std::vector<std::jthread> crew; // join too where one of them cannot be made
    for (unsigned i = 1; i < threads_; ++i)
        crew.emplace_back([&, i] { work(outcomes[i]); });
    work(outcomes[0]);
    crew.clear();
    for (auto const& outcome : outcomes)
        if (!outcome)
            return outcome;
    return {};
}

// What the hashes of a tile must be if all below it is right. Records nothing.
Result<TreeCheck::Hashes> TreeCheck::hashes_from_below(TileName const& tile) const {
    Hashes hashes;
    if (tile.level == 0) {
        auto const entries =
            TRY(read_entries(folder_, {TileName::kBundle, tile.number, tile.width}));
        for (auto const& entry : entries)
            hashes.push_back(leaf_hash(entry));
        return hashes;
    }
    for (unsigned at = 0; at < tile.width; ++at)
        hashes.push_back(root_of(TRY(
            read_hashes(folder_, {tile.level - 1, tile.number * kTileWidth + at, kTileWidth}))));
    return hashes;
}

// A full tile does not have the root that the tile above says, and that one is right. If what lies
// below has it, the wrong hash can be named.
tl::unexpected<Error> TreeCheck::blame_tile(TileName const& tile, Hashes const& found,
                                            TreeHash const& expected_root, std::uint64_t order) {
    LogFault fault{tile_path(tile), std::nullopt, hex(expected_root), hex(root_of(found))};
    auto const below = hashes_from_below(tile);
    auto const at =
        below && root_of(*below) == expected_root ? first_difference(found, *below) : std::nullopt;
    if (at)
        fault = {tile_path(tile), entry_below(tile, *at), hex((*below)[*at]), hex(found[*at])};
    return record(std::move(fault), order);
}

// The right edge does not have the signed root. The whole tree is built again from the entries: the
// first tile that differs from it is the one to name; if none does, everything agrees on a tree
// that was not signed.
Result<void> TreeCheck::blame_edge() {
    std::optional<LogFault> first;
    auto const compare = [&](TileName const& name, std::span<TreeHash const> found,
                             std::span<TreeHash const> built) {
        auto const at = first_difference(found, built);
        if (at && !first)
            first =
                LogFault{tile_path(name), entry_below(name, *at), hex(built[*at]), hex(found[*at])};
    };
    Hashes roots; // of the full tiles of one level: the hashes of the next
    for (std::uint64_t number = 0; number < count_of_tiles(0); ++number) {
        Hashes built;
        auto const entries = TRY(entries_of(tile(TileName::kBundle, number)));
        for (auto const& entry : entries)
            built.push_back(leaf_hash(entry));
        compare(tile(0, number), TRY(hashes_of(tile(0, number))), built);
        if (built.size() == kTileWidth)
            roots.push_back(root_of(built));
    }
    for (int level = 1; level < levels_; ++level) {
        Hashes next;
        for (std::uint64_t number = 0; number < count_of_tiles(level); ++number) {
            auto const name = tile(level, number);
            auto const built = std::span{roots}.subspan(number * kTileWidth, name.width);
            compare(name, upper_[static_cast<std::size_t>(level)][number], built);
            if (name.full())
                next.push_back(root_of(built));
        }
        roots = std::move(next);
    }
    if (first)
        return record(*std::move(first));
    return record({std::string{kCheckpointFile}, std::nullopt,
                   fmt::format("root {}", hex(checkpoint_.root)),
                   fmt::format("a tree with the root {}", hex(root_of_edge()))});
}

// Every other file: the partial tiles of earlier sizes must be beginnings of what was checked, what
// lies beyond this checkpoint is counted.
Result<void> TreeCheck::check_files() {
    std::vector<fs::path> folders{folder_ / "tile"};
    while (!folders.empty()) {
        auto const listed = TRY(list_folder(folders.back()));
        folders.pop_back();
        folders.insert(folders.end(), listed.folders.begin(), listed.folders.end());
        for (auto const& file : listed.files)
            TRY(check_file(file));
    }
    return {};
}

Result<void> TreeCheck::check_file(fs::path const& file) {
    if (stop_.stop_requested())
        return fail(Code::unavailable, "log.cannot_verify", "stopped");
    auto const name = parse_tile_path(file.lexically_relative(folder_).generic_string());
    if (!name || !is_needed(*name, size_)) {
        ++leftovers;
        return {};
    }
    ++(name->level == TileName::kBundle ? bundles : tiles);
    bool const earlier = name->width < tile_width_at(name->level, name->number, size_);
    return earlier ? check_earlier_partial(*name) : Result<void>{};
}

Result<void> TreeCheck::check_earlier_partial(TileName const& earlier) {
    auto const later = tile(earlier.level, earlier.number);
    auto const differs = [&](std::size_t at, std::string expected, std::string found) {
        return record(
            {tile_path(earlier), entry_below(earlier, at), std::move(expected), std::move(found)});
    };
    if (earlier.level == TileName::kBundle) {
        auto const before = TRY(entries_of(earlier));
        auto const after = TRY(entries_of(later));
        for (std::size_t at = 0; at < before.size(); ++at)
            if (before[at] != after[at])
                return differs(at, hex(leaf_hash(after[at])), hex(leaf_hash(before[at])));
        return {};
    }
    auto const before = TRY(hashes_of(earlier));
    auto const after = TRY(hashes_of(later));
    for (std::size_t at = 0; at < before.size(); ++at)
        if (before[at] != after[at])
            return differs(at, hex(after[at]), hex(before[at]));
    return {};
}

std::optional<LogFault> check_key_file(fs::path const& folder, VerifierKey const& key) {
    auto const named = key_named_by(folder);
    if (named ? *named == key : named.error().code == Code::not_found)
        return std::nullopt; // it is a convenience and may be missing
    return LogFault{std::string{kKeyFile}, std::nullopt, key.print(),
                    named ? named->print() : named.error().describe()};
}

// That the log goes on from a checkpoint that somebody kept, be it of its own key or of the one
// before (prove/log_renewal.hpp): whoever opened it chose the key.
Result<std::optional<LogFault>> check_known(fs::path const& folder, Checkpoint const& now,
                                            Checkpoint const& known) {
    std::string const file{kCheckpointFile};
    if (known.size > now.size)
        return LogFault{file, std::nullopt, fmt::format("{} entries or more", known.size),
                        fmt::format("{} entries: an older state of the log", now.size)};
    auto const root = TRY(root_at(known.size, tile_reader(folder, now.size)));
    if (root != known.root)
        return LogFault{file, std::nullopt,
                        fmt::format("root {} over {} entries", hex(known.root), known.size),
                        fmt::format("root {}: another history", hex(root))};
    return std::nullopt;
}

// `witnessed` has a longer head than the one that was read: a log that is being written has caught
// up by now; one that has not is older than what its own key signed.
Result<std::optional<LogFault>> check_caught_up(fs::path const& folder, VerifierKey const& key,
                                                std::uint64_t witnessed) {
    auto const now = TRY(open_checkpoint(TRY(published_checkpoint(folder)), key)).checkpoint.size;
    if (now >= witnessed)
        return std::nullopt;
    return LogFault{std::string{kCheckpointFile}, std::nullopt,
                    fmt::format("{} entries or more", witnessed),
                    fmt::format("{} entries: an older state of the log, or a copy that was made "
                                "while it was written; then copy it again",
                                now)};
}

// The last head that witnesses signed: the log must go on from it, and their signatures count like
// those below its present head, which they may not have seen yet.
Result<std::optional<LogFault>> check_witnessed(fs::path const& folder, VerifierKey const& key,
                                                std::span<VerifierKey const> witnesses,
                                                SignedCheckpoint& head) {
    auto const note = TRY(witnessed_checkpoint(folder));
    if (!note)
        return std::nullopt;
    auto const seen = open_checkpoint(*note, key, witnesses);
    if (!seen)
        return LogFault{std::string{kWitnessedFile}, std::nullopt,
                        fmt::format("a checkpoint signed by {}", key.print()),
                        seen.error().describe()};
    if (seen->checkpoint.size > head.checkpoint.size)
        return TRY(check_caught_up(folder, key, seen->checkpoint.size));
    if (auto fault = TRY(check_known(folder, head.checkpoint, seen->checkpoint)))
        return fault;
    for (auto const& each : seen->witnesses)
        if (std::ranges::none_of(head.witnesses,
                                 [&](Signed const& other) { return other.key == each.key; }))
            head.witnesses.push_back(each);
    return std::nullopt;
}

} // namespace

Result<VerifierKey> key_named_by(fs::path const& folder) {
    auto const text = read_regular_file(folder / kKeyFile, 4096);
    if (!text && text.error().key == "file.not_regular")
        return fail(Code::bad_input, "vkey.malformed", "not a regular file");
    if (!text)
        return fail(text.error().code,
                    text.error().code == Code::not_found ? "log.missing" : "log.cannot_read",
                    text.error().detail);
    if (!text->ends_with('\n'))
        return fail(Code::bad_input, "vkey.malformed", "not one line");
    return VerifierKey::parse(std::string_view{*text}.substr(0, text->size() - 1));
}

Result<LogReport> verify_log(fs::path const& folder, VerifierKey const& key,
                             LogVerifierOptions const& options) {
    if (std::error_code ignored; !fs::is_directory(folder, ignored))
        return fail(Code::not_found, "log.missing", folder.string());
    LogReport report;
    std::string const checkpoint_file{kCheckpointFile};
    auto const note = read_regular_file(folder / checkpoint_file, kNoteBytesMax);
    if (!note && note.error().code != Code::not_found && note.error().code != Code::too_large &&
        note.error().key != "file.not_regular")
        return fail(note.error().code, "log.cannot_read", note.error().detail);
    auto opened = note ? open_checkpoint(*note, key, options.witnesses)
                       : Result<SignedCheckpoint>{tl::unexpected(note.error())};
    if (!opened) {
        report.fault = LogFault{checkpoint_file, std::nullopt,
                                fmt::format("a checkpoint signed by {}", key.print()),
                                opened.error().describe()};
        return report;
    }
    report.checkpoint = opened->checkpoint;
    report.fault = check_key_file(folder, key);
    if (report.fault)
        return report;

    TreeCheck check{folder, *report.checkpoint, options.threads, options.stop};
    auto const done = check.run();
    report.tiles = check.tiles;
    report.bundles = check.bundles;
    report.leftovers = check.leftovers;
    report.fault = check.fault();
    if (!done && !report.fault)
        return tl::unexpected(done.error());
    if (!report.fault && options.known)
        report.fault = TRY(check_known(folder, *report.checkpoint, *options.known));
    if (!report.fault)
        report.fault = TRY(check_witnessed(folder, key, options.witnesses, *opened));
    report.witnesses = opened->witnesses;
    if (auto const signed_by_all = require_witnesses(*opened, options.witnesses);
        !report.fault && !signed_by_all)
        report.fault =
            LogFault{checkpoint_file, std::nullopt,
                     fmt::format("signed by the witness {}", signed_by_all.error().detail),
                     "without this signature"};
    return report;
}

} // namespace leitstand
