// SPDX-License-Identifier: EUPL-1.2
// The stored form of an understanding keeps clocks and requirements with their places.
#include "decide/understanding_pack.hpp"

#include <gtest/gtest.h>

#include "receive/packing.hpp"

namespace leitstand::test {
namespace {

Understanding with_law() {
    Understanding out;
    out.language = "de";
    ClockFinding clock;
    clock.key = "widerspruch";
    clock.service = "alg";
    clock.trigger = "2026-03-03";
    clock.due = "2026-04-07";
    clock.source = "SGG § 84, § 64";
    clock.compared = "2026-08-19";
    clock.assumes = {"posted_on_its_date"};
    clock.evidence.push_back({1, 2, {5, 13}, "3.3.2026", {{1.5F, 2, 3, 4}}});
    out.clocks.push_back(clock);
    ClockFinding none;
    none.key = "rueckwirkung";
    none.because = "look_back";
    none.reaches_back_to = "2025-09-01";
    out.clocks.push_back(none);
    out.requirements.push_back(
        {"mietvertrag", "wohngeld", "missing", "WoGG § 3", "2026-08-19", {}});
    out.requirements.push_back(
        {"miete", "wohngeld", "met", "WoGG § 9", "2026-08-19", {{0, 1, {0, 5}, "640 €", {}}}});
    return out;
}

TEST(UnderstandingPack, KeepsClocksAndRequirements) {
    auto const back = unpack_understanding(pack_understanding(with_law(), {}));
    ASSERT_TRUE(back.has_value());
    auto const& read = back->understanding;
    ASSERT_EQ(read.clocks.size(), 2U);
    EXPECT_EQ(read.clocks[0].due, "2026-04-07");
    EXPECT_EQ(read.clocks[0].assumes, (std::vector<std::string>{"posted_on_its_date"}));
    ASSERT_EQ(read.clocks[0].evidence.size(), 1U);
    EXPECT_EQ(read.clocks[0].evidence[0].text, "3.3.2026");
    EXPECT_EQ(read.clocks[0].evidence[0].span, (Span{5, 13}));
    EXPECT_FLOAT_EQ(read.clocks[0].evidence[0].boxes.at(0).x0, 1.5F);
    EXPECT_EQ(read.clocks[1].because, "look_back");
    EXPECT_EQ(read.clocks[1].reaches_back_to, "2025-09-01");
    ASSERT_EQ(read.requirements.size(), 2U);
    EXPECT_EQ(read.requirements[0].state, "missing");
    EXPECT_EQ(read.requirements[1].evidence.at(0).text, "640 €");
}

TEST(UnderstandingPack, KeepsWhatWasHiddenAndRefusesPlacesOutOfOrder) {
    auto understanding = with_law();
    EXPECT_FALSE(unpack_understanding(pack_understanding(understanding, {}))->understanding.mask);
    understanding.mask = Mask{{{3, 7}, {9, 12}}, {{0, 4}}};
    auto const back = unpack_understanding(pack_understanding(understanding, {}));
    ASSERT_TRUE(back && back->understanding.mask);
    EXPECT_EQ(back->understanding.mask->text, (std::vector<Span>{{3, 7}, {9, 12}}));
    EXPECT_EQ(back->understanding.mask->subject, (std::vector<Span>{{0, 4}}));
    for (auto const& wrong : {std::vector<Span>{{9, 12}, {3, 7}}, {{4, 4}}, {{3, 7}, {6, 9}}}) {
        understanding.mask = Mask{wrong, {}};
        auto const refused = unpack_understanding(pack_understanding(understanding, {}));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().key, "understanding.damaged");
    }
}

TEST(UnderstandingPack, ReadsWhatWasStoredBeforeThereWereClocks) {
    auto const back = unpack_understanding(
        pack_texts({R"({"language":"de","unit":"","held":false,"held_because":[],"requests":[],)"
                    R"("functions":[],"shadow":[]})"}));
    ASSERT_TRUE(back.has_value());
    EXPECT_TRUE(back->understanding.clocks.empty());
    EXPECT_TRUE(back->understanding.requirements.empty());
}

TEST(UnderstandingPack, RefusesADamagedClock) {
    auto const back = unpack_understanding(
        pack_texts({R"({"language":"de","unit":"","held":false,"held_because":[],"requests":[],)"
                    R"("clocks":[{"key":"widerspruch"}],"functions":[],"shadow":[]})"}));
    ASSERT_FALSE(back.has_value());
    EXPECT_EQ(back.error().code, Code::damaged);
}

} // namespace
} // namespace leitstand::test
