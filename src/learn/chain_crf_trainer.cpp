// SPDX-License-Identifier: EUPL-1.2
#include "learn/chain_crf_trainer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "base/assert.hpp"
#include "learn/feature_hash.hpp"
#include "learn/parallel.hpp"

namespace leitstand::learn {

namespace {

constexpr std::size_t kAhead = 8; // features whose rows are fetched from memory in advance

// A weight and AdaGrad's sum of the squares of its gradients.
struct Parameter {
    float weight = 0;
    float squares = 0;
};

// The features of a sentence's tokens that take part in a step.
struct SeenFeatures {
    std::vector<std::uint32_t> features;
    std::vector<std::size_t> ends;

    std::span<std::uint32_t const> of(std::size_t token) const {
        auto const begin = token == 0 ? 0 : ends[token - 1];
        return std::span{features}.subspan(begin, ends[token] - begin);
    }
};

class Trainer {
  public:
    Trainer(ChainExamples const& examples, TagSet const& tags, ChainTrainingOptions const& options)
        : examples_(examples), tags_(tags), options_(options),
          transitions_(tags, examples.class_count), shared_moves_(transitions_.table_size()),
          moves_(transitions_.table_size() * examples.class_count), stale_(examples.class_count, 0),
          random_(options.seed) {
        find_rows();
        order_.resize(examples.sentences());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        residuals_.resize(options.batch_sentences);
        seen_.resize(options.batch_sentences);
        chains_.assign(options.batch_sentences, Chain{tags});
    }

    // The mean log likelihood of a token, each sentence judged before its own step.
    double epoch() {
        ++epochs_;
        shuffle();
        double sum = 0;
        for (std::size_t begin = 0; begin < order_.size(); begin += options_.batch_sentences) {
            auto const batch = std::span{order_}.subspan(
                begin, std::min(options_.batch_sentences, order_.size() - begin));
            in_parallel(batch.size(), options_.threads, [&](std::size_t i) { judge(batch[i], i); });
            auto const pieces = std::max(options_.threads, 1u);
            in_parallel(pieces, options_.threads,
                        [&](std::size_t piece) { step_features(batch.size(), piece, pieces); });
            for (std::size_t i = 0; i < batch.size(); ++i) { // in a fixed order
                step_moves(residuals_[i].moves);
                sum += residuals_[i].log_likelihood;
            }
            refresh_transitions();
        }
        return sum / static_cast<double>(examples_.tags.size());
    }

    void add_to_mean() {
        ++in_mean_;
        weight_sums_.resize(parameters_.size());
        for (std::size_t i = 0; i < parameters_.size(); ++i)
            weight_sums_[i] += parameters_[i].weight;
        move_sums_.resize(moves_.size());
        for (std::size_t i = 0; i < moves_.size(); ++i)
            move_sums_[i] += moves_[i].weight + shared_moves_[i % shared_moves_.size()].weight;
    }

    TrainedChain mean() {
        auto const share = 1 / static_cast<float>(in_mean_);
        for (auto& sum : weight_sums_)
            sum *= share;
        for (std::size_t word_class = 0; word_class < transitions_.classes(); ++word_class) {
            each_move([&](Tag before, Tag tag, std::size_t at) {
                transitions_.set_score(word_class, before, tag,
                                       share * move_sums_[word_class * shared_moves_.size() + at]);
            });
            transitions_.refresh(word_class);
        }
        return {std::move(rows_), std::move(weight_sums_), std::move(transitions_)};
    }

  private:
    void find_rows() {
        rows_.resize(examples_.feature_count);
        std::vector<std::uint32_t> counts(examples_.feature_count);
        for (std::size_t token = 0; token < examples_.tags.size(); ++token)
            for (auto const feature : examples_.features_of(token)) {
                rows_[feature].tags |= std::uint64_t{1} << examples_.tags[token];
                ++counts[feature];
            }
        std::uint32_t next = 0;
        for (std::size_t feature = 0; feature < rows_.size(); ++feature) {
            auto& row = rows_[feature];
            row.first = next;
            next += static_cast<std::uint32_t>(std::popcount(row.tags));
            auto const share =
                options_.rarity / (options_.rarity + static_cast<float>(counts[feature]));
            row.left_out = static_cast<std::uint32_t>(static_cast<double>(share) * 0xFFFFFFFF);
        }
        parameters_.resize(next);
    }

    // Fisher and Yates; std's own shuffle differs between libraries.
    void shuffle() {
        for (auto i = order_.size(); i > 1; --i)
            std::swap(order_[i - 1], order_[((random_() >> 32) * i) >> 32]);
    }

    // The sentence at place `i` of a batch.
    void judge(std::size_t sentence, std::size_t i) {
        auto const begin = examples_.begin_of(sentence);
        auto const size = examples_.sentence_ends[sentence] - begin;
        auto& chain = chains_[i];
        auto& seen = seen_[i];
        seen.features.clear();
        seen.ends.clear();
        chain.begin(size);
        for (std::size_t t = 0; t < size; ++t) {
            chain.set_class(t, examples_.classes[begin + t]);
            add_weights(begin + t, seen, chain.emissions(t));
        }
        find_residuals(chain, std::span{examples_.tags}.subspan(begin, size), transitions_,
                       options_.residual_least, residuals_[i]);
    }

    // Chance hangs on seed, epoch, token and feature alone, not on who computes when.
    void add_weights(std::size_t token, SeenFeatures& seen, float* scores) const {
        auto const features = examples_.features_of(token);
        auto const draw = combine(combine(options_.seed, epochs_), token);
        for (std::size_t i = 0; i < features.size(); ++i) {
            if (i + kAhead < features.size())
                __builtin_prefetch(&rows_[features[i + kAhead]]);
            auto const& row = rows_[features[i]];
            if (static_cast<std::uint32_t>(combine(draw, features[i]) >> 16) < row.left_out)
                continue;
            seen.features.push_back(features[i]);
            auto const* parameter = parameters_.data() + row.first;
            for (auto tags = row.tags; tags != 0; tags &= tags - 1)
                scores[std::countr_zero(tags)] += (parameter++)->weight;
        }
        seen.ends.push_back(seen.features.size());
    }

