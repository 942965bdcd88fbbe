// SPDX-License-Identifier: EUPL-1.2
#include "understand/second_look.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "understand/detail/extract.hpp"
#include "understand/detail/judging.hpp"
#include "understand/detail/legal.hpp"
#include "understand/detail/requests.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand {

using namespace detail_understand;

namespace {

constexpr std::size_t kWordsLeftOutMax = 5;
// Two judgings of one text by one model differ by nothing; by another one they never agree so far.
constexpr double kSameScore = 1e-9;

bool is_judged(FindingKind kind) {
    return kind == FindingKind::service || kind == FindingKind::act || kind == FindingKind::theme ||
           kind == FindingKind::document;
}

bool same_finding(Finding const& a, Finding const& b) {
    return a.kind == b.kind && a.key == b.key && a.part == b.part;
}

Finding const* find_same(std::vector<Finding> const& among, Finding const& wanted) {
    auto const found = std::find_if(among.begin(), among.end(),
                                    [&](Finding const& one) { return same_finding(one, wanted); });
    return found == among.end() ? nullptr : &*found;
}

// Some words of a document, as a contribution names them: places in the text, or, where those are
// none, the words themselves in the subject line.
struct Words {
    std::string text;
    std::vector<Span> spans;
};

// The places of `words` in the subject line; each would count.
std::vector<Span> in_subject(std::string const& subject, Words const& words) {
    std::vector<Span> out;
    if (!words.spans.empty() || words.text.empty())
        return out;
    for (auto at = subject.find(words.text); at != std::string::npos;
         at = subject.find(words.text, at + words.text.size()))
        out.push_back(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.text.size())});
    return out;
}

void blank(std::string& text, std::vector<Span> const& spans) {
    for (auto const& span : spans)
        for (auto i = span.start; i < span.end && i < text.size(); ++i)
            if (text[i] != '\n' && text[i] != '\f')
                text[i] = ' ';
}

Document without(Document const& document, std::vector<Words> const& words) {
    Document out = document;
    for (auto const& one : words) {
        blank(out.text, one.spans);
        blank(out.envelope.subject, in_subject(document.envelope.subject, one));
        // The same words in the subject line would speak on: it is read where the text lacks them.
        for (auto const& span : one.spans)
            blank(out.envelope.subject,
                  in_subject(document.envelope.subject,
                             {document.text.substr(span.start, span.end - span.start), {}}));
    }
    return out;
}

// The words that speak most for a finding and stand in the document; nothing where none do.
std::optional<Words> strongest(Finding const& finding, Document const& document) {
    Contribution const* best = nullptr;
    for (auto const& contribution : finding.contributions) {
        bool const placed =
            !contribution.spans.empty() ||
            !in_subject(document.envelope.subject, {contribution.feature, {}}).empty();
        if (contribution.amount > 0 && placed &&
            (best == nullptr || contribution.amount > best->amount))
            best = &contribution;
    }
    return best == nullptr ? std::nullopt : std::optional{Words{best->feature, best->spans}};
}

// In text order, the subject line first; words that touch are one place.
std::vector<Evidence> evidence_of(Document const& document, std::vector<Words> const& words) {
    Scene const scene(document);
    std::vector<Span> spans;
    std::vector<Evidence> out;
    for (auto const& one : words) {
        spans.insert(spans.end(), one.spans.begin(), one.spans.end());
        if (one.spans.empty()) {
            out.emplace_back();
            out.back().text = one.text;
        }
    }
    std::sort(spans.begin(), spans.end(),
              [](Span const& a, Span const& b) { return a.start < b.start; });
    std::vector<Span> joined;
    for (auto const& span : spans)
        if (!joined.empty() && span.start <= joined.back().end)
            joined.back().end = std::max(joined.back().end, span.end);
        else
            joined.push_back(span);
    for (auto const& span : joined)
        out.push_back(scene.evidence_at(span));
    // One of two words that touch may stand in the subject line without the other: it is named, or
    // the remark would promise too much.
    auto subject = document.envelope.subject;
    for (auto const& place : out)
        blank(subject, in_subject(subject, {place.text, {}}));
    for (auto const& span : spans) {
        Words const part{document.text.substr(span.start, span.end - span.start), {}};
        auto const more = in_subject(subject, part);
        if (more.empty())
            continue;
        blank(subject, more);
        out.emplace(out.begin())->text = part.text;
    }
    return out;
}

