// SPDX-License-Identifier: EUPL-1.2
#include "learn/chain_crf.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"

namespace leitstand::learn {

namespace {

// A tag that so little leads to takes no part in the sums: below a float's own precision.
constexpr float kForwardLeast = 1e-12f;
constexpr float kMarginalLeast = 1e-9f;

// The loops over lanes have a fixed count, so that the compiler makes vectors of them.
void add_scaled(float* __restrict sums, float const* __restrict row, float factor,
                std::size_t width) {
    for (std::size_t first = 0; first < width; first += kTagLanes)
        for (std::size_t lane = 0; lane < kTagLanes; ++lane)
            sums[first + lane] += factor * row[first + lane];
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
      open_width_((1 + tags.types() + kTagLanes - 1) / kTagLanes * kTagLanes), best_(width_),
      next_(width_), from_(width_) {}

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
                if (before[tag] > kForwardLeast)
                    add_scaled(here, table + tag * width_, before[tag], width_);
            for (std::size_t tag = 0; tag < tags_.size(); ++tag)
                here[tag] *= factor[tag];
        }
        auto const sum = sum_of(here, tags_.size());
        for (std::size_t tag = 0; tag < tags_.size(); ++tag)
            here[tag] /= sum;
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
            marginal[tag] /= sum;
            here[tag] /= sum;
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
        if (marginal[tag] < least)
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

void Chain::best_path(Transitions const& transitions, std::vector<Tag>& path) {
    came_from_.resize(tokens() * width_);
    for (std::size_t tag = 0; tag < width_; ++tag)
        best_[tag] = tag < tags_.size() && tags_.may_begin(static_cast<Tag>(tag)) ? emissions_[tag]
                                                                                  : kForbidden;
    for (std::size_t t = 1; t < tokens(); ++t)
        best_step(transitions.scores(classes_[t]), &emissions_[t * width_],
                  &came_from_[t * width_]);
    auto tag = static_cast<Tag>(
        std::max_element(best_.begin(), best_.begin() + static_cast<long>(tags_.size())) -
        best_.begin());
    path.resize(tokens());
    for (auto t = tokens(); t-- > 0;) {
        path[t] = tag;
        tag = came_from_[t * width_ + tag];
    }
}

// best_ of one token to that of the next. To O and B come all tags, lane by lane; to an I only two.
void Chain::best_step(float const* table, float const* emission, std::uint8_t* came_from) {
    std::fill(next_.begin(), next_.end(), 2 * kForbidden);
    for (std::size_t before = 0; before < tags_.size(); ++before) {
        auto const* row = table + before * width_;
        auto const score = best_[before];
        auto const from = static_cast<std::int32_t>(before);
        for (std::size_t first = 0; first < open_width_; first += kTagLanes)
            for (std::size_t lane = 0; lane < kTagLanes; ++lane) {
                auto const value = score + row[first + lane];
                bool const better = value > next_[first + lane];
                next_[first + lane] = better ? value : next_[first + lane];
                from_[first + lane] = better ? from : from_[first + lane];
            }
    }
    for (std::size_t tag = open_width_; tag < tags_.size(); ++tag) {
        auto const begin = tag - tags_.types();
        auto const from_begin = best_[begin] + table[begin * width_ + tag];
        auto const from_inside = best_[tag] + table[tag * width_ + tag];
        next_[tag] = std::max(from_begin, from_inside);
        from_[tag] = static_cast<std::int32_t>(from_begin >= from_inside ? begin : tag);
    }
    for (std::size_t tag = 0; tag < tags_.size(); ++tag) {
        best_[tag] = next_[tag] + emission[tag];
        came_from[tag] = static_cast<std::uint8_t>(from_[tag]);
    }
}

} // namespace leitstand::learn
