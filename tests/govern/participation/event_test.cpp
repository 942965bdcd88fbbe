// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/event.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace leitstand::participation {
namespace {

std::string fault(Json const& body) {
    auto const event = parse_event(body);
    return event ? "" : event.error().key + " " + event.error().detail;
}

Json made(std::string const& kind) {
    return {{"event", kind}, {"on", "2026-10-01"}, {"text", "Begründung."}};
}

TEST(ParticipationEvent, ComesBackAsItWasWritten) {
    Event event;
    event.kind = EventKind::invitation;
    event.on = {2026, 10, 1};
    event.text = "Eilt wegen des Jahreswechsels.";
    event.urgent = true;
    event.for_body = true;
    event.parallel = "mitgeteilt";
    event.due = Date{2026, 10, 30};
    event.documents = {{"Antrag.pdf", std::string(64, '0')}, {"Plan.odt", ""}};
    auto const back = parse_event(to_json(event)).value();
    EXPECT_EQ(to_json(back), to_json(event));
    EXPECT_EQ(back.documents, event.documents);
    EXPECT_EQ(back.due, event.due);
    EXPECT_TRUE(back.urgent && back.for_body);
}

TEST(ParticipationEvent, AMemberThatIsWrongIsNamed) {
    EXPECT_EQ(fault(Json::array()), "participation.event_wrong event");
    EXPECT_EQ(fault(made("party")), "participation.event_wrong event");
    auto body = made("statement");
    body["on"] = "2026-02-30";
    EXPECT_EQ(fault(body), "participation.event_wrong on");
    body = made("vote");
    EXPECT_EQ(fault(body), "participation.event_wrong vote");
    body["vote"] = "perhaps";
    EXPECT_EQ(fault(body), "participation.event_wrong vote");
    body = made("answer");
    body["outcome"] = "followed";
    EXPECT_EQ(fault(body), "participation.event_wrong refers_to");
    body["refers_to"] = -1;
    EXPECT_EQ(fault(body), "participation.event_wrong refers_to");
    body["refers_to"] = UINT64_MAX;
    EXPECT_EQ(fault(body), "participation.event_wrong refers_to");
    body["refers_to"] = 1;
    EXPECT_EQ(fault(body), "");
    body["outcome"] = "upheld"; // belongs to a decision on a remedy
    EXPECT_EQ(fault(body), "participation.event_wrong outcome");
    body = made("documents");
    EXPECT_EQ(fault(body), "participation.event_wrong documents");
    body["documents"] = {{{"name", "a.pdf"}, {"sha256", "ABC"}}};
    EXPECT_EQ(fault(body), "participation.event_wrong sha256");
    body = made("workshop");
    body["title"] = "Workshop";
    body["people"] = 0;
    EXPECT_EQ(fault(body), "participation.event_wrong people");
    body = made("period_agreed");
    EXPECT_EQ(fault(body), "participation.event_wrong due");
    body["due"] = "2026-09-30"; // before it was agreed
    EXPECT_EQ(fault(body), "participation.event_wrong due");
    body = made("statement");
    body["text"] = std::string(kTextBytesMax + 1, 'a');
    EXPECT_EQ(fault(body), "participation.event_wrong text");
}

TEST(ParticipationEvent, WhatTheLawWantsReasonsForHasWords) {
    for (auto const* kind : {"statement", "objection", "withdrawal", "vacancy"}) {
        auto body = made(kind);
        body.erase("text");
        if (std::string_view{kind} == "withdrawal")
            body["refers_to"] = 1;
        EXPECT_EQ(fault(body), fmt::format("participation.reasons_missing {}", kind));
    }
    auto vote = made("vote");
    vote.erase("text");
    vote["vote"] = "approve";
    EXPECT_EQ(fault(vote), "");
    vote["vote"] = "refuse";
    EXPECT_EQ(fault(vote), "participation.reasons_missing vote");
    auto invitation = made("invitation");
    invitation.erase("text");
    EXPECT_EQ(fault(invitation), "");
    invitation["urgent"] = true;
    EXPECT_EQ(fault(invitation), "participation.reasons_missing invitation");
}

} // namespace
} // namespace leitstand::participation
