// SPDX-License-Identifier: EUPL-1.2
// A reader that lies, hangs, eats memory or dies: an error with a key comes back, and the next
// document is read.
#include <thread>

#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

Limits quick() {
    Limits limits;
    limits.read_deadline_ms = std::chrono::milliseconds{300};
    return limits;
}

std::string outcome(Reading& reading, std::string_view document) {
    auto const read = reading.read(document, "x.txt");
    return read ? std::string{status_name(read->status)} + " " + read->reason : read.error().key;
}

struct Case {
    char const* how;
    char const* outcome;
};

constexpr Case kCases[] = {
    {"good", "read "},
    {"garbage", "reader.garbage"},
    {"endless", "reader.garbage"},
    {"silent", "reader.garbage"},
    {"cut-off", "reader.garbage"},
    {"after-end", "reader.garbage"},
    {"bad-span", "reader.garbage"},
    {"bad-border", "reader.garbage"},
    {"bad-utf8", "reader.garbage"},
    {"bad-control", "reader.garbage"},
    {"bad-page", "reader.garbage"},
    {"bad-page-span", "reader.garbage"},
    {"bad-part", "reader.garbage"},
    {"bad-type", "reader.garbage"},
    {"bad-reason", "reader.garbage"},
    {"bad-status", "reader.garbage"},
    {"keep-mapping", "reader.garbage"},
    {"hang", "reader.deadline"},
    {"hang-hard", "reader.deadline"},
    {"die", "reader.died"},
    {"kill-spawner", "reader.died"},
    {"memory", "refused memory"},
};

} // namespace

class EvilReader : public testing::TestWithParam<Case> {};

TEST_P(EvilReader, IsAnErrorAndTheNextDocumentIsRead) {
    auto const reading = start_reading(quick(), EVIL_PROGRAM);
    ASSERT_TRUE(reading);
    EXPECT_EQ(outcome(*reading, GetParam().how), GetParam().outcome);
    EXPECT_EQ(outcome(*reading, "good"), "read ");
}

INSTANTIATE_TEST_SUITE_P(All, EvilReader, testing::ValuesIn(kCases), [](auto const& info) {
    std::string name = info.param.how;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(EvilReaders, NamesAreCleaned) {
    auto const reading = start_reading(quick(), EVIL_PROGRAM);
    ASSERT_TRUE(reading);
    std::vector<std::string> names;
    auto const read =
        reading->read("bad-name", "C:\\post\\a.txt", [&](DerivedPart const& part) -> Result<void> {
            names.push_back(part.name + "|" + part.media_type);
            return {};
        });
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(read->parts[0].name, "a.txt");
    EXPECT_EQ(names, std::vector<std::string>{"passwd|"});
}

TEST(EvilReaders, HangingOnesDoNotHoldUpOthers) {
    auto limits = quick();
    limits.read_deadline_ms = std::chrono::milliseconds{1500};
    auto const reading = start_reading(limits, EVIL_PROGRAM);
    ASSERT_TRUE(reading);
    std::vector<std::thread> hanging;
    for (int i = 0; i < 4; ++i)
        hanging.emplace_back([&] { EXPECT_EQ(outcome(*reading, "hang"), "reader.deadline"); });
    auto const start = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(outcome(*reading, "good"), "read ");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds{1400});
    for (auto& thread : hanging)
        thread.join();
}

TEST(EvilReaders, OneThatKeepsDyingIsNotStartedForEver) {
    auto const reading = start_reading(quick(), EVIL_PROGRAM);
    ASSERT_TRUE(reading);
    std::string last;
    for (int i = 0; i < 20; ++i)
        last = outcome(*reading, "kill-spawner");
    EXPECT_EQ(last, "reader.cannot_start");
}

TEST(EvilReaders, AProgramThatIsNoneIsAClearError) {
    ReadingOptions options;
    options.reader_program = "/bin/true";
    auto const reading = Reading::start(options);
    ASSERT_FALSE(reading);
    EXPECT_EQ(reading.error().key, "reader.cannot_start");
    options.reader_program = "/nonexistent/reader";
    auto const missing = Reading::start(options);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().key, "reader.cannot_start");
}

} // namespace leitstand::test
