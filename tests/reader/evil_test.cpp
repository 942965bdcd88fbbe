// SPDX-License-Identifier: EUPL-1.2
// A reader that lies, hangs, eats memory or dies: an error with a key comes back, and the next
// document is read.
#include <thread>

#include "read/detail/exchange.hpp"
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
    {"hang-hard", "reader.spawner_ended"},
    {"die", "reader.died"},
    {"kill-spawner", "reader.spawner_ended"},
    {"memory", "refused memory"},
    {"no-process", "reader.no_resources"},
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

TEST(EvilReaders, ALackOfProcessesCostsNoSpawner) {
    read_detail::SpawnerClient client{EVIL_PROGRAM, SandboxLevel::a};
    auto const spawner = client.current();
    ASSERT_TRUE(spawner);
    auto const lacks = read_detail::exchange(client, "no-process", ReaderRequest{});
    ASSERT_FALSE(lacks);
    EXPECT_TRUE(may_pass(lacks.error())) << lacks.error().describe();
    EXPECT_EQ(*client.current(), *spawner);
}

TEST(EvilReaders, OnTheLastAttemptOnlyTheAttachmentGoesWithout) {
    auto const reading = start_reading(quick(), EVIL_PROGRAM);
    ASSERT_TRUE(reading);
    EXPECT_EQ(outcome(*reading, "carries"), "reader.no_resources");
    auto const read = reading->read("carries", "x.txt", {}, Depth::whole, {}, Attempt::last);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_NE(read->text.find("good"), std::string::npos);
    ASSERT_EQ(read->parts.size(), 2u);
    EXPECT_EQ(read->parts[1].reason, "reader_failed");
}

// A machine that has no time for a page says nothing of the page; one that has a document's process
// hang does.
TEST(EvilReaders, APageThatWasGivenNoTimeIsNoOutcome) {
    read_detail::SpawnerClient client{EVIL_PROGRAM, SandboxLevel::a};
    ReaderRequest request;
    request.deadline_ms = 200;
    request.kind = RequestKind::recognise;
    auto const page = read_detail::exchange(client, "hang", request);
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, Code::timed_out);
    EXPECT_EQ(page.error().key, "reader.starved");
    request.kind = RequestKind::document;
    auto const document = read_detail::exchange(client, "hang", request);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().key, "reader.deadline");
}

// A drawing that was given no processor says that it takes too long, and is not to blame.
TEST(EvilReaders, ADrawingThatWasGivenNoTimeIsNoOutcome) {
    read_detail::SpawnerClient client{EVIL_PROGRAM, SandboxLevel::a};
    ReaderRequest request;
    request.kind = RequestKind::picture;
    auto const drawn = read_detail::exchange(client, "too-slow", request);
    ASSERT_FALSE(drawn);
    EXPECT_EQ(drawn.error().key, "reader.starved");
    request.kind = RequestKind::document;
    auto const read = read_detail::exchange(client, "too-slow", request);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(read->answer.reason, Reason::too_slow);
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
