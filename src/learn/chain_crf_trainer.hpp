// SPDX-License-Identifier: EUPL-1.2
// Training of a linear-chain CRF: maximum likelihood with an L2 penalty, by AdaGrad (Duchi, Hazan,
// Singer 2011) over small batches, the weights of the later epochs averaged (Polyak, Juditsky
// 1992). A feature has weights for those tags alone that it was seen with. In each step a feature
// seen n times is left out with probability a / (a + n), so that the frequent ones learn to do
// without the rare ones, as they must in new texts (for words: Kiperwasser, Goldberg 2016); the
// objective is that of the sentences so thinned out. Every weight gets its
// steps in the order of sentences and tokens, whoever computes them, so the result is the same for
// a seed on any number of threads. Threads: those it is told.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "learn/chain_crf.hpp"

namespace leitstand::learn {

// Sentences as a trainer sees them: numbers of features, truth, class of each word.
struct ChainExamples {
    std::vector<std::uint32_t> features;    // of all tokens, one after the other
    std::vector<std::size_t> feature_ends;  // of each token, in `features`
    std::vector<Tag> tags;                  // of each token
    std::vector<std::uint8_t> classes;      // of each token
    std::vector<std::size_t> sentence_ends; // in tokens
    std::size_t feature_count = 0;          // numbers are below it
    std::size_t class_count = 1;

    std::size_t sentences() const { return sentence_ends.size(); }
    std::size_t begin_of(std::size_t sentence) const {
        return sentence == 0 ? 0 : sentence_ends[sentence - 1];
    }
    std::span<std::uint32_t const> features_of(std::size_t token) const {
        auto const begin = token == 0 ? 0 : feature_ends[token - 1];
        return std::span{features}.subspan(begin, feature_ends[token] - begin);
    }
};

// The values were chosen on a tenth of the LER training sentences held aside (docs/adr/0019).
struct ChainTrainingOptions {
    std::size_t epochs = 6;
    std::size_t batch_sentences = 16;
    float rate = 0.04f;
    float first_square = 1; // where AdaGrad's sums begin: keeps the steps of rare features small
    float penalty = 1e-2f;
    float rarity = 1;             // the a above; 0: nothing is left out
    float residual_least = 1e-3f; // smaller differences of probability are not worth their steps
    std::uint64_t seed = 1;
    unsigned threads = 1;
};

// Probability minus truth: the gradient of the negative log likelihood by the scores.
struct TagResidual {
    std::uint32_t token = 0; // in the sentence
    Tag tag = 0;
    float value = 0;
};
struct MoveResidual {
    std::uint8_t word_class = 0;
    Tag before = 0, tag = 0;
    float value = 0;
};
struct Residuals {
    double log_likelihood = 0;
    std::vector<TagResidual> tags;
    std::vector<MoveResidual> moves;
    std::vector<Move> scratch;
};

// Of one sentence whose scores stand in `chain`; residuals nearer to 0 than `least` are left out.
void find_residuals(Chain& chain, std::span<Tag const> truth, Transitions const& transitions,
                    float least, Residuals& out);

// The weights of a feature: one for each bit of its mask, in the order of tags, from `first`.
struct FeatureRow {
    std::uint64_t tags = 0;
    std::uint32_t first = 0;
    std::uint32_t left_out = 0; // in training, of 2^32 steps
};

struct TrainedChain {
    std::vector<FeatureRow> rows; // of each feature
    std::vector<float> weights;
    Transitions transitions;
};

// After each epoch: its number from 1 and the mean log likelihood of a token during it.
using EpochDone = std::function<void(std::size_t epoch, double log_likelihood)>;

TrainedChain train_chain(ChainExamples const& examples, TagSet const& tags,
                         ChainTrainingOptions const& options, EpochDone const& epoch_done = {});

} // namespace leitstand::learn
