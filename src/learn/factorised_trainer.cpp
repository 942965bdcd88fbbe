// SPDX-License-Identifier: EUPL-1.2
// Compiled with baseline instructions only, as linear_trainer.cpp: equal bytes on all machines.
#include "learn/factorised_trainer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/assert.hpp"
#include "learn/small_random.hpp"

namespace leitstand::learn {

namespace {

// Sixteen numbers at once; arithmetic goes lane by lane.
constexpr std::uint32_t kLanes = 16;
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

constexpr float kSquaresAtFirst = 1e-6f; // so that the first step divides by no zero
// The first weights are drawn evenly from within these bounds divided by the root of the width: a
// text's factors and its scores then start at an amount of about 1/2.
constexpr float kFeatureBound = 0.87f, kLabelBound = 1.73f;

// Number `i` of those that lie sixteen to a group.
float& number(std::vector<Lanes>& groups, std::size_t i) {
    return reinterpret_cast<float*>(groups.data())[i];
}

// e^x for x from -80 to 80: 2^n times a series in the rest. The one of the C library takes other
// instructions on other processors, and the last bit may differ.
float exponential(float x) {
    x = std::clamp(x, -80.0f, 80.0f);
    float const n = std::nearbyint(x * 1.44269504f);
    float const rest = (x - n * 0.693145752f) - n * 1.42860677e-6f; // ln 2 in two parts
    float series = 1.0f / 720;
    for (float const factor : {1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f})
        series = series * rest + factor;
    return std::ldexp(series, static_cast<int>(n));
}

// weights -= rate * gradient / root of all squared gradients so far.
void descend(Lanes& weights, Lanes& squares, Lanes const& gradient, float rate) {
    squares += gradient * gradient;
    for (std::uint32_t k = 0; k < kLanes; ++k)
        weights[k] -= rate * gradient[k] / std::sqrt(squares[k]);
}

class FactorisedTrainer {
  public:
    FactorisedTrainer(SparseMatrix const& rows,
                      std::vector<std::vector<std::uint32_t>> const& labels_of,
                      std::uint32_t labels, FactorisedSettings const& settings);

    void train(std::span<std::uint32_t const> chosen);
    LinearWeights multiplied_out() const;

  private:
    void step(std::uint32_t row, float rate);
    void choose_features(std::span<SparseValue const> row);
    void compute_factors();
    void compute_scores();
    void turn_scores_into_errors(std::vector<std::uint32_t> const& truth);
    void learn_labels(float rate);
    void learn_features(float rate);

