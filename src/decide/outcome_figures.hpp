// SPDX-License-Identifier: EUPL-1.2
// What people did with what a function said, as numbers: agreed, corrected, rejected, added what it
// had missed; by day, unit and kind of finding. And how often a label stands on items. Persons
// appear only as "somebody was there", numbered for one answer, so that a caller can tell whether a
// group is large enough to be shown; how much one of them did is nowhere. Decisions from
// before migration 0012 are not among them, and uncounted_until() says so. Threads: any.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"
#include "understand/finding.hpp"

namespace leitstand {

// What stands of a finding after the last decision on it.
enum class DecisionOutcome : std::uint8_t { confirmed, corrected, rejected, added };
std::string_view decision_outcome_name(DecisionOutcome outcome);

struct OutcomeCounts {
    std::uint64_t confirmed = 0, corrected = 0, rejected = 0, added = 0;

    void add(DecisionOutcome outcome, std::uint64_t findings);
    OutcomeCounts& operator+=(OutcomeCounts const& other);
    // What the function said and somebody decided on.
    std::uint64_t judged() const { return confirmed + corrected + rejected; }
    std::uint64_t overridden() const { return corrected + rejected; }
    std::uint64_t all() const { return judged() + added; }
    bool operator==(OutcomeCounts const&) const = default;
};

// One part of a period, with the persons who decided in it (numbers of this answer, ascending).
struct OutcomePart {
    std::string key; // of a unit ("" for none), of a kind of finding, or a Monday as ISO date
    OutcomeCounts counts;
    std::vector<std::uint32_t> persons;
};

struct OutcomePeriod {
    OutcomePart total;
    std::vector<OutcomePart> units, kinds, weeks; // each a partition of the total, by key
};

struct DayOutcomes {
    Date day;
    OutcomeCounts counts;
};

class OutcomeFigures {
  public:
    OutcomeFigures(Database& database, KeyRing const& keys,
                   std::shared_ptr<Catalogue const> catalogue);

    // `first` to `last`, both inclusive. Errors: those of the database.
    Result<OutcomePeriod> period(FunctionKey function, Date first, Date last);
    // Days on which anything was decided, ascending.
    Result<std::vector<DayOutcomes>> days(FunctionKey function, Date first, Date last);
    // The last day of decisions that no figure holds; nothing where all are counted.
    Result<std::optional<Date>> uncounted_until();
    // The first of those days, not before `since`.
    Result<std::optional<Date>> first_day(FunctionKey function, Date since);

    // For each label, of the items that arrived in each span [edges[i], edges[i+1]): how many, and
    // how many carry it. One statement a span. `field`: "service", "act" or "theme"; edges ascend.
    struct LabelCount {
        std::uint64_t with = 0, items = 0;
    };
    Result<std::vector<std::vector<LabelCount>>> labels(std::string_view field,
                                                        std::vector<std::string> const& keys,
                                                        std::vector<Date> const& edges);

  private:
    Database& database_;
    SecretKey index_key_;
    std::shared_ptr<Catalogue const> catalogue_;
};

// Days since 1970-01-01, and back; the Monday of a date.
std::int64_t day_number(Date date);
Date date_of_day(std::int64_t day);
Date monday_of(Date date);

} // namespace leitstand
