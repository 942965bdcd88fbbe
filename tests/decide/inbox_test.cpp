// SPDX-License-Identifier: EUPL-1.2
// The inbox's rows, states and views on both engines; inbox_list_test.cpp has its lists.
#include "decide/desk.hpp"
#include "decide/stack_pages.hpp"
#include "decide/stacks.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class InboxTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, InboxTest, both_engines(), engine_label);

TEST_P(InboxTest, ANewItemWaitsAndIsShownByItsName) {
    Desk desk{GetParam()};
    auto const item = desk.door.enter("k", "x", "Antrag_Wohngeld.pdf");
    auto const page = desk.list();
    ASSERT_EQ(1u, page.rows.size());
    EXPECT_EQ(item.id, page.rows[0].id);
    EXPECT_EQ(ItemState::waiting, page.rows[0].state);
    EXPECT_EQ("Antrag_Wohngeld.pdf", page.rows[0].name);
    EXPECT_EQ(item.receipt_number, page.rows[0].receipt_number);
    EXPECT_EQ(1u, desk.inbox->counts().value().waiting);
    InboxFilter by_name;
    by_name.words = "wohngeld";
    EXPECT_THAT(desk.numbers(by_name), ElementsAre(1));
    InboxFilter upload;
    upload.channel = "upload";
    EXPECT_THAT(desk.numbers(upload), ElementsAre(1));
    upload.channel = "folder";
    EXPECT_THAT(desk.numbers(upload), IsEmpty());
    EXPECT_FALSE(desk.view(item).document);
}

TEST_P(InboxTest, AnOutcomeShowsWhatWasRead) {
    Desk desk{GetParam()};
    auto understanding = made_understanding(
        {made_finding(FindingKind::service, "kindergeld"), made_finding(FindingKind::act, "antrag"),
         made_finding(FindingKind::theme, "frist", {}, FunctionKey::urgent),
         made_finding(FindingKind::field, "iban", "DE89370400440532013000")},
        "familienkasse-2");
    understanding.findings.push_back(made_finding(FindingKind::service, "wohngeld"));
    understanding.findings.back().suggested = false;
    understanding.requests.push_back(
        {.service = "kindergeld", .act = "antrag", .person = "Ben", .probability = 0.9});
    auto const item = desk.ready(
        "k", made_document("Erika Müller", "Antrag auf Kindergeld", "Sehr geehrte"), understanding);
    auto const row = desk.row(item);
    EXPECT_EQ(ItemState::ready, row.state);
    EXPECT_EQ("Erika Müller", row.sender);
    EXPECT_EQ("Antrag auf Kindergeld", row.subject);
    EXPECT_THAT(row.services, ElementsAre("kindergeld"));
    EXPECT_THAT(row.acts, ElementsAre("antrag"));
    EXPECT_THAT(row.themes, ElementsAre("frist"));
    EXPECT_EQ("familienkasse-2", row.unit);

    desk.restart();
    auto const view = desk.view(item);
    ASSERT_TRUE(view.document);
    EXPECT_EQ("Sehr geehrte", view.document->text);
    ASSERT_EQ(5u, view.findings.size());
    EXPECT_EQ("open", view.findings[0].state);
    EXPECT_EQ(1, view.findings[0].version);
    EXPECT_EQ("DE89370400440532013000", view.findings[3].finding.value);
    ASSERT_EQ(1u, view.requests.size());
    EXPECT_EQ("Ben", view.requests[0].person);
    EXPECT_EQ(0.9, view.requests[0].probability);
    EXPECT_EQ("familienkasse-2", view.unit);
    EXPECT_EQ(1u, view.attempts);
    auto const counts = desk.inbox->counts().value();
    EXPECT_EQ(0u, counts.waiting);
    EXPECT_EQ(1u, counts.ready);
}

TEST_P(InboxTest, SenderAndSubjectComeFromTheTextWhereThereIsNoEnvelope) {
    Desk desk{GetParam()};
    auto const item = desk.ready(
        "k", made_document("", "", " \n\n\t\n  Antrag auf Wohngeld " + std::string(300, 'x')),
        made_understanding({made_finding(FindingKind::field, "sender_name", "Max Beispiel")}));
    auto const row = desk.row(item);
    EXPECT_EQ("Max Beispiel", row.sender);
    EXPECT_TRUE(row.subject.starts_with("Antrag auf Wohngeld xxx")) << row.subject;
    EXPECT_EQ(120u, row.subject.size());
}

