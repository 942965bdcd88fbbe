// SPDX-License-Identifier: EUPL-1.2
// How long letters waited, from their arrival until a person closed them, by what is seen of the
// letter itself: its way to us, language, way of writing, length, and how well it could be read.
// Nothing of who wrote it: neither sex nor origin nor age is looked for, and none is stored
// (docs/adr/0032-waiting-times.md). A letter is watched for kWaitingDaysMax days and then for good
// one of those that waited longer, so that what is said of a past span never changes. Threads: any.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/document.hpp"
#include "receive/ledger.hpp"
#include "store/database.hpp"
#include "understand/finding.hpp"

namespace leitstand {

inline constexpr std::int64_t kWaitingDaysMax = 56; // docs/limits.md

inline constexpr std::array<std::string_view, 5> kWaitingTraits{"channel", "language", "writing",
                                                                "length", "reading"};
// One value each, in their order; empty where it is not known.
using WaitingTraits = std::array<std::string, kWaitingTraits.size()>;

// `document`: none where nothing could be read.
WaitingTraits waiting_traits(Channel channel, Document const* document);
std::string pack(WaitingTraits const& traits);
// Error: damaged "database.rule".
Result<WaitingTraits> unpack_waiting_traits(std::string_view packed);

// Whole days from arrival to `now`; nothing where the letter is watched no more.
std::optional<std::int64_t> waited_days(Instant arrived, Instant now);

struct WaitingLetters {
    WaitingTraits traits;
    bool shown = false;               // what the function says was shown at the desk
    std::optional<std::int64_t> days; // nothing: not closed within kWaitingDaysMax
    std::uint64_t letters = 0;
};
// Somebody closed letters of this kind; persons are numbers of one answer.
struct WaitingCloser {
    WaitingTraits traits;
    bool shown = false;
    std::uint32_t person = 0;
};
struct WaitingPeriod {
    std::vector<WaitingLetters> letters;
    std::vector<WaitingCloser> closers;
};

// Of the letters that arrived from `first` to `last`, both inclusive. Errors: the database's.
Result<WaitingPeriod> waiting_period(Database& database, FunctionKey function, Date first,
                                     Date last);

} // namespace leitstand
