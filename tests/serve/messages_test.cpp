// SPDX-License-Identifier: EUPL-1.2
// Each key of an error in the program has a text for people.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>

#include "serve/messages.hpp"

namespace leitstand {
namespace {

// Keys of errors that never leave the program: a caller turns them into something else.
std::set<std::string> const kInternal{"inbox.meanwhile"};

// Every "area.key" that stands as the key of an Error, with the file it was found in.
std::map<std::string, std::string> used_keys() {
    std::map<std::string, std::string> keys;
    std::regex const made{
        R"re((?:\bfail|_error|Error)\s*[({]\s*(?:Code::\w+|errno|\w+)\s*,\s*"([a-z0-9_]+\.[a-z0-9_]+)")re"};
    std::regex const set{R"re(set_problem\(Code::\w+,\s*"([a-z0-9_]+\.[a-z0-9_]+)")re"};
    for (auto const* folder : {"src", "apps"})
        for (auto const& entry : std::filesystem::recursive_directory_iterator{
                 std::filesystem::path{LEITSTAND_SOURCE_DIR} / folder}) {
            auto const extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".hpp")
                continue;
            std::ifstream file{entry.path()};
            std::string const text{std::istreambuf_iterator<char>{file}, {}};
            for (auto const& pattern : {made, set})
                for (std::sregex_iterator match{text.begin(), text.end(), pattern}, end;
                     match != end; ++match)
                    keys.emplace((*match)[1], entry.path().filename());
        }
    return keys;
}

TEST(Messages, EachKeyInTheProgramHasOne) {
    auto const keys = used_keys();
    ASSERT_GT(keys.size(), 80u);
    ASSERT_TRUE(keys.contains("item.too_large"));
    for (auto const& [key, file] : keys)
        EXPECT_TRUE(kInternal.contains(key) || find_message(key) != nullptr)
            << key << " in " << file;
}

TEST(Messages, AreSentences) {
    for (auto const& [key, file] : used_keys()) {
        auto const* message = find_message(key);
        if (message == nullptr)
            continue;
        for (auto const* text :
             {&message->german, &message->english, &message->what_german, &message->what_english}) {
            EXPECT_TRUE(text->ends_with('.') || text->ends_with('`')) << key << ": " << *text;
            // One word for one thing, on the screens, in refusals and here.
            EXPECT_EQ(text->find("ennw"), std::string::npos) << key << ": " << *text;
        }
    }
    EXPECT_EQ(find_message("no.such_key"), nullptr);
}

} // namespace
} // namespace leitstand
