// SPDX-License-Identifier: EUPL-1.2
// The inbox's lists, states and views on both engines.
#include "decide/card.hpp"
#include "decide/desk.hpp"
#include "decide/inbox_table.hpp"

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

InboxFilter words(std::string const& text) {
    InboxFilter filter;
    filter.words = text;
    return filter;
}

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
    EXPECT_THAT(desk.numbers(words("wohngeld")), ElementsAre(1));
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

TEST_P(InboxTest, FiltersMeetAndLeaveClosedItemsOut) {
    Desk desk{GetParam()};
    auto const make = [&](std::string const& key, std::string const& service,
                          std::string const& act) {
        return desk.ready(key, made_document("Erika Muster", "Post " + key, "x"),
                          made_understanding({made_finding(FindingKind::service, service),
                                              made_finding(FindingKind::act, act)},
                                             "unit-" + service));
    };
    make("a", "kindergeld", "antrag");
    auto const second = make("b", "kindergeld", "widerspruch");
    make("c", "wohngeld", "antrag");
    desk.refused("d", "archive");
    InboxFilter filter;
    filter.service = "kindergeld";
    EXPECT_THAT(desk.numbers(filter), ElementsAre(2, 1));
    filter.act = "antrag";
    EXPECT_THAT(desk.numbers(filter), ElementsAre(1));
    filter.unit = "unit-wohngeld";
    EXPECT_THAT(desk.numbers(filter), IsEmpty());

    InboxFilter state;
    state.state = ItemState::needs_person;
    EXPECT_THAT(desk.numbers(state), ElementsAre(4));
    EXPECT_EQ("archive", desk.list(state).rows[0].reason);
    state.service = "kindergeld";
    EXPECT_THAT(desk.numbers(state), IsEmpty());

    ASSERT_TRUE(desk.inbox->set_state(second.id, desk.view(second).version, ItemState::closed,
                                      "erledigt", "account-1"));
    EXPECT_THAT(desk.numbers(), ElementsAre(4, 3, 1));
    InboxFilter all;
    all.with_closed = true;
    EXPECT_THAT(desk.numbers(all), ElementsAre(4, 3, 2, 1));
    InboxFilter closed;
    closed.state = ItemState::closed;
    EXPECT_THAT(desk.numbers(closed), ElementsAre(2));
    closed.service = "kindergeld";
    EXPECT_THAT(desk.numbers(closed), ElementsAre(2));
    InboxFilter kindergeld;
    kindergeld.service = "kindergeld";
    EXPECT_THAT(desk.numbers(kindergeld), ElementsAre(1));
}

TEST_P(InboxTest, WordsAreFoundInEachSpelling) {
    Desk desk{GetParam()};
    auto const item =
        desk.ready("akte", made_document("Jürgen Größe", "Widerspruch gegen den Bescheid", "x"),
                   made_understanding({}));
    desk.ready("b", made_document("Anna Klein", "Antrag", "x"), made_understanding({}));
    for (auto const* text : {"jürgen", "JUERGEN", "groesse", "Größe", "widerspruch bescheid",
                             "akte", "Bescheid Jürgen"})
        EXPECT_THAT(desk.numbers(words(text)), ElementsAre(1)) << text;
    for (auto const* text : {"jürgen antrag", "wider", "x", "!!!"})
        EXPECT_THAT(desk.numbers(words(text)), IsEmpty()) << text;
    EXPECT_THAT(desk.numbers(words(item.receipt_number)), ElementsAre(1));
    EXPECT_THAT(desk.numbers(words(receipt_number(2026, 77))), IsEmpty());
    EXPECT_EQ("inbox.words_too_long", error_key(desk.inbox->list(words(std::string(500, 'a')))));
}

void expect_positions_stay(Desk& desk, InboxFilter filter, std::size_t expected) {
    filter.count = 4;
    auto const first = desk.list(filter);
    EXPECT_EQ(expected, first.total);
    filter.as_of = first.as_of;
    std::vector<std::int64_t> seen;
    std::int64_t arrived = 0;
    for (; filter.from < first.total; filter.from += filter.count) {
        auto const page = desk.list(filter);
        EXPECT_EQ(first.total, page.total);
        EXPECT_EQ(arrived, page.newer);
        for (auto const& row : page.rows)
            seen.push_back(row.number);
        desk.ready(fmt::format("neu{}", arrived++), made_document("", "Neu", "x"),
                   made_understanding({made_finding(FindingKind::service, "a")}));
    }
    EXPECT_EQ(first.total, seen.size());
    EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend()));
    EXPECT_EQ(seen.end(), std::adjacent_find(seen.begin(), seen.end()));
    filter.from = first.total + 5;
    EXPECT_THAT(desk.list(filter).rows, IsEmpty());
}

