// SPDX-License-Identifier: EUPL-1.2
// Dates as people write them in German post: 3.3.26, 03.03.2026, 3. März 2026, 3 März, 2026-03-03,
// 03/2026, März 2026, 12-01-2026, 1.10., and month names of the other languages that authorities
// receive. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "text/span.hpp"

namespace leitstand::text {

struct DateMatch {
    ByteSpan span;
    int year = 0; // 0: not written
    int month = 0;
    int day = 0; // 0: not written ("März 2026")
    bool complete() const { return year != 0 && day != 0; }
    std::string iso() const; // needs complete()
};

// In text order, without overlap. Impossible dates (31.02.) are not reported. A year of two digits
// is read as 1936 to 2035. Numbers of chapters ("4.2") are only dates where a dot follows ("4.2.").
std::vector<DateMatch> find_dates(std::string_view text);

} // namespace leitstand::text
