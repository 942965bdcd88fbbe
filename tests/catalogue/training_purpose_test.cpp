// SPDX-License-Identifier: EUPL-1.2
// The purpose of the training store: the example authority names one, none is no mistake, and each
// mistake of the file is named.
#include "catalogue/training_purpose.hpp"

#include <fstream>
#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "catalogue/catalogue.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

constexpr char kWhole[] = "[[purpose]]\nkey = \"judging\"\nname = \"n\"\nname_en = \"n\"\n"
                          "description = \"d\"\nsource = \"SGB X § 67c\"\nstate = \"2026-08-19\"\n"
                          "because = \"b\"\nretention_months = 6\naccess = [\"governance\"]\n";

class TrainingPurposeTest : public testing::Test {
  protected:
    void SetUp() override {
        fs::copy(fs::path(LEITSTAND_SOURCE_DIR) / "catalogue/de", folder_);
        fs::remove(folder_ / "training.toml");
    }
    void TearDown() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    void write(std::string const& text) const { std::ofstream(folder_ / "training.toml") << text; }
    // All that is wrong with the text once `from` is replaced.
    std::string wrong(std::string const& from, std::string const& to) const {
        std::string text = kWhole;
        text.replace(text.find(from), from.size(), to);
        write(text);
        EXPECT_EQ(load_training_purpose(folder_).error().key, "catalogue.wrong");
        std::string all;
        for (auto const& problem : Catalogue::check(folder_))
            all += fmt::format("{}:{}: {}\n", problem.file, problem.line, problem.reason);
        return all;
    }
    fs::path folder_ = fs::temp_directory_path() / ("leitstand-" + new_id());
};

TEST_F(TrainingPurposeTest, WithoutTheFileThereIsNone) {
    EXPECT_TRUE(Catalogue::check(folder_).empty());
    auto const loaded = load_training_purpose(folder_);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(*loaded, nullptr);
}

TEST_F(TrainingPurposeTest, TheExampleAuthorityNamesOne) {
    auto const loaded =
        load_training_purpose(fs::path(LEITSTAND_SOURCE_DIR) / "catalogue/de").value();
    ASSERT_NE(loaded, nullptr);
    EXPECT_EQ(loaded->key, "judging");
    EXPECT_GT(loaded->retention_months, 0);
    EXPECT_TRUE(loaded->open_to(kOperator));
    EXPECT_TRUE(loaded->open_to("governance"));
    EXPECT_FALSE(loaded->open_to("caseworker"));
    EXPECT_FALSE(loaded->source.state.empty());
}

TEST_F(TrainingPurposeTest, ItIsPartOfTheCatalogue) {
    auto const before = Catalogue::load(folder_).value()->hash;
    write(kWhole);
    EXPECT_NE(Catalogue::load(folder_).value()->hash, before);
    EXPECT_EQ(load_training_purpose(folder_).value()->retention_months, 6);
}

TEST_F(TrainingPurposeTest, EachMistakeIsNamed) {
    EXPECT_NE(wrong("retention_months = 6\n", "").find("'retention_months' is missing"),
              std::string::npos);
    EXPECT_NE(wrong("= 6", "= 121").find("from 1 to 120"), std::string::npos);
    EXPECT_NE(wrong("because = \"b\"\n", "").find("'because' is missing"), std::string::npos);
    EXPECT_NE(wrong("access = [\"governance\"]", "access = []").find("'access' must name"),
              std::string::npos);
    EXPECT_NE(wrong("state = \"2026-08-19\"\n", "").find("needs either"), std::string::npos);
    EXPECT_NE(wrong("key = ", "kex = ").find("unknown key"), std::string::npos);
    write(std::string(kWhole) + kWhole);
    EXPECT_NE(load_training_purpose(folder_).error().detail.find("one training purpose"),
              std::string::npos);
}

} // namespace
} // namespace leitstand
