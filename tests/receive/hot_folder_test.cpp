// SPDX-License-Identifier: EUPL-1.2
// The hot folder on a real folder: when a file is complete, where it goes, what a crash in between
// does.
#include "receive/hot_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "prove/sequencer.hpp"
#include "receive/door.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class HotFolderTest : public testing::Test {
  protected:
    HotFolderTest() {
        fs::create_directory(folder_);
        open_folder();
    }

    void open_folder() {
        hot_ = HotFolder::open(
                   folder_, *door_.ledger, door_.limits, [this] { ++taken_; }, door_.clock)
                   .value();
    }
    void put(std::string const& name, std::string_view bytes) const {
        std::ofstream{folder_ / name, std::ios::binary} << bytes;
    }
    // As a program does that writes under another name first.
    void move_in(std::string const& name, std::string_view bytes) const {
        put(name + ".tmp", bytes);
        fs::rename(folder_ / (name + ".tmp"), folder_ / name);
    }
    HotFolder::Looked look() { return hot_->look().value(); }
    void let_time_pass() { door_.clock.forward(door_.limits.folder_unchanged_ms); }
    std::vector<std::string> names_in(std::string const& sub) const {
        std::vector<std::string> names;
        for (auto const& entry : fs::directory_iterator{folder_ / sub})
            if (!entry.is_directory())
                names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }
    std::string text_of(fs::path const& path) const {
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    Item item(std::int64_t number) {
        return door_.ledger->find_by_receipt_number(receipt_number(2026, number)).value();
    }

    Door door_{Engine::sqlite};
    fs::path folder_ = door_.folder / "hot";
    int taken_ = 0;
    std::unique_ptr<HotFolder> hot_;
};

TEST_F(HotFolderTest, AFileThatWasMovedInIsTakenAtOnce) {
    move_in("brief.txt", "Guten Tag");
    EXPECT_EQ(1u, look().taken);
    EXPECT_EQ(1, taken_);
    EXPECT_EQ("Guten Tag", door_.ledger->original(item(1)).value());
    EXPECT_EQ(Channel::folder, item(1).channel);
    EXPECT_EQ("brief.txt", item(1).name);
    EXPECT_THAT(names_in("done"), testing::ElementsAre(receipt_number(2026, 1) + " brief.txt"));
    EXPECT_TRUE(names_in("").empty());
}

TEST_F(HotFolderTest, AFileThatGrowsIsNotTaken) {
    put("brief.txt", "Gu");
    EXPECT_EQ(1u, look().waiting);
    door_.clock.forward(door_.limits.folder_unchanged_ms / 2);
    EXPECT_EQ(1u, look().waiting);
    put("brief.txt", "Guten Tag"); // written once more: the time begins anew
    EXPECT_EQ(1u, look().waiting);
    door_.clock.forward(door_.limits.folder_unchanged_ms / 2);
    EXPECT_EQ(1u, look().waiting);
    let_time_pass();
    EXPECT_EQ(1u, look().taken);
    EXPECT_EQ("Guten Tag", door_.ledger->original(item(1)).value());
}

TEST_F(HotFolderTest, SomeNamesAreLeftAlone) {
    for (auto const* name : {".verborgen", "halb.part", "halb.tmp", "x.pdf.leitstand.toml"})
        put(name, "x");
    fs::create_directory(folder_ / "unterordner");
    look();
    let_time_pass();
    auto const looked = look();
    EXPECT_EQ(0u, looked.taken + looked.refused + looked.waiting);
    EXPECT_EQ(4u, names_in("").size());
}

