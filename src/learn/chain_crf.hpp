// SPDX-License-Identifier: EUPL-1.2
// The linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) of one sentence:
// emission scores of each token's tags, transition scores by the class of the word that is moved
// to, and over them the forward-backward recursions and the Viterbi path. Moves that BIO forbids
// do not exist, so every path is well formed.
//
// Shapes: rows of TagSet::width() floats, padded with zeros, one row for each token; transition
// tables have width rows, row `before`, column `tag`. Probabilities are kept as such, each token's
// sum made 1 again as it goes (Rabiner 1989). In them emissions more than kScoreSpan below a
// token's best, and transitions beyond kScoreSpan, count as just so far. Threads: a Chain belongs
// to one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/bio_tags.hpp"

namespace leitstand::learn {

inline constexpr float kForbidden = -1e9f; // the score of a move that BIO does not allow
inline constexpr float kScoreSpan = 40;    // e^-40 still lies well within a float

// Transition scores, one table for each class of words.
class Transitions {
  public:
    Transitions() = default;
    // All allowed moves score 0.
    Transitions(TagSet const& tags, std::size_t classes);

    std::size_t classes() const { return classes_; }
    std::size_t table_size() const { return width_ * width_; }
    float score(std::size_t word_class, Tag before, Tag tag) const {
        return scores_[at(word_class, before, tag)];
    }
    void set_score(std::size_t word_class, Tag before, Tag tag, float score) {
        scores_[at(word_class, before, tag)] = score;
    }
    // Makes the exponentials of a class agree with its scores again.
    void refresh(std::size_t word_class);

    float const* scores(std::size_t word_class) const { return table(scores_, word_class); }
    float const* factors(std::size_t word_class) const { return table(factors_, word_class); }
    // Row `tag`, column `before`.
    float const* factors_back(std::size_t word_class) const { return table(back_, word_class); }

  private:
    std::size_t at(std::size_t word_class, Tag before, Tag tag) const {
        return word_class * table_size() + before * width_ + tag;
    }
    float const* table(std::vector<float> const& tables, std::size_t word_class) const {
        return tables.data() + word_class * table_size();
    }

    std::size_t tags_ = 0, width_ = 0, classes_ = 0;
    std::vector<float> scores_, factors_, back_;
};

// The probability of one move, for gradients.
struct Move {
    Tag before = 0, tag = 0;
    float probability = 0;
};

class Chain {
  public:
    explicit Chain(TagSet const& tags);

    // A sentence of so many tokens (at least one), all scores 0, all words of class 0.
    void begin(std::size_t tokens);
    std::size_t tokens() const { return classes_.size(); }
    TagSet const& tags() const { return tags_; }
    float* emissions(std::size_t token) { return &emissions_[token * width_]; }
    void set_class(std::size_t token, std::uint8_t word_class) { classes_[token] = word_class; }
    std::uint8_t class_of(std::size_t token) const { return classes_[token]; }

    // Sum of emissions and transitions along a path that BIO allows.
    double score_of(std::span<Tag const> path, Transitions const& transitions) const;

    // The logarithm of the sum over all paths of e^score; marginals() and moves() are valid after
    // it.
    double forward_backward(Transitions const& transitions);
    // The probability of each tag of a token.
    float const* marginals(std::size_t token) const { return &forward_[token * width_]; }
    // Moves to `token` (not the first) whose tag has at least probability `least`.
    void moves(std::size_t token, float least, Transitions const& transitions,
               std::vector<Move>& out) const;

    // The path with the highest score; of equal ones always the same.
    void best_path(Transitions const& transitions, std::vector<Tag>& path);

  private:
    double forward(Transitions const& transitions);
    void backward(Transitions const& transitions);
    void best_step(std::size_t token, float const* table);
    std::size_t best_before(std::size_t token, std::size_t tag, float const* table) const;

    TagSet tags_;
    std::size_t width_;
    std::size_t open_width_; // lanes that hold O and all B; behind them I alone
    std::vector<std::uint8_t> classes_;
    std::vector<float> emissions_;
    std::vector<float> factors_;  // e^emission, the best tag of each token 1
    std::vector<float> forward_;  // forward probabilities; marginals after the way back
    std::vector<float> backward_; // scaled so that forward times backward sums to 1
    std::vector<float> before_;   // forward probabilities of the token before, for moves()
    std::vector<float> best_;     // the score of the best path to each tag of each token
};

} // namespace leitstand::learn
