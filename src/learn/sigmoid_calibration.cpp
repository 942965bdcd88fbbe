// SPDX-License-Identifier: EUPL-1.2
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/assert.hpp"
#include "learn/calibration.hpp"
#include "learn/detail/held_aside.hpp"
#include "learn/detail/newton.hpp"

namespace leitstand::learn {

namespace {

using Line = SigmoidCalibration::Line;

// How far a label's line may leave the shared one, as the standard deviation of its slope in
// shares of the shared slope; that of the intercept is twice as much, in logits.
constexpr double kFreedoms[] = {0.25, 0.5, 1, 2};
constexpr double kSlopeMin = 1e-3;
constexpr double kSlopeShareMin = 0.05;       // of the shared slope: an order must not turn round
constexpr double kGainPerDecisionMin = 1e-10; // nats
constexpr double kProbabilityMin = 1e-12;

double sigmoid(double z) {
    double const e = std::exp(-std::abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

double log_one_plus_exp(double z) {
    return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

// A normal prior on slope and intercept, as precisions about a centre.
struct LinePrior {
    Line centre;
    double slope_precision = 1e-6, intercept_precision = 1e-6;
};

Line within_bounds(Line const& line, double slope_min) {
    return {std::clamp(line.slope, slope_min, kCalibrationFactorMax),
            std::clamp(line.intercept, -kCalibrationFactorMax, kCalibrationFactorMax)};
}

// The penalised log loss of one line over some decisions, and its derivatives by slope and
// intercept. Two parameters need no general solver (newton.hpp), and there are millions of
// decisions.
struct LineLoss {
    using Parameters = std::array<double, 2>; // slope, intercept

    double value = 0;
    Parameters gradient;
    double slope2 = 0, intercept2 = 0, both = 0;

    LineLoss(Parameters const& line, LinePrior const& prior)
        : slope2(prior.slope_precision), intercept2(prior.intercept_precision) {
        double const ds = line[0] - prior.centre.slope;
        double const di = line[1] - prior.centre.intercept;
        gradient = {slope2 * ds, intercept2 * di};
        value = (gradient[0] * ds + gradient[1] * di) / 2;
    }

    void add(Parameters const& line, double score, double target) {
        double const z = line[0] * score + line[1];
        double const p = sigmoid(z);
        double const weight = p * (1 - p);
        value += log_one_plus_exp(z) - target * z;
        gradient[0] += (p - target) * score;
        gradient[1] += p - target;
        slope2 += weight * score * score;
        intercept2 += weight;
        both += weight * score;
    }

    Parameters direction() const {
        double const determinant = std::max(slope2 * intercept2 - both * both, 1e-300);
        return {(intercept2 * gradient[0] - both * gradient[1]) / determinant,
                (slope2 * gradient[1] - both * gradient[0]) / determinant};
    }
};

// `each` calls its argument with (score, target) of every decision.
template <typename Each>
Line fit_line(LinePrior const& prior, std::size_t decisions, Each const& each) {
    auto const loss_at = [&](LineLoss::Parameters const& line) {
        LineLoss loss{line, prior};
        each([&](double score, double target) { loss.add(line, score, target); });
        return loss;
    };
    auto const best =
        minimise(loss_at, LineLoss::Parameters{prior.centre.slope, prior.centre.intercept},
                 kGainPerDecisionMin * static_cast<double>(decisions));
    return {best[0], best[1]};
}

std::vector<std::size_t> labels_to_fit(MultiLabelScores const& table) {
    std::vector<std::size_t> labels;
    for (std::size_t label = 0; label < table.labels; ++label)
        if (table.unseen.empty() || table.unseen[label] == 0)
            labels.push_back(label);
    return labels;
}

Line shared_line(MultiLabelScores const& table, RowNumbers const& rows) {
    auto const labels = labels_to_fit(table);
    double positives = 0;
    for (auto const row : rows)
        for (auto const label : labels)
            positives += table.truth[row * table.labels + label];
    auto const decisions = rows.size() * labels.size();
    double const negatives = static_cast<double>(decisions) - positives;
    double const yes = (positives + 1) / (positives + 2), no = 1 / (negatives + 2);
    auto line = fit_line({}, decisions, [&](auto const& add) {
        for (auto const row : rows)
            for (auto const label : labels) {
                auto const i = row * table.labels + label;
                add(table.scores[i], table.truth[i] != 0 ? yes : no);
            }
    });
    return within_bounds(line, kSlopeMin);
}

SigmoidCalibration fit_shape(MultiLabelScores const& table, RowNumbers const& rows, double freedom,
                             Line const& shared) {
    SigmoidCalibration calibration;
    calibration.freedom = freedom;
    calibration.lines.assign(table.labels, shared);
    if (freedom == 0)
        return calibration;
    double const slope_deviation = freedom * shared.slope, intercept_deviation = 2 * freedom;
    LinePrior const prior{shared, 1 / (slope_deviation * slope_deviation),
                          1 / (intercept_deviation * intercept_deviation)};
    for (auto const k : labels_to_fit(table)) {
        auto const line = fit_line(prior, rows.size(), [&](auto const& add) {
            for (auto const row : rows)
                add(table.scores[row * table.labels + k],
                    static_cast<double>(table.truth[row * table.labels + k]));
        });
        calibration.lines[k] = within_bounds(line, kSlopeShareMin * shared.slope);
    }
    return calibration;
}

SigmoidCalibration with_curve(SigmoidCalibration calibration, MultiLabelScores const& table,
                              RowNumbers const& rows, CurveForm form) {
    calibration.curve = {};
    std::vector<double> said;
    std::vector<std::uint8_t> came_true;
    for (auto const row : rows)
        for (auto const k : labels_to_fit(table)) {
            auto const i = row * table.labels + k;
            said.push_back(calibration.probability(k, table.scores[i]));
            came_true.push_back(table.truth[i]);
        }
    calibration.curve = MonotoneCurve::fit(form, said, came_true);
    return calibration;
}

// Lines and curve; scores are those that rivals have moved already.
SigmoidCalibration fit_lines(MultiLabelScores const& held_aside) {
    auto const count = held_aside.scores.size() / held_aside.labels;
    RowNumbers everything(count);
    std::iota(everything.begin(), everything.end(), 0u);
    HeldAside const aside{std::move(everything), held_aside.groups};
    auto const labels = labels_to_fit(held_aside);
    auto const shared = labels.empty() ? Line{} : shared_line(held_aside, aside.rows());
    auto chosen = fit_shape(held_aside, aside.rows(), 0, shared);
    if (labels.empty() || !aside.suffices())
        return chosen;

    auto const loss = [&](SigmoidCalibration const& calibration, std::size_t row) {
        double sum = 0;
        for (auto const k : labels) {
            auto const i = row * held_aside.labels + k;
            double const p = calibration.probability(k, held_aside.scores[i]);
            sum -= std::log(std::max(held_aside.truth[i] != 0 ? p : 1 - p, kProbabilityMin));
        }
        return sum;
    };
    auto folds = aside.fit_folds([&](RowNumbers const& rows) {
        return fit_shape(held_aside, rows, 0, shared_line(held_aside, rows));
    });
    auto const fold_shared = folds; // with the shared line of each fold
    auto losses = aside.losses(folds, loss);
    for (auto const freedom : kFreedoms) {
        std::vector<SigmoidCalibration> richer;
        for (std::size_t fold = 0; fold < kCalibrationFolds; ++fold)
            richer.push_back(fit_shape(held_aside, aside.outside(fold), freedom,
                                       fold_shared[fold].lines.front()));
        auto const richer_losses = aside.losses(richer, loss);
        if (aside.earns_its_place(richer_losses, losses)) {
            folds = richer;
            losses = richer_losses;
            chosen = fit_shape(held_aside, aside.rows(), freedom, shared);
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

} // namespace

Result<SigmoidCalibration> SigmoidCalibration::fit(MultiLabelScores const& held_aside) {
    if (held_aside.labels == 0 || held_aside.scores.empty())
        return fail(Code::bad_input, "learn.calibration_empty");
    ASSERT(held_aside.truth.size() == held_aside.scores.size());
    ASSERT(held_aside.scores.size() % held_aside.labels == 0);
    auto rivalry = Rivalry::fit(held_aside);
    auto const scores = rivalry.applied(held_aside.scores);
    auto table = held_aside;
    table.scores = scores;
    auto calibration = fit_lines(table);
    calibration.rivalry = std::move(rivalry);
    return calibration;
}

double SigmoidCalibration::probability(std::size_t label, double score) const {
    ASSERT(label < lines.size());
    return curve(sigmoid(lines[label].slope * score + lines[label].intercept));
}

void SigmoidCalibration::probabilities(std::span<double const> scores,
                                       std::span<double> out) const {
    ASSERT(scores.size() == lines.size() && out.size() == lines.size());
    for (std::uint32_t k = 0; k < scores.size(); ++k) {
        auto const rival = rivalry.rival(k, scores);
        out[k] = probability(k, scores[k] + (rival ? rival->amount : 0));
    }
}

std::string SigmoidCalibration::method() const {
    return fmt::format("{}sigmoid{}{}", rivalry.none() ? "" : "rivals, ",
                       freedom == 0 ? ", shared" : " by label", curve.method());
}

Json SigmoidCalibration::to_json() const {
    std::vector<double> slopes, intercepts;
    for (auto const& line : lines) {
        slopes.push_back(line.slope);
        intercepts.push_back(line.intercept);
    }
    Json json{{"form", "sigmoid"},        {"slopes", slopes},
              {"intercepts", intercepts}, {"freedom", freedom},
              {"curve", curve.to_json()}, {"held_aside_log_loss", held_aside_log_loss}};
    if (!rivalry.none())
        json["rivals"] = rivalry.to_json();
    return json;
}

Result<SigmoidCalibration> SigmoidCalibration::from_json(Json const& json, std::size_t labels) {
    SigmoidCalibration calibration;
    std::vector<double> slopes, intercepts;
    try {
        if (json.at("form") != "sigmoid")
            return fail(Code::damaged, "model.wrong_calibration", "not a sigmoid");
        json.at("slopes").get_to(slopes);
        json.at("intercepts").get_to(intercepts);
        json.at("freedom").get_to(calibration.freedom);
        json.at("held_aside_log_loss").get_to(calibration.held_aside_log_loss);
        calibration.curve = TRY(MonotoneCurve::from_json(json.at("curve")));
        if (json.contains("rivals")) // older models know none
            calibration.rivalry = TRY(Rivalry::from_json(json.at("rivals"), labels));
    } catch (nlohmann::json::exception const&) {
        return fail(Code::damaged, "model.wrong_calibration", "sigmoid: form");
    }
    if (slopes.size() != labels || intercepts.size() != labels)
        return fail(Code::damaged, "model.wrong_calibration", "sigmoid: number of labels");
    for (std::size_t k = 0; k < labels; ++k) {
        if (!(slopes[k] > 0 && slopes[k] <= kCalibrationFactorMax) ||
            !(std::abs(intercepts[k]) <= kCalibrationFactorMax))
            return fail(Code::damaged, "model.wrong_calibration", "sigmoid: values");
        calibration.lines.push_back({slopes[k], intercepts[k]});
    }
    return calibration;
}

} // namespace leitstand::learn