TEST_P(InboxTest, ShadowResultsAreStoredAndNotShown) {
    Desk desk{GetParam()};
    auto understanding = made_understanding({made_finding(FindingKind::service, "kindergeld"),
                                             made_finding(FindingKind::field, "iban", "DE00")},
                                            "unit-1");
    understanding.requests.push_back(
        {.service = "kindergeld", .act = "antrag", .person = "", .probability = {}});
    auto const item =
        desk.ready("k", made_document("", "", "Text"), understanding, {FunctionKey::sort});
    auto const row = desk.row(item);
    EXPECT_THAT(row.services, IsEmpty());
    EXPECT_EQ("", row.unit);
    auto const view = desk.view(item);
    ASSERT_EQ(2u, view.findings.size());
    EXPECT_FALSE(view.findings[0].shown);
    EXPECT_TRUE(view.findings[1].shown);
    EXPECT_THAT(view.requests, IsEmpty());
    EXPECT_EQ("", view.unit);
    InboxFilter filter;
    filter.service = "kindergeld";
    EXPECT_THAT(desk.numbers(filter), IsEmpty());
}

TEST_P(InboxTest, StatesChangeByTheRulesOnly) {
    Desk desk{GetParam()};
    auto const item = desk.refused("k", "encrypted");
    auto const set = [&](std::int64_t version, ItemState state) {
        return error_key(desk.inbox->set_state(item.id, version, state, "Grund", "account-1"));
    };
    EXPECT_EQ(2, desk.view(item).version);
    EXPECT_EQ("item.changed", set(1, ItemState::closed));
    EXPECT_EQ("item.state_not_allowed", set(2, ItemState::waiting));
    EXPECT_EQ("item.state_not_allowed", set(2, ItemState::needs_person));
    EXPECT_EQ("", set(2, ItemState::closed));
    EXPECT_EQ("item.state_not_allowed", set(3, ItemState::closed));
    EXPECT_EQ("", set(3, ItemState::ready)); // reopened: back to where it stood
    EXPECT_EQ(ItemState::needs_person, desk.view(item).state);
    EXPECT_EQ("", set(4, ItemState::ready)); // a person takes it over
    EXPECT_EQ(ItemState::ready, desk.view(item).state);
    EXPECT_EQ("item.state_not_allowed", error_key(desk.inbox->try_again(item.id, "account-1")));
    EXPECT_EQ(3, number_in(*desk.door.database, "SELECT COUNT(*) FROM state_change"));
    EXPECT_FALSE(run_statement(*desk.door.database, "UPDATE state_change SET changed_by = 'x'"));
}

TEST_P(InboxTest, TryAgainPutsItBackIntoTheQueue) {
    Desk desk{GetParam()};
    auto const item = desk.refused("k", "reader.died");
    ASSERT_TRUE(run_statement(*desk.door.database, "DELETE FROM job"));
    ASSERT_TRUE(desk.inbox->try_again(item.id, "account-1"));
    auto const view = desk.view(item);
    EXPECT_EQ(ItemState::waiting, view.state);
    EXPECT_EQ("", view.reason);
    EXPECT_EQ(0u, view.attempts);
    EXPECT_EQ(1, number_in(*desk.door.database, "SELECT COUNT(*) FROM job WHERE attempt = 0"));
}

TEST_P(InboxTest, WhatAPersonClosedStaysClosedWhenTheOutcomeComes) {
    Desk desk{GetParam()};
    auto const item = desk.door.enter("k", "x");
    ASSERT_TRUE(desk.inbox->set_state(item.id, 1, ItemState::closed, "doppelt", "account-1"));
    Inbox::Outcome outcome;
    outcome.document = made_document("A", "B", "C");
    ASSERT_TRUE(desk.bring(item, outcome));
    EXPECT_EQ(ItemState::closed, desk.view(item).state);
    EXPECT_TRUE(desk.view(item).document);
    ASSERT_TRUE(desk.inbox->set_state(item.id, 3, ItemState::ready, "", "account-1"));
    EXPECT_EQ(ItemState::ready, desk.view(item).state);
}