    SparseMatrix const& rows_;
    std::vector<std::vector<std::uint32_t>> const& labels_of_;
    std::uint32_t labels_;
    FactorisedSettings const& settings_;
    std::uint32_t factor_groups_, label_groups_; // of sixteen
    SmallRandom random_;
    std::vector<Lanes> feature_weights_; // U: of column c from c * factor_groups_
    std::vector<float> feature_squares_; // mean over the factors
    std::vector<Lanes> label_weights_;   // V: of factor k from k * label_groups_
    std::vector<Lanes> label_squares_;
    std::vector<Lanes> intercepts_, intercept_squares_;
    // Of one step: features that take part, factors (0 where left out), what each label is off by,
    // and what that says of each factor.
    std::vector<SparseValue> row_;
    std::vector<Lanes> factors_, keep_, errors_, factor_errors_;
};

FactorisedTrainer::FactorisedTrainer(SparseMatrix const& rows,
                                     std::vector<std::vector<std::uint32_t>> const& labels_of,
                                     std::uint32_t labels, FactorisedSettings const& settings)
    : rows_(rows), labels_of_(labels_of), labels_(labels), settings_(settings),
      factor_groups_(settings.width / kLanes), label_groups_((labels + kLanes - 1) / kLanes),
      random_(settings.seed), feature_weights_(std::size_t{rows.columns} * factor_groups_),
      feature_squares_(rows.columns, kSquaresAtFirst),
      label_weights_(std::size_t{settings.width} * label_groups_),
      label_squares_(label_weights_.size(), Lanes{} + kSquaresAtFirst), intercepts_(label_groups_),
      intercept_squares_(label_groups_, Lanes{} + kSquaresAtFirst), factors_(factor_groups_),
      keep_(factor_groups_), errors_(label_groups_), factor_errors_(factor_groups_) {
    auto const draw = [&](std::vector<Lanes>& weights, float bound) {
        auto const scaled = bound / std::sqrt(static_cast<float>(settings_.width));
        for (auto& lanes : weights)
            for (std::uint32_t k = 0; k < kLanes; ++k)
                lanes[k] = (2 * random_.share() - 1) * scaled;
    };
    draw(feature_weights_, kFeatureBound);
    draw(label_weights_, kLabelBound);
}

// What stays is worth more, so that a row keeps its length on average.
void FactorisedTrainer::choose_features(std::span<SparseValue const> row) {
    auto const more = 1 / (1 - settings_.without_features);
    row_.clear();
    for (auto const& value : row)
        if (random_.share() >= settings_.without_features)
            row_.push_back({value.column, value.value * more});
}

void FactorisedTrainer::compute_factors() {
    std::fill(factors_.begin(), factors_.end(), Lanes{});
    for (auto const& value : row_) {
        auto const* const weights = &feature_weights_[std::size_t{value.column} * factor_groups_];
        for (std::uint32_t g = 0; g < factor_groups_; ++g)
            factors_[g] += weights[g] * value.value;
    }
    auto const more = 1 / (1 - settings_.without_factors);
    for (std::uint32_t g = 0; g < factor_groups_; ++g) {
        for (std::uint32_t k = 0; k < kLanes; ++k)
            keep_[g][k] = random_.share() >= settings_.without_factors ? more : 0.0f;
        factors_[g] *= keep_[g];
    }
}

void FactorisedTrainer::compute_scores() {
    errors_ = intercepts_;
    for (std::uint32_t factor = 0; factor < settings_.width; ++factor) {
        auto const value = number(factors_, factor);
        if (value == 0)
            continue;
        auto const* const weights = &label_weights_[std::size_t{factor} * label_groups_];
        for (std::uint32_t g = 0; g < label_groups_; ++g)
            errors_[g] += weights[g] * value;
    }
}

// Probability minus truth: the gradient of the loss by the score.
void FactorisedTrainer::turn_scores_into_errors(std::vector<std::uint32_t> const& truth) {
    auto const error = [&](std::uint32_t label) -> float& { return number(errors_, label); };
    if (settings_.several_labels) {
        for (std::uint32_t label = 0; label < labels_; ++label)
            error(label) = 1 / (1 + exponential(-error(label)));
    } else {
        float largest = error(0), sum = 0;
        for (std::uint32_t label = 1; label < labels_; ++label)
            largest = std::max(largest, error(label));
        for (std::uint32_t label = 0; label < labels_; ++label)
            sum += error(label) = exponential(error(label) - largest);
        for (std::uint32_t label = 0; label < labels_; ++label)
            error(label) /= sum;
    }
    for (auto const label : truth)
        error(label) -= 1;
    for (auto label = labels_; label < label_groups_ * kLanes; ++label)
        error(label) = 0; // lanes left over stand for no label
}

void FactorisedTrainer::learn_labels(float rate) {
    for (std::uint32_t factor = 0; factor < settings_.width; ++factor) {
        auto const value = number(factors_, factor);
        float error = 0;
        if (value != 0) {
            auto const first = std::size_t{factor} * label_groups_;
            Lanes sums{};
            for (std::uint32_t g = 0; g < label_groups_; ++g) {
                sums += label_weights_[first + g] * errors_[g];
                descend(label_weights_[first + g], label_squares_[first + g], errors_[g] * value,
                        rate);
            }
            for (std::uint32_t k = 0; k < kLanes; ++k)
                error += sums[k];
        }
        number(factor_errors_, factor) = error;
    }
    for (std::uint32_t g = 0; g < label_groups_; ++g)
        descend(intercepts_[g], intercept_squares_[g], errors_[g], rate);
}

void FactorisedTrainer::learn_features(float rate) {
    float squares = 0;
    for (std::uint32_t g = 0; g < factor_groups_; ++g) {
        factor_errors_[g] *= keep_[g];
        for (std::uint32_t k = 0; k < kLanes; ++k)
            squares += factor_errors_[g][k] * factor_errors_[g][k];
    }
    auto const mean = squares / static_cast<float>(settings_.width);
    for (auto const& value : row_) {
        auto& seen = feature_squares_[value.column];
        seen += mean * value.value * value.value;
        auto const step = rate * value.value / std::sqrt(seen);
        auto* const weights = &feature_weights_[std::size_t{value.column} * factor_groups_];
        for (std::uint32_t g = 0; g < factor_groups_; ++g)
            weights[g] -= factor_errors_[g] * step;
    }
}

void FactorisedTrainer::step(std::uint32_t row, float rate) {
    choose_features(rows_.row(row));
    compute_factors();
    compute_scores();
    turn_scores_into_errors(labels_of_[row]);
    learn_labels(rate);
    learn_features(rate);
}

void FactorisedTrainer::train(std::span<std::uint32_t const> chosen) {
    std::vector<std::uint32_t> order{chosen.begin(), chosen.end()};
    for (unsigned round = 0; round < settings_.rounds; ++round) {
        auto const rate = settings_.rate * static_cast<float>(settings_.rounds - round) /
                          static_cast<float>(settings_.rounds);
        for (std::uint32_t i = 0; i + 1 < order.size(); ++i)
            std::swap(order[i],
                      order[i + random_.below(static_cast<std::uint32_t>(order.size()) - i)]);
        for (auto const row : order)
            step(row, rate);
    }
}

LinearWeights FactorisedTrainer::multiplied_out() const {
    LinearWeights out;
    out.columns = rows_.columns;
    out.labels = labels_;
    out.weights.reserve(std::size_t{rows_.columns} * labels_);
    std::vector<Lanes> sums(label_groups_);
    auto const append = [&](std::vector<Lanes> const& lanes, std::vector<float>& to) {
        for (std::uint32_t label = 0; label < labels_; ++label)
            to.push_back(lanes[label / kLanes][label % kLanes]);
    };
    for (std::uint32_t column = 0; column < rows_.columns; ++column) {
        // What no row ever had says nothing; its first weights were only drawn.
        bool const seen = feature_squares_[column] > kSquaresAtFirst;
        std::fill(sums.begin(), sums.end(), Lanes{});
        for (std::uint32_t factor = 0; seen && factor < settings_.width; ++factor) {
            auto const value = feature_weights_[std::size_t{column} * factor_groups_ +
                                                factor / kLanes][factor % kLanes];
            for (std::uint32_t g = 0; g < label_groups_; ++g)
                sums[g] += label_weights_[std::size_t{factor} * label_groups_ + g] * value;
        }
        append(sums, out.weights);
    }
    append(intercepts_, out.intercepts);
    return out;
}

} // namespace

LinearWeights train_factorised(SparseMatrix const& rows,
                               std::vector<std::vector<std::uint32_t>> const& labels_of,
                               std::span<std::uint32_t const> chosen, std::uint32_t labels,
                               FactorisedSettings const& settings) {
    ASSERT(!chosen.empty() && labels > 0 && labels_of.size() == rows.rows());
    ASSERT(settings.width > 0 && settings.width % kLanes == 0);
    FactorisedTrainer trainer{rows, labels_of, labels, settings};
    trainer.train(chosen);
    return trainer.multiplied_out();
}

} // namespace leitstand::learn
