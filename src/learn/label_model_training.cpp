// SPDX-License-Identifier: EUPL-1.2
// How a label model comes about: encode, train on folds for scores of texts that were not trained
// on, calibrate on these, train on everything, make the weights whole numbers.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/assert.hpp"
#include "learn/factorised_trainer.hpp"
#include "learn/label_model.hpp"
#include "learn/near_copies.hpp"
#include "learn/parallel.hpp"
#include "learn/training_folds.hpp"

namespace leitstand::learn {

std::vector<LearningChoice> usual_choices() {
    FeatureSettings pages;
    pages.word_sequence_max = 3;
    pages.pieces_weight = 0.5;
    // Long texts have enough frequent words of their own: factors only blur them
    // (docs/quality.md).
    return {{FeatureSettings{}, 1, 0.2f}, {pages, 2, 0}};
}

class LabelModelTrainer {
  public:
    LabelModelTrainer(std::span<Sample const> samples, LabelTraining const& training)
        : samples_(samples), training_(training) {}
    Result<LabelModel> train();

  private:
    // One choice with everything that was computed for it.
    struct Trial {
        TextEncoder encoder;
        CountedTexts counted; // by the encoder
        SparseMatrix rows;
        LinearWeights before;       // from the priors; empty without
        std::vector<double> scores; // out of fold, samples × labels
    };
    Result<void> set_labels();
    Result<void> check_size() const;
    std::size_t features_max() const;
    LinearSettings linear_settings(double cost) const;
    std::vector<std::string> prior_features() const;
    std::vector<std::uint32_t> families() const; // of each label; empty where none are rivals
    LinearWeights prior_weights(TextEncoder const& encoder) const; // no labels without priors
    Trial start(LearningChoice const& choice, unsigned threads) const;
    LinearWeights train_rows(SparseMatrix const& rows, LinearWeights const& before,
                             LearningChoice const& choice, std::span<std::uint32_t const> chosen,
                             unsigned threads) const;
    void score_fold(Trial& trial, LearningChoice const& choice, unsigned fold) const;
    // Share of right texts, or micro-F1 where a text has several labels.
    double figure(std::vector<double> const& scores, std::span<std::uint32_t const> rows) const;
    void make_whole(LinearWeights const& weights, LabelModel& model) const;
    Result<void> calibrate(LabelModel& model) const;
    LabelModel put_together(Trial trial, LinearWeights const& weights) const;

    std::span<Sample const> samples_;
    LabelTraining const& training_;
    std::vector<std::string> labels_;
    std::vector<std::vector<std::uint32_t>> labels_of_; // of each sample
    TrainingFolds folds_;
};

namespace {

// Hash, idf, and its share of the words of compounds (TextEncoder::learn).
constexpr std::size_t kBytesOfFeature = sizeof(std::uint64_t) + sizeof(float) + 1;
constexpr std::size_t kManifestBytes = 64 << 10;

} // namespace

Result<void> LabelModelTrainer::check_size() const {
    std::uint64_t bytes = 0;
    for (auto const& sample : samples_)
        bytes += sample.text.size();
    if (bytes > kTrainingTextBytesMax)
        return fail(Code::too_large, "samples.too_much",
                    fmt::format("{} bytes of {}", bytes, kTrainingTextBytesMax));
    auto const decisions = std::uint64_t{samples_.size()} * labels_.size();
    if (decisions > kTrainingDecisionsMax)
        return fail(Code::too_large, "samples.too_much",
                    fmt::format("{} texts with {} labels", samples_.size(), labels_.size()));
    return {};
}

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
    auto const others = kManifestBytes + samples_.size() * sizeof(std::uint64_t); // and text hashes
    if (training_.model_bytes_max <= others)
        return 1;
    return std::min<std::size_t>((training_.model_bytes_max - others) / of_feature, 100'000'000);
}

LinearSettings LabelModelTrainer::linear_settings(double cost) const {
    LinearSettings settings;
    settings.cost = cost;
    settings.seed = training_.seed;
    settings.tolerance = 0.3; // closer to the optimum no figure gets better (docs/quality.md)
    if (!training_.label_costs.empty())
        for (auto const& label : labels_) {
            auto const found = training_.label_costs.find(label);
            settings.cost_with.push_back(found == training_.label_costs.end() ? 1.0f
                                                                              : found->second);
        }
    return settings;
}

std::vector<std::string> LabelModelTrainer::prior_features() const {
    std::vector<std::string> names;
    for (auto const& prior : training_.priors)
        names.push_back(prior.feature);
    return names;
}

