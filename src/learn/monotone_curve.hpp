// SPDX-License-Identifier: EUPL-1.2
// A rising map of probabilities to probabilities, learned from outcomes: isotonic regression by
// pooling adjacent violators (Ayer et al. 1955; Zadrozny and Elkan 2002), on groups of equal size,
// each drawn towards what was said so that no group claims 0 or 1. Between its knots the map is a
// straight line, so that a different input gives a different output: a threshold needs an order.
// Threads: a plain value, immutable after construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/json.hpp"

namespace leitstand::learn {

class MonotoneCurve {
  public:
    MonotoneCurve() = default; // changes nothing

    // `said[i]` is a probability, `came_true[i]` 1 where it came true. Fewer than
    // kCurveDecisionsMin decisions: the curve that changes nothing.
    static MonotoneCurve fit(std::span<double const> said, std::span<std::uint8_t const> came_true);

    double operator()(double probability) const;
    bool changes_nothing() const { return at_.empty(); }

    Json to_json() const;
    // Errors: damaged "model.wrong_calibration".
    static Result<MonotoneCurve> from_json(Json const& json);

  private:
    std::vector<double> at_, value_; // both strictly rising, inside (0,1)
};

inline constexpr std::size_t kCurveDecisionsMin = 400;

} // namespace leitstand::learn
