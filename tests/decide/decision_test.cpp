// SPDX-License-Identifier: EUPL-1.2
// Decisions of persons: each shows at once, none is overwritten, two at a time are told apart.
#include "decide/desk.hpp"
#include "decide/findings.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class DecisionTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, DecisionTest, both_engines(), engine_label);

Item letter(Desk& desk) {
    return desk.ready("k", made_document("", "Post", "x"),
                      made_understanding({made_finding(FindingKind::service, "kindergeld"),
                                          made_finding(FindingKind::service, "wohngeld"),
                                          made_finding(FindingKind::field, "sender_name", "Max")}));
}

std::vector<std::int64_t> with_service(Desk& desk, std::string const& service) {
    InboxFilter filter;
    filter.service = service;
    return desk.numbers(filter);
}

TEST_P(DecisionTest, ARejectedFindingLeavesTheListAndComesBack) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const rejected =
        desk.decide(item, desk.finding(item, "wohngeld"), DecisionKind::reject).value();
    EXPECT_EQ("rejected", rejected.state);
    EXPECT_EQ(2, rejected.version);
    EXPECT_EQ("Anna Amt", rejected.decided_by);
    EXPECT_THAT(desk.row(item).services, ElementsAre("kindergeld"));
    EXPECT_THAT(with_service(desk, "wohngeld"), IsEmpty());
    EXPECT_EQ("rejected", desk.finding(item, "wohngeld").state); // still there to be seen

    auto const confirmed = desk.decide(item, rejected, DecisionKind::confirm).value();
    EXPECT_EQ("confirmed", confirmed.state);
    EXPECT_THAT(desk.row(item).services, ElementsAre("kindergeld", "wohngeld"));
    EXPECT_THAT(with_service(desk, "wohngeld"), ElementsAre(1));
    EXPECT_EQ(2, number_in(*desk.door.database, "SELECT COUNT(*) FROM decision"));
    EXPECT_FALSE(run_statement(*desk.door.database, "UPDATE decision SET decided_by = 'x'"));
}

TEST_P(DecisionTest, ACorrectionShowsInItsPlace) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    ASSERT_TRUE(
        desk.decide(item, desk.finding(item, "wohngeld"), DecisionKind::correct, "buergergeld"));
    auto const corrected = desk.finding(item, "wohngeld");
    EXPECT_EQ("corrected", corrected.state);
    EXPECT_EQ("buergergeld", corrected.corrected_key);
    EXPECT_THAT(desk.row(item).services, ElementsAre("kindergeld", "buergergeld"));
    EXPECT_THAT(with_service(desk, "buergergeld"), ElementsAre(1));
    EXPECT_THAT(with_service(desk, "wohngeld"), IsEmpty());

    ASSERT_TRUE(desk.decide(item, desk.finding(item, "sender_name"), DecisionKind::correct, "",
                            "Moritz Muster"));
    EXPECT_EQ("Moritz Muster", desk.row(item).sender);
    InboxFilter filter;
    filter.words = "moritz";
    EXPECT_THAT(desk.numbers(filter), ElementsAre(1));
}

TEST_P(DecisionTest, AnAddedFindingShowsAndCanBeTakenBack) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const added = desk.add(item, FindingKind::act, "widerspruch").value();
    EXPECT_EQ("added", added.state);
    EXPECT_EQ(1, added.version);
    EXPECT_THAT(desk.row(item).acts, ElementsAre("widerspruch"));
    auto const rejected = desk.decide(item, added, DecisionKind::reject).value();
    EXPECT_EQ(2, rejected.version);
    EXPECT_THAT(desk.row(item).acts, IsEmpty());
    EXPECT_EQ("added", desk.decide(item, rejected, DecisionKind::confirm).value().state);
    EXPECT_THAT(desk.row(item).acts, ElementsAre("widerspruch"));
}

TEST_P(DecisionTest, TheSecondOfTwoIsToldWhoWasFirst) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    auto const seen = desk.finding(item, "wohngeld");
    ASSERT_TRUE(desk.decide(item, seen, DecisionKind::reject, "", "", "Berta Büro"));
    auto const second = desk.decide(item, seen, DecisionKind::confirm);
    ASSERT_FALSE(second);
    EXPECT_EQ(Code::conflict, second.error().code);
    EXPECT_EQ("finding.changed", second.error().key);
    EXPECT_EQ("Berta Büro\trejected", second.error().detail);
    EXPECT_EQ("rejected", desk.finding(item, "wohngeld").state);
}

