// SPDX-License-Identifier: EUPL-1.2
// Guesses the language of a text by its script and its most frequent small words. A hint for people
// and for the choice of word lists, never a ground to put something aside. Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace leitstand {

// ISO 639-1 as "de"; empty if too short or unclear. Looks at the first 32 KiB.
std::string guess_language(std::string_view text);

struct Document;
struct Part;
// The same of one part's text: a letter in German may carry a notice in another language.
std::string language_of(Part const& part, Document const& document);

} // namespace leitstand
