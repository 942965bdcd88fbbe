// SPDX-License-Identifier: EUPL-1.2
// Functions that are off, in shadow or stopped while an item is judged.
#include "work/job_loop_house.hpp"

namespace leitstand {

namespace {

using testing::IsEmpty;

TEST_P(JobLoopTest, ShadowIsComputedAndNotShownOffIsNotRun) {
    modes_.value = Mode::shadow;
    auto const shadow = enter("Kindergeld im Schatten");
    work_off();
    EXPECT_THAT(desk_->row(shadow).services, IsEmpty());
    auto const findings = desk_->view(shadow).findings;
    EXPECT_FALSE(findings.empty());
    for (auto const& finding : findings)
        EXPECT_FALSE(finding.shown);
    modes_.value = Mode::off;
    auto const off = enter("Kindergeld ohne Funktion");
    work_off();
    EXPECT_THAT(desk_->view(off).findings, IsEmpty());
    EXPECT_EQ(ItemState::ready, desk_->view(off).state);
}

TEST_P(JobLoopTest, ModesAreReadAnewBeforeTheQueueIsWorkedOff) {
    std::atomic<int> refreshed{0};
    auto with_refresh = place();
    with_refresh.refresh_modes = [&] { ++refreshed; };
    enter("Brief");
    JobLoop loop{with_refresh};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(1, refreshed);
}

TEST_P(JobLoopTest, ModesAreReadAnewWhileEveryWorkerWaitsForAReader) {
    std::atomic<int> refreshed{0};
    std::atomic<bool> reading{false}, go_on{false};
    auto with_refresh = place();
    with_refresh.refresh_modes = [&] { ++refreshed; };
    reading_.before_answer = [&] {
        reading = true;
        while (!go_on)
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
    };
    enter("Ein Brief\nanlage");
    JobLoop loop{with_refresh};
    loop.start();
    while (!reading)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    auto const before = refreshed.load();
    std::this_thread::sleep_for(std::chrono::milliseconds{1'200});
    EXPECT_GE(refreshed, before + 2);
    go_on = true;
    loop.stop();
}

// Answers `assist` to those who ask while an item is judged, and `off` from then on.
class StoppedMeanwhile final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override {
        return asked_++ < kFunctions.size() ? Mode::assist : Mode::off;
    }

  private:
    mutable std::atomic<std::size_t> asked_{0};
};

TEST_P(JobLoopTest, WhatAStoppedFunctionHadJustFoundIsNotStored) {
    auto const item = enter("Ich beantrage Kindergeld fuer mein Kind.");
    StoppedMeanwhile const modes;
    JobLoop loop{place(modes, desk_->door.clock)};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_THAT(desk_->view(item).findings, IsEmpty());
}

// Functions fall one after the other while an item is judged, and relating fails at last.
class FallingModes final : public FunctionModes {
  public:
    Mode mode(FunctionKey key) const override {
        if (step == 0)
            return Mode::assist;
        return step == 1 && key != FunctionKey::sort ? Mode::assist : Mode::off;
    }
    std::atomic<int> step{0};
};

class FailingRelations final : public Relations {
  public:
    explicit FailingRelations(FallingModes& modes) : modes_(modes) {}
    std::uint64_t seed() const override { return 1; }
    Result<Prepared> prepare(Item const&, Document const&, LetterTrace const&, Mode) override {
        if (++modes_.step == 1)
            return Prepared{[](Sql&) -> Result<void> { return {}; }, 0, {}, {}};
        return fail(Code::damaged, "relation.damaged");
    }
    Result<void> catch_up(Item const&, Document const&, LetterTrace const&, Mode, Prepared const&,
                          std::function<Result<void>(Sql&)> const&) override {
        return {};
    }
    Result<std::vector<Relation>> of(Item const&) override { return std::vector<Relation>{}; }
    Result<Relation> decide(Item const&, RelationDecision const&) override {
        return fail(Code::not_found, "relation.not_found");
    }
    Result<void> forget(Sql&, std::int64_t) override { return {}; }

  private:
    FallingModes& modes_;
};

TEST_P(JobLoopTest, AnItemGoesToAPersonWhereFunctionsAreStoppedWhileItFails) {
    auto const item = enter("Ich beantrage Kindergeld fuer mein Kind.");
    FallingModes modes;
    FailingRelations relations{modes};
    JobLoop loop{place(modes, desk_->door.clock, &relations)};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2, modes.step) << "it was judged anew once, and then given up";
    expect_needs_person(item, "relation.damaged", 1);
}

} // namespace

} // namespace leitstand
