// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "text/dates.hpp"
#include "understand/detail/legal.hpp"

namespace leitstand::detail_understand {

namespace {

// "[ ] selbständig": the words of a box that is not ticked state nothing.
bool behind_an_empty_box(std::string_view text, ByteSpan span) {
    auto const last = text.substr(0, span.start).find_last_not_of(" \t\n");
    if (last == std::string_view::npos)
        return false;
    auto const before = text.substr(0, last + 1);
    return before.ends_with("[ ]") || before.ends_with("( )") || before.ends_with("[]") ||
           before.ends_with("☐");
}

// "Habe ich mich arbeitslos gemeldet?": a question that begins with the words asks and does not
// say.
bool begins_a_question(Scene const& scene, std::uint32_t first) {
    auto const& tokens = scene.tokens();
    auto const sentence = tokens[first].sentence;
    if (first > 0 && tokens[first - 1].sentence == sentence)
        return false;
    auto last = first;
    while (last + 1 < tokens.size() && tokens[last + 1].sentence == sentence)
        ++last;
    return tokens[last].span.of(scene.text()) == "?";
}

bool within(std::uint32_t token, std::uint32_t first, std::uint32_t last) {
    return first <= token && token <= last;
}

} // namespace

Facts::Facts(Catalogue const& catalogue) {
    for (auto const& cue : catalogue.cues)
        if (cue.key == "negation")
            for (auto const& phrase : cue.phrases)
                negations_.add(phrase.text);
    auto const add = [&](std::string const& phrase, std::uint32_t fact, bool denial) {
        auto const id = phrases_.add(phrase);
        uses_.resize(std::max<std::size_t>(uses_.size(), id + 1));
        bool const has_negation = !negations_.find(text::tokenise(phrase)).empty();
        auto& uses = uses_[id];
        if (uses.empty() || uses.back().fact != fact || uses.back().denial != denial)
            uses.push_back({fact, denial, has_negation}); // else written in two ways
    };
    for (auto const& rule : catalogue.legal.facts) {
        auto const number = static_cast<std::uint32_t>(keys_.size());
        keys_.push_back(rule.key);
        for (auto const& phrase : rule.phrases)
            add(phrase, number, false);
        for (auto const& phrase : rule.denials)
            add(phrase, number, true);
    }
    uses_.resize(phrases_.size());
}

// Whether a negation stands among the words or directly before them.
bool Facts::negated(Scene const& masked, std::vector<std::uint32_t> const& negations,
                    std::uint32_t first, std::uint32_t last) const {
    auto const& tokens = masked.tokens();
    bool const has_before = first > 0 && tokens[first - 1].sentence == tokens[first].sentence;
    return std::any_of(negations.begin(), negations.end(), [&](std::uint32_t token) {
        return within(token, has_before ? first - 1 : first, last);
    });
}

std::vector<FactWords> Facts::words(Scene const& masked) const {
    struct Hit {
        Use use;
        ByteSpan span;
    };
    auto const& tokens = masked.tokens();
    std::vector<std::uint32_t> negations;
    for (auto const& hit : negations_.find(tokens))
        negations.push_back(hit.first);
    std::vector<Hit> hits;
    for (auto const& hit : phrases_.find(tokens)) {
        ByteSpan const span{tokens[hit.first].span.start, tokens[hit.last].span.end};
        auto const zone = masked.zone_at(span.start);
        if ((zone != Zone::body && zone != Zone::subject) ||
            behind_an_empty_box(masked.text(), span))
            continue;
        bool const taken_back = negated(masked, negations, hit.first, hit.last);
        for (auto const& use : uses_[hit.phrase])
            if ((use.has_negation || !taken_back) &&
                (use.denial || !begins_a_question(masked, hit.first)))
                hits.push_back({use, span});
    }
    auto const in_denial = [&](Hit const& hit) {
        return std::any_of(hits.begin(), hits.end(), [&](Hit const& other) {
            return other.use.denial && other.use.fact == hit.use.fact &&
                   other.span.start < hit.span.end && hit.span.start < other.span.end;
        });
    };
    std::vector<FactWords> out;
    for (auto const& hit : hits)
        if (hit.use.denial || !in_denial(hit))
            out.push_back({keys_[hit.use.fact], hit.use.denial, hit.span});
    return out;
}

std::vector<StatedFact> Facts::stated(Scene const& masked, std::vector<FactWords> const& words) {
    std::vector<StatedFact> out;
    for (auto const& one : words) {
        bool const known = std::any_of(out.begin(), out.end(), [&](StatedFact const& fact) {
            return fact.key == one.key && fact.denied == one.denied;
        });
        if (!known)
            out.push_back({one.key, one.denied, masked.evidence(one.span)});
    }
    return out;
}

namespace {

bool any_between(std::vector<text::DateMatch> const& dates, std::uint32_t start,
                 std::uint32_t end) {
    return std::any_of(dates.begin(), dates.end(), [&](text::DateMatch const& one) {
        return one.span.start >= start && one.span.end <= end;
    });
}

} // namespace

std::vector<NamedDate> name_dates(Scene const& scene, std::vector<Found> const& found,
                                  std::vector<FactWords> const& words) {
    auto const dates = text::find_dates(scene.text());
    std::vector<NamedDate> out;
    for (auto const& date : found) {
        auto const sentence = scene.sentence_at(date.span.start);
        std::vector<FactWords const*> before;
        // The dates are looked through last: almost no words stand in the sentence of the date.
        for (auto const& one : words)
            if (!one.denied && one.span.end <= date.span.start &&
                scene.sentence_at(one.span.start) == sentence &&
                !any_between(dates, one.span.end, date.span.start))
                before.push_back(&one);
        std::stable_sort(before.begin(), before.end(),
                         [](auto const* a, auto const* b) { return a->span.end > b->span.end; });
        NamedDate named{date.key, date.value, {}};
        for (auto const* one : before)
            named.named_by.push_back(one->key);
        out.push_back(std::move(named));
    }
    return out;
}

} // namespace leitstand::detail_understand
