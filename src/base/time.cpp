// SPDX-License-Identifier: EUPL-1.2
#include "base/time.hpp"

namespace leitstand {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::chrono::year_month_day to_chrono(Date date) {
    return std::chrono::year{date.year} / std::chrono::month{static_cast<unsigned>(date.month)} /
           std::chrono::day{static_cast<unsigned>(date.day)};
}

Date from_days(sys_days when) {
    std::chrono::year_month_day const ymd{when};
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

// The last Sunday of a month at 01:00 UTC: the moment at which the EU's clocks change (Directive
// 2000/84/EC).
std::chrono::sys_seconds eu_change(int year, unsigned month) {
    sys_days const last{std::chrono::year{year} / std::chrono::month{month} /
                        std::chrono::Sunday[std::chrono::last]};
    return last + std::chrono::hours{1};
}

bool digits(std::string_view text, std::size_t from, std::size_t count, int& value) {
    value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    return true;
}

class SystemTime final : public TimeSource {
  public:
    Instant now() const override {
        auto const since = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
    }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::now();
    }
};

} // namespace

bool Date::valid() const {
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           to_chrono(*this).ok();
}

std::string to_rfc3339(Instant instant) {
    auto const since = std::chrono::microseconds{instant.microseconds};
    auto const day = std::chrono::floor<days>(since);
    auto rest = since - day;
    auto const date = from_days(sys_days{day});
    auto const take = [&](auto unit) {
        auto const part = std::chrono::duration_cast<decltype(unit)>(rest);
        rest -= part;
        return part.count();
    };
    auto const hour = take(std::chrono::hours{});
    auto const minute = take(std::chrono::minutes{});
    auto const second = take(std::chrono::seconds{});
    return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", to_iso(date), hour, minute, second,
                       rest.count());
}

Result<Instant> parse_rfc3339(std::string_view text) {
    auto const wrong = [] { return fail(Code::bad_input, "time.not_rfc3339"); };
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        return wrong();
    Date const date = TRY(parse_iso_date(text.substr(0, 10)));
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!digits(text, 11, 2, hour) || !digits(text, 14, 2, minute) ||
        !digits(text, 17, 2, second) || hour > 23 || minute > 59 || second > 59)
        return wrong();
    std::int64_t micro = 0;
    std::size_t at = 19;
    if (text[at] == '.') {
        ++at;
        std::int64_t scale = 100000;
        std::size_t const start = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            micro += (text[at] - '0') * scale;
            scale /= 10;
        }
        if (at == start)
            return wrong();
    }
    int offset_minutes = 0;
    std::string_view const zone = text.substr(std::min(at, text.size()));
    if (zone != "Z") {
        int oh = 0;
        int om = 0;
        if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' ||
            !digits(zone, 1, 2, oh) || !digits(zone, 4, 2, om) || oh > 23 || om > 59)
            return wrong();
        offset_minutes = (oh * 60 + om) * (zone[0] == '-' ? -1 : 1);
    }
    auto const when = sys_days{to_chrono(date)} + std::chrono::hours{hour} +
                      std::chrono::minutes{minute - offset_minutes} + std::chrono::seconds{second};
    return Instant{
        std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count() +
        micro};
}

std::string to_iso(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

Result<Date> parse_iso_date(std::string_view text) {
    Date date;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 0, 4, date.year) ||
        !digits(text, 5, 2, date.month) || !digits(text, 8, 2, date.day) || !date.valid())
        return fail(Code::bad_input, "time.not_iso_date");
    return date;
}

Date date_in_berlin(Instant instant) {
    std::chrono::sys_seconds const when{
        std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds{instant.microseconds})};
    int const year = from_days(std::chrono::floor<days>(when)).year;
    bool const summer = when >= eu_change(year, 3) && when < eu_change(year, 10);
    return from_days(std::chrono::floor<days>(when + std::chrono::hours{summer ? 2 : 1}));
}

Instant start_in_berlin(Date date) {
    // No night of a change begins at midnight, so that the hours of the day before do not matter.
    auto const midnight = std::chrono::sys_seconds{sys_days{to_chrono(date)}};
    std::chrono::microseconds const in_winter =
        (midnight - std::chrono::hours{1}).time_since_epoch();
    bool const is_summer =
        date_in_berlin({in_winter.count() - 1}) == date; // an hour of it has passed already
    return {(in_winter - std::chrono::hours{is_summer ? 1 : 0}).count()};
}

Date plus_days(Date date, int count) {
    return from_days(sys_days{to_chrono(date)} + days{count});
}

TimeSource& system_time() {
    static SystemTime source;
    return source;
}

} // namespace leitstand
