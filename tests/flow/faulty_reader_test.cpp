// SPDX-License-Identifier: EUPL-1.2
// A reader that dies, hangs past its deadline or answers garbage on one piece of post: that item
// needs a person, all others go on. And two servers that share the queue of one PostgreSQL.
#include <atomic>

#include "base/files.hpp"
#include "flow/flow_house.hpp"
#include "house/letters.hpp"

namespace leitstand::flow {

namespace {

// The real reader, except that it fails on post that holds a poison word, as a crashing parser
// does.
class PoisonedReading final : public Reading {
  public:
    explicit PoisonedReading(Reading& real) : real_(real) {}
    SandboxLevel level() const override { return real_.level(); }
    SelfTest self_test() const override { return real_.self_test(); }

    Result<Document> read(std::string_view bytes, std::string_view name_hint,
                          std::function<Result<void>(DerivedPart const&)> const& keep_part,
                          Depth depth, std::stop_token const& stop, Attempt attempt) override {
        auto const with = [&](std::string_view word) {
            return bytes.find(word) != std::string_view::npos;
        };
        if (with("poison: dies") || with("poison: hangs") || with("poison: garbage"))
            ++tries;
        if (with("poison: dies"))
            return fail(Code::unavailable, "reader.died");
        if (with("poison: hangs"))
            return fail(Code::timed_out, "reader.deadline");
        if (with("poison: garbage"))
            return fail(Code::damaged, "reader.garbage");
        if (with("poison: once") && !failed_once_.exchange(true))
            return fail(Code::unavailable, "reader.died");
        return real_.read(bytes, name_hint, keep_part, depth, stop, attempt);
    }
    Result<void> split_mbox(std::string_view bytes,
                            std::function<Result<void>(std::string_view)> const& take) override {
        return real_.split_mbox(bytes, take);
    }
    Result<Picture> picture(std::string_view bytes, PictureWish const& wish) override {
        return real_.picture(bytes, wish);
    }
    std::atomic<int> tries{0};

  private:
    Reading& real_;
    std::atomic<bool> failed_once_{false};
};

} // namespace

class FaultyReaderTest : public FlowTest {
  protected:
    // drain() leaves what was given back for later; this waits for it like the loop does.
    void work_until_settled(Reading& reading) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::minutes{2};
        JobLoop loop{place(reading, *house_)};
        loop.start();
        while (std::chrono::steady_clock::now() < end) {
            auto const counts = house_->inbox->counts();
            ASSERT_TRUE(counts) << counts.error().describe();
            if (counts->waiting == 0)
                break;
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        loop.stop();
    }
};
INSTANTIATE_TEST_SUITE_P(, FaultyReaderTest, testing::Values(Engine::sqlite, Engine::postgresql),
                         [](auto const& info) {
                             return info.param == Engine::sqlite ? "sqlite" : "postgresql";
                         });

TEST_P(FaultyReaderTest, PoisonNeedsAPersonAfterThreeAttemptsAndOthersGoOn) {
    PoisonedReading poisoned{reader()};
    std::vector<Item> bad, good;
    for (auto const* how : {"dies", "hangs", "garbage"})
        bad.push_back(enter(fmt::format("{}.txt", how), fmt::format("poison: {}", how)));
    for (int number = 0; number < 12; ++number)
        good.push_back(enter(fmt::format("gut-{}.txt", number),
                             house::letter_text(std::to_string(number), 300)));
    work_until_settled(poisoned);

    for (auto const& item : bad) {
        auto const seen = view(item);
        EXPECT_EQ(ItemState::needs_person, seen.state) << item.name;
        EXPECT_EQ(house_->limits.attempts_max, seen.attempts) << item.name;
        EXPECT_FALSE(seen.reason.empty()) << item.name;
    }
    EXPECT_EQ(9, poisoned.tries) << "three pieces of post, three attempts each";
    for (auto const& item : good)
        EXPECT_EQ(ItemState::ready, view(item).state) << item.name;
}

TEST_P(FaultyReaderTest, WhatFailedOnceIsTriedAgainAndReady) {
    PoisonedReading poisoned{reader()};
    auto const item = enter("einmal.txt", "poison: once. Ich beantrage Wohngeld.");
    work_until_settled(poisoned);
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    EXPECT_EQ(2u, seen.attempts);
}

TEST_P(FaultyReaderTest, APersonCanHavePoisonTriedAgain) {
    PoisonedReading poisoned{reader()};
    auto const item = enter("dies.txt", "poison: dies");
    work_until_settled(poisoned);
    ASSERT_EQ(ItemState::needs_person, view(item).state);
    auto const again = house_->inbox->try_again(item.id, "test");
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(ItemState::waiting, view(item).state);
    work_until_settled(reader()); // the parser was mended
    EXPECT_EQ(ItemState::ready, view(item).state);
}

// A recogniser that cannot be started for a moment costs a scan an attempt, not its text.
TEST_P(FaultyReaderTest, AScanWaitsUntilTheRecogniserCanStart) {
    auto const programs = std::filesystem::path{LEITSTAND_BINARY_DIR} / "reader";
    ReadingOptions options;
    options.reader_program = programs / "leitstand-reader";
    options.recogniser_program = folder_.path() / "recogniser";
    options.accept_weak_sandbox = true;
    auto const reading = Reading::start(options);
    ASSERT_TRUE(reading) << reading.error().describe();
    auto const bytes = read_file(std::filesystem::path{LEITSTAND_SOURCE_DIR} /
                                     "tests/reader/golden/picture/upright.png",
                                 1 << 20);
    ASSERT_TRUE(bytes);
    auto const item = enter("scan.png", *bytes);
    JobLoop loop{place(**reading, *house_)};
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    EXPECT_EQ(ItemState::waiting, view(item).state) << view(item).reason;
    std::filesystem::create_symlink(programs / "leitstand-recogniser", options.recogniser_program);
    ASSERT_TRUE(loop.drain(JobLoop::Retries::wait_for));
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state) << seen.reason;
    EXPECT_EQ(2u, seen.attempts);
    ASSERT_TRUE(seen.document);
    EXPECT_NE(std::string::npos, seen.document->text.find("Widerspruch gegen den Bescheid"));
}

