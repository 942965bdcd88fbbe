// SPDX-License-Identifier: EUPL-1.2
#include "base/configuration.hpp"

#include <gmock/gmock.h>
#include <regex>

#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

using testing::HasSubstr;

Result<Configuration> load(std::string const& text) {
    TemporaryFolder const folder;
    std::ofstream{folder / "leitstand.toml"} << text;
    return load_configuration(folder.path());
}

constexpr char const* kKeyFile = "key_file = \"/etc/leitstand/keys\"\n";

TEST(ConfigurationTest, ReadsSettingsAndLimits) {
    auto const settings =
        load(std::string{kKeyFile} + "port = 9000\n[limits]\npages_max = 7\nlease_s = 5\n");
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_EQ(settings->port, 9000);
    EXPECT_EQ(settings->key_file, "/etc/leitstand/keys");
    EXPECT_EQ(settings->limits.pages_max, 7U);
    EXPECT_EQ(settings->limits.lease_s, std::chrono::seconds{5});
    EXPECT_THAT(settings->database_url, testing::StartsWith("sqlite:"));
}

TEST(ConfigurationTest, EveryMistakeNamesItsLine) {
    for (auto const* wrong :
         {"prot = 9000", "port = \"9000\"", "port = 0", "port = 70000", "behind_proxy = 1",
          "limits = 3", "port = ", "[limits]\npages = 3", "[limits]\npages_max = -1"}) {
        auto const settings = load(kKeyFile + std::string{wrong} + "\n");
        ASSERT_FALSE(settings) << wrong;
        EXPECT_EQ(settings.error().code, Code::bad_input) << wrong;
        EXPECT_EQ(settings.error().key, "configuration.wrong") << wrong;
        auto const line = std::string_view{wrong}.starts_with("[limits]") ? ":3:" : ":2:";
        EXPECT_THAT(settings.error().detail, HasSubstr(line)) << wrong;
    }
}

TEST(ConfigurationTest, ReadsTheWitnessesOfTheLog) {
    auto const settings = load(std::string{kKeyFile} +
                               "checkpoint_folder = \"blatt\"\n"
                               "[[witness]]\nname = \"Personalrat\"\nkey = \"a+1+b\"\n"
                               "url = \"https://personalrat.example/\"\n"
                               "[[witness]]\nname = \"Zweite Behörde\"\nkey = \"c+2+d\"\n"
                               "url = \"http://127.0.0.1:8090\"\ncertificates = \"ca.pem\"\n");
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_EQ(settings->checkpoint_folder, settings->home / "blatt");
    ASSERT_EQ(settings->witnesses.size(), 2U);
    EXPECT_EQ(settings->witnesses[0].name, "Personalrat");
    EXPECT_EQ(settings->witnesses[0].url, "https://personalrat.example");
    EXPECT_TRUE(settings->witnesses[0].certificates.empty());
    EXPECT_EQ(settings->witnesses[1].key, "c+2+d");
    EXPECT_EQ(settings->witnesses[1].certificates, settings->home / "ca.pem");
}

TEST(ConfigurationTest, AWitnessThatIsNoneStopsTheStart) {
    std::string const good = "[[witness]]\nname = \"A\"\nkey = \"a+1+b\"\nurl = \"https://a\"\n";
    std::string many;
    for (std::size_t i = 0; i <= Limits{}.witnesses_max; ++i)
        many += fmt::format("[[witness]]\nname = \"A\"\nkey = \"{}\"\nurl = \"https://a\"\n", i);
    ASSERT_TRUE(load(kKeyFile + good));
    for (auto const& wrong :
         {std::string{"witness = 3\n"}, std::string{"witness = [3]\n"}, good + good, many,
          good + "post = \"x\"\n", std::string{"[[witness]]\nname = \"A\"\nurl = \"https://a\"\n"},
          std::string{"[[witness]]\nkey = \"A\"\nurl = \"https://a\"\n"},
          std::string{"[[witness]]\nname = \"A\"\nkey = \"a\"\nurl = \"ftp://a\"\n"},
          std::string{"[[witness]]\nname = \"A\"\nkey = \"a\"\nurl = \"file:///etc/passwd\"\n"}}) {
        auto const settings = load(kKeyFile + wrong);
        ASSERT_FALSE(settings) << wrong;
        EXPECT_EQ(settings.error().key, "configuration.wrong") << wrong;
    }
}

