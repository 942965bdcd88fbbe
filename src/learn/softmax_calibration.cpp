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
constexpr double kTemperaturePrecision = 1e-6;  // keeps the problem solvable if all scores agree
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

// The log loss of the inverse temperature a with a weak prior: convex, with its derivatives.
class SoftmaxLoss {
  public:
    SoftmaxLoss(SingleLabelScores const& table, RowNumbers const& rows)
        : table_(table), rows_(rows) {}

    LossAt operator()(std::vector<double> const& parameters) const {
        LossAt at{1};
        double const away = parameters[0] - 1;
        at.value = kTemperaturePrecision * away * away / 2;
        at.gradient[0] = kTemperaturePrecision * away;
        at.hessian[0] = kTemperaturePrecision;
        std::vector<double> probability(table_.labels);
        for (auto const row : rows_)
            add_row(parameters[0], row, probability, at);
        return at;
    }

  private:
    void add_row(double inverse_temperature, std::uint32_t row, std::vector<double>& probability,
                 LossAt& at) const {
        auto const scores = table_.scores.subspan(row * table_.labels, table_.labels);
        auto const truth = table_.truth[row];
        for (std::size_t k = 0; k < scores.size(); ++k)
            probability[k] = inverse_temperature * scores[k];
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
    }

    SingleLabelScores const& table_;
    RowNumbers const& rows_;
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

SoftmaxCalibration fit_temperature(SingleLabelScores const& table, RowNumbers const& rows) {
    auto const parameters = minimise(SoftmaxLoss{table, rows}, {1.0},
                                     kGainPerRowMin * static_cast<double>(rows.size()));
    SoftmaxCalibration calibration;
    calibration.inverse_temperature =
        std::clamp(parameters[0], kInverseTemperatureMin, kCalibrationFactorMax);
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
    auto const plain = fit_temperature(held_aside, aside.rows());
    if (!aside.suffices())
        return plain;

    auto const loss = [&](SoftmaxCalibration const& calibration, std::size_t row) {
        std::vector<double> probability(held_aside.labels);
        calibration.probabilities(scores_of(held_aside, row), probability);
        return -std::log(std::max(probability[held_aside.truth[row]], kProbabilityMin));
    };
    auto const folds =
        aside.fit_folds([&](RowNumbers const& rows) { return fit_temperature(held_aside, rows); });
    auto losses = aside.losses(folds, loss);
    auto chosen = plain;
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
    for (std::size_t k = 0; k < scores.size(); ++k)
        out[k] = inverse_temperature * scores[k];
    softmax(out);
    apply_curve(curve, out);
}

std::string SoftmaxCalibration::method() const {
    return "temperature" + curve.method();
}

Json SoftmaxCalibration::to_json() const {
    return Json{{"form", "softmax"},
                {"inverse_temperature", inverse_temperature},
                {"curve", curve.to_json()},
                {"held_aside_log_loss", held_aside_log_loss}};
}

Result<SoftmaxCalibration> SoftmaxCalibration::from_json(Json const& json) {
    SoftmaxCalibration calibration;
    try {
        if (json.at("form") != "softmax")
            return fail(Code::damaged, "model.wrong_calibration", "not a softmax");
        json.at("inverse_temperature").get_to(calibration.inverse_temperature);
        json.at("held_aside_log_loss").get_to(calibration.held_aside_log_loss);
        calibration.curve = TRY(MonotoneCurve::from_json(json.at("curve")));
    } catch (nlohmann::json::exception const&) {
        return fail(Code::damaged, "model.wrong_calibration", "softmax: form");
    }
    auto const sensible = [](double value) { return std::abs(value) <= kCalibrationFactorMax; };
    if (!sensible(calibration.inverse_temperature) || calibration.inverse_temperature <= 0)
        return fail(Code::damaged, "model.wrong_calibration", "softmax: values");
    return calibration;
}

} // namespace leitstand::learn