template <typename Entries>
void add_keys(Entries const& entries, std::vector<Alternative>& out) {
    for (auto const& entry : entries)
        out.push_back({entry.key, std::nullopt});
}

void keep_first(std::vector<Alternative>& list, std::string const& own, std::size_t count) {
    std::vector<Alternative> out;
    for (auto& one : list) {
        bool const known = std::any_of(
            out.begin(), out.end(), [&](Alternative const& other) { return other.key == one.key; });
        if (one.key != own && !known && out.size() < count)
            out.push_back(std::move(one));
    }
    list = std::move(out);
}

} // namespace

std::string_view outcome_name(WithoutWords::Outcome outcome) {
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"changes", "still_holds", "not_suggested", "not_judged", "other_version", "too_long"});
    return kNames[static_cast<std::size_t>(outcome)];
}

struct SecondLook::State {
    std::shared_ptr<Catalogue const> catalogue;
    Contexts contexts;
    Facts facts;
    std::shared_ptr<JudgingModels const> models;
    Judging judging;

    State(std::shared_ptr<Catalogue const> given, std::shared_ptr<JudgingModels const> trained)
        : catalogue(std::move(given)), contexts(*catalogue), facts(*catalogue),
          models(std::move(trained)), judging(*catalogue, models) {}

    std::vector<Found> found_in(Scene const& scene) const {
        auto const* const fields = models == nullptr ? nullptr : models->of(FunctionKey::extract);
        return extract(scene, contexts, fields == nullptr ? nullptr : &fields->labels());
    }

    // What a function says of a document, whatever its certainty: by the same steps and the same
    // mask as Understander.
    std::vector<Finding> judged(FunctionKey function, Document const& document) const {
        Scene const scene(document);
        auto const masked = scene.masked(masks(scene, found_in(scene)));
        return judging.judge(function, scene, masked, Judging::Wanted::all).findings;
    }

    std::vector<Alternative> by_judging(Document const& document, Finding const& finding) const {
        auto const function =
            finding.kind == FindingKind::theme ? FunctionKey::urgent : FunctionKey::sort;
        auto all = judged(function, document);
        std::erase_if(all, [&](Finding const& one) { return one.kind != finding.kind; });
        std::stable_sort(all.begin(), all.end(), [](Finding const& a, Finding const& b) {
            return a.probability && b.probability ? *a.probability > *b.probability
                                                  : a.score > b.score;
        });
        std::vector<Alternative> out;
        for (auto const& one : all)
            out.push_back({one.key, one.probability});
        return out;
    }

    std::vector<Alternative> fields(Document const& document, Finding const& finding) const {
        std::vector<Alternative> out;
        auto const* own = catalogue->field(finding.key);
        if (own == nullptr)
            return out;
        Scene const scene(document);
        auto const context = contexts.in(scene);
        auto const found = found_in(scene);
        auto const place = std::find_if(found.begin(), found.end(), [&](Found const& one) {
            return one.key == finding.key && one.value == finding.value;
        });
        std::vector<std::pair<double, std::string>> near;
        for (auto const& field : catalogue->fields)
            if (field.kind == own->kind)
                near.emplace_back(place == found.end() ? 0 : context.near(field.key, place->span),
                                  field.key);
        std::stable_sort(near.begin(), near.end(),
                         [](auto const& a, auto const& b) { return a.first > b.first; });
        for (auto& [weight, key] : near)
            out.push_back({std::move(key), std::nullopt});
        return out;
    }

    std::vector<Alternative> units(std::vector<Finding> const& standing) const {
        std::vector<Alternative> out;
        for (auto const& finding : standing)
            if (finding.kind == FindingKind::service && finding.suggested)
                if (auto const* service = catalogue->service(finding.key); service != nullptr)
                    for (auto const& unit : service->units)
                        out.push_back({unit, std::nullopt});
        add_keys(catalogue->units, out);
        return out;
    }

    // The words left out so far, one more each time, until the finding is suggested no more.
    bool leave_out(Document const& document, Finding const& wanted, Finding finding,
                   std::vector<Words>& words) const {
        while (words.size() < kWordsLeftOutMax) {
            auto next = strongest(finding, document);
            if (!next)
                return false;
            words.push_back(std::move(*next));
            auto const now = judged(wanted.function, without(document, words));
            auto const* const same = find_same(now, wanted);
            if (same == nullptr || !same->suggested)
                return true;
            finding = *same;
        }
        return false;
    }

