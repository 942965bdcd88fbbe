// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/fairness_json.hpp"

#include <nlohmann/json.hpp>

#include "base/json_members.hpp"

namespace leitstand::fairness {

namespace {

constexpr int kDecimals = 6;
constexpr double kLast = 1e-6; // of those decimals

// A p far below the last decimal must not read as impossible.
Json rounded_p(double p) {
    return p >= kLast ? Json(rounded(p, kDecimals)) : Json::parse(fmt::format("{:.1e}", p));
}

Json triple(std::optional<Estimate> const& estimate) {
    if (!estimate)
        return nullptr;
    return Json::array({rounded(estimate->value, kDecimals), rounded(estimate->lower, kDecimals),
                        rounded(estimate->upper, kDecimals)});
}

Json triple(std::optional<RatioEstimate> const& ratio) {
    if (!ratio)
        return nullptr;
    return Json::array({rounded(ratio->value, kDecimals), rounded(ratio->lower, kDecimals),
                        ratio->upper ? Json(rounded(*ratio->upper, kDecimals)) : Json(nullptr)});
}

Json named(std::vector<GroupValue> const& values) {
    auto group = Json::object();
    for (auto const& value : values)
        group[value.column] = value.value.value_or(std::string{kMissingName});
    return group;
}

// Why a rate is a share of nothing.
std::string_view reason_of(Rate rate) {
    switch (rate) {
    case Rate::fpr:
    case Rate::tnr:
        return "no_negative_label";
    case Rate::fnr:
    case Rate::tpr:
        return "no_positive_label";
    case Rate::precision:
    case Rate::fdr:
        return "no_positive_decision";
    case Rate::npv:
    case Rate::false_omission:
        return "no_negative_decision";
    default:
        return "no_decision";
    }
}

void add_rates(Json& line, GroupReport const& group) {
    auto reasons = Json::object();
    for (std::size_t i = 0; i < kRates; ++i) {
        auto const rate = static_cast<Rate>(i);
        line[std::string{rate_key(rate)}] = triple(group.rates[i]);
        if (!group.rates[i])
            reasons[std::string{rate_key(rate)}] = std::string{reason_of(rate)};
    }
    if (!reasons.empty())
        line["null_because"] = std::move(reasons);
}

// One member a rate, of those that have one.
template <typename Member>
Json by_rate(GroupReport const& group, Member const& member) {
    auto object = Json::object();
    for (std::size_t i = 0; i < kRates; ++i)
        if (auto value = member(group.comparisons[i]); !value.is_discarded())
            object[std::string{rate_key(static_cast<Rate>(i))}] = std::move(value);
    return object;
}

template <typename T>
Json or_none(std::optional<T> const& value, auto const& print) {
    return value ? Json(print(*value)) : Json(Json::value_t::discarded);
}

void add_comparison(Json& line, GroupReport const& group, FairnessReport const& report) {
    line["compared_with"] = named(report.groups[*group.compared_with].group);
    line["difference"] = by_rate(group, [](Comparison const& c) { return triple(c.difference); });
    line["ratio"] = by_rate(group, [](Comparison const& c) { return triple(c.ratio); });
    line["p"] = by_rate(group, [](Comparison const& c) {
        return or_none(c.test, [](SharesTest const& test) { return rounded_p(test.p); });
    });
    line["test"] = by_rate(group, [](Comparison const& c) {
        return or_none(c.test,
                       [](SharesTest const& test) { return test.exact ? "fisher" : "score"; });
    });
    line["p_adjusted"] = by_rate(group, [](Comparison const& c) {
        return or_none(c.p_adjusted, [](double p) { return rounded_p(p); });
    });
    line["significant"] = Json::array();
    for (std::size_t i = 0; i < kRates; ++i)
        if (auto const& p = group.comparisons[i].p_adjusted; p && *p <= 1 - kConfidence)
            line["significant"].push_back(std::string{rate_key(static_cast<Rate>(i))});
    line["significant_after_correction"] = group.significant();
}

void add_power(Json& line, GroupReport const& group) {
    line["smallest_detectable_gap"] = by_rate(group, [](Comparison const& c) {
        return or_none(c.smallest_detectable, [](double gap) { return rounded(gap, kDecimals); });
    });
    auto needed = by_rate(group, [](Comparison const& c) {
        return or_none(c.needed, [](std::uint64_t cases) { return cases; });
    });
    if (!needed.empty())
        line["needed_by_rate"] = std::move(needed);
}

void add_hidden(Json& line, GroupReport const& group) {
    line["n"] = nullptr;
    line["hidden"] = true;
    line["assessable"] = nullptr;
    line["needed"] = nullptr;
    for (std::size_t i = 0; i < kRates; ++i)
        line[std::string{rate_key(static_cast<Rate>(i))}] = nullptr;
    line["verdict"] = std::string{verdict_key(group.verdict)};
}

} // namespace

Json group_json(GroupReport const& group, FairnessReport const& report) {
    Json line{{"group", named(group.group)}};
    for (auto const& value : group.group)
        if (!value.value)
            line["missing"].push_back(value.column);
    auto const overall = group.group.empty();
    if (!overall) { // what every object has, whatever can be said of the group
        line["difference"] = Json::object();
        line["ratio"] = Json::object();
        line["significant_after_correction"] = false;
    }
    if (group.hidden()) {
        add_hidden(line, group);
        return line;
    }
    line["n"] = group.counts.decided();
    if (!overall) {
        line["assessable"] = group.assessable;
        line["needed"] = group.needed ? Json(*group.needed) : Json(nullptr);
    }
    add_rates(line, group);
    line["counts"] = {{"tn", group.counts[Outcome::true_negative]},
                      {"fp", group.counts[Outcome::false_positive]},
                      {"fn", group.counts[Outcome::false_negative]},
                      {"tp", group.counts[Outcome::true_positive]},
                      {"abstained", group.counts[Outcome::abstained]},
                      {"without_label", group.counts[Outcome::without_label]},
                      {"without_decision", group.counts[Outcome::without_decision]}};
    if (group.median_seconds)
        line["median_seconds"] = triple(group.median_seconds);
    if (overall) {
        auto const entropy = generalised_entropy(group.counts), theil = theil_index(group.counts);
        line["generalised_entropy"] = entropy ? Json(rounded(*entropy, kDecimals)) : Json(nullptr);
        line["theil"] = theil ? Json(rounded(*theil, kDecimals)) : Json(nullptr);
        return line;
    }
    if (group.compared_with)
        add_comparison(line, group, report);
    add_power(line, group);
    line["verdict"] = std::string{verdict_key(group.verdict)};
    return line;
}

Json report_json(FairnessReport const& report) {
    Json json{{"columns", report.columns},
              {"compared", Json::array()},
              {"tolerance", report.tolerance},
              {"confidence", kConfidence},
              {"power", kPower},
              {"tests", report.tests},
              {"overall", group_json(report.overall, report)},
              {"groups", Json::array()}};
    for (auto const rate : report.compared)
        json["compared"].push_back(std::string{rate_key(rate)});
    for (auto const& group : report.groups)
        json["groups"].push_back(group_json(group, report));
    return json;
}

} // namespace leitstand::fairness
