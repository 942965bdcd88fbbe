// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_folder.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/files.hpp"
#include "prove/published_log.hpp"
#include "prove/receipt.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

auto damaged(std::string detail) {
    return fail(Code::damaged, "log.damaged", std::move(detail));
}

Error in_file(Error error, std::string const& file) {
    error.detail = fmt::format("{}: {}", file, error.detail);
    return error;
}

// The right edge of the tree: of each level the hashes that do not fill a tile yet, and the entries
// below those of level 0. From it every later tree follows.
struct Edge {
    std::vector<std::string> entries;
    std::vector<std::vector<TreeHash>> levels;

    TreeHash root() const {
        Peaks peaks;
        for (auto level = levels.size(); level-- != 0;)
            for (auto const& hash : levels[level])
                peaks.add(hash, static_cast<unsigned>(level) * kTileHeight);
        return peaks.root();
    }
};

Result<Edge> read_edge(fs::path const& folder, std::uint64_t size) {
    Edge edge;
    auto const last_tile = [&](int level) {
        auto const number = hashes_at(level, size) / kTileWidth;
        return TileName{level, number, tile_width_at(level, number, size)};
    };
    for (int level = 0; level < tile_levels(size); ++level) {
        auto const tile = last_tile(level);
        edge.levels.emplace_back();
        if (tile.width == 0)
            continue;
        auto hashes = read_hashes(folder, tile);
        if (!hashes)
            return tl::unexpected(in_file(std::move(hashes).error(), tile_path(tile)));
        edge.levels.back() = *std::move(hashes);
    }
    if (auto const bundle = last_tile(TileName::kBundle); bundle.width != 0) {
        auto entries = read_entries(folder, bundle);
        if (!entries)
            return tl::unexpected(in_file(std::move(entries).error(), tile_path(bundle)));
        edge.entries = *std::move(entries);
        for (std::size_t at = 0; at < edge.entries.size(); ++at)
            if (leaf_hash(edge.entries[at]) != edge.levels[0][at])
                return damaged(fmt::format("{}: entry {} is not the one of its tile",
                                           tile_path(bundle), bundle.number * kTileWidth + at));
    }
    return edge;
}

// Adds leaves to an edge and writes each tile that fills up, then what is left at the edge.
class Growth {
  public:
    Growth(fs::path const& folder, Edge edge, std::uint64_t size)
        : writer_(folder), edge_(std::move(edge)), size_(size) {}

    Result<void> add(std::string const& leaf) {
        edge_.entries.push_back(leaf);
        ++size_;
        if (edge_.entries.size() == kTileWidth) {
            TRY(put({TileName::kBundle, size_ / kTileWidth - 1}, pack_bundle(edge_.entries)));
            edge_.entries.clear();
        }
        return add_hash(0, leaf_hash(leaf));
    }

    // Returns when everything is durable.
    Result<void> finish() {
        if (!edge_.entries.empty())
            TRY(put({TileName::kBundle, size_ / kTileWidth,
                     static_cast<unsigned>(edge_.entries.size())},
                    pack_bundle(edge_.entries)));
        for (std::size_t level = 0; level < grown_; ++level)
            if (auto const& hashes = edge_.levels[level]; !hashes.empty())
                TRY(put({static_cast<int>(level),
                         hashes_at(static_cast<int>(level), size_) / kTileWidth,
                         static_cast<unsigned>(hashes.size())},
                        pack_tile(hashes)));
        return writer_.finish();
    }

    Edge& edge() { return edge_; }
    std::uint64_t size() const { return size_; }
    std::vector<TileName> const& filled() const { return filled_; }

