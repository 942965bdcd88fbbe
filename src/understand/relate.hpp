// SPDX-License-Identifier: EUPL-1.2
// The function `relate`, pure part: what of a letter is kept so that later ones can be held against
// it, how two letters are compared, and what they then are to each other. The rest (candidates,
// storing) is decide/relations.hpp. Nothing of this is a feature of a judging function.
//
// Texts are compared by their sets of shingles, two words in a row; their resemblance is the
// share of equal shingles (Jaccard). The smallest of 64 rehashes estimate it (Broder 1997, On the
// resemblance and containment of documents), and letters that agree in one of 16 bands of 4 are
// candidates (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4): of two letters that
// resemble each other by s all but (1 - s^4)^16 are found, 98.8 % at 0.7, 64 % at 0.5. All hashes
// begin with a seed that is a secret of the installation, so that nobody can write letters that
// meet. `learn/near_copies.hpp` does the like for training texts, without digits and without a
// secret; its values belong to the models. Threads: any. Limits: kTraceWordsMax, kMarksMax,
// kNewSentencesMax.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "understand/finding.hpp"

namespace leitstand {

inline constexpr std::size_t kShingleWords = 2;
inline constexpr std::size_t kRelateBands = 16, kRelateBandRows = 4;
inline constexpr std::size_t kSignatureHashes = kRelateBands * kRelateBandRows;
inline constexpr std::size_t kTraceWordsMin = 20;     // people say short things in the same words
inline constexpr std::size_t kTraceWordsMax = 20'000; // of a longer letter only the first
inline constexpr std::size_t kMarksMax = 32;          // of one letter
inline constexpr std::size_t kNewSentencesMax = 20;   // shown of one pair

// Shares of equal shingles; measured in docs/quality.md.
inline constexpr double kResubmissionShareMin = 0.35; // where the same person writes
inline constexpr double kNearCopyShareMin = 0.8;      // where nobody knows
// Estimates from which on it is counted: two and a half deviations below these shares.
inline constexpr double kResubmissionEstimateMin = 0.2;
inline constexpr double kNearCopyEstimateMin = 0.675;

using Signature = std::array<std::uint32_t, kSignatureHashes>;

enum class MarkUse : std::uint8_t {
    matter,  // a number of ours or of a court: what has it belongs together
    receipt, // shaped like a receipt number of ours; whether it is one, decide/ knows
    person,  // a number that one person has
    writer,  // name and e-mail address: compared, leads to nobody by itself
    code     // content of a bar code
};

// Something in a letter by which it may belong to another one.
struct LetterMark {
    MarkUse use = MarkUse::matter;
    std::string key;      // a field of the catalogue, "receipt_number" or "code"
    std::string value;    // normalised
    bool answers = false; // beside words such as "Ihr Zeichen": the letter answers one of ours
    Evidence evidence;
};

// What is kept of a letter (docs/formats/relations.md).
struct LetterTrace {
    std::uint32_t words = 0;
    std::string digest;    // of subject and words in their order, 32 bytes; empty without words
    Signature signature{}; // only with kTraceWordsMin words or more
    std::vector<LetterMark> marks;
    bool can_resemble() const { return words >= kTraceWordsMin; }
};

// Without marks, which `extract` has to find: Understander gives the whole trace.
LetterTrace trace_letter(Document const& document, std::uint64_t seed);
std::optional<MarkUse> mark_use(std::string_view key); // nothing: the field is no mark
// Of shingles, ascending and none twice.
Signature signature_of(std::vector<std::uint64_t> const& shingles);
// Equal ones of all of both; 0 where one has none.
double share_of_equal(std::vector<std::uint64_t> const& one,
                      std::vector<std::uint64_t> const& other);
double estimated_share(Signature const& one, Signature const& other);
std::string band_of(Signature const& signature, std::size_t band); // 16 bytes

enum class SamePerson : std::uint8_t { yes, no, unknown };
SamePerson same_person(std::vector<LetterMark> const& one, std::vector<LetterMark> const& other);

// Whether counting the equal shingles can make a relation of the two: not where two persons write,
// and where nobody knows who does only close to kNearCopyShareMin. For whoever has to choose which
// texts to open.
bool worth_comparing(LetterTrace const& later, LetterTrace const& earlier);

// Two letters held against each other, word by word.
struct LetterComparison {
    double share = 0;                    // of equal shingles, counted
    std::vector<Evidence> new_sentences; // in the later letter only, in order
    std::uint32_t new_count = 0;         // also those beyond kNewSentencesMax
    std::uint32_t left_out = 0;          // sentences of the earlier letter that the later lacks
};
LetterComparison compare_letters(Document const& later, Document const& earlier,
                                 std::uint64_t seed);

// Those of `later` whose value `earlier` has, too, and that lead to a matter or a person. Two bar
// codes alone share nothing: forms carry them.
std::vector<LetterMark> shared_numbers(std::vector<LetterMark> const& later,
                                       std::vector<LetterMark> const& earlier);

// In order of what says most.
enum class RelationKind : std::uint8_t {
    identical,
    same_text,
    resubmission,
    near_copy,
    answer,
    same_matter
};
std::string_view relation_kind_name(RelationKind kind);
Result<RelationKind> parse_relation_kind(std::string_view name); // bad_input "relation.unknown"

// What is known of a pair of letters.
struct PairClues {
    bool same_bytes = false;
    bool names_receipt = false;  // the later names the earlier one's receipt number
    std::optional<double> share; // if the texts were compared
};
// Nothing: they have nothing to do with each other, as far as can be seen.
std::optional<RelationKind> relation_kind(LetterTrace const& later, LetterTrace const& earlier,
                                          PairClues const& clues);

} // namespace leitstand
