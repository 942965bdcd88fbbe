// SPDX-License-Identifier: EUPL-1.2
#include "learn/monotone_curve.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/assert.hpp"
#include "learn/detail/newton.hpp"

namespace leitstand::learn {

namespace {

constexpr std::size_t kGroupDecisionsMin = 40;
constexpr std::size_t kGroupsMax = 60;
// Each group counts as if this many more decisions had come true as often as was said.
constexpr double kPriorDecisions = 4;

// Of the normal prior on a, b and c about the map that changes nothing.
constexpr double kBetaPrecision = 1;
constexpr double kBetaShapeMin = 0.05;
constexpr double kBetaGainPerDecisionMin = 1e-10; // nats
constexpr double kLogMin = -30;                   // of probabilities nearer to 0 or 1

double safe_log(double p) {
    return p > 0 ? std::max(std::log(p), kLogMin) : kLogMin;
}

double sigmoid(double z) {
    double const e = std::exp(-std::abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

// The penalised log loss of (a, b, c).
LossAt beta_loss(std::vector<double> const& parameters, std::span<double const> said,
                 std::span<std::uint8_t const> came_true) {
    LossAt at{3};
    double const centre[] = {1, 1, 0};
    for (std::size_t k = 0; k < 3; ++k) {
        double const away = parameters[k] - centre[k];
        at.value += kBetaPrecision * away * away / 2;
        at.gradient[k] += kBetaPrecision * away;
        at.hessian[k * 3 + k] += kBetaPrecision;
    }
    for (std::size_t i = 0; i < said.size(); ++i) {
        double const input[] = {safe_log(said[i]), -safe_log(1 - said[i]), 1};
        double const z =
            parameters[0] * input[0] + parameters[1] * input[1] + parameters[2] * input[2];
        double const p = sigmoid(z), y = came_true[i] != 0 ? 1 : 0;
        at.value += std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))) - y * z;
        for (std::size_t k = 0; k < 3; ++k) {
            at.gradient[k] += (p - y) * input[k];
            for (std::size_t j = 0; j <= k; ++j)
                at.hessian[k * 3 + j] += p * (1 - p) * input[k] * input[j];
        }
    }
    return at;
}

struct Group {
    double weight = 0, said = 0, came_true = 0; // the last two are sums over the weight

    double at() const { return said / weight; }
    double value() const { return came_true / weight; }
    void add(Group const& other) {
        weight += other.weight;
        said += other.said;
        came_true += other.came_true;
    }
};

// Groups of equal size in rising order of what was said. Equal probabilities stay together: an
// order among them would be one that the data do not have.
std::vector<Group> equal_groups(std::span<double const> said,
                                std::span<std::uint8_t const> came_true) {
    std::vector<std::uint32_t> order(said.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto left, auto right) {
        return said[left] != said[right] ? said[left] < said[right] : left < right;
    });
    auto const count = std::min(kGroupsMax, said.size() / kGroupDecisionsMin);
    auto const size = static_cast<double>(said.size()) / static_cast<double>(count);
    std::vector<Group> groups;
    Group group;
    for (std::size_t i = 0; i < order.size(); ++i) {
        group.add({1, said[order[i]], static_cast<double>(came_true[order[i]])});
        bool const last = i + 1 == order.size();
        if (last || (group.weight >= size && said[order[i]] != said[order[i + 1]])) {
            auto const prior = group.at();
            group.add({kPriorDecisions, kPriorDecisions * prior, kPriorDecisions * prior});
            groups.push_back(group);
            group = {};
        }
    }
    return groups;
}

// Joins neighbours until the values rise strictly: the least-squares rising fit.
std::vector<Group> pool_adjacent_violators(std::vector<Group> const& groups) {
    std::vector<Group> pooled;
    for (auto group : groups) {
        while (!pooled.empty() && pooled.back().value() >= group.value()) {
            group.add(pooled.back());
            pooled.pop_back();
        }
        pooled.push_back(group);
    }
    return pooled;
}

