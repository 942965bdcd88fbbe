// SPDX-License-Identifier: EUPL-1.2
// What stands after decisions: taking back, the unit as something to decide on, and clocks that a
// decision overtakes but never hides.
#include "decide/standing.hpp"

#include "decide/desk.hpp"
#include "decide/findings.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StandingTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, StandingTest, both_engines(), engine_label);

std::shared_ptr<Catalogue const> real_catalogue() {
    static auto const loaded =
        Catalogue::load(std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de");
    EXPECT_TRUE(loaded) << loaded.error().describe();
    return loaded.value_or(nullptr);
}

class AllAssist final : public FunctionModes {
  public:
    Mode mode(FunctionKey key) const override { return key == stopped ? Mode::off : Mode::assist; }
    std::optional<FunctionKey> stopped;
};

Item letter(Desk& desk) {
    return desk.ready("k", made_document("", "Post", "x"),
                      made_understanding({made_finding(FindingKind::service, "wohngeld")}, "a"));
}

// --- taking back -------------------------------------------------------------------------------

TEST_P(StandingTest, TakingBackLeavesWhatWasDecidedBefore) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const corrected =
        desk.decide(item, desk.finding(item, "wohngeld"), DecisionKind::correct, "buergergeld")
            .value();
    auto const rejected = desk.decide(item, corrected, DecisionKind::reject).value();
    EXPECT_THAT(desk.row(item).services, IsEmpty());

    auto const back = desk.decide(item, rejected, DecisionKind::withdraw).value();
    EXPECT_EQ("corrected", back.state);
    EXPECT_EQ("buergergeld", back.corrected_key);
    EXPECT_THAT(desk.row(item).services, ElementsAre("buergergeld"));
    auto const open = desk.decide(item, back, DecisionKind::withdraw).value();
    EXPECT_EQ("open", open.state);
    EXPECT_EQ(5, open.version);
    EXPECT_FALSE(open.decided_at);
    EXPECT_THAT(desk.row(item).services, ElementsAre("wohngeld"));
    EXPECT_EQ("decision.nothing_to_withdraw",
              error_key(desk.decide(item, open, DecisionKind::withdraw)));
    // Each of the four is kept, and a version that is past is refused.
    EXPECT_EQ(4, number_in(*desk.door.database, "SELECT COUNT(*) FROM decision"));
    EXPECT_EQ("finding.changed", error_key(desk.decide(item, back, DecisionKind::confirm)));
    EXPECT_EQ("confirmed", desk.decide(item, open, DecisionKind::confirm).value().state);
}

TEST_P(StandingTest, WhatWasAddedAndTakenBackIsShownNoMore) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const added = desk.add(item, FindingKind::act, "widerspruch").value();
    auto const gone = desk.decide(item, added, DecisionKind::withdraw).value();
    EXPECT_EQ("withdrawn", gone.state);
    EXPECT_FALSE(gone.shown);
    EXPECT_EQ("widerspruch", gone.finding.key);
    EXPECT_THAT(desk.row(item).acts, IsEmpty());
    EXPECT_TRUE(standing_findings({gone}).empty());
}

TEST_P(StandingTest, WhatWasTakenBackTakesNoFurtherDecision) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const added = desk.add(item, FindingKind::act, "widerspruch").value();
    auto const gone = desk.decide(item, added, DecisionKind::withdraw).value();
    for (auto const kind : {DecisionKind::confirm, DecisionKind::correct, DecisionKind::reject})
        EXPECT_EQ("finding.not_found", error_key(desk.decide(item, gone, kind, "antrag")));
    EXPECT_EQ("decision.nothing_to_withdraw",
              error_key(desk.decide(item, gone, DecisionKind::withdraw)));
    EXPECT_EQ(2, number_in(*desk.door.database, "SELECT COUNT(*) FROM decision"));
}

