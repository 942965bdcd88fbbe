// SPDX-License-Identifier: EUPL-1.2
// What only shows once all files are read: rules that name what does not exist, stand twice, or ask
// for each other in a circle.
#include <map>
#include <set>

#include "catalogue/detail/legal_loader.hpp"

namespace leitstand::detail_catalogue {

namespace {

class References {
  public:
    References(Catalogue const& catalogue, std::vector<Problem>& problems)
        : catalogue_(catalogue), rules_(catalogue.legal), problems_(problems) {}

    void check() const {
        if (!catalogue_.land.empty() && !names_place(catalogue_.land))
            problems_.push_back({"authority.toml", 1,
                                 fmt::format("no holiday names the place '{}'", catalogue_.land)});
        double_keys(rules_.holidays.rules);
        double_keys(rules_.notifications);
        double_keys(rules_.facts);
        for (auto const& rule : rules_.notifications)
            procedures(rule, rule.procedures);
        for (std::size_t i = 0; i < rules_.notifications.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (overlap(rules_.notifications[i], rules_.notifications[j]))
                    problem(rules_.notifications[i], rules_.notifications[i].line,
                            fmt::format("notification '{}' and '{}' hold for the same notices",
                                        rules_.notifications[j].key, rules_.notifications[i].key));
        for (auto const& rule : rules_.clocks)
            clock(rule);
        for (std::size_t i = 0; i < rules_.clocks.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (overlap(rules_.clocks[i], rules_.clocks[j]))
                    problem(rules_.clocks[i], rules_.clocks[i].line,
                            fmt::format("clock '{}' stands twice for the same procedure",
                                        rules_.clocks[i].key));
        std::set<std::pair<std::string, std::string>> seen;
        for (auto const& rule : rules_.requirements) {
            if (!seen.emplace(rule.service, rule.key).second)
                problem(rule, rule.line, fmt::format("key '{}' is used twice", rule.key));
            requirement(rule);
        }
        circles();
    }

  private:
    void problem(LegalRule const& rule, int line, std::string reason) const {
        if (problems_.size() < kProblemsMax)
            problems_.push_back({rule.file, line, std::move(reason)});
    }
    void unknown(LegalRule const& rule, int line, std::string_view what,
                 std::string_view key) const {
        problem(rule, line, fmt::format("'{}' names the unknown {} '{}'", rule.key, what, key));
    }

    template <typename T>
    void double_keys(std::vector<T> const& rules) const {
        std::set<std::string> seen;
        for (auto const& rule : rules)
            if (!rule.key.empty() && !seen.insert(rule.key).second)
                problem(rule, rule.line, fmt::format("key '{}' is used twice", rule.key));
    }

    void procedures(LegalRule const& rule, std::vector<std::string> const& names) const {
        for (auto const& name : names)
            if (std::find(kProcedures.begin(), kProcedures.end(), name) == kProcedures.end())
                unknown(rule, rule.line, "procedure", name);
    }
    void services(LegalRule const& rule, std::vector<std::string> const& keys) const {
        for (auto const& key : keys)
            if (catalogue_.service(key) == nullptr)
                unknown(rule, rule.line, "service", key);
    }
    void acts(LegalRule const& rule, std::vector<std::string> const& keys) const {
        for (auto const& key : keys)
            if (catalogue_.act(key) == nullptr)
                unknown(rule, rule.line, "act", key);
    }
    bool known_fact(std::string_view key) const {
        return std::any_of(rules_.facts.begin(), rules_.facts.end(),
                           [&](FactRule const& fact) { return fact.key == key; });
    }
    void date_field(LegalRule const& rule, int line, std::string_view key) const {
        auto const* field = catalogue_.field(key);
        if (field == nullptr || field->kind != "date")
            unknown(rule, line, "date field", key);
    }
    void field(LegalRule const& rule, int line, std::string const& key,
               std::string const& role) const {
        auto const* field = catalogue_.field(key);
        if (field == nullptr)
            unknown(rule, line, "field", key);
        else if (!role.empty() &&
                 std::none_of(field->roles.begin(), field->roles.end(),
                              [&](FieldRole const& known) { return known.key == role; }))
            unknown(rule, line, "role", role);
    }

    void clock(ClockRule const& rule) const {
        acts(rule, rule.acts);
        procedures(rule, rule.procedures);
        services(rule, rule.services);
        services(rule, rule.except_services);
        if (!rule.fact.empty() && !known_fact(rule.fact))
            unknown(rule, rule.line, "fact", rule.fact);
        for (auto const& fact : rule.not_dated_by)
            if (!known_fact(fact))
                unknown(rule, rule.line, "fact", fact);
        if (!rule.dated_by.empty() && !known_fact(rule.dated_by))
            unknown(rule, rule.line, "fact", rule.dated_by);
        if (rule.trigger != "received" && rule.trigger != "records")
            date_field(rule, rule.line, rule.trigger);
        if (!rule.life_field.empty())
            date_field(rule, rule.line, rule.life_field);
    }

    // A Land, or a part of one, of which the holidays know something.
    bool names_place(std::string_view place) const {
        auto const is = [&](std::string const& known) {
            return known == place || std::string_view(known).substr(0, known.find('-')) == place;
        };
        return std::any_of(rules_.holidays.rules.begin(), rules_.holidays.rules.end(),
                           [&](HolidayRule const& rule) {
                               return std::any_of(rule.spans.begin(), rule.spans.end(),
                                                  [&](HolidaySpan const& span) {
                                                      return std::any_of(span.places.begin(),
                                                                         span.places.end(), is);
                                                  });
                           });
    }

    // Whether a notice could count as notified by both.
    static bool overlap(NotificationRule const& one, NotificationRule const& other) {
        bool const same = std::any_of(
            one.procedures.begin(), one.procedures.end(), [&](std::string const& procedure) {
                return std::find(other.procedures.begin(), other.procedures.end(), procedure) !=
                       other.procedures.end();
            });
        return same && one.posted_from <= other.posted_until &&
               other.posted_from <= one.posted_until;
    }

    // Whether a service could get both.
    bool overlap(ClockRule const& one, ClockRule const& other) const {
        if (one.key != other.key)
            return false;
        return std::any_of(catalogue_.services.begin(), catalogue_.services.end(),
                           [&](Service const& service) {
                               return clock_fits(one, service) && clock_fits(other, service);
                           });
    }

    void requirement(RequirementRule const& rule) const {
        services(rule, {rule.service});
        acts(rule, rule.acts);
        for (auto const* list : {&rule.when, &rule.unless, &rule.met_by, &rule.elsewhere})
            for (auto const& one : *list)
                condition(rule, one);
        if (!rule.one_value_field.empty())
            field(rule, rule.line, rule.one_value_field, rule.one_value_role);
    }

    void condition(RequirementRule const& rule, Condition const& one) const {
        switch (one.kind) {
        case ConditionKind::document:
            if (catalogue_.document_type(one.key) == nullptr)
                unknown(rule, one.line, "document type", one.key);
            break;
        case ConditionKind::field:
            field(rule, one.line, one.key, one.role);
            break;
        case ConditionKind::fact:
            if (!known_fact(one.key))
                unknown(rule, one.line, "fact", one.key);
            break;
        case ConditionKind::age:
            date_field(rule, one.line, one.key);
            break;
        case ConditionKind::met:
            if (find(rule.service, one.key) == nullptr)
                unknown(rule, one.line, "requirement", one.key);
            break;
        }
    }

    RequirementRule const* find(std::string_view service, std::string_view key) const {
        for (auto const& rule : rules_.requirements)
            if (rule.service == service && rule.key == key)
                return &rule;
        return nullptr;
    }

    // A depth-first walk along "met:"; a rule that is met again on its own way closes a circle.
    void circles() const {
        enum class Colour : std::uint8_t { fresh, on_the_way, done };
        std::map<RequirementRule const*, Colour> colours;
        auto const walk = [&](auto const& self, RequirementRule const& rule) -> void {
            colours[&rule] = Colour::on_the_way;
            for (auto const* list : {&rule.when, &rule.unless, &rule.met_by, &rule.elsewhere})
                for (auto const& one : *list) {
                    auto const* next =
                        one.kind == ConditionKind::met ? find(rule.service, one.key) : nullptr;
                    if (next == nullptr)
                        continue;
                    if (colours[next] == Colour::on_the_way)
                        problem(rule, one.line,
                                fmt::format("requirements '{}' and '{}' ask for each other in a "
                                            "circle",
                                            rule.key, next->key));
                    else if (colours[next] == Colour::fresh)
                        self(self, *next);
                }
            colours[&rule] = Colour::done;
        };
        for (auto const& rule : rules_.requirements)
            if (colours[&rule] == Colour::fresh)
                walk(walk, rule);
    }

    Catalogue const& catalogue_;
    LegalRules const& rules_;
    std::vector<Problem>& problems_;
};

} // namespace

void check_legal_references(Catalogue const& catalogue, std::vector<Problem>& problems) {
    References(catalogue, problems).check();
}

} // namespace leitstand::detail_catalogue
