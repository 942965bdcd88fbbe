// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/agreement.hpp"

#include <nlohmann/json.hpp>

#include "govern/measurement/measurement.hpp"
#include "govern/participation/support.hpp"

namespace leitstand::participation {
namespace {

class AgreementTest : public testing::Test {
  protected:
    Json proposal(std::string const& from = "2026-10-01") {
        return {{"event", "proposal"},
                {"on", "2026-09-15"},
                {"title", "Dienstvereinbarung KI im Posteingang"},
                {"from", from},
                {"terms",
                 {{"minimum_group", 8},
                  {"no_personal_figures", true},
                  {"share_without_ai", 0.05},
                  {"planted_errors_in_operation", true},
                  {"review_by", "2027-10-01"}}}};
    }
    void add(Json body, std::string const& key = "ki-posteingang") {
        house.add(RecordKind::agreement, key, std::move(body));
    }
    void sign(std::int64_t number, std::string const& key = "ki-posteingang") {
        for (auto const* party : {"staff_council", "management"})
            sign_as(fmt::format("account of {}", party), party, number, key);
    }
    void sign_as(std::string const& account, std::string const& party, std::int64_t number,
                 std::string const& key = "ki-posteingang") {
        add({{"event", "signature"}, {"on", "2026-09-20"}, {"party", party}, {"refers_to", number}},
            key);
        house.records.back().by = account;
    }
    AgreementStanding standing() {
        auto const view = house.view();
        return agreements(view).at(0);
    }
    AgreementTerms terms() {
        auto const view = house.view();
        return terms_in_force(view);
    }
    HandMade house; // 2 November 2026
};

TEST_F(AgreementTest, HoldsOnceBothSidesSignedIt) {
    add(proposal());
    EXPECT_FALSE(terms().in_force);
    EXPECT_EQ(standing().missing, (std::vector<std::string>{"staff_council", "management"}));
    sign(1);
    EXPECT_EQ(standing().state, AgreementState::in_force);
    auto const held = terms();
    EXPECT_TRUE(held.in_force);
    EXPECT_EQ(held.minimum_group, 8);
    EXPECT_TRUE(held.planted_errors_in_operation);
    EXPECT_EQ(held.agreements, std::vector<std::string>{"ki-posteingang"});
}

TEST_F(AgreementTest, NothingIsPlantedWithoutOne) {
    EXPECT_FALSE(terms().planted_errors_in_operation);
    EXPECT_EQ(terms().minimum_group, kMinimumGroupLeast);
}

TEST_F(AgreementTest, NobodyMakesOneWithHimself) {
    add(proposal());
    sign_as("both", "management", 1);
    sign_as("both", "staff_council", 1);
    EXPECT_EQ(standing().state, AgreementState::proposed);
    EXPECT_EQ(standing().missing, std::vector<std::string>{"staff_council"});
    EXPECT_FALSE(terms().in_force);
    sign_as("another", "staff_council", 1);
    EXPECT_EQ(standing().state, AgreementState::in_force);
}

// Where neither office has an account, one hand enters what the paper says.
TEST_F(AgreementTest, APaperThatOnePersonEntersBearsBothSignatures) {
    add(proposal());
    for (auto const* party : {"staff_council", "management"})
        add({{"event", "signature"},
             {"on", "2026-09-20"},
             {"party", party},
             {"for_body", true},
             {"refers_to", 1}});
    EXPECT_EQ(standing().state, AgreementState::in_force);
}

TEST_F(AgreementTest, OnePartySigningTwiceIsOne) {
    add(proposal());
    for (int i = 0; i < 2; ++i)
        add({{"event", "signature"},
             {"on", "2026-09-20"},
             {"party", "management"},
             {"refers_to", 1}});
    EXPECT_FALSE(terms().in_force);
}

TEST_F(AgreementTest, ASignatureOfTheOldTextDoesNotCountForTheNew) {
    add(proposal());
    sign(1); // 2, 3
    auto next = proposal("2026-11-01");
    next["terms"]["planted_errors_in_operation"] = false;
    add(next); // 4
    EXPECT_TRUE(terms().planted_errors_in_operation) << "the old one holds until the new is signed";
    EXPECT_EQ(standing().proposed_number, 4);
    sign(4);
    EXPECT_FALSE(terms().planted_errors_in_operation);
    EXPECT_FALSE(standing().proposed);
}

TEST_F(AgreementTest, BeginsAndEndsOnItsDays) {
    auto body = proposal("2026-11-03");
    body["until"] = "2026-11-10";
    add(body);
    sign(1);
    EXPECT_EQ(standing().state, AgreementState::signed_);
    EXPECT_FALSE(terms().in_force);
    house.today = {2026, 11, 10};
    EXPECT_TRUE(terms().in_force);
    house.today = {2026, 11, 11};
    EXPECT_EQ(standing().state, AgreementState::ended);
    EXPECT_FALSE(terms().in_force);
}

TEST_F(AgreementTest, ATerminationEndsWhatWasBeforeIt) {
    add(proposal());
    sign(1);
    add({{"event", "termination"},
         {"on", "2026-10-15"},
         {"party", "staff_council"},
         {"ends_on", "2026-11-01"}});
    EXPECT_EQ(standing().state, AgreementState::ended);
    EXPECT_FALSE(terms().in_force);
    add(proposal()); // 5
    sign(5);
    EXPECT_TRUE(terms().in_force) << "agreed anew";
}

TEST_F(AgreementTest, OfSeveralTheStrictestTermHolds) {
    add(proposal());
    sign(1);
    auto other = proposal();
    other["terms"] = {{"minimum_group", 12}, {"planted_errors_in_operation", false}};
    add(other, "dienstbetrieb");
    sign(1, "dienstbetrieb");
    for (auto& record : house.records)
        if (record.subject == "dienstbetrieb")
            record.function.reset(); // of the whole authority
    auto const held = terms();
    EXPECT_EQ(held.minimum_group, 12);
    EXPECT_DOUBLE_EQ(held.share_without_ai, 0.05);
    EXPECT_FALSE(held.planted_errors_in_operation);
}

TEST_F(AgreementTest, TermsAreHeldAgainstWhatTheProgramDoes) {
    add(proposal());
    sign(1);
    auto const kept = [&](HouseFigures const& figures, std::string_view term) {
        for (auto const& check : check_terms(terms(), figures, house.today))
            if (check.term == term)
                return check.kept;
        return Kept::not_checked;
    };
    EXPECT_EQ(kept({}, "minimum_group"), Kept::no) << "agreed 8, the program has 5";
    EXPECT_EQ(kept({.minimum_group = 10}, "minimum_group"), Kept::yes);
    EXPECT_EQ(kept({}, "share_without_ai"), Kept::not_checked);
    EXPECT_EQ(kept({.share_without_ai = Kept::no}, "share_without_ai"), Kept::no);
    EXPECT_EQ(kept({}, "no_personal_figures"), Kept::by_construction);
    EXPECT_EQ(kept({.planted_errors_running = true}, "planted_errors_in_operation"), Kept::yes);
    EXPECT_EQ(kept({}, "review_by"), Kept::yes);
    house.today = {2027, 10, 2};
    EXPECT_EQ(kept({}, "review_by"), Kept::no);
}

Json check_of(char const* party, bool kept, char const* on = "2026-10-20") {
    return {{"event", "check"}, {"on", on}, {"party", party}, {"kept", kept}, {"text", "gezählt"}};
}

TEST_F(AgreementTest, WhatTheProgramDoesNotMeasurePeopleCheck) {
    constexpr int kDays = 180;
    auto const points = [&] {
        std::vector<std::string> out;
        auto const view = house.view();
        for (auto const& point : agreement_gate_points(view, kDays))
            out.push_back(point.key + " " + point.subject);
        return out;
    };
    using Points = std::vector<std::string>;
    Points const unchecked{"agreement.term_unchecked share_without_ai"};
    Points const broken{"agreement.term_broken share_without_ai"};
    EXPECT_EQ(points(), Points{}) << "nothing is agreed yet";
    add(check_of("management", true));
    add(proposal()); // 2
    sign(2);         // 3, 4
    EXPECT_EQ(points(), unchecked) << "a check before the proposal is about something else";
    add(check_of("management", true));
    EXPECT_EQ(points(), Points{});
    house.today = plus_days({2026, 10, 20}, kDays + 1);
    EXPECT_EQ(points(), unchecked) << "too long ago";
    house.today = {2026, 11, 2};
    add(check_of("staff_council", false));
    EXPECT_EQ(points(), broken);
    add(check_of("management", true));
    EXPECT_EQ(points(), broken) << "no side speaks over the other";
    add(check_of("staff_council", true));
    EXPECT_EQ(points(), Points{});
}

TEST_F(AgreementTest, EachOfSeveralIsChecked) {
    for (auto const* key : {"ki-posteingang", "dienstbetrieb"}) {
        add(proposal(), key);
        sign(1, key);
    }
    auto const share = [&] {
        auto const view = house.view();
        return house_figures(view, 365).share_without_ai;
    };
    add(check_of("management", true), "dienstbetrieb");
    EXPECT_EQ(share(), Kept::not_checked);
    add(check_of("management", true));
    EXPECT_EQ(share(), Kept::checked_by_people);
    add(check_of("management", false), "dienstbetrieb");
    EXPECT_EQ(share(), Kept::no);
}

TEST_F(AgreementTest, ABrokenTermAndAnOverdueReviewAreForTheGate) {
    auto body = proposal();
    body["terms"] = {{"minimum_group", 5}, {"review_by", "2026-11-01"}};
    add(body);
    sign(1);
    auto const points = [&] {
        auto const view = house.view();
        return agreement_gate_points(view, 365);
    };
    ASSERT_EQ(points().size(), 1u);
    EXPECT_EQ(points()[0].key, "agreement.term_broken");
    EXPECT_EQ(points()[0].subject, "review_by");
    EXPECT_TRUE(points()[0].german.ends_with('.'));
    house.today = {2026, 11, 1}; // the last day
    EXPECT_TRUE(points().empty());
    PlantedErrorsMeasurement exercise;
    exercise.taken.release = std::string(64, 'a');
    exercise.taken.version = "1";
    exercise.taken.data = "Übung";
    exercise.in_operation = true;
    exercise.units = {{"all", 10, 100, 80, {0.8, 0.7, 0.9}}};
    exercise.day = "2026-09-30"; // the day before it was in force
    house.add(RecordKind::measurement, "planted_errors", pack(exercise));
    EXPECT_TRUE(points().empty());
    exercise.day = "2026-10-01";
    house.add(RecordKind::measurement, "planted_errors", pack(exercise));
    ASSERT_EQ(points().size(), 1u);
    EXPECT_EQ(points()[0].subject, "planted_errors_in_operation");
}

TEST_F(AgreementTest, ACheckHasWords) {
    auto body = check_of("management", true);
    body.erase("text");
    EXPECT_EQ(parse_agreement_event(body).error().key, "participation.reasons_missing");
}

TEST_F(AgreementTest, WrongTermsAreNamed) {
    auto const member = [](Json const& body) {
        auto const event = parse_agreement_event(body);
        return event ? "" : event.error().detail;
    };
    auto body = proposal();
    body["terms"]["minimum_group"] = 4; // the house never goes below five
    EXPECT_EQ(member(body), "minimum_group");
    body = proposal();
    body["terms"]["share_without_ai"] = 1.5;
    EXPECT_EQ(member(body), "share_without_ai");
    body = proposal();
    body.erase("terms");
    EXPECT_EQ(member(body), "terms");
    body = proposal();
    body["until"] = "2026-09-30";
    EXPECT_EQ(member(body), "until");
    EXPECT_EQ(member({{"event", "signature"}, {"on", "2026-09-20"}, {"party", "citizens"}}),
              "party");
    EXPECT_EQ(member({{"event", "signature"}, {"on", "2026-09-20"}, {"party", "management"}}),
              "refers_to");
}

TEST_F(AgreementTest, WhatEndsSoonOrWaitsIsOpen) {
    add(proposal());
    auto const view = house.view();
    auto points = agreement_open_points(view);
    ASSERT_EQ(points.size(), 2u);
    EXPECT_EQ(points[0].key, "agreement.signature_missing");
    EXPECT_EQ(points[0].role, "staff_council");
    sign(1);
    auto const signed_view = house.view();
    EXPECT_TRUE(agreement_open_points(signed_view).empty());
    house.today = {2027, 9, 10};
    auto const later = house.view();
    points = agreement_open_points(later);
    ASSERT_EQ(points.size(), 1u);
    EXPECT_EQ(points[0].key, "agreement.review_due");
}

} // namespace
} // namespace leitstand::participation