bool rises_inside_unit_interval(std::vector<double> const& values) {
    double before = 0;
    for (auto const value : values) {
        if (!(value > before && value < 1)) // false for NaN too
            return false;
        before = value;
    }
    return true;
}

} // namespace

MonotoneCurve MonotoneCurve::fit(CurveForm form, std::span<double const> said,
                                 std::span<std::uint8_t const> came_true) {
    ASSERT(said.size() == came_true.size());
    if (said.size() < kCurveDecisionsMin)
        return {};
    return form == CurveForm::beta ? fit_beta(said, came_true) : fit_steps(said, came_true);
}

MonotoneCurve MonotoneCurve::fit_beta(std::span<double const> said,
                                      std::span<std::uint8_t const> came_true) {
    auto const parameters = minimise(
        [&](auto const& tried) { return beta_loss(tried, said, came_true); },
        std::vector<double>{1, 1, 0}, kBetaGainPerDecisionMin * static_cast<double>(said.size()));
    MonotoneCurve curve;
    curve.beta_ = Beta{std::max(parameters[0], kBetaShapeMin),
                       std::max(parameters[1], kBetaShapeMin), parameters[2]};
    return curve;
}

MonotoneCurve MonotoneCurve::fit_steps(std::span<double const> said,
                                       std::span<std::uint8_t const> came_true) {
    MonotoneCurve curve;
    for (auto const& group : pool_adjacent_violators(equal_groups(said, came_true))) {
        curve.at_.push_back(group.at());
        curve.value_.push_back(group.value());
    }
    // Certainty said of a whole group leaves no room for a line to 0 or 1.
    if (!rises_inside_unit_interval(curve.at_) || !rises_inside_unit_interval(curve.value_))
        return {};
    return curve;
}

double MonotoneCurve::operator()(double probability) const {
    if (beta_)
        return sigmoid(beta_->a * safe_log(probability) - beta_->b * safe_log(1 - probability) +
                       beta_->c);
    if (at_.empty())
        return probability;
    auto const right = static_cast<std::size_t>(
        std::upper_bound(at_.begin(), at_.end(), probability) - at_.begin());
    double const x0 = right == 0 ? 0 : at_[right - 1];
    double const y0 = right == 0 ? 0 : value_[right - 1];
    double const x1 = right == at_.size() ? 1 : at_[right];
    double const y1 = right == at_.size() ? 1 : value_[right];
    return std::clamp(y0 + (y1 - y0) * (probability - x0) / (x1 - x0), 0.0, 1.0);
}

std::string MonotoneCurve::method() const {
    return beta_ ? ", beta" : at_.empty() ? "" : ", steps";
}

Json MonotoneCurve::to_json() const {
    Json json{{"beta", nullptr}, {"at", at_}, {"value", value_}};
    if (beta_)
        json["beta"] = {beta_->a, beta_->b, beta_->c};
    return json;
}

Result<MonotoneCurve> MonotoneCurve::from_json(Json const& json) {
    MonotoneCurve curve;
    try {
        json.at("at").get_to(curve.at_);
        json.at("value").get_to(curve.value_);
        if (auto const& beta = json.at("beta"); !beta.is_null())
            curve.beta_ =
                Beta{beta.at(0).get<double>(), beta.at(1).get<double>(), beta.at(2).get<double>()};
    } catch (nlohmann::json::exception const&) {
        return fail(Code::damaged, "model.wrong_calibration", "curve: form");
    }
    if (curve.beta_ &&
        !(curve.beta_->a > 0 && curve.beta_->b > 0 && std::isfinite(curve.beta_->a) &&
          std::isfinite(curve.beta_->b) && std::isfinite(curve.beta_->c)))
        return fail(Code::damaged, "model.wrong_calibration", "curve: beta");
    if (curve.at_.size() != curve.value_.size() || !rises_inside_unit_interval(curve.at_) ||
        !rises_inside_unit_interval(curve.value_))
        return fail(Code::damaged, "model.wrong_calibration", "curve: does not rise");
    return curve;
}

} // namespace leitstand::learn
