// SPDX-License-Identifier: EUPL-1.2
#include "learn/near_copies.hpp"

#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

// `count` words that no other seed has.
std::string words(std::string const& seed, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += seed + static_cast<char>('a' + i % 26) + static_cast<char>('a' + i / 26) + " ";
    return text;
}

Sample sample(std::string text) {
    Sample result;
    result.text = std::move(text);
    return result;
}

TEST(NearCopies, AreFoundWhateverTheirNumbers) {
    std::vector<Sample> samples;
    for (int i = 0; i < 26; ++i) {
        samples.push_back(sample(words("eigen" + std::string(1, static_cast<char>('a' + i)), 40)));
        samples.push_back(sample("Az. " + std::to_string(100 + i) + " " + words("vorlage", 60) +
                                 std::to_string(i)));
    }
    auto const copies = near_copies(samples, 2);
    for (std::uint32_t i = 0; i < samples.size(); ++i)
        EXPECT_EQ(copies[i], i % 2 == 0 ? i : 1U) << i;
    EXPECT_EQ(copies, near_copies(samples, 1));
}

TEST(NearCopies, AFewOtherWordsMakeNoOtherText) {
    auto const whole = words("grund", 200);
    std::vector<Sample> const samples{
        sample(whole), sample("Tenor neu gefasst " + whole),
        sample(whole.substr(0, whole.size() / 2) + words("anders", 100))};
    EXPECT_EQ(near_copies(samples, 1), (std::vector<std::uint32_t>{0, 0, 2}));
}

TEST(NearCopies, ShortTextsAreLeftAlone) {
    std::vector<Sample> const samples{sample("wie wird das wetter"), sample("wie wird das wetter"),
                                      sample("")};
    EXPECT_EQ(near_copies(samples, 1), (std::vector<std::uint32_t>{0, 1, 2}));
}

} // namespace
} // namespace leitstand::learn
