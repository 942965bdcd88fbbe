// SPDX-License-Identifier: EUPL-1.2
// Writes messages as they travel: RFC 5322 with MIME (RFC 2045 to 2047), attachments in base64, and
// mbox files. Threads: plain functions.
#pragma once

#include <span>
#include <string>

#include "piece.hpp"

namespace leitstand::example {

struct MailFile {
    std::string name;
    std::string bytes;
};

// One message of kind mail, latin or html; `number` makes its Message-ID and boundary.
Result<std::string> write_mail(Message const& message, Kind kind, std::string const& number,
                               std::span<MailFile const> files);

// Joins messages to a mailbox (RFC 4155), with "From " lines in a body quoted.
std::string write_mailbox(std::span<std::string const> mails);

} // namespace leitstand::example
