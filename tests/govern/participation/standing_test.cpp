// SPDX-License-Identifier: EUPL-1.2
// The table of cases (cases.tsv), and properties that hold for any days.
#include "govern/participation/standing.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sstream>

#include <nlohmann/json.hpp>

#include "govern/participation/detail/round.hpp"
#include "govern/participation/support.hpp"

namespace leitstand::participation {
namespace {

std::vector<std::string> split(std::string const& text, char by) {
    std::vector<std::string> parts;
    std::istringstream in{text};
    for (std::string part; std::getline(in, part, by);)
        parts.push_back(part);
    return parts;
}

Outcome outcome_of(std::string const& word) {
    for (auto const outcome :
         {Outcome::followed, Outcome::partly, Outcome::not_followed, Outcome::upheld,
          Outcome::rejected, Outcome::agreed, Outcome::decided, Outcome::dropped, Outcome::granted,
          Outcome::denied, Outcome::recommended})
        if (outcome_name(outcome) == word)
            return outcome;
    return Outcome::none;
}

Event event_of(std::vector<std::string> const& columns) {
    Event event;
    event.on = parse_iso_date(columns.at(1)).value();
    event.kind = parse_event_kind(columns.at(2)).value();
    event.text = "Begründung.";
    if (event.kind == EventKind::workshop) {
        event.title = "Workshop";
        event.people = 12;
        event.results = {"Ergebnis"};
    }
    for (auto const& word : columns.size() > 3 ? split(columns[3], ' ') : split("", ' ')) {
        if (word == "papers")
            event.documents = {{"Antrag.pdf", std::string(64, 'a')}};
        else if (word == "urgent")
            event.urgent = true;
        else if (word == "parallel")
            event.parallel = "Der Gleichstellungsbeauftragten mitgeteilt.";
        else if (word == "silent")
            event.text.clear();
        else if (word == "approve" || word == "refuse")
            event.vote = word == "refuse" ? Vote::refuse : Vote::approve;
        else if (word.starts_with("due="))
            event.due = parse_iso_date(word.substr(4)).value();
        else if (word == "own")
            event.by_body = true;
        else if (word == "for")
            event.for_body = true;
        else if (word.starts_with("to="))
            event.refers_to = std::stoll(word.substr(3));
        else if (word.starts_with("instead="))
            event.instead = word.substr(8);
        else
            event.outcome = outcome_of(word);
    }
    return event;
}

Date entered_on(std::vector<std::string> const& columns, Date otherwise) {
    for (auto const& word : columns.size() > 3 ? split(columns[3], ' ') : split("", ' '))
        if (word.starts_with("entered="))
            return parse_iso_date(word.substr(8)).value();
    return otherwise;
}

void expect_effect(Standing const& standing, std::string const& wanted) {
    auto const parts = split(wanted, ':');
    for (auto const& line : standing.history) {
        if (std::to_string(line.record->number) == parts.at(0)) {
            EXPECT_EQ(effect_name(line.effect), parts.at(1));
        }
    }
}

void expect(Standing const& standing, std::vector<std::string> const& columns) {
    EXPECT_EQ(state_name(standing.state), columns.at(2));
    for (std::size_t at = 3; at < columns.size(); ++at) {
        auto const equals = columns[at].find('=');
        auto const name = columns[at].substr(0, equals), wanted = columns[at].substr(equals + 1);
        if (name == "due") {
            EXPECT_EQ(standing.period ? to_iso(standing.period->due) : "", wanted);
        } else if (name == "ended") {
            EXPECT_EQ(standing.concluded ? to_iso(*standing.concluded) : "", wanted);
        } else if (name == "before") {
            EXPECT_EQ(standing.out_of_order, wanted);
        } else if (name == "open") {
            EXPECT_EQ(open_keys(standing), wanted);
        } else if (name == "effect") {
            expect_effect(standing, wanted);
        } else {
            ADD_FAILURE() << "unknown column " << name;
        }
    }
}

TEST(Standing, IsAsTheTableOfCasesSays) {
    std::ifstream file{std::filesystem::path{LEITSTAND_SOURCE_DIR} /
                       "tests/govern/participation/cases.tsv"};
    HandMade house;
    std::string name;
    int cases = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        auto const columns = split(line, '\t');
        SCOPED_TRACE(name + ": " + line);
        if (columns[0] == "case") {
            house = {};
            name = columns.at(1);
            ++cases;
        } else if (columns[0] == "day") {
            house.today = parse_iso_date(columns.at(1)).value();
        } else if (columns[0] == "nobody") {
            std::erase(house.roles_held, columns.at(1));
        } else if (columns[0] == "expect") {
            auto const view = house.view();
            auto const all = standings(view);
            expect(of(all, columns.at(1)), columns);
        } else {
            auto const event = event_of(columns);
            house.add(columns[0], event, entered_on(columns, event.on));
        }
    }
    EXPECT_GT(cases, 50);
}

// A clock that once ran ahead, or was set back: the later day is known, but nobody's silence counts
// before the clock itself has passed the period.
TEST(Standing, SilenceCountsOnlyWhenTheClockIsThere) {
    HandMade house;
    Event invitation;
    invitation.kind = EventKind::invitation;
    invitation.on = house.today;
    invitation.text = "Bitte";
    for (auto const& body : rules().guideline->participation.participants) {
        invitation.documents.clear();
        for (auto const& paper : body.documents)
            invitation.documents.push_back({paper, ""});
        house.add(body.key, invitation);
    }
    house.today = {2027, 11, 2};
    auto view = house.view();
    auto const silent = [](GovernView const& seen) {
        int count = 0;
        for (auto const& one : standings(seen))
            count +=
                one.state == State::approved_by_silence || one.state == State::heard_by_silence;
        return count;
    };
    EXPECT_GT(silent(view), 0);
    view.clock_day = Date{2026, 11, 3};
    EXPECT_EQ(silent(view), 0);
    view.clock_day = Date{2027, 10, 1};
    EXPECT_GT(silent(view), 0);
}

TEST(Standing, BodiesWhomAFunctionDoesNotNeedAreNotOpen) {
    HandMade house;
    house.function = FunctionKey::sort; // effect class A
    auto const view = house.view();
    auto const all = standings(view);
    EXPECT_FALSE(of(all, "citizens").needed);
    EXPECT_TRUE(of(all, "staff_council").needed);
    for (auto const& point : participation_open_points(view))
        EXPECT_NE(point.subject, "citizens");
}

TEST(Standing, OpenPointsAreThoseOfTheStep) {
    HandMade house;
    auto const view = house.view();
    auto const subjects = [&](Mode step) {
        std::string out;
        for (auto const& point : participation_open_points(view, step))
            out += point.subject + " ";
        return out;
    };
    EXPECT_EQ(subjects(Mode::shadow).find("citizens"), std::string::npos);
    EXPECT_NE(subjects(Mode::assist).find("citizens"), std::string::npos);
    EXPECT_EQ(subjects(Mode::off), "");
    for (auto const& point : participation_open_points(view)) {
        EXPECT_TRUE(point.german.ends_with('.')) << point.german;
        EXPECT_TRUE(point.english.ends_with('.')) << point.english;
        EXPECT_FALSE(point.role.empty());
    }
}

TEST(Standing, WhatIsDueBehindTheDecisionHoldsNoStepUp) {
    HandMade house;
    auto const said = [&](std::string const& body, EventKind kind, Date on) {
        Event event;
        event.kind = kind;
        event.on = on;
        event.text = "Gut.";
        event.documents = {{"Antrag.pdf", ""}};
        house.add(body, event);
    };
    said("disability_representative", EventKind::invitation, {2026, 10, 1});
    said("disability_representative", EventKind::statement, {2026, 10, 2});
    said("management", EventKind::vote, {2026, 10, 5});
    auto const view = house.view();
    auto const told = [&](std::optional<Mode> step) {
        auto const points = participation_open_points(view, step);
        return std::any_of(points.begin(), points.end(), [](OpenPoint const& point) {
            return point.key == "participation.decision_untold";
        });
    };
    EXPECT_TRUE(told(std::nullopt));
    EXPECT_FALSE(told(Mode::assist));
}

TEST(Standing, AnOfficeWithoutAnAccountIsSaid) {
    HandMade house;
    house.roles_held = {"management"};
    auto const view = house.view();
    auto const all = standings(view);
    EXPECT_NE(open_keys(of(all, "staff_council")).find("role_held_by_nobody"), std::string::npos);
    EXPECT_EQ(open_keys(of(all, "management")), "participation.undecided");
    EXPECT_EQ(open_keys(of(all, "citizens")), "participation.not_invited"); // never has one
}

TEST(Standing, EmptiedRecordsAndThoseOfOtherFunctionsDoNotCount) {
    HandMade house;
    Event workshop;
    workshop.kind = EventKind::workshop;
    workshop.on = house.today;
    workshop.title = "Workshop";
    workshop.people = 3;
    workshop.results = {"a"};
    house.add("users", workshop);
    house.records.back().body.reset();
    house.add("users", workshop);
    house.records.back().function = FunctionKey::sort;
    auto const view = house.view();
    auto const all = standings(view);
    auto const& users = of(all, "users");
    EXPECT_EQ(users.state, State::not_invited);
    ASSERT_EQ(users.history.size(), 1u);
    EXPECT_EQ(users.history[0].effect, Effect::unreadable);
}

Date any_day() {
    return plus_days(Date{2024, 1, 1}, *rc::gen::inRange(0, 365 * 6));
}

RC_GTEST_PROP(ParticipationPeriod, EndsOnAWorkingDayBehindItsStart, ()) {
    auto const& all = rules();
    auto const from = any_day();
    for (auto const& body : all.guideline->participation.participants)
        for (auto const& rule : body.periods) {
            auto const period = running_period(body, rule.key, from, all.calendar);
            RC_ASSERT(period.has_value());
            RC_ASSERT(period->due > from);
            RC_ASSERT(all.calendar.working_day(period->due));
        }
}

RC_GTEST_PROP(ParticipationPeriod, HasAsManyWorkingDaysAsTheLawSays, ()) {
    auto const& all = rules();
    auto const from = any_day();
    auto const& council = *all.guideline->participation.participant("staff_council");
    auto const period = running_period(council, PartPeriod::answer, from, all.calendar);
    int counted = 0;
    for (auto day = plus_days(from, 1); day <= period->due; day = plus_days(day, 1))
        counted += all.calendar.working_day(day) ? 1 : 0;
    RC_ASSERT(counted == 10);
}

RC_GTEST_PROP(ParticipationPeriod, SilenceApprovesOnTheDayBehindTheLastAndNotBefore, ()) {
    HandMade house;
    auto const invited = any_day();
    Event invitation;
    invitation.kind = EventKind::invitation;
    invitation.on = invited;
    invitation.documents = {{"Antrag.pdf", ""}};
    house.add("equal_opportunity", invitation);
    auto const& body = *rules().guideline->participation.participant("equal_opportunity");
    auto const due = running_period(body, PartPeriod::answer, invited, rules().calendar)->due;
    for (auto const& [day, state] : {std::pair{due, State::running},
                                     std::pair{plus_days(due, 1), State::approved_by_silence}}) {
        house.today = day;
        auto const view = house.view();
        auto const all = standings(view);
        RC_ASSERT(of(all, "equal_opportunity").state == state);
    }
}

RC_GTEST_PROP(ParticipationPeriod, LaterPapersNeverEndEarlier, ()) {
    auto const& all = rules();
    auto const one = any_day(), other = any_day();
    for (auto const& body : all.guideline->participation.participants)
        if (body.period(PartPeriod::answer) != nullptr)
            RC_ASSERT((
                running_period(body, PartPeriod::answer, std::min(one, other), all.calendar)->due <=
                running_period(body, PartPeriod::answer, std::max(one, other), all.calendar)->due));
}

} // namespace
} // namespace leitstand::participation
