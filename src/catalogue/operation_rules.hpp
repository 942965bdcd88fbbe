// SPDX-License-Identifier: EUPL-1.2
// What holds while a function runs, as catalogue/de/govern/operation.toml and incidents.toml hold
// it (docs/formats/operation.md): when a change of a rate alarms, how soon a complaint is answered,
// which clocks an incident starts, how often is reviewed and trained, how long logs are kept. What
// it comes to is worked out by govern/operation. Threads: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/legal_rules.hpp"

namespace leitstand {

// A report or act that an incident obliges to. Without hours and days: at once ("unverzüglich").
struct IncidentClock : LegalRule {
    std::string to, to_en; // whom it is reported to
    int hours = 0;         // from the moment of knowledge
    int days = 0;          // calendar days; the day of knowledge does not count
};

struct IncidentKind {
    std::string key, name, name_en, description, description_en;
    std::vector<IncidentClock> clocks;
    int line = 0;

    IncidentClock const* clock(std::string_view key) const; // null: none
};

struct DriftRules {
    // How probable it is that a function in which nothing changed ever alarms: once for what people
    // overrule and what it misses together, and once more for the hints on shares of labels.
    double false_alarm_rate = 0.05;
    double tolerance = 0.02; // a rate that rises by so little has not changed; a share
    std::uint64_t reference_cases = 500;
};

struct OperationRules {
    DriftRules drift;
    int persons_min = 5; // of a group that is shown, where no works agreement says more
    PeriodLength complaint_receipt{5, LengthUnit::working_days}; // until it is acknowledged
    PeriodLength complaint_answer{1, LengthUnit::months};
    PeriodLength review{12, LengthUnit::months};   // from one to the next
    PeriodLength training{24, LengthUnit::months}; // after which it is refreshed
    PeriodLength logs_kept{6, LengthUnit::months}; // at least
    LegalSource review_source, training_source, logs_source;
    std::vector<IncidentKind> incidents;

    IncidentKind const* incident(std::string_view key) const; // null: none
};

} // namespace leitstand
