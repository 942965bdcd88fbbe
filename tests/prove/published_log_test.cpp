// SPDX-License-Identifier: EUPL-1.2
// The head that others get, the signatures of witnesses beside it, and the sheet for paper.
#include "prove/published_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/files.hpp"
#include "prove/checkpoint_sheet.hpp"
#include "prove/log_verifier.hpp"
#include "prove/receipt.hpp"
#include "prove/slow_tree.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PublishedLogTest : public testing::Test {
  protected:
    void SetUp() override { log_ = LogFolder::open(path_, key_).value(); }
    void grow(std::size_t count) {
        ASSERT_TRUE(log_->append(slow::log_leaves(log_->size(), count)));
    }
    static SigningKey secret(char seed) { return slow::log_key("x", seed).secret; }
    static VerifierKey verifier(char seed = 'w') {
        return {fmt::format("{}.example", seed), SignatureType::witness,
                public_key_of(secret(seed))};
    }
    static std::string lines(std::string const& head, char seed = 'w',
                             std::uint64_t time_s = 1'790'000'000) {
        auto const text = parse_note(head)->text;
        auto const note =
            print_note({text, {sign_note(text, verifier(seed), secret(seed), time_s)}});
        return note.substr(text.size() + 1);
    }
    std::string keep(std::string const& head, std::string const& what, char seed = 'w') {
        auto const kept = keep_cosignatures(path_, head, what, std::array{verifier(seed)});
        return kept ? "kept" : kept.error().key;
    }
    std::vector<Signed> witnesses_of(std::string const& note) {
        auto const opened =
            open_checkpoint(note, key_.verifier(), std::array{verifier('w'), verifier('v')});
        EXPECT_TRUE(opened) << opened.error().describe();
        return opened ? opened->witnesses : std::vector<Signed>{};
    }
    std::string head() { return published_checkpoint(path_).value(); }
    std::string witnessed() { return witnessed_checkpoint(path_).value().value_or(""); }

    TemporaryFolder folder_;
    fs::path const path_ = folder_ / "log";
    LogKey const key_ = slow::log_key();
    std::unique_ptr<LogFolder> log_;
};

