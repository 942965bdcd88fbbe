// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/override_path.hpp"

#include <nlohmann/json.hpp>

#include "govern/measurement/measured.hpp"
#include "govern/measurement/relate_measurement.hpp"
#include "govern/measurement/shadow_comparison.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

Understanding understood(Document const& document) {
    static Understander const understander{measured::catalogue()};
    return understander.understand(document, measured::AllAssist{});
}

TEST(OverridePath, CorrectingRejectingAndTakingBackWorkForRealOnAThrowAwayAuthority) {
    auto const letter = measured::letters().front().document;
    for (auto const function : {FunctionKey::sort, FunctionKey::extract}) {
        TemporaryFolder const folder;
        auto const measured = measure_override_path(function, letter, understood(letter),
                                                    measured::catalogue(), folder.path());
        ASSERT_TRUE(measured) << measured.error().describe();
        EXPECT_TRUE(measured->worked());
        ASSERT_EQ(measured->steps.size(), 3u);
        for (auto const& step : measured->steps)
            EXPECT_TRUE(step.worked) << step.key << ": " << step.because;
    }
}

TEST(OverridePath, WithoutAFindingNothingIsProven) {
    TemporaryFolder const folder;
    auto const letter = measured::letters().front().document;
    auto const measured = measure_override_path(FunctionKey::urgent, letter, understood(letter),
                                                measured::catalogue(), folder.path());
    ASSERT_FALSE(measured);
    EXPECT_EQ(measured.error().key, "measurement.no_ground");
    EXPECT_FALSE(OverridePathMeasurement{}.worked());
}

TEST(OverridePath, ARelationCanBePutRight) {
    TemporaryFolder const folder;
    auto const letter =
        measured::letter("a", "Sehr geehrte Damen und Herren,\nich warte seit Wochen auf den "
                              "Bescheid über meinen Antrag auf Wohngeld.\nDie Miete ist im Mai "
                              "gestiegen, der Vermieter hat es schriftlich angekündigt.\nBitte "
                              "teilen Sie mir mit, welche Unterlagen noch fehlen.\nPetra Krämer")
            .document;
    auto const again = sent_again(letter);
    auto const measured =
        measure_relation_path({letter, understood(letter)}, {again, understood(again)},
                              measured::catalogue(), folder.path());
    ASSERT_TRUE(measured) << measured.error().describe();
    EXPECT_TRUE(measured->worked());
}

DecidedFinding decided(std::string key, bool shown, std::string state, std::string by = {}) {
    DecidedFinding out;
    out.finding.function = FunctionKey::sort;
    out.finding.kind = FindingKind::service;
    out.finding.key = std::move(key);
    out.finding.suggested = true;
    out.shown = shown;
    out.state = std::move(state);
    out.decided_by = std::move(by);
    return out;
}

TEST(ShadowComparison, OnlySumsOfFivePeopleLeave) {
    ShadowComparison comparison{FunctionKey::sort};
    for (auto const* person : {"A", "B", "C", "D"}) {
        ItemView item;
        item.state = ItemState::closed;
        item.findings = {decided("wohngeld", false, "open"),
                         decided("wohngeld", true, "added", person),
                         decided("rente", true, "added", person)};
        comparison.add(item);
    }
    EXPECT_EQ(comparison.take().error().key, "measurement.too_few_persons");
    ItemView open;
    open.findings = {decided("wohngeld", false, "open"), decided("rente", true, "added", "E")};
    comparison.add(open); // nobody closed it
    EXPECT_FALSE(comparison.take());
    open.state = ItemState::closed;
    comparison.add(open);
    auto const measured = comparison.take().value();
    EXPECT_EQ(measured.taken.letters, 5u);
    EXPECT_EQ(measured.accounts, 5u);
    ASSERT_EQ(measured.kinds.size(), 1u);
    EXPECT_EQ(measured.kinds[0].said, 5u);
    EXPECT_EQ(measured.kinds[0].agreed, 4u);
    EXPECT_EQ(measured.kinds[0].missed, 5u);
    EXPECT_EQ(print_json(pack(measured)).find("\"A\""), std::string::npos);
}

} // namespace
} // namespace leitstand
