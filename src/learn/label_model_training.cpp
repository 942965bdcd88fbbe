// SPDX-License-Identifier: EUPL-1.2
// How a label model comes about: encode, train on folds for scores of texts that were not trained
// on, calibrate on these, train on everything, make the weights whole numbers.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/assert.hpp"
#include "learn/label_model.hpp"
#include "learn/parallel.hpp"

namespace leitstand::learn {

class LabelModelTrainer {
  public:
    LabelModelTrainer(std::span<Sample const> samples, LabelTraining const& training)
        : samples_(samples), training_(training) {}
    Result<LabelModel> train();

  private:
    Result<void> set_labels();
    std::size_t features_max() const;
    LinearSettings linear_settings(double cost) const;
    LinearWeights prior_weights(TextEncoder const& encoder) const;
    std::vector<std::uint32_t> rows_where(unsigned fold, bool inside) const;
    unsigned fold_of(std::size_t sample) const;
    double out_of_fold_figure(std::vector<double> const& scores) const;
    void make_whole(LinearWeights const& weights, LabelModel& model) const;
    Result<void> calibrate(LabelModel& model) const;

    std::span<Sample const> samples_;
    LabelTraining const& training_;
    std::vector<std::string> labels_;
    std::vector<std::vector<std::uint32_t>> labels_of_; // of each sample
};

namespace {

// Neighbours in a file often come from one letter or one decision; they stay in one fold.
constexpr std::size_t kNeighbours = 10;
constexpr std::size_t kBytesOfFeature = sizeof(std::uint64_t) + sizeof(float);
constexpr std::size_t kManifestBytes = 64 << 10;

} // namespace

Result<void> LabelModelTrainer::set_labels() {
    labels_ = training_.labels;
    for (std::size_t i = 0; i < samples_.size(); ++i) {
        if (!training_.several_labels && samples_[i].labels.size() != 1)
            return fail(Code::bad_input, "samples.several_labels",
                        fmt::format("text {} (line {})", i + 1, samples_[i].line));
        labels_.insert(labels_.end(), samples_[i].labels.begin(), samples_[i].labels.end());
    }
    std::sort(labels_.begin(), labels_.end());
    labels_.erase(std::unique(labels_.begin(), labels_.end()), labels_.end());
    if (labels_.size() < 2)
        return fail(Code::bad_input, "samples.one_label");
    if (labels_.size() > kLabelsMax)
        return fail(Code::bad_input, "samples.too_many_labels",
                    fmt::format("{} of {}", labels_.size(), kLabelsMax));
    for (auto const& sample : samples_) {
        auto& numbers = labels_of_.emplace_back();
        for (auto const& label : sample.labels)
            numbers.push_back(static_cast<std::uint32_t>(
                std::lower_bound(labels_.begin(), labels_.end(), label) - labels_.begin()));
    }
    return {};
}

std::size_t LabelModelTrainer::features_max() const {
    auto const of_feature = kBytesOfFeature + labels_.size() * sizeof(std::int16_t);
    auto const fixed = kManifestBytes + training_.model_bytes_max / 16; // words of compounds
    return training_.model_bytes_max <= fixed
               ? 1
               : std::min<std::size_t>((training_.model_bytes_max - fixed) / of_feature,
                                       100'000'000);
}

LinearSettings LabelModelTrainer::linear_settings(double cost) const {
    LinearSettings settings;
    settings.cost = cost;
    settings.seed = training_.seed;
    if (!training_.label_costs.empty())
        for (auto const& label : labels_) {
            auto const found = training_.label_costs.find(label);
            settings.cost_with.push_back(found == training_.label_costs.end() ? 1.0f
                                                                              : found->second);
        }
    return settings;
}

LinearWeights LabelModelTrainer::prior_weights(TextEncoder const& encoder) const {
    LinearWeights before;
    before.columns = encoder.columns();
    before.labels = static_cast<std::uint32_t>(labels_.size());
    before.weights.assign(std::size_t{before.columns} * before.labels, 0);
    for (auto const& prior : training_.priors) {
        auto const column = encoder.column_of_given(prior.feature);
        auto const label = std::lower_bound(labels_.begin(), labels_.end(), prior.label);
        if (column != Vocabulary::kUnknown && label != labels_.end() && *label == prior.label)
            before.at(column, static_cast<std::uint32_t>(label - labels_.begin())) = prior.weight;
    }
    return before;
}

unsigned LabelModelTrainer::fold_of(std::size_t sample) const {
    auto const unit = training_.groups.empty() ? sample / kNeighbours : training_.groups[sample];
    return static_cast<unsigned>(unit % training_.folds);
}

std::vector<std::uint32_t> LabelModelTrainer::rows_where(unsigned fold, bool inside) const {
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < samples_.size(); ++i)
        if ((fold_of(i) == fold) == inside)
            rows.push_back(static_cast<std::uint32_t>(i));
    return rows;
}

// Share of right texts, or micro-F1 where a text has several labels.
double LabelModelTrainer::out_of_fold_figure(std::vector<double> const& scores) const {
    std::size_t hits = 0, said = 0, true_ones = 0;
    for (std::size_t i = 0; i < samples_.size(); ++i) {
        auto const row = std::span(scores).subspan(i * labels_.size(), labels_.size());
        auto const has = [&](std::size_t label) {
            return std::find(labels_of_[i].begin(), labels_of_[i].end(), label) !=
                   labels_of_[i].end();
        };
        true_ones += labels_of_[i].size();
        if (!training_.several_labels) {
            ++said;
            hits += has(
                static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin()));
            continue;
        }
        for (std::size_t label = 0; label < row.size(); ++label)
            if (row[label] > 0) {
                ++said;
                hits += has(label);
            }
    }
    return said + true_ones == 0
               ? 0
               : 2 * static_cast<double>(hits) / static_cast<double>(said + true_ones);
}

