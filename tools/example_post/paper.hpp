// SPDX-License-Identifier: EUPL-1.2
// Draws letters and sheets as PDF with a real text layer, or as a scanner would bring them (cairo,
// pango). The same text gives the same bytes: the date in the file is the letter's. Threads: one at
// a time (pango's font map).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "piece.hpp"

namespace leitstand::example {

// Scanned: each page is one gray picture of 200 dpi, a little skew, without any text.
enum class PaperForm : std::uint8_t { printed, scanned };

// A letter by DIN 5008 form B: sender's line, address field, date at the right, subject,
// paragraphs.
Result<std::string> draw_letter(Message const& message, PaperForm form = PaperForm::printed);

// A sheet: issuer, title, text, and rows of name and value.
Result<std::string> draw_sheet(Attachment const& sheet, Date date);

// Locks a PDF with a password (AES-256), by qpdf. Its salts are random: a locked file differs each
// time.
Result<std::string> lock_with_password(std::string const& pdf, std::string const& password);

// One PDF of the pages of all of them, in order.
Result<std::string> join_papers(std::span<std::string const> pdfs);

} // namespace leitstand::example
