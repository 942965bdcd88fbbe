// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

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

} // namespace

Facts::Facts(Catalogue const& catalogue) {
    auto const add = [&](std::string const& phrase, std::uint32_t fact, bool denial) {
        auto const id = phrases_.add(phrase);
        uses_.resize(std::max<std::size_t>(uses_.size(), id + 1));
        uses_[id].push_back({fact, denial});
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

std::vector<StatedFact> Facts::find(Scene const& masked) const {
    struct Hit {
        Use use;
        ByteSpan span;
    };
    auto const& tokens = masked.tokens();
    std::vector<Hit> hits;
    for (auto const& hit : phrases_.find(tokens)) {
        ByteSpan const span{tokens[hit.first].span.start, tokens[hit.last].span.end};
        auto const zone = masked.zone_at(span.start);
        if ((zone == Zone::body || zone == Zone::subject) &&
            !behind_an_empty_box(masked.text(), span))
            for (auto const& use : uses_[hit.phrase])
                hits.push_back({use, span});
    }
    auto const in_denial = [&](Hit const& hit) {
        return std::any_of(hits.begin(), hits.end(), [&](Hit const& other) {
            return other.use.denial && other.use.fact == hit.use.fact &&
                   other.span.start < hit.span.end && hit.span.start < other.span.end;
        });
    };
    std::vector<StatedFact> out;
    for (auto const& hit : hits) {
        auto const& key = keys_[hit.use.fact];
        bool const known = std::any_of(out.begin(), out.end(), [&](StatedFact const& fact) {
            return fact.key == key && fact.denied == hit.use.denial;
        });
        if (!known && (hit.use.denial || !in_denial(hit)))
            out.push_back({key, hit.use.denial, masked.evidence(hit.span)});
    }
    return out;
}

} // namespace leitstand::detail_understand
