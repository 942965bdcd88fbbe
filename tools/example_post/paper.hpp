// SPDX-License-Identifier: EUPL-1.2
// Draws letters and sheets as PDF with a real text layer (cairo, pango). The same text gives the
// same bytes: the date in the file is the letter's. Threads: one at a time (pango's font map).
#pragma once

#include <string>

#include "piece.hpp"

namespace leitstand::example {

// A letter by DIN 5008 form B: sender's line, address field, date at the right, subject,
// paragraphs.
Result<std::string> draw_letter(Message const& message);

// A sheet: issuer, title, text, and rows of name and value.
Result<std::string> draw_sheet(Attachment const& sheet, Date date);

// Locks a PDF with a password (AES-256), by qpdf. Its salts are random: a locked file differs each
// time.
Result<std::string> lock_with_password(std::string const& pdf, std::string const& password);

} // namespace leitstand::example
