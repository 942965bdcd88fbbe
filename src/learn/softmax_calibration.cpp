// SPDX-License-Identifier: EUPL-1.2
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "learn/calibration.hpp"
#include "learn/detail/held_aside.hpp"
#include "learn/detail/newton.hpp"

namespace leitstand::learn {

namespace {

constexpr double kInverseTemperatureMin = 1e-3; // below it the scores say nothing
constexpr double kBiasPrecision = 1;            // of the normal prior on each bias, in logits
constexpr double kTemperaturePrecision = 1e-6;  // keeps the problem solvable if all scores agree
constexpr std::size_t kBiasLabelsMax = 256;     // the Hessian is dense
constexpr double kGainPerRowMin = 1e-9; // nats; smaller steps change nothing that anyone sees
constexpr double kProbabilityMin = 1e-12;

// Softmax in place; returns the logarithm of the sum.
double softmax(std::span<double> values) {
    auto const highest = *std::max_element(values.begin(), values.end());
    double sum = 0;
    for (auto& value : values)
        sum += value = std::exp(value - highest);
    for (auto& value : values)
        value /= sum;
    return highest + std::log(sum);
}

// The penalised log loss of (a, b_1 … b_L), or of (a) alone: convex, with its derivatives.
class SoftmaxLoss {
  public:
    SoftmaxLoss(SingleLabelScores const& table, RowNumbers const& rows, bool with_bias)
        : table_(table), rows_(rows), with_bias_(with_bias) {}

    std::size_t size() const { return with_bias_ ? 1 + table_.labels : 1; }

    LossAt operator()(std::vector<double> const& parameters) const {
        LossAt at{size()};
        add_prior(parameters, at);
        std::vector<double> probability(table_.labels);
        for (auto const row : rows_)
            add_row(parameters, row, probability, at);
        return at;
    }

  private:
    void add_prior(std::vector<double> const& parameters, LossAt& at) const {
        for (std::size_t i = 0; i < size(); ++i) {
            double const precision = i == 0 ? kTemperaturePrecision : kBiasPrecision;
            double const away = i == 0 ? parameters[0] - 1 : parameters[i];
            at.value += precision * away * away / 2;
            at.gradient[i] += precision * away;
            at.hessian[i * size() + i] += precision;
        }
    }

    void add_row(std::vector<double> const& parameters, std::uint32_t row,
                 std::vector<double>& probability, LossAt& at) const {
        auto const scores = table_.scores.subspan(row * table_.labels, table_.labels);
        auto const truth = table_.truth[row];
        for (std::size_t k = 0; k < scores.size(); ++k)
            probability[k] = parameters[0] * scores[k] + (with_bias_ ? parameters[1 + k] : 0);
        // Targets short of 1, as Platt's: rows that a model tells apart without an error would
        // ask for an infinite inverse temperature.
        auto const count = static_cast<double>(rows_.size());
        double const rest =
            scores.size() < 2 ? 0 : 1 / (count + 2) / static_cast<double>(scores.size() - 1);
        double const main = scores.size() < 2 ? 1 : (count + 1) / (count + 2);
        for (std::size_t k = 0; k < scores.size(); ++k)
            at.value -= (k == truth ? main : rest) * probability[k];
        at.value += softmax(probability);

        double expected = 0, squares = 0, target = 0;
        for (std::size_t k = 0; k < scores.size(); ++k) {
            expected += probability[k] * scores[k];
            target += (k == truth ? main : rest) * scores[k];
        }
        for (std::size_t k = 0; k < scores.size(); ++k)
            squares += probability[k] * (scores[k] - expected) * (scores[k] - expected);
        at.gradient[0] += expected - target;
        at.hessian[0] += squares;
        if (!with_bias_)
            return;
        for (std::size_t k = 0; k < scores.size(); ++k) {
            at.gradient[1 + k] += probability[k] - (k == truth ? main : rest);
            double* const line = &at.hessian[(1 + k) * size()];
            line[0] += probability[k] * (scores[k] - expected);
            for (std::size_t j = 0; j <= k; ++j)
                line[1 + j] -= probability[k] * probability[j];
            line[1 + k] += probability[k];
        }
    }