  private:
    Result<void> add_hash(std::size_t level, TreeHash const& hash) {
        if (level == edge_.levels.size())
            edge_.levels.emplace_back();
        grown_ = std::max(grown_, level + 1);
        auto& hashes = edge_.levels[level];
        hashes.push_back(hash);
        if (hashes.size() < kTileWidth)
            return {};
        auto const above = hashes_at(static_cast<int>(level) + 1, size_);
        TRY(put({static_cast<int>(level), above - 1}, pack_tile(hashes)));
        auto const root = root_of(hashes);
        hashes.clear();
        return add_hash(level + 1, root); // at most 8 levels
    }

    Result<void> put(TileName const& tile, std::string_view bytes) {
        if (tile.full())
            filled_.push_back(tile);
        return writer_.put(tile, bytes);
    }

    TileWriter writer_;
    Edge edge_;
    std::uint64_t size_;
    std::size_t grown_ = 0; // so many levels got a hash
    std::vector<TileName> filled_;
};

// What readers see, replaced as a whole.
struct Head {
    Checkpoint checkpoint;
    std::string note;
};

Result<void> make_folder(fs::path const& folder) {
    if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
        return tl::unexpected(
            log_write_error(errno_error(errno, "log.cannot_write"), folder.string()));
    // Also where it was there: whoever made it may have been killed before it was durable.
    if (auto synced = sync_directory(folder / ".."); !synced)
        return tl::unexpected(log_write_error(std::move(synced).error(), folder.string()));
    return {};
}

// Files that were being written under another name when the process died.
void sweep(fs::path const& folder) {
    std::error_code problem;
    for (fs::directory_iterator entry{folder, problem}, end; !problem && entry != end;
         entry.increment(problem)) {
        auto const name = entry->path().filename().string();
        std::error_code ignored;
        if (name.starts_with('.') && name.ends_with(".tmp"))
            fs::remove(entry->path(), ignored);
    }
}

} // namespace

struct LogFolder::State {
    State(fs::path folder_, LogKey key_)
        : folder(std::move(folder_)), key(std::move(key_)), verifier(key.verifier()) {}

    enum class Empty { begin, is_lost };
    Result<void> load(Empty empty);
    Result<void> clear();
    Result<void> settle();
    Result<void> begin();
    Result<Checkpoint> grow(Growth& growth, std::span<std::string const> leaves);
    Result<void> publish(Checkpoint const& checkpoint);
    Result<void> write(Head shown);
    std::shared_ptr<Head const> seen() const {
        std::scoped_lock const guard{mutex};
        return head;
    }
    void show(Head shown) {
        std::scoped_lock const guard{mutex};
        head = std::make_shared<Head const>(std::move(shown));
    }

    fs::path const folder;
    LogKey const key;
    VerifierKey const verifier;
    FileDescriptor held;  // the lock of the one writer
    Edge edge;            // append() alone
    bool settled = false; // append() alone: the disk is as remembered here and has no leftovers
    mutable std::mutex mutex;
    std::shared_ptr<Head const> head; // under the mutex
};

// Takes over what lies on the disk, if it is this log and leads to its signed root.
Result<void> LogFolder::State::load(Empty empty) {
    auto const note = read_regular_file(folder / kCheckpointFile, kNoteBytesMax);
    if (!note && note.error().code == Code::not_found) {
        if (empty == Empty::is_lost)
            return fail(Code::not_found, "log.missing", "its folder went away");
        if (std::error_code ignored; fs::exists(folder / "tile", ignored))
            return damaged("checkpoint: the file is missing");
        return begin();
    }
    if (!note)
        return fail(note.error().code, "log.cannot_read", note.error().detail);
    auto const opened = open_checkpoint(*note, verifier);
    if (!opened && opened.error().key == "checkpoint.other_origin")
        return fail(Code::refused, "log.other_origin", opened.error().detail);
    if (!opened)
        return damaged(fmt::format("checkpoint: {}", opened.error().describe()));
    auto const& checkpoint = opened->checkpoint;
    auto read = TRY(read_edge(folder, checkpoint.size));
    if (read.root() != checkpoint.root)
        return damaged("the tiles at the right edge do not lead to the signed root; "
                       "`leitstand prove verify` names the file");
    edge = std::move(read);
    show({checkpoint, *note});
    return {};
}