TEST_P(DecisionTest, ManyAtOnceAllCountAndTheListFitsThem) {
    Desk desk{GetParam()};
    std::vector<Finding> findings;
    for (int i = 0; i < 8; ++i)
        findings.push_back(made_finding(FindingKind::service, fmt::format("leistung-{}", i)));
    auto const item = desk.ready("k", made_document("", "Post", "x"), made_understanding(findings));
    auto const view = desk.view(item);
    std::atomic<int> conflicts{0};
    {
        // Two persons each reject every finding: one of each pair comes too late.
        std::vector<std::jthread> threads;
        for (int person = 0; person < 2; ++person)
            threads.emplace_back([&] {
                for (auto const& finding : view.findings) {
                    auto const decided = desk.decide(item, finding, DecisionKind::reject);
                    if (!decided) {
                        EXPECT_EQ("finding.changed", decided.error().key);
                        ++conflicts;
                    }
                }
            });
    }
    EXPECT_EQ(8, conflicts);
    EXPECT_EQ(8, number_in(*desk.door.database, "SELECT COUNT(*) FROM decision"));
    EXPECT_THAT(desk.row(item).services, IsEmpty());
}

TEST_P(DecisionTest, DecisionsOutliveASecondReading) {
    Desk desk{GetParam()};
    auto const item = letter(desk);
    ASSERT_TRUE(desk.decide(item, desk.finding(item, "wohngeld"), DecisionKind::confirm));
    ASSERT_TRUE(desk.add(item, FindingKind::theme, "mittellos"));
    Inbox::Outcome outcome;
    outcome.document = made_document("", "Neu gelesen", "y");
    outcome.understanding = made_understanding({made_finding(FindingKind::service, "rente")});
    ASSERT_TRUE(desk.bring(item, outcome));
    auto const row = desk.row(item);
    EXPECT_EQ("Neu gelesen", row.subject);
    EXPECT_THAT(row.services, testing::UnorderedElementsAre("wohngeld", "rente"));
    EXPECT_THAT(row.themes, ElementsAre("mittellos"));
    auto const view = desk.view(item);
    EXPECT_EQ(3u, view.findings.size());
    EXPECT_EQ("Neu gelesen", view.document->envelope.subject);
    EXPECT_EQ("confirmed", desk.finding(item, "wohngeld").state);
}

TEST_P(DecisionTest, WrongDecisionsAreRefused) {
    auto catalogue = std::make_shared<Catalogue>();
    catalogue->services.push_back({});
    catalogue->services.back().key = "kindergeld";
    for (auto const& [key, kind] :
         {std::pair{"birth_date", "date"}, {"amount", "amount"}, {"sender_name", "name"}}) {
        catalogue->fields.push_back({});
        catalogue->fields.back().key = key;
        catalogue->fields.back().kind = kind;
    }
    Desk desk{GetParam(), catalogue};
    auto const item = letter(desk);
    EXPECT_EQ("finding.key_unknown", error_key(desk.add(item, FindingKind::service, "erfunden")));
    EXPECT_EQ("finding.key_missing", error_key(desk.add(item, FindingKind::service, "")));
    EXPECT_EQ("finding.value_invalid",
              error_key(desk.add(item, FindingKind::service, "kindergeld", "Wert")));
    EXPECT_EQ("finding.value_invalid",
              error_key(desk.add(item, FindingKind::field, "birth_date", "1.2.2001")));
    EXPECT_EQ("finding.value_invalid",
              error_key(desk.add(item, FindingKind::field, "amount", "12")));
    EXPECT_EQ("finding.value_invalid",
              error_key(desk.add(item, FindingKind::field, "sender_name", "a\nb")));
    EXPECT_EQ("", error_key(desk.add(item, FindingKind::field, "birth_date", "2001-02-01")));
    EXPECT_EQ("", error_key(desk.add(item, FindingKind::field, "amount", "-12.50")));
    DecidedFinding nothing;
    nothing.id = "r1-99";
    EXPECT_EQ("finding.not_found", error_key(desk.decide(item, nothing, DecisionKind::confirm)));
    auto seen = desk.finding(item, "kindergeld");
    seen.version = 7;
    EXPECT_EQ("finding.changed", error_key(desk.decide(item, seen, DecisionKind::confirm)));
    EXPECT_EQ(2, number_in(*desk.door.database, "SELECT COUNT(*) FROM decision"));
}

TEST(ValueShape, FollowsTheKind) {
    for (auto const* good : {"0.00", "1234.56", "-5.10"})
        EXPECT_TRUE(value_has_shape(good, "amount")) << good;
    for (auto const* bad :
         {"", ".50", "1,50", "1.5", "1.555", "1.5a", "12345678901234.00", "--1.00"})
        EXPECT_FALSE(value_has_shape(bad, "amount")) << bad;
    EXPECT_TRUE(value_has_shape("2024-02-29", "date"));
    EXPECT_FALSE(value_has_shape("2023-02-29", "date"));
    EXPECT_TRUE(value_has_shape("Müller", "name"));
    for (auto const& bad : {std::string{}, std::string{"  "}, std::string{"a\tb"},
                            std::string{"\xFF"}, std::string(2'001, 'x')})
        EXPECT_FALSE(value_has_shape(bad, "name"));
}

} // namespace

} // namespace leitstand
