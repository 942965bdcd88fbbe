// SPDX-License-Identifier: EUPL-1.2
// From bytes in any character set to clean UTF-8, by ICU's own tables (no file is opened). Threads:
// one.
#pragma once

#include <string>
#include <string_view>

namespace leitstand::reader {

struct Converted {
    std::string text;      // clean (to_clean_text)
    bool guessed = false;  // neither declared nor evident
    bool replaced = false; // some bytes had no meaning
};

// `declared` is what the sender says, may be empty or wrong: a byte order mark and valid UTF-8 are
// believed before it.
Converted to_utf8(std::string_view bytes, std::string_view declared);

// In exactly this character set, whatever the bytes look like; an unknown one is read as
// Windows-1252.
Converted from_charset(std::string_view bytes, std::string_view name);

// False for bytes that no character set would explain as writing.
bool looks_like_text(std::string_view bytes);

std::string utf8_from_utf16(char16_t const* text, std::size_t length);
void append_utf8(std::string& text, char32_t character);

// Of valid UTF-8: its characters, and how many bytes of it, at most `bytes_max`, end with a whole
// character.
std::u32string characters_of(std::string_view text);
std::size_t whole_characters(std::string_view text, std::size_t bytes_max);

// More than spaces.
bool has_letters(std::string_view text);

} // namespace leitstand::reader