    SingleLabelScores const& table_;
    RowNumbers const& rows_;
    bool with_bias_;
};

bool is_unseen(SingleLabelScores const& table, std::size_t label) {
    return !table.unseen.empty() && table.unseen[label] != 0;
}

RowNumbers rows_to_fit(SingleLabelScores const& table) {
    RowNumbers rows;
    for (std::uint32_t row = 0; row < table.truth.size(); ++row)
        if (!is_unseen(table, table.truth[row]))
            rows.push_back(row);
    return rows;
}

SoftmaxCalibration fit_shape(SingleLabelScores const& table, RowNumbers const& rows,
                             bool with_bias) {
    SoftmaxLoss const loss{table, rows, with_bias};
    std::vector<double> start(loss.size(), 0.0);
    start[0] = 1;
    auto const parameters =
        minimise(loss, std::move(start), kGainPerRowMin * static_cast<double>(rows.size()));
    SoftmaxCalibration calibration;
    calibration.inverse_temperature =
        std::clamp(parameters[0], kInverseTemperatureMin, kCalibrationFactorMax);
    calibration.bias.assign(parameters.begin() + 1, parameters.end());
    for (std::size_t label = 0; label < calibration.bias.size(); ++label)
        calibration.bias[label] = is_unseen(table, label)
                                      ? 0
                                      : std::clamp(calibration.bias[label], -kCalibrationFactorMax,
                                                   kCalibrationFactorMax);
    return calibration;
}

std::span<double const> scores_of(SingleLabelScores const& table, std::size_t row) {
    return table.scores.subspan(row * table.labels, table.labels);
}

SoftmaxCalibration with_curve(SoftmaxCalibration calibration, SingleLabelScores const& table,
                              RowNumbers const& rows, CurveForm form) {
    calibration.curve = {};
    std::vector<double> probability(table.labels), said;
    std::vector<std::uint8_t> came_true;
    for (auto const row : rows) {
        calibration.probabilities(scores_of(table, row), probability);
        auto const top = std::max_element(probability.begin(), probability.end());
        said.push_back(*top);
        came_true.push_back(static_cast<std::size_t>(top - probability.begin()) ==
                            table.truth[row]);
    }
    calibration.curve = MonotoneCurve::fit(form, said, came_true);
    return calibration;
}

// Puts the highest probability onto the curve and lets the others share the rest as before; it
// stays the highest.
void apply_curve(MonotoneCurve const& curve, std::span<double> probability) {
    if (curve.changes_nothing() || probability.size() < 2)
        return;
    auto const top = std::max_element(probability.begin(), probability.end());
    double const before = *top;
    double const rest = 1 - before;
    if (rest <= 0)
        return;
    double second = 0;
    for (auto it = probability.begin(); it != probability.end(); ++it)
        if (it != top)
            second = std::max(second, *it);
    // t >= (1 - t) * second / rest, and a little more, so that a tie cannot change the label.
    double const lowest = second / (rest + second) + 1e-9;
    double const after = std::min(std::max(curve(before), lowest), 1.0);
    for (auto& value : probability)
        value *= (1 - after) / rest;
    *top = after;
}

} // namespace

Result<SoftmaxCalibration> SoftmaxCalibration::fit(SingleLabelScores const& held_aside) {
    auto const count = held_aside.truth.size();
    ASSERT(held_aside.scores.size() == count * held_aside.labels);
    if (count == 0 || held_aside.labels == 0)
        return fail(Code::bad_input, "learn.calibration_empty");
    HeldAside const aside{rows_to_fit(held_aside), held_aside.groups};
    if (aside.rows().empty())
        return SoftmaxCalibration{};
    auto const plain = fit_shape(held_aside, aside.rows(), false);
    if (!aside.suffices())
        return plain;

    auto const loss = [&](SoftmaxCalibration const& calibration, std::size_t row) {
        std::vector<double> probability(held_aside.labels);
        calibration.probabilities(scores_of(held_aside, row), probability);
        return -std::log(std::max(probability[held_aside.truth[row]], kProbabilityMin));
    };
    auto const folds_with = [&](bool bias) {
        return aside.fit_folds(
            [&](RowNumbers const& rows) { return fit_shape(held_aside, rows, bias); });
    };
    auto folds = folds_with(false);
    auto losses = aside.losses(folds, loss);
    auto chosen = plain;
    if (held_aside.labels <= kBiasLabelsMax) {
        auto const richer = folds_with(true);
        auto const richer_losses = aside.losses(richer, loss);
        if (aside.earns_its_place(richer_losses, losses)) {
            folds = richer;
            losses = richer_losses;
            chosen = fit_shape(held_aside, aside.rows(), true);
        }
    }
    for (auto const form : {CurveForm::beta, CurveForm::steps}) {
        auto curved = folds;
        for (std::size_t fold = 0; fold < curved.size(); ++fold)
            curved[fold] = with_curve(curved[fold], held_aside, aside.outside(fold), form);
        auto const curved_losses = aside.losses(curved, loss);
        if (aside.earns_its_place(curved_losses, losses)) {
            losses = curved_losses;
            chosen = with_curve(chosen, held_aside, aside.rows(), form);
        }
    }
    chosen.held_aside_log_loss = mean(losses);
    return chosen;
}

void SoftmaxCalibration::probabilities(std::span<double const> scores,
                                       std::span<double> out) const {
    ASSERT(scores.size() == out.size() && !out.empty());
    ASSERT(bias.empty() || bias.size() == scores.size());
    for (std::size_t k = 0; k < scores.size(); ++k)
        out[k] = inverse_temperature * scores[k] + (bias.empty() ? 0 : bias[k]);
    softmax(out);
    apply_curve(curve, out);
}

std::string SoftmaxCalibration::method() const {
    return fmt::format("temperature{}{}", bias.empty() ? "" : ", bias", curve.method());
}

Json SoftmaxCalibration::to_json() const {
    return Json{{"form", "softmax"},
                {"inverse_temperature", inverse_temperature},
                {"bias", bias},
                {"curve", curve.to_json()},
                {"held_aside_log_loss", held_aside_log_loss}};
}

Result<SoftmaxCalibration> SoftmaxCalibration::from_json(Json const& json, std::size_t labels) {
    SoftmaxCalibration calibration;
    try {
        if (json.at("form") != "softmax")
            return fail(Code::damaged, "model.wrong_calibration", "not a softmax");
        json.at("inverse_temperature").get_to(calibration.inverse_temperature);
        json.at("bias").get_to(calibration.bias);
        json.at("held_aside_log_loss").get_to(calibration.held_aside_log_loss);
        calibration.curve = TRY(MonotoneCurve::from_json(json.at("curve")));
    } catch (nlohmann::json::exception const&) {
        return fail(Code::damaged, "model.wrong_calibration", "softmax: form");
    }
    auto const sensible = [](double value) { return std::abs(value) <= kCalibrationFactorMax; };
    if (!sensible(calibration.inverse_temperature) || calibration.inverse_temperature <= 0 ||
        !std::all_of(calibration.bias.begin(), calibration.bias.end(), sensible) ||
        (!calibration.bias.empty() && calibration.bias.size() != labels))
        return fail(Code::damaged, "model.wrong_calibration", "softmax: values");
    return calibration;
}

} // namespace leitstand::learn
