// SPDX-License-Identifier: EUPL-1.2
// Compiled with baseline instructions only: no fused multiply-add, so equal bytes on all machines.
#include "learn/linear_trainer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/assert.hpp"
#include "learn/parallel.hpp"
#include "learn/small_random.hpp"

namespace leitstand::learn {

namespace {

constexpr std::uint32_t kLanes = 16;
// One float for each of sixteen labels. A vector type of the compiler: arithmetic goes lane by
// lane.
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

// The dual variables of up to sixteen labels and the weights that belong to them.
class BlockTrainer {
  public:
    BlockTrainer(SparseMatrix const& rows, std::vector<std::vector<std::uint32_t>> const& labels_of,
                 std::span<std::uint32_t const> chosen, LinearSettings const& settings,
                 std::uint32_t first_label, std::uint32_t labels, LinearWeights const* before)
        : rows_(rows), chosen_(chosen), settings_(settings), first_(first_label),
          used_(std::min(kLanes, labels - first_label)), weights_(rows.columns),
          alphas_(chosen.size()) {
        load(before);
        set_costs();
        set_rows(labels_of);
    }

    void train();
    void store(LinearWeights& out) const;

  private:
    struct Row {
        float square = 1;       // |x|^2 + 1 for the intercept
        std::uint16_t with = 0; // a bit for each of our labels that the row has
    };
    void load(LinearWeights const* before);
    void set_costs();
    void set_rows(std::vector<std::vector<std::uint32_t>> const& labels_of);
    Lanes dot(std::span<SparseValue const> row) const;
    void add(std::span<SparseValue const> row, Lanes const& step);
    Lanes signs(std::uint16_t with) const;
    // One step for one row; the largest projected gradient of its labels before it. Sets `idle`
    // where no label needs the row and none is likely to.
    float step_hinge(std::uint32_t i, float idle_above, bool& idle);
    float step_logistic(std::uint32_t i);