TEST_P(InboxTest, AttachmentsLieSealedApart) {
    Desk desk{GetParam()};
    auto const item = desk.door.enter("k", "Nachricht");
    Inbox::Outcome outcome;
    outcome.document = made_document("A", "B", "C");
    outcome.parts.push_back(
        desk.inbox->keep_part(item, 2, "../Bescheid.pdf", "application/pdf", "%PDF-1.7").value());
    ASSERT_TRUE(desk.bring(item, outcome));
    auto const view = desk.view(item);
    ASSERT_EQ(1u, view.derived.size());
    EXPECT_EQ(2u, view.derived[0].part);
    EXPECT_EQ("Bescheid.pdf", view.derived[0].name);
    EXPECT_EQ("application/pdf", view.derived[0].media_type);
    EXPECT_EQ(8u, view.derived[0].size_bytes);
    EXPECT_EQ("%PDF-1.7", desk.inbox->part_bytes(item.id, 2).value());
    EXPECT_EQ("part.not_found", error_key(desk.inbox->part_bytes(item.id, 3)));
    desk.door.clock.set(to_rfc3339(system_time().now()));
    desk.door.clock.forward(std::chrono::hours{2});
    EXPECT_EQ(0u, desk.door.ledger->sweep_orphans().value());
}

TEST_P(InboxTest, ItemsEnteredWithoutAnInboxGetTheirRow) {
    Desk desk{GetParam()};
    desk.door.enter("a", "x");
    desk.inbox.reset(); // a program that only receives
    auto const item = desk.door.enter("b", "y", "Später.pdf");
    desk.open();
    EXPECT_EQ(2u, desk.inbox->counts().value().waiting);
    EXPECT_EQ("Später.pdf", desk.row(item).name);
}

TEST_P(InboxTest, ADamagedItemKeepsTheOthersFromNothing) {
    Desk desk{GetParam()};
    auto const bad = desk.door.enter("a", "x");
    desk.inbox.reset(); // a program that only receives
    for (auto const* key : {"b", "c"})
        desk.door.enter(key, "y", "Später.pdf");
    ASSERT_TRUE(run_statement(*desk.door.database,
                              "UPDATE item SET wrapped_key = (SELECT wrapped_key FROM item WHERE"
                              " number = 1) WHERE number = 2"));
    desk.open();
    EXPECT_THAT(desk.numbers(), ElementsAre(3, 1));
    desk.restart();
    EXPECT_THAT(desk.numbers(), ElementsAre(3, 1));
    EXPECT_EQ(bad.id, desk.list().rows[1].id);
}

TEST_P(InboxTest, MoreDamagedItemsThanAreLookedAtAtOnceKeepNoneOut) {
    Desk desk{GetParam()};
    desk.door.enter("a", "x");
    desk.inbox.reset(); // a program that only receives
    // Their keys are another item's.
    ASSERT_TRUE(run_statement(
        *desk.door.database,
        "INSERT INTO item (number, id, arrived_at, receipt_date, date_source, channel, entered_by,"
        " size_bytes, is_plain_text, blob_id, wrapped_key, sealed, sealed_note, fingerprint,"
        " identical_to) WITH RECURSIVE n (k) AS (SELECT 2 UNION ALL SELECT k + 1 FROM n WHERE"
        " k < 501) SELECT n.k, 'damaged-' || n.k, arrived_at, receipt_date, date_source, channel,"
        " entered_by, size_bytes, is_plain_text, 'damaged-' || n.k, wrapped_key, sealed,"
        " sealed_note, fingerprint, identical_to FROM n, item WHERE item.number = 1"));
    ASSERT_TRUE(run_statement(*desk.door.database, "UPDATE ledger_counter SET last = 501"));
    desk.door.enter("b", "y", "Später.pdf");
    desk.open();
    EXPECT_THAT(desk.numbers(), ElementsAre(502, 1));
}

