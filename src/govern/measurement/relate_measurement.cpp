// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/relate_measurement.hpp"

#include <algorithm>

#include "learn/parallel.hpp"

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
    PairClues clues;
    if (worth_comparing(later_trace, earlier_trace))
        clues.share = compare_letters(later, earlier, kSeed).share;
    auto const kind = relation_kind(later_trace, earlier_trace, clues);
    return kind && *kind != RelationKind::same_matter && *kind != RelationKind::answer;
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
    learn::HitCounts all;
    for (auto const& letter : out.letters) {
        all.hits += !letter.missed;
        all.missed += letter.missed;
        all.wrong += letter.false_alarm;
    }
    out.kinds.push_back(quality_kind("relation", all));
    out.bounds = quality_bounds("relation", all.hits + all.wrong, all.wrong);
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
    auto out = start_counterfactual(templates);
    for (auto const& of_letter : found)
        for (auto const& both : of_letter) {
            auto& trait = out.traits[both.trait];
            ++trait.pairs;
            trait.changed += both.one != both.other;
            trait.only_lost += both.one && !both.other;
            trait.only_gained += !both.one && both.other;
        }
    std::erase_if(out.traits, [](auto const& trait) { return trait.pairs == 0; });
    finish_counterfactual(out);
    return out;
}

ExplanationMeasurement relate_explanation(std::span<MeasuredLetter const> letters,
                                          UnderstandLetter const& understand,
                                          std::size_t letters_max) {
    ExplanationMeasurement out;
    out.taken.letters = std::min(letters_max, letters.size());
    for (std::size_t i = 0; i < out.taken.letters; ++i) {
        auto const& letter = letters[i * letters.size() / out.taken.letters].document;
        auto const again = sent_again(letter);
        auto const trace = understand(letter).trace;
        if (!related(again, *understand(again).trace, letter, *trace))
            continue;
        ++out.findings;
        auto const compared = compare_letters(again, letter, kSeed);
        auto const back = compare_letters(letter, again, kSeed); // equal words are equal both ways
        out.add_up += compared.share >= kResubmissionShareMin && compared.share == back.share;
        std::string rest;
        for (auto const& sentence : compared.new_sentences)
            rest += sentence.text + "\n";
        auto const left = with_text(letter, std::move(rest), {});
        ++out.counterfactuals;
        out.valid += !related(left, *understand(left).trace, letter, *trace);
    }
    return out;
}

} // namespace leitstand
