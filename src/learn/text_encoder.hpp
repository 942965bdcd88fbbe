// SPDX-License-Identifier: EUPL-1.2
// From a text to a row of numbers: the features that the model knows, each
// worth (1 + log of its number) * idf, brought to the same length within its
// view. Values are whole multiples of kValueUnit, so that sums of them times
// whole weights are exact in any order, and an explanation can add up to the
// last bit. Threads: immutable after learn()/load(); one Scratch per thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "learn/features.hpp"
#include "learn/model_file.hpp"
#include "learn/samples.hpp"
#include "learn/sparse_matrix.hpp"
#include "learn/vocabulary.hpp"

namespace leitstand::learn {

inline constexpr int kValueBits = 14;
inline constexpr float kValueUnit = 1.0f / (1 << kValueBits);

struct EncodedValue {
    std::uint32_t column = 0;
    std::int16_t value = 0; // times kValueUnit
};

// What stands in many texts, before it is weighed: an encoder of fewer texts weighs it anew and
// need not read them again.
struct CountedFeature {
    std::uint32_t column = 0;
    std::uint32_t count = 0; // 0 of a given feature
    View view = View::words;
};
struct CountedTexts {
    std::vector<CountedFeature> values;
    std::vector<std::size_t> starts{0}; // of each text, and the end of the last
};

class TextEncoder {
  public:
    // What encode() works in, kept from text to text so that nothing is allocated
    // anew.
    struct Scratch {
        std::vector<text::Token> words; // of the text; empty where the caller brought them
        std::vector<FeatureHit> hits;
        std::vector<EncodedValue> row;
        // Where each hit and each given feature stands in `row`, kUnknown where it
        // does not.
        std::vector<std::uint32_t> hit_places, given_places;
        std::vector<std::uint32_t> counts; // hits of each value of `row`; 0 of a given feature
        std::vector<float> weighted;
        std::vector<View> views;
        // Where each column of the model stands in `row`, plus one; all 0 between
        // texts.
        std::vector<std::uint32_t> places;
    };

    // Chooses the vocabulary of the samples; at most `features_max`, those of
    // most texts, and besides the given features named in `always`.
    static TextEncoder learn(std::span<Sample const> samples, FeatureSettings const& settings,
                             std::size_t features_max, unsigned threads,
                             std::span<std::string const> always = {});
    static Result<TextEncoder> load(ModelFile const& file);
    void store(ModelFileWriter& writer) const;

    TextEncoder(TextEncoder&&) noexcept = default;
    TextEncoder& operator=(TextEncoder&&) noexcept = default;

    // The row of one text, in `scratch.row`.
    void encode(std::string_view text, std::span<GivenFeature const> given, Scratch& scratch) const;
    // The same of words that text::tokenise() has made already.
    void encode(std::vector<text::Token> const& words, std::span<GivenFeature const> given,
                Scratch& scratch) const;

    SparseMatrix encode_all(std::span<Sample const> samples, unsigned threads) const;
    // The two halves of encode_all(). `counted` comes from count_all() of `by` for the same
    // samples; `by` is this encoder or the one that this one is of_fewer() of.
    CountedTexts count_all(std::span<Sample const> samples, unsigned threads) const;
    SparseMatrix weigh_all(CountedTexts const& counted, TextEncoder const& by,
                           std::span<Sample const> samples, unsigned threads) const;

    // The encoder that the chosen rows alone would have led to: without the
    // features that too few of them have, and with idf counted among them, so
    // that a text held aside lends nothing to what is seen of it. Given features
    // named in `always` stay. The words that compounds are made of and the bound
    // on features remain those of all texts. `rows`: of encode_all().
    TextEncoder of_fewer(SparseMatrix const& rows, std::span<std::uint32_t const> chosen,
                         std::span<std::string const> always) const;

    // Keeps only these columns (ascending).
    void keep(std::span<std::uint32_t const> columns);

    // Vocabulary::kUnknown where no sample had it.
    std::uint32_t column_of_given(std::string_view name) const {
        return vocabulary_.find(given_feature_hash(name));
    }
    std::uint32_t columns() const { return vocabulary_.size(); }
    FeatureSettings const& settings() const { return settings_; }

  private:
    TextEncoder() = default;
    void index();
    void place(std::span<GivenFeature const> given, Scratch& scratch) const;
    void weigh(std::span<GivenFeature const> given, Scratch& scratch) const;
    std::vector<std::uint32_t> columns_of(TextEncoder const& other) const;
    void take_up(std::span<CountedFeature const> counted, std::span<std::uint32_t const> columns,
                 std::span<GivenFeature const> given, Scratch& scratch) const;

    FeatureSettings settings_;
    std::vector<std::uint64_t> part_hashes_; // words that compounds are made of
    std::vector<std::uint64_t> hashes_;      // of all columns, ascending
    std::vector<float> idfs_;
    Vocabulary parts_;
    Vocabulary vocabulary_;
};

} // namespace leitstand::learn
