// SPDX-License-Identifier: EUPL-1.2
// What the offline check finds, and whether it names the right place: changed entries, forged tiles
// whose neighbours agree with them, cut and reordered logs, other keys, other histories.
#include "prove/log_verifier.hpp"

#include <gmock/gmock.h>

#include "base/files.hpp"
#include "prove/receipt.hpp"
#include "prove/slow_tree.hpp"
#include "prove/tile.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

class LogVerifierTest : public testing::Test {
  protected:
    void make(std::size_t size, std::string_view about = "entry") {
        fs::remove_all(path_);
        auto log = LogFolder::open(path_, key_);
        ASSERT_TRUE(log) << log.error().describe();
        ASSERT_TRUE((*log)->append(slow::log_leaves(0, size, about)));
    }
    LogReport verify(LogVerifierOptions const& options = {}) {
        auto report = verify_log(path_, key_.verifier(), options);
        EXPECT_TRUE(report) << report.error().describe();
        return report.value_or(LogReport{});
    }
    // "file entry" of the first fault, "file" where it names no entry, "" if all is right.
    std::string fault(LogVerifierOptions const& options = {}) {
        auto const found = verify(options).fault;
        if (!found)
            return "";
        EXPECT_FALSE(found->expected.empty());
        EXPECT_NE(found->expected, found->found);
        return found->entry ? fmt::format("{} {}", found->file, *found->entry) : found->file;
    }
    std::string bytes(std::string const& name) { return *read_file(path_ / name, 1 << 24); }
    void put(std::string const& name, std::string const& content) {
        std::ofstream{path_ / name, std::ios::trunc | std::ios::binary} << content;
    }
    void flip(std::string const& name, std::size_t at, char with = 1) {
        auto content = bytes(name);
        content[at] = static_cast<char>(content[at] ^ with);
        put(name, content);
    }
    // Puts a forged entry into its bundle and its tile, so that the two agree.
    void forge_entry(std::size_t index, std::size_t size) {
        auto const number = index / kTileWidth;
        auto const width = tile_width_at(0, number, size);
        auto leaves = slow::log_leaves(number * kTileWidth, width);
        leaves[index % kTileWidth] = slow::log_leaves(index, 1, "forged").front();
        put(tile_path({TileName::kBundle, number, width}), pack_bundle(leaves));
        std::vector<TreeHash> hashes;
        for (auto const& leaf : leaves)
            hashes.push_back(leaf_hash(leaf));
        put(tile_path({0, number, width}), pack_tile(hashes));
    }

    TemporaryFolder folder_;
    fs::path const path_ = folder_ / "log";
    LogKey const key_ = slow::log_key();
};

TEST_F(LogVerifierTest, ARightLogIsRightWithAnyNumberOfThreads) {
    for (std::size_t const size : {0, 1, 2, 255, 256, 257, 512, 1000}) {
        make(size);
        for (unsigned const threads : {0U, 1U, 2U, 5U}) {
            LogVerifierOptions options;
            options.threads = threads;
            EXPECT_EQ(fault(options), "") << size;
        }
        auto const report = verify();
        EXPECT_EQ(report.checkpoint->size, size);
        EXPECT_EQ(report.bundles, (size + 255) / 256);
        EXPECT_EQ(report.leftovers, 0U);
    }
}

TEST_F(LogVerifierTest, NamesTheEntryThatWasChanged) {
    make(1000);
    flip("tile/entries/001", 35 * 10 + 20); // entry 266
    EXPECT_EQ(fault(), "tile/entries/001 266");
    auto const report = verify();
    EXPECT_EQ(report.fault->expected,
              to_hex(bytes_of(leaf_hash(slow::log_leaves(266, 1).front()))));
    EXPECT_EQ(report.checkpoint->size, 1000U);
    make(1000);
    flip("tile/0/002", 32 * 5);
    EXPECT_EQ(fault(), "tile/0/002 517");
    make(1000);
    flip("tile/0/003.p/232", 32 * 5);
    EXPECT_EQ(fault(), "tile/0/003.p/232 773");
    make(1000);
    flip("tile/1/000.p/3", 32 * 2);
    EXPECT_EQ(fault(), "tile/1/000.p/3 512");
    make(1000);
    flip("tile/entries/000", 0); // a length
    EXPECT_EQ(fault(), "tile/entries/000");
    // Of several faults the one furthest to the left.
    make(1000);
    flip("tile/entries/002", 100);
    flip("tile/entries/001", 100);
    flip("tile/entries/000", 100);
    EXPECT_EQ(fault(), "tile/entries/000 2");
}

