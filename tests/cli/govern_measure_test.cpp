// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern measure` on a few letters, as an administrator calls it: what it prints is what
// the journal then holds, and what goes to a file goes nowhere else.
#include <sqlite3.h>

#include <set>

#include "base/files.hpp"
#include "cli/cli_house.hpp"

namespace leitstand::cli {

class GovernMeasureTest : public CliTest {
  protected:
    house::Ran measure(std::vector<std::string> const& more) const {
        std::vector<std::string> words{"govern", "measure", "relate", "--home", home().string()};
        words.insert(words.end(), more.begin(), more.end());
        return house::run_program(words);
    }
    // The first of the letters that lie beside the catalogue.
    std::string few_letters() const {
        std::ifstream shipped{std::string{LEITSTAND_SOURCE_DIR} + "/catalogue/de/letters/aa.jsonl"};
        std::string text, line;
        for (int i = 0; i < kLetters && std::getline(shipped, line); ++i)
            text += line + "\n";
        write_file(folder_.path() / "few.jsonl", text);
        return (folder_.path() / "few.jsonl").string();
    }
    // How many measurements of the function the journal holds.
    int kept() const {
        sqlite3* database = nullptr;
        EXPECT_EQ(SQLITE_OK, sqlite3_open((home() / "leitstand.db").c_str(), &database));
        int count = -1;
        auto const take = [](void* out, int, char** columns, char**) {
            *static_cast<int*>(out) = std::stoi(columns[0]);
            return 0;
        };
        EXPECT_EQ(SQLITE_OK, sqlite3_exec(database,
                                          "SELECT COUNT(*) FROM governance_record"
                                          " WHERE kind = 'measurement'"
                                          " AND function_key = 'relate'",
                                          take, &count, nullptr));
        sqlite3_close(database);
        return count;
    }
    static std::vector<Json> lines(std::string const& text) {
        std::vector<Json> lines;
        std::istringstream in{text};
        for (std::string line; std::getline(in, line);)
            lines.push_back(Json::parse(line));
        return lines;
    }

    static constexpr int kLetters = 12;
};

TEST_F(GovernMeasureTest, AFewLettersAreMeasuredAndTheJournalHoldsIt) {
    install();
    ASSERT_EQ(kept(), 0);
    auto const letters = few_letters();
    auto const ran = measure({"--letters", letters, "--json"});
    ASSERT_EQ(ran.code, 0) << ran.error;
    std::set<std::string> subjects;
    for (auto const& line : lines(ran.out)) {
        EXPECT_EQ(line["function"], "relate");
        EXPECT_EQ(line["kind"], "measurement");
        EXPECT_FALSE(line["body"]["taken"]["release"].get<std::string>().empty());
        EXPECT_LE(line["body"]["taken"]["letters"], kLetters);
        EXPECT_TRUE(subjects.insert(line["subject"]).second) << line["subject"];
    }
    for (auto const* subject :
         {"group_figures", "quality", "blind_features", "explanation", "override_path"})
        EXPECT_TRUE(subjects.contains(subject)) << subject;
    EXPECT_EQ(kept(), static_cast<int>(subjects.size()));
    EXPECT_FALSE(fs::exists(home() / "measurement-trial")) << "what was tried on is gone";
    // The gate of data now knows the groups and asks for what people must say alone.
    auto const gates =
        house::run_program({"govern", "gates", "relate", "--home", home().string(), "--json"});
    for (auto const& gate : lines(gates.out))
        for (auto const& point : gate["missing"])
            EXPECT_NE(point["key"], "group_figures.not_measured");
}

TEST_F(GovernMeasureTest, WhatGoesToAFileIsNotKept) {
    install();
    auto const out = folder_.path() / "measured.jsonl";
    auto const ran = measure({"--letters", few_letters(), "--out", out.string()});
    ASSERT_EQ(ran.code, 0) << ran.error;
    EXPECT_THAT(ran.out, testing::HasSubstr("relate quality\n"));
    auto const written = lines(read_file(out, 1 << 22).value());
    EXPECT_EQ(static_cast<std::ptrdiff_t>(written.size()), std::ranges::count(ran.out, '\n'));
    EXPECT_EQ(kept(), 0);
}

} // namespace leitstand::cli
