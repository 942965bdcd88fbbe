// SPDX-License-Identifier: EUPL-1.2
// Invented post, made from a name alone: the same name gives the same bytes in every process, so
// that a client and a checker need not exchange them. No text of a real person. Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace leitstand::house {

// A plain text of `size_bytes_min` bytes or a little more; its first line names it ("Kennung:
// <name>").
std::string letter_text(std::string_view name, std::size_t size_bytes_min);
// The name in the first line of such a text, empty if there is none.
std::string_view letter_name(std::string_view text);

// A text mail of about 2 to 4 KB with usual headers, quoted-printable or 8bit, umlauts, a
// signature.
std::string letter_mail(std::string_view name);

// A one-page PDF with a text layer in Helvetica, not embedded.
std::string letter_pdf(std::string_view line);

} // namespace leitstand::house
