// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/relate_measurement.hpp"

#include <algorithm>
#include <set>

#include "learn/parallel.hpp"
#include "text/tokens.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kSeed = 1;

bool of_names(ExchangeKind kind) {
    return kind == ExchangeKind::name_origin || kind == ExchangeKind::name_sex ||
           kind == ExchangeKind::name_other;
}

bool found_again(Document const& letter, UnderstandLetter const& understand) {
    auto const again = sent_again(letter);
    return related(again, *understand(again).trace, letter, *understand(letter).trace);
}

// Of each pair, whether each form of the letter was found again.
struct FoundBoth {
    std::size_t trait = 0;
    bool one = false, other = false;
};

std::vector<FoundBoth> found_both(MeasuredLetter const& letter, Counterfactuals const& templates,
                                  UnderstandLetter const& understand) {
    std::vector<FoundBoth> out;
    for (auto const& pair : exchanged_pairs(letter, templates))
        if (of_names(templates.traits[pair.trait].kind))
            out.push_back(
                {pair.trait,
                 found_again(with_text(letter.document, pair.one, pair.one_subject), understand),
                 found_again(with_text(letter.document, pair.other, pair.other_subject),
                             understand)});
    return out;
}

// What two letters are to each other, as people are shown it.
struct Related {
    std::optional<RelationKind> kind;
    double share = 0;
};

Related relate(Document const& later, LetterTrace const& later_trace, Document const& earlier,
               LetterTrace const& earlier_trace) {
    Related out;
    PairClues clues;
    if (worth_comparing(later_trace, earlier_trace)) {
        out.share = compare_letters(later, earlier, kSeed).share;
        clues.share = out.share;
    }
    out.kind = relation_kind(later_trace, earlier_trace, clues);
    return out;
}

bool of_texts(std::optional<RelationKind> kind) {
    return kind && *kind != RelationKind::same_matter && *kind != RelationKind::answer;
}

using WordPairs = std::set<std::pair<std::string, std::string>>;

// Each two neighbouring words of the text, in either order, as `relate` counts them (of a word
// twice in a row it does not know which); nothing where it left some of the text out.
std::optional<WordPairs> word_pairs(Document const& letter, LetterTrace const& trace) {
    WordPairs pairs;
    std::string before;
    std::size_t words = 0;
    for (auto& token : text::tokenise(letter.text)) {
        if (token.kind == text::TokenKind::sign)
            continue;
        if (words++ > 0) {
            auto const [one, other] = std::minmax(before, token.form);
            pairs.emplace(one == other ? WordPairs::value_type{}
                                       : WordPairs::value_type{one, other});
        }
        before = std::move(token.form);
    }
    return words == trace.words ? std::optional{std::move(pairs)} : std::nullopt;
}

// Nothing: cannot be counted.
std::optional<double> share_counted_anew(Document const& later, LetterTrace const& later_trace,
                                         Document const& earlier,
                                         LetterTrace const& earlier_trace) {
    auto const one = word_pairs(later, later_trace), other = word_pairs(earlier, earlier_trace);
    if (!one || !other)
        return std::nullopt;
    auto const equal = static_cast<std::size_t>(
        std::ranges::count_if(*one, [&](auto const& pair) { return other->contains(pair); }));
    auto const all = one->size() + other->size() - equal;
    return all == 0 ? 0 : static_cast<double>(equal) / static_cast<double>(all);
}

// Those of one letter that tell that the same person wrote the other one, and the rest.
struct MarksOfPerson {
    std::vector<LetterMark> telling, others;
};

MarksOfPerson marks_of_person(LetterTrace const& one, LetterTrace const& other) {
    MarksOfPerson out;
    for (auto const& mark : one.marks) {
        bool const tells = same_person({mark}, other.marks) == SamePerson::yes;
        (tells ? out.telling : out.others).push_back(mark);
    }
    return out;
}

// Of a text that is said to be the same there is no less.
bool weaker(Related const& than, Related const& now) {
    if (!of_texts(now.kind) || *now.kind != *than.kind)
        return !of_texts(now.kind) || *now.kind > *than.kind;
    return *than.kind != RelationKind::same_text && now.share < than.share;
}

// A letter that was sent again, and what is said of the two.
struct SentTwice {
    Document again;
    LetterTrace later, earlier;
    Related related;
};

// Only what is shown: the share and whose letters they are.
bool reasons_suffice(SentTwice const& pair, double counted) {
    if (pair.related.kind == RelationKind::same_text) // the same words in the same order
        return counted == 1;
    auto only = pair.later;
    only.digest.clear();
    only.marks = marks_of_person(pair.later, pair.earlier).telling;
    PairClues clues;
    clues.share = counted;
    return counted == pair.related.share &&
           relation_kind(only, pair.earlier, clues) == pair.related.kind;
}