TEST_P(StandingTest, AFindingOfAnEarlierReadingLeavesWithItsDecision) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const confirmed =
        desk.decide(item, desk.finding(item, "wohngeld"), DecisionKind::confirm).value();
    Inbox::Outcome again;
    again.document = made_document("", "Post", "x");
    again.understanding = made_understanding({made_finding(FindingKind::service, "rente")}, "a");
    ASSERT_TRUE(desk.bring(item, again));
    ASSERT_EQ(2u, desk.view(item).findings.size());
    auto const back = desk.decide(item, confirmed, DecisionKind::withdraw);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ("withdrawn", back->state);
    EXPECT_EQ(3, back->version);
    EXPECT_FALSE(back->shown);
    ASSERT_EQ(1u, desk.view(item).findings.size());
    EXPECT_EQ("rente", desk.view(item).findings[0].finding.key);
    EXPECT_THAT(desk.row(item).services, ElementsAre("rente"));
}

TEST_P(StandingTest, AConflictNamesWhoTookBack) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const seen =
        desk.decide(item, desk.finding(item, "wohngeld"), DecisionKind::confirm).value();
    ASSERT_TRUE(desk.decide(item, seen, DecisionKind::withdraw, "", "", "Berta Büro"));
    auto const late = desk.decide(item, seen, DecisionKind::reject);
    ASSERT_FALSE(late);
    EXPECT_EQ("Berta Büro\topen", late.error().detail);
}

// --- the unit ----------------------------------------------------------------------------------

TEST_P(StandingTest, AnotherUnitHoldsForListSightAndLaterReadings) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const unit = desk.view(item).unit_finding;
    EXPECT_EQ("a", unit.finding.key);
    EXPECT_EQ("open", unit.state);
    auto const moved = desk.decide(item, unit, DecisionKind::correct, "b").value();
    EXPECT_EQ("corrected", moved.state);
    EXPECT_EQ("b", desk.view(item).unit);
    EXPECT_EQ("b", desk.row(item).unit);
    InboxFilter of_a;
    of_a.visible_units = std::vector<std::string>{"a"};
    EXPECT_THAT(desk.numbers(of_a), IsEmpty());
    EXPECT_EQ("b", desk.inbox->part_place(item.id, 0).value().unit);

    Inbox::Outcome again;
    again.document = made_document("", "Post", "x");
    again.understanding = made_understanding({}, "c");
    ASSERT_TRUE(desk.bring(item, again));
    EXPECT_EQ("b", desk.row(item).unit) << "a person's word holds for later readings";
    ASSERT_TRUE(desk.decide(item, desk.view(item).unit_finding, DecisionKind::withdraw));
    EXPECT_EQ("c", desk.row(item).unit);
    EXPECT_EQ(2, number_in(*desk.door.database, "SELECT COUNT(*) FROM decision"));
}

TEST_P(StandingTest, AConfirmedUnitIsTheOneThePersonSaw) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    ASSERT_TRUE(desk.decide(item, desk.view(item).unit_finding, DecisionKind::confirm));
    Inbox::Outcome again;
    again.document = made_document("", "Post", "x");
    again.understanding = made_understanding({}, "c");
    ASSERT_TRUE(desk.bring(item, again));
    EXPECT_EQ("a", desk.row(item).unit);
    auto const unit = desk.view(item).unit_finding;
    EXPECT_EQ("a", unit.finding.key);
    EXPECT_EQ("confirmed", unit.state);
    EXPECT_EQ("c", desk.decide(item, unit, DecisionKind::withdraw).value().finding.key);
    EXPECT_EQ("c", desk.row(item).unit);
}

TEST_P(StandingTest, TheUnitIsCorrectedAndNeverRejected) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    EXPECT_EQ("finding.unit_not_rejected",
              error_key(desk.decide(item, desk.view(item).unit_finding, DecisionKind::reject)));
    EXPECT_EQ("a", desk.row(item).unit);
}