TEST_F(PublishedLogTest, KeepsWhatWitnessesSigned) {
    grow(300);
    auto const seen = head();
    EXPECT_EQ(witnessed(), "");
    EXPECT_EQ(keep(seen, lines(seen)), "kept");
    EXPECT_EQ(keep(seen, lines(seen, 'v'), 'v'), "kept"); // beside the first
    EXPECT_EQ(witnesses_of(head()).size(), 2U);
    EXPECT_EQ(keep(head(), lines(seen, 'w', 1'790'000'100)), "kept"); // instead of its earlier one
    EXPECT_EQ(witnesses_of(head()).size(), 2U);
    EXPECT_EQ(parse_note(witnessed())->signatures.size(), 3U);
    EXPECT_THAT(witnesses_of(head()),
                testing::Contains(testing::Field(&Signed::time_s, 1'790'000'100U)));

    grow(1); // the log goes on, the signatures stay with the head that they are below
    EXPECT_EQ(head(), log_->signed_checkpoint());
    EXPECT_EQ(witnesses_of(witnessed()).size(), 2U);
    EXPECT_EQ(keep(head(), lines(head())), "kept"); // of a longer one: instead
    EXPECT_EQ(witnesses_of(witnessed()).size(), 1U);
    EXPECT_EQ(keep(seen, lines(seen, 'v'), 'v'), "kept"); // late, of the shorter one: not
    EXPECT_EQ(witnessed(), head());
    // The one who appends is not in the way of it, and starts over it.
    log_.reset();
    EXPECT_TRUE(LogFolder::open(path_, key_));
}

TEST_F(PublishedLogTest, KeepsNothingThatIsNotAWitnesssSignatureOfThisHead) {
    grow(5);
    auto const old = head();
    grow(5);
    auto const now = head();
    auto const text = parse_note(now)->text + "\nanother text\n";
    auto const below_another =
        print_note({text, {sign_note(text, verifier(), secret('w'), 1'790'000'000)}});
    EXPECT_EQ(keep(now, below_another.substr(parse_note(now)->text.size() + 1)), "note.malformed");
    EXPECT_EQ(keep(now, "nonsense\n"), "note.malformed");
    EXPECT_EQ(keep(now, ""), "note.malformed");
    EXPECT_EQ(keep(now, lines(now, 'v')), "note.not_signed"); // of a stranger
    EXPECT_EQ(keep(now, lines(old)), "note.signature_wrong");
    EXPECT_EQ(witnessed(), "");
    EXPECT_EQ(keep(now, lines(now) + lines(now, 'v')), "kept"); // the stranger's is left out
    EXPECT_EQ(parse_note(witnessed())->signatures.size(), 2U);
}

TEST_F(PublishedLogTest, ADamagedFileOfSignaturesIsReplacedAndInNobodysWay) {
    grow(5);
    ASSERT_TRUE(write_file_durably(path_ / kWitnessedFile, "nonsense"));
    EXPECT_EQ(head(), log_->signed_checkpoint());
    EXPECT_TRUE(read_receipt(path_, key_.verifier(), 3));
    EXPECT_EQ(keep(head(), lines(head())), "kept");
    EXPECT_EQ(witnesses_of(head()).size(), 1U);
    EXPECT_FALSE(verify_log(path_, key_.verifier())->fault);
}

TEST_F(PublishedLogTest, AReceiptEndsInTheHeadThatWitnessesSignedWhereItCoversTheEntry) {
    grow(300);
    auto const seen = head();
    ASSERT_EQ(keep(seen, lines(seen)), "kept");
    grow(400); // its partial tiles have gone
    auto const receipt = [&](std::uint64_t index) {
        auto const found = read_receipt(path_, key_.verifier(), index);
        EXPECT_TRUE(found) << found.error().describe();
        return check_receipt(*found, key_.verifier()).value().checkpoint.size;
    };
    EXPECT_EQ(receipt(0), 300U);
    EXPECT_EQ(receipt(299), 300U);
    EXPECT_EQ(receipt(300), 700U);
    auto const with_witness = read_receipt(path_, key_.verifier(), 7);
    EXPECT_TRUE(check_receipt(*with_witness, key_.verifier(), std::array{verifier()}));
    EXPECT_EQ(read_receipt(path_, key_.verifier(), 700).error().key, "log.no_entry");
}

TEST_F(PublishedLogTest, TheVerifierHoldsTheLogAgainstWhatWitnessesSigned) {
    grow(300);
    auto const seen = head();
    ASSERT_EQ(keep(seen, lines(seen)), "kept");
    grow(100);
    LogVerifierOptions options;
    options.witnesses = {verifier()};
    auto report = verify_log(path_, key_.verifier(), options).value();
    EXPECT_FALSE(report.fault) << report.fault->found;
    ASSERT_EQ(report.witnesses.size(), 1U); // although it has not seen the present head
    options.witnesses = {verifier(), verifier('v')};
    EXPECT_TRUE(verify_log(path_, key_.verifier(), options)->fault);

    // The same size from another history, signed by the log and its witness.
    auto const other = LogFolder::open(folder_ / "other", key_).value();
    ASSERT_TRUE(other->append(slow::log_leaves(0, 300, "another")));
    auto const forged = other->signed_checkpoint();
    ASSERT_TRUE(write_file_durably(path_ / kWitnessedFile, forged + lines(forged)));
    report = verify_log(path_, key_.verifier()).value();
    ASSERT_TRUE(report.fault);
    EXPECT_THAT(report.fault->found, HasSubstr("another history"));
    // Somebody put an older state back and left what the witness signed of the newer one.
    ASSERT_TRUE(other->append(slow::log_leaves(300, 200, "another")));
    auto const newer = other->signed_checkpoint();
    ASSERT_TRUE(write_file_durably(path_ / kWitnessedFile, newer + lines(newer)));
    report = verify_log(path_, key_.verifier()).value();
    ASSERT_TRUE(report.fault);
    EXPECT_EQ(report.fault->expected, "500 entries or more");
    EXPECT_THAT(report.fault->found, HasSubstr("400 entries: an older state"));
    ASSERT_TRUE(write_file_durably(path_ / kWitnessedFile, "nonsense"));
    report = verify_log(path_, key_.verifier()).value();
    ASSERT_TRUE(report.fault);
    EXPECT_EQ(report.fault->file, kWitnessedFile);
}

TEST_F(PublishedLogTest, TheSheetSaysAllThatProvesALaterChange) {
    grow(300);
    auto const now = parse_rfc3339("2026-11-27T22:59:00Z").value();
    auto const seen = head();
    ASSERT_EQ(keep(seen, lines(seen, 'w', 1'795'820'000)), "kept"); // of the same day
    auto const root = to_hex(bytes_of(log_->checkpoint().root));
    grow(5); // the sheet shows the head that the witness signed
    auto const file = write_sheet(path_, folder_ / "blatt", {verifier()}, now);
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_EQ(file->filename(), "protokoll-2026-11-27.txt");
    auto const text = read_file(*file, 1 << 20).value();
    for (auto const& part :
         {std::string{"STAND VOM 27.11.2026"}, key_.verifier().print(), key_.name,
          std::string{"\n    300\n"}, root.substr(0, 4) + " " + root.substr(4, 4),
          std::string{"w.example  (Zeuge, am 27.11.2026)"}, witnessed(),
          std::string{"--known protokoll-2026-11-27.checkpoint"}})
        EXPECT_THAT(text, HasSubstr(part));
    std::string digits;
    for (std::size_t line = text.find("hexadezimal"), i = text.find('\n', line); digits.size() < 64;
         ++i)
        if (std::isxdigit(static_cast<unsigned char>(text[i])) != 0)
            digits += text[i];
    EXPECT_EQ(digits, root);
    EXPECT_EQ(read_file(folder_ / "blatt/protokoll-2026-11-27.checkpoint", 1 << 20).value(),
              witnessed());
    // A witness that has been silent for longer does not hold the sheet back.
    Instant const later{now.microseconds + std::int64_t{3} * 86'400 * 1'000'000};
    EXPECT_EQ(head_for_paper(path_, {verifier()}, later)->opened.checkpoint.size, 305U);
}

class SetClock final : public TimeSource {
  public:
    Instant now() const override { return time; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }
    Instant time = parse_rfc3339("2026-11-27T22:59:00Z").value(); // 23:59 in Berlin
};

TEST_F(PublishedLogTest, ASheetADayThatIsNeverReplaced) {
    SetClock clock;
    grow(5);
    DailySheet sheet{path_, folder_ / "blatt", {}, clock};
    sheet.write_if_due();
    auto const first = read_file(folder_ / "blatt/protokoll-2026-11-27.txt", 1 << 20);
    ASSERT_TRUE(first);
    grow(5);
    sheet.write_if_due();
    EXPECT_EQ(write_sheet(path_, folder_ / "blatt", {}, clock.time).error().key, "sheet.exists");
    EXPECT_EQ(read_file(folder_ / "blatt/protokoll-2026-11-27.txt", 1 << 20).value(), *first);
    clock.time.microseconds += 2 * 60'000'000;
    sheet.write_if_due();
    EXPECT_THAT(read_file(folder_ / "blatt/protokoll-2026-11-28.txt", 1 << 20).value(),
                HasSubstr("\n    10\n"));
}

TEST_F(PublishedLogTest, TheSheetWaitsTenMinutesForAWitness) {
    SetClock clock;
    auto const file = folder_ / "blatt/protokoll-2026-11-28.txt";
    clock.time = parse_rfc3339("2026-11-27T23:00:00Z").value();
    grow(5);
    DailySheet sheet{path_, folder_ / "blatt", {verifier()}, clock};
    sheet.write_if_due();
    clock.time.microseconds += 9 * 60'000'000;
    sheet.write_if_due();
    EXPECT_FALSE(fs::exists(file));
    clock.time.microseconds += 60'000'000;
    sheet.write_if_due();
    EXPECT_TRUE(fs::exists(file)) << "a dead witness holds it back";
    fs::remove(file);
    sheet.write_if_due(); // waits anew, until the witness signs
    EXPECT_FALSE(fs::exists(file));
    ASSERT_EQ(keep(head(), lines(head(), 'w', 1'795'820'900)), "kept");
    sheet.write_if_due();
    EXPECT_THAT(read_file(file, 1 << 20).value(), HasSubstr("w.example  (Zeuge, am "));
}

// Its witness died a minute after midnight of the day before: that head is none of today.
TEST_F(PublishedLogTest, TheSheetOfADayDoesNotShowTheHeadOfYesterday) {
    SetClock clock;
    clock.time = parse_rfc3339("2026-11-27T23:00:05Z").value();
    grow(5);
    ASSERT_EQ(keep(head(), lines(head(), 'w', 1'795'734'065)), "kept"); // 23 h 59 min before
    grow(5);
    DailySheet sheet{path_, folder_ / "blatt", {verifier()}, clock};
    sheet.write_if_due();
    auto const file = folder_ / "blatt/protokoll-2026-11-28.txt";
    EXPECT_FALSE(fs::exists(file)) << "it may come back";
    clock.time.microseconds += 10 * 60'000'000;
    sheet.write_if_due();
    EXPECT_THAT(read_file(file, 1 << 20).value(), HasSubstr("\n    10\n"));
}

TEST_F(PublishedLogTest, AFolderThatTakesNoSheetIsSaidOnce) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    SetClock clock;
    grow(5);
    fs::create_directory(folder_ / "blatt");
    fs::permissions(folder_ / "blatt", fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(write_sheet(path_, folder_ / "blatt", {}, clock.time).error().key,
              "sheet.cannot_write");
    DailySheet sheet{path_, folder_ / "blatt", {}, clock};
    testing::internal::CaptureStderr();
    sheet.write_if_due();
    sheet.write_if_due();
    auto const told = testing::internal::GetCapturedStderr();
    EXPECT_THAT(told, HasSubstr("sheet.cannot_write"));
    EXPECT_EQ(told.find("the sheet of the day"), told.rfind("the sheet of the day"));
    fs::permissions(folder_ / "blatt", fs::perms::owner_all);
    sheet.write_if_due();
    EXPECT_TRUE(fs::exists(folder_ / "blatt/protokoll-2026-11-27.txt"));
}

} // namespace
} // namespace leitstand
