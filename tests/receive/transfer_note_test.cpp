// SPDX-License-Identifier: EUPL-1.2
// The scanning office's transfer note: how it comes in, where it lies, what is said of it.
#include "receive/transfer_note.hpp"

#include "base/crypto/crypto.hpp"
#include "receive/door.hpp"
#include "receive/path_intake.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kToml[] = R"(receipt_date = 2026-03-01
[transfer]
batch = "2026-0412"
office = "Scanstelle Mitte"
operator = "S-07"
scanned_at = 2026-03-01T08:15:00+01:00
device = "Kodak i5850"
profile = "Posteingang 3"
colour = "grau"
resolution_dpi = 300
sheets = 12
pages = 24
checked_by = "Q-02"
checked_at = "2026-03-01T09:00:00Z"
deviations = "Blatt 3 eingerissen"
)";

class TransferNoteTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door_ = std::make_unique<Door>(GetParam());
        folder_ = door_->folder / "post";
        fs::create_directory(folder_);
    }
    PathReceipt receive(std::string const& name, std::string const& ending,
                        std::string const& sidecar) {
        std::ofstream{folder_ / name} << "Inhalt von " << name;
        std::ofstream{folder_ / (name + ending)} << sidecar;
        PathReceipt taken;
        PathIntake const intake{.ledger = *door_->ledger,
                                .limits = door_->limits,
                                .receipt_date = {},
                                .entered_by = {},
                                .split_mbox = {}};
        receive_files({folder_ / name}, intake, [&](PathReceipt const& receipt) {
            taken = receipt;
            return true;
        });
        return taken;
    }

    std::unique_ptr<Door> door_;
    fs::path folder_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TransferNoteTest, both_engines(), engine_label);

TEST_P(TransferNoteTest, ComesWithTheSidecarAndLiesSealed) {
    auto const receipt = receive("a.pdf", ".leitstand.toml", kToml);
    ASSERT_TRUE(receipt.item) << receipt.error->describe();
    auto const note = door_->ledger->transfer_note(*receipt.item).value();
    ASSERT_TRUE(note);
    EXPECT_EQ("2026-0412", note->batch);
    EXPECT_EQ("S-07", note->operated_by);
    EXPECT_EQ("2026-03-01T08:15:00+01:00", note->scanned_at);
    EXPECT_EQ(300u, note->resolution_dpi);
    EXPECT_EQ(12u, note->sheets);
    EXPECT_EQ(24u, note->pages);
    EXPECT_EQ("Blatt 3 eingerissen", note->deviations);
    EXPECT_EQ(1, number_in(*door_->database, "SELECT COUNT(*) FROM transfer_note"));
    // The column holds base64: the bytes behind it are what must not speak.
    auto const sealed = from_base64(text_in(*door_->database, "SELECT sealed FROM transfer_note"));
    ASSERT_TRUE(sealed);
    EXPECT_GT(sealed->size(), std::string_view("Scanstelle").size());
    EXPECT_EQ(sealed->find("Scanstelle"), std::string::npos);
}

TEST_P(TransferNoteTest, AlsoAsJsonAndNotNeeded) {
    auto const receipt =
        receive("b.pdf", ".leitstand.json",
                R"({"transfer": {"batch": "B", "office": "S", "scanned_at": "2026-03-01T08:15:00Z",
            "pages": 3}})");
    ASSERT_TRUE(receipt.item) << receipt.error->describe();
    EXPECT_EQ(3u, door_->ledger->transfer_note(*receipt.item).value()->pages);
    auto const bare = receive("c.pdf", ".leitstand.toml", "note = \"x\"");
    ASSERT_TRUE(bare.item);
    EXPECT_FALSE(door_->ledger->transfer_note(*bare.item).value());
}

TEST_P(TransferNoteTest, AMistakeIsSaidAndNothingIsTaken) {
    int number = 0;
    for (std::string const wrong :
         {"[transfer]\nbatch = \"x\"", "[transfer]\nseiten = 3",
          "[transfer]\nbatch = \"x\"\noffice = \"y\"\nscanned_at = \"gestern\"",
          "[transfer]\nbatch = \"x\"\noffice = \"y\"\nscanned_at = 2026-03-01T08:15:00Z\n"
          "pages = -1",
          "[transfer]\nbatch = \"x\"\noffice = \"y\"\nscanned_at = 2026-03-01T08:15:00Z\n"
          "sha256 = \"abc\"",
          "transfer = 3"}) {
        auto const receipt = receive(fmt::format("{}.pdf", ++number), ".leitstand.toml", wrong);
        ASSERT_TRUE(receipt.error) << wrong;
        EXPECT_EQ("sidecar.wrong", receipt.error->key) << wrong;
        EXPECT_THAT(receipt.error->detail, Not(HasSubstr("gestern")));
    }
    EXPECT_EQ(0, number_in(*door_->database, "SELECT COUNT(*) FROM item"));
}

TEST(TransferNote, WhatDoesNotFitTheFileIsNamed) {
    TransferNote note;
    note.pages = 4;
    note.sha256 = std::string(64, 'a');
    EXPECT_THAT(transfer_deviations(note, 4, note.sha256), IsEmpty());
    EXPECT_THAT(transfer_deviations(note, 3, std::string(64, 'b')), ElementsAre("pages", "sha256"));
    EXPECT_THAT(transfer_deviations(note, 0, note.sha256), IsEmpty()) << "pages are not known yet";
    EXPECT_THAT(transfer_deviations({}, 3, "x"), IsEmpty());
    EXPECT_EQ(note, unpack_transfer_note(pack_transfer_note(note)).value());
    EXPECT_EQ("packed.damaged", error_key(unpack_transfer_note("\x01")));
}

} // namespace

} // namespace leitstand