TEST_P(StandingTest, AnItemThatNobodyCouldReadCanBeGivenAUnit) {
    Desk desk{GetParam(), real_catalogue()};
    auto const item = desk.refused("k", "item.damaged");
    auto const unit = desk.view(item).unit_finding;
    EXPECT_TRUE(unit.finding.key.empty());
    EXPECT_EQ("finding.key_missing", error_key(desk.decide(item, unit, DecisionKind::confirm)));
    EXPECT_EQ("finding.key_unknown",
              error_key(desk.decide(item, unit, DecisionKind::correct, "erfunden")));
    auto const& known = desk.catalogue->units.front().key;
    ASSERT_TRUE(desk.decide(item, unit, DecisionKind::correct, known));
    EXPECT_EQ(known, desk.row(item).unit);
    EXPECT_EQ("finding.kind_unknown", error_key(desk.add(item, FindingKind::unit, known)));
}

TEST_P(StandingTest, AShadowProposesNoUnit) {
    Desk desk{GetParam()};
    auto const item = desk.ready("k", made_document("", "Post", "x"), made_understanding({}, "a"),
                                 {FunctionKey::sort});
    EXPECT_TRUE(desk.view(item).unit_finding.finding.key.empty());
    EXPECT_TRUE(desk.view(item).unit.empty());
}

// --- clocks --------------------------------------------------------------------------------------

struct Objection {
    std::shared_ptr<Catalogue const> catalogue = real_catalogue();
    SecondLook look{catalogue};
    AllAssist modes;
    Desk desk;
    Item item;

    explicit Objection(Engine engine) : desk{engine, catalogue} {
        auto document =
            made_document("", "Widerspruch",
                          "Gegen Ihren Bescheid vom 3. November 2026 über Arbeitslosengeld "
                          "lege ich Widerspruch ein.");
        document.parts.emplace_back();
        document.parts.back().span = document.pages.front().span;
        Understander const understander{catalogue};
        UnderstandOptions options;
        options.received = kReceived;
        item = desk.ready("k", document, understander.understand(document, AllAssist{}, options));
    }

    static constexpr char kReceived[] = "2026-11-27";

    std::vector<StandingClock> clocks(std::string const& key = "widerspruch") {
        std::vector<StandingClock> out;
        for (auto const& clock : standing_of(desk.view(item), &look, modes).clocks)
            if (clock.clock.key == key)
                out.push_back(clock);
        return out;
    }
};

using State = StandingClock::State;

TEST_P(StandingTest, WithoutADecisionTheClockIsThatOfTheReading) {
    Objection one{GetParam()};
    auto const clocks = one.clocks();
    ASSERT_EQ(1u, clocks.size());
    EXPECT_EQ("2026-12-07", clocks[0].clock.due);
    EXPECT_EQ(State::as_read, clocks[0].state);
}

TEST_P(StandingTest, ACorrectedDateOvertakesTheClockAndTakingBackBringsItAgain) {
    Objection one{GetParam()};
    auto const date = one.desk.finding(one.item, "notice_date");
    auto const corrected =
        one.desk.decide(one.item, date, DecisionKind::correct, "notice_date", "2026-11-10").value();
    auto const clocks = one.clocks();
    ASSERT_EQ(2u, clocks.size());
    EXPECT_EQ("2026-12-14", clocks[0].clock.due);
    EXPECT_EQ(State::recomputed, clocks[0].state);
    EXPECT_EQ("2026-12-07", clocks[1].clock.due);
    EXPECT_EQ(State::superseded, clocks[1].state);

    ASSERT_TRUE(one.desk.decide(one.item, corrected, DecisionKind::withdraw));
    ASSERT_EQ(1u, one.clocks().size());
    EXPECT_EQ("2026-12-07", one.clocks()[0].clock.due);
}

TEST_P(StandingTest, ALaterArrivalIsADecisionThatMovesTheEnd) {
    Objection one{GetParam()};
    auto const entries = number_in(*one.desk.door.database, "SELECT COUNT(*) FROM log_entry");
    ASSERT_TRUE(
        one.desk.add(one.item, FindingKind::field, std::string(kNoticeArrivedField), "2026-11-12"));
    EXPECT_EQ(entries + 1, number_in(*one.desk.door.database, "SELECT COUNT(*) FROM log_entry"));
    auto const clocks = one.clocks();
    ASSERT_EQ(2u, clocks.size());
    EXPECT_EQ("2026-12-14", clocks[0].clock.due); // 12 December is a Saturday
    EXPECT_EQ("arrived_later", clocks[0].clock.assumes.front());
    EXPECT_EQ(State::superseded, clocks[1].state);
    EXPECT_EQ("2026-12-07", clocks[1].clock.due);
}

