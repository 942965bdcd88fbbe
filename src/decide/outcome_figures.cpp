// SPDX-License-Identifier: EUPL-1.2
#include "decide/outcome_figures.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/assert.hpp"
#include "decide/card.hpp"
#include "decide/outcome_table.hpp"

namespace leitstand {

namespace {

constexpr std::array<std::string_view, 4> kOutcomeNames{"confirmed", "corrected", "rejected",
                                                        "added"};

Result<DecisionOutcome> outcome_named(std::string_view name) {
    auto const at = std::ranges::find(kOutcomeNames, name);
    if (at == kOutcomeNames.end())
        return fail(Code::damaged, "database.rule", "outcome");
    return static_cast<DecisionOutcome>(at - kOutcomeNames.begin());
}

// Gathers counts and persons under keys.
class Parts {
  public:
    void count(std::string const& key, DecisionOutcome outcome, std::uint64_t findings) {
        counts_[key].add(outcome, findings);
    }
    void present(std::string const& key, std::uint32_t person) { persons_[key].insert(person); }
    std::vector<OutcomePart> all() const {
        std::vector<OutcomePart> out;
        for (auto const& [key, counts] : counts_) {
            auto const those = persons_.find(key);
            ASSERT(those != persons_.end()); // both come from one snapshot
            out.push_back({key, counts, {those->second.begin(), those->second.end()}});
        }
        return out;
    }

