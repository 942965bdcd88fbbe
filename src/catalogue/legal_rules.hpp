// SPDX-License-Identifier: EUPL-1.2
// Rules of law as plain data: public holidays, notification, clocks, facts, requirements, as the
// files holidays.toml, clocks.toml and requirements.toml hold them (docs/formats/legal-rules.md).
// What they mean is computed by law/. Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace leitstand {

// The paragraph that a rule rests on. Either `state` names the version in which it was compared, or
// `unchecked` says why it was not: a desk shows the difference.
struct LegalSource {
    std::string text;      // "SGG § 84, § 64"
    std::string state;     // ISO date of the law's version, or empty
    std::string unchecked; // why nobody compared it, or empty
};

// What every rule has. Keys are German, as all keys of the catalogue.
struct LegalRule {
    std::string key, name, name_en;
    LegalSource source;
    std::string file; // where it stands, for messages
    int line = 0;
};

// Where and in which years a day is a public holiday. A place is a Land ("BY") or a part of one
// ("BY-AUGSBURG").
struct HolidaySpan {
    std::vector<std::string> places; // empty: the whole country
    int from_year = 0;
    int until_year = 9999;
};

// A day that comes each year: fixed, or counted from Easter Sunday, or a weekday before a date.
struct HolidayRule : LegalRule {
    std::optional<int> easter_days; // from Easter Sunday; else:
    int month = 0, day = 0;
    std::optional<int> weekday_before; // 0 Monday … 6 Sunday: the last such day before month/day
    std::vector<HolidaySpan> spans;
};

struct Holidays {
    int from_year = 0; // the rules are complete from this year on
    std::vector<HolidayRule> rules;
};

// When a written notice that was posted counts as notified.
struct NotificationRule : LegalRule {
    std::vector<std::string> procedures; // "sgb_sgg" | "sgb_vwgo" | "ao_fgo"
    Date posted_from{1, 1, 1};           // day of posting, both inclusive
    Date posted_until{9999, 12, 31};
    int days = 0;
    bool moves = false; // a day that is no working day moves to the next one
};

enum class ClockKind : std::uint8_t {
    time_limit,      // ends on a day
    look_back,       // nothing ends: says how far back an application reaches
    at_once,         // without a length ("unverzüglich")
    set_by_authority // the length stands in a letter of the authority
};
enum class ClockStart : std::uint8_t {
    notification, // the day on which the notice at the trigger counts as notified
    event,        // the day of an event: it does not count (BGB § 187(1))
    day           // the beginning of a day: it counts (BGB § 187(2))
};
enum class LengthUnit : std::uint8_t { days, working_days, weeks, months, calendar_months, years };
// Where a look-back begins to count.
enum class LookBackFrom : std::uint8_t {
    day,        // the day of the application itself
    month,      // the first of its month
    life_month, // the first day of the child's month of life in which it falls
    year        // the first of January of its year
};

struct PeriodLength {
    int count = 0;
    LengthUnit unit = LengthUnit::months;
};

struct ClockRule : LegalRule {
    std::string consequence, consequence_en; // what happens after it
    std::vector<std::string> acts;           // any of them starts it
    std::vector<std::string> procedures;     // empty: any
    std::vector<std::string> services;       // empty: any of the procedures
    std::vector<std::string> except_services;
    std::string fact; // must be stated, if named
    // A date field; "received": the day when the post came in; "records": a day that only the
    // authority's own records hold, as that of a registration: never known from a letter.
    std::string trigger;
    // Facts whose words name what a date of the letter belongs to. Where `dated_by` is named, only
    // dates count behind its words, or behind none of these; none behind words of `not_dated_by`.
    std::string dated_by;
    std::vector<std::string> not_dated_by;
    bool date_must_be_named = false; // a date behind no such words does not count either
    std::string life_field;          // date field of the birth, for LookBackFrom::life_month
    ClockKind kind = ClockKind::time_limit;
    ClockStart start = ClockStart::event;
    PeriodLength length;
    LookBackFrom back_from = LookBackFrom::day;
    bool moves = false; // an end that is no working day moves to the next one; so does the end of
                        // the time for which a look-back of full months still reaches a month
};

// Something that a letter may state or deny in words. Words of both: contradictory.
struct FactRule : LegalRule {
    std::vector<std::string> phrases; // in the form of the catalogue's phrases
    std::vector<std::string> denials;
};

enum class ConditionKind : std::uint8_t { document, field, fact, age, met };
enum class Comparison : std::uint8_t { at_least, below };

// One condition on what is known: "document:geburtsurkunde", "field:amount.miete", "fact:erwerb",
// "age:child_birth_date >= 18", "met:antrag"; with "not " before it the opposite.
struct Condition {
    ConditionKind kind = ConditionKind::document;
    bool negated = false;
    std::string key;
    std::string role; // of a field, empty: any
    Comparison comparison = Comparison::at_least;
    int years = 0; // of age
    int line = 0;
};

enum class RequirementKind : std::uint8_t { document, statement };

struct RequirementRule : LegalRule {
    std::string service;
    std::vector<std::string> acts;
    RequirementKind kind = RequirementKind::document;
    std::vector<Condition> when;      // it applies where all are known to hold
    std::vector<Condition> unless;    // … and none of these is
    std::vector<Condition> met_by;    // it is met where any holds
    std::vector<Condition> elsewhere; // where one holds, it may stand there: unknown, not missing
    std::string one_value_field;      // a field (with role) that must have one value only
    std::string one_value_role;
    bool on_record = false; // lies with the authority or reaches it from others: never missing
};

struct LegalRules {
    Holidays holidays;
    std::vector<NotificationRule> notifications;
    std::vector<ClockRule> clocks;
    std::vector<FactRule> facts;
    std::vector<RequirementRule> requirements;
};

} // namespace leitstand