TEST_P(InboxTest, OneDamagedRowDoesNotHideTheOthers) {
    Desk desk{GetParam()};
    auto const good =
        desk.ready("a", made_document("Erika", "Antrag", "x"), made_understanding({}));
    auto const bad = desk.ready("b", made_document("Max", "Frage", "x"), made_understanding({}));
    ASSERT_TRUE(run_statement(*desk.door.database,
                              "UPDATE inbox SET card = (SELECT card FROM inbox WHERE number = 1)"
                              " WHERE number = 2"));
    auto const rows = desk.list().rows;
    ASSERT_EQ(2u, rows.size());
    EXPECT_EQ(bad.id, rows[0].id);
    EXPECT_EQ("item.damaged", rows[0].reason);
    EXPECT_EQ("", rows[0].sender); // another item's card does not open with this item's key
    EXPECT_EQ("Erika", rows[1].sender);
}

TEST_P(InboxTest, IdenticalItemsAreShown) {
    Desk desk{GetParam()};
    auto const first = desk.door.enter("a", "gleich");
    auto const second = desk.door.enter("b", "gleich");
    EXPECT_FALSE(desk.row(first).identical);
    EXPECT_TRUE(desk.row(second).identical);
    EXPECT_THAT(desk.view(first).identical,
                ElementsAre(std::pair{second.id, second.receipt_number}));
}

// A stack with a transfer note and a reason for its date, split and taken back, each with a reason.
void split_and_take_back(Desk& desk) {
    auto& door = desk.door;
    TakingApart reading;
    auto const stacks =
        Stacks::open(*door.database, *door.ledger, *desk.inbox, reading, door.clock, *door.log)
            .value();
    auto arrival = Door::arrival("stapel", "Kanarienstapel.pdf");
    arrival.receipt_date = parse_iso_date("2026-11-20").value();
    arrival.date_reason = "Kanarienstempel";
    TransferNote note;
    note.batch = "Kanariencharge";
    note.office = "Kanarienstelle";
    note.operated_by = "Kanarienkraft";
    note.scanned_at = "2026-11-20T08:00:00Z";
    note.deviations = "Kanarienabweichung";
    arrival.transfer = note;
    auto const item = door.ledger->enter(arrival, "Kanarienseiten").value();
    Inbox::Outcome outcome;
    outcome.document = document_of({"Kanarienseite", "Kanarienseite"});
    ASSERT_TRUE(desk.bring(item, outcome));
    SplitWish wish;
    wish.version = desk.view(item).version;
    wish.ranges = {{1, 1}, {2, 2}};
    wish.reason = "Kanarienteilung";
    ASSERT_TRUE(stacks->split(item.id, wish));
    ASSERT_TRUE(stacks->undo(item.id, desk.view(item).version, StackKind::split,
                             "Kanarienrücknahme", "account-1"));
    auto const step = stacks->view(desk.view(item)).value().steps.at(0);
    EXPECT_EQ("Kanarienteilung", step.reason);
    EXPECT_EQ("Kanarienrücknahme", step.undone_reason);
    EXPECT_EQ("Kanarienstempel", desk.view(item).date_history.at(0).reason);
    EXPECT_EQ("Kanariencharge", door.ledger->transfer_note(item).value()->batch);
}

TEST_P(InboxTest, NothingOfTheContentStandsInClear) {
    Desk desk{GetParam()};
    auto const item = desk.ready(
        "k", made_document("Kanariensender", "Kanarienbetreff", "Kanarientext"),
        made_understanding({made_finding(FindingKind::service, "kanarienleistung"),
                            made_finding(FindingKind::field, "kanarienfeld", "Kanarienwert")},
                           "kanarieneinheit"));
    ASSERT_TRUE(desk.decide(item, desk.finding(item, "kanarienfeld"), DecisionKind::correct,
                            "kanarienfeld", "Kanarienkorrektur", "Kanarienname"));
    ASSERT_TRUE(desk.add(item, FindingKind::act, "kanarienanliegen"));
    ASSERT_TRUE(desk.inbox->set_state(item.id, 2, ItemState::closed, "Kanariengrund", "account-1"));
    split_and_take_back(desk);
    auto const raw = everything_in(desk.door.place, *desk.door.database);
    EXPECT_THAT(raw, HasSubstr(item.id));
    for (auto const* word : {"Kanarien", "kanarien"})
        EXPECT_THAT(raw, Not(HasSubstr(word)));
}

} // namespace

} // namespace leitstand
