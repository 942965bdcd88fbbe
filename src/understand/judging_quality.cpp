// SPDX-License-Identifier: EUPL-1.2
#include "understand/judging_quality.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "base/json_members.hpp"
#include "learn/figures.hpp"
#include "learn/label_predictions.hpp"
#include "learn/reliability_diagram.hpp"
#include "learn/risk_bound.hpp"

namespace leitstand {

namespace {

using learn::HitCounts;
using learn::Interval;

constexpr std::array kAlphas{0.02, 0.05, 0.10};
constexpr double kDelta = 0.05;
// Nearly all decisions are a "no" that nobody doubts; a diagram of all would be one point at 0.
constexpr double kDoubtfulFrom = 0.05;
constexpr std::size_t kMistakenMax = 15;
constexpr std::size_t kRounds = 1000; // of the bootstrap over letters

Json interval_json(double value, Interval interval) {
    return {{"value", rounded(value)},
            {"lower", rounded(interval.lower)},
            {"upper", rounded(interval.upper)}};
}

Json share_json(learn::Share share) {
    return share.count == 0 ? Json(nullptr)
                            : interval_json(share.value(), learn::wilson_interval(share));
}

// What was said of the letters about one kind of finding.
struct KindTable {
    learn::LabelPredictions predictions; // the kind's labels alone
    std::vector<std::string> keys;       // of the catalogue, in the order of the labels
    std::vector<std::uint8_t> said;      // letters × labels
    double suggest_from = 0.5;

