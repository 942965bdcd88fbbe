// SPDX-License-Identifier: EUPL-1.2
// Amounts of money as written in German post: 1.187,- €, 742,50 Euro, 1 187,50, EUR 300, 300
// €, 2.180 netto, 890 warm. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/span.hpp"

namespace leitstand::text {

struct AmountMatch {
    ByteSpan span;
    std::int64_t cents = 0;
    bool currency = false;     // a currency or ",-" stands with it
    bool measure = false;      // netto, brutto, warm, kalt stands behind it
    std::string value() const; // "1187.00"
};

// In text order. Numbers with neither currency nor measure are reported only where they have
// exactly two decimals behind a comma. Beyond 100 million euros nothing is an amount. Parts of
// dates are not excluded here.
std::vector<AmountMatch> find_amounts(std::string_view text);

} // namespace leitstand::text
