// SPDX-License-Identifier: EUPL-1.2
// The log as everybody gets it: a client that has nothing but the addresses copies it whole and
// verifies the copy. And nothing else leaves the folder, whatever is asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "prove/log_verifier.hpp"
#include "prove/published_log.hpp"
#include "prove/slow_tree.hpp"
#include "prove/tile_files.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LogRoutesTest : public testing::Test {
  protected:
    void grow(std::size_t count) {
        if (!log_)
            log_ = LogFolder::open(house_.log_folder(), key_).value();
        ASSERT_TRUE(log_->append(slow::log_leaves(log_->size(), count)));
    }
    RawAnswer get(std::string const& path) { return nobody_.get("/register/log/" + path); }
    RawAnswer get(TileName const& tile) { return get(tile_path(tile)); }

    // What a mirror does: the head first, then every tile that follows from it.
    void copy_to(fs::path const& folder) {
        fs::create_directories(folder);
        auto const save = [&](std::string const& path) {
            auto const answer = get(path);
            ASSERT_EQ(answer.status, 200) << path << answer.body;
            fs::create_directories((folder / path).parent_path());
            ASSERT_TRUE(write_file_durably(folder / path, answer.body));
        };
        save("checkpoint");
        save("log.vkey");
        auto const note = parse_note(*read_file(folder / "checkpoint", kNoteBytesMax));
        auto const size = parse_checkpoint(note->text)->size;
        for (int level = TileName::kBundle; level < tile_levels(size); ++level)
            for (std::uint64_t number = 0; tile_width_at(level, number, size) != 0; ++number)
                save(tile_path({level, number, tile_width_at(level, number, size)}));
    }

    WebHouse house_{Engine::sqlite};
    Visitor nobody_{house_.port()};
    LogKey const key_ = slow::log_key();
    std::unique_ptr<LogFolder> log_;
};

TEST_F(LogRoutesTest, ACopyMadeByItsAddressesAloneVerifies) {
    for (std::size_t const count : {1, 255, 44, 400}) {
        grow(count);
        TemporaryFolder const copy;
        copy_to(copy / "log");
        auto const report = verify_log(copy / "log", key_.verifier());
        ASSERT_TRUE(report) << report.error().describe();
        EXPECT_FALSE(report->fault) << report->fault->file;
        EXPECT_EQ(report->checkpoint->size, log_->size());
    }
}

