// SPDX-License-Identifier: EUPL-1.2
#include "law/requirement.hpp"

#include <algorithm>
#include <array>

#include "law/period.hpp"

namespace leitstand::law {

namespace {

// What a condition is found to be. `both` speaks for and against.
enum class Answer : std::uint8_t { yes, no, both, unknown };

struct Found {
    Answer answer = Answer::unknown;
    std::vector<Reference> at;
};

void add(std::vector<Reference>& to, std::vector<Reference> const& more) {
    to.insert(to.end(), more.begin(), more.end());
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
}

Answer opposite(Answer answer) {
    if (answer == Answer::yes)
        return Answer::no;
    return answer == Answer::no ? Answer::yes : answer;
}

// Rules of one service and act in their order; a rule may ask whether an earlier or later one is
// met. The loader refuses circles, so that the recursion ends.
class Check {
  public:
    Check(std::vector<RequirementRule const*> rules, Known const& known)
        : rules_(std::move(rules)), known_(known) {}

    // Nothing where the rule surely does not apply.
    std::optional<Checked> check(RequirementRule const& rule) const {
        Checked out{&rule, RequirementState::unknown, {}};
        auto const applies = all(rule.when);
        auto const excepted = any(rule.unless);
        if (applies.answer == Answer::no || excepted.answer == Answer::yes)
            return std::nullopt;
        bool const surely = applies.answer == Answer::yes && none(rule.unless);
        auto const met = any(rule.met_by);
        add(out.rests_on, met.at);
        if (met.answer == Answer::both || has_two_values(rule, out.rests_on)) {
            out.state = RequirementState::contradictory;
        } else if (met.answer == Answer::yes) {
            out.state = RequirementState::met;
        } else if (!surely) {
            add(out.rests_on, applies.at); // what is said for and against its applying
            add(out.rests_on, excepted.at);
        } else if (rule.kind == RequirementKind::statement && denied(rule.met_by)) {
            out.state = RequirementState::contradictory; // the letter itself denies it
        } else if (!rule.on_record && any(rule.elsewhere).answer != Answer::yes &&
                   could_be_seen(rule)) {
            out.state = RequirementState::missing;
            add(out.rests_on, applies.at); // why it is asked for
            add(out.rests_on, excepted.at);
        }
        return out;
    }

  private:
    bool denied(std::vector<Condition> const& met_by) const {
        return std::any_of(met_by.begin(), met_by.end(), [&](Condition const& condition) {
            return condition.kind == ConditionKind::fact && !condition.negated &&
                   fact(condition).answer == Answer::no;
        });
    }

    // Whether what would meet the rule was looked for.
    bool could_be_seen(RequirementRule const& rule) const {
        return known_.fields_looked_for ||
               std::none_of(rule.met_by.begin(), rule.met_by.end(), [](Condition const& condition) {
                   return condition.kind == ConditionKind::field ||
                          condition.kind == ConditionKind::age;
               });
    }

    // Several different values of a field that can have one only.
    bool has_two_values(RequirementRule const& rule, std::vector<Reference>& at) const {
        if (rule.one_value_field.empty())
            return false;
        Known::Field const* first = nullptr;
        bool two = false;
        for (auto const& field : known_.fields) {
            if (field.key != rule.one_value_field || field.role != rule.one_value_role)
                continue;
            if (first == nullptr)
                first = &field;
            two = two || field.value != first->value;
            if (two)
                add(at, {first->at, field.at});
        }
        return two;
    }

    Found all(std::vector<Condition> const& conditions) const {
        Found out{Answer::yes, {}};
        for (auto const& condition : conditions) {
            auto const one = found(condition);
            if (one.answer == Answer::no)
                return one;
            if (one.answer != Answer::yes)
                out.answer = Answer::unknown;
            add(out.at, one.at);
        }
        return out;
    }

    // Whether each of them is known not to hold.
    bool none(std::vector<Condition> const& conditions) const {
        return std::all_of(conditions.begin(), conditions.end(), [&](Condition const& condition) {
            return found(condition).answer == Answer::no;
        });
    }

