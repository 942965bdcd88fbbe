// SPDX-License-Identifier: EUPL-1.2
// Who may enter what where no account has an office, and how the steps behind a refused consent are
// refused before they are stored. With accounts, over HTTP: tests/serve/participation_routes_test.
#include "govern/participation/entry.hpp"

#include "govern/participation/support.hpp"

namespace leitstand::participation {
namespace {

class EntryTest : public testing::Test {
  protected:
    static Event made(EventKind kind) {
        Event event;
        event.kind = kind;
        event.on = {2026, 11, 2};
        event.text = "Gründe.";
        return event;
    }
    static Event with_paper(Event event) {
        event.documents = {{"Schreiben vom 2. November.pdf", ""}};
        return event;
    }
    static Event settlement(Outcome outcome) {
        auto event = made(EventKind::settlement);
        event.outcome = outcome;
        return event;
    }
    void refused() {
        house.add("staff_council", with_paper(made(EventKind::invitation)));
        auto vote = made(EventKind::vote);
        vote.vote = Vote::refuse;
        house.add("staff_council", vote);
    }
    Result<Event> admitted(Event const& event, Writer const& writer,
                           std::string const& body = "staff_council") {
        auto const view = house.view();
        auto const all = standings(view);
        return admit(event, of(all, body), writer, house.today);
    }
    static std::string key(Result<Event> const& result) {
        return result ? "" : result.error().key + " " + result.error().detail;
    }
    void nobody_has(std::string const& role) { std::erase(house.roles_held, role); }

    HandMade house; // 2 November 2026, a Monday
    Writer keeper{{"governance"}, true, false};
    Writer head{{"management"}, false, true};
    Writer council{{"staff_council"}, false, true};
};

TEST_F(EntryTest, WithoutAnAccountAPaperSaysThatTheBodyAgreed) {
    nobody_has("staff_council");
    refused();
    EXPECT_EQ(key(admitted(settlement(Outcome::agreed), keeper)), "participation.paper_missing ");
    auto const event = admitted(with_paper(settlement(Outcome::agreed)), keeper);
    ASSERT_TRUE(event) << key(event);
    EXPECT_TRUE(event->for_body);
    EXPECT_FALSE(event->by_body);
    house.add("staff_council", *event);
    auto const view = house.view();
    auto const all = standings(view);
    EXPECT_EQ(of(all, "staff_council").state, State::settled);
}

TEST_F(EntryTest, WhatAClientClaimsOfWhoSpeaksIsNotTaken) {
    refused();
    auto claimed = with_paper(settlement(Outcome::agreed));
    claimed.by_body = claimed.for_body = true;
    EXPECT_EQ(key(admitted(claimed, keeper)), "participation.speaks_itself staff_council");
    auto referral = made(EventKind::referral);
    referral.by_body = true;
    EXPECT_FALSE(admitted(referral, keeper)->by_body);
    EXPECT_TRUE(admitted(made(EventKind::referral), council)->by_body);
}

TEST_F(EntryTest, AVacancyIsForAnOfficeThatNoAccountHas) {
    auto vacancy = made(EventKind::vacancy);
    EXPECT_EQ(key(admitted(vacancy, head, "disability_representative")),
              "participation.office_held disability_representative");
    vacancy.instead = "Gesamtvertretung"; // somebody stands in: nothing is left out by that
    EXPECT_TRUE(admitted(vacancy, head, "disability_representative"));
    nobody_has("disability_representative");
    vacancy.instead.clear();
    EXPECT_TRUE(admitted(vacancy, head, "disability_representative"));
    EXPECT_EQ(key(admitted(vacancy, keeper, "disability_representative")),
              "participation.vacancy_by_management ");
}

TEST_F(EntryTest, ALateReferralNamesTheLastDay) {
    refused();
    house.today = {2026, 11, 9}; // the fifth working day
    auto referral = made(EventKind::referral);
    referral.on = house.today;
    EXPECT_TRUE(admitted(referral, keeper));
    house.today = {2026, 11, 10};
    EXPECT_EQ(key(admitted(referral, keeper)), "participation.referral_late 2026-11-09")
        << "of the authority the day of entry counts";
    EXPECT_TRUE(admitted(referral, council)) << "of the council the day that it names";
    referral.on = house.today;
    EXPECT_EQ(key(admitted(referral, council)), "participation.referral_late 2026-11-09");
}

TEST_F(EntryTest, EachStepStandsBehindTheOneBefore) {
    EXPECT_EQ(key(admitted(made(EventKind::referral), keeper)), "participation.nothing_refused ");
    refused();
    EXPECT_EQ(key(admitted(made(EventKind::superior), keeper)),
              "participation.step_missing referral");
    EXPECT_EQ(key(admitted(made(EventKind::conciliation), keeper)),
              "participation.step_missing referral");
    auto result = with_paper(made(EventKind::conciliation_result));
    result.outcome = Outcome::granted;
    EXPECT_EQ(key(admitted(result, head)), "participation.step_missing conciliation");
    EXPECT_EQ(key(admitted(with_paper(settlement(Outcome::decided)), head)),
              "participation.step_missing conciliation_result");
    house.add("staff_council", made(EventKind::referral));
    house.add("staff_council", made(EventKind::conciliation));
    EXPECT_TRUE(admitted(result, head));
    EXPECT_TRUE(admitted(result, council));
    EXPECT_EQ(key(admitted(result, keeper)), "participation.result_by_management ");
    EXPECT_EQ(key(admitted(with_paper(settlement(Outcome::decided)), head)),
              "participation.step_missing conciliation_result");
    result.outcome = Outcome::recommended;
    house.add("staff_council", result);
    EXPECT_TRUE(admitted(with_paper(settlement(Outcome::decided)), head));
    EXPECT_EQ(key(admitted(with_paper(settlement(Outcome::decided)), keeper)),
              "participation.result_by_management ");
    EXPECT_TRUE(admitted(settlement(Outcome::dropped), keeper));
}

TEST_F(EntryTest, NobodyTakesBackWhatTheOtherSideDid) {
    refused();
    auto referral = made(EventKind::referral);
    house.add("staff_council", referral); // 3, by the authority
    auto agreed = settlement(Outcome::agreed);
    agreed.by_body = true;
    house.add("staff_council", agreed); // 4, by the council
    auto back = made(EventKind::withdrawal);
    back.refers_to = 3;
    EXPECT_EQ(key(admitted(back, council)), "right.missing ");
    EXPECT_TRUE(admitted(back, keeper));
    back.refers_to = 4;
    EXPECT_EQ(key(admitted(back, keeper)), "participation.speaks_itself staff_council");
    EXPECT_TRUE(admitted(back, council));
}

} // namespace
} // namespace leitstand::participation
