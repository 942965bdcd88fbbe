// SPDX-License-Identifier: EUPL-1.2
// When a question is asked: a condition on other answers, in the notation of the published impact
// assessments, so that their files are read as they are:
//     {phase} = "item1" and ({data} contains "item2" or {data} notempty)
// Comparisons are = <> contains notcontains empty notempty, joined by `and`, `or` and parentheses;
// `and` binds more tightly. The value may also stand in square brackets. Threads: plain values.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand {

// What was chosen, by the key of the question; several values where several may be chosen.
using ChosenValues = std::map<std::string, std::vector<std::string>, std::less<>>;

class AnswerCondition {
  public:
    static constexpr std::size_t kBytesMax = 4'000;
    static constexpr int kDepthMax = 16;

    // Always holds.
    AnswerCondition() = default;
    // Errors: bad_input "condition.wrong", detail: what is wrong, and at which byte.
    static Result<AnswerCondition> parse(std::string_view text);
    // Both must hold.
    static AnswerCondition both(AnswerCondition first, AnswerCondition second);

    bool holds(ChosenValues const& chosen) const;
    // The keys that it looks at.
    std::vector<std::string> questions() const;

  private:
    enum class Kind : std::uint8_t { always, all_of, any_of, equals, contains, empty };
    Kind kind_ = Kind::always;
    bool negated_ = false;
    std::string question_, value_;
    std::vector<AnswerCondition> parts_;

    friend class AnswerConditionReader;
};

} // namespace leitstand