TEST_F(HotFolderTest, WrongFilesAreRefusedWithAText) {
    move_in("leer.pdf", "");
    fs::create_symlink("/etc/hostname", folder_ / "link.txt");
    ASSERT_EQ(0, ::mkfifo((folder_ / "pipe").c_str(), 0600));
    move_in("gross.pdf", "");
    fs::resize_file(folder_ / "gross.pdf", door_.limits.item_size_bytes_max + 1);
    look();
    let_time_pass();
    look();
    EXPECT_THAT(names_in("refused"),
                testing::ElementsAre("gross.pdf", "gross.pdf.leitstand.txt", "leer.pdf",
                                     "leer.pdf.leitstand.txt", "link.txt", "link.txt.leitstand.txt",
                                     "pipe", "pipe.leitstand.txt"));
    EXPECT_TRUE(fs::is_symlink(folder_ / "refused" / "link.txt"));
    auto const text = text_of(folder_ / "refused" / "gross.pdf.leitstand.txt");
    EXPECT_THAT(text, HasSubstr("50 MiB"));
    EXPECT_THAT(text, HasSubstr("Was zu tun ist"));
    EXPECT_THAT(text, HasSubstr("What to do"));
    EXPECT_THAT(text_of(folder_ / "refused" / "leer.pdf.leitstand.txt"), HasSubstr("leer"));
    EXPECT_EQ(0u, door_.blob_count());
}

TEST_F(HotFolderTest, ASidecarGivesDateNoteAndKey) {
    put("a.pdf.leitstand.toml",
        "receipt_date = 2026-11-20\nnote = \"Scanner 3\"\nkey = \"S-77\"\n");
    move_in("a.pdf", "Inhalt A");
    put("b.pdf.leitstand.json", R"({"receipt_date":"2026-11-21"})");
    move_in("b.pdf", "Inhalt B");
    EXPECT_EQ(2u, look().taken);
    EXPECT_EQ("2026-11-20", to_iso(item(1).receipt_date));
    EXPECT_EQ(DateSource::sidecar, item(1).date_source);
    EXPECT_EQ("Scanner 3", item(1).note);
    EXPECT_EQ("2026-11-21", to_iso(item(2).receipt_date));
    EXPECT_EQ(4u, names_in("done").size());
    EXPECT_TRUE(names_in("").empty());
    // The same key with the same bytes is the same delivery, with others it is a mistake.
    put("a.pdf.leitstand.toml", "key = \"S-77\"\n");
    move_in("a.pdf", "Inhalt A");
    EXPECT_EQ(1u, look().taken);
    EXPECT_EQ(2, taken_);
    put("c.pdf.leitstand.toml", "key = \"S-77\"\n");
    move_in("c.pdf", "Inhalt C");
    EXPECT_EQ(1u, look().refused);
    EXPECT_THAT(text_of(folder_ / "refused" / "c.pdf.leitstand.txt"), HasSubstr("Schlüssel"));
    EXPECT_TRUE(fs::exists(folder_ / "refused" / "c.pdf.leitstand.toml"));
}

TEST_F(HotFolderTest, AWrongSidecarIsSaidAndNothingIsTaken) {
    int number = 0;
    for (auto const* wrong : {"receipt_date = 2026-13-01", "receiptdate = 2026-01-01",
                              "= =", "receipt_date = 2099-01-01", "key = ''", "note = 7"}) {
        auto const name = fmt::format("{}.pdf", ++number);
        put(name + ".leitstand.toml", wrong);
        move_in(name, "Inhalt");
        EXPECT_EQ(1u, look().refused) << wrong;
        EXPECT_TRUE(fs::exists(folder_ / "refused" / (name + ".leitstand.txt"))) << wrong;
    }
    EXPECT_EQ(0u, door_.blob_count());
}

TEST_F(HotFolderTest, ACrashBetweenCommitAndMoveGivesOneItem) {
    move_in("brief.txt", "Guten Tag");
    look();
    // As if the program had died before the move: the file stands where it stood, with its times.
    fs::rename(folder_ / "done" / (receipt_number(2026, 1) + " brief.txt"), folder_ / "brief.txt");
    hot_.reset();
    door_.close();
    door_.open();
    open_folder();
    look();
    let_time_pass();
    EXPECT_EQ(1u, look().taken);
    EXPECT_EQ(1, taken_); // no new item
    EXPECT_EQ(1u, door_.blob_count());
    EXPECT_THAT(names_in("done"), testing::ElementsAre(receipt_number(2026, 1) + " brief.txt"));
}

