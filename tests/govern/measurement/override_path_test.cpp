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

ItemView closed(std::vector<DecidedFinding> findings) {
    ItemView item;
    item.state = ItemState::closed;
    item.shadows = {FunctionKey::sort};
    item.findings = std::move(findings);
    return item;
}

TEST(ShadowComparison, OnlySumsOfFivePeopleLeave) {
    ShadowComparison comparison{FunctionKey::sort};
    for (auto const* person : {"A", "B", "C", "D"})
        comparison.add(
            closed({decided("wohngeld", false, "open"), decided("wohngeld", true, "added", person),
                    decided("rente", true, "added", person)}));
    EXPECT_EQ(comparison.take().error().key, "measurement.too_few_persons");
    auto open = closed({decided("wohngeld", false, "open"), decided("rente", true, "added", "E")});
    open.state = ItemState::ready;
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

// Silence is an answer: what people found then was missed.
TEST(ShadowComparison, ALetterOfWhichTheFunctionSaidNothingCounts) {
    ShadowComparison comparison{FunctionKey::sort};
    for (auto const* person : {"A", "B", "C", "D", "E"})
        comparison.add(closed({decided("rente", true, "added", person)}));
    comparison.add(closed({}));                                   // nobody said anything
    comparison.add(closed({decided("wohngeld", false, "open")})); // a false alarm
    auto not_in_shadow = closed({decided("rente", true, "added", "F")});
    not_in_shadow.shadows.clear();
    comparison.add(not_in_shadow);
    auto const measured = comparison.take().value();
    EXPECT_EQ(measured.taken.letters, 7u);
    EXPECT_EQ(measured.accounts, 5u);
    EXPECT_EQ(measured.kinds.at(0).missed, 5u);
    EXPECT_EQ(measured.kinds.at(0).said, 1u);
    EXPECT_EQ(measured.kinds.at(0).agreed, 0u);
    EXPECT_EQ(measured.kinds.at(0).silent, 1u);
    EXPECT_EQ(measured.kinds.at(0).found.value, 0);
}

// Five people decided about benefits; what four decided about acts stays theirs.
TEST(ShadowComparison, PersonsAreCountedForEachKindOfFindings) {
    ShadowComparison comparison{FunctionKey::sort};
    auto act = decided("antrag", true, "added", "A");
    act.finding.kind = FindingKind::act;
    for (auto const* person : {"A", "B", "C", "D", "E"}) {
        act.decided_by = person;
        auto item = closed({decided("rente", true, "added", person)});
        if (*person != 'E')
            item.findings.push_back(act);
        comparison.add(item);
    }
    auto const before = comparison.take().value();
    ASSERT_EQ(before.kinds.size(), 1u);
    EXPECT_EQ(before.kinds[0].kind, "service");
    EXPECT_EQ(before.kinds[0].persons, 5u);
    act.decided_by = "E";
    comparison.add(closed({act}));
    auto const after = comparison.take().value();
    ASSERT_EQ(after.kinds.size(), 2u);
    for (auto const& kind : after.kinds)
        EXPECT_EQ(kind.persons, 5u) << kind.kind;
    EXPECT_EQ(after.kinds[0].silent + after.kinds[1].silent, 2u);
}

} // namespace
} // namespace leitstand