    std::size_t letters() const { return predictions.rows(); }
    std::size_t labels() const { return keys.size(); }
    std::size_t at(std::size_t letter, std::size_t label) const {
        return letter * labels() + label;
    }
    bool right(std::size_t letter, std::size_t label) const {
        return predictions.truth[at(letter, label)] != 0;
    }
    bool says(std::size_t letter, std::size_t label) const { return said[at(letter, label)] != 0; }
    HitCounts count(std::size_t letter, std::size_t label) const {
        bool const is = right(letter, label), was_said = says(letter, label);
        return {is && was_said, !is && was_said, is && !was_said};
    }
};

void add(HitCounts& sum, HitCounts const& more) {
    sum.hits += more.hits;
    sum.wrong += more.wrong;
    sum.missed += more.missed;
}

KindTable table_of(learn::LabelPredictions const& all, std::vector<std::string> const& names,
                   FindingKind kind, double suggest_from) {
    auto const prefix = std::string(finding_kind_name(kind)) + ".";
    std::vector<std::size_t> columns;
    KindTable table;
    table.suggest_from = suggest_from;
    for (std::size_t label = 0; label < names.size(); ++label)
        if (names[label].starts_with(prefix)) {
            columns.push_back(label);
            table.keys.push_back(names[label].substr(prefix.size()));
        }
    table.predictions.labels = columns.size();
    table.predictions.several_labels = true;
    table.predictions.halves = all.halves;
    for (std::size_t row = 0; row < all.rows(); ++row)
        for (auto const column : columns) {
            auto const probability = all.probabilities[row * all.labels + column];
            table.predictions.probabilities.push_back(probability);
            table.predictions.truth.push_back(all.truth[row * all.labels + column]);
            table.said.push_back(probability >= suggest_from ? 1 : 0);
        }
    return table;
}

// Figures of some letters, each with what it adds. Letters, not decisions, are independent, so F1
// is drawn over letters; precision and recall of one label have one decision a letter.
Json figures_json(std::vector<HitCounts> const& by_letter) {
    auto const sum_of = [&](auto const& drawn) {
        HitCounts sum;
        for (auto const letter : drawn)
            add(sum, by_letter[letter]);
        return sum;
    };
    std::vector<std::uint32_t> all(by_letter.size());
    for (std::uint32_t i = 0; i < all.size(); ++i)
        all[i] = i;
    auto const sum = sum_of(all);
    Json json{{"hits", sum.hits},
              {"wrong", sum.wrong},
              {"missed", sum.missed},
              {"precision", share_json(sum.precision())},
              {"recall", share_json(sum.recall())},
              {"f1", nullptr}};
    if (sum.occurs())
        json["f1"] = interval_json(
            sum.f1(), learn::bootstrap_interval(by_letter.size(),
                                                [&](auto drawn) { return sum_of(drawn).f1(); },
                                                {.rounds = kRounds}));
    return json;
}

std::vector<HitCounts> counts_by_letter(KindTable const& table) {
    std::vector<HitCounts> counts(table.letters());
    for (std::size_t letter = 0; letter < table.letters(); ++letter)
        for (std::size_t label = 0; label < table.labels(); ++label)
            add(counts[letter], table.count(letter, label));
    return counts;
}

Json labels_json(KindTable const& table) {
    auto list = Json::array();
    for (std::size_t label = 0; label < table.labels(); ++label) {
        std::vector<HitCounts> counts(table.letters());
        for (std::size_t letter = 0; letter < table.letters(); ++letter)
            counts[letter] = table.count(letter, label);
        list.push_back({{"key", table.keys[label]}, {"figures", figures_json(counts)}});
    }
    return list;
}

// With several labels there is no table of confusions; but where one was missed and another said
// wrongly in the same letter, the second was probably taken for the first.
Json mistaken_json(KindTable const& table) {
    struct Pair {
        std::size_t missed = 0, said = 0, letters = 0;
    };
    std::vector<Pair> pairs;
    for (std::size_t missed = 0; missed < table.labels(); ++missed)
        for (std::size_t said = 0; said < table.labels(); ++said) {
            Pair pair{missed, said, 0};
            for (std::size_t letter = 0; letter < table.letters(); ++letter)
                pair.letters +=
                    table.count(letter, missed).missed * table.count(letter, said).wrong;
            if (pair.letters > 0)
                pairs.push_back(pair);
        }
    std::ranges::stable_sort(pairs, std::ranges::greater{}, &Pair::letters);
    pairs.resize(std::min(pairs.size(), kMistakenMax));
    auto list = Json::array();
    for (auto const& pair : pairs)
        list.push_back({{"missed", table.keys[pair.missed]},
                        {"said", table.keys[pair.said]},
                        {"letters", pair.letters}});
    return list;
}

Json groups_json(KindTable const& table, std::span<QualityGrouping const> groupings) {
    auto const counts = counts_by_letter(table);
    auto list = Json::array();
    for (auto const& grouping : groupings) {
        ASSERT(grouping.names.size() == table.letters());
        std::map<std::string, std::vector<HitCounts>> groups;
        for (std::size_t letter = 0; letter < table.letters(); ++letter)
            if (!grouping.names[letter].empty())
                groups[grouping.names[letter]].push_back(counts[letter]);
        for (auto const& [name, of_group] : groups)
            list.push_back({{"by", grouping.by},
                            {"name", name},
                            {"letters", of_group.size()},
                            {"figures", figures_json(of_group)}});
    }
    return list;
}

// The diagram's rows: decisions that are not plainly a "no", each by itself.
Json diagram_json(KindTable const& table) {
    std::vector<double> said;
    std::vector<std::uint8_t> came_true;
    for (std::size_t i = 0; i < table.said.size(); ++i)
        if (table.predictions.probabilities[i] >= kDoubtfulFrom) {
            said.push_back(table.predictions.probabilities[i]);
            came_true.push_back(table.predictions.truth[i]);
        }
    auto list = Json::array();
    if (said.empty())
        return list;
    learn::CalibrationErrorOptions options;
    options.bootstrap.rounds = 1; // its interval is not asked for
    for (auto const& row : reliability_rows(learn::calibration_error(said, came_true, options)))
        list.push_back({{"said", rounded(row.said)},
                        {"hits", row.came_true.hits},
                        {"count", row.came_true.count},
                        {"came_true", interval_json(row.came_true.value(), row.interval)}});
    return list;
}

Json calibration_json(KindTable const& table) {
    auto const error = learn::calibration_error_of(table.predictions, {.rounds = kRounds});
    return {{"decisions", error.decisions},
            {"plain", rounded(error.plain)},
            {"debiased", interval_json(error.debiased, error.interval)},
            {"groups", diagram_json(table)}};
}

// A letter is wrong where any of its labels is missed or said wrongly; its confidence is the
// probability that all decisions are right, taken as independent.
std::vector<learn::JudgedItem> judged(KindTable const& table) {
    std::vector<learn::JudgedItem> items;
    for (std::size_t letter = 0; letter < table.letters(); ++letter) {
        learn::JudgedItem item{1, false};
        for (std::size_t label = 0; label < table.labels(); ++label) {
            auto const probability = table.predictions.probabilities[table.at(letter, label)];
            bool const says = table.says(letter, label);
            item.confidence *= says ? probability : 1 - probability;
            item.wrong = item.wrong || says != table.right(letter, label);
        }
        item.confidence = learn::as_printed(item.confidence);
        items.push_back(item);
    }
    return items;
}

Result<Json> promises_json(KindTable const& table) {
    auto const items = judged(table);
    auto list = Json::array();
    for (auto const alpha : kAlphas) {
        auto const bound = TRY(learn::bound_risk(items, alpha, kDelta));
        Json promise{{"alpha", alpha},
                     {"delta", kDelta},
                     {"outcome", std::string(learn::bound_outcome_name(bound.outcome))},
                     {"letters", bound.items},
                     {"needed", bound.needed}};
        bool const holds = bound.holds();
        promise["threshold"] = holds ? Json(bound.threshold) : Json(nullptr);
        promise["acted_on"] = holds ? Json(bound.acted_on) : Json(nullptr);
        promise["share"] = holds ? Json(rounded(bound.share_acted_on())) : Json(nullptr);
        promise["errors"] = holds ? Json(bound.errors) : Json(nullptr);
        list.push_back(std::move(promise));
    }
    return list;
}

} // namespace

Result<Json> judging_quality(learn::LabelModel const& model,
                             std::map<FindingKind, double> const& suggest_from,
                             std::span<QualityGrouping const> groupings) {
    auto const predictions = TRY(learn::cross_calibrated(model));
    auto kinds = Json::array();
    for (auto const& [kind, from] : suggest_from) {
        auto const table = table_of(predictions, model.labels(), kind, from);
        ASSERT(table.labels() > 0);
        kinds.push_back({{"kind", std::string(finding_kind_name(kind))},
                         {"letters", table.letters()},
                         {"suggest_from", rounded(from)},
                         {"figures", figures_json(counts_by_letter(table))},
                         {"calibration", calibration_json(table)},
                         {"labels", labels_json(table)},
                         {"mistaken", mistaken_json(table)},
                         {"groups", groups_json(table, groupings)},
                         {"promises", TRY(promises_json(table))}});
    }
    return kinds;
}

} // namespace leitstand
