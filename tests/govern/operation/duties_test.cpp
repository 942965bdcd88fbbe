// SPDX-License-Identifier: EUPL-1.2
// What must be done in operation and by when; what of it closes the gate.
#include "govern/operation/operation_support.hpp"

namespace leitstand::operation {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

// Reviewed, trained, logs settled: nothing is open.
InOperation settled() {
    InOperation house;
    house.add("review", pack(Review{{2026, 6, 1}, "continue", "Alles gut.", "Leitung", {}}));
    Training training;
    training.on = {2026, 5, 4};
    training.units = {{"kasse-1", 10, 10}};
    house.add("training.t", pack(training));
    house.add("logs", pack(LogKeeping{12, {2026, 5, 4}, {}}));
    return house;
}

TEST(DutiesTest, ASettledFunctionHasNothingOpen) {
    EXPECT_THAT(settled().open(), IsEmpty());
}

TEST(DutiesTest, ARunningFunctionOwesReviewTrainingAndLogs) {
    InOperation house;
    EXPECT_THAT(house.open(), ElementsAre("operation.review_missing", "operation.training_missing",
                                          "operation.logs_unsettled"));
    EXPECT_THAT(house.closing(), IsEmpty()); // no review is overdue yet
    house.mode = Mode::off;
    EXPECT_THAT(house.open(), IsEmpty());
}

TEST(DutiesTest, LogsOfLessThanTheLawAsksAreNoLogs) {
    auto house = settled();
    house.add("logs", pack(LogKeeping{5, {2026, 5, 4}, {}}));
    EXPECT_THAT(house.open(), ElementsAre("operation.logs_unsettled"));
}

TEST(DutiesTest, AnOverdueReviewClosesTheGate) {
    auto house = settled();
    house.today = {2027, 4, 10};
    EXPECT_THAT(house.open(), ElementsAre("operation.review_due"));
    EXPECT_THAT(house.closing(), IsEmpty());
    house.today = {2027, 6, 1}; // the last day
    EXPECT_THAT(house.closing(), IsEmpty());
    house.today = {2027, 6, 2};
    EXPECT_THAT(house.closing(), ElementsAre("operation.review_due"));
}

TEST(DutiesTest, AComplaintIsDueFromItsReceipt) {
    auto house = settled();
    auto complaint = house.complaint(); // received on a Friday
    house.add("complaint.a", pack(complaint));
    auto const dues = dues_of(complaint, house.view());
    EXPECT_EQ((Date{2026, 12, 4}), dues.receipt); // five working days
    EXPECT_EQ((Date{2026, 12, 27}), dues.answer);
    EXPECT_THAT(house.open(),
                ElementsAre("operation.complaint_unacknowledged", "operation.complaint_open"));
    house.today = {2027, 1, 4};
    EXPECT_THAT(house.closing(), IsEmpty()); // late, but not grave
    complaint.grave = true;
    house.add("complaint.a", pack(complaint));
    EXPECT_THAT(house.closing(), ElementsAre("operation.grave_complaint_open"));
    complaint.state = ComplaintState::answered;
    house.add("complaint.a", pack(complaint));
    EXPECT_THAT(house.open(), IsEmpty());
}

TEST(DutiesTest, AnAlarmClosesTheGateUntilItIsSettled) {
    auto house = settled();
    Alarm alarm{.signal = "override",
                .on = {2026, 11, 20},
                .before = 0.1,
                .now = 0.3,
                .settled = {},
                .because = "",
                .source = {}};
    house.add("alarm.override", pack(alarm));
    EXPECT_THAT(house.closing(), ElementsAre("operation.drift_alarm"));
    alarm.settled = Date{2026, 11, 27};
    alarm.because = "Neues Formular; die Wortliste ist ergänzt.";
    house.add("alarm.override", pack(alarm));
    EXPECT_THAT(house.open(), IsEmpty());
}

TEST(DutiesTest, EachReportOfAnIncidentHasItsOwnClock) {
    auto house = settled();
    Incident incident;
    incident.kind = "data_breach";
    incident.known = start_in_berlin({2026, 11, 24});
    house.add("incident.x", pack(incident));
    EXPECT_THAT(house.open(), ElementsAre("operation.incident_report", "operation.incident_report",
                                          "operation.incident_report", "operation.incident_open"));
    // The 72 hours ended this night; "at once" was three days ago.
    EXPECT_THAT(house.closing(), ElementsAre("operation.incident_report"));
    incident.reports["once"] = {incident.known, "AZ"};
    incident.reports["hours"] = {incident.known, "AZ"};
    house.add("incident.x", pack(incident));
    EXPECT_THAT(house.closing(), IsEmpty());
    incident.closed = true;
    house.add("incident.x", pack(incident));
    EXPECT_THAT(house.open(), IsEmpty());
}

TEST(IncidentClockTest, HoursRunFromTheMomentDaysToTheirEnd) {
    auto const known = parse_rfc3339("2026-10-23T10:30:00Z").value();
    IncidentClock clock;
    clock.hours = 72;
    EXPECT_EQ("2026-10-26T10:30:00.000000Z", to_rfc3339(due_of(clock, known).value()));
    clock.hours = 0;
    clock.days = 2; // over the end of summer time: Sunday ends at 23:00 UTC
    EXPECT_EQ("2026-10-25T22:59:59.999999Z", to_rfc3339(due_of(clock, known).value()));
    clock.days = 0;
    EXPECT_FALSE(due_of(clock, known));
}

TEST(OperationRulesTest, TheExampleAuthoritysFilesAreWhole) {
    auto const folder = std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue/de";
    for (auto const& problem : Guideline::check(folder))
        EXPECT_THAT(problem.file,
                    Not(testing::AnyOf("govern/operation.toml", "govern/incidents.toml")))
            << problem.line << " " << problem.reason;
}

} // namespace
} // namespace leitstand::operation
