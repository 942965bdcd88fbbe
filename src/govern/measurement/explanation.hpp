// SPDX-License-Identifier: EUPL-1.2
// Are the reasons that people see true? Of each finding of a sample of letters: do intercept and
// contributions add up to the score, to the last bit; and is what "without these words it would not
// be found" says true when the letter without them is understood anew. Threads: any.
#pragma once

#include <span>

#include "govern/measurement/counterfactual.hpp"
#include "understand/second_look.hpp"

namespace leitstand {

struct ExplanationOptions {
    std::size_t letters_max = 300; // taken evenly over all
    unsigned threads = 1;
};

ExplanationMeasurement measure_explanation(FunctionKey function,
                                           std::span<MeasuredLetter const> letters,
                                           UnderstandLetter const& understand,
                                           SecondLook const& second_look,
                                           ExplanationOptions const& options);

} // namespace leitstand
