// SPDX-License-Identifier: EUPL-1.2
#include "text/offsets.hpp"

#include <algorithm>

namespace leitstand::text {

namespace {
constexpr std::uint32_t kStride = 64;

bool starts(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}
} // namespace

Offsets::Offsets(std::string_view text) : text_(text) {
    marks_.reserve(text.size() / kStride + 1);
    for (std::uint32_t i = 0; i < text.size(); ++i) {
        if (i % kStride == 0)
            marks_.push_back(total_);
        if (starts(text[i]))
            ++total_;
    }
    if (text.size() % kStride == 0)
        marks_.push_back(total_);
}

std::uint32_t Offsets::code_point(std::uint32_t byte) const {
    auto const size = static_cast<std::uint32_t>(text_.size());
    byte = std::min(byte, size);
    while (byte > 0 && byte < size && !starts(text_[byte]))
        --byte;
    std::uint32_t count = marks_[byte / kStride];
    for (std::uint32_t i = byte / kStride * kStride; i < byte; ++i)
        count += starts(text_[i]) ? 1 : 0;
    return count;
}

std::uint32_t Offsets::byte(std::uint32_t code_point) const {
    auto const size = static_cast<std::uint32_t>(text_.size());
    if (code_point >= total_)
        return size;
    // The last mark that is not beyond the wanted code point.
    auto const mark =
        std::upper_bound(marks_.begin(), marks_.end(), code_point) - marks_.begin() - 1;
    std::uint32_t count = marks_[static_cast<std::size_t>(mark)];
    for (auto i = static_cast<std::uint32_t>(mark) * kStride; i < size; ++i) {
        if (!starts(text_[i]))
            continue;
        if (count == code_point)
            return i;
        ++count;
    }
    return size;
}

} // namespace leitstand::text
