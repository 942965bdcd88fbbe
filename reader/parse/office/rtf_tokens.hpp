// SPDX-License-Identifier: EUPL-1.2
// Cuts RTF (Rich Text Format 1.9.1) into its tokens: groups, control words with their number, bytes
// of text. Never looks past the end; a length that lies is cut to what is there. Threads: one.
#pragma once

#include <cstdint>
#include <string_view>

namespace leitstand::reader {

struct RtfToken {
    enum class Kind : std::uint8_t { end, open, close, word, symbol, text, byte, binary };
    Kind kind = Kind::end;
    std::string_view word; // of a control word; the bytes of text or binary data
    bool has_number = false;
    std::int32_t number = 0;
    char sign = 0; // of a control symbol; the byte of \'hh
};

class RtfTokens {
  public:
    explicit RtfTokens(std::string_view bytes) : rest_(bytes) {}
    RtfToken next();
    std::string_view rest() const { return rest_; }
    // Some length was wrong, or a control broke off.
    bool malformed() const { return malformed_; }

  private:
    RtfToken control();
    RtfToken word();

    std::string_view rest_;
    bool malformed_ = false;
};

// The character set that \fcharsetN names, as ICU calls it; empty for the document's own.
std::string_view rtf_font_charset(std::int32_t number);
// The same for \ansicpgN and \cpgN.
std::string_view rtf_code_page(std::int32_t number);
inline constexpr std::int32_t kSymbolCharset = 2;

} // namespace leitstand::reader
