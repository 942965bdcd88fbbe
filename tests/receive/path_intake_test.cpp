// SPDX-License-Identifier: EUPL-1.2
// `leitstand receive PATH…` without the program around it: order, mailboxes, mistakes of single
// files.
#include "receive/path_intake.hpp"

#include "receive/door.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

class PathIntakeTest : public testing::Test {
  protected:
    PathIntakeTest() { fs::create_directories(folder_ / "b" / "tief"); }

    void put(std::string const& name, std::string_view bytes) const {
        std::ofstream{folder_ / name, std::ios::binary} << bytes;
    }
    std::vector<PathReceipt> receive(std::vector<fs::path> const& paths) {
        std::vector<PathReceipt> receipts;
        receive_files(files_below(paths), intake_, [&](PathReceipt const& receipt) {
            receipts.push_back(receipt);
            return true;
        });
        return receipts;
    }

    Door door_{Engine::sqlite};
    fs::path folder_ = door_.folder / "post";
    PathIntake intake_{.ledger = *door_.ledger,
                       .limits = door_.limits,
                       .receipt_date = {},
                       .entered_by = "account-1",
                       .split_mbox = {}};
};

TEST_F(PathIntakeTest, WalksInNameOrderAndLeavesLinksAndHiddenFilesOut) {
    put("c.txt", "C");
    put("a.txt", "A");
    put("a.txt.leitstand.toml", "receipt_date = 2026-11-01");
    put(".verborgen", "x");
    put("b/2.txt", "B2");
    put("b/tief/1.txt", "B1");
    fs::create_symlink("/etc/hostname", folder_ / "link.txt");
    fs::create_directory_symlink("/etc", folder_ / "links");
    auto const receipts = receive({folder_});
    std::vector<std::string> names;
    for (auto const& receipt : receipts) {
        ASSERT_TRUE(receipt.item) << receipt.error->describe();
        names.push_back(receipt.path.lexically_relative(folder_).string());
    }
    EXPECT_THAT(names, testing::ElementsAre("a.txt", "b/2.txt", "b/tief/1.txt", "c.txt"));
    EXPECT_EQ("2026-11-01", to_iso(receipts[0].item->receipt_date));
    EXPECT_EQ(DateSource::sidecar, receipts[0].item->date_source);
    EXPECT_EQ(Channel::command, receipts[0].item->channel);
    for (auto const& receipt : receive({folder_}))
        EXPECT_TRUE(receipt.item && receipt.item->again) << receipt.path;
}

TEST_F(PathIntakeTest, OneBadFileDoesNotStopTheOthers) {
    put("1.txt", "eins");
    put("2.txt", "");
    put("3.txt", "drei");
    auto const receipts =
        receive({folder_ / "1.txt", folder_ / "2.txt", folder_ / "fehlt.txt", folder_ / "3.txt"});
    ASSERT_EQ(4u, receipts.size());
    EXPECT_TRUE(receipts[0].item);
    EXPECT_EQ("item.empty", receipts[1].error->key);
    EXPECT_EQ("file.missing", receipts[2].error->key);
    EXPECT_TRUE(receipts[3].item);
}

TEST_F(PathIntakeTest, ManyFilesComeOutInOrder) {
    for (int i = 0; i < 150; ++i)
        put(fmt::format("{:03}.txt", i), fmt::format("Inhalt {}", i));
    auto const receipts = receive({folder_});
    ASSERT_EQ(150u, receipts.size());
    for (int i = 0; i < 150; ++i)
        EXPECT_EQ(fmt::format("{:03}.txt", i),
                  receipts[static_cast<std::size_t>(i)].path.filename().string());
    EXPECT_EQ(150u, door_.blob_count());
}

TEST_F(PathIntakeTest, StopsWhenAsked) {
    for (int i = 0; i < 150; ++i)
        put(fmt::format("{:03}.txt", i), fmt::format("Inhalt {}", i));
    int seen = 0;
    receive_files(files_below({folder_}), intake_, [&](PathReceipt const&) { return ++seen < 3; });
    EXPECT_EQ(3, seen);
    EXPECT_LT(door_.blob_count(), 150u);
}

TEST_F(PathIntakeTest, AMailboxIsSplitAndACopyOfAMessageIsTheSameItem) {
    // Stands in for the sandboxed splitter: what it does is not this room's matter.
    intake_.split_mbox =
        [](std::string_view bytes,
           std::function<Result<void>(std::string_view)> const& take) -> Result<void> {
        if (!bytes.starts_with("From "))
            return fail(Code::bad_input, "mbox.not_mbox");
        while (!bytes.empty()) {
            auto const end = std::min(bytes.find("\nFrom ", 1), bytes.size() - 1) + 1;
            TRY(take(bytes.substr(bytes.find('\n') + 1, end - bytes.find('\n') - 1)));
            bytes.remove_prefix(end);
        }
        return {};
    };
    put("a.mbox", "From a\nSubject: Eins\n\nx\nFrom b\nSubject: Zwei\n\ny\n");
    put("b.MBOX", "From b\nSubject: Zwei\n\ny\n");
    put("c.mbox", "kein Postfach");
    put("d.mbox", "");
    auto const receipts = receive({folder_});
    ASSERT_EQ(5u, receipts.size());
    EXPECT_EQ("Subject: Eins\n\nx\n", door_.ledger->original(*receipts[0].item).value());
    EXPECT_EQ(2u, *receipts[1].message);
    EXPECT_EQ(Channel::mailbox, receipts[1].item->channel);
    EXPECT_TRUE(receipts[2].item->again);
    EXPECT_EQ(receipts[1].item->id, receipts[2].item->id);
    EXPECT_EQ("mbox.not_mbox", receipts[3].error->key);
    EXPECT_EQ("item.empty", receipts[4].error->key);
}

TEST_F(PathIntakeTest, AMailboxHasALimitOfMessages) {
    door_.limits.mbox_messages_max = 2;
    intake_.split_mbox =
        [](std::string_view,
           std::function<Result<void>(std::string_view)> const& take) -> Result<void> {
        for (auto const* message : {"1", "2", "3"})
            TRY(take(message));
        return {};
    };
    put("a.mbox", "x");
    auto const receipts = receive({folder_ / "a.mbox"});
    ASSERT_EQ(3u, receipts.size());
    EXPECT_EQ("mbox.too_many_messages", receipts[2].error->key);
}

} // namespace

} // namespace leitstand