TEST_F(LogRoutesTest, SaysWhatItIsAndHowLongItKeeps) {
    grow(300);
    auto const head = get("checkpoint");
    EXPECT_EQ(head.body, log_->signed_checkpoint());
    EXPECT_EQ(head.header("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(head.header("cache-control"), "public, max-age=5");
    for (TileName const& tile :
         {TileName{0, 0}, TileName{0, 1, 44}, TileName{1, 0, 1}, TileName{TileName::kBundle, 0}}) {
        auto const answer = get(tile);
        EXPECT_EQ(answer.status, 200) << tile_path(tile);
        EXPECT_EQ(answer.header("content-type"), "application/octet-stream");
        EXPECT_EQ(answer.header("cache-control"), "public, max-age=31536000, immutable");
        EXPECT_EQ(answer.body, *read_file(house_.log_folder() / tile_path(tile), 1 << 20));
    }
    EXPECT_EQ(VerifierKey::parse(get("log.vkey").body.substr(0, key_.verifier().print().size())),
              key_.verifier());
    for (auto const* page : {"/register/log", "/register/log/"}) {
        auto const answer = nobody_.get(page);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("content-type"), "text/html; charset=utf-8");
        EXPECT_THAT(answer.body, HasSubstr("<html lang=\"de\">"));
        EXPECT_THAT(answer.header("content-security-policy"), HasSubstr("default-src 'none'"));
    }
}

TEST_F(LogRoutesTest, HeadTellsTheSizeAndSendsNothing) {
    grow(300);
    RawClient client{house_.port()};
    client.send(nobody_.bytes_of("HEAD", "/register/log/tile/0/000", "", {}));
    auto const head = client.answer(15'000, true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), "8192");
    client.send(nobody_.bytes_of("GET", "/register/log/tile/0/001.p/44", "", {}));
    EXPECT_EQ(client.answer().body.size(), 44U * 32U) << "bytes came after the head";
    for (auto const* method : {"POST", "PUT", "DELETE"})
        EXPECT_EQ(nobody_.send(method, "/register/log/tile/0/000", "{}").status, 405) << method;
}

// Somebody who read an earlier head still gets its tiles; nobody gets what the head does not cover.
TEST_F(LogRoutesTest, PartialTilesOfEarlierSizesAreCutFromThoseOfToday) {
    grow(300);
    auto const early = get(TileName{0, 1, 44}).body;
    EXPECT_EQ(get(TileName{0, 1, 45}).status, 404);
    EXPECT_EQ(get(TileName{0, 1}).status, 404);
    grow(100);
    EXPECT_EQ(get(TileName{0, 1, 44}).body, early);
    EXPECT_EQ(get(TileName{0, 1, 7}).body, early.substr(0, 7 * 32));
    grow(200); // the tile is full, its partial files are gone
    ASSERT_FALSE(fs::exists(house_.log_folder() / "tile/0/001.p"));
    EXPECT_EQ(get(TileName{0, 1, 44}).body, early);
    EXPECT_EQ(get(TileName{TileName::kBundle, 1, 2}).body.size(), 2U * (2 + kLeafBytes));
    // What a kill left beyond the head, or cut.
    for (auto const* file : {"tile/0/002.p/200", "tile/0/003", "tile/0/002.p/9"})
        ASSERT_TRUE(write_file_durably(house_.log_folder() / file, "cut"));
    for (auto const* path : {"tile/0/002.p/200", "tile/0/003", "tile/1/000.p/3"})
        EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_EQ(get("tile/0/002.p/9").body.size(), 9U * 32U) << "the leftover was handed out";
}

TEST_F(LogRoutesTest, NothingButTheLogLeavesTheFolder) {
    grow(300);
    ASSERT_TRUE(write_file_durably(house_.log_folder() / "secret", "GEHEIM"));
    ASSERT_TRUE(write_file_durably(house_.log_folder() / "tile/secret", "GEHEIM"));
    ASSERT_TRUE(write_file_durably(house_.desk.door.folder / "data" / "secret", "GEHEIM"));
    fs::create_symlink(house_.desk.door.folder / "master.key", house_.log_folder() / "tile/0/009");
    for (auto const* path : {"secret",
                             "tile/secret",
                             "../secret",
                             "tile/../secret",
                             "tile/../../secret",
                             "tile/%2e%2e/secret",
                             "tile/..%2f..%2fsecret",
                             "tile/0/..%2f..%2fsecret",
                             "tile/",
                             "tile//0/000",
                             "tile/0//000",
                             "tile/0/000/",
                             "tile/0",
                             "tile/00/000",
                             "tile/0/0",
                             "tile/0/0000",
                             "tile/0/x000/000",
                             "tile/0/001.p/0",
                             "tile/0/001.p/044",
                             "tile/0/001.p/",
                             "tile/0/001.p/256",
                             "tile/0/001.p",
                             "tile/0/001.p/44/",
                             "tile/64/000",
                             "tile/-1/000",
                             "tile/+0/000",
                             "tile/0/00%30%20",
                             "tile/entries/-01",
                             "tile/Entries/000",
                             "tile/0/x018/x446/x744/x073/x709/x551/615",
                             "tile/0/x999/x999/x999/x999/x999/x999/999",
                             "tile/0/009",
                             "tile/0/%00",
                             "tile\\0\\000",
                             "tile/0\\000",
                             "checkpoint/",
                             "checkpoint.tmp",
                             "log.key",
                             "tile/0/000?x=../../secret"}) {
        auto const answer = get(path);
        bool const is_first_tile = std::string_view{path}.starts_with("tile/0/000?");
        EXPECT_EQ(answer.status, is_first_tile ? 200 : answer.status == 400 ? 400 : 404) << path;
        EXPECT_EQ(answer.body.find("GEHEIM"), std::string::npos) << path;
    }
    auto const deep = get("tile/0/" + std::string(3'000, '/'));
    EXPECT_EQ(deep.status, 404);
}

TEST_F(LogRoutesTest, ShowsWitnessesWithTheHeadThatTheySigned) {
    grow(10);
    auto const witness = VerifierKey{"witness.example", SignatureType::witness,
                                     public_key_of(slow::log_key("w", 'w').secret)};
    auto const lines = [&](std::string const& head) {
        auto const text = parse_note(head)->text;
        auto const line = sign_note(text, witness, slow::log_key("w", 'w').secret, 1'790'000'000);
        return print_note({text, {line}}).substr(text.size() + 1);
    };
    EXPECT_EQ(get("witnessed").status, 404);
    auto const seen = log_->signed_checkpoint();
    ASSERT_TRUE(keep_cosignatures(house_.log_folder(), seen, lines(seen), std::array{witness}));
    for (auto const* path : {"checkpoint", "witnessed"}) {
        auto const opened = open_checkpoint(get(path).body, key_.verifier(), std::array{witness});
        ASSERT_TRUE(opened) << path;
        EXPECT_EQ(opened->witnesses.size(), 1U) << path;
    }
    grow(1);
    EXPECT_EQ(get("checkpoint").body, log_->signed_checkpoint());
    EXPECT_EQ(open_checkpoint(get("witnessed").body, key_.verifier())->checkpoint.size, 10U);
}

TEST_F(LogRoutesTest, SaysWhenThereIsNoLogOrItIsDamaged) {
    for (auto const* path : {"checkpoint", "log.vkey", "tile/0/000"}) {
        auto const answer = get(path);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(key_of(answer), "log.missing") << path;
    }
    grow(300);
    fs::resize_file(house_.log_folder() / "tile/0/000", 8'000);
    EXPECT_EQ(key_of(get("tile/0/000")), "log.damaged");
    EXPECT_EQ(get("tile/0/000").header("cache-control"), "no-store");
    ASSERT_TRUE(write_file_durably(house_.log_folder() / "checkpoint", "nonsense"));
    EXPECT_EQ(key_of(get("checkpoint")), "log.damaged");
}

} // namespace
} // namespace leitstand