Result<void> LogFolder::State::clear() {
    TRY(remove_leftovers(folder, seen()->checkpoint.size));
    settled = true;
    return {};
}

// After trouble: what the disk says holds, and what was begun is taken back. It may be ahead of
// what was shown here, but never behind it.
Result<void> LogFolder::State::settle() {
    if (settled)
        return {};
    auto const before = seen()->checkpoint.size;
    TRY(load(Empty::is_lost));
    if (auto const now = seen()->checkpoint.size; now < before)
        return damaged(fmt::format("checkpoint: {} entries after {}", now, before));
    return clear();
}

// Writes the head, which then is what readers see.
Result<void> LogFolder::State::write(Head shown) {
    FAULT_POINT("log.before_checkpoint");
    auto written = write_file_durably(folder / kCheckpointFile, shown.note, 0644);
    if (!written)
        return tl::unexpected(
            log_write_error(std::move(written).error(), std::string{kCheckpointFile}));
    FAULT_POINT("log.after_checkpoint");
    show(std::move(shown));
    return {};
}

// A new log: the public key beside it, and the checkpoint of the empty tree.
Result<void> LogFolder::State::begin() {
    auto written = write_file_durably(folder / kKeyFile, verifier.print() + "\n", 0644);
    if (!written)
        return tl::unexpected(log_write_error(std::move(written).error(), std::string{kKeyFile}));
    return publish({verifier.name(), 0, empty_tree_root()});
}

Result<void> LogFolder::State::publish(Checkpoint const& checkpoint) {
    auto const text = print_checkpoint(checkpoint);
    auto note = print_note({text, {sign_note(text, verifier, key.secret)}});
    return write({checkpoint, std::move(note)});
}

LogFolder::LogFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}
LogFolder::~LogFolder() = default;

Result<std::unique_ptr<LogFolder>> LogFolder::open(fs::path folder, LogKey key) {
    auto state = std::make_unique<State>(std::move(folder), std::move(key));
    state->held = TRY(lock_log(state->folder));
    TRY(make_folder(state->folder));
    sweep(state->folder);
    TRY(state->load(State::Empty::begin));
    std::ignore = state->clear(); // where the disk takes no change, append() says so
    return std::unique_ptr<LogFolder>{new LogFolder{std::move(state)}};
}

std::uint64_t LogFolder::size() const {
    return state_->seen()->checkpoint.size;
}
Checkpoint LogFolder::checkpoint() const {
    return state_->seen()->checkpoint;
}
std::string LogFolder::signed_checkpoint() const {
    return state_->seen()->note;
}
VerifierKey const& LogFolder::verifier() const {
    return state_->verifier;
}

// The new checkpoint may have got its name even where this fails, in the sync of its folder.
Result<Checkpoint> LogFolder::State::grow(Growth& growth, std::span<std::string const> leaves) {
    for (auto const& leaf : leaves) {
        ASSERT(leaf.size() == kLeafBytes);
        TRY(growth.add(leaf));
    }
    TRY(growth.finish());
    Checkpoint const after{verifier.name(), growth.size(), growth.edge().root()};
    TRY(publish(after));
    return after;
}

Result<Checkpoint> LogFolder::append(std::span<std::string const> leaves) {
    auto const before = checkpoint();
    TRY(state_->settle());
    if (size() != before.size)
        return fail(Code::unavailable, "log.cannot_write", "ahead of what the caller knew");
    if (leaves.empty())
        return before;
    ASSERT(leaves.size() <= kLeavesAtOnceMax);
    Growth growth{state_->folder, state_->edge, before.size};
    auto const after = state_->grow(growth, leaves);
    if (!after) {
        state_->settled = false;
        std::ignore = state_->settle(); // if it fails too, the next append begins with it
        return after;
    }
    state_->edge = std::move(growth.edge());
    for (auto const& tile : growth.filled()) {
        FAULT_POINT("log.before_removal");
        std::error_code ignored; // a partial tile that stays harms nobody
        fs::remove_all(state_->folder / (tile_path(tile) + ".p"), ignored);
    }
    return after;
}

