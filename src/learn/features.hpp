// SPDX-License-Identifier: EUPL-1.2
// What a linear learner sees of a text: words, their stems, sequences of words, the parts
// of compounds, pieces of words, and simple marks of shape and length. Each is a 64-bit hash with
// the words it was read from, so that a weight can be shown in the text. Nothing is weighted here.
// Threads: any; a reader is immutable.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "learn/vocabulary.hpp"
#include "text/span.hpp"
#include "text/tokens.hpp"

namespace leitstand::learn {

// Views of a text are brought to the same length apart from each other: many pieces of words must
// not drown few words.
enum class View : std::uint8_t { words, pieces, given };
inline constexpr std::size_t kViews = 3;

// Features beyond this many in one text are left out: the text of some 100 pages.
inline constexpr std::size_t kFeaturesOfTextMax = 1'000'000;

// Raised whenever a text gets other features, other hashes or other settings than before: models of
// another revision are refused, since they would be wrong without a sign.
inline constexpr unsigned kFeatureRevision = 1;

struct FeatureSettings {
    unsigned word_sequence_max = 2; // 1: single words alone; at most 4
    unsigned piece_size_min = 2;    // characters, the word's borders among them
    unsigned piece_size_max = 5;    // 0: no pieces of words
    bool stems = true;
    bool compounds = true;
    bool shapes = true;
    unsigned texts_min = 2; // a feature of fewer texts is left out
    float words_weight = 1; // of each view
    float pieces_weight = 1;
    float given_weight = 1;

    Json to_json() const;
    // Errors: bad_input "model.other_version" (another revision); damaged "model.damaged".
    static Result<FeatureSettings> from_json(Json const& json);
};

struct FeatureHit {
    std::uint64_t hash = 0;
    std::uint32_t first_word = 0; // places in the list of words; a mark of the whole text has none:
    std::uint32_t last_word = 0;  // first_word is then kNoWord
    View view = View::words;
};
inline constexpr std::uint32_t kNoWord = 0xFFFFFFFF;

// The hash of a feature that a caller gives by name.
std::uint64_t given_feature_hash(std::string_view name);

// The hash under which a word stands in the list of compound parts.
std::uint64_t compound_part_hash(std::string_view form);

class FeatureReader {
  public:
    // `parts`: words of which compounds may be made; it must outlive the reader.
    FeatureReader(FeatureSettings const& settings, Vocabulary const& parts)
        : settings_(settings), parts_(&parts) {}

    // Replaces `hits`; `words` are the tokens of the text.
    void read(std::vector<text::Token> const& words, std::vector<FeatureHit>& hits) const;

  private:
    void read_sequences(std::vector<text::Token> const& words, std::vector<FeatureHit>& hits) const;
    void read_pieces(text::Token const& word, std::uint32_t at,
                     std::vector<FeatureHit>& hits) const;
    void read_parts(text::Token const& word, std::uint32_t at, std::vector<FeatureHit>& hits) const;
    void read_shapes(std::vector<text::Token> const& words, std::vector<FeatureHit>& hits) const;
    FeatureSettings settings_;
    Vocabulary const* parts_;
};

// The last part of a compound and what stands before it: "wohngeldantrag" is "wohngeld" and
// "antrag", "arbeitslosengeld" is "arbeitslos" and "geld" with a link between them. Both are
// matching forms. Where the word is none or its parts are unknown, both are empty.
struct CompoundParts {
    std::string_view first;
    std::string_view last;
};
CompoundParts split_compound(std::string_view form, Vocabulary const& parts);

} // namespace leitstand::learn