    void step(Parameter& parameter, float gradient) const {
        gradient += options_.penalty * parameter.weight;
        parameter.squares += gradient * gradient;
        parameter.weight -=
            options_.rate * gradient / std::sqrt(parameter.squares + options_.first_square);
    }

    // The features whose number leaves the remainder `piece`: every weight belongs to one piece.
    void step_features(std::size_t sentences, std::size_t piece, std::size_t pieces) {
        for (std::size_t i = 0; i < sentences; ++i) {
            for (auto const& residual : residuals_[i].tags) {
                auto const bit = std::uint64_t{1} << residual.tag;
                for (auto const feature : seen_[i].of(residual.token)) {
                    if (pieces > 1 && feature % pieces != piece)
                        continue;
                    auto const& row = rows_[feature];
                    if ((row.tags & bit) != 0)
                        step(parameters_[row.first + static_cast<std::size_t>(
                                                         std::popcount(row.tags & (bit - 1)))],
                             residual.value);
                }
            }
        }
    }

    // A move's score is a part that all classes share and a part of its class.
    void step_moves(std::span<MoveResidual const> residuals) {
        auto const width = tags_.width();
        for (auto const& residual : residuals) {
            auto const at = residual.before * width + residual.tag;
            step(shared_moves_[at], residual.value);
            step(moves_[residual.word_class * shared_moves_.size() + at], residual.value);
            stale_[residual.word_class] = 1;
        }
    }

    // The shared part belongs to all classes; it moves slowly, and to make all tables anew after
    // every batch would cost more than the batch. So the others follow now and then.
    void refresh_transitions() {
        constexpr std::size_t kAllEvery = 16;
        if (++batches_ % kAllEvery == 0)
            std::fill(stale_.begin(), stale_.end(), 1);
        for (std::size_t word_class = 0; word_class < transitions_.classes(); ++word_class) {
            if (std::exchange(stale_[word_class], 0) == 0)
                continue;
            each_move([&](Tag before, Tag tag, std::size_t at) {
                transitions_.set_score(word_class, before, tag,
                                       shared_moves_[at].weight +
                                           moves_[word_class * shared_moves_.size() + at].weight);
            });
            transitions_.refresh(word_class);
        }
    }

    template <typename What>
    void each_move(What const& what) const {
        for (std::size_t before = 0; before < tags_.size(); ++before)
            for (std::size_t tag = 0; tag < tags_.size(); ++tag)
                if (tags_.may_follow(static_cast<Tag>(before), static_cast<Tag>(tag)))
                    what(static_cast<Tag>(before), static_cast<Tag>(tag),
                         before * tags_.width() + tag);
    }

    ChainExamples const& examples_;
    TagSet const& tags_;
    ChainTrainingOptions const& options_;
    std::vector<FeatureRow> rows_;
    std::vector<Parameter> parameters_;
    Transitions transitions_;
    std::vector<Parameter> shared_moves_, moves_;
    std::vector<std::uint8_t> stale_;
    std::mt19937_64 random_;
    std::vector<std::size_t> order_;
    std::vector<Residuals> residuals_; // of each sentence of a batch
    std::vector<SeenFeatures> seen_;
    std::vector<Chain> chains_;
    std::vector<float> weight_sums_, move_sums_;
    std::size_t in_mean_ = 0, batches_ = 0, epochs_ = 0;
};

} // namespace

void find_residuals(Chain& chain, std::span<Tag const> truth, Transitions const& transitions,
                    float least, Residuals& out) {
    out.tags.clear();
    out.moves.clear();
    out.log_likelihood = chain.score_of(truth, transitions) - chain.forward_backward(transitions);
    for (std::size_t t = 0; t < truth.size(); ++t) {
        auto const* marginals = chain.marginals(t);
        for (std::size_t tag = 0; tag < chain.tags().size(); ++tag) {
            auto const value = marginals[tag] - (tag == truth[t] ? 1.0f : 0.0f);
            if (std::abs(value) > least)
                out.tags.push_back({static_cast<std::uint32_t>(t), static_cast<Tag>(tag), value});
        }
        if (t == 0)
            continue;
        chain.moves(t, least, transitions, out.scratch);
        bool found = false; // the true move, which may be among the improbable ones
        for (auto const& move : out.scratch) {
            bool const is_true = move.before == truth[t - 1] && move.tag == truth[t];
            found = found || is_true;
            auto const value = move.probability - (is_true ? 1.0f : 0.0f);
            if (std::abs(value) > least)
                out.moves.push_back({chain.class_of(t), move.before, move.tag, value});
        }
        if (!found)
            out.moves.push_back({chain.class_of(t), truth[t - 1], truth[t], -1});
    }
}

TrainedChain train_chain(ChainExamples const& examples, TagSet const& tags,
                         ChainTrainingOptions const& options, EpochDone const& epoch_done) {
    ASSERT(options.epochs > 0 && options.batch_sentences > 0);
    Trainer trainer{examples, tags, options};
    for (std::size_t epoch = 1; epoch <= options.epochs; ++epoch) {
        auto const log_likelihood = trainer.epoch();
        if (epoch * 2 > options.epochs)
            trainer.add_to_mean();
        if (epoch_done)
            epoch_done(epoch, log_likelihood);
    }
    return trainer.mean();
}

} // namespace leitstand::learn
