// SPDX-License-Identifier: EUPL-1.2
// Separator sheets (Trennblätter): paper that the post room puts between two letters before a stack
// goes through the scanner. Each carries a QR code, a Code 128 and, as plain text, the same short
// content, which has a prefix of its own and a check value, so that no code on a citizen's letter
// is taken for one. Format: docs/formats/ledger.md. Threads: any. Limits: kSeparatorSheetsMax.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

inline constexpr std::size_t kSeparatorSheetsMax = 200;

// "LEITSTAND-TB1-5F3A09C1-8D2E77B0": prefix with version, the sheet's own number, check value.
std::string separator_content(std::uint32_t sheet);
// The sheet's number, if `text` is such a content in whole.
std::optional<std::uint32_t> parse_separator(std::string_view text);
// Whether one stands somewhere in a text (the text layer or the recognised words of a page).
bool holds_separator(std::string_view text);

// A PDF of `count` pages of A4, the codes drawn as rectangles; sheets are numbered from `first`
// on. Errors: bad_input "separators.count_wrong" (1 to kSeparatorSheetsMax).
Result<std::string> separator_sheets_pdf(std::size_t count, std::uint32_t first);
// The same with numbers by chance.
Result<std::string> separator_sheets_pdf(std::size_t count);

} // namespace leitstand
