// SPDX-License-Identifier: EUPL-1.2
// Complaints, incidents, reviews and trainings as records: what is refused, what stays when a text
// is deleted.
#include "govern/operation/operation_support.hpp"

namespace leitstand::operation {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ComplaintTest, GoesItsWayStepByStep) {
    InOperation house;
    auto const today = house.today;
    auto complaint = house.complaint();
    ASSERT_TRUE(check(complaint, house.view()));
    complaint =
        handled(complaint, {.to = ComplaintState::acknowledged, .on = today}, today).value();
    complaint = handled(complaint,
                        {.to = ComplaintState::checked,
                         .on = today,
                         .result = "justified",
                         .measure = "Die Wortliste wird ergänzt."},
                        today)
                    .value();
    EXPECT_EQ("operation.step_order",
              key_of_error(handled(complaint, {.to = ComplaintState::closed, .on = today}, today)));
    complaint = handled(complaint, {.to = ComplaintState::answered, .on = today}, today).value();
    complaint = handled(complaint, {.to = ComplaintState::closed, .on = today}, today).value();
    house.add("complaint.a1", pack(complaint));
    auto const read = house.state().complaints.at(0);
    EXPECT_EQ(ComplaintState::closed, read.state);
    EXPECT_EQ("Die Wortliste wird ergänzt.", read.measure);
    EXPECT_EQ(today, read.answered);
    EXPECT_EQ("a1", read.id);
}

TEST(ComplaintTest, WhatTheDeskReportsNeedsNoLetterInAnswer) {
    InOperation house;
    auto complaint = house.complaint();
    complaint.channel = "desk";
    complaint =
        handled(
            complaint,
            {.to = ComplaintState::checked, .on = house.today, .result = "partly", .measure = ""},
            house.today)
            .value();
    EXPECT_TRUE(handled(complaint, {.to = ComplaintState::closed, .on = house.today}, house.today));
}

TEST(ComplaintTest, OnlyOpenOnesFillTheBook) {
    InOperation house;
    OperationState state;
    state.complaints.assign(kComplaintsMax, house.complaint());
    EXPECT_EQ("operation.complaints_full", key_of_error(room_for_complaint(state)));
    state.complaints.front().state = ComplaintState::checked;
    EXPECT_EQ("operation.complaints_full", key_of_error(room_for_complaint(state)));
    for (auto const done : {ComplaintState::answered, ComplaintState::closed}) {
        state.complaints.front().state = done;
        EXPECT_TRUE(room_for_complaint(state)) << complaint_state_name(done);
    }
    for (auto& complaint : state.complaints)
        complaint.state = ComplaintState::closed;
    EXPECT_TRUE(room_for_complaint(state)); // years of settled ones shut nobody out
}

