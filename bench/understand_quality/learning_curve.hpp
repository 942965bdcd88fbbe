// SPDX-License-Identifier: EUPL-1.2
// Quality against the number of letters trained on, as a drawing and as the table behind it.
#pragma once

#include <string>
#include <vector>

#include "learn/intervals.hpp"

namespace leitstand {

struct CurvePoint {
    std::string kind;         // "service", "act", "theme"
    bool with_beside = false; // trained on the project's own letters as well
    std::size_t letters = 0;  // trained on
    double f1 = 0;
    learn::Interval interval; // 95 %
};

struct LearningCurve {
    std::vector<CurvePoint> points;

    std::string table() const; // Markdown
    std::string svg() const;
};

} // namespace leitstand