// The words that the relation names as equal, in place of which another letter stands.
bool needs_the_words(SentTwice const& pair, Document const& letter, Document const& other,
                     UnderstandLetter const& understand) {
    std::string text;
    for (auto const& sentence : compare_letters(pair.again, letter, kSeed).new_sentences)
        text += sentence.text + "\n";
    auto const without = with_text(pair.again, text + other.text, {});
    auto trace = *understand(without).trace;
    trace.marks = pair.later.marks; // the person is told as before
    return weaker(pair.related, relate(without, trace, letter, pair.earlier));
}

bool needs_the_person(SentTwice const& pair, std::vector<LetterMark> const& others,
                      Document const& letter) {
    auto without = pair.later;
    without.marks = others;
    auto const now = relate(pair.again, without, letter, pair.earlier);
    return !of_texts(now.kind) || *now.kind > *pair.related.kind;
}

} // namespace

Document sent_again(Document const& letter) {
    constexpr std::size_t kLeftOut = 7; // one line in so many
    std::string text = "Leider habe ich noch keine Antwort auf mein Schreiben bekommen.\n";
    std::size_t number = 0;
    for (std::size_t at = 0; at < letter.text.size();) {
        auto const end = std::min(letter.text.find('\n', at), letter.text.size());
        if (++number % kLeftOut != 0)
            text += letter.text.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return with_text(letter, std::move(text), letter.envelope.subject);
}

bool related(Document const& later, LetterTrace const& later_trace, Document const& earlier,
             LetterTrace const& earlier_trace) {
    return of_texts(relate(later, later_trace, earlier, earlier_trace).kind);
}

OutOfFoldOutcomes relate_outcomes(std::span<MeasuredLetter const> letters,
                                  UnderstandLetter const& understand, unsigned threads) {
    OutOfFoldOutcomes out;
    out.letters.resize(letters.size());
    std::vector<std::shared_ptr<LetterTrace const>> traces(letters.size());
    learn::in_parallel(letters.size(), threads,
                       [&](std::size_t i) { traces[i] = understand(letters[i].document).trace; });
    learn::in_parallel(letters.size(), threads, [&](std::size_t i) {
        auto const again = sent_again(letters[i].document);
        auto const trace = understand(again).trace;
        auto const next = (i + 1) % letters.size();
        out.letters[i].missed = !related(again, *trace, letters[i].document, *traces[i]);
        out.letters[i].false_alarm =
            next != i && related(again, *trace, letters[next].document, *traces[next]);
    });
    std::vector<learn::HitCounts> counts;
    for (auto const& letter : out.letters) {
        auto& of_letter = counts.emplace_back();
        of_letter.hits = !letter.missed;
        of_letter.missed = letter.missed;
        of_letter.wrong = letter.false_alarm;
    }
    out.kinds.push_back(quality_kind("relation", counts));
    out.bounds = quality_bounds("relation", counts);
    return out;
}

CounterfactualMeasurement relate_counterfactuals(std::span<MeasuredLetter const> letters,
                                                 Counterfactuals const& templates,
                                                 UnderstandLetter const& understand,
                                                 unsigned threads) {
    std::vector<std::vector<FoundBoth>> found(letters.size());
    learn::in_parallel(letters.size(), threads, [&](std::size_t i) {
        found[i] = found_both(letters[i], templates, understand);
    });
    std::vector<LetterPairs> pairs;
    for (auto const& of_letter : found) {
        auto& traits = pairs.emplace_back(templates.traits.size());
        for (auto const& both : of_letter) {
            auto& trait = traits[both.trait];
            ++trait.pairs;
            trait.changed += both.one != both.other;
            trait.only_lost += both.one && !both.other;
            trait.only_gained += !both.one && both.other;
        }
    }
    auto out = counterfactual_of(templates, pairs);
    std::erase_if(out.traits, [](auto const& trait) { return trait.pairs == 0; });
    return out;
}

ExplanationMeasurement relate_explanation(std::span<MeasuredLetter const> letters,
                                          UnderstandLetter const& understand,
                                          std::size_t letters_max) {
    ExplanationMeasurement out;
    out.taken.letters = std::min(letters_max, letters.size());
    for (std::size_t i = 0; i < out.taken.letters; ++i) {
        auto const at = i * letters.size() / out.taken.letters;
        auto const& letter = letters[at].document;
        SentTwice pair{sent_again(letter), {}, *understand(letter).trace, {}};
        pair.later = *understand(pair.again).trace;
        pair.related = relate(pair.again, pair.later, letter, pair.earlier);
        auto const counted = share_counted_anew(pair.again, pair.later, letter, pair.earlier);
        if (!of_texts(pair.related.kind) || !counted)
            continue;
        ++out.findings;
        out.add_up += reasons_suffice(pair, *counted);
        auto const next = (at + 1) % letters.size();
        if (next != at) {
            ++out.counterfactuals;
            out.valid += needs_the_words(pair, letter, letters[next].document, understand);
        }
        // same_text needs no person where there are words enough.
        auto const marks = marks_of_person(pair.later, pair.earlier);
        if (pair.related.kind == RelationKind::resubmission && !marks.telling.empty()) {
            ++out.counterfactuals;
            out.valid += needs_the_person(pair, marks.others, letter);
        }
    }
    return out;
}

} // namespace leitstand