  private:
    std::map<std::string, OutcomeCounts> counts_;
    std::map<std::string, std::set<std::uint32_t>> persons_;
};

struct PeriodParts {
    Parts total, units, kinds, weeks;
};

std::string monday_text(std::int64_t week) {
    return to_iso(date_of_day(week * 7 - 3));
}

OutcomePeriod period_of(PeriodParts const& parts) {
    OutcomePeriod period;
    if (auto total = parts.total.all(); !total.empty())
        period.total = std::move(total.front());
    period.units = parts.units.all();
    period.kinds = parts.kinds.all();
    period.weeks = parts.weeks.all();
    return period;
}

} // namespace

std::string_view decision_outcome_name(DecisionOutcome outcome) {
    return kOutcomeNames.at(static_cast<std::size_t>(outcome));
}

void OutcomeCounts::add(DecisionOutcome outcome, std::uint64_t findings) {
    switch (outcome) {
    case DecisionOutcome::confirmed:
        confirmed += findings;
        break;
    case DecisionOutcome::corrected:
        corrected += findings;
        break;
    case DecisionOutcome::rejected:
        rejected += findings;
        break;
    case DecisionOutcome::added:
        added += findings;
        break;
    }
}

OutcomeCounts& OutcomeCounts::operator+=(OutcomeCounts const& other) {
    confirmed += other.confirmed;
    corrected += other.corrected;
    rejected += other.rejected;
    added += other.added;
    return *this;
}

std::int64_t day_number(Date date) {
    using namespace std::chrono;
    return sys_days{year{date.year} / date.month / date.day}.time_since_epoch().count();
}

Date date_of_day(std::int64_t day) {
    return plus_days(Date{}, static_cast<int>(day));
}

Date monday_of(Date date) {
    auto const day = day_number(date);
    return date_of_day((day + 3) / 7 * 7 - 3);
}

OutcomeFigures::OutcomeFigures(Database& database, KeyRing const& keys,
                               std::shared_ptr<Catalogue const> catalogue)
    : database_(database), index_key_(keys.purpose_key(kInboxIndexPurpose)),
      catalogue_(std::move(catalogue)) {}

Result<OutcomePeriod> OutcomeFigures::period(FunctionKey function, Date first, Date last) {
    Tokens const tokens{index_key_};
    std::map<std::int64_t, std::string> units;
    for (auto const& unit : catalogue_->units)
        units.emplace(tokens.of("unit", unit.key), unit.key);
    auto const unit_key = [&](std::int64_t token) { // one that the catalogue dropped is of no unit
        auto const at = units.find(token);
        return at == units.end() ? std::string{} : at->second;
    };
    return database_.read_for<OutcomePeriod>([&](Sql& sql) -> Result<OutcomePeriod> {
        PeriodParts parts;
        for (auto const& count :
             TRY(outcome_table::counts(sql, function, day_number(first), day_number(last)))) {
            auto const outcome = TRY(outcome_named(count.outcome));
            auto const findings = static_cast<std::uint64_t>(count.findings);
            parts.total.count("", outcome, findings);
            parts.units.count(unit_key(count.unit), outcome, findings);
            parts.kinds.count(count.kind, outcome, findings);
            parts.weeks.count(monday_text((count.day + 3) / 7), outcome, findings);
        }
        std::map<std::string, std::uint32_t> numbers;
        for (auto const& presence :
             TRY(outcome_table::presences(sql, function, day_number(first), day_number(last)))) {
            auto const person =
                numbers.emplace(presence.account, static_cast<std::uint32_t>(numbers.size()))
                    .first->second;
            parts.total.present("", person);
            parts.units.present(unit_key(presence.unit), person);
            parts.kinds.present(presence.kind, person);
            parts.weeks.present(monday_text(presence.week), person);
        }
        return period_of(parts);
    });
}

Result<std::vector<DayOutcomes>> OutcomeFigures::days(FunctionKey function, Date first, Date last) {
    using Days = std::vector<DayOutcomes>;
    return database_.read_for<Days>([&](Sql& sql) -> Result<Days> {
        Days days;
        for (auto const& count :
             TRY(outcome_table::day_counts(sql, function, day_number(first), day_number(last)))) {
            auto const day = date_of_day(count.day);
            if (days.empty() || days.back().day != day)
                days.push_back({day, {}});
            days.back().counts.add(TRY(outcome_named(count.outcome)),
                                   static_cast<std::uint64_t>(count.findings));
        }
        return days;
    });
}

Result<std::optional<Date>> OutcomeFigures::uncounted_until() {
    auto const last = TRY(database_.read_for<std::optional<Instant>>(outcome_table::gap));
    return last ? std::optional{date_in_berlin(*last)} : std::nullopt;
}

Result<std::optional<Date>> OutcomeFigures::first_day(FunctionKey function, Date since) {
    return database_.read_for<std::optional<Date>>([&](Sql& sql) -> Result<std::optional<Date>> {
        auto const day = TRY(outcome_table::first_day(sql, function, day_number(since)));
        return day ? std::optional<Date>{date_of_day(*day)} : std::nullopt;
    });
}

Result<std::vector<std::vector<OutcomeFigures::LabelCount>>>
OutcomeFigures::labels(std::string_view field, std::vector<std::string> const& keys,
                       std::vector<Date> const& edges) {
    using Counts = std::vector<std::vector<LabelCount>>; // of each label its spans
    Tokens const words{index_key_};
    std::vector<std::int64_t> tokens;
    for (auto const& key : keys)
        tokens.push_back(words.of(field, key));
    std::vector<std::int64_t> instants;
    for (auto const& edge : edges)
        instants.push_back(start_in_berlin(edge).microseconds);
    return database_.read_for<Counts>([&](Sql& sql) -> Result<Counts> {
        Counts counts(keys.size());
        auto const numbers = TRY(outcome_table::numbers_from(sql, instants));
        for (std::size_t i = 1; i < numbers.size(); ++i) {
            auto const items = static_cast<std::uint64_t>(numbers[i] - numbers[i - 1]);
            auto const with =
                TRY(outcome_table::items_with(sql, tokens, numbers[i - 1], numbers[i]));
            for (std::size_t label = 0; label < tokens.size(); ++label) {
                auto const at = with.find(tokens[label]);
                counts[label].push_back(
                    {at == with.end() ? 0 : static_cast<std::uint64_t>(at->second), items});
            }
        }
        return counts;
    });
}

} // namespace leitstand
