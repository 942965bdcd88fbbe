// SPDX-License-Identifier: EUPL-1.2
#include "receive/packing.hpp"

#include "base/assert.hpp"

namespace leitstand {

namespace {
constexpr char kVersion = 1;
constexpr std::size_t kLengthBytes = 4;
} // namespace

std::string pack_texts(std::vector<std::string> const& texts) {
    std::size_t size = 1;
    for (auto const& text : texts)
        size += kLengthBytes + text.size();
    std::string packed;
    packed.reserve(size);
    packed += kVersion;
    for (auto const& text : texts) {
        ASSERT(text.size() <= 0xFFFFFFFFu);
        for (std::size_t i = 0; i < kLengthBytes; ++i)
            packed += static_cast<char>(text.size() >> (8 * i) & 0xFF);
        packed += text;
    }
    return packed;
}

Result<std::vector<std::string>> unpack_texts(std::string_view packed) {
    if (packed.empty() || packed[0] != kVersion)
        return fail(Code::damaged, "packed.damaged", "unknown version");
    packed.remove_prefix(1);
    std::vector<std::string> texts;
    while (!packed.empty()) {
        if (packed.size() < kLengthBytes)
            return fail(Code::damaged, "packed.damaged", "cut in a length");
        std::size_t length = 0;
        for (std::size_t i = 0; i < kLengthBytes; ++i)
            length |= static_cast<std::size_t>(static_cast<unsigned char>(packed[i])) << (8 * i);
        packed.remove_prefix(kLengthBytes);
        if (length > packed.size())
            return fail(Code::damaged, "packed.damaged", "cut in a text");
        texts.emplace_back(packed.substr(0, length));
        packed.remove_prefix(length);
    }
    return texts;
}

Result<std::vector<std::string>> unpack_texts(std::string_view packed, std::size_t count_min) {
    auto texts = TRY(unpack_texts(packed));
    if (texts.size() < count_min)
        return fail(Code::damaged, "packed.damaged", "too few texts");
    return texts;
}

} // namespace leitstand
