// SPDX-License-Identifier: EUPL-1.2
#include "base/time.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace leitstand {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kYear1 = -62'135'596'800 * kSecond;     // 0001-01-01T00:00:00Z
constexpr std::int64_t kYear10000 = 253'402'300'800 * kSecond; // 10000-01-01T00:00:00Z

Instant at(std::string_view text) {
    auto const instant = parse_rfc3339(text);
    EXPECT_TRUE(instant) << text;
    return instant.value_or(Instant{});
}

RC_GTEST_PROP(Rfc3339, EveryInstantComesBack, ()) {
    Instant const instant{*rc::gen::inRange(kYear1, kYear10000)};
    auto const back = parse_rfc3339(to_rfc3339(instant));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->microseconds == instant.microseconds);
}

RC_GTEST_PROP(Rfc3339, TextsAreInTheOrderOfTheirInstants, ()) {
    Instant const a{*rc::gen::inRange(kYear1, kYear10000)};
    Instant const b{*rc::gen::inRange(kYear1, kYear10000)};
    RC_ASSERT((a < b) == (to_rfc3339(a) < to_rfc3339(b)));
}

RC_GTEST_PROP(Rfc3339, AnyTextIsReadOrRefusedWithoutHarm, (std::string const& text)) {
    auto const instant = parse_rfc3339(text);
    if (!instant)
        RC_ASSERT(instant.error().code == Code::bad_input);
}

TEST(Rfc3339, KnownInstants) {
    EXPECT_EQ(to_rfc3339(Instant{0}), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339(Instant{-1}), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(at("2026-11-27T08:15:30.123456Z").microseconds, 1'795'767'330'123'456);
    EXPECT_EQ(at("2026-11-27T09:15:30.123456+01:00"), at("2026-11-27T08:15:30.123456Z"));
    EXPECT_EQ(at("2026-11-27T00:15:00-08:30"), at("2026-11-27T08:45:00Z"));
    EXPECT_EQ(at("2024-02-29T00:00:00.5Z").microseconds % kSecond, 500'000);
    EXPECT_EQ(at("2024-02-29T00:00:00.1234567899Z").microseconds % kSecond, 123'456);
}

TEST(Rfc3339, RefusesWhatIsNoInstant) {
    for (auto const* text :
         {"", "2026-11-27", "2026-11-27T08:15:30", "2026-11-27 08:15:30Z", "2026-13-01T00:00:00Z",
          "2026-02-29T00:00:00Z", "2026-11-27T24:00:00Z", "2026-11-27T08:60:00Z",
          "2026-11-27T08:15:61Z", "2026-11-27T08:15:30.Z", "2026-11-27T08:15:30z",
          "2026-11-27T08:15:30ZZ", "2026-11-27T08:15:30+1:00", "2026-11-27T08:15:30+0100",
          "2026-11-27T08:15:30+24:00", "2026-11-27T08:15:30.123456", "0000-01-01T00:00:00Z",
          "+026-11-27T08:15:30Z", "2026-11-27T08:15:3\xc3\xa4Z"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
}

RC_GTEST_PROP(IsoDate, EveryDateComesBack, ()) {
    Date const date{*rc::gen::inRange(1, 10'000), *rc::gen::inRange(1, 13),
                    *rc::gen::inRange(1, 32)};
    auto const back = parse_iso_date(to_iso(date));
    RC_ASSERT(back.has_value() == date.valid());
    if (back)
        RC_ASSERT(*back == date);
}

TEST(IsoDate, LeapYearsAndNonsense) {
    EXPECT_TRUE(parse_iso_date("2024-02-29"));
    EXPECT_TRUE(parse_iso_date("2000-02-29"));
    EXPECT_FALSE(parse_iso_date("1900-02-29"));
    for (auto const* text :
         {"", "2026-3-01", "2026-03-1", "2026/03/01", "20260301", "2026-04-31", "2026-00-10",
          "2026-01-00", " 2026-03-01", "2026-03-01 ", "-026-03-01"})
        EXPECT_FALSE(parse_iso_date(text)) << text;
}

TEST(Berlin, TheDateChangesAtLocalMidnight) {
    struct Case {
        char const* utc;
        char const* berlin;
    };
    for (auto const& [utc, berlin] : {
             Case{"2026-01-15T22:59:59.999999Z", "2026-01-15"}, // winter: one hour ahead
             Case{"2026-01-15T23:00:00Z", "2026-01-16"},
             Case{"2026-07-15T21:59:59Z", "2026-07-15"}, // summer: two hours ahead
             Case{"2026-07-15T22:00:00Z", "2026-07-16"},
             Case{"2025-12-31T23:00:00Z", "2026-01-01"},
             Case{"2024-02-28T23:00:00Z", "2024-02-29"},
             // 2026-03-29 at 01:00 UTC summer begins: the evening before is still one hour ahead.
             Case{"2026-03-28T22:59:59Z", "2026-03-28"},
             Case{"2026-03-28T23:00:00Z", "2026-03-29"},
             Case{"2026-03-29T21:59:59Z", "2026-03-29"},
             Case{"2026-03-29T22:00:00Z", "2026-03-30"},
             // 2026-10-25 at 01:00 UTC it ends: that evening is one hour ahead again.
             Case{"2026-10-24T21:59:59Z", "2026-10-24"},
             Case{"2026-10-24T22:00:00Z", "2026-10-25"},
             Case{"2026-10-25T22:59:59Z", "2026-10-25"},
             Case{"2026-10-25T23:00:00Z", "2026-10-26"},
         })
        EXPECT_EQ(to_iso(date_in_berlin(at(utc))), berlin) << utc;
}

// Also on the days on which the clocks change, and over the ends of months and years.
TEST(Berlin, ADayBeginsAtItsFirstMoment) {
    for (Date day{2023, 12, 30}; day < Date{2027, 1, 2}; day = plus_days(day, 1)) {
        auto const start = start_in_berlin(day);
        ASSERT_EQ(to_iso(date_in_berlin(start)), to_iso(day));
        ASSERT_EQ(to_iso(date_in_berlin({start.microseconds - 1})), to_iso(plus_days(day, -1)));
    }
}

RC_GTEST_PROP(Berlin, IsTheUtcDateOrTheNext, ()) {
    Instant const instant{*rc::gen::inRange(kYear1, kYear10000 - 86'400 * kSecond)};
    auto const utc = to_rfc3339(instant).substr(0, 10);
    auto const next = to_rfc3339(Instant{instant.microseconds + 86'400 * kSecond}).substr(0, 10);
    auto const berlin = to_iso(date_in_berlin(instant));
    RC_ASSERT(berlin == utc || berlin == next);
}

TEST(SystemTime, GoesOn) {
    auto const before = system_time().now();
    EXPECT_GT(before, at("2024-01-01T00:00:00Z"));
    EXPECT_LE(before, system_time().now());
    auto const steady = system_time().steady();
    EXPECT_GE(system_time().steady(), steady);
}

} // namespace
} // namespace leitstand
