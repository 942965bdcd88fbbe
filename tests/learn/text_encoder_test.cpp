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

// An encoder of fewer texts weighs the counts of the whole one: nothing is read again.
TEST(TextEncoder, CountsWeighedAnewAreTheTextsEncodedAnew) {
    auto samples =
        samples_of({"antrag miete miete", "antrag miete", "lohn lohn antrag", "lohn", ""});
    samples[0].given = {{"phrase:a", 0.5f}, {"never elsewhere", 1}};
    samples[2].given = {{"phrase:a", -0.25f}, {"phrase:a", 0.75f}};
    auto const all = TextEncoder::learn(samples, FeatureSettings{}, 1000, 1);
    auto const counted = all.count_all(samples, 2);
    for (std::vector<std::uint32_t> const chosen :
         {std::vector<std::uint32_t>{0, 1, 2, 3, 4}, {0, 1, 2}, {2, 3}}) {
        auto const fewer = all.of_fewer(all.encode_all(samples, 1), chosen, {});
        auto const weighed = fewer.weigh_all(counted, all, samples, 2);
        EXPECT_EQ(weighed.columns, fewer.columns());
        ASSERT_EQ(weighed.rows(), samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            TextEncoder::Scratch scratch;
            fewer.encode(samples[i].text, samples[i].given, scratch);
            std::erase_if(scratch.row, [](auto const& value) { return value.value == 0; });
            auto const row = weighed.row(i);
            ASSERT_EQ(row.size(), scratch.row.size()) << i;
            for (std::size_t at = 0; at < row.size(); ++at) {
                EXPECT_EQ(row[at].column, scratch.row[at].column) << i;
                EXPECT_EQ(row[at].value, scratch.row[at].value * kValueUnit) << i;
            }
        }
    }
}

} // namespace
} // namespace leitstand::learn
