// SPDX-License-Identifier: EUPL-1.2
// Instants, calendar dates and the seam through which all code reads the clock.
// Threads: values are plain; a TimeSource may be used by any thread.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

// Microseconds since 1970-01-01T00:00Z.
struct Instant {
    std::int64_t microseconds = 0;
    auto operator<=>(Instant const&) const = default;
};

// "2026-11-27T08:15:30.123456Z" (RFC 3339, always UTC).
std::string to_rfc3339(Instant instant);
Result<Instant> parse_rfc3339(std::string_view text);

// A proleptic Gregorian calendar date without a time zone.
struct Date {
    int year = 1970;
    int month = 1;
    int day = 1;
    auto operator<=>(Date const&) const = default;
    bool valid() const;
};

std::string to_iso(Date date);                      // "2026-03-01"
Result<Date> parse_iso_date(std::string_view text); // the same, strictly
Date date_in_berlin(Instant instant); // legal dates of a German authority: Europe/Berlin, by the
                                      // EU's summer-time rule
Instant start_in_berlin(Date date);   // the first moment of that date
Date plus_days(Date date, int count); // before it, if negative

// Where code asks for the time, so that tests set it.
class TimeSource {
  public:
    virtual ~TimeSource() = default;
    virtual Instant now() const = 0;                                  // wall clock
    virtual std::chrono::steady_clock::time_point steady() const = 0; // for leases and deadlines
};

TimeSource& system_time();

} // namespace leitstand
