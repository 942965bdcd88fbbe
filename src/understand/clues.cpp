// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/clues.hpp"

#include <algorithm>
#include <cmath>

namespace leitstand::detail_understand {

namespace {

constexpr std::string_view kSignPrefix = "sign_";
// What the clues weigh beside the words, which have length 1 together: found on
// letters of other writers (ADR 0021).
constexpr double kPhraseFactor = 0.07;
constexpr double kSignsLength = 0.4; // of all signs of one zone together

bool own(Zone zone) {
    return zone == Zone::subject || zone == Zone::body;
}

std::string own_words(Scene const& masked) {
    std::string text(masked.text());
    for (auto const& line : masked.lines())
        if (!own(line.zone))
            std::fill(text.begin() + line.span.start, text.begin() + line.span.end, ' ');
    // A word that is masked in part is no word any more; its rest must not become
    // one.
    auto const word_byte = [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || c == '_' || (c >= '0' && c <= '9') ||
               (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    for (std::size_t start = 0; start < text.size(); ++start) {
        auto end = start;
        bool hidden = false;
        for (; end < text.size() && word_byte(text[end]); ++end)
            hidden = hidden || text[end] == '_';
        if (hidden)
            std::fill(text.begin() + static_cast<std::ptrdiff_t>(start),
                      text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        start = std::max(start, end);
    }
    return text;
}

// The tokens of the own words. They need not be cut anew: a token is masked or
// blanked as a whole.
std::vector<text::Token> own_tokens(Scene const& masked, std::string_view own_words) {
    std::vector<text::Token> tokens;
    tokens.reserve(masked.tokens().size());
    for (auto const& token : masked.tokens())
        if (own_words[token.span.start] != ' ')
            tokens.push_back(token);
    return tokens;
}

} // namespace

bool is_sign(Cue const& cue) {
    return cue.key.starts_with(kSignPrefix);
}

std::string label_of(FindingKind kind, std::string_view key) {
    return fmt::format("{}.{}", finding_kind_name(kind), key);
}

std::string phrase_clue(std::string_view label) {
    return fmt::format("phrases.{}", label);
}

ClueReader::ClueReader(Catalogue const& catalogue) {
    for (auto const& cue : catalogue.cues) {
        if (!is_sign(cue))
            continue;
        auto const number = static_cast<std::uint32_t>(names_.size());
        names_.push_back(cue.key);
        for (auto const& phrase : cue.phrases) {
            auto const id = phrases_.add(phrase.text);
            signs_of_.resize(std::max<std::size_t>(signs_of_.size(), id + 1));
            if (signs_of_[id].empty() || signs_of_[id].back() != number) // else written in two ways
                signs_of_[id].push_back(number);
        }
    }
    signs_of_.resize(phrases_.size());
}

// Own words and quoted mail apart: what somebody else wrote is no wish of the
// sender.
void ClueReader::add_signs(Scene const& masked, JudgingView& view) const {
    auto const& tokens = masked.tokens();
    std::vector<std::vector<ByteSpan>> places(2 * names_.size()); // own, then quoted
    for (auto const& hit : phrases_.find(tokens)) {
        ByteSpan const span{tokens[hit.first].span.start, tokens[hit.last].span.end};
        auto const zone = masked.zone_at(span.start);
        if (zone == Zone::footer)
            continue;
        for (auto const sign : signs_of_[hit.phrase])
            places[sign + (zone == Zone::quoted ? names_.size() : 0)].push_back(span);
    }
    auto const value = [](std::size_t count) {
        return count == 0 ? 0 : 1 + std::log(static_cast<double>(count));
    };
    for (std::size_t zone = 0; zone < 2; ++zone) {
        double squares = 0;
        for (std::size_t sign = 0; sign < names_.size(); ++sign)
            squares += std::pow(value(places[zone * names_.size() + sign].size()), 2);
        for (std::size_t sign = 0; sign < names_.size(); ++sign) {
            auto& spans = places[zone * names_.size() + sign];
            if (spans.empty())
                continue;
            auto const amount = kSignsLength * value(spans.size()) / std::sqrt(squares);
            view.clues.push_back(
                {(zone == 0 ? "" : "quoted.") + names_[sign], static_cast<float>(amount)});
            view.places.push_back(std::move(spans));
        }
    }
}

JudgingView ClueReader::view(Scene const& masked, std::vector<Judged> const& judged) const {
    JudgingView view;
    view.text = own_words(masked);
    view.words = own_tokens(masked, view.text);
    for (auto const& entry : judged) {
        view.clues.push_back({phrase_clue(label_of(entry.kind, entry.key)),
                              static_cast<float>(entry.score * kPhraseFactor)});
        auto& spans = view.places.emplace_back();
        for (auto const& contribution : entry.contributions)
            if (contribution.amount > 0)
                spans.insert(spans.end(), contribution.spans.begin(), contribution.spans.end());
    }
    add_signs(masked, view);
    return view;
}

} // namespace leitstand::detail_understand
