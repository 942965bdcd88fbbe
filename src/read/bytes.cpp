// SPDX-License-Identifier: EUPL-1.2
#include "read/bytes.hpp"

namespace leitstand {

void ByteWriter::fixed32(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8)
        byte(static_cast<std::uint8_t>(value >> shift));
}

void ByteWriter::number(std::uint64_t value) {
    while (value >= 0x80) {
        byte(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    byte(static_cast<std::uint8_t>(value));
}

void ByteWriter::signed_number(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

void ByteWriter::text(std::string_view value) {
    number(value.size());
    raw(value);
}

std::uint8_t ByteReader::byte() {
    if (rest_.empty()) {
        fail();
        return 0;
    }
    auto const value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
}

std::uint32_t ByteReader::fixed32() {
    std::uint32_t value = 0;
    for (int shift = 0; shift < 32; shift += 8)
        value |= static_cast<std::uint32_t>(byte()) << shift;
    return value;
}

std::uint64_t ByteReader::number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        auto const next = byte();
        auto const part = static_cast<std::uint64_t>(next & 0x7f);
        if (shift == 63 && part > 1)
            break;
        value |= part << shift;
        if ((next & 0x80) == 0)
            return failed_ ? 0 : value;
    }
    fail();
    return 0;
}

std::int64_t ByteReader::signed_number() {
    auto const value = number();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::uint64_t ByteReader::number_up_to(std::uint64_t most) {
    auto const value = number();
    if (value > most) {
        fail();
        return 0;
    }
    return value;
}

std::string_view ByteReader::text(std::size_t bytes_max) {
    auto const length = number_up_to(bytes_max);
    if (length > rest_.size()) {
        fail();
        return {};
    }
    auto const value = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return value;
}

std::size_t ByteReader::count(std::size_t most) {
    auto const value = number_up_to(most);
    if (value > rest_.size()) { // a short message cannot announce a long list
        fail();
        return 0;
    }
    return value;
}

namespace {

// Length of the valid sequence at the front of `rest`, or 0.
std::size_t sequence_length(std::string_view rest) {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    auto const follows = [&](std::size_t i) { return i < rest.size() && (at(i) & 0xc0) == 0x80; };
    auto const lead = at(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return follows(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        if (!follows(1) || !follows(2))
            return 0;
        bool const overlong = lead == 0xe0 && at(1) < 0xa0;
        bool const surrogate = lead == 0xed && at(1) > 0x9f;
        return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (!follows(1) || !follows(2) || !follows(3))
            return 0;
        bool const overlong = lead == 0xf0 && at(1) < 0x90;
        bool const too_high = lead == 0xf4 && at(1) > 0x8f;
        return overlong || too_high ? 0 : 4;
    }
    return 0;
}

bool is_control(std::string_view rest, std::size_t length) {
    auto const first = static_cast<unsigned char>(rest[0]);
    if (length == 1)
        return (first < 0x20 && first != '\n' && first != '\t') || first == 0x7f;
    return length == 2 && first == 0xc2 && static_cast<unsigned char>(rest[1]) < 0xa0; // C1
}

} // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const length = sequence_length(bytes);
        if (length == 0)
            return false;
        bytes.remove_prefix(length);
    }
    return true;
}

bool is_clean_text(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const length = sequence_length(bytes);
        if (length == 0 || is_control(bytes, length))
            return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string_view cut_to(std::string_view text, std::size_t bytes_max) {
    auto end = std::min(text.size(), bytes_max);
    while (end < text.size() && end > 0 && (text[end] & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string to_clean_text(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        auto length = sequence_length(bytes);
        if (length == 0) {
            text += "\xEF\xBF\xBD";
            length = 1;
        } else if (bytes[0] == '\r') {
            text += '\n';
            if (bytes.size() > 1 && bytes[1] == '\n')
                length = 2;
        } else if (bytes[0] == '\f' || bytes[0] == '\v') {
            text += '\n';
        } else if (bytes.starts_with("\xC2\x85")) { // NEL
            text += '\n';
        } else if (bytes[0] == '\0') {
            text += "\xEF\xBF\xBD";
        } else if (!is_control(bytes, length) &&
                   !(text.empty() && bytes.starts_with("\xEF\xBB\xBF"))) { // byte order mark
            text.append(bytes.substr(0, length));
        }
        bytes.remove_prefix(length);
    }
    return text;
}

} // namespace leitstand
