// SPDX-License-Identifier: EUPL-1.2
// The shipped clocks by a table of cases that a clerk could read.
#include "law/clock.hpp"

#include "law/support.hpp"

namespace leitstand::test {
namespace {

ClockRule const* rule_for(std::string const& key, Service const& service) {
    for (auto const& rule : rules().clocks)
        if (rule.key == key && clock_fits(rule, service))
            return &rule;
    return nullptr;
}

std::optional<Date> maybe(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional{day(text)};
}

std::string text(std::optional<Date> date) {
    return date ? to_iso(*date) : "";
}

TEST(Clock, OfTheTable) {
    for (auto const& row : table("clocks.tsv", 9)) {
        auto const& cells = row.cells;
        auto const* service = catalogue().service(cells[1]);
        ASSERT_NE(service, nullptr) << row.where;
        auto const* rule = rule_for(cells[0], *service);
        ASSERT_NE(rule, nullptr) << row.where;
        law::Calendar const calendar(rules().holidays, cells[2]);
        auto const dates = law::clock_dates(*rule, rules(), service->procedure, calendar,
                                            maybe(cells[3]), maybe(cells[4]));
        EXPECT_EQ(text(dates.due), cells[5]) << row.where;
        EXPECT_EQ(text(dates.reaches_back_to), cells[6]) << row.where;
        EXPECT_EQ(law::no_due_name(dates.reason), cells[7]) << row.where;
        EXPECT_EQ(dates.maybe_holiday == nullptr ? "" : dates.maybe_holiday->key, cells[8])
            << row.where;
    }
}

TEST(Clock, TheRemedyGoesByTheProcedure) {
    for (auto const& service : catalogue().services) {
        bool const tax = service.procedure == "ao_fgo";
        EXPECT_EQ(rule_for("widerspruch", service) == nullptr, tax) << service.key;
        EXPECT_EQ(rule_for("einspruch", service) != nullptr, tax) << service.key;
        EXPECT_NE(rule_for("klage", service), nullptr) << service.key;
    }
}

TEST(Clock, SaysByWhichRuleANoticeWasNotified) {
    law::Calendar const calendar(rules().holidays);
    auto const now = law::notified_on(rules().notifications, "sgb_sgg", {2025, 1, 1}, calendar);
    auto const before =
        law::notified_on(rules().notifications, "sgb_sgg", {2024, 12, 31}, calendar);
    ASSERT_TRUE(now && before);
    EXPECT_EQ(now->rule->key, "bekanntgabe_sozialrecht");
    EXPECT_EQ(to_iso(now->day), "2025-01-05"); // a Sunday, and it stays one
    EXPECT_EQ(before->rule->key, "bekanntgabe_sozialrecht_bis_2024");
    EXPECT_EQ(to_iso(before->day), "2025-01-03");
    EXPECT_FALSE(law::notified_on(rules().notifications, "zpo", {2026, 1, 1}, calendar));
}

TEST(Clock, RunsFromALaterArrivalAndNeverFromAnEarlierOne) {
    law::Calendar const calendar(rules().holidays);
    auto const* alg = catalogue().service("alg");
    ASSERT_NE(alg, nullptr);
    auto const* rule = rule_for("widerspruch", *alg);
    ASSERT_NE(rule, nullptr);
    auto const due = [&](std::optional<Date> arrived) {
        return law::clock_dates(*rule, rules(), alg->procedure, calendar, Date{2026, 3, 3},
                                std::nullopt, arrived);
    };
    EXPECT_EQ(to_iso(*due(std::nullopt).due), "2026-04-07"); // notified on 7 March
    EXPECT_EQ(to_iso(*due(Date{2026, 3, 12}).due), "2026-04-13");
    EXPECT_TRUE(due(Date{2026, 3, 12}).by_arrival);
    for (auto const early : {Date{2026, 3, 5}, Date{2026, 3, 7}}) {
        EXPECT_EQ(to_iso(*due(early).due), "2026-04-07");
        EXPECT_FALSE(due(early).by_arrival);
    }
}

TEST(Clock, EveryRuleNamesItsSourceAndWhetherItWasCompared) {
    for (auto const& rule : rules().clocks) {
        EXPECT_FALSE(rule.source.text.empty()) << rule.key;
        EXPECT_NE(rule.source.state.empty(), rule.source.unchecked.empty()) << rule.key;
    }
}

} // namespace
} // namespace leitstand::test
