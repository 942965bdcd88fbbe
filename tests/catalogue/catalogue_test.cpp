// SPDX-License-Identifier: EUPL-1.2
// The catalogue: the shipped one is right, each kind of mistake is named with file, line and
// reason.
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

#include "base/ids.hpp"
#include "catalogue/catalogue.hpp"

namespace leitstand {
namespace {

std::filesystem::path shipped() {
    return std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de";
}

// A copy of the shipped catalogue that goes with the test.
class Copy {
  public:
    Copy() : folder_(std::filesystem::temp_directory_path() / ("leitstand-" + new_id())) {
        std::filesystem::copy(shipped(), folder_);
    }
    ~Copy() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::filesystem::path const& folder() const { return folder_; }
    std::string read(std::string const& file) const {
        std::ifstream in(folder_ / file);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(std::string const& file, std::string const& text) const {
        std::ofstream(folder_ / file) << text;
    }

  private:
    std::filesystem::path folder_;
};

TEST(Catalogue, TheShippedOneIsRight) {
    auto const problems = Catalogue::check(shipped());
    for (auto const& problem : problems)
        ADD_FAILURE() << problem.file << ":" << problem.line << ": " << problem.reason;
    auto const catalogue = Catalogue::load(shipped());
    ASSERT_TRUE(catalogue.has_value());
    EXPECT_EQ((*catalogue)->authority, "Musteramt");
    EXPECT_EQ((*catalogue)->hash.size(), 64U);
}

template <typename T>
std::set<std::string> keys(std::vector<T> const& entries) {
    std::set<std::string> out;
    for (auto const& entry : entries)
        out.insert(entry.key);
    return out;
}

TEST(Catalogue, HoldsExactlyTheKeysThatAreAgreed) {
    auto const loaded = Catalogue::load(shipped());
    ASSERT_TRUE(loaded.has_value());
    auto const& catalogue = **loaded;
    EXPECT_EQ(keys(catalogue.services),
              (std::set<std::string>{"alg", "grundsicherung", "grundsicherung_alter", "kindergeld",
                                     "kinderzuschlag", "wohngeld", "elterngeld", "rente",
                                     "hinterbliebene", "erwerbsminderung", "reha", "unfall",
                                     "pflege", "schwerbehinderung", "kurzarbeitergeld", "andere"}));
    EXPECT_EQ(
        keys(catalogue.acts),
        (std::set<std::string>{"antrag", "weiterbewilligung", "nachweis", "aenderung",
                               "widerspruch", "ueberpruefung", "vorschuss", "auskunft", "sachstand",
                               "beschwerde", "akteneinsicht", "vollmacht", "ruecknahme", "termin",
                               "fristverlaengerung", "meldung", "zahlung", "werbung"}));
    EXPECT_EQ(keys(catalogue.themes),
              (std::set<std::string>{"obdachlos", "mittellos", "energiesperre", "krankenschutz",
                                     "gewalt", "selbstgefaehrdung", "kindeswohl", "frist"}));
    EXPECT_EQ(catalogue.document_types.size(), 27U);
    // The 25 that are read from post, and one that only people enter.
    EXPECT_EQ(catalogue.fields.size(), 26U);
    EXPECT_NE(catalogue.field("notice_arrival_date"), nullptr);
    EXPECT_EQ(catalogue.service("kindergeld")->procedure, "ao_fgo");
    EXPECT_EQ(catalogue.service("kinderzuschlag")->procedure, "sgb_sgg");
    EXPECT_EQ(catalogue.service("wohngeld")->procedure, "sgb_vwgo");
    EXPECT_EQ(catalogue.service("nothing"), nullptr);
    for (auto const& unit : catalogue.units)
        EXPECT_FALSE(unit.rules.empty()) << unit.key;
}

TEST(Catalogue, TheHashChangesWithAnyByte) {
    Copy const copy;
    auto const before = Catalogue::load(copy.folder());
    copy.write("cues.toml", copy.read("cues.toml") + "# a remark\n");
    auto const after = Catalogue::load(copy.folder());
    ASSERT_TRUE(before && after);
    EXPECT_NE((*before)->hash, (*after)->hash);
}

TEST(Catalogue, AMissingFolderOrFileIsNamed) {
    auto const missing = Catalogue::load("/nowhere/at/all");
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().key, "catalogue.missing");
    EXPECT_EQ(Catalogue::check("/nowhere/at/all").size(), 1U);
    Copy const copy;
    std::filesystem::remove(copy.folder() / "themes.toml");
    auto const problems = Catalogue::check(copy.folder());
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(problems.front().file, "themes.toml");
    EXPECT_EQ(Catalogue::load(copy.folder()).error().key, "catalogue.wrong");
}

TEST(Catalogue, EachKindOfMistakeIsNamedWithFileAndLine) {
    std::ifstream cases(std::string(LEITSTAND_SOURCE_DIR) + "/tests/catalogue/wrong/cases.tsv");
    std::size_t seen = 0;
    for (std::string row; std::getline(cases, row);) {
        if (row.empty() || row[0] == '#')
            continue;
        std::vector<std::string> cells;
        std::stringstream stream(row);
        for (std::string cell; std::getline(stream, cell, '\t');)
            cells.push_back(cell);
        ASSERT_EQ(cells.size(), 5U) << row;
        for (std::size_t at; (at = cells[2].find("\\n")) != std::string::npos;)
            cells[2].replace(at, 2, "\n");
        Copy const copy;
        auto text = copy.read(cells[0]);
        auto const at = text.find(cells[1] + "\n");
        ASSERT_NE(at, std::string::npos) << row;
        text.replace(at, cells[1].size(), cells[2]);
        copy.write(cells[0], text);
        auto const problems = Catalogue::check(copy.folder());
        auto const named =
            std::any_of(problems.begin(), problems.end(), [&](Problem const& problem) {
                return problem.file == cells[0] && problem.line > 0 &&
                       problem.reason.find(cells[4]) != std::string::npos &&
                       (cells[3].empty() || std::to_string(problem.line) == cells[3]);
            });
        std::string all;
        for (auto const& problem : problems)
            all += fmt::format("{}:{}: {}\n", problem.file, problem.line, problem.reason);
        EXPECT_TRUE(named) << row << "\n" << all;
        auto const loaded = Catalogue::load(copy.folder());
        ASSERT_FALSE(loaded.has_value()) << row;
        EXPECT_EQ(loaded.error().code, Code::bad_input);
        EXPECT_NE(loaded.error().detail.find(".toml:"), std::string::npos);
        ++seen;
    }
    EXPECT_GE(seen, 20U);
}

TEST(Catalogue, AllProblemsAreListedAtOnce) {
    Copy const copy;
    auto acts = copy.read("acts.toml");
    for (int i = 0; i < 3; ++i) {
        auto const at = acts.find("name_en = ");
        acts.replace(at, 10, "nameen = ");
    }
    copy.write("acts.toml", acts);
    EXPECT_EQ(Catalogue::check(copy.folder()).size(),
              6U); // three unknown keys, three missing names
}

} // namespace
} // namespace leitstand