TEST_P(InboxTest, PositionsStayWhileItemsArrive) {
    for (bool const filtered : {false, true}) {
        Desk desk{GetParam()};
        for (int i = 1; i <= 30; ++i)
            desk.ready(fmt::format("k{}", i), made_document("", fmt::format("Post {}", i), "x"),
                       made_understanding({made_finding(FindingKind::service, i % 2 ? "a" : "b")}));
        InboxFilter filter;
        if (filtered)
            filter.service = "a";
        expect_positions_stay(desk, filter, filtered ? 15 : 30);
    }
}

// Every way of walking (both directions, tokens, states, all) against the plain one.
TEST_P(InboxTest, EveryPageIsAPieceOfTheWholeList) {
    Desk desk{GetParam()};
    for (int i = 1; i <= 23; ++i) {
        auto const item = desk.ready(fmt::format("k{}", i), made_document("", "Post", "x"),
                                     made_understanding({made_finding(FindingKind::service, "a")}));
        if (i % 5 == 0) {
            ASSERT_TRUE(desk.inbox->set_state(item.id, 2, ItemState::closed, "", "a"));
        }
    }
    std::vector<InboxFilter> filters(5);
    filters[1].with_closed = true;
    filters[2].state = ItemState::ready;
    filters[3].service = "a";
    filters[4].service = "a";
    filters[4].with_closed = true;
    for (auto& filter : filters)
        for (std::optional<std::int64_t> const as_of :
             {std::optional<std::int64_t>{}, {17}, {0}, {99}}) {
            filter.as_of = as_of;
            filter.from = 0;
            filter.count = 100;
            auto const whole = desk.numbers(filter);
            EXPECT_EQ(whole.size(), desk.list(filter).total);
            for (auto const number : whole)
                EXPECT_LE(number, as_of.value_or(23));
            for (std::size_t from = 0; from <= whole.size() + 1; ++from)
                for (std::size_t const count : {1u, 3u, 7u}) {
                    filter.from = from;
                    filter.count = count;
                    auto const begin =
                        whole.begin() + static_cast<std::ptrdiff_t>(std::min(from, whole.size()));
                    auto const end =
                        begin + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(count),
                                                         whole.end() - begin);
                    EXPECT_EQ(std::vector(begin, end), desk.numbers(filter))
                        << from << " " << count;
                }
        }
}

