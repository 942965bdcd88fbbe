// SPDX-License-Identifier: EUPL-1.2
// A trained sequence labeller and the tagging with it. The file (docs/formats/tag-model.md) holds
// types, frequent words, gazetteer, a hash table of features with their weights by tag, and the
// transitions. A Tagger remembers what each distinct word adds to the scores around it, so that a
// word that comes again costs a few additions; what it remembers changes no result. Threads: a
// TagModel is read by any number, a Tagger belongs to one.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "learn/chain_crf_trainer.hpp"
#include "learn/model_file.hpp"
#include "learn/tag_features.hpp"

namespace leitstand::learn {

// A weight and its tag in 32 bits: a float whose lowest 8 bits of fraction make place for the tag
// (6 bits) and a bit for "the last one of this feature".
std::uint32_t pack_weight(float weight, Tag tag, bool is_last);
inline Tag packed_tag(std::uint32_t packed) {
    return packed & 0x3F;
}
inline bool packed_is_last(std::uint32_t packed) {
    return (packed & 0x80) != 0;
}
inline float packed_weight(std::uint32_t packed) {
    return std::bit_cast<float>(packed & ~std::uint32_t{0xFF});
}

class TagModel {
  public:
    // Errors: those of ModelFile::open(); damaged "model.damaged" for contents that make no sense.
    static Result<TagModel> open(std::filesystem::path const& path);
    static Result<TagModel> over(ModelFile file);

    TagSet const& tags() const { return tags_; }
    WordClasses const& classes() const { return classes_; }
    Gazetteer const& gazetteer() const { return gazetteer_; }
    Transitions const& transitions() const { return transitions_; }
    ModelFile const& file() const { return file_; }
    std::size_t feature_count() const { return feature_count_; }

    // Adds the weights of a feature, if the model knows it, to the scores of the tags.
    void add_feature(FeatureHash feature, float* scores) const {
        auto const mark = static_cast<std::uint32_t>(feature >> 32);
        for (auto at = feature & table_mask_; table_[at] != 0; at = (at + 1) & table_mask_) {
            if (static_cast<std::uint32_t>(table_[at] >> 32) != mark)
                continue;
            auto const* packed = &weights_[static_cast<std::uint32_t>(table_[at]) - 1];
            for (;; ++packed) {
                scores[packed_tag(*packed)] += packed_weight(*packed);
                if (packed_is_last(*packed))
                    return;
            }
        }
    }
    void fetch_feature(FeatureHash feature) const {
        __builtin_prefetch(&table_[feature & table_mask_]);
    }

  private:
    explicit TagModel(ModelFile file) : file_(std::move(file)) {}
    Result<void> read_tags();
    Result<void> read_features();
    Result<void> read_transitions();

    ModelFile file_;
    TagSet tags_;
    WordClasses classes_;
    Gazetteer gazetteer_;
    Transitions transitions_;
    std::span<std::uint64_t const> table_;   // mark of the hash above, place in weights_ + 1 below
    std::span<std::uint32_t const> weights_; // packed
    std::size_t table_mask_ = 0, feature_count_ = 0;
};

// All parts of a model on their way into a file.
struct TagModelParts {
    TagSet tags;
    std::vector<FeatureHash> frequent_words;
    std::vector<FeatureHash> feature_hashes; // of each feature of `chain`
    TrainedChain chain;
    float weight_least = 0; // nearer to 0 a weight is left out
};
ModelFileWriter tag_model_file(TagModelParts const& parts, Gazetteer const& gazetteer);

class Tagger {
  public:
    explicit Tagger(TagModel const& model); // which must live as long
    ~Tagger();

    // The best tags of a sentence of at least one token.
    void tag(std::span<std::string_view const> tokens, std::vector<Tag>& tags);
    // The same, and of each the probability that the model gives it (its marginal).
    void tag(std::span<std::string_view const> tokens, std::vector<Tag>& tags,
             std::vector<float>& probabilities);

  private:
    struct KnownWord;
    struct Memory;
    KnownWord const& known(std::string_view word);
    void score(std::span<std::string_view const> tokens);

    TagModel const& model_;
    Chain chain_;
    std::unique_ptr<Memory> memory_;
};

} // namespace leitstand::learn