std::vector<std::uint32_t> LabelModelTrainer::families() const {
    std::vector<std::uint32_t> families;
    auto const& named = training_.rivals;
    auto others = static_cast<std::uint32_t>(named.size());
    for (std::size_t i = 0; i < labels_.size() && !named.empty(); ++i) {
        auto const family = std::find_if(named.begin(), named.end(), [&](auto const& labels) {
            return std::find(labels.begin(), labels.end(), labels_[i]) != labels.end();
        });
        families.push_back(family == named.end()
                               ? others++ // without a rival
                               : static_cast<std::uint32_t>(family - named.begin()));
    }
    return families;
}

LinearWeights LabelModelTrainer::prior_weights(TextEncoder const& encoder) const {
    LinearWeights before;
    if (training_.priors.empty())
        return before;
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

LabelModelTrainer::Trial LabelModelTrainer::start(LearningChoice const& choice,
                                                  unsigned threads) const {
    auto encoder =
        TextEncoder::learn(samples_, choice.features, features_max(), threads, prior_features());
    auto counted = encoder.count_all(samples_, threads);
    auto rows = encoder.weigh_all(counted, encoder, samples_, threads);
    auto before = prior_weights(encoder);
    return {std::move(encoder), std::move(counted), std::move(rows), std::move(before),
            std::vector<double>(samples_.size() * labels_.size(), 0)};
}

LinearWeights LabelModelTrainer::train_rows(SparseMatrix const& rows, LinearWeights const& before,
                                            LearningChoice const& choice,
                                            std::span<std::uint32_t const> chosen,
                                            unsigned threads) const {
    auto settings = linear_settings(choice.cost);
    settings.threads = threads;
    auto const labels = static_cast<std::uint32_t>(labels_.size());
    auto weights = train_linear(rows, labels_of_, chosen, labels, settings,
                                before.labels == 0 ? nullptr : &before);
    if (choice.factorised > 0) {
        FactorisedSettings factorised;
        factorised.several_labels = training_.several_labels;
        factorised.seed = training_.seed;
        weights.add(train_factorised(rows, labels_of_, chosen, labels, factorised),
                    choice.factorised);
    }
    return weights;
}

void LabelModelTrainer::score_fold(Trial& trial, LearningChoice const& choice,
                                   unsigned fold) const {
    auto const others = folds_.outside(fold);
    if (others.empty())
        return; // one group of texts alone: all labels are unseen, no score is used
    auto const encoder = trial.encoder.of_fewer(trial.rows, others, prior_features());
    auto const rows = encoder.weigh_all(trial.counted, trial.encoder, samples_, 1);
    auto const weights = train_rows(rows, prior_weights(encoder), choice, others, 1);
    std::vector<float> row(labels_.size());
    for (auto const i : folds_.inside(fold)) {
        weights.scores(rows.row(i), row);
        std::copy(row.begin(), row.end(),
                  trial.scores.begin() + static_cast<std::ptrdiff_t>(i * labels_.size()));
    }
}

double LabelModelTrainer::figure(std::vector<double> const& scores,
                                 std::span<std::uint32_t const> rows) const {
    std::size_t hits = 0, said = 0, wanted = 0;
    for (auto const i : rows) {
        auto const row = std::span(scores).subspan(i * labels_.size(), labels_.size());
        auto const has = [&](std::size_t label) {
            return std::find(labels_of_[i].begin(), labels_of_[i].end(), label) !=
                   labels_of_[i].end();
        };
        auto const say = [&](std::size_t label) {
            ++said;
            hits += has(label) ? 1 : 0;
        };
        wanted += labels_of_[i].size();
        if (!training_.several_labels)
            say(static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin()));
        for (std::size_t label = 0; training_.several_labels && label < row.size(); ++label)
            if (row[label] > 0)
                say(label);
    }
    return said + wanted == 0
               ? 0
               : 2.0 * static_cast<double>(hits) / static_cast<double>(said + wanted);
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
            TRY(SigmoidCalibration::fit({labels_.size(), known.scores, known.truth, known.groups,
                                         known.unseen, known.families}));
        described = fitted.to_json();
        method = fitted.method();
        model.calibration_ = fitted;
    } else {
        std::vector<std::uint32_t> truth;
        for (auto const& labels : labels_of_)
            truth.push_back(labels.front());
        auto const fitted = TRY(SoftmaxCalibration::fit(
            {labels_.size(), known.scores, truth, known.groups, known.unseen}));
        described = fitted.to_json();
        method = fitted.method();
        model.calibration_ = fitted;
    }
    (*model.manifest_)["calibration"] = std::move(described);
    (*model.manifest_)["calibration_method"] = method;
    // Of these no probability was ever compared with the truth.
    auto not_calibrated = Json::array();
    for (std::uint32_t label = 0; label < labels_.size(); ++label)
        if (known.unseen[label] != 0 ||
            std::none_of(labels_of_.begin(), labels_of_.end(), [&](auto const& numbers) {
                return std::find(numbers.begin(), numbers.end(), label) != numbers.end();
            }))
            not_calibrated.push_back(labels_[label]);
    (*model.manifest_)["not_calibrated"] = std::move(not_calibrated);
    return {};
}

