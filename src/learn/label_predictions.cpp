// SPDX-License-Identifier: EUPL-1.2
#include "learn/label_predictions.hpp"

#include "base/assert.hpp"
#include "learn/calibration.hpp"
#include "learn/detail/held_aside.hpp"
#include "learn/label_model.hpp"

namespace leitstand::learn {

namespace {

std::size_t highest(std::span<double const> row) {
    return static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

std::span<double const> row_of(LabelPredictions const& predictions, std::size_t row) {
    return std::span{predictions.probabilities}.subspan(row * predictions.labels,
                                                        predictions.labels);
}

// Out-of-fold scores of the rows of one half.
struct Half {
    std::vector<double> scores;
    std::vector<std::uint8_t> truth;
    std::vector<std::uint32_t> groups;
};

Half half_of(LabelModel::OutOfFold const& scored, std::size_t labels,
             std::span<std::uint32_t const> halves, std::uint32_t wanted) {
    Half half;
    for (std::size_t row = 0; row < halves.size(); ++row) {
        if (halves[row] != wanted)
            continue;
        auto const start = static_cast<std::ptrdiff_t>(row * labels);
        auto const end = start + static_cast<std::ptrdiff_t>(labels);
        half.scores.insert(half.scores.end(), scored.scores.begin() + start,
                           scored.scores.begin() + end);
        half.truth.insert(half.truth.end(), scored.truth.begin() + start,
                          scored.truth.begin() + end);
        half.groups.push_back(scored.groups[row]);
    }
    return half;
}

// Fits a calibration on each half and lets it speak of the other.
template <typename Fit>
Result<void> calibrate_crosswise(LabelModel::OutOfFold const& scored, LabelPredictions& predictions,
                                 Fit const& fit) {
    auto const labels = predictions.labels;
    predictions.halves = deal_groups(scored.groups, 2);
    for (std::uint32_t const half : {0U, 1U}) {
        auto const calibration = TRY(fit(half_of(scored, labels, predictions.halves, 1 - half)));
        for (std::size_t row = 0; row < predictions.rows(); ++row)
            if (predictions.halves[row] == half)
                calibration.probabilities(
                    std::span{scored.scores}.subspan(row * labels, labels),
                    std::span{predictions.probabilities}.subspan(row * labels, labels));
    }
    return {};
}

} // namespace

Result<LabelPredictions> predict_samples(LabelModel const& model, SampleFile const& file,
                                         std::string const& file_name) {
    auto const labels = model.labels().size();
    LabelPredictions predictions{labels, model.several_labels(), {}, {}, {}};
    predictions.probabilities.resize(file.samples.size() * labels);
    predictions.truth.resize(file.samples.size() * labels);
    LabelModel::Scratch scratch;
    std::vector<double> scores(labels);
    std::size_t start = 0;
    for (auto const& sample : file.samples) {
        auto const place = fmt::format("{}:{}", file_name, sample.line);
        if (!model.several_labels() && sample.labels.size() != 1)
            return fail(Code::bad_input, "samples.several_labels", place);
        for (auto const& name : sample.labels) {
            auto const label = model.label(name);
            if (!label)
                return fail(Code::bad_input, "samples.unknown_label",
                            fmt::format("{}: {}", place, name));
            predictions.truth[start + *label] = 1;
        }
        model.scores(sample.text, sample.given, scratch, scores);
        model.probabilities(scores, std::span{predictions.probabilities}.subspan(start, labels));
        start += labels;
    }
    return predictions;
}

Result<LabelPredictions> cross_calibrated(LabelModel const& model) {
    auto const& scored = model.out_of_fold();
    LabelPredictions predictions{
        model.labels().size(), model.several_labels(), {}, scored.truth, {}};
    predictions.probabilities.resize(scored.truth.size());
    if (model.several_labels()) {
        TRY(calibrate_crosswise(scored, predictions, [&](Half const& half) {
            return SigmoidCalibration::fit({predictions.labels, half.scores, half.truth,
                                            half.groups, scored.unseen, scored.families});
        }));
    } else {
        TRY(calibrate_crosswise(scored, predictions, [&](Half const& half) {
            auto const numbers =
                true_labels(LabelPredictions{predictions.labels, false, {}, half.truth, {}});
            return SoftmaxCalibration::fit(
                {predictions.labels, half.scores, numbers, half.groups, scored.unseen});
        }));
    }
    return predictions;
}

std::vector<std::uint32_t> true_labels(LabelPredictions const& predictions) {
    std::vector<std::uint32_t> numbers;
    for (std::size_t start = 0; start < predictions.truth.size(); start += predictions.labels) {
        auto const row = std::span{predictions.truth}.subspan(start, predictions.labels);
        auto const place = std::find(row.begin(), row.end(), 1);
        ASSERT(place != row.end());
        numbers.push_back(static_cast<std::uint32_t>(place - row.begin()));
    }
    return numbers;
}

LabelFigures figures_of(LabelPredictions const& predictions) {
    if (predictions.several_labels) {
        std::vector<std::uint8_t> said;
        for (auto const probability : predictions.probabilities)
            said.push_back(probability >= 0.5 ? 1 : 0);
        return multi_label_figures(predictions.labels, predictions.truth, said);
    }
    std::vector<std::uint32_t> said;
    for (std::size_t row = 0; row < predictions.rows(); ++row)
        said.push_back(static_cast<std::uint32_t>(highest(row_of(predictions, row))));
    return single_label_figures(predictions.labels, true_labels(predictions), said);
}

CalibrationError calibration_error_of(LabelPredictions const& predictions,
                                      BootstrapOptions const& bootstrap) {
    CalibrationErrorOptions options;
    options.bootstrap = bootstrap;
    options.strata = predictions.halves;
    if (predictions.several_labels) {
        options.decisions_per_item = predictions.labels;
        return calibration_error(predictions.probabilities, predictions.truth, options);
    }
    auto const decisions = top_label_decisions(predictions.labels, predictions.probabilities,
                                               true_labels(predictions));
    return calibration_error(decisions.said, decisions.came_true, options);
}

CalibrationError said_calibration_error_of(LabelPredictions const& predictions,
                                           BootstrapOptions const& bootstrap) {
    std::vector<double> said;
    std::vector<std::uint8_t> came_true;
    std::vector<std::uint32_t> halves;
    for (std::size_t i = 0; i < predictions.probabilities.size(); ++i) {
        if (predictions.probabilities[i] < 0.5)
            continue;
        said.push_back(predictions.probabilities[i]);
        came_true.push_back(predictions.truth[i]);
        if (!predictions.halves.empty())
            halves.push_back(predictions.halves[i / predictions.labels]);
    }
    CalibrationErrorOptions options;
    options.bootstrap = bootstrap;
    options.strata = halves;
    return calibration_error(said, came_true, options);
}

std::vector<JudgedItem> judged_items(LabelPredictions const& predictions) {
    std::vector<JudgedItem> items;
    for (std::size_t row = 0; row < predictions.rows(); ++row) {
        auto const truth =
            std::span{predictions.truth}.subspan(row * predictions.labels, predictions.labels);
        auto const said = row_of(predictions, row);
        if (predictions.several_labels) {
            items.push_back(judge_labels(said, truth));
        } else {
            auto const place = std::find(truth.begin(), truth.end(), 1);
            ASSERT(place != truth.end());
            items.push_back(judge_top_label(said, static_cast<std::size_t>(place - truth.begin())));
        }
    }
    return items;
}

} // namespace leitstand::learn