// Each label gets the power of two that its largest weight just fits into.
void LabelModelTrainer::make_whole(LinearWeights const& weights, LabelModel& model) const {
    auto const labels = labels_.size();
    model.weights_.resize(weights.weights.size());
    for (std::size_t label = 0; label < labels; ++label) {
        float largest = 0;
        for (std::size_t at = label; at < weights.weights.size(); at += labels)
            largest = std::max(largest, std::abs(weights.weights[at]));
        auto const exponent = largest > 0 ? std::ilogb(largest) + 1 - 15 : -15;
        model.exponents_.push_back(exponent);
        for (std::size_t at = label; at < weights.weights.size(); at += labels)
            model.weights_[at] = static_cast<std::int16_t>(std::clamp<long>(
                std::lround(std::ldexp(weights.weights[at], -exponent)), -32767, 32767));
        model.intercepts_.push_back(
            std::llround(std::ldexp(weights.intercepts[label], kValueBits - exponent)));
    }
}

Result<void> LabelModelTrainer::calibrate(LabelModel& model) const {
    auto const& known = model.out_of_fold_;
    Json described;
    std::string method;
    if (training_.several_labels) {
        auto const fitted =
            TRY(SigmoidCalibration::fit({labels_.size(), known.scores, known.truth}));
        described = fitted.to_json();
        method = fitted.method();
        model.calibration_ = fitted;
    } else {
        std::vector<std::uint32_t> truth;
        for (auto const& labels : labels_of_)
            truth.push_back(labels.front());
        auto const fitted = TRY(SoftmaxCalibration::fit({labels_.size(), known.scores, truth}));
        described = fitted.to_json();
        method = fitted.method();
        model.calibration_ = fitted;
    }
    (*model.manifest_)["calibration"] = std::move(described);
    (*model.manifest_)["calibration_method"] = method;
    return {};
}

Result<LabelModel> LabelModelTrainer::train() {
    ASSERT(training_.folds >= 2 && !training_.costs.empty());
    if (samples_.empty())
        return fail(Code::bad_input, "samples.empty");
    TRY(set_labels());
    auto const labels = static_cast<std::uint32_t>(labels_.size());
    auto encoder =
        TextEncoder::learn(samples_, training_.features, features_max(), training_.threads);
    auto const rows = encoder.encode_all(samples_, training_.threads);
    auto const before = prior_weights(encoder);
    auto const* const start = training_.priors.empty() ? nullptr : &before;

    // All folds of all costs are independent of each other.
    std::vector<std::vector<double>> scores(training_.costs.size());
    for (auto& of_cost : scores)
        of_cost.assign(samples_.size() * labels, 0);
    in_parallel(training_.costs.size() * training_.folds, training_.threads, [&](std::size_t job) {
        auto const cost = job / training_.folds;
        auto const fold = static_cast<unsigned>(job % training_.folds);
        auto const others = rows_where(fold, false);
        if (others.empty())
            return;
        auto const weights = train_linear(rows, labels_of_, others, labels,
                                          linear_settings(training_.costs[cost]), start);
        std::vector<float> row(labels);
        for (auto const i : rows_where(fold, true)) {
            weights.scores(rows.row(i), row);
            std::copy(row.begin(), row.end(), scores[cost].begin() + std::ptrdiff_t(i) * labels);
        }
    });
    std::size_t best = 0;
    std::vector<double> figures;
    for (std::size_t cost = 0; cost < scores.size(); ++cost) {
        figures.push_back(out_of_fold_figure(scores[cost]));
        if (figures[cost] > figures[best])
            best = cost;
    }
    auto settings = linear_settings(training_.costs[best]);
    settings.threads = training_.threads;
    std::vector<std::uint32_t> everything(samples_.size());
    std::iota(everything.begin(), everything.end(), 0u);

    LabelModel model{std::move(encoder)};
    model.labels_ = labels_;
    model.several_labels_ = training_.several_labels;
    make_whole(train_linear(rows, labels_of_, everything, labels, settings, start), model);
    model.out_of_fold_.scores = std::move(scores[best]);
    model.out_of_fold_.truth.assign(samples_.size() * labels, 0);
    for (std::size_t i = 0; i < samples_.size(); ++i)
        for (auto const label : labels_of_[i])
            model.out_of_fold_.truth[i * labels + label] = 1;
    *model.manifest_ = {{"labels", labels_},        {"several_labels", training_.several_labels},
                        {"texts", samples_.size()}, {"data_sha256", training_.data_sha256},
                        {"seed", training_.seed},   {"features", training_.features.to_json()},
                        {"loss", "squared_hinge"},  {"cost", training_.costs[best]},
                        {"folds", training_.folds}};
    TRY(calibrate(model));
    model.set_figures("out_of_fold",
                      {{training_.several_labels ? "micro_f1" : "accuracy", figures[best]}});
    return model;
}

Result<LabelModel> LabelModel::train(std::span<Sample const> samples,
                                     LabelTraining const& training) {
    return LabelModelTrainer{samples, training}.train();
}

} // namespace leitstand::learn
