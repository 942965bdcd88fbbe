// SPDX-License-Identifier: EUPL-1.2
// The public text for each key of an Error (messages.toml), in German and English. Also for the
// command line. Threads: immutable.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

struct Message {
    std::string german, english;           // what happened
    std::string what_german, what_english; // what to do
    std::optional<int> status;             // where it differs from status_of(code)
    bool lost = false;                     // something that was sent or stored is lost
};

// Nothing where the key is unknown; a test keeps that from happening.
Message const* find_message(std::string_view key);

// The HTTP status of a kind of error (docs/formats/errors.md).
int status_of(Code code);

} // namespace leitstand
