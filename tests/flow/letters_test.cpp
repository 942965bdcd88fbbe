// SPDX-License-Identifier: EUPL-1.2
// Invented letters from the door to the desk: what each kind of post becomes.
#include <fstream>
#include <gmock/gmock.h>

#include "base/files.hpp"
#include "flow/flow_house.hpp"
#include "house/letters.hpp"
#include "receive/hand_entry.hpp"

namespace leitstand::flow {

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kCanary = "Zwetschgendatschi8842";

std::string mail_with(std::string_view parts) {
    return fmt::format("From: \"Jana Brandt\" <jana@post.example>\r\nTo: post@amt.example\r\n"
                       "Subject: =?utf-8?Q?Antrag_auf_Wohngeld_f=C3=BCr_die_Lindenstra=C3=9Fe?=\r\n"
                       "Message-ID: <w1@post.example>\r\nDate: Thu, 26 Nov 2026 08:15:30 +0100\r\n"
                       "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
                       "boundary=\"teil\"\r\n\r\n{}--teil--\r\n",
                       parts);
}

std::string part(std::string_view headers, std::string_view body) {
    return fmt::format("--teil\r\n{}\r\n\r\n{}\r\n", headers, body);
}

std::string base64_lines(std::string_view bytes) {
    auto const coded = to_base64(bytes);
    std::string out;
    for (std::size_t at = 0; at < coded.size(); at += 76)
        out += coded.substr(at, 76) + "\r\n";
    return out;
}

testing::AssertionResult has_finding(ItemView const& view, FindingKind kind, std::string_view key) {
    std::string others;
    for (auto const& decided : view.findings) {
        if (decided.finding.kind == kind && decided.finding.key == key)
            return testing::AssertionSuccess();
        others +=
            fmt::format(" {}:{}", finding_kind_name(decided.finding.kind), decided.finding.key);
    }
    return testing::AssertionFailure() << key << " was not found, but:" << others;
}

// All bytes that lie on the disk for this installation.
std::string everything_in(std::filesystem::path const& folder) {
    std::string all;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) {
            std::ifstream file{entry.path(), std::ios::binary};
            all.append(std::istreambuf_iterator<char>{file}, {});
        }
    return all;
}

} // namespace

class LettersTest : public FlowTest {};
INSTANTIATE_TEST_SUITE_P(, LettersTest, testing::Values(Engine::sqlite, Engine::postgresql),
                         [](auto const& info) {
                             return info.param == Engine::sqlite ? "sqlite" : "postgresql";
                         });

TEST_P(LettersTest, AMailWithAttachmentsIsReadAndUnderstood) {
    auto const pdf = house::letter_pdf("Mietbescheinigung: Kaltmiete 512,30 Euro ab 01.12.2026");
    auto const item = enter(
        "wohngeld.eml",
        mail_with(part("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit",
                       "Guten Tag,\r\nich beantrage Wohngeld für meine Wohnung.\r\n"
                       "Meine IBAN ist DE02 1203 0000 0000 2020 51.\r\nJana Brandt\r\n") +
                  part("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
                       "Content-Disposition: attachment; filename=\"mietbescheinigung.pdf\"",
                       base64_lines(pdf))),
        Channel::mailbox);
    EXPECT_EQ(1u, work());

    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    ASSERT_TRUE(seen.document);
    EXPECT_EQ("Antrag auf Wohngeld für die Lindenstraße", seen.document->envelope.subject);
    EXPECT_EQ("jana@post.example", seen.document->envelope.sender_address);
    EXPECT_THAT(seen.document->text, HasSubstr("ich beantrage Wohngeld für meine Wohnung"));
    EXPECT_THAT(seen.document->text, HasSubstr("Kaltmiete 512,30 Euro"));
    EXPECT_FALSE(seen.document->words.empty()) << "the attachment's words have no places";
    EXPECT_TRUE(has_finding(seen, FindingKind::service, "wohngeld"));
    expect_evidence_holds(seen);

    ASSERT_EQ(1u, seen.derived.size());
    EXPECT_EQ("mietbescheinigung.pdf", seen.derived[0].name);
    auto const bytes = house_->inbox->part_bytes(item.id, seen.derived[0].part);
    ASSERT_TRUE(bytes) << bytes.error().describe();
    EXPECT_EQ(pdf, *bytes);

    auto const page = house_->inbox->list({});
    ASSERT_TRUE(page) << page.error().describe();
    ASSERT_EQ(1u, page->rows.size());
    EXPECT_EQ("Antrag auf Wohngeld für die Lindenstraße", page->rows[0].subject);
    EXPECT_THAT(page->rows[0].services, Contains("wohngeld"));
    EXPECT_EQ(item.receipt_number, page->rows[0].receipt_number);
}