namespace {

Result<Receipt> find_receipt(fs::path const& folder, Head const& head, std::uint64_t index) {
    auto const size = head.checkpoint.size;
    if (index >= size)
        return fail(Code::not_found, "log.no_entry", fmt::format("entry {} of {}", index, size));
    auto const number = index / kTileWidth;
    TileName const bundle{TileName::kBundle, number,
                          tile_width_at(TileName::kBundle, number, size)};
    auto const entries = read_entries(folder, bundle);
    if (!entries)
        return tl::unexpected(in_file(entries.error(), tile_path(bundle)));
    Receipt receipt;
    receipt.index = index;
    receipt.leaf = (*entries)[index % kTileWidth];
    receipt.proof = TRY(inclusion_proof(index, size, tile_reader(folder, size)));
    receipt.checkpoint = head.note;
    if (receipt.leaf.size() != kLeafBytes ||
        !check_inclusion(index, size, leaf_hash(receipt.leaf), receipt.proof, head.checkpoint.root))
        return damaged(fmt::format("entry {} does not lead to the signed root; "
                                   "`leitstand prove verify` names the file",
                                   index));
    return receipt;
}

} // namespace

// Best below the last head that witnesses signed: whoever checks the receipt then needs to trust
// the log's operator less. A newer entry comes below the log's own head.
Result<Receipt> read_receipt(fs::path const& folder, VerifierKey const& log, std::uint64_t index) {
    if (auto const note = TRY(witnessed_checkpoint(folder)))
        if (auto const opened = open_checkpoint(*note, log); opened)
            if (auto receipt = find_receipt(folder, {opened->checkpoint, *note}, index); receipt)
                return receipt;
    auto const note = TRY(published_checkpoint(folder));
    auto const opened = TRY(open_checkpoint(note, log));
    return find_receipt(folder, {opened.checkpoint, note}, index);
}

Result<std::string> LogFolder::receipt(std::uint64_t index) const {
    return print_receipt(TRY(find_receipt(state_->folder, *state_->seen(), index)));
}

Result<std::string> LogFolder::receipt(std::uint64_t index, Opening const& opening) const {
    auto receipt = TRY(find_receipt(state_->folder, *state_->seen(), index));
    if (leaf_of(opening) != receipt.leaf)
        return fail(Code::damaged, "receipt.other_record",
                    fmt::format("entry {} commits to another record", index));
    receipt.opening = opening;
    return print_receipt(receipt);
}

Result<std::vector<TreeHash>> LogFolder::consistency(std::uint64_t old_size) const {
    auto const head = state_->seen();
    auto const size = head->checkpoint.size;
    if (old_size == 0 || old_size > size)
        return fail(Code::bad_input, "log.no_entry",
                    fmt::format("no proof leads from size {} to {}", old_size, size));
    auto const read = tile_reader(state_->folder, size);
    auto proof = TRY(consistency_proof(old_size, size, read));
    if (!check_consistency(old_size, size, TRY(root_at(old_size, read)), head->checkpoint.root,
                           proof))
        return damaged(fmt::format("no proof leads from size {}; `leitstand prove verify` names "
                                   "the file",
                                   old_size));
    return proof;
}

Result<FileDescriptor> lock_log(fs::path const& folder) {
    auto const file = lock_file(folder);
    FileDescriptor held{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!held.valid())
        return tl::unexpected(
            log_write_error(errno_error(errno, "log.cannot_write"), file.string()));
    if (::flock(held.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(Code::conflict, "log.in_use", folder.string());
    return held;
}

fs::path lock_file(fs::path folder) {
    return folder += ".lock";
}

} // namespace leitstand