TEST_P(StandingTest, ARejectedActHasNoClock) {
    Objection one{GetParam()};
    ASSERT_TRUE(
        one.desk.decide(one.item, one.desk.finding(one.item, "widerspruch"), DecisionKind::reject));
    auto const clocks = one.clocks();
    ASSERT_EQ(1u, clocks.size());
    EXPECT_EQ(State::superseded, clocks[0].state);
}

TEST_P(StandingTest, ACorrectedDayOfReceiptOvertakesToo) {
    Objection one{GetParam()};
    ASSERT_FALSE(one.clocks("entscheidung_widerspruch").empty());
    auto const before = one.clocks("entscheidung_widerspruch")[0].clock.due;
    DateCorrection correction;
    correction.receipt_date = parse_iso_date("2026-11-20").value();
    correction.source = DateSource::stamp;
    correction.reason = "Stempel";
    correction.by = "account-1";
    correction.at = one.desk.door.clock.now();
    ASSERT_TRUE(one.desk.door.ledger->correct_receipt_date(one.item.id, correction));
    auto const clocks = one.clocks("entscheidung_widerspruch");
    ASSERT_EQ(2u, clocks.size());
    EXPECT_EQ(State::recomputed, clocks[0].state);
    EXPECT_NE(before, clocks[0].clock.due);
    EXPECT_EQ(before, clocks[1].clock.due);
}

TEST_P(StandingTest, WithoutASecondLookAllIsAsRead) {
    Objection one{GetParam()};
    ASSERT_TRUE(
        one.desk.add(one.item, FindingKind::field, std::string(kNoticeArrivedField), "2026-11-12"));
    for (auto const& clock : standing_of(one.desk.view(one.item), nullptr, AllAssist{}).clocks)
        EXPECT_EQ(State::as_read, clock.state);
}

TEST_P(StandingTest, AFunctionThatWasStoppedLooksAtNothingAgain) {
    for (auto const stopped : {FunctionKey::urgent, FunctionKey::sort, FunctionKey::extract}) {
        Objection one{GetParam()};
        ASSERT_TRUE(one.desk.add(one.item, FindingKind::field, std::string(kNoticeArrivedField),
                                 "2026-11-12"));
        ASSERT_EQ(2u, one.clocks().size());
        one.modes.stopped = stopped;
        auto const clocks = one.clocks();
        ASSERT_EQ(1u, clocks.size());
        EXPECT_EQ(State::as_read, clocks[0].state);
    }
}

// One that was off when the letter was read has nothing to say of it later either.
TEST_P(StandingTest, AFunctionThatDidNotRunIsNotMadeUpFor) {
    auto const catalogue = real_catalogue();
    Desk desk{GetParam(), catalogue};
    SecondLook const look{catalogue};
    AllAssist modes;
    auto document = made_document("", "Antrag", "Hiermit beantrage ich Wohngeld.");
    document.parts.emplace_back();
    document.parts.back().span = document.pages.front().span;
    auto const requirements_of = [&](char const* name) {
        auto const item =
            desk.ready(name, document, Understander{catalogue}.understand(document, modes, {}));
        EXPECT_TRUE(desk.add(item, FindingKind::theme, "obdachlos", ""));
        return standing_of(desk.view(item), &look, AllAssist{}).requirements.size();
    };
    EXPECT_GT(requirements_of("with"), 0u);
    modes.stopped = FunctionKey::complete;
    EXPECT_EQ(requirements_of("without"), 0u);
}

TEST_P(StandingTest, TheMaskIsThatOfTheReading) {
    Objection one{GetParam()};
    ASSERT_TRUE(one.desk.view(one.item).mask);
    auto const shadow = one.desk.ready("s", made_document("", "Post", "x"), made_understanding({}),
                                       {FunctionKey::sort});
    EXPECT_FALSE(one.desk.view(shadow).mask);
}

} // namespace

} // namespace leitstand