// A tile that agrees with its bundle is not believed: its parent must say so (CVE-2026-56865).
TEST_F(LogVerifierTest, ForgedTilesThatAgreeAmongThemselvesAreFound) {
    constexpr std::size_t kSize = 66'000; // three levels
    make(kSize);
    ASSERT_EQ(fault(), "");
    auto const tile_0 = bytes("tile/0/007");
    auto const bundle = bytes("tile/entries/007");
    auto const tile_1 = bytes("tile/1/000");
    auto const tile_2 = bytes("tile/2/000.p/1");
    forge_entry(7 * 256 + 3, kSize);
    EXPECT_EQ(fault(), "tile/0/007");

    // The parent is forged too, so that it says so.
    auto parent = *parse_tile(tile_1, 256);
    parent[7] = root_of(*parse_tile(bytes("tile/0/007"), 256));
    put("tile/1/000", pack_tile(parent));
    EXPECT_EQ(fault(), "tile/1/000");

    // And its parent: nothing but the signed root speaks for the truth.
    put("tile/2/000.p/1", pack_tile(std::vector{root_of(parent)}));
    EXPECT_NE(fault(), "");
    auto const report = verify();
    EXPECT_EQ(report.fault->file, "checkpoint");
    EXPECT_THAT(report.fault->expected, testing::HasSubstr("root"));

    // Parents forged over right children.
    put("tile/0/007", tile_0);
    put("tile/entries/007", bundle);
    EXPECT_EQ(fault(), fmt::format("tile/1/000 {}", 7 * 256));
    put("tile/2/000.p/1", tile_2);
    EXPECT_EQ(fault(), fmt::format("tile/1/000 {}", 7 * 256));
    put("tile/1/000", tile_1);
    EXPECT_EQ(fault(), "");
    put("tile/2/000.p/1", pack_tile(std::vector{root_of(parent)}));
    EXPECT_EQ(fault(), "tile/2/000.p/1 0");
    put("tile/2/000.p/1", tile_2);
    EXPECT_EQ(fault(), "");
}

TEST_F(LogVerifierTest, AForgedEntryAtTheRightEdgeIsFound) {
    make(1000);
    forge_entry(900, 1000);
    EXPECT_EQ(fault(), "checkpoint"); // all files agree on another tree than the signed one
}

TEST_F(LogVerifierTest, ATruncatedLogIsFound) {
    for (auto const& name : {std::string{"tile/entries/003.p/232"}, std::string{"tile/0/000"},
                             std::string{"tile/1/000.p/3"}, std::string{"tile/0/003.p/232"},
                             std::string{"tile/entries/000"}}) {
        make(1000);
        auto const right = bytes(name);
        put(name, right.substr(0, right.size() - 1));
        EXPECT_EQ(fault(), name);
        put(name, right + "x");
        EXPECT_EQ(fault(), name);
        put(name, "");
        EXPECT_EQ(fault(), name);
        fs::remove(path_ / name);
        EXPECT_EQ(fault(), name);
        EXPECT_THAT(verify().fault->found, testing::HasSubstr("missing"));
    }
    make(1000);
    fs::remove(path_ / "checkpoint");
    EXPECT_EQ(fault(), "checkpoint");
    EXPECT_FALSE(verify().checkpoint);
}

TEST_F(LogVerifierTest, ReorderedEntriesAreFound) {
    make(1000);
    auto leaves = slow::log_leaves(256, 256);
    std::swap(leaves[4], leaves[5]);
    put("tile/entries/001", pack_bundle(leaves));
    EXPECT_EQ(fault(), "tile/entries/001 260");
    make(1000);
    auto const first = bytes("tile/entries/000");
    auto const second = bytes("tile/entries/001");
    put("tile/entries/000", second);
    put("tile/entries/001", first);
    EXPECT_EQ(fault(), "tile/entries/000 0");
    auto const tile = bytes("tile/0/000");
    put("tile/0/000", bytes("tile/0/001"));
    put("tile/0/001", tile);
    EXPECT_EQ(fault(), "tile/0/000");
}

