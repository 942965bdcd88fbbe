// SPDX-License-Identifier: EUPL-1.2
#include "learn/rivalry.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/assert.hpp"
#include "learn/calibration.hpp"
#include "learn/detail/held_aside.hpp"
#include "learn/detail/newton.hpp"

namespace leitstand::learn {

namespace {

constexpr double kPrecision = 1e-6;           // of the weights about 0: keeps separable rows finite
constexpr double kGainPerDecisionMin = 1e-10; // nats

// Intercept, weight of the own score, and where it is asked for the weight of the rival's.
using Weights = std::vector<double>;

std::optional<std::uint32_t> strongest_rival(std::span<std::uint32_t const> families,
                                             std::uint32_t label, std::span<double const> scores) {
    std::optional<std::uint32_t> best;
    for (std::uint32_t other = 0; other < scores.size(); ++other)
        if (other != label && families[other] == families[label] &&
            (!best || scores[other] > scores[*best]))
            best = other;
    return best;
}

// The decisions about the labels of one family.
class FamilyTable {
  public:
    FamilyTable(MultiLabelScores const& table, std::uint32_t family) : table_(table) {
        for (std::uint32_t label = 0; label < table.labels; ++label)
            if (table.families[label] == family &&
                (table.unseen.empty() || table.unseen[label] == 0))
                labels_.push_back(label);
        auto const rows = table.scores.size() / table.labels;
        for (std::size_t row = 0; row < rows && has_rivals(); ++row) {
            auto const scores = table.scores.subspan(row * table.labels, table.labels);
            for (auto const label : labels_)
                rivals_.push_back(scores[*strongest_rival(table.families, label, scores)]);
        }
    }

    bool has_rivals() const { return labels_.size() > 1; }

    Weights fit(RowNumbers const& rows, std::size_t weights) const {
        Weights start(weights, 0);
        start[1] = 1;
        auto const gain_min =
            kGainPerDecisionMin * static_cast<double>(rows.size() * labels_.size());
        return minimise([&](Weights const& at) { return loss_of(rows, at); }, start, gain_min);
    }

    // Nats of all decisions of one row.
    double loss(Weights const& weights, std::size_t row) const {
        double sum = 0;
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            auto const z = logit(weights, row, i);
            sum += log_one_plus_exp(z) - (truth(row, i) ? z : 0);
        }
        return sum;
    }

  private:
    static double log_one_plus_exp(double z) {
        return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
    }
    bool truth(std::size_t row, std::size_t i) const {
        return table_.truth[row * table_.labels + labels_[i]] != 0;
    }
    std::array<double, 3> inputs(std::size_t row, std::size_t i) const {
        return {1, table_.scores[row * table_.labels + labels_[i]],
                rivals_[row * labels_.size() + i]};
    }
    double logit(Weights const& weights, std::size_t row, std::size_t i) const {
        auto const x = inputs(row, i);
        return std::inner_product(weights.begin(), weights.end(), x.begin(), 0.0);
    }

    LossAt loss_of(RowNumbers const& rows, Weights const& weights) const {
        auto const n = weights.size();
        LossAt at(n);
        for (std::size_t k = 0; k < n; ++k) {
            at.value += kPrecision * weights[k] * weights[k] / 2;
            at.gradient[k] = kPrecision * weights[k];
            at.hessian[k * n + k] = kPrecision;
        }
        for (auto const row : rows)
            for (std::size_t i = 0; i < labels_.size(); ++i) {
                auto const x = inputs(row, i);
                auto const z = logit(weights, row, i);
                auto const p = 1 / (1 + std::exp(-z));
                at.value += log_one_plus_exp(z) - (truth(row, i) ? z : 0);
                for (std::size_t a = 0; a < n; ++a) {
                    at.gradient[a] += (p - (truth(row, i) ? 1 : 0)) * x[a];
                    for (std::size_t b = 0; b <= a; ++b)
                        at.hessian[a * n + b] += p * (1 - p) * x[a] * x[b];
                }
            }
        return at;
    }

