// SPDX-License-Identifier: EUPL-1.2
#include "learn/label_reasons.hpp"

#include <algorithm>
#include <cstdlib>

namespace leitstand::learn {

namespace {

std::int32_t product(EncodedValue const& value, LabelWeights const& label) {
    return std::int32_t{value.value} * label.first[value.column * label.stride];
}

} // namespace

// Pieces of one word are read one after the other, so runs of equal ranges are
// sorted, which are a few for each word, and not the hits.
void ReasonFinder::start(TextEncoder::Scratch const& text) {
    hits_.clear();
    runs_.clear();
    seen_.assign(text.row.size(), 0);
    for (std::size_t i = 0; i < text.hits.size(); ++i) {
        auto const place = text.hit_places[i];
        if (place == Vocabulary::kUnknown)
            continue;
        auto const range = std::uint64_t{text.hits[i].first_word} << 32 | text.hits[i].last_word;
        if (runs_.empty() || runs_.back().first != range)
            runs_.emplace_back(range, static_cast<std::uint32_t>(runs_.size()));
        hits_.push_back({place, static_cast<std::uint32_t>(runs_.size() - 1), seen_[place]++});
    }
    std::sort(runs_.begin(), runs_.end());
    range_of_run_.resize(runs_.size());
    ranges_.clear();
    for (auto const& [range, run] : runs_) {
        std::pair const words{static_cast<std::uint32_t>(range >> 32),
                              static_cast<std::uint32_t>(range)};
        if (ranges_.empty() || ranges_.back() != words)
            ranges_.push_back(words);
        range_of_run_[run] = static_cast<std::uint32_t>(ranges_.size() - 1);
    }
    for (auto& hit : hits_)
        hit.range = range_of_run_[hit.range];
}

// What is left over when a contribution is divided goes to its last hits, one
// unit each. Returns the whole score.
std::int64_t ReasonFinder::share_out(TextEncoder::Scratch const& text, LabelWeights const& label) {
    auto total = label.intercept;
    shares_.resize(text.row.size());
    for (std::size_t i = 0; i < text.row.size(); ++i) {
        auto const whole = product(text.row[i], label);
        auto const hits = static_cast<std::int32_t>(text.counts[i]);
        total += whole;
        if (hits < 2) {
            shares_[i] = {whole, 0, 1};
            continue;
        }
        auto const rest = whole % hits;
        shares_[i] = {whole / hits, rest < 0 ? -1 : 1,
                      static_cast<std::uint32_t>(hits - std::abs(rest))};
    }
    wholes_.assign(ranges_.size(), 0);
    for (auto const& hit : hits_) {
        auto const& share = shares_[hit.place];
        wholes_[hit.range] += share.whole + (hit.before >= share.more_from ? share.more : 0);
    }
    return total;
}

void ReasonFinder::add_found(std::int64_t whole, Reason const& reason) {
    if (whole != 0)
        found_.push_back({whole, static_cast<std::uint32_t>(found_.size()), reason});
}

void ReasonFinder::add_given(TextEncoder::Scratch const& text, LabelWeights const& label) {
    std::size_t known = 0; // of one name given twice the first counts
    for (std::uint32_t i = 0; i < text.given_places.size(); ++i) {
        auto const place = text.given_places[i];
        if (place == Vocabulary::kUnknown || place < known || text.counts[place] != 0)
            continue;
        known = place + 1;
        add_found(product(text.row[place], label), {0, kNoWord, kNoWord, i});
    }
}

Reasons ReasonFinder::of(TextEncoder::Scratch const& text, LabelWeights const& label) {
    Reasons result;
    result.score = static_cast<double>(share_out(text, label)) * label.unit;
    result.intercept = static_cast<double>(label.intercept) * label.unit;
    found_.clear();
    for (std::size_t range = 0; range < ranges_.size(); ++range)
        add_found(wholes_[range], {0, ranges_[range].first, ranges_[range].second});
    add_given(text, label);
    std::sort(found_.begin(), found_.end(), [](auto const& a, auto const& b) {
        auto const amount_a = std::abs(a.whole), amount_b = std::abs(b.whole);
        return amount_a != amount_b ? amount_a > amount_b : a.number < b.number;
    });
    result.reasons.reserve(found_.size());
    for (auto& found : found_) {
        found.reason.value = static_cast<double>(found.whole) * label.unit;
        result.reasons.push_back(found.reason);
    }
    return result;
}

} // namespace leitstand::learn
