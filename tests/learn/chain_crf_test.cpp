// SPDX-License-Identifier: EUPL-1.2
// The recursions against all paths written out, the gradient against finite differences.
#include "learn/chain_crf.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <random>

#include "learn/chain_crf_trainer.hpp"

namespace leitstand::learn {
namespace {

TagSet const kSet = *TagSet::of_types({"A", "B"}); // 5 tags
constexpr std::size_t kClasses = 3;

struct Case {
    Chain chain{kSet};
    Transitions transitions{kSet, kClasses};
};

Case random_case(std::size_t tokens, std::uint64_t seed, float spread = 3) {
    std::mt19937_64 random{seed};
    std::uniform_real_distribution<float> uniform{-spread, spread};
    Case made;
    made.chain.begin(tokens);
    for (std::size_t t = 0; t < tokens; ++t) {
        made.chain.set_class(t, static_cast<std::uint8_t>(random() % kClasses));
        for (std::size_t tag = 0; tag < kSet.size(); ++tag)
            made.chain.emissions(t)[tag] = uniform(random);
    }
    for (std::size_t c = 0; c < kClasses; ++c) {
        for (Tag before = 0; before < kSet.size(); ++before)
            for (Tag tag = 0; tag < kSet.size(); ++tag)
                if (kSet.may_follow(before, tag))
                    made.transitions.set_score(c, before, tag, uniform(random));
        made.transitions.refresh(c);
    }
    return made;
}

// Every path that BIO allows, with its score.
std::map<std::vector<Tag>, double> all_paths(Case const& made) {
    std::map<std::vector<Tag>, double> paths;
    std::vector<Tag> path(made.chain.tokens(), 0);
    for (;;) {
        bool allowed = kSet.may_begin(path[0]);
        for (std::size_t t = 1; t < path.size(); ++t)
            allowed = allowed && kSet.may_follow(path[t - 1], path[t]);
        if (allowed)
            paths[path] = made.chain.score_of(path, made.transitions);
        std::size_t t = 0;
        while (t < path.size() && ++path[t] == kSet.size())
            path[t++] = 0;
        if (t == path.size())
            return paths;
    }
}

double log_sum(std::map<std::vector<Tag>, double> const& paths) {
    double sum = 0;
    for (auto const& [path, score] : paths)
        sum += std::exp(score);
    return std::log(sum);
}

TEST(ChainCrf, ForwardBackwardAgreesWithAllPathsWrittenOut) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        auto made = random_case(1 + seed % 6, seed);
        auto const paths = all_paths(made);
        auto const expected = log_sum(paths);
        EXPECT_NEAR(made.chain.forward_backward(made.transitions), expected, 1e-4);
        for (std::size_t t = 0; t < made.chain.tokens(); ++t) {
            std::vector<double> marginals(kSet.size());
            for (auto const& [path, score] : paths)
                marginals[path[t]] += std::exp(score - expected);
            for (std::size_t tag = 0; tag < kSet.size(); ++tag)
                EXPECT_NEAR(made.chain.marginals(t)[tag], marginals[tag], 1e-5);
        }
    }
}

TEST(ChainCrf, MovesAgreeWithAllPathsWrittenOut) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        auto made = random_case(4, seed);
        auto const paths = all_paths(made);
        auto const expected = made.chain.forward_backward(made.transitions);
        std::vector<Move> moves;
        for (std::size_t t = 1; t < 4; ++t) {
            std::map<std::pair<Tag, Tag>, double> probabilities;
            for (auto const& [path, score] : paths)
                probabilities[{path[t - 1], path[t]}] += std::exp(score - expected);
            made.chain.moves(t, 0, made.transitions, moves);
            double sum = 0;
            for (auto const& move : moves) {
                EXPECT_NEAR(move.probability, (probabilities[{move.before, move.tag}]), 1e-5);
                sum += move.probability;
            }
            EXPECT_NEAR(sum, 1, 1e-5);
            EXPECT_EQ(moves.size(), probabilities.size());
        }
    }
}

TEST(ChainCrf, TheBestPathIsTheBestOfAll) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        auto made = random_case(1 + seed % 6, seed);
        std::vector<Tag> path;
        made.chain.best_path(made.transitions, path);
        double best = -1e30;
        for (auto const& [other, score] : all_paths(made))
            best = std::max(best, score);
        EXPECT_NEAR(made.chain.score_of(path, made.transitions), best, 1e-4);
    }
}