TEST_F(HotFolderTest, AFullDiskLeavesTheFileAndHealsLater) {
    auto full = door_.limits;
    full.free_space_bytes_min = std::uint64_t{1} << 62;
    auto const no_space =
        Ledger::open(*door_.database, *door_.blobs, *door_.keys, full, door_.clock, *door_.log)
            .value();
    hot_ = HotFolder::open(folder_, *no_space, full, {}, door_.clock).value();
    move_in("brief.txt", "Guten Tag");
    EXPECT_EQ(1u, look().waiting);
    EXPECT_THAT(names_in(""), testing::ElementsAre("brief.txt"));
    EXPECT_TRUE(names_in("refused").empty());
    open_folder(); // there is space again
    look();
    let_time_pass();
    EXPECT_EQ(1u, look().taken);
}

// Nothing is wrong with the post: it waits until the log can be written again.
TEST_F(HotFolderTest, ALogThatCannotBeWrittenLeavesTheFile) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    auto const path = door_.folder / "log";
    auto const log = LogFolder::open(path, {"log.example/test", SigningKey::random()}).value();
    auto const sequencer = Sequencer::open(*door_.database, *log, *door_.log).value();
    move_in("first.txt", "Guten Tag");
    ASSERT_EQ(1u, look().taken); // its entry waits for the log
    std::vector<fs::path> folders{path};
    for (auto const& entry : fs::recursive_directory_iterator{path})
        if (entry.is_directory())
            folders.push_back(entry.path());
    for (auto const& folder : folders)
        fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ("log.cannot_write", error_key(sequencer->integrate()));
    move_in("second.txt", "Guten Tag noch einmal");
    auto const looked = look();
    EXPECT_EQ(0u, looked.refused);
    EXPECT_EQ(1u, looked.waiting);
    EXPECT_THAT(names_in(""), testing::ElementsAre("second.txt"));
    EXPECT_TRUE(names_in("refused").empty());
    for (auto const& folder : folders)
        fs::permissions(folder, fs::perms::owner_all);
    ASSERT_TRUE(sequencer->integrate());
    door_.clock.forward(std::chrono::minutes{1});
    EXPECT_EQ(1u, look().taken);
    EXPECT_EQ("Guten Tag noch einmal", door_.ledger->original(item(2)).value());
}

TEST_F(HotFolderTest, ANameThatIsTakenInDoneGetsANumber) {
    std::ofstream{folder_ / "done" / (receipt_number(2026, 1) + " brief.txt")} << "alt";
    move_in("brief.txt", "Guten Tag");
    EXPECT_EQ(1u, look().taken);
    EXPECT_EQ("alt", text_of(folder_ / "done" / (receipt_number(2026, 1) + " brief.txt")));
    EXPECT_EQ("Guten Tag",
              text_of(folder_ / "done" / (receipt_number(2026, 1) + " brief.txt (2)")));
}

TEST_F(HotFolderTest, TheThreadTakesAndStops) {
    hot_.reset();
    Limits limits = door_.limits;
    limits.folder_unchanged_ms = std::chrono::milliseconds{100};
    std::atomic<int> taken{0};
    auto const watched = HotFolder::start(folder_, *door_.ledger, limits, [&] { ++taken; }).value();
    put("langsam.txt", "x");
    move_in("schnell.txt", "y");
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (taken < 2 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    EXPECT_EQ(2, taken);
}

TEST_F(HotFolderTest, AMissingFolderIsSaid) {
    EXPECT_EQ("hot_folder.missing", error_key(HotFolder::open(folder_ / "nichts", *door_.ledger,
                                                              door_.limits, {}, door_.clock)));
}

} // namespace

} // namespace leitstand
