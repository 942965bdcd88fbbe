// SPDX-License-Identifier: EUPL-1.2
// The words of the public register in German, plain German and English. Threads: any.
#pragma once

#include <array>
#include <string_view>

#include "govern/register/entry.hpp"

namespace leitstand {

enum class RegisterLanguage : std::uint8_t { german, plain, english };
inline constexpr std::array<RegisterLanguage, 3> kRegisterLanguages{
    RegisterLanguage::german, RegisterLanguage::plain, RegisterLanguage::english};

std::string_view language_code(RegisterLanguage language); // of ?lang=: "de", "einfach", "en"
std::string_view html_language(RegisterLanguage language); // BCP 47: "de", "de-x-einfach"… "en"
// "" is German. Errors: bad_input "register.language_unknown".
Result<RegisterLanguage> parse_language(std::string_view code);

// The sentence of that key; the key itself where there is none (a test looks for such).
std::string_view say(RegisterLanguage language, std::string_view key);
// Of "mode.", "body.", "event." and the like: the sentence of prefix + key, or the key as it is.
std::string say_or(RegisterLanguage language, std::string_view prefix, std::string_view key);
std::vector<std::string_view> register_phrases(); // every key, for the test

// What the function is called; in plain German by its plain name where it has one.
std::string_view name_in(RegisterLanguage language, RegisterEntry const& entry);
// The English text in English where there is one, else the German.
std::string_view in(RegisterLanguage language, InLanguages const& text);
// "87,1 %"; below one of a hundred with a digit more.
std::string shown_share(RegisterLanguage language, double share);
// "40.000" or "40,000" of digits.
std::string shown_count(RegisterLanguage language, std::string_view digits);
// Of what a figure is, as the subject of a sentence on suggestions.
std::string kind_in_words(RegisterLanguage language, RegisterFigure const& figure);
std::string shown_date(RegisterLanguage language, std::string_view iso); // "27.11.2026"

} // namespace leitstand