TEST(ChainCrf, ALongSentenceKeepsItsDigits) {
    Chain chain{kSet};
    Transitions const transitions{kSet, 1};
    constexpr std::size_t kTokens = 10'000;
    chain.begin(kTokens);
    for (std::size_t t = 0; t < kTokens; ++t) // O is better by little, all scores are large
        std::fill_n(chain.emissions(t), kSet.size(), t % 2 == 0 ? 900.0f : 850.0f),
            chain.emissions(t)[kOutside] += 0.01f;
    std::vector<Tag> path;
    chain.best_path(transitions, path);
    EXPECT_EQ(path, std::vector<Tag>(kTokens, kOutside));
}

TEST(ChainCrf, MarginalsSumToOneOnLongChainsWithExtremeScores) {
    for (float const spread : {0.1f, 30.0f, 300.0f}) {
        auto made = random_case(2'000, 7, spread);
        EXPECT_TRUE(std::isfinite(made.chain.forward_backward(made.transitions)));
        for (std::size_t t = 0; t < 2'000; ++t) {
            double sum = 0;
            for (std::size_t tag = 0; tag < kSet.size(); ++tag)
                sum += made.chain.marginals(t)[tag];
            ASSERT_NEAR(sum, 1, 1e-4) << t << " of " << spread;
        }
    }
}

TEST(ChainCrf, ResidualsAreTheGradientByFiniteDifferences) {
    std::vector<Tag> const truth{1, 3, 0, 2};
    auto made = random_case(4, 3, 1.5f);
    Residuals residuals;
    find_residuals(made.chain, truth, made.transitions, 0, residuals);
    auto const loss = [&] {
        return made.chain.forward_backward(made.transitions) -
               made.chain.score_of(truth, made.transitions);
    };
    EXPECT_NEAR(-residuals.log_likelihood, loss(), 1e-5);
    constexpr float kStep = 1e-2f;
    for (auto const& residual : residuals.tags) {
        auto& score = made.chain.emissions(residual.token)[residual.tag];
        auto const before = score;
        score = before + kStep;
        auto const above = loss();
        score = before - kStep;
        auto const below = loss();
        score = before;
        EXPECT_NEAR((above - below) / (2 * kStep), residual.value, 1e-3);
    }
    std::map<std::tuple<int, Tag, Tag>, double> by_move; // two tokens may share a class
    for (auto const& residual : residuals.moves)
        by_move[{residual.word_class, residual.before, residual.tag}] += residual.value;
    EXPECT_FALSE(by_move.empty());
    for (auto const& [move, value] : by_move) {
        auto const [word_class, before, tag] = move;
        auto const c = static_cast<std::size_t>(word_class);
        auto const score = made.transitions.score(c, before, tag);
        auto const loss_at = [&](float other) {
            made.transitions.set_score(c, before, tag, other);
            made.transitions.refresh(c);
            return loss();
        };
        auto const slope = (loss_at(score + kStep) - loss_at(score - kStep)) / (2 * kStep);
        loss_at(score);
        EXPECT_NEAR(slope, value, 1e-3);
    }
}

// Two features that name the tag, in sentences of one token: the optimum is known.
TEST(ChainCrf, TrainingFindsWhatTheFeaturesSay) {
    ChainExamples examples;
    examples.feature_count = 2;
    for (std::uint32_t i = 0; i < 40; ++i) {
        examples.features.push_back(i % 2);
        examples.feature_ends.push_back(i + 1);
        // Feature 0: always B-A. Feature 1: three times in four O, else B-B.
        examples.tags.push_back(i % 2 == 0 ? Tag{1} : i % 8 == 7 ? Tag{2} : Tag{0});
        examples.classes.push_back(0);
        examples.sentence_ends.push_back(i + 1);
    }
    ChainTrainingOptions options;
    options.epochs = 400;
    options.rate = 0.5f;
    options.penalty = 0;
    options.residual_least = 0;
    auto const trained = train_chain(examples, kSet, options);
    EXPECT_EQ(trained.rows[0].tags, 2u);
    EXPECT_EQ(trained.rows[1].tags, 5u);
    // Tags that were never seen keep score 0, so log odds of O against B-B are log 3.
    EXPECT_NEAR(trained.weights[trained.rows[1].first] - trained.weights[trained.rows[1].first + 1],
                std::log(3.0f), 0.05);
}

} // namespace
} // namespace leitstand::learn