    MultiLabelScores const& table_;
    std::vector<std::uint32_t> labels_;
    std::vector<double> rivals_; // rows × labels of the family
};

// The family's factor as it is fitted, or 0 where it does not earn its place.
double factor_of(FamilyTable const& family, HeldAside const& aside) {
    constexpr std::size_t kAlone = 2, kWithRival = 3; // weights
    auto const losses = [&](std::size_t weights) {
        return aside.losses(
            aside.fit_folds([&](RowNumbers const& rows) { return family.fit(rows, weights); }),
            [&](Weights const& fitted, std::size_t row) { return family.loss(fitted, row); });
    };
    if (!aside.earns_its_place(losses(kWithRival), losses(kAlone)))
        return 0;
    auto const weights = family.fit(aside.rows(), kWithRival);
    if (!(weights[1] > 0))
        return 0;
    auto const whole = std::round(weights[2] / weights[1] / Rivalry::kFactorUnit);
    return std::clamp(whole * Rivalry::kFactorUnit, -1.0, 0.0);
}

} // namespace

Rivalry Rivalry::fit(MultiLabelScores const& held_aside) {
    Rivalry rivalry;
    if (held_aside.families.empty())
        return rivalry;
    ASSERT(held_aside.families.size() == held_aside.labels);
    rivalry.families.assign(held_aside.families.begin(), held_aside.families.end());
    rivalry.factors.assign(1 + *std::max_element(rivalry.families.begin(), rivalry.families.end()),
                           0);
    RowNumbers rows(held_aside.scores.size() / held_aside.labels);
    std::iota(rows.begin(), rows.end(), 0u);
    HeldAside const aside{std::move(rows), held_aside.groups};
    for (std::uint32_t number = 0; number < rivalry.factors.size() && aside.suffices(); ++number)
        if (FamilyTable const family{held_aside, number}; family.has_rivals())
            rivalry.factors[number] = factor_of(family, aside);
    return rivalry;
}

bool Rivalry::none() const {
    return std::all_of(factors.begin(), factors.end(), [](double factor) { return factor == 0; });
}

std::optional<Rivalry::Rival> Rivalry::rival(std::uint32_t label,
                                             std::span<double const> scores) const {
    if (families.empty())
        return std::nullopt;
    ASSERT(scores.size() == families.size());
    auto const factor = factors[families[label]];
    if (factor == 0)
        return std::nullopt;
    auto const strongest = strongest_rival(families, label, scores);
    if (!strongest)
        return std::nullopt;
    return Rival{*strongest, factor * scores[*strongest]};
}

std::vector<double> Rivalry::applied(std::span<double const> scores) const {
    std::vector<double> out(scores.begin(), scores.end());
    if (none())
        return out;
    for (std::size_t start = 0; start < scores.size(); start += families.size())
        for (std::uint32_t label = 0; label < families.size(); ++label)
            if (auto const found = rival(label, scores.subspan(start, families.size())); found)
                out[start + label] += found->amount;
    return out;
}

Json Rivalry::to_json() const {
    return Json{{"families", families}, {"factors", factors}};
}

Result<Rivalry> Rivalry::from_json(Json const& json, std::size_t labels) {
    auto const wrong = [] { return fail(Code::damaged, "model.wrong_calibration", "rivals"); };
    Rivalry rivalry;
    try {
        json.at("families").get_to(rivalry.families);
        json.at("factors").get_to(rivalry.factors);
    } catch (nlohmann::json::exception const&) {
        return wrong();
    }
    if (rivalry.families.size() != labels)
        return wrong();
    for (auto const family : rivalry.families)
        if (family >= rivalry.factors.size())
            return wrong();
    for (auto const factor : rivalry.factors)
        if (!(factor >= -1 && factor <= 0) || std::remainder(factor, kFactorUnit) != 0)
            return wrong();
    return rivalry;
}

} // namespace leitstand::learn
