// SPDX-License-Identifier: EUPL-1.2
// Cuts a mailbox (RFC 4155, with the quoting of "mboxrd") into its messages; looks at nothing
// inside them. Threads: any.
#pragma once

#include "reader/parse/parse.hpp"

namespace leitstand::reader {

// Hands each message out as a part. Refused with unknown_format if there is none.
void read_mbox(std::string_view bytes, ReaderRequest const& request, Output& output,
               ReaderAnswer& answer);

// Counts up to `enough`.
std::size_t count_messages(std::string_view bytes, std::size_t enough);

} // namespace leitstand::reader
