// SPDX-License-Identifier: EUPL-1.2
// What a text classifier says of labelled texts, side by side with what is right: the ground of
// every figure, of the calibration error and of a risk bound. Threads: plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "learn/calibration_error.hpp"
#include "learn/figures.hpp"
#include "learn/risk_bound.hpp"

namespace leitstand::learn {

class LabelModel;
struct SampleFile;

struct LabelPredictions {
    std::size_t labels = 0;
    bool several_labels = false;
    std::vector<double> probabilities; // rows × labels, row by row
    std::vector<std::uint8_t> truth;   // the same form; with one label each exactly one 1 a row
    std::vector<std::uint32_t> halves; // of each row, where two calibrations speak; else empty

    std::size_t rows() const { return labels == 0 ? 0 : truth.size() / labels; }
};

// `file_name` is for errors alone. Errors: bad_input "samples.unknown_label" (a label that the
// model does not know), "samples.several_labels" (not exactly one where the model knows but one),
// both with file and line.
Result<LabelPredictions> predict_samples(LabelModel const& model, SampleFile const& file,
                                         std::string const& file_name);

// Out-of-fold scores of a model that has just been trained, the rows of each half calibrated by
// those of the other: what a calibration says of rows that it was not fitted on. Rows of one group
// are in the same half. Errors: bad_input "learn.calibration_empty" (all rows are of one group).
Result<LabelPredictions> cross_calibrated(LabelModel const& model);

// The number of each row's label; one label each.
std::vector<std::uint32_t> true_labels(LabelPredictions const& predictions);

LabelFigures figures_of(LabelPredictions const& predictions);
// Of the most probable label with one label each, else of every decision.
CalibrationError calibration_error_of(LabelPredictions const& predictions,
                                      BootstrapOptions const& bootstrap = {});
// Of the labels said (probability 0.5 at least) alone, with several labels a text. Among hundreds
// of labels nearly every decision is a sure no, and the error of all of them is small however far
// the few that anybody sees are off.
CalibrationError said_calibration_error_of(LabelPredictions const& predictions,
                                           BootstrapOptions const& bootstrap = {});
std::vector<JudgedItem> judged_items(LabelPredictions const& predictions);

} // namespace leitstand::learn
