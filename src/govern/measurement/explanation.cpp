// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/explanation.hpp"

#include <algorithm>

#include "learn/parallel.hpp"

namespace leitstand {

namespace {

struct Checked {
    std::uint64_t findings = 0, add_up = 0, counterfactuals = 0, valid = 0;
};

bool adds_up(Finding const& finding) {
    double sum = finding.intercept;
    for (auto const& contribution : finding.contributions)
        sum += contribution.amount;
    return sum == finding.score; // exact: amounts are whole multiples of a power of two
}

// The same letter, blanks where the words stood; the same words in the subject line, which is read
// too, are left out with them. Words that stand there alone have no place in the text.
Document without(Document document, std::vector<Evidence> const& words) {
    auto& subject = document.envelope.subject;
    for (auto const& word : words) {
        std::fill(document.text.begin() + word.span.start, document.text.begin() + word.span.end,
                  ' ');
        if (word.text.empty())
            continue;
        for (auto at = subject.find(word.text); at != std::string::npos;
             at = subject.find(word.text, at))
            subject.replace(at, word.text.size(), std::string(word.text.size(), ' '));
    }
    return document;
}

bool suggests(Understanding const& understanding, Finding const& finding) {
    return std::any_of(
        understanding.findings.begin(), understanding.findings.end(), [&](Finding const& other) {
            return other.function == finding.function && other.kind == finding.kind &&
                   other.key == finding.key && other.suggested;
        });
}

bool in_text(std::vector<Evidence> const& words) {
    return std::all_of(words.begin(), words.end(),
                       [](Evidence const& word) { return word.span.start < word.span.end; });
}

bool overlaps(Evidence const& one, Evidence const& other) {
    return one.span.start < other.span.end && other.span.start < one.span.end;
}

// A field is read from its place: without the words there, nothing of that kind and value may be
// read, unless it stands elsewhere too.
void check_place(Document const& document, Finding const& finding,
                 UnderstandLetter const& understand, Checked& checked) {
    auto const& words = finding.evidence;
    if (words.empty() || !in_text(words) || words.front().text.empty() ||
        document.text.find(words.front().text) != document.text.rfind(words.front().text))
        return;
    auto const& envelope = document.envelope.subject;
    if (envelope.find(words.front().text) != std::string::npos)
        return;
    ++checked.counterfactuals;
    auto const again = understand(without(document, words)).findings;
    checked.valid += std::none_of(again.begin(), again.end(), [&](Finding const& other) {
        return other.function == finding.function && other.key == finding.key &&
               !other.evidence.empty() && overlaps(other.evidence.front(), words.front());
    });
}

Checked check(FunctionKey function, Document const& document, UnderstandLetter const& understand,
              SecondLook const& second_look) {
    Checked checked;
    for (auto const& finding : understand(document).findings) {
        if (finding.function != function || !finding.suggested)
            continue;
        ++checked.findings;
        checked.add_up += adds_up(finding);
        if (finding.kind == FindingKind::field) {
            check_place(document, finding, understand, checked);
            continue;
        }
        auto const without_words = second_look.without_words(document, finding);
        if (without_words.outcome != WithoutWords::Outcome::changes)
            continue;
        ++checked.counterfactuals;
        checked.valid += !suggests(understand(without(document, without_words.words)), finding);
    }
    return checked;
}

} // namespace

ExplanationMeasurement measure_explanation(FunctionKey function,
                                           std::span<MeasuredLetter const> letters,
                                           UnderstandLetter const& understand,
                                           SecondLook const& second_look,
                                           ExplanationOptions const& options) {
    auto const count = std::min(options.letters_max, letters.size());
    std::vector<Checked> checked(count);
    learn::in_parallel(count, options.threads, [&](std::size_t i) {
        checked[i] =
            check(function, letters[i * letters.size() / count].document, understand, second_look);
    });
    ExplanationMeasurement out;
    out.taken.letters = count;
    for (auto const& one : checked) {
        out.findings += one.findings;
        out.add_up += one.add_up;
        out.counterfactuals += one.counterfactuals;
        out.valid += one.valid;
    }
    return out;
}

} // namespace leitstand
