// SPDX-License-Identifier: EUPL-1.2
// Words of other languages: a file a language, added to the entries of the catalogue.
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalogue/catalogue.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

using testing::HasSubstr;

std::filesystem::path shipped() {
    return std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de";
}

// The shipped files without its languages, and one file of ours.
class Languages : public testing::Test {
  protected:
    Languages() {
        std::filesystem::copy(shipped(), folder_.path());
        std::filesystem::create_directories(folder_.path() / "languages");
        before_ = Catalogue::load(folder_.path()).value();
    }
    void write(std::string const& file, std::string const& text) const {
        std::ofstream(folder_.path() / "languages" / file) << text;
    }
    // The first problem, "file:line: reason".
    std::string problem() const {
        auto const loaded = Catalogue::load(folder_.path());
        return loaded ? "" : loaded.error().detail;
    }

    TemporaryFolder const folder_;
    std::shared_ptr<Catalogue const> before_;
};

std::vector<double> weights(Entry const& entry, std::string_view phrase) {
    std::vector<double> out;
    for (auto const& one : entry.phrases)
        if (one.text == phrase)
            out.push_back(one.weight);
    return out;
}

TEST_F(Languages, AddTheirWordsToTheEntries) {
    write("xx.toml", "name = 'X'\nname_en = 'X'\n[phrases.obdachlos]\n'streha sime' = 2.0\n"
                     "[phrases.sign_parent]\n'mutter' = 3.0\n'nana' = 1.0\n");
    write("yy.toml", "name = 'Y'\nname_en = 'Y'\n[phrases.obdachlos]\n'streha sime' = 0.5\n");
    auto const after = Catalogue::load(folder_.path()).value();
    EXPECT_EQ(weights(*after->theme("obdachlos"), "streha sime"), (std::vector{2.0}));
    EXPECT_EQ(weights(*after->cue("sign_parent"), "nana"), (std::vector{1.0}));
    EXPECT_EQ(weights(*after->cue("sign_parent"), "mutter"),
              weights(*before_->cue("sign_parent"), "mutter")); // its own file comes first
    ASSERT_EQ(after->languages.size(), 2u);
    EXPECT_EQ(after->languages[1].code, "yy");
    EXPECT_NE(after->hash, before_->hash);
}

TEST_F(Languages, AMistakeIsNamedWithFileAndLine) {
    std::string const head = "name = 'X'\nname_en = 'X'\n";
    write("xx.toml", head + "[phrases.nobody]\n'a b' = 1.0\n");
    EXPECT_EQ(problem(), "languages/xx.toml:3: no entry has the key 'nobody'");
    write("xx.toml", head + "[phrases.obdachlos]\n'a b' = 0\n");
    EXPECT_THAT(problem(), HasSubstr("languages/xx.toml:4: weight of 'a b'"));
    write("xx.toml", head + "[phrases]\nobdachlos = 1\n");
    EXPECT_THAT(problem(), HasSubstr("must be a table"));
    write("xx.toml", head);
    EXPECT_THAT(problem(), HasSubstr("at least one [phrases.KEY]"));
    write("xx.toml", "name = 'X'\n[phrases.obdachlos]\n'a b' = 1\n");
    EXPECT_THAT(problem(), HasSubstr("'name_en' is missing"));
    std::filesystem::remove(folder_.path() / "languages" / "xx.toml");
    write("Xhosa.toml", head + "[phrases.obdachlos]\n'a b' = 1\n");
    EXPECT_THAT(problem(), HasSubstr("languages/Xhosa.toml"));
    EXPECT_THAT(problem(), HasSubstr("code of ISO 639"));
}

} // namespace
} // namespace leitstand