    Found any(std::vector<Condition> const& conditions) const {
        Found out;
        for (auto const& condition : conditions) {
            auto one = found(condition);
            if (one.answer == Answer::unknown)
                continue;
            if (one.answer == Answer::yes && out.answer != Answer::yes &&
                out.answer != Answer::both)
                out = {Answer::yes, {}};
            else if (one.answer == Answer::both || out.answer == Answer::unknown)
                out.answer = one.answer;
            if (one.answer == out.answer)
                add(out.at, one.at);
        }
        return out;
    }

    Found found(Condition const& condition) const {
        auto out = plain(condition);
        if (condition.negated)
            out.answer = opposite(out.answer);
        return out;
    }

    Found plain(Condition const& condition) const {
        switch (condition.kind) {
        case ConditionKind::document:
            return document(condition);
        case ConditionKind::field:
            return field(condition);
        case ConditionKind::fact:
            return fact(condition);
        case ConditionKind::age:
            return age(condition);
        case ConditionKind::met:
            break;
        }
        return met(condition);
    }

    // A document or value that is not seen may lie elsewhere: unknown, never "no".
    Found document(Condition const& condition) const {
        Found out;
        for (auto const& document : known_.documents)
            if (document.key == condition.key) {
                out.answer = Answer::yes;
                add(out.at, {document.at});
            }
        return out;
    }

    Found field(Condition const& condition) const {
        Found out;
        for (auto const& field : known_.fields)
            if (field.key == condition.key &&
                (condition.role.empty() || field.role == condition.role)) {
                out.answer = Answer::yes;
                add(out.at, {field.at});
            }
        return out;
    }

    Found fact(Condition const& condition) const {
        Found out;
        for (auto const& fact : known_.facts) {
            if (fact.key != condition.key)
                continue;
            auto const said = fact.said == Known::Said::yes ? Answer::yes : Answer::no;
            out.answer = out.answer == Answer::unknown || out.answer == said ? said : Answer::both;
            add(out.at, {fact.at});
        }
        return out;
    }

    // With several persons of different answers, as two children, it holds for one of them: yes.
    Found age(Condition const& condition) const {
        Found out;
        if (!known_.today)
            return out;
        for (auto const& field : known_.fields) {
            if (field.key != condition.key)
                continue;
            auto const birth = parse_iso_date(field.value);
            if (!birth)
                continue;
            bool const old = age_on(*birth, *known_.today) >= condition.years;
            bool const holds = old == (condition.comparison == Comparison::at_least);
            if (holds && out.answer != Answer::yes)
                out = {Answer::yes, {}};
            else if (!holds && out.answer == Answer::unknown)
                out.answer = Answer::no;
            if (holds == (out.answer == Answer::yes))
                add(out.at, {field.at});
        }
        return out;
    }

    Found met(Condition const& condition) const {
        for (auto const* rule : rules_) {
            if (rule->key != condition.key)
                continue;
            auto const other = check(*rule);
            if (!other)
                return {Answer::no, {}};
            switch (other->state) {
            case RequirementState::met:
                return {Answer::yes, other->rests_on};
            case RequirementState::contradictory:
                return {Answer::both, other->rests_on};
            case RequirementState::missing:
            case RequirementState::unknown:
                return {};
            }
        }
        return {};
    }

    std::vector<RequirementRule const*> rules_;
    Known const& known_;
};

} // namespace

std::string_view requirement_state_name(RequirementState state) {
    static constexpr auto kNames =
        std::to_array<std::string_view>({"met", "missing", "contradictory", "unknown"});
    return kNames[static_cast<std::size_t>(state)];
}

std::vector<Checked> check_requirements(std::vector<RequirementRule> const& rules,
                                        std::string_view service, std::string_view act,
                                        Known const& known) {
    std::vector<RequirementRule const*> asked;
    for (auto const& rule : rules)
        if (rule.service == service &&
            std::find(rule.acts.begin(), rule.acts.end(), act) != rule.acts.end())
            asked.push_back(&rule);
    Check const check(asked, known);
    std::vector<Checked> out;
    for (auto const* rule : asked)
        if (auto checked = check.check(*rule); checked)
            out.push_back(std::move(*checked));
    return out;
}

} // namespace leitstand::law