    SparseMatrix const& rows_;
    std::span<std::uint32_t const> chosen_;
    LinearSettings const& settings_;
    std::uint32_t first_, used_;
    std::vector<Lanes> weights_;
    Lanes intercepts_{};
    std::vector<Lanes> alphas_;
    std::vector<Row> facts_;
    Lanes cost_with_{}, cost_without_{};
    Lanes in_use_{}; // 1 for our labels, 0 for lanes left over
};

void BlockTrainer::load(LinearWeights const* before) {
    for (std::uint32_t k = 0; k < used_; ++k)
        in_use_[k] = 1;
    if (before == nullptr)
        return;
    ASSERT(before->columns == rows_.columns && first_ + used_ <= before->labels);
    for (std::uint32_t column = 0; column < rows_.columns; ++column)
        for (std::uint32_t k = 0; k < used_; ++k)
            weights_[column][k] =
                before->weights[std::size_t{column} * before->labels + first_ + k];
}

void BlockTrainer::set_costs() {
    for (std::uint32_t k = 0; k < kLanes; ++k) {
        auto const factor = [&](std::vector<float> const& factors) {
            return k < used_ && !factors.empty() ? factors[first_ + k] : 1.0f;
        };
        cost_with_[k] = static_cast<float>(settings_.cost) * factor(settings_.cost_with);
        cost_without_[k] = static_cast<float>(settings_.cost) * factor(settings_.cost_without);
    }
}

void BlockTrainer::set_rows(std::vector<std::vector<std::uint32_t>> const& labels_of) {
    facts_.resize(chosen_.size());
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
        for (auto const& value : rows_.row(chosen_[i]))
            facts_[i].square += value.value * value.value;
        for (auto const label : labels_of[chosen_[i]])
            if (label >= first_ && label < first_ + used_)
                facts_[i].with =
                    static_cast<std::uint16_t>(facts_[i].with | 1u << (label - first_));
    }
}

Lanes BlockTrainer::dot(std::span<SparseValue const> row) const {
    constexpr std::size_t kAhead = 12; // about as long as memory takes to answer
    Lanes sum = intercepts_;
    for (std::size_t j = 0; j < row.size(); ++j) {
        if (j + kAhead < row.size())
            __builtin_prefetch(&weights_[row[j + kAhead].column]);
        sum += weights_[row[j].column] * row[j].value;
    }
    return sum;
}

void BlockTrainer::add(std::span<SparseValue const> row, Lanes const& step) {
    for (auto const& value : row)
        weights_[value.column] += step * value.value;
    intercepts_ += step;
}

Lanes BlockTrainer::signs(std::uint16_t with) const {
    Lanes result;
    for (std::uint32_t k = 0; k < kLanes; ++k)
        result[k] = (with >> k & 1) != 0 ? 1.0f : -1.0f;
    return result;
}

float BlockTrainer::step_hinge(std::uint32_t i, float idle_above, bool& idle) {
    auto const row = rows_.row(chosen_[i]);
    auto const y = signs(facts_[i].with);
    auto const diagonal = 0.5f / (y > 0.0f ? cost_with_ : cost_without_);
    auto& alpha = alphas_[i];
    Lanes const gradient = (y * dot(row) - 1.0f + diagonal * alpha) * in_use_;
    Lanes const next_free = alpha - gradient / (diagonal + facts_[i].square);
    Lanes const zero{};
    Lanes const next = next_free > zero ? next_free : zero;
    Lanes const step = (next - alpha) * y;
    float largest = 0;
    bool moved = false;
    idle = true;
    for (std::uint32_t k = 0; k < used_; ++k) {
        bool const at_bound = alpha[k] == 0;
        float const projected = at_bound ? std::min(gradient[k], 0.0f) : gradient[k];
        largest = std::max(largest, std::abs(projected));
        moved = moved || step[k] != 0;
        idle = idle && at_bound && gradient[k] > idle_above;
    }
    alpha = next;
    if (moved)
        add(row, step);
    return largest;
}

// The dual of the logistic loss has 0 < alpha < cost with a term alpha log alpha + (cost - alpha)
// log(cost - alpha). Newton's steps, on the side of the bound that is nearer.
float BlockTrainer::step_logistic(std::uint32_t i) {
    auto const row = rows_.row(chosen_[i]);
    auto const y = signs(facts_[i].with);
    auto const cost = y > 0.0f ? cost_with_ : cost_without_;
    auto& alpha = alphas_[i];
    Lanes const margin = y * dot(row);
    Lanes step{};
    float largest = 0;
    for (std::uint32_t k = 0; k < used_; ++k) {
        double const c = cost[k], q = facts_[i].square, now = alpha[k];
        // Where the derivative margin + q (z - now) + log(z / (c - z)) is 0.
        // Closer to a bound a number of either size would become the bound itself.
        double const least = 1e-10 * c, most = (1 - 1e-6) * c;
        double z = now;
        double const gradient = margin[k] + std::log(now / (c - now));
        for (int round = 0; round < 20; ++round) {
            double const slope = q + c / (z * (c - z));
            double const value = margin[k] + q * (z - now) + std::log(z / (c - z));
            double const next = z - value / slope;
            // Beyond a bound: go nine tenths of the way.
            z = std::clamp(next <= 0 ? z * 0.1 : next >= c ? c - (c - z) * 0.1 : next, least, most);
            if (std::abs(value) < 1e-3 * std::abs(gradient) || std::abs(value) < 1e-7)
                break;
        }
        auto const bounded = static_cast<float>(z);
        largest = std::max(largest, std::abs(bounded - alpha[k]) * static_cast<float>(q));
        step[k] = (bounded - alpha[k]) * y[k];
        alpha[k] = bounded;
    }
    add(row, step);
    return largest;
}

void BlockTrainer::train() {
    SmallRandom random{settings_.seed};
    std::vector<std::uint32_t> active(chosen_.size());
    std::iota(active.begin(), active.end(), 0u);
    bool const hinge = settings_.loss == Loss::squared_hinge;
    if (!hinge) // liblinear starts so, too: near the bound of few errors
        for (std::uint32_t i = 0; i < active.size(); ++i) {
            auto const y = signs(facts_[i].with);
            alphas_[i] = (y > 0.0f ? cost_with_ : cost_without_) * 1e-3f;
            add(rows_.row(chosen_[i]), alphas_[i] * y * in_use_);
        }
    auto const tolerance = static_cast<float>(settings_.tolerance);
    constexpr float kNever = std::numeric_limits<float>::infinity();
    float idle_above = kNever;
    for (unsigned round = 0; round < settings_.rounds_max; ++round) {
        for (std::uint32_t i = 0; i + 1 < active.size(); ++i)
            std::swap(active[i],
                      active[i + random.below(static_cast<std::uint32_t>(active.size()) - i)]);
        float largest = 0;
        for (std::size_t at = 0; at < active.size();) {
            bool idle = false;
            largest = std::max(largest, hinge ? step_hinge(active[at], idle_above, idle)
                                              : step_logistic(active[at]));
            if (idle) {
                active[at] = active.back();
                active.pop_back();
            } else {
                ++at;
            }
        }
        bool const all = active.size() == chosen_.size();
        if (largest <= tolerance) {
            if (all)
                break;
            // Good for these rows: look at all of them once more.
            active.resize(chosen_.size());
            std::iota(active.begin(), active.end(), 0u);
            idle_above = kNever;
        } else {
            idle_above = largest;
        }
    }
}

void BlockTrainer::store(LinearWeights& out) const {
    for (std::uint32_t column = 0; column < rows_.columns; ++column)
        for (std::uint32_t k = 0; k < used_; ++k)
            out.at(column, first_ + k) = weights_[column][k];
    for (std::uint32_t k = 0; k < used_; ++k)
        out.intercepts[first_ + k] = intercepts_[k];
}

} // namespace

void LinearWeights::add(LinearWeights const& other, float share) {
    ASSERT(other.columns == columns && other.labels == labels);
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i] += share * other.weights[i];
    for (std::uint32_t label = 0; label < labels; ++label)
        intercepts[label] += share * other.intercepts[label];
}

void LinearWeights::scores(std::span<SparseValue const> row, std::span<float> result) const {
    ASSERT(result.size() == labels);
    std::copy(intercepts.begin(), intercepts.end(), result.begin());
    for (auto const& value : row) {
        auto const* const from = weights.data() + std::size_t{value.column} * labels;
        for (std::uint32_t label = 0; label < labels; ++label)
            result[label] += from[label] * value.value;
    }
}

LinearWeights train_linear(SparseMatrix const& rows,
                           std::vector<std::vector<std::uint32_t>> const& labels_of,
                           std::span<std::uint32_t const> chosen, std::uint32_t labels,
                           LinearSettings const& settings, LinearWeights const* before) {
    ASSERT(!chosen.empty() && labels > 0 && labels_of.size() == rows.rows());
    LinearWeights out;
    out.columns = rows.columns;
    out.labels = labels;
    out.weights.assign(std::size_t{rows.columns} * labels, 0);
    out.intercepts.assign(labels, 0);
    in_parallel((labels + kLanes - 1) / kLanes, settings.threads, [&](std::size_t block) {
        BlockTrainer trainer{
            rows,   labels_of, chosen, settings, static_cast<std::uint32_t>(block) * kLanes,
            labels, before};
        trainer.train();
        trainer.store(out);
    });
    return out;
}

} // namespace leitstand::learn