    // Words that were left out and need not have been are put back.
    void put_back(Document const& document, Finding const& wanted,
                  std::vector<Words>& words) const {
        for (std::size_t i = 0; words.size() > 1 && i < words.size();) {
            auto fewer = words;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            auto const now = judged(wanted.function, without(document, fewer));
            auto const* const same = find_same(now, wanted);
            if (same == nullptr || !same->suggested)
                words = std::move(fewer);
            else
                ++i;
        }
    }
};

SecondLook::SecondLook(std::shared_ptr<Catalogue const> catalogue,
                       std::shared_ptr<JudgingModels const> models)
    : state_(std::make_unique<State const>(std::move(catalogue), std::move(models))) {}
SecondLook::~SecondLook() = default;

std::vector<Alternative> SecondLook::alternatives(Document const& document,
                                                  std::vector<Finding> const& standing,
                                                  Finding const& finding, std::size_t count) const {
    std::vector<Alternative> out;
    if (finding.kind == FindingKind::unit)
        out = state_->units(standing);
    else if (document.text.size() > kSecondLookBytesMax)
        return {};
    else
        out = finding.kind == FindingKind::field ? state_->fields(document, finding)
                                                 : state_->by_judging(document, finding);
    keep_first(out, finding.key, count);
    return out;
}

WithoutWords SecondLook::without_words(Document const& document, Finding const& finding) const {
    using Outcome = WithoutWords::Outcome;
    WithoutWords out;
    if (!is_judged(finding.kind))
        return out;
    out.outcome = Outcome::too_long;
    if (document.text.size() > kWithoutWordsBytesMax)
        return out;
    auto const now = state_->judged(finding.function, document);
    auto const* const same = find_same(now, finding);
    out.outcome = Outcome::other_version;
    if (same == nullptr || same->function_version != finding.function_version ||
        std::abs(same->score - finding.score) > kSameScore)
        return out;
    out.outcome = Outcome::not_suggested;
    if (!same->suggested)
        return out;
    std::vector<Words> words;
    bool const changes = state_->leave_out(document, finding, *same, words);
    out.outcome = changes ? Outcome::changes : Outcome::still_holds;
    if (changes)
        state_->put_back(document, finding, words);
    auto const after = state_->judged(finding.function, without(document, words));
    if (auto const* const left = find_same(after, finding); left != nullptr)
        out.probability = left->probability;
    out.words = evidence_of(document, words);
    return out;
}

namespace {

bool is_at(Finding const& finding, Scene const& scene, Found const& found) {
    return finding.kind == FindingKind::field && !finding.evidence.empty() &&
           scene.in_document(found.span) == finding.evidence.front().span;
}

} // namespace

Consequences SecondLook::consequences(Document const& document,
                                      std::vector<Finding> const& standing,
                                      std::vector<Finding> const& rejected,
                                      UnderstandOptions const& options) const {
    Scene const scene(document);
    auto found = state_->found_in(scene);
    auto const masked = scene.masked(masks(scene, found));
    std::erase_if(found, [&](Found const& one) {
        return std::any_of(rejected.begin(), rejected.end(), [&](Finding const& finding) {
            return is_at(finding, scene, one) && finding.key == one.key;
        });
    });
    // A person may have said what a date is: the words around it stay those of its place.
    for (auto& one : found)
        for (auto const& finding : standing)
            if (is_at(finding, scene, one)) {
                one.key = finding.key;
                one.value = finding.value;
            }
    auto const words = state_->facts.words(masked);
    LetterWords const letter{Facts::stated(masked, words), name_dates(scene, found, words)};
    Understanding understanding;
    understanding.findings = standing;
    understanding.requests = pair_requests(*state_->catalogue, scene, standing, found);
    Consequences out;
    out.clocks = find_clocks(*state_->catalogue, understanding, letter, options);
    out.requirements =
        check_complete(*state_->catalogue, understanding, letter.facts, options, ExtractRan::yes);
    out.requests = std::move(understanding.requests);
    return out;
}

} // namespace leitstand
