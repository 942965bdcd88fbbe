// SPDX-License-Identifier: EUPL-1.2
// `leitstand understand` as a user calls it: clocks with the day of receipt and the Land, what is
// missing, and options that are wrong.
#include "cli/cli_house.hpp"

namespace leitstand::cli {

class UnderstandTest : public CliTest {
  protected:
    house::Ran understand(std::string const& text, std::vector<std::string> const& more) const {
        auto const file = folder_.path() / "brief.txt";
        write_file(file, text);
        std::vector<std::string> words{"understand"};
        words.insert(words.end(), more.begin(), more.end());
        words.push_back(file.string());
        return house::run_program(words);
    }
    static Json first(Json const& list, std::string_view key) {
        for (auto const& one : list)
            if (one["key"] == key)
                return one;
        return nullptr;
    }
};

TEST_F(UnderstandTest, NamesTheLastDayOfAnObjection) {
    std::string const text = "Sehr geehrte Damen und Herren,\n\ngegen Ihren Bescheid vom 3. März "
                             "2026 über Arbeitslosengeld lege ich Widerspruch ein.\n";
    auto const ran = understand(text, {"--json", "--received", "2026-03-20", "--land", "BE"});
    ASSERT_EQ(ran.code, 0) << ran.error;
    auto const clock = first(Json::parse(ran.out)["clocks"], "widerspruch");
    ASSERT_FALSE(clock.is_null()) << ran.out;
    EXPECT_EQ(clock["trigger"], "2026-03-03");
    EXPECT_EQ(clock["due"], "2026-04-07");
    auto const plain = understand(text, {"--received", "2026-03-20"});
    EXPECT_THAT(plain.out, testing::HasSubstr("2026-04-07"));
}

TEST_F(UnderstandTest, NamesWhatAnApplicationLacks) {
    auto const ran = understand("Hiermit beantrage ich Kindergeld für meine Tochter.\n",
                                {"--json", "--received", "2026-03-20"});
    ASSERT_EQ(ran.code, 0) << ran.error;
    auto const printed = Json::parse(ran.out);
    auto const missing = first(printed["missing"], "geburtsurkunde");
    ASSERT_FALSE(missing.is_null()) << ran.out;
    EXPECT_EQ(missing["service"], "kindergeld");
    EXPECT_FALSE(missing["source"].get<std::string>().empty());
    EXPECT_TRUE(printed["functions"].contains("complete"));
}

TEST_F(UnderstandTest, HoldsTheFilesOfOneCallAgainstEachOther) {
    std::string const letter =
        "Hiermit beantrage ich Kindergeld für meinen Sohn Ben. Die Geburtsurkunde liegt bei. Wir "
        "wohnen seit dem Sommer in der Lindenstraße 4 in Musterstadt und haben drei Zimmer.\n\n"
        "Mit freundlichen Grüßen\nJulia Krause\n";
    write_file(folder_.path() / "a.txt", letter);
    auto const ran = understand("Noch einmal, weil keine Antwort kam.\n" + letter,
                                {"--json", (folder_.path() / "a.txt").string()});
    ASSERT_EQ(ran.code, 0) << ran.error;
    auto const line_end = ran.out.find('\n');
    EXPECT_TRUE(Json::parse(ran.out.substr(0, line_end))["relations"].empty());
    auto const second = Json::parse(ran.out.substr(line_end + 1))["relations"];
    ASSERT_EQ(second.size(), 1u) << ran.out;
    EXPECT_EQ(second[0]["kind"], "resubmission");
    EXPECT_EQ(second[0]["new"].size(), 1u);
}

TEST_F(UnderstandTest, AnUnknownLandIsAMistakeOfTheCaller) {
    expect_helpful(understand("Guten Tag\n", {"--land", "Mond"}), 2, "land.unknown");
}

} // namespace leitstand::cli
