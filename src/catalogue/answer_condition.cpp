// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/answer_condition.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace leitstand {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

// Recursive descent: or > and > comparison or parentheses.
class AnswerConditionReader {
  public:
    explicit AnswerConditionReader(std::string_view text) : text_(text) {}

    Result<AnswerCondition> whole() {
        auto condition = TRY(any_of(0));
        skip_blanks();
        if (at_ < text_.size())
            return wrong("something follows the end");
        return condition;
    }

  private:
    tl::unexpected<Error> wrong(std::string_view reason) const {
        return fail(Code::bad_input, "condition.wrong", fmt::format("{} at byte {}", reason, at_));
    }
    void skip_blanks() {
        while (at_ < text_.size() && is_blank(text_[at_]))
            ++at_;
    }
    bool take(std::string_view token) {
        skip_blanks();
        if (!text_.substr(at_).starts_with(token))
            return false;
        at_ += token.size();
        return true;
    }
    // A whole word: `or` is not the beginning of `order`.
    bool take_word(std::string_view word) {
        skip_blanks();
        auto const end = at_ + word.size();
        bool const whole = end >= text_.size() || is_blank(text_[end]) || text_[end] == '(' ||
                           text_[end] == ')' || text_[end] == '{' || text_[end] == '[' ||
                           text_[end] == '"';
        return whole && take(word);
    }
    Result<std::string> until(char end) {
        auto const found = text_.find(end, at_);
        if (found == std::string_view::npos)
            return wrong(fmt::format("'{}' is missing", end));
        std::string out{text_.substr(at_, found - at_)};
        at_ = found + 1;
        return out;
    }

    Result<AnswerCondition> joined(int depth, std::string_view word, AnswerCondition::Kind kind,
                                   Result<AnswerCondition> (AnswerConditionReader::*part)(int)) {
        AnswerCondition out;
        out.kind_ = kind;
        do
            out.parts_.push_back(TRY((this->*part)(depth)));
        while (take_word(word));
        return out.parts_.size() == 1 ? AnswerCondition{out.parts_.front()} : out;
    }
    Result<AnswerCondition> any_of(int depth) {
        return joined(depth, "or", AnswerCondition::Kind::any_of, &AnswerConditionReader::all_of);
    }
    Result<AnswerCondition> all_of(int depth) {
        return joined(depth, "and", AnswerCondition::Kind::all_of, &AnswerConditionReader::term);
    }
    Result<AnswerCondition> term(int depth) {
        if (depth > AnswerCondition::kDepthMax)
            return wrong("the parentheses are too deep");
        if (take("(")) {
            auto inner = TRY(any_of(depth + 1));
            if (!take(")"))
                return wrong("')' is missing");
            return inner;
        }
        return comparison();
    }
    Result<AnswerCondition> comparison() {
        if (!take("{"))
            return wrong("'{' and the name of a question are missing");
        AnswerCondition out;
        out.question_ = TRY(until('}'));
        if (take_word("empty") || take_word("notempty")) {
            out.kind_ = AnswerCondition::Kind::empty;
            out.negated_ = text_.substr(0, at_).ends_with("notempty");
            return out;
        }
        if (take("<>") || take("!=")) {
            out.kind_ = AnswerCondition::Kind::equals;
            out.negated_ = true;
        } else if (take("==") || take("=")) {
            out.kind_ = AnswerCondition::Kind::equals;
        } else if (take_word("notcontains")) {
            out.kind_ = AnswerCondition::Kind::contains;
            out.negated_ = true;
        } else if (take_word("contains")) {
            out.kind_ = AnswerCondition::Kind::contains;
        } else {
            return wrong("a comparison is missing");
        }
        out.value_ = TRY(value());
        return out;
    }
    Result<std::string> value() {
        bool const bracket = take("[");
        skip_blanks();
        if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\''))
            return wrong("a value in quotation marks is missing");
        auto const quote = text_[at_++];
        auto out = TRY(until(quote));
        if (bracket && !take("]"))
            return wrong("']' is missing");
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

Result<AnswerCondition> AnswerCondition::parse(std::string_view text) {
    if (text.size() > kBytesMax)
        return fail(Code::bad_input, "condition.wrong", "the condition is too long");
    return AnswerConditionReader{text}.whole();
}

AnswerCondition AnswerCondition::both(AnswerCondition first, AnswerCondition second) {
    if (first.kind_ == Kind::always)
        return second;
    if (second.kind_ == Kind::always)
        return first;
    AnswerCondition out;
    out.kind_ = Kind::all_of;
    out.parts_ = {std::move(first), std::move(second)};
    return out;
}

bool AnswerCondition::holds(ChosenValues const& chosen) const {
    auto const part_holds = [&](AnswerCondition const& part) { return part.holds(chosen); };
    auto const found = chosen.find(question_);
    bool const none = found == chosen.end() || found->second.empty();
    switch (kind_) {
    case Kind::always:
        return true;
    case Kind::all_of:
        return std::all_of(parts_.begin(), parts_.end(), part_holds);
    case Kind::any_of:
        return std::any_of(parts_.begin(), parts_.end(), part_holds);
    case Kind::empty:
        return none != negated_;
    case Kind::equals:
        return (!none && found->second.size() == 1 && found->second.front() == value_) != negated_;
    case Kind::contains:
        return (!none && std::find(found->second.begin(), found->second.end(), value_) !=
                             found->second.end()) != negated_;
    }
    return false;
}

std::vector<std::string> AnswerCondition::questions() const {
    std::vector<std::string> out;
    if (!question_.empty())
        out.push_back(question_);
    for (auto const& part : parts_)
        for (auto& key : part.questions())
            out.push_back(std::move(key));
    return out;
}

} // namespace leitstand