LabelModel LabelModelTrainer::put_together(Trial trial, LinearWeights const& weights) const {
    LabelModel model{std::move(trial.encoder)};
    model.labels_ = labels_;
    model.several_labels_ = training_.several_labels;
    for (auto const& sample : samples_)
        model.trained_texts_.push_back(trained_text_hash(sample.text));
    std::sort(model.trained_texts_.begin(), model.trained_texts_.end());
    make_whole(weights, model);
    model.out_of_fold_.scores = std::move(trial.scores);
    model.out_of_fold_.truth.assign(samples_.size() * labels_.size(), 0);
    for (std::size_t i = 0; i < samples_.size(); ++i)
        for (auto const label : labels_of_[i])
            model.out_of_fold_.truth[i * labels_.size() + label] = 1;
    model.out_of_fold_.groups = folds_.groups;
    model.out_of_fold_.unseen = folds_.unseen;
    model.out_of_fold_.families = families();
    return model;
}

Result<LabelModel> LabelModelTrainer::train() {
    ASSERT(training_.folds >= 2 && !training_.choices.empty());
    ASSERT(training_.groups.empty() || training_.groups.size() == samples_.size());
    if (samples_.empty())
        return fail(Code::bad_input, "samples.empty");
    TRY(set_labels());
    TRY(check_size());
    auto const copies = training_.groups.empty() ? near_copies(samples_, training_.threads)
                                                 : std::vector<std::uint32_t>{};
    folds_ = make_folds(labels_of_, labels_.size(), training_.folds, training_.groups, copies);
    auto const& choices = training_.choices;
    auto const one_choice = choices.size() == 1;
    std::vector<std::optional<Trial>> trials(choices.size());
    in_parallel(choices.size(), one_choice ? 1 : training_.threads, [&](std::size_t i) {
        trials[i].emplace(start(choices[i], one_choice ? training_.threads : 1));
        if (!one_choice)
            score_fold(*trials[i], choices[i], 0);
    });
    auto const first_fold = folds_.inside(0);
    std::vector<double> tried;
    for (auto const& trial : trials)
        tried.push_back(figure(trial->scores, first_fold));
    auto const best =
        static_cast<std::size_t>(std::max_element(tried.begin(), tried.end()) - tried.begin());
    auto const& choice = choices[best];
    auto trial = std::move(*trials[best]);
    trials.clear();

    std::vector<std::uint32_t> everything(samples_.size());
    std::iota(everything.begin(), everything.end(), 0u);
    LinearWeights weights;
    unsigned const known_folds = one_choice ? 0 : 1;
    // The longest first: job 0 trains on everything.
    in_parallel(1 + training_.folds - known_folds, training_.threads, [&](std::size_t job) {
        if (job == 0)
            weights = train_rows(trial.rows, trial.before, choice, everything, 1);
        else
            score_fold(trial, choice, static_cast<unsigned>(job) - 1 + known_folds);
    });
    auto const reached = figure(trial.scores, everything);
    auto model = put_together(std::move(trial), weights);
    *model.manifest_ = {{"labels", labels_},        {"several_labels", training_.several_labels},
                        {"texts", samples_.size()}, {"data_sha256", training_.data_sha256},
                        {"seed", training_.seed},   {"features", choice.features.to_json()},
                        {"loss", "squared_hinge"},  {"cost", choice.cost},
                        {"folds", training_.folds}, {"factorised", choice.factorised}};
    if (!one_choice)
        (*model.manifest_)["tried"] = tried;
    TRY(calibrate(model));
    model.set_figures("out_of_fold",
                      {{training_.several_labels ? "micro_f1" : "accuracy", reached}});
    return model;
}

Result<LabelModel> LabelModel::train(std::span<Sample const> samples,
                                     LabelTraining const& training) {
    return LabelModelTrainer{samples, training}.train();
}

} // namespace leitstand::learn
