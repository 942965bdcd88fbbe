// SPDX-License-Identifier: EUPL-1.2
#include "learn/chain_crf.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"

namespace leitstand::learn {

namespace {

// A tag that so little leads to counts as impossible, far below a float's own precision. It bounds
// the backward values: they are at most the reciprocal of the forward ones.
constexpr float kForwardLeast = 1e-12f;
constexpr float kMarginalLeast = 1e-9f;

// The loops over lanes have a fixed count, so that the compiler makes vectors of them.
void add_scaled(float* __restrict sums, float const* __restrict row, float factor,
                std::size_t width) {
    for (std::size_t first = 0; first < width; first += kTagLanes)
        for (std::size_t lane = 0; lane < kTagLanes; ++lane)
            sums[first + lane] += factor * row[first + lane];
}

void keep_greater(float* __restrict best, float const* __restrict row, float score,
                  std::size_t width) {
    for (std::size_t first = 0; first < width; first += kTagLanes)
        for (std::size_t lane = 0; lane < kTagLanes; ++lane) {
            auto const value = score + row[first + lane];
            best[first + lane] = value > best[first + lane] ? value : best[first + lane];
        }
}

float sum_of(float const* values, std::size_t count) {
    float sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += values[i];
    return sum;
}

} // namespace

Transitions::Transitions(TagSet const& tags, std::size_t classes)
    : tags_(tags.size()), width_(tags.width()), classes_(classes),
      scores_(classes * table_size(), kForbidden), factors_(scores_.size()), back_(scores_.size()) {
    for (std::size_t word_class = 0; word_class < classes; ++word_class) {
        for (std::size_t before = 0; before < tags_; ++before)
            for (std::size_t tag = 0; tag < tags_; ++tag)
                if (tags.may_follow(static_cast<Tag>(before), static_cast<Tag>(tag)))
                    set_score(word_class, static_cast<Tag>(before), static_cast<Tag>(tag), 0);
        refresh(word_class);
    }
}

void Transitions::refresh(std::size_t word_class) {
    auto const base = word_class * table_size();
    for (std::size_t before = 0; before < tags_; ++before)
        for (std::size_t tag = 0; tag < tags_; ++tag) {
            auto const score = scores_[base + before * width_ + tag];
            auto const factor =
                score == kForbidden ? 0 : std::exp(std::clamp(score, -kScoreSpan, kScoreSpan));
            factors_[base + before * width_ + tag] = factor;
            back_[base + tag * width_ + before] = factor;
        }
}

Chain::Chain(TagSet const& tags)
    : tags_(tags), width_(tags.width()),
      open_width_((1 + tags.types() + kTagLanes - 1) / kTagLanes * kTagLanes) {}

void Chain::begin(std::size_t tokens) {
    ASSERT(tokens > 0);
    classes_.assign(tokens, 0);
    emissions_.assign(tokens * width_, 0);
}

double Chain::score_of(std::span<Tag const> path, Transitions const& transitions) const {
    ASSERT(path.size() == tokens() && tags_.may_begin(path[0]));
    double score = emissions_[path[0]];
    for (std::size_t t = 1; t < path.size(); ++t)
        score +=
            emissions_[t * width_ + path[t]] + transitions.score(classes_[t], path[t - 1], path[t]);
    return score;
}

double Chain::forward_backward(Transitions const& transitions) {
    auto const log_sum = forward(transitions);
    backward(transitions);
    return log_sum;
}

double Chain::forward(Transitions const& transitions) {
    factors_.assign(tokens() * width_, 0);
    forward_.assign(tokens() * width_, 0);
    double log_sum = 0;
    for (std::size_t t = 0; t < tokens(); ++t) {
        auto const* emission = &emissions_[t * width_];
        auto* const factor = &factors_[t * width_];
        auto* const here = &forward_[t * width_];
        auto const most = *std::max_element(emission, emission + tags_.size());
        for (std::size_t tag = 0; tag < tags_.size(); ++tag)
            factor[tag] = std::exp(std::max(emission[tag] - most, -kScoreSpan));
        if (t == 0) {
            for (std::size_t tag = 0; tag < tags_.size(); ++tag)
                here[tag] = tags_.may_begin(static_cast<Tag>(tag)) ? factor[tag] : 0;
        } else {
            auto const* table = transitions.factors(classes_[t]);
            auto const* before = here - width_;
            for (std::size_t tag = 0; tag < tags_.size(); ++tag)
                if (before[tag] > 0)
                    add_scaled(here, table + tag * width_, before[tag], width_);
            for (std::size_t tag = 0; tag < tags_.size(); ++tag)
                here[tag] *= factor[tag];
        }
        auto const sum = sum_of(here, tags_.size());
        for (std::size_t tag = 0; tag < tags_.size(); ++tag)
            here[tag] = here[tag] > kForwardLeast * sum ? here[tag] / sum : 0;
        log_sum += most + std::log(static_cast<double>(sum));
    }
    return log_sum;
}

// Overwrites the forward probabilities by marginals, last token first; before_ keeps the former.
void Chain::backward(Transitions const& transitions) {
    before_ = forward_;
    backward_.assign(tokens() * width_, 0);
    std::fill_n(&backward_[(tokens() - 1) * width_], tags_.size(), 1.0f);
    for (auto t = tokens(); t-- > 0;) {
        auto* const marginal = &forward_[t * width_];
        auto* const here = &backward_[t * width_];
        for (std::size_t tag = 0; tag < tags_.size(); ++tag)
            marginal[tag] *= here[tag];
        auto const sum = sum_of(marginal, tags_.size());
        for (std::size_t tag = 0; tag < tags_.size(); ++tag) {
            here[tag] = marginal[tag] > 0 ? here[tag] / sum : 0; // else it might grow without bound
            marginal[tag] /= sum;
        }
        if (t == 0)
            break;
        auto const* table = transitions.factors_back(classes_[t]);
        auto const* factor = &factors_[t * width_];
        for (std::size_t tag = 0; tag < tags_.size(); ++tag)
            if (marginal[tag] > kMarginalLeast)
                add_scaled(here - width_, table + tag * width_, factor[tag] * here[tag], width_);
    }
}

void Chain::moves(std::size_t token, float least, Transitions const& transitions,
                  std::vector<Move>& out) const {
    auto const* before = &before_[(token - 1) * width_];
    auto const* marginal = marginals(token);
    auto const* table = transitions.factors_back(classes_[token]);
    out.clear();
    for (std::size_t tag = 0; tag < tags_.size(); ++tag) {
        if (marginal[tag] < least || marginal[tag] <= 0)
            continue;
        auto const* row = table + tag * width_;
        float sum = 0; // all ways to this tag: its marginal is shared out among them
        for (std::size_t from = 0; from < tags_.size(); ++from)
            sum += before[from] * row[from];
        for (std::size_t from = 0; from < tags_.size(); ++from)
            if (row[from] > 0)
                out.push_back({static_cast<Tag>(from), static_cast<Tag>(tag),
                               marginal[tag] * before[from] * row[from] / sum});
    }
}

// The way there finds scores alone, which compares whole lanes at once; the way back asks for the
// few tags of the path which one they came from.
void Chain::best_path(Transitions const& transitions, std::vector<Tag>& path) {
    best_.assign(tokens() * width_, 2 * kForbidden);
    for (std::size_t tag = 0; tag < tags_.size(); ++tag)
        best_[tag] = tags_.may_begin(static_cast<Tag>(tag)) ? emissions_[tag] : kForbidden;
    for (std::size_t t = 1; t < tokens(); ++t)
        best_step(t, transitions.scores(classes_[t]));
    auto const* const last = &best_[(tokens() - 1) * width_];
    auto tag = static_cast<std::size_t>(std::max_element(last, last + tags_.size()) - last);
    path.resize(tokens());
    for (auto t = tokens(); t-- > 0;) {
        path[t] = static_cast<Tag>(tag);
        if (t > 0)
            tag = best_before(t, tag, transitions.scores(classes_[t]));
    }
}

// To O and B come all tags, lane by lane; to an I only two.
void Chain::best_step(std::size_t token, float const* table) {
    auto* const here = &best_[token * width_];
    auto const* const before = here - width_;
    auto const* const emission = &emissions_[token * width_];
    for (std::size_t tag = 0; tag < tags_.size(); ++tag)
        keep_greater(here, table + tag * width_, before[tag], open_width_);
    for (std::size_t tag = open_width_; tag < tags_.size(); ++tag) {
        auto const begin = tag - tags_.types();
        here[tag] = std::max(before[begin] + table[begin * width_ + tag],
                             before[tag] + table[tag * width_ + tag]);
    }
    for (std::size_t tag = 0; tag < tags_.size(); ++tag)
        here[tag] += emission[tag];
    // Only differences matter; sums over a long sentence would use up a float's digits.
    auto const most = *std::max_element(here, here + tags_.size());
    for (std::size_t tag = 0; tag < tags_.size(); ++tag)
        here[tag] -= most;
}

std::size_t Chain::best_before(std::size_t token, std::size_t tag, float const* table) const {
    auto const* const before = &best_[(token - 1) * width_];
    std::size_t best = 0;
    for (std::size_t from = 1; from < tags_.size(); ++from)
        if (before[from] + table[from * width_ + tag] > before[best] + table[best * width_ + tag])
            best = from;
    return best;
}

} // namespace leitstand::learn
