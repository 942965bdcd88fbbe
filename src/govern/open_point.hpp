// SPDX-License-Identifier: EUPL-1.2
// What is still open for a function: what, who must do it, by when. Every area of govern says its
// own; overview and gates add them up. Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"

namespace leitstand {

struct OpenPoint {
    std::string key;             // "participation.vote_missing": stable, for tests and links
    std::string subject;         // what it is about inside of the area: a fact's key, a body's …
    std::string german, english; // whole sentences for people
    std::string role;            // who must do it, a key of a role; empty: nobody alone
    std::optional<Date> due;     // by when; nothing: no day is set
    std::optional<std::uint64_t> short_of{}; // how many are missing, where so many would settle it
};

} // namespace leitstand
