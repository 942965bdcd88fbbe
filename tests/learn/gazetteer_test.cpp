// SPDX-License-Identifier: EUPL-1.2
#include "learn/gazetteer.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

std::vector<GazetteerHit> find(Gazetteer const& gazetteer,
                               std::vector<std::string_view> const& sentence) {
    std::vector<FeatureHash> words;
    std::vector<std::uint64_t> single;
    for (auto const word : sentence) {
        words.push_back(gazetteer_word(word));
        single.push_back(gazetteer.look_up_word(words.back()));
    }
    std::vector<GazetteerHit> hits;
    gazetteer.find(words, single, hits);
    return hits;
}

Gazetteer made() {
    std::vector<std::vector<std::string_view>> const lists{
        {"Bundesrepublik Deutschland", "Deutschland", "  ", ""},
        {"Gesetz über  den Wert", "Gesetz", "Deutschland"}};
    return *Gazetteer::of_lists(lists);
}

TEST(Gazetteer, FindsTheLongestPhraseOfEachList) {
    auto const gazetteer = made();
    EXPECT_EQ(find(gazetteer, {"Die", "Bundesrepublik", "Deutschland"}),
              (std::vector<GazetteerHit>{{1, 3, 0}, {2, 3, 0}, {2, 3, 1}}));
    EXPECT_EQ(find(gazetteer, {"Gesetz", "über", "den", "Wert"}),
              (std::vector<GazetteerHit>{{0, 4, 1}}));
    EXPECT_EQ(find(gazetteer, {"Gesetz", "über", "den", "Rest"}),
              (std::vector<GazetteerHit>{{0, 1, 1}})); // the longer one breaks off
    EXPECT_TRUE(find(gazetteer, {"Bundesrepublik", "deutschland", ""}).empty());
}

TEST(Gazetteer, ATableReadAgainSaysTheSame) {
    auto const gazetteer = made();
    auto const again = Gazetteer::over(gazetteer.table());
    ASSERT_TRUE(again);
    EXPECT_EQ(find(*again, {"Bundesrepublik", "Deutschland"}),
              find(gazetteer, {"Bundesrepublik", "Deutschland"}));
    std::vector<std::uint64_t> const full(4, 1), odd(3, 0);
    EXPECT_EQ(Gazetteer::over(full).error().key, "model.damaged"); // a search would not end
    EXPECT_EQ(Gazetteer::over(odd).error().key, "model.damaged");
    EXPECT_TRUE(find(Gazetteer{}, {"Deutschland"}).empty());
}

TEST(Gazetteer, ReadsTheListsOfAFolderInNameOrder) {
    auto const folder = std::filesystem::path{testing::TempDir()} / "gazetteer";
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "b.list"} << "Berlin\n";
    std::ofstream{folder / "a.list"} << "Anna\r\nOtto";
    std::ofstream{folder / "README.md"} << "Hamburg\n";
    auto const gazetteer = Gazetteer::read(folder);
    ASSERT_TRUE(gazetteer);
    EXPECT_EQ(find(*gazetteer, {"Anna", "Otto", "Berlin", "Hamburg"}),
              (std::vector<GazetteerHit>{{0, 1, 0}, {1, 2, 0}, {2, 3, 1}}));
    std::filesystem::remove_all(folder);
    EXPECT_EQ(Gazetteer::read(folder).error().key, "gazetteer.none");
}

} // namespace
} // namespace leitstand::learn