// Without a recogniser the last attempt keeps what is there without it.
TEST_P(FaultyReaderTest, AMailIsReadThoughItsScanNeverIs) {
    ReadingOptions options;
    options.reader_program =
        std::filesystem::path{LEITSTAND_BINARY_DIR} / "reader" / "leitstand-reader";
    options.recogniser_program = folder_.path() / "recogniser"; // there is none
    options.accept_weak_sandbox = true;
    auto const reading = Reading::start(options);
    ASSERT_TRUE(reading) << reading.error().describe();
    auto const scan = read_file(std::filesystem::path{LEITSTAND_SOURCE_DIR} /
                                    "tests/reader/golden/picture/upright.png",
                                1 << 20);
    ASSERT_TRUE(scan);
    auto const item =
        enter("mail.eml", "From: a@example.org\nTo: b@example.org\nSubject: Antrag\n"
                          "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
                          "--x\nContent-Type: text/plain\n\nIch beantrage Wohngeld.\n"
                          "--x\nContent-Type: image/png; name=a.png\n"
                          "Content-Transfer-Encoding: binary\n\n" +
                              *scan + "\n--x--\n");
    JobLoop loop{place(**reading, *house_)};
    ASSERT_TRUE(loop.drain(JobLoop::Retries::wait_for));
    auto const seen = view(item);
    EXPECT_EQ(ItemState::ready, seen.state);
    EXPECT_EQ("needs_ocr", seen.reason);
    EXPECT_EQ(house_->limits.attempts_max, seen.attempts);
    ASSERT_TRUE(seen.document);
    EXPECT_NE(std::string::npos, seen.document->text.find("Ich beantrage Wohngeld."));
    EXPECT_EQ(1u, seen.derived.size());
}

class SharedQueueTest : public FlowTest {};
INSTANTIATE_TEST_SUITE_P(, SharedQueueTest, testing::Values(Engine::postgresql),
                         [](auto const&) { return "postgresql"; });

TEST_P(SharedQueueTest, TwoLoopsShareTheWorkAndDoNothingTwice) {
    auto other = house::House::open(options_);
    ASSERT_TRUE(other) << other.error().describe();
    constexpr std::size_t kItems = 60;
    for (std::size_t number = 0; number < kItems; ++number)
        enter(fmt::format("brief-{}.txt", number), house::letter_text(std::to_string(number), 300));
    JobLoop first{place(reader(), *house_)};
    JobLoop second{place(reader(), **other)};
    first.start();
    second.start();
    auto const end = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    while (std::chrono::steady_clock::now() < end) {
        auto const counts = house_->inbox->counts();
        ASSERT_TRUE(counts);
        if (counts->ready == kItems)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    first.stop();
    second.stop();
    EXPECT_EQ(kItems, first.figures().done + second.figures().done);
    EXPECT_GT(first.figures().done, 0u);
    EXPECT_GT(second.figures().done, 0u);
    EXPECT_EQ(0u, first.figures().failed + second.figures().failed);
    auto const counts = house_->inbox->counts();
    ASSERT_TRUE(counts);
    EXPECT_EQ(kItems, counts->ready);
    EXPECT_EQ(0u, counts->waiting + counts->needs_person);
}

} // namespace leitstand::flow
