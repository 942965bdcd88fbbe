// SPDX-License-Identifier: EUPL-1.2
// Two letters held against each other: how much of them is equal, what the later one says that the
// earlier did not, whether the same person writes, and what they therefore are to each other.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "learn/feature_hash.hpp"
#include "understand/detail/trace.hpp"

namespace leitstand {

namespace {

using namespace detail_understand;

constexpr std::size_t kMisreadBytesMin = 5;      // a shorter word is another word
constexpr std::size_t kMisreadWordsMax = 2'000;  // looked for in one comparison
constexpr std::size_t kMisreadAmongMax = 20'000; // words that one is held against

// Whether one can be made of the other by changing, adding or leaving out one byte.
bool one_step_apart(std::string_view one, std::string_view other) {
    if (one.size() > other.size())
        std::swap(one, other);
    if (other.size() - one.size() > 1)
        return false;
    auto const differ = std::ranges::mismatch(one, other);
    std::string_view rest{differ.in1, one.end()}, other_rest{differ.in2, other.end()};
    if (other_rest.empty())
        return true;
    other_rest.remove_prefix(1);
    if (one.size() == other.size())
        rest.remove_prefix(1);
    return rest == other_rest;
}

bool has_digit(std::string_view word) {
    return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// The words of a letter and which follow each other in it.
class KnownWords {
  public:
    KnownWords(Scene const& scene, std::vector<LetterWord> const& words) {
        std::uint64_t before = 0;
        for (auto const& word : words) {
            pairs_.insert(pair_of(before, word.hash));
            before = word.hash;
            auto const& form = scene.tokens()[word.token].form;
            if (known_.insert(word.hash).second && form.size() >= kMisreadBytesMin &&
                by_size_.size() < kMisreadAmongMax)
                by_size_.emplace(form.size(), Known{form, word.hash});
        }
    }

    bool has(std::uint64_t word) const { return known_.contains(word); }
    bool has_pair(std::uint64_t before, std::uint64_t word) const {
        return pairs_.contains(pair_of(before, word));
    }

    // The word itself, or the known one as which it was most likely misread or mistyped. Digits
    // are never taken for others.
    std::uint64_t meant(std::uint64_t word, std::string const& form) {
        if (known_.contains(word) || form.size() < kMisreadBytesMin || has_digit(form))
            return word;
        if (++looked_for_ > kMisreadWordsMax)
            return word;
        for (auto size = form.size() - 1; size <= form.size() + 1; ++size)
            for (auto [at, end] = by_size_.equal_range(size); at != end; ++at)
                if (!has_digit(at->second.form) && one_step_apart(form, at->second.form))
                    return at->second.hash;
        return word;
    }

  private:
    // In their order: learn::combine alone gives the same for both, and 0 for any word twice.
    static std::uint64_t pair_of(std::uint64_t before, std::uint64_t word) {
        return learn::combine(learn::combine(0, before), word);
    }

    struct Known {
        std::string form;
        std::uint64_t hash;
    };
    std::unordered_set<std::uint64_t> known_, pairs_;
    std::unordered_multimap<std::size_t, Known> by_size_;
    std::size_t looked_for_ = 0;
};

// Numbers of the sentences in which two words follow each other that do so nowhere in the other
// letter. Rather one too many: a letter that comes again may ask for something new.
std::vector<std::uint32_t>
sentences_unlike(Scene const& scene, std::vector<LetterWord> const& words, KnownWords& other) {
    std::vector<std::uint32_t> unlike;
    auto const sentence_of = [&](std::size_t i) { return scene.tokens()[words[i].token].sentence; };
    for (std::size_t start = 0, end = 0; start < words.size(); start = end) {
        bool known = true;
        std::uint64_t before = 0;
        for (end = start; end < words.size() && sentence_of(end) == sentence_of(start); ++end) {
            auto const meant = other.meant(words[end].hash, scene.tokens()[words[end].token].form);
            known = known && (end == start ? other.has(meant) : other.has_pair(before, meant));
            before = meant;
        }
        if (!known)
            unlike.push_back(sentence_of(start));
    }
    return unlike;
}

// A name without order, titles and spelling of umlauts.
std::string name_form(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    for (std::size_t i = 0; i <= name.size(); ++i) {
        if (i < name.size() && name[i] != ' ' && name[i] != ',' && name[i] != '.') {
            word += name[i];
        } else if (!word.empty()) {
            auto form = text::matching_form(word);
            if (form != "dr" && form != "prof" && form != "herr" && form != "frau")
                words.push_back(std::move(form));
            word.clear();
        }
    }
    std::ranges::sort(words);
    return fmt::format("{}", fmt::join(words, " "));
}

bool equal_mark(LetterMark const& one, LetterMark const& other) {
    if (one.key != "sender_name")
        return one.value == other.value;
    auto const a = name_form(one.value), b = name_form(other.value);
    return !a.empty() && (a == b || (a.size() > kMisreadBytesMin && one_step_apart(a, b)));
}

bool leads_somewhere(LetterMark const& mark) {
    return mark.use == MarkUse::matter || mark.use == MarkUse::person ||
           mark.use == MarkUse::receipt;
}

// The sentence without the blanks around it.
Evidence evidence_of(Scene const& scene, std::uint32_t sentence) {
    auto span = scene.sentences()[sentence];
    auto const blank = [&](std::uint32_t at) {
        return std::string_view{" \t\r\n\f"}.find(scene.text()[at]) != std::string_view::npos;
    };
    while (span.start < span.end && blank(span.start))
        ++span.start;
    while (span.end > span.start && blank(span.end - 1))
        --span.end;
    return scene.evidence(span);
}

} // namespace

LetterComparison compare_letters(Document const& later, Document const& earlier,
                                 std::uint64_t seed) {
    Scene const now{later}, before{earlier};
    LetterComparison result;
    result.share = share_of_equal(shingles_of(own_words(now, seed, WithSubject::no)),
                                  shingles_of(own_words(before, seed, WithSubject::no)));
    auto const words_now = own_words(now, seed, WithSubject::yes);
    auto const words_before = own_words(before, seed, WithSubject::yes);
    KnownWords known_now{now, words_now}, known_before{before, words_before};
    auto const added = sentences_unlike(now, words_now, known_before);
    result.new_count = static_cast<std::uint32_t>(added.size());
    for (std::size_t i = 0; i < added.size() && i < kNewSentencesMax; ++i)
        result.new_sentences.push_back(evidence_of(now, added[i]));
    result.left_out =
        static_cast<std::uint32_t>(sentences_unlike(before, words_before, known_now).size());
    return result;
}

SamePerson same_person(std::vector<LetterMark> const& one, std::vector<LetterMark> const& other) {
    bool differ = false;
    for (auto const& mark : one) {
        if (mark.use == MarkUse::code || mark.use == MarkUse::receipt)
            continue;
        bool of_this_key = false;
        for (auto const& candidate : other) {
            if (candidate.key != mark.key)
                continue;
            of_this_key = true;
            if (equal_mark(mark, candidate))
                return SamePerson::yes;
        }
        // One person may have several matters; a number of a person or a name has one.
        differ = differ || (of_this_key && mark.use != MarkUse::matter && mark.key != "email");
    }
    return differ ? SamePerson::no : SamePerson::unknown;
}

bool worth_comparing(LetterTrace const& later, LetterTrace const& earlier) {
    if (!later.can_resemble() || !earlier.can_resemble())
        return false;
    auto const person = same_person(later.marks, earlier.marks);
    if (person == SamePerson::no)
        return false;
    return estimated_share(later.signature, earlier.signature) >=
           (person == SamePerson::yes ? kResubmissionEstimateMin : kNearCopyEstimateMin);
}

std::vector<LetterMark> shared_numbers(std::vector<LetterMark> const& later,
                                       std::vector<LetterMark> const& earlier) {
    std::vector<LetterMark> shared;
    for (auto const& mark : later) {
        if (mark.use == MarkUse::writer)
            continue;
        bool const found = std::ranges::any_of(earlier, [&](LetterMark const& other) {
            return other.value == mark.value && other.use != MarkUse::writer &&
                   (leads_somewhere(mark) || leads_somewhere(other));
        });
        if (found)
            shared.push_back(mark);
    }
    return shared;
}

std::optional<RelationKind> relation_kind(LetterTrace const& later, LetterTrace const& earlier,
                                          PairClues const& clues) {
    if (clues.same_bytes)
        return RelationKind::identical;
    auto const person = same_person(later.marks, earlier.marks);
    bool const same_words = !later.digest.empty() && later.digest == earlier.digest;
    if (same_words && person != SamePerson::no &&
        (later.can_resemble() || person == SamePerson::yes))
        return RelationKind::same_text;
    auto const share = later.can_resemble() && earlier.can_resemble() ? clues.share.value_or(0) : 0;
    if (share >= kResubmissionShareMin && person == SamePerson::yes)
        return RelationKind::resubmission;
    if (share >= kNearCopyShareMin && person == SamePerson::unknown)
        return RelationKind::near_copy;
    auto const numbers = shared_numbers(later.marks, earlier.marks);
    if (clues.names_receipt ||
        std::ranges::any_of(numbers, [](LetterMark const& mark) { return mark.answers; }))
        return RelationKind::answer;
    return numbers.empty() ? std::nullopt : std::optional{RelationKind::same_matter};
}

std::string_view relation_kind_name(RelationKind kind) {
    static constexpr std::array<std::string_view, 6> kNames{
        "identical", "same_text", "resubmission", "near_copy", "answer", "same_matter"};
    return kNames[static_cast<std::size_t>(kind)];
}

Result<RelationKind> parse_relation_kind(std::string_view name) {
    for (auto const kind :
         {RelationKind::identical, RelationKind::same_text, RelationKind::resubmission,
          RelationKind::near_copy, RelationKind::answer, RelationKind::same_matter})
        if (relation_kind_name(kind) == name)
            return kind;
    return fail(Code::bad_input, "relation.unknown");
}

} // namespace leitstand
