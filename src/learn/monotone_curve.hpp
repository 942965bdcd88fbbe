// SPDX-License-Identifier: EUPL-1.2
// A rising map of probabilities to probabilities, learned from outcomes, in one of two forms.
// `beta`: logit q = a log p - b log(1 - p) + c with a, b > 0 (Kull, Silva Filho and Flach 2017):
// three numbers, which a few hundred decisions tell well.
// `steps`: isotonic regression by pooling adjacent violators (Ayer et al. 1955; Zadrozny and Elkan
// 2002) on groups of equal size, each drawn towards what was said so that no group claims 0 or 1:
// any shape, for many decisions. Between its knots the map is a straight line, so that a different
// input gives a different output: a threshold needs an order.
// Threads: a plain value, immutable after construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace leitstand::learn {

enum class CurveForm : std::uint8_t { beta, steps };

class MonotoneCurve {
  public:
    MonotoneCurve() = default; // changes nothing

    // `said[i]` is a probability, `came_true[i]` 1 where it came true. Fewer than
    // kCurveDecisionsMin decisions: the curve that changes nothing.
    static MonotoneCurve fit(CurveForm form, std::span<double const> said,
                             std::span<std::uint8_t const> came_true);

    double operator()(double probability) const;
    bool changes_nothing() const { return !beta_ && at_.empty(); }
    std::string method() const; // ", beta", ", steps" or nothing

    Json to_json() const;
    // Errors: damaged "model.wrong_calibration".
    static Result<MonotoneCurve> from_json(Json const& json);

  private:
    struct Beta {
        double a = 1, b = 1, c = 0;
    };
    static MonotoneCurve fit_beta(std::span<double const> said,
                                  std::span<std::uint8_t const> came_true);
    static MonotoneCurve fit_steps(std::span<double const> said,
                                   std::span<std::uint8_t const> came_true);

    std::optional<Beta> beta_;
    std::vector<double> at_, value_; // knots of `steps`; both strictly rising, inside (0,1)
};

inline constexpr std::size_t kCurveDecisionsMin = 400;

} // namespace leitstand::learn