TEST(ComplaintTest, BadInputIsRefused) {
    InOperation house;
    auto const view = house.view();
    auto const today = house.today;
    auto complaint = house.complaint();
    complaint.received = plus_days(today, 1);
    EXPECT_EQ("operation.date_in_future", key_of_error(check(complaint, view)));
    complaint = house.complaint();
    complaint.unit = "kasse-9";
    EXPECT_EQ("operation.unit_unknown", key_of_error(check(complaint, view)));
    complaint = house.complaint();
    complaint.about = "gossip";
    EXPECT_EQ("operation.choice_unknown", key_of_error(check(complaint, view)));
    complaint = house.complaint();
    EXPECT_EQ("operation.before_receipt",
              key_of_error(handled(complaint,
                                   {.to = ComplaintState::acknowledged, .on = plus_days(today, -1)},
                                   today)));
    EXPECT_EQ("operation.date_in_future",
              key_of_error(handled(complaint,
                                   {.to = ComplaintState::acknowledged, .on = plus_days(today, 1)},
                                   today)));
    EXPECT_EQ(
        "operation.step_order", // an answer before anybody has looked
        key_of_error(handled(complaint, {.to = ComplaintState::answered, .on = today}, today)));
    EXPECT_EQ("operation.choice_unknown",
              key_of_error(handled(complaint,
                                   {.to = ComplaintState::checked, .on = today, .result = "maybe"},
                                   today)));
    EXPECT_EQ("operation.text_wrong", key_of_error(check_text("a\x07"
                                                              "b",
                                                              "text")));
    EXPECT_EQ("operation.text_wrong", key_of_error(check_text(" \n", "text")));
    EXPECT_EQ("operation.text_wrong", key_of_error(check_text("\xC3", "text")));
    EXPECT_EQ("operation.text_wrong", key_of_error(check_text(std::string(4'001, 'a'), "text")));
    EXPECT_TRUE(check_text("Zwei Zeilen,\nund ein Umlaut: ä", "text"));
}

TEST(ComplaintTest, ADeletedTextLeavesTheFact) {
    InOperation house;
    house.add("complaint.a1", pack(house.complaint()));
    house.add("complaint-text.a1", {{"text", "Mein Antrag war keiner."}});
    EXPECT_THAT(house.state().complaints.at(0).texts, ElementsAre("Mein Antrag war keiner."));
    EXPECT_THAT(house.state().complaints.at(0).text_sequences, ElementsAre(2));
    house.records.back().body = nullptr;
    auto const after = house.state().complaints.at(0);
    EXPECT_THAT(after.texts, IsEmpty());
    EXPECT_TRUE(after.text_deleted);
    EXPECT_EQ("wrong", after.about);
}

TEST(OperationRecordsTest, ARecordOfAnotherKindTakesNothingAway) {
    InOperation house;
    house.add("complaint.a1", Json{{"state", 7}, {"received", "gestern"}});
    house.add("something-new", Json{{"x", 1}});
    house.add("incident.b", Json{{"reports", "none"}});
    EXPECT_THAT(house.state().complaints, SizeIs(1));
    EXPECT_EQ(ComplaintState::received, house.state().complaints.at(0).state);
    EXPECT_THAT(house.state().incidents, SizeIs(1));
}

TEST(IncidentTest, ReportsAreEnteredByClock) {
    InOperation house;
    auto const view = house.view();
    Incident incident;
    incident.kind = "data_breach";
    incident.known = Instant{view.now.microseconds - 3'600'000'000};
    incident.summary = "Ein Schreiben lag im falschen Postkorb.";
    ASSERT_TRUE(check(incident, view));
    EXPECT_EQ("operation.clock_unknown",
              key_of_error(reported(incident, "nobody", {view.now, "AZ 1"}, view)));
    EXPECT_EQ("operation.before_known",
              key_of_error(reported(incident, "hours",
                                    {Instant{incident.known.microseconds - 1}, "AZ"}, view)));
    EXPECT_EQ("operation.date_in_future",
              key_of_error(
                  reported(incident, "hours", {Instant{view.now.microseconds + 1}, "AZ"}, view)));
    auto const told = reported(incident, "hours", {view.now, "AZ 1"}, view).value();
    house.add("incident.x", pack(told));
    auto const read = house.state().incidents.at(0);
    EXPECT_EQ("AZ 1", read.reports.at("hours").reference);
    EXPECT_EQ(incident.known, read.known);
    incident.known = Instant{view.now.microseconds + 1};
    EXPECT_EQ("operation.date_in_future", key_of_error(check(incident, view)));
    incident.kind = "rain";
    EXPECT_EQ("operation.choice_unknown", key_of_error(check(incident, view)));
}

TEST(TrainingTest, CountsByUnitAndNamesNobody) {
    InOperation house;
    Training training;
    training.topic = "Vorschläge prüfen";
    training.on = house.today;
    EXPECT_EQ("operation.unit_unknown", key_of_error(check(training, house.view())));
    training.units = {{"kasse-1", 12, 13}};
    EXPECT_EQ("operation.number_wrong", key_of_error(check(training, house.view())));
    training.units = {{"kasse-9", 12, 12}};
    EXPECT_EQ("operation.unit_unknown", key_of_error(check(training, house.view())));
    training.units = {{"kasse-1", 12, 11}};
    ASSERT_TRUE(check(training, house.view()));
    house.add("training.t", pack(training));
    EXPECT_EQ(11, house.state().trainings.at(0).units.at(0).trained);
}

TEST(ReviewTest, EachReviewStaysNewestFirst) {
    InOperation house;
    house.add("review", pack(Review{{2025, 11, 3}, "continue", "Alles gut.", "Leitung", {}}));
    house.add("review", pack(Review{{2026, 11, 2}, "change", "Wortliste.", "Leitung", {}}));
    auto const reviews = house.state().reviews;
    ASSERT_THAT(reviews, SizeIs(2));
    EXPECT_EQ("change", reviews[0].result);
    EXPECT_EQ("operation.choice_unknown",
              key_of_error(check(Review{house.today, "fine", "x", "x", {}}, house.view())));
}

} // namespace
} // namespace leitstand::operation
