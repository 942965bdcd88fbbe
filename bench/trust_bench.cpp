// SPDX-License-Identifier: EUPL-1.2
// trust_bench FILE…: trains on each file of labelled texts and says how well the probabilities of
// texts that were left out hold (scores out of fold, calibrated by rows of other folds), and which
// share of them may be acted on at a promised error rate. docs/quality.md holds its figures.
#include <thread>

#include "figures.hpp"
#include "learn/label_model.hpp"
#include "learn/label_predictions.hpp"

namespace leitstand {
namespace {

using namespace learn;

constexpr double kAlphas[] = {0.02, 0.05, 0.10};
constexpr double kDelta = 0.05;

void print_figures(std::string const& name, LabelPredictions const& predictions) {
    auto const figures = figures_of(predictions);
    auto const error = calibration_error_of(predictions);
    fmt::print("{}: {} texts, {} labels; wholly right {:.2f} %, micro-F1 {:.2f} %, macro-F1 {:.2f} "
               "%\n  calibration error {:.2f} % ({:.2f} to {:.2f}), with chance {:.2f} %\n",
               name, predictions.rows(), predictions.labels, 100 * figures.wholly_right.value(),
               100 * figures.all.f1(), 100 * figures.macro_f1, 100 * error.debiased,
               100 * error.interval.lower, 100 * error.interval.upper, 100 * error.plain);
}

struct Bounded {
    double alpha = 0;
    RiskBound bound;
};

Result<std::vector<Bounded>> bounds_of(LabelPredictions const& predictions) {
    auto const items = judged_items(predictions);
    std::vector<Bounded> bounds;
    for (auto const alpha : kAlphas)
        bounds.push_back({alpha, TRY(bound_risk(items, alpha, kDelta))});
    return bounds;
}

// What the thresholds do to texts that neither model nor bound has seen.
std::string kept(RiskBound const& bound, LabelPredictions const& unseen) {
    Share wrong;
    for (auto const& item : judged_items(unseen))
        if (item.confidence >= bound.threshold) {
            ++wrong.count;
            wrong.hits += item.wrong ? 1 : 0;
        }
    auto const interval = wilson_interval(wrong);
    return fmt::format("; unseen: wrong {} of {}, {:.2f} % ({:.2f} to {:.2f})", wrong.hits,
                       wrong.count, 100 * wrong.value(), 100 * interval.lower,
                       100 * interval.upper);
}

// Beside the training file a dev.tsv, if there is one, is measured and never trained on.
Result<void> measure(std::filesystem::path const& path) {
    auto const file = TRY(read_samples(path));
    LabelTraining training;
    training.several_labels = file.several_labels;
    training.threads = std::max(1U, std::thread::hardware_concurrency());
    auto const model = TRY(LabelModel::train(file.samples, training));
    auto const predictions = TRY(cross_calibrated(model));
    auto const name = path.parent_path().filename().string();
    print_figures(name + ", out of fold", predictions);
    auto const dev = path.parent_path() / "dev.tsv";
    std::optional<LabelPredictions> unseen;
    if (std::filesystem::exists(dev) && dev != path) {
        unseen = TRY(predict_samples(model, TRY(read_samples(dev)), dev));
        print_figures(name + ", dev", *unseen);
    }
    for (auto const& [alpha, bound] : TRY(bounds_of(predictions)))
        fmt::print("  alpha {:.2f}: {}, threshold {:.4f}, acted on {:.1f} %, of them wrong {:.2f} "
                   "%{}\n",
                   alpha, bound_outcome_name(bound.outcome), bound.threshold,
                   100 * bound.share_acted_on(), 100 * Share{bound.errors, bound.acted_on}.value(),
                   unseen && bound.holds() ? kept(bound, *unseen) : "");
    std::fflush(stdout); // the next file takes its time
    return {};
}

} // namespace
} // namespace leitstand

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (auto const measured = leitstand::measure(argv[i]); !measured) {
            fmt::print(stderr, "{}: {}\n", argv[i], measured.error().describe());
            return 1;
        }
    return argc > 1 ? 0 : 2;
}