TEST_F(LogVerifierTest, ASignatureByAnotherKeyIsRefused) {
    make(10);
    auto const thief = slow::log_key(key_.name, 't');
    auto const checkpoint = parse_note(bytes("checkpoint"))->text;
    put("checkpoint",
        print_note({checkpoint, {sign_note(checkpoint, thief.verifier(), thief.secret)}}));
    EXPECT_EQ(fault(), "checkpoint");
    EXPECT_THAT(verify().fault->found, testing::HasSubstr("note.not_signed"));
    // The thief's public key beside it does not help where the right one is known.
    put("log.vkey", thief.verifier().print() + "\n");
    EXPECT_EQ(fault(), "checkpoint");
    make(10);
    put("log.vkey", thief.verifier().print() + "\n");
    EXPECT_EQ(fault(), "log.vkey");
    fs::remove(path_ / "log.vkey");
    EXPECT_EQ(fault(), "");
}

TEST_F(LogVerifierTest, AnOlderStateIsFoundByAKeptCheckpoint) {
    make(500);
    auto const old_copy = folder_ / "old";
    fs::copy(path_, old_copy, fs::copy_options::recursive);
    Checkpoint kept;
    {
        auto log = LogFolder::open(path_, key_);
        kept = *(*log)->append(slow::log_leaves(500, 100));
        ASSERT_TRUE((*log)->append(slow::log_leaves(600, 100)));
    }
    LogVerifierOptions options;
    options.known = kept;
    EXPECT_EQ(fault(options), "");
    // The old backup is right in itself and too short.
    fs::remove_all(path_);
    fs::rename(old_copy, path_);
    EXPECT_EQ(fault(), "");
    EXPECT_EQ(fault(options), "checkpoint");
    EXPECT_THAT(verify(options).fault->found, testing::HasSubstr("older"));
    // It went on from there in another way: long enough, and another history.
    {
        auto log = LogFolder::open(path_, key_);
        ASSERT_TRUE((*log)->append(slow::log_leaves(500, 300, "other")));
    }
    EXPECT_EQ(fault(), "");
    EXPECT_EQ(fault(options), "checkpoint");
    EXPECT_THAT(verify(options).fault->found, testing::HasSubstr("history"));
}

TEST_F(LogVerifierTest, AMissingSignatureOfAWitnessIsFound) {
    make(10);
    auto const secret = slow::log_key("witness.example", 'w').secret;
    LogVerifierOptions options;
    options.witnesses.emplace_back("witness.example", SignatureType::witness,
                                   public_key_of(secret));
    auto const stripped = bytes("checkpoint");
    auto note = *parse_note(stripped);
    note.signatures.push_back(sign_note(note.text, options.witnesses[0], secret, 1'790'000'000));
    put("checkpoint", print_note(note));
    EXPECT_EQ(fault(options), "");
    EXPECT_EQ(verify(options).witnesses.size(), 1U);
    put("checkpoint", stripped);
    EXPECT_EQ(fault(options), "checkpoint");
    EXPECT_THAT(verify(options).fault->expected, testing::HasSubstr("witness.example"));
    EXPECT_EQ(verify(options).tiles, 1U) << "the rest was checked nevertheless";
    flip("tile/0/000.p/10", 5); // a fault of the log itself is told before
    EXPECT_EQ(fault(options), "tile/0/000.p/10 0");
}

TEST_F(LogVerifierTest, ACopyTakenWhileATileFilledUpIsRight) {
    make(250);
    auto const checkpoint = bytes("checkpoint");
    {
        auto log = LogFolder::open(path_, key_);
        ASSERT_TRUE((*log)->append(slow::log_leaves(250, 10)));
    }
    put("checkpoint", checkpoint); // copied before, the tiles after
    EXPECT_EQ(fault(), "");
    EXPECT_EQ(verify().checkpoint->size, 250U);
}

TEST_F(LogVerifierTest, EndsEarlyWhenToldAndSaysNothingOfTheLog) {
    make(600);
    std::stop_source stop;
    stop.request_stop();
    LogVerifierOptions options;
    options.stop = stop.get_token();
    auto const report = verify_log(path_, key_.verifier(), options);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().key, "log.cannot_verify");
}

TEST_F(LogVerifierTest, AFolderThatIsNoneCannotBeVerified) {
    auto const report = verify_log(folder_ / "none", key_.verifier());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().key, "log.missing");
    EXPECT_EQ(key_named_by(folder_ / "none").error().key, "log.missing");
    fs::create_directory(folder_ / "empty");
    EXPECT_EQ(verify_log(folder_ / "empty", key_.verifier())->fault->file, "checkpoint");
}

} // namespace
} // namespace leitstand
