// SPDX-License-Identifier: EUPL-1.2
// The inbox's lists on both engines: filters, words, pages that stay while post arrives, units.
#include "decide/card.hpp"
#include "decide/desk.hpp"
#include "decide/inbox_table.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class InboxListTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, InboxListTest, both_engines(), engine_label);

InboxFilter words(std::string const& text) {
    InboxFilter filter;
    filter.words = text;
    return filter;
}

TEST_P(InboxListTest, FiltersMeetAndLeaveClosedItemsOut) {
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

TEST_P(InboxListTest, WordsAreFoundInEachSpelling) {
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

TEST_P(InboxListTest, PositionsStayWhileItemsArrive) {
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
TEST_P(InboxListTest, EveryPageIsAPieceOfTheWholeList) {
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

TEST_P(InboxListTest, BothWaysOfCuttingTokenListsGiveTheSame) {
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

TEST_P(InboxListTest, OnlyVisibleUnitsAreListedAndCounted) {
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

// Items over several words of bits, against a plain reckoning of who is visible.
TEST_P(InboxListTest, SetsOfBitsGiveEachPageOfTheVisibleUnits) {
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

} // namespace

} // namespace leitstand
