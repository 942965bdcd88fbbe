// SPDX-License-Identifier: EUPL-1.2
// Entry by hand: what somebody said at the counter, on the telephone or orally, or typed into a web
// form, is a request like any letter (SGB X § 9: no form is needed). It becomes plain text of the
// ledger; no parser runs. Threads: any.
#pragma once

#include <optional>
#include <string>

#include "receive/ledger.hpp"

namespace leitstand {

struct HandEntry {
    Channel channel = Channel::oral; // oral, telephone, counter, web_form
    std::string text;
    std::string sender; // who wants something, one line; may be empty
    std::string note;   // how it was said and to whom
    std::optional<Date> receipt_date;
    std::string entered_by; // account id
    std::string key;        // idempotency key
};

// Errors: bad_input "entry.text_missing", "entry.channel_wrong", those of Intake; too_large
// "entry.too_large".
Result<Item> enter_by_hand(HandEntry const& entry, Ledger& ledger, Limits const& limits);

} // namespace leitstand
