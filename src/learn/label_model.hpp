// SPDX-License-Identifier: EUPL-1.2
// A trained text classifier: one label a text or several, calibrated,
// explained, kept in one file (docs/formats/label-model.md). Scores are sums of
// whole numbers times a power of two, so that intercept and contributions add
// up to the score exactly, in any order. Threads: a LabelModel is immutable;
// one LabelModel::Scratch per thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "learn/calibration.hpp"
#include "learn/label_reasons.hpp"
#include "learn/linear_trainer.hpp"
#include "learn/samples.hpp"
#include "learn/text_encoder.hpp"

namespace leitstand::learn {

// What is known before any text was seen: a text with this given feature speaks
// so much for this label. Training moves away from it only where the texts say
// otherwise.
struct PriorWeight {
    std::string feature;
    std::string label;
    float weight = 1;
};

// One way of learning. Which is best depends on the texts: in long ones pieces
// of words count for less, and an error may cost more.
struct LearningChoice {
    FeatureSettings features;
    double cost = 1;
    // How much the scores of factorised separators (factorised_trainer.hpp) count beside those
    // trained apart, which count 1. 0: they are not trained.
    float factorised = 0;
};
std::vector<LearningChoice> usual_choices();

// So that training stays within some 4 GiB of memory; docs/limits.md.
inline constexpr std::uint64_t kTrainingTextBytesMax = 64 << 20;   // of all texts together
inline constexpr std::uint64_t kTrainingDecisionsMax = 50'000'000; // texts times labels

struct LabelTraining {
    // The one that is best on a fold of the training texts is taken; a single one
    // is not measured.
    std::vector<LearningChoice> choices = usual_choices();
    std::map<std::string, float> label_costs; // factor of a label's rows; 1 where missing
    std::vector<PriorWeight> priors;
    std::vector<std::string> labels; // that the model shall know besides those of the samples
    bool several_labels = false;
    // Families of labels that are rivals of each other (rivalry.hpp); with several labels alone.
    std::vector<std::vector<std::string>> rivals;
    // A number for each sample: those with the same one (one writer, one
    // template) are never on both sides of a fold. Empty: near copies and
    // neighbours are kept together.
    std::vector<std::uint32_t> groups;
    unsigned folds = 4; // for the calibration, on scores of texts that were not trained on
    std::uint64_t model_bytes_max = 10'000'000;
    std::uint64_t seed = 1;
    unsigned threads = 1;
    // Of the training files; they and nothing else tell a reader of the model
    // what it was made of.
    std::vector<std::string> data_sha256;
};

// One reason: words of the text, a mark of the whole text, or a given feature.
struct Contribution {
    std::string name;                   // the words as they stand, the given feature's name, or ""
                                        // for marks
    std::optional<text::ByteSpan> span; // in the text, where it is words
    double value = 0;
};

struct Explanation {
    double score = 0;
    double intercept = 0;
    std::vector<Contribution> contributions; // largest amount first; sum + intercept == score
};

// Which words, left out, would make the model say something else.
struct Counterfactual {
    std::vector<text::ByteSpan> without; // in text order
    std::uint32_t label = 0;             // what it would say then; with several labels: the same
    double probability = 0;              // of the label asked for, without the words
};

class LabelModel {
  public:
    struct Scratch {
        TextEncoder::Scratch text;
        std::vector<std::int32_t> near; // sums that may not have overflown yet
        std::vector<std::int64_t> sums;
        ReasonFinder reasons;
        bool reasons_started = false; // for the text last scored
    };
    // Scores of texts that the scoring model was not trained on, for figures and
    // risk bounds.
    struct OutOfFold {
        std::vector<double> scores;          // samples × labels
        std::vector<std::uint8_t> truth;     // the same form
        std::vector<std::uint32_t> groups;   // of each sample: what was held aside together
        std::vector<std::uint8_t> unseen;    // of each label: 1 where the calibration leaves it out
        std::vector<std::uint32_t> families; // of each label: who are rivals; empty: none are
    };