TEST(ConfigurationTest, WhatPeopleSignIsWhatBearsOnJudging) {
    auto const signed_of = [](std::string const& more) {
        auto const settings = load(kKeyFile + more);
        EXPECT_TRUE(settings) << more;
        return settings ? judging_settings(*settings) : std::string{};
    };
    auto const plain = signed_of("");
    for (auto const* other :
         {"# a word on it\n", "port = 9000", "address = \"10.0.0.1\"", "web_folder = \"/srv/web\"",
          "hot_folder = \"post\"", "checkpoint_folder = \"blatt\"", "behind_proxy = true",
          "catalogue_folder = \"/srv/catalogue\"", "reader_program = \"/srv/reader\"",
          "database_url = \"postgresql://db/leitstand\"", "laboratory = false",
          "accept_weak_sandbox = true", "[limits]\nworkers = 7", "[limits]\npages_max = 500"})
        EXPECT_EQ(plain, signed_of(other)) << other;
    for (auto const* judges : {"example = true", "[limits]\npages_max = 499",
                               "[limits]\ntext_bytes_max = 1000", "[limits]\nrecognise_dpi = 150",
                               "[limits]\nread_deadline_ms = 100", "[limits]\nattempts_max = 1"})
        EXPECT_NE(plain, signed_of(judges)) << judges;
}

TEST(ConfigurationTest, AMissingFolderOrFileIsSaid) {
    TemporaryFolder const folder;
    for (auto const& home : {folder.path(), folder / "none"}) {
        auto const settings = load_configuration(home);
        ASSERT_FALSE(settings);
        EXPECT_EQ(settings.error().key, "configuration.missing");
    }
}

TEST(ConfigurationTest, TheWrittenTextIsReadBack) {
    Configuration settings;
    settings.key_file = "/etc/leitstand/keys";
    settings.port = 8181;
    settings.example = true;
    auto const back = load(configuration_text(settings));
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->port, 8181);
    EXPECT_TRUE(back->example);
    EXPECT_EQ(back->key_file, settings.key_file);
}

TEST(ConfigurationTest, EveryDatabaseIsWrittenAndReadBack) {
    for (std::string const url : {"postgresql://leitstand@/leitstand", "postgres://localhost/a",
                                  "sqlite:/elsewhere/leitstand.db"}) {
        Configuration settings;
        settings.key_file = "/etc/leitstand/keys";
        settings.database_url = url;
        auto const back = load(configuration_text(settings));
        ASSERT_TRUE(back) << back.error().describe();
        EXPECT_EQ(back->database_url, url);
    }
    Configuration embedded;
    embedded.home = "/srv/leitstand";
    embedded.database_url = "sqlite:/srv/leitstand/leitstand.db";
    EXPECT_THAT(configuration_text(embedded), testing::Not(HasSubstr("database_url")));
}

// docs/limits.md marks those that `[limits]` takes; each of them, and no other, must be taken.
TEST(ConfigurationTest, TheLimitsThatThePageMarksCanBeSet) {
    std::ifstream page{LEITSTAND_SOURCE_DIR "/docs/limits.md"};
    std::regex const row{"\\| `(\\w+)` \\| ([^|]*) \\|.*"};
    std::size_t settable = 0;
    std::size_t fixed = 0;
    for (std::string line; std::getline(page, line);) {
        std::smatch found;
        if (!std::regex_match(line, found, row))
            continue;
        auto const name = found[1].str();
        bool const marked = found[2].str().find("✎") != std::string::npos;
        ++(marked ? settable : fixed);
        auto const settings = load(fmt::format("{}[limits]\n{} = 3\n", kKeyFile, name));
        EXPECT_EQ(marked, settings.has_value()) << name;
    }
    EXPECT_GT(settable, 30U);
    EXPECT_GT(fixed, 15U);
}

} // namespace
} // namespace leitstand
