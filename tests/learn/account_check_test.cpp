// SPDX-License-Identifier: EUPL-1.2
// Accounts whose labels contradict what everybody else teaches are found, honest ones are left in
// peace, also where their post is hard.
#include "learn/account_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

namespace leitstand::learn {
namespace {

constexpr std::size_t kLabels = 20;

// A desk whose labels come true as often as the probabilities say.
class World {
  public:
    explicit World(std::uint64_t seed) : chance_(seed) {}

    // `sure`: how often a model is sure of a label; the rest is spread evenly.
    void item(std::uint32_t account, double sure = 0.9, double wrong = 0) {
        std::uniform_real_distribution<double> draw;
        bool const spoiled = draw(chance_) < wrong;
        for (std::size_t label = 0; label < kLabels; ++label) {
            auto p = draw(chance_);
            if (draw(chance_) < sure)
                p = label == 0 ? 0.99 : 0.005;
            bool applies = draw(chance_) < p;
            if (spoiled && label < 2) // the first is denied, the second said instead
                applies = label == 1;
            probabilities_.push_back(p);
            truth_.push_back(applies ? 1 : 0);
        }
        accounts_.push_back(account);
    }
    std::vector<AccountDoubt> doubts() const {
        return doubtful_accounts({kLabels, accounts_, probabilities_, truth_});
    }

  private:
    std::mt19937_64 chance_;
    std::vector<std::uint32_t> accounts_;
    std::vector<double> probabilities_;
    std::vector<std::uint8_t> truth_;
};

void desk(World& world, std::uint32_t accounts, int items) {
    for (std::uint32_t account = 0; account < accounts; ++account)
        for (int i = 0; i < items; ++i)
            world.item(account);
}

TEST(AccountCheck, LeavesHonestDesksInPeace) {
    std::size_t doubted = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        World world{seed};
        desk(world, 10, 60);
        doubted += world.doubts().empty() ? 0 : 1;
    }
    EXPECT_LE(doubted, 6u) << "of 300 desks, at a level of 0.01";
}

TEST(AccountCheck, FindsTheOneWhoseLabelsAreWrong) {
    World world{7};
    desk(world, 9, 60);
    for (int i = 0; i < 60; ++i)
        world.item(9, 0.9, 0.5);
    auto const doubts = world.doubts();
    ASSERT_EQ(doubts.size(), 1u);
    EXPECT_EQ(doubts[0].account, 9u);
    EXPECT_GT(static_cast<double>(doubts[0].contradictions), 3 * doubts[0].expected);
}

TEST(AccountCheck, HardPostIsNoReproach) {
    World world{11};
    desk(world, 9, 60);
    for (int i = 0; i < 200; ++i)
        world.item(9, 0.3); // models are seldom sure, and the labels come as they say
    EXPECT_THAT(world.doubts(), testing::IsEmpty());
}

TEST(AccountCheck, AWholeDeskThatDiffersFromTheLettersIsNotDoubted) {
    World world{13};
    for (int i = 0; i < 500; ++i)
        world.item(kNoAccount);
    for (std::uint32_t account = 0; account < 8; ++account)
        for (int i = 0; i < 60; ++i)
            world.item(account, 0.9, 0.1); // real post is unlike letters, for all alike
    EXPECT_THAT(world.doubts(), testing::IsEmpty());
}

TEST(AccountCheck, WhereAccountsAreFewTheLettersAreTheMeasure) {
    World world{17};
    for (int i = 0; i < 300; ++i)
        world.item(kNoAccount);
    for (int i = 0; i < 60; ++i)
        world.item(0, 0.9, 0.5);
    ASSERT_EQ(world.doubts().size(), 1u);
}

TEST(AccountCheck, OneSlipIsNoSourceOfWrongLabels) {
    World world{19};
    desk(world, 9, 60);
    world.item(9, 1, 1);
    EXPECT_THAT(world.doubts(), testing::IsEmpty());
}

TEST(AccountCheck, AnEmptyDeskHasNoDoubts) {
    EXPECT_THAT(World{1}.doubts(), testing::IsEmpty());
}

} // namespace
} // namespace leitstand::learn