TEST_P(LettersTest, APdfHasItsTextWithPlaces) {
    auto const item =
        enter("brief.pdf", house::letter_pdf("Ich beantrage Kindergeld (ab M\344rz 2026)."));
    EXPECT_EQ(1u, work());
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    ASSERT_TRUE(seen.document);
    EXPECT_EQ("application/pdf", seen.document->media_type);
    EXPECT_THAT(seen.document->text, HasSubstr("Kindergeld (ab März 2026)"));
    ASSERT_EQ(1u, seen.document->pages.size());
    ASSERT_FALSE(seen.document->words.empty());
    auto const& box = seen.document->words.front().box;
    EXPECT_NEAR(72, box.x0, 3);
    EXPECT_LT(box.y0, box.y1);
    EXPECT_TRUE(has_finding(seen, FindingKind::service, "kindergeld"));
    expect_evidence_holds(seen);
}

TEST_P(LettersTest, AScannedLetterGetsItsFindingsLikeAWrittenOne) {
    auto const scan =
        std::filesystem::path{LEITSTAND_SOURCE_DIR} / "tests/reader/golden/picture/upside_down.png";
    auto const bytes = read_file(scan, 1 << 20);
    ASSERT_TRUE(bytes);
    auto const item = enter("scan.png", *bytes);
    EXPECT_EQ(1u, work());
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    EXPECT_EQ(1u, seen.attempts);
    ASSERT_TRUE(seen.document);
    ASSERT_EQ(1u, seen.document->pages.size());
    EXPECT_EQ(PageSource::ocr, seen.document->pages[0].source);
    EXPECT_EQ(180u, seen.document->pages[0].turned);
    EXPECT_THAT(seen.document->text, HasSubstr("Widerspruch gegen den Bescheid vom 02.03.2026"));
    EXPECT_TRUE(has_finding(seen, FindingKind::act, "widerspruch"));
    expect_evidence_holds(seen);
}

TEST_P(LettersTest, AnOldTextFileIsReadInItsOwnCharset) {
    auto const item =
        enter("brief.txt", "Sehr geehrte Damen und Herren,\r\nf\374r die Stra\337e gilt: ich lege "
                           "Widerspruch ein gegen den Bescheid vom 14.02.2026.\r\n");
    EXPECT_EQ(1u, work());
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    ASSERT_TRUE(seen.document);
    EXPECT_THAT(seen.document->text, HasSubstr("für die Straße gilt"));
    EXPECT_TRUE(has_finding(seen, FindingKind::act, "widerspruch"));
    expect_evidence_holds(seen);
}

