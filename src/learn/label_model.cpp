// SPDX-License-Identifier: EUPL-1.2
// What a trained model says. Compiled with -O3: the loop over the labels of a
// feature is where prediction spends its time.
#include "learn/label_model.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"

namespace leitstand::learn {

namespace {

// Sums of 32 bits hold products of weights (15 bits and sign) with values of
// this total amount.
constexpr std::int32_t kAmountMax = 0xFFFF;

void move_over(std::vector<std::int32_t>& near, std::vector<std::int64_t>& sums) {
    for (std::size_t label = 0; label < near.size(); ++label) {
        sums[label] += near[label];
        near[label] = 0;
    }
}

// Both factors of 16 bits: vector units multiply these at once into 32.
void add_products(std::int16_t const* __restrict weights, std::int16_t value,
                  std::int32_t* __restrict sums, std::size_t count) {
    for (std::size_t label = 0; label < count; ++label)
        sums[label] += weights[label] * value;
}

} // namespace

LabelModel::LabelModel(TextEncoder encoder)
    : encoder_(std::move(encoder)), manifest_(std::make_unique<Json>()) {}
LabelModel::LabelModel(LabelModel&&) noexcept = default;
LabelModel& LabelModel::operator=(LabelModel&&) noexcept = default;
LabelModel::~LabelModel() = default;

std::optional<std::uint32_t> LabelModel::label(std::string_view name) const {
    auto const at = std::lower_bound(labels_.begin(), labels_.end(), name);
    if (at == labels_.end() || *at != name)
        return std::nullopt;
    return static_cast<std::uint32_t>(at - labels_.begin());
}

void LabelModel::set_figures(std::string const& name, Json figures) {
    (*manifest_)["figures"][name] = std::move(figures);
}

double LabelModel::unit(std::uint32_t label) const {
    return std::ldexp(1.0, exponents_[label] - kValueBits);
}

void LabelModel::scores(std::string_view text, std::span<GivenFeature const> given,
                        Scratch& scratch, std::span<double> out) const {
    encoder_.encode(text, given, scratch.text);
    add_up(scratch, out);
}

void LabelModel::scores(std::vector<text::Token> const& words, std::span<GivenFeature const> given,
                        Scratch& scratch, std::span<double> out) const {
    encoder_.encode(words, given, scratch.text);
    add_up(scratch, out);
}

void LabelModel::add_up(Scratch& scratch, std::span<double> out) const {
    constexpr std::size_t kAhead = 8; // about as long as memory takes to answer
    ASSERT(out.size() == labels_.size());
    auto const& row = scratch.text.row;
    scratch.reasons_started = false;
    scratch.sums = intercepts_;
    scratch.near.assign(labels_.size(), 0);
    std::int32_t room = kAmountMax;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i + kAhead < row.size())
            __builtin_prefetch(weights_.data() +
                               std::size_t{row[i + kAhead].column} * labels_.size());
        auto const amount = std::abs(std::int32_t{row[i].value});
        if (amount > room) {
            move_over(scratch.near, scratch.sums);
            room = kAmountMax;
        }
        room -= amount;
        add_products(weights_.data() + std::size_t{row[i].column} * labels_.size(), row[i].value,
                     scratch.near.data(), labels_.size());
    }
    move_over(scratch.near, scratch.sums);
    for (std::uint32_t label = 0; label < labels_.size(); ++label)
        out[label] = static_cast<double>(scratch.sums[label]) * unit(label);
}

void LabelModel::probabilities(std::span<double const> scores, std::span<double> out) const {
    std::visit([&](auto const& calibration) { calibration.probabilities(scores, out); },
               calibration_);
}

std::optional<Rivalry::Rival> LabelModel::rival(std::uint32_t label,
                                                std::span<double const> scores) const {
    auto const* calibration = std::get_if<SigmoidCalibration>(&calibration_);
    return calibration == nullptr ? std::nullopt : calibration->rivalry.rival(label, scores);
}

Reasons LabelModel::reasons(std::uint32_t label, Scratch& scratch) const {
    ASSERT(label < labels_.size());
    if (!std::exchange(scratch.reasons_started, true))
        scratch.reasons.start(scratch.text);
    return scratch.reasons.of(
        scratch.text, {weights_.data() + label, labels_.size(), intercepts_[label], unit(label)});
}

Explanation LabelModel::explain(std::string_view text, std::span<GivenFeature const> given,
                                std::uint32_t label, Scratch& scratch) const {
    encoder_.encode(text, given, scratch.text);
    scratch.reasons_started = false;
    auto const found = reasons(label, scratch);
    Explanation result{found.score, found.intercept, {}};
    result.contributions.reserve(found.reasons.size());
    for (auto const& reason : found.reasons) {
        Contribution contribution{"", std::nullopt, reason.value};
        if (reason.of_words()) {
            contribution.span = reason.span(scratch.text.words);
            contribution.name = contribution.span->of(text);
        } else if (reason.given != Reason::kNoGiven) {
            contribution.name = given[reason.given].name;
        }
        result.contributions.push_back(std::move(contribution));
    }
    return result;
}

namespace {

// The text with these bytes as blanks, which belong to no word.
std::string without(std::string text, std::span<text::ByteSpan const> spans) {
    for (auto const& span : spans)
        std::fill(text.begin() + span.start, text.begin() + span.end, ' ');
    return text;
}

} // namespace

std::optional<Counterfactual> LabelModel::counterfactual(std::string_view text,
                                                         std::span<GivenFeature const> given,
                                                         std::uint32_t label, Scratch& scratch,
                                                         std::size_t words_max) const {
    std::vector<double> score(labels_.size()), probability(labels_.size());
    auto const said = [&](std::string_view what) {
        scores(what, given, scratch, score);
        probabilities(score, probability);
        if (several_labels_)
            return probability[label] >= 0.5 ? label : kNoWord;
        return static_cast<std::uint32_t>(std::max_element(probability.begin(), probability.end()) -
                                          probability.begin());
    };
    if (said(text) != label)
        return std::nullopt;
    Counterfactual result;
    std::string rest{text};
    while (result.without.size() < words_max) {
        // What speaks for the label, by single words: a sequence counts for each of
        // its words.
        std::map<std::uint32_t, std::pair<double, text::ByteSpan>> weight_at;
        auto const explanation = explain(rest, given, label, scratch);
        for (auto const& word : scratch.text.words)
            weight_at[word.span.start] = {0, word.span};
        for (auto const& contribution : explanation.contributions)
            if (contribution.span)
                for (auto at = weight_at.lower_bound(contribution.span->start);
                     at != weight_at.end() && at->first < contribution.span->end; ++at)
                    at->second.first += contribution.value;
        auto const best =
            std::max_element(weight_at.begin(), weight_at.end(), [](auto const& a, auto const& b) {
                return a.second.first < b.second.first;
            });
        if (best == weight_at.end() || best->second.first <= 0)
            return std::nullopt;
        result.without.push_back(best->second.second);
        rest = without(std::move(rest), {&result.without.back(), 1});
        if (auto const now = said(rest); now != label) {
            std::sort(result.without.begin(), result.without.end(),
                      [](auto const& a, auto const& b) { return a.start < b.start; });
            result.label = now == kNoWord ? label : now;
            result.probability = probability[label];
            return result;
        }
    }
    return std::nullopt;
}

} // namespace leitstand::learn
