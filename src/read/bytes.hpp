// SPDX-License-Identifier: EUPL-1.2
// Writes and reads the small pieces of which the reader's messages and stored documents are made:
// LEB128 numbers, counted strings. A ByteReader never reads past its end: after the first fault it
// stays failed and gives zeros. Threads: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leitstand {

class ByteWriter {
  public:
    void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
    void fixed32(std::uint32_t value);      // little endian
    void number(std::uint64_t value);       // LEB128, 1 to 10 bytes
    void signed_number(std::int64_t value); // zigzag, then LEB128
    void text(std::string_view value);      // length, then bytes
    void raw(std::string_view value) { bytes_.append(value); }
    std::string const& bytes() const { return bytes_; }
    std::string take() { return std::move(bytes_); }
    void reserve(std::size_t size_bytes) { bytes_.reserve(size_bytes); }

  private:
    std::string bytes_;
};

class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}
    std::uint8_t byte();
    std::uint32_t fixed32();
    std::uint64_t number();
    std::int64_t signed_number();
    // A number that must not exceed `most`; beyond it the reader fails.
    std::uint64_t number_up_to(std::uint64_t most);
    // A counted string of at most `bytes_max`; a view into the bytes given to the constructor.
    std::string_view text(std::size_t bytes_max);
    // The count of things that follow and take at least one byte each.
    std::size_t count(std::size_t most);
    bool failed() const { return failed_; }
    bool at_end() const { return rest_.empty(); }
    void fail() {
        failed_ = true;
        rest_ = {};
    }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

// Longest beginning of at most `bytes_max` that ends between two characters of UTF-8.
std::string_view cut_to(std::string_view text, std::size_t bytes_max);

// Makes any bytes into text that a Document may hold: valid UTF-8 (U+FFFD for each fault), line
// ends as "\n", no control characters but tab and newline; a form feed, which joins parts, becomes
// a newline.
std::string to_clean_text(std::string_view bytes);
bool is_clean_text(std::string_view bytes);

} // namespace leitstand