TEST_P(LettersTest, TextFromAWebFormNeedsNoReader) {
    Arrival arrival;
    arrival.channel = Channel::web_form;
    arrival.key = "form 1";
    arrival.name = "formular.txt";
    arrival.is_plain_text = true;
    auto const item =
        house_->ledger->enter(arrival, "Ich beantrage Wohngeld ab dem 1. Januar 2027.");
    ASSERT_TRUE(item) << item.error().describe();
    EXPECT_EQ(1u, work());
    auto const seen = view(*item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    EXPECT_TRUE(has_finding(seen, FindingKind::service, "wohngeld"));
    expect_evidence_holds(seen);
}

TEST_P(LettersTest, WhatCannotBeReadNeedsAPersonAndIsStillThere) {
    auto const torn = house::letter_pdf("abgerissen").substr(0, 60);
    auto const broken = enter("kaputt.pdf", torn);
    std::ifstream file{std::filesystem::path{LEITSTAND_SOURCE_DIR} / "tests" / "flow" / "data" /
                           "encrypted.pdf",
                       std::ios::binary};
    std::string const locked{std::istreambuf_iterator<char>{file}, {}};
    ASSERT_FALSE(locked.empty());
    auto const encrypted = enter("verschluesselt.pdf", locked);
    auto const unknown = enter("ding.bin", std::string("\x7f"
                                                       "ELF\2\1\1\0\0\0\0\0",
                                                       12));
    auto const fine = enter("brief.txt", "Guten Tag, ich brauche einen Termin.");
    EXPECT_EQ(4u, work());

    for (auto const& item : {broken, encrypted, unknown}) {
        auto const seen = view(item);
        EXPECT_EQ(ItemState::needs_person, seen.state) << item.name;
        EXPECT_FALSE(seen.reason.empty()) << item.name;
        EXPECT_TRUE(seen.findings.empty());
    }
    EXPECT_THAT(view(encrypted).reason, HasSubstr("encrypted"));
    EXPECT_EQ(ItemState::ready, view(fine).state);
    auto const bytes = house_->ledger->original(broken);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(torn, *bytes);
}

TEST_P(LettersTest, AForwardedBundleKeepsEachLetterInItsPlace) {
    std::string const inner =
        "From: Ali Haddad <ali@post.example>\r\nSubject: Kindergeld\r\n"
        "Date: Wed, 25 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nIch beantrage Kindergeld für Sami.\r\n";
    auto const item = enter(
        "buendel.eml",
        mail_with(
            part("Content-Type: text/plain; charset=utf-8", "Anbei zwei Schreiben.\r\n") +
            part("Content-Type: message/rfc822", inner) +
            part("Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; "
                 "filename=\"zweiter.txt\"",
                 "Ich beantrage außerdem Wohngeld.\r\n")));
    EXPECT_EQ(1u, work());
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    ASSERT_TRUE(seen.document);
    EXPECT_THAT(seen.document->text, HasSubstr("Kindergeld für Sami"));
    EXPECT_THAT(seen.document->text, HasSubstr("außerdem Wohngeld"));
    EXPECT_GE(seen.document->parts.size(), 3u);
    EXPECT_TRUE(has_finding(seen, FindingKind::service, "kindergeld"));
    EXPECT_TRUE(has_finding(seen, FindingKind::service, "wohngeld"));
    expect_evidence_holds(seen);
}

TEST_P(LettersTest, EachMessageOfAMailboxIsAnItem) {
    std::string mbox;
    for (int number = 0; number < 3; ++number)
        mbox += fmt::format("From jana@post.example Thu Nov 26 08:15:30 2026\n{}\n",
                            house::letter_mail(fmt::format("mbox-{}", number)));
    std::vector<Item> items;
    auto const split = reader().split_mbox(mbox, [&](std::string_view message) -> Result<void> {
        items.push_back(
            enter(fmt::format("nachricht-{}.eml", items.size() + 1), message, Channel::mailbox));
        return {};
    });
    ASSERT_TRUE(split) << split.error().describe();
    ASSERT_EQ(3u, items.size());
    EXPECT_EQ(3u, work());
    for (auto const& item : items) {
        auto const seen = view(item);
        EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
        EXPECT_FALSE(seen.document->envelope.subject.empty());
    }
}

TEST_P(LettersTest, AnOralRequestIsAnItemLikeAnyOther) {
    HandEntry entry;
    entry.channel = Channel::oral;
    entry.text = "Frau Brandt sagt, sie beantragt Wohngeld.";
    entry.sender = "Jana Brandt";
    entry.note = "am Schalter 3, auf Polnisch";
    entry.entered_by = "0123456789abcdef0123456789abcdef";
    entry.key = "schalter-3-0815";
    auto const item = enter_by_hand(entry, *house_->ledger, house_->limits);
    ASSERT_TRUE(item) << item.error().describe();
    auto const again = enter_by_hand(entry, *house_->ledger, house_->limits);
    ASSERT_TRUE(again);
    EXPECT_EQ(item->id, again->id);
    EXPECT_EQ(1u, work());
    auto const seen = view(*item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    EXPECT_EQ(Channel::oral, seen.item.channel);
    EXPECT_EQ(entry.note, seen.item.note);
    EXPECT_THAT(seen.document->text, HasSubstr("sie beantragt Wohngeld"));
    EXPECT_TRUE(has_finding(seen, FindingKind::service, "wohngeld"));
}

TEST_P(LettersTest, WithTheFunctionsOffNothingIsFoundAndTheWorkGoesOn) {
    for (auto const& state : house_->switchboard->states())
        if (state.mode != Mode::off) {
            ASSERT_TRUE(house_->switchboard->change(state.function, Mode::off,
                                                    "stopped for this test", "test"));
        }
    auto const item =
        enter("brief.txt", "Ich beantrage Wohngeld. Meine IBAN ist DE02120300000000202051.");
    EXPECT_EQ(1u, work());
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    EXPECT_TRUE(seen.findings.empty());
    EXPECT_TRUE(seen.requests.empty());
    EXPECT_THAT(seen.document->text, HasSubstr("Ich beantrage Wohngeld"));
}

TEST_P(LettersTest, WhatRunsInTheShadowIsKeptAndNotShown) {
    for (auto const& state : house_->switchboard->states())
        if (state.mode != Mode::off) {
            ASSERT_TRUE(house_->switchboard->change(state.function, Mode::shadow,
                                                    "compared for this test", "test"));
        }
    auto const item = enter("brief.txt", "Ich beantrage Wohngeld.");
    EXPECT_EQ(1u, work());
    for (auto const& decided : view(item).findings)
        EXPECT_FALSE(decided.shown) << decided.finding.key;
    auto const page = house_->inbox->list({});
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->rows.at(0).services.empty());
}

// What post says lies sealed: none of its words may stand on the disk in clear, neither in the
// database nor in blobs.
TEST_P(LettersTest, NoWordOfALetterLiesOnTheDiskInClear) {
    if (GetParam() == Engine::postgresql)
        GTEST_SKIP() << "PostgreSQL's files are not ours to read; the columns are the same";
    auto const text = fmt::format("Ich beantrage Wohngeld. Mein Lieblingskuchen ist {}.", kCanary);
    auto const item =
        enter(fmt::format("{}.eml", kCanary),
              fmt::format("From: {0} <{0}@post.example>\r\nSubject: {0}\r\nMIME-Version: 1.0\r\n"
                          "Content-Type: text/plain; charset=utf-8\r\n\r\n{1}\r\n",
                          kCanary, text));
    EXPECT_EQ(1u, work());
    EXPECT_EQ(ItemState::ready, view(item).state);
    InboxFilter filter;
    filter.words = kCanary;
    auto const found = house_->inbox->list(filter);
    ASSERT_TRUE(found);
    EXPECT_EQ(1u, found->total) << "the word must still be found by a search";

    house_.reset();
    auto const disk = everything_in(folder_.path());
    EXPECT_THAT(disk, HasSubstr("SQLite format 3")) << "the database was not looked at";
    EXPECT_EQ(std::string::npos, disk.find(kCanary));
    EXPECT_EQ(std::string::npos, disk.find(to_base64(text).substr(0, 40)));
    EXPECT_EQ(std::string::npos, disk.find("Lieblingskuchen"));
}

} // namespace leitstand::flow
