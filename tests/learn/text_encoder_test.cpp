// SPDX-License-Identifier: EUPL-1.2
#include "learn/text_encoder.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

std::vector<Sample> samples_of(std::vector<std::string> const& texts) {
    std::vector<Sample> samples;
    for (auto const& text : texts) {
        samples.emplace_back();
        samples.back().text = text;
    }
    return samples;
}

FeatureSettings words_alone() {
    FeatureSettings settings;
    settings.word_sequence_max = 1;
    settings.piece_size_max = 0;
    settings.stems = settings.compounds = settings.shapes = false;
    return settings;
}

std::size_t features_of(TextEncoder const& encoder, std::string const& text) {
    TextEncoder::Scratch scratch;
    encoder.encode(text, {}, scratch);
    return scratch.row.size();
}

TEST(TextEncoder, ATextHeldAsideLendsNothingToWhatIsSeenOfIt) {
    auto const samples = samples_of({"antrag miete", "antrag miete", "antrag lohn", "antrag lohn"});
    auto const all = TextEncoder::learn(samples, words_alone(), 1000, 1);
    EXPECT_EQ(features_of(all, "antrag lohn"), 2u);
    std::vector<std::uint32_t> const chosen{0, 1, 2}; // "lohn" stands in one of them alone
    auto const fewer = all.of_fewer(all.encode_all(samples, 1), chosen, {});
    EXPECT_EQ(features_of(fewer, "antrag lohn"), 1u);
    // As if the others had never been there.
    auto const learned = TextEncoder::learn(std::span(samples).first(3), words_alone(), 1000, 1);
    TextEncoder::Scratch one, other;
    fewer.encode("antrag miete lohn", {}, one);
    learned.encode("antrag miete lohn", {}, other);
    ASSERT_EQ(one.row.size(), other.row.size());
    for (std::size_t i = 0; i < one.row.size(); ++i) {
        EXPECT_EQ(one.row[i].column, other.row[i].column);
        EXPECT_EQ(one.row[i].value, other.row[i].value);
    }
}

TEST(TextEncoder, GivenFeaturesOfPriorsStayWithoutATextThatHasThem) {
    auto const samples = samples_of({"antrag miete", "antrag miete", "lohn"});
    std::vector<std::string> const always{"phrase:a"};
    auto const all = TextEncoder::learn(samples, words_alone(), 1000, 1, always);
    std::vector<std::uint32_t> const chosen{0, 1};
    auto const fewer = all.of_fewer(all.encode_all(samples, 1), chosen, always);
    EXPECT_NE(fewer.column_of_given("phrase:a"), Vocabulary::kUnknown);
}

} // namespace
} // namespace leitstand::learn