    // Errors: bad_input "samples.empty", "samples.one_label",
    // "samples.several_labels" (a sample without exactly one label where one is
    // wanted), "samples.too_many_labels"; too_large "samples.too_much" (beyond
    // kTrainingTextBytesMax or kTrainingDecisionsMax).
    static Result<LabelModel> train(std::span<Sample const> samples, LabelTraining const& training);
    // Errors: as ModelFile::open.
    static Result<LabelModel> open(std::filesystem::path const& path);
    static Result<LabelModel> from_file(ModelFile const& file);
    // Errors: as ModelFileWriter::write. Returns the bytes of the file.
    Result<std::uint64_t> write(std::filesystem::path const& path) const;
    std::string bytes() const;

    LabelModel(LabelModel&&) noexcept;
    LabelModel& operator=(LabelModel&&) noexcept;
    ~LabelModel();

    std::vector<std::string> const& labels() const { return labels_; }
    std::optional<std::uint32_t> label(std::string_view name) const;
    bool several_labels() const { return several_labels_; }
    Json const& manifest() const { return *manifest_; }
    // Adds to what the manifest says of the model, before it is written: figures
    // of a dev file.
    void set_figures(std::string const& name, Json figures);
    // How many of these texts the model was trained on, by a hash of 64 bits of each. Figures of
    // such texts say nothing.
    std::size_t trained_on(std::span<Sample const> samples) const;
    OutOfFold const& out_of_fold() const { return out_of_fold_; } // empty for a model from a file

    // One score for each label.
    void scores(std::string_view text, std::span<GivenFeature const> given, Scratch& scratch,
                std::span<double> out) const;
    // The same of words that text::tokenise() has made already.
    void scores(std::vector<text::Token> const& words, std::span<GivenFeature const> given,
                Scratch& scratch, std::span<double> out) const;
    // Scores to calibrated probabilities.
    void probabilities(std::span<double const> scores, std::span<double> out) const;
    // What the strongest rival adds to a label's score before it becomes a probability.
    std::optional<Rivalry::Rival> rival(std::uint32_t label, std::span<double const> scores) const;

    // Why `label` got its score.
    Explanation explain(std::string_view text, std::span<GivenFeature const> given,
                        std::uint32_t label, Scratch& scratch) const;
    // The same of the text that `scratch` was last used for, by this model:
    // several labels of one text need not read it again, and whoever shows few
    // reasons names only these.
    Reasons reasons(std::uint32_t label, Scratch& scratch) const;
    // Leaves out the words that speak most for `label`, one more each time, until
    // the model says something else: another label is best, or with several
    // labels its probability falls below one half. Nothing where `words_max`
    // words do not suffice or the model does not say `label` now.
    std::optional<Counterfactual> counterfactual(std::string_view text,
                                                 std::span<GivenFeature const> given,
                                                 std::uint32_t label, Scratch& scratch,
                                                 std::size_t words_max = 5) const;

  private:
    friend class LabelModelTrainer;
    LabelModel(TextEncoder encoder);
    ModelFileWriter writer() const;
    void add_up(Scratch& scratch, std::span<double> out) const;
    // The value of a whole score of `label`: a power of two.
    double unit(std::uint32_t label) const;

    TextEncoder encoder_;
    std::vector<std::string> labels_;
    bool several_labels_ = false;
    std::vector<std::int16_t> weights_;    // feature by feature, one for each label
    std::vector<std::int64_t> intercepts_; // in units of the label's score
    std::vector<std::int32_t> exponents_;  // of each label's weights: weight = whole * 2^exponent
    std::vector<std::uint64_t> trained_texts_; // hashes, ascending
    std::variant<SoftmaxCalibration, SigmoidCalibration> calibration_;
    std::unique_ptr<Json> manifest_;
    OutOfFold out_of_fold_;
};

} // namespace leitstand::learn