TEST_P(InboxTest, BothWaysOfCuttingTokenListsGiveTheSame) {
    Desk desk{GetParam()};
    for (int i = 1; i <= 30; ++i)
        desk.ready(fmt::format("k{}", i), made_document("", "Post", "x"),
                   made_understanding({made_finding(FindingKind::service, i % 2 ? "a" : "b"),
                                       made_finding(FindingKind::act, i % 3 ? "c" : "d")}));
    Tokens const tokens{desk.door.keys->purpose_key("inbox index")};
    auto const answer = [&](std::int64_t frequent_from, std::size_t from,
                            std::optional<std::vector<std::int64_t>> const& visible = {}) {
        inbox_table::ListQuery query;
        query.visible = visible;
        query.tokens = {tokens.of("service", "a"), tokens.of("act", "c"),
                        tokens.of("word", "post")};
        query.as_of = 25;
        query.from = from;
        query.count = 3;
        query.frequent_from = frequent_from;
        auto const list = desk.door.database->read_for<inbox_table::ListAnswer>(
            [&](Sql& sql) { return inbox_table::list(sql, query); });
        std::vector<std::int64_t> numbers{list.value().total};
        for (auto const& row : list->rows)
            numbers.push_back(row.number);
        return numbers;
    };
    EXPECT_THAT(answer(1'000, 0), ElementsAre(9, 25, 23, 19));
    for (std::size_t from = 0; from < 12; ++from)
        EXPECT_EQ(answer(1'000, from), answer(1, from)) << from;
    std::vector<std::int64_t> const none{tokens.of("unit", "")};
    std::vector<std::int64_t> const other{tokens.of("unit", "x")};
    EXPECT_THAT(answer(1'000, 0, none), ElementsAre(9, 25, 23, 19));
    EXPECT_THAT(answer(1, 0, none), ElementsAre(9, 25, 23, 19));
    EXPECT_THAT(answer(1'000, 0, other), ElementsAre(0));
    EXPECT_THAT(answer(1, 0, other), ElementsAre(0));
}

Item in_unit(Desk& desk, std::string const& key, std::string const& unit) {
    return desk.ready(key, made_document("", "Post", "x"),
                      made_understanding({made_finding(FindingKind::service, "a")}, unit));
}

TEST_P(InboxTest, OnlyVisibleUnitsAreListedAndCounted) {
    Desk desk{GetParam()};
    in_unit(desk, "a", "nord");
    in_unit(desk, "b", "sued");
    in_unit(desk, "c", "");
    in_unit(desk, "d", "west");
    desk.door.enter("e", "y"); // not read yet, so of no unit
    auto const foreign = in_unit(desk, "f", "sued");
    InboxFilter filter;
    filter.visible_units = std::vector<std::string>{"nord", "west"};
    EXPECT_THAT(desk.numbers(filter), ElementsAre(5, 4, 3, 1));
    EXPECT_EQ(4u, desk.list(filter).total);
    auto const counts = desk.inbox->counts(filter.visible_units).value();
    EXPECT_EQ(3u, counts.ready);
    EXPECT_EQ(1u, counts.waiting);
    EXPECT_EQ(0u, counts.needs_person + counts.closed);
    EXPECT_EQ(5u, desk.inbox->counts().value().ready);

    filter.as_of = 3;
    EXPECT_THAT(desk.numbers(filter), ElementsAre(3, 1));
    EXPECT_EQ(2, desk.list(filter).newer); // not the foreign one
    filter.as_of.reset();
    filter.words = "post";
    EXPECT_THAT(desk.numbers(filter), ElementsAre(4, 3, 1));
    filter.words = foreign.receipt_number;
    EXPECT_THAT(desk.numbers(filter), IsEmpty());
    filter.words.clear();
    filter.unit = "sued";
    EXPECT_THAT(desk.numbers(filter), IsEmpty());
    filter.unit.clear();
    filter.visible_units = std::vector<std::string>{};
    EXPECT_THAT(desk.numbers(filter), ElementsAre(5, 3));
}

TEST_P(InboxTest, TokensOfOlderRulesAreMadeAnewAtStart) {
    Desk desk{GetParam()};
    in_unit(desk, "a", "nord");
    in_unit(desk, "b", "");
    ASSERT_TRUE(run_statement(*desk.door.database, "DELETE FROM inbox_token"));
    ASSERT_TRUE(
        run_statement(*desk.door.database, "DELETE FROM setting WHERE key = 'inbox.tokens'"));
    desk.restart();
    InboxFilter filter;
    filter.visible_units = std::vector<std::string>{};
    EXPECT_THAT(desk.numbers(filter), ElementsAre(2));
}

// Items over several words of bits, against a plain reckoning of who is visible.
TEST_P(InboxTest, SetsOfBitsGiveEachPageOfTheVisibleUnits) {
    Desk desk{GetParam()};
    std::vector<std::int64_t> visible; // newest first
    for (std::int64_t i = 1; i <= 150; ++i) {
        in_unit(desk, fmt::format("k{}", i), i % 3 == 0 ? "nord" : i % 3 == 1 ? "sued" : "");
        if (i % 3 != 1)
            visible.insert(visible.begin(), i);
    }
    InboxFilter filter;
    filter.visible_units = std::vector<std::string>{"nord"};
    for (std::int64_t const as_of : {150, 125, 124, 123, 62, 61, 1}) {
        filter.as_of = as_of;
        std::vector<std::int64_t> expected;
        std::ranges::copy_if(visible, std::back_inserter(expected),
                             [&](auto number) { return number <= as_of; });
        for (std::size_t const from : {0u, 1u, 37u, 41u, 99u, 200u}) {
            filter.from = from;
            filter.count = 7;
            auto const first = std::min(from, expected.size());
            auto const last = std::min(first + 7, expected.size());
            EXPECT_EQ(
                (std::vector<std::int64_t>(expected.begin() + static_cast<std::ptrdiff_t>(first),
                                           expected.begin() + static_cast<std::ptrdiff_t>(last))),
                desk.numbers(filter))
                << as_of << " " << from;
            EXPECT_EQ(expected.size(), desk.list(filter).total);
        }
    }
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

TEST_P(InboxTest, TheIndexCanBeMadeAnew) {
    Desk desk{GetParam()};
    desk.ready("a", made_document("Erika", "Antrag", "x"),
               made_understanding({made_finding(FindingKind::service, "kindergeld")}));
    desk.door.enter("b", "y", "Zweites.pdf");
    ASSERT_TRUE(run_statement(*desk.door.database, "DELETE FROM inbox_token"));
    EXPECT_THAT(desk.numbers(words("Antrag")), IsEmpty());
    std::int64_t from = 1;
    while (from != 0)
        from = desk.inbox->rebuild_index(from, 1).value();
    EXPECT_THAT(desk.numbers(words("Antrag")), ElementsAre(1));
    EXPECT_THAT(desk.numbers(words("zweites")), ElementsAre(2));
    InboxFilter filter;
    filter.service = "kindergeld";
    EXPECT_THAT(desk.numbers(filter), ElementsAre(1));
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
    auto const raw = everything_in(desk.door.place, *desk.door.database);
    EXPECT_THAT(raw, HasSubstr(item.id));
    for (auto const* word : {"Kanarien", "kanarien"})
        EXPECT_THAT(raw, Not(HasSubstr(word)));
}

} // namespace

} // namespace leitstand
