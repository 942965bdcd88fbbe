// SPDX-License-Identifier: EUPL-1.2
// The job loop on real queues, ledgers and inboxes. Where the reader's failures are the point, a
// reader made for the test brings them about; the real one is walked through in tests/flow.
#include "work/job_loop.hpp"

#include "decide/desk.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Reads text as text; a word in it makes it fail as a reader process can.
class TestReading final : public Reading {
  public:
    SandboxLevel level() const override { return SandboxLevel::a; }
    SelfTest self_test() const override { return {}; }
    Result<void> split_mbox(std::string_view,
                            std::function<Result<void>(std::string_view)> const&) override {
        return fail(Code::bad_input, "mbox.not_mbox");
    }
    Result<Document> read(std::string_view bytes, std::string_view,
                          std::function<Result<void>(DerivedPart const&)> const& keep_part,
                          Depth depth, std::stop_token const& stop, Attempt attempt) override {
        ++reads;
        lasts += attempt == Attempt::last ? 1 : 0;
        if (before_answer)
            before_answer();
        auto const says = [&](std::string_view word) {
            return bytes.find(word) != std::string_view::npos;
        };
        if (says("stirbt") || (says("einmal") && reads == 1))
            return fail(Code::unavailable, "reader.died");
        if (says("haengt"))
            return fail(Code::timed_out, "reader.deadline");
        if (says("unsinn"))
            return fail(Code::damaged, "reader.garbage");
        if (says("ausnahme"))
            throw std::bad_alloc{};
        if (says("scan") && depth == Depth::whole && during_recognition)
            during_recognition();
        for (int page = 0; says("viele Seiten") && depth == Depth::whole && page < 1'000; ++page) {
            if (stop.stop_requested())
                return fail(Code::unavailable, "reader.stopped");
            ++pages;
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        auto document = document_from_plain_text(bytes);
        if (says("scan") && depth == Depth::quick)
            document.pages.front().marks.set(PageMark::unread);
        if (says("verweigert")) {
            document.status = ReadStatus::refused;
            document.reason = "encrypted";
        } else if (says("teilweise")) {
            document.status = ReadStatus::partly_read;
            document.reason = "too_many_pages";
        }
        if (says("anlage") && keep_part && !document.needs_recognition()) {
            TRY(keep_part(
                {.number = 1, .name = "a.txt", .media_type = "text/plain", .bytes = "Teil"}));
            if (after_parts)
                after_parts();
        }
        return document;
    }
    Result<Picture> picture(std::string_view, PictureWish const&) override {
        return fail(Code::bad_input, "picture.not_drawable");
    }
    std::atomic<int> reads{0};
    std::atomic<int> lasts{0}; // readings that were said to be an item's last
    std::function<void()> before_answer;
    std::function<void()> during_recognition;
    std::function<void()> after_parts;
    std::atomic<int> pages{0};
};

// Throws as a library may that finds no memory, while it is told to.
class ThrowingClock final : public TimeSource {
  public:
    explicit ThrowingClock(TimeSource const& real) : real_(real) {}
    Instant now() const override {
        if (throws) {
            ++thrown;
            throw std::bad_alloc{};
        }
        return real_.now();
    }
    std::chrono::steady_clock::time_point steady() const override { return real_.steady(); }
    std::atomic<bool> throws{false};
    mutable std::atomic<int> thrown{0};

  private:
    TimeSource const& real_;
};

class TestModes final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return value; }
    std::atomic<Mode> value{Mode::assist};
};

std::shared_ptr<Catalogue const> small_catalogue() {
    auto catalogue = std::make_shared<Catalogue>();
    Service service;
    service.key = "kindergeld";
    service.name = "Kindergeld";
    service.phrases.push_back({.text = "kindergeld", .weight = 5});
    catalogue->services.push_back(service);
    return catalogue;
}

class JobLoopTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk_ = std::make_unique<Desk>(GetParam());
    }
    WorkPlace place() {
        return {.database = *desk_->door.database,
                .ledger = *desk_->door.ledger,
                .inbox = *desk_->inbox,
                .reading = reading_,
                .understander = understander_,
                .modes = modes_,
                .limits = desk_->door.limits,
                .time = desk_->door.clock,
                .log = desk_->door.log.get()};
    }
    Item enter(std::string const& text) { return desk_->door.enter(text, text, "post.txt"); }
    // Works until nothing is due, then lets the pauses pass, until no job is left.
    void work_off() {
        JobLoop loop{place()};
        for (int round = 0; round < 20; ++round) {
            auto const drained = loop.drain(JobLoop::Retries::leave);
            ASSERT_TRUE(drained) << drained.error().describe();
            desk_->door.clock.forward(std::chrono::minutes{10});
        }
        EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job"));
    }
    void expect_needs_person(Item const& item, std::string const& reason, std::uint32_t attempts) {
        auto const view = desk_->view(item);
        EXPECT_EQ(ItemState::needs_person, view.state) << item.name;
        EXPECT_EQ(reason, view.reason);
        EXPECT_EQ(attempts, view.attempts);
        EXPECT_THAT(view.findings, IsEmpty());
    }

    std::unique_ptr<Desk> desk_;
    TestReading reading_;
    TestModes modes_;
    Understander understander_{small_catalogue()};
};
INSTANTIATE_TEST_SUITE_P(Engines, JobLoopTest, both_engines(), engine_label);

TEST_P(JobLoopTest, LeadsAnItemIntoTheInbox) {
    auto const item = enter("Ich beantrage Kindergeld fuer mein Kind.\nanlage");
    work_off();
    auto const view = desk_->view(item);
    EXPECT_EQ(ItemState::ready, view.state);
    EXPECT_EQ("", view.reason);
    EXPECT_EQ(1u, view.attempts);
    ASSERT_TRUE(view.document);
    EXPECT_THAT(desk_->row(item).services, ElementsAre("kindergeld"));
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
}

// However long the log cannot be written: no item uses up its attempts by it.
TEST_P(JobLoopTest, ALogThatRefusesCostsNoAttempt) {
    auto const item = enter("Ich beantrage Kindergeld.");
    auto& log = *desk_->door.log;
    Error const why{Code::unavailable, "log.cannot_write", "a test",
                    std::source_location::current()};
    reading_.before_answer = [&] { log.refuse(why); }; // in the middle of the work
    for (std::uint32_t turn = 0; turn < 3 * desk_->door.limits.attempts_max; ++turn) {
        log.accept();
        JobLoop loop{place()};
        std::ignore = loop.drain(JobLoop::Retries::leave);
        std::ignore = loop.drain(JobLoop::Retries::leave); // refuses: nothing is leased
        desk_->door.clock.forward(std::chrono::minutes{10});
    }
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
    reading_.before_answer = {};
    log.accept();
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(1u, desk_->view(item).attempts);
}

TEST_P(JobLoopTest, PlainTextNeedsNoReader) {
    auto arrival = Door::arrival("k");
    arrival.is_plain_text = true;
    auto const item = desk_->door.ledger->enter(arrival, "Frage zum Kindergeld").value();
    work_off();
    EXPECT_EQ(0, reading_.reads);
    EXPECT_EQ("Frage zum Kindergeld", desk_->view(item).document->text);
    EXPECT_EQ("Frage zum Kindergeld", desk_->row(item).subject);
}

TEST_P(JobLoopTest, WhatFailsThreeTimesNeedsAPersonAndOthersGoOn) {
    auto const dies = enter("stirbt");
    auto const hangs = enter("haengt");
    auto const garbage = enter("unsinn");
    std::vector<Item> good;
    for (int i = 0; i < 10; ++i)
        good.push_back(enter(fmt::format("Brief {}", i)));
    work_off();
    expect_needs_person(dies, "reader.died", 3);
    expect_needs_person(hangs, "reader.deadline", 3);
    expect_needs_person(garbage, "reader.garbage", 3);
    EXPECT_EQ(9 + 10, reading_.reads);
    EXPECT_EQ(3, reading_.lasts);
    for (auto const& item : good)
        EXPECT_EQ(ItemState::ready, desk_->view(item).state);
}

TEST_P(JobLoopTest, APassingFailureHealsAfterAPause) {
    auto const item = enter("einmal");
    JobLoop loop{place()};
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    EXPECT_EQ(1, reading_.reads); // not before its time
    desk_->door.clock.forward(std::chrono::seconds{3});
    EXPECT_EQ(1u, loop.drain(JobLoop::Retries::leave).value());
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(2u, desk_->view(item).attempts);
    EXPECT_EQ(1u, loop.figures().done);
    EXPECT_EQ(1u, loop.figures().failed);
}

TEST_P(JobLoopTest, AnExceptionEndsTheAttemptOnly) {
    auto const poison = enter("ausnahme");
    auto const good = enter("Brief");
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(good).state);
    expect_needs_person(poison, "work.attempts_used_up", 3);
    EXPECT_EQ(3 + 1, reading_.reads);
}

TEST_P(JobLoopTest, RefusedNeedsAPersonPartlyReadDoesNot) {
    auto const refused = enter("verweigert");
    auto const partly = enter("teilweise Kindergeld");
    work_off();
    expect_needs_person(refused, "encrypted", 1);
    EXPECT_TRUE(desk_->view(refused).document);
    EXPECT_EQ(ItemState::ready, desk_->view(partly).state);
    EXPECT_EQ("too_many_pages", desk_->view(partly).reason);
    EXPECT_EQ(2, reading_.reads); // no second try can help
}

TEST_P(JobLoopTest, ADamagedBlobNeedsAPersonAtOnce) {
    auto const item = enter("Brief");
    ASSERT_TRUE(desk_->door.blobs->remove(item.blob.id));
    work_off();
    expect_needs_person(item, "blob.missing", 1);
}

TEST_P(JobLoopTest, TriedAgainItGetsFreshAttempts) {
    auto const item = enter("stirbt");
    work_off();
    expect_needs_person(item, "reader.died", 3);
    ASSERT_TRUE(desk_->inbox->try_again(item.id, "account-1"));
    work_off();
    expect_needs_person(item, "reader.died", 3);
    EXPECT_EQ(6, reading_.reads);
}

TEST_P(JobLoopTest, ShadowIsComputedAndNotShownOffIsNotRun) {
    modes_.value = Mode::shadow;
    auto const shadow = enter("Kindergeld im Schatten");
    work_off();
    EXPECT_THAT(desk_->row(shadow).services, IsEmpty());
    auto const findings = desk_->view(shadow).findings;
    EXPECT_FALSE(findings.empty());
    for (auto const& finding : findings)
        EXPECT_FALSE(finding.shown);
    modes_.value = Mode::off;
    auto const off = enter("Kindergeld ohne Funktion");
    work_off();
    EXPECT_THAT(desk_->view(off).findings, IsEmpty());
    EXPECT_EQ(ItemState::ready, desk_->view(off).state);
}

TEST_P(JobLoopTest, ALostLeaseDropsTheResult) {
    auto const item = enter("Brief");
    std::atomic<bool> is_first{true};
    reading_.before_answer = [&] {
        if (!is_first.exchange(false))
            return;
        // Somebody else takes the job meanwhile, as after a lease that ran out.
        EXPECT_TRUE(run_statement(*desk_->door.database, "UPDATE job SET fence = fence + 1"));
    };
    JobLoop loop{place()};
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM reading"));
    EXPECT_EQ(1u, loop.figures().failed);
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(2u, desk_->view(item).attempts);
}

TEST_P(JobLoopTest, TheThreadsWorkWhileItemsArriveAndStop) {
    JobLoop loop{place()};
    loop.start();
    std::vector<Item> items;
    for (int i = 0; i < 60; ++i) {
        items.push_back(enter(fmt::format("Brief {}", i)));
        loop.wake();
    }
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (desk_->inbox->counts().value().ready < items.size() &&
           std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    loop.stop();
    EXPECT_EQ(items.size(), desk_->inbox->counts().value().ready);
    EXPECT_EQ(items.size(), loop.figures().done);
    EXPECT_EQ(60, reading_.reads);
}

TEST_P(JobLoopTest, StoppingGivesBackWhatWasNotBegun) {
    for (int i = 0; i < 12; ++i)
        enter(fmt::format("Brief {}", i));
    std::atomic<bool> go_on{false};
    reading_.before_answer = [&] {
        while (!go_on)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
    };
    JobLoop loop{place()};
    loop.start();
    while (reading_.reads < 3) // workers + 1: the permits are used up, one leased job waits
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    std::jthread const release{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        go_on = true;
    }};
    loop.stop();
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job WHERE leased = 1"));
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job WHERE attempt > 0"));
    EXPECT_EQ(12 - static_cast<int>(loop.figures().done),
              number_in(*desk_->door.database, "SELECT COUNT(*) FROM job"));
    EXPECT_GT(12u, loop.figures().done);
}

TEST_P(JobLoopTest, ScannedPagesAreReadInTheSlowLaneWithFreshAttempts) {
    auto const item = enter("Ein scan wegen Kindergeld");
    auto const text = enter("Ein Brief");
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(1u, desk_->view(item).attempts);
    EXPECT_EQ(ItemState::ready, desk_->view(text).state);
    EXPECT_EQ(3, reading_.reads); // the scan twice: for its text, then with its pages
}

TEST_P(JobLoopTest, AScanThatKeepsFailingNeedsAPersonAfterItsAttempts) {
    auto const item = enter("Ein scan");
    reading_.during_recognition = [] { throw std::bad_alloc{}; };
    work_off();
    expect_needs_person(item, "work.attempts_used_up", 3);
}

TEST_P(JobLoopTest, ABacklogOfScansDelaysNoLetter) {
    std::atomic<bool> go_on{false};
    reading_.during_recognition = [&] {
        while (!go_on)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
    };
    for (int i = 0; i < 30; ++i)
        enter(fmt::format("Ein scan {}", i));
    JobLoop loop{place()};
    loop.start();
    std::vector<Item> letters;
    for (int i = 0; i < 10; ++i) {
        letters.push_back(enter(fmt::format("Brief {}", i)));
        loop.wake();
    }
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (desk_->inbox->counts().value().ready < letters.size() &&
           std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    for (auto const& letter : letters)
        EXPECT_EQ(ItemState::ready, desk_->view(letter).state);
    go_on = true;
    while (desk_->inbox->counts().value().ready < letters.size() + 30 &&
           std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    loop.stop();
    EXPECT_EQ(letters.size() + 30, desk_->inbox->counts().value().ready);
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job"));
}

TEST_P(JobLoopTest, ASlowJobKeepsItsLease) {
    desk_->door.limits.lease_s = std::chrono::seconds{1};
    auto const item = enter("Ein scan");
    reading_.during_recognition = [&] {
        auto const leased_until = [&] {
            return number_in(*desk_->door.database, "SELECT available_at FROM job");
        };
        auto const first = leased_until();
        // Less than the lease, lest another worker takes the job meanwhile.
        desk_->door.clock.forward(std::chrono::milliseconds{500});
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (leased_until() <= first && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        EXPECT_GT(leased_until(), first);
    };
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
}

TEST_P(JobLoopTest, AnExceptionWhileALeaseIsKeptEndsNothing) {
    desk_->door.limits.lease_s = std::chrono::seconds{1};
    desk_->door.limits.recognisers_at_once_max = 1; // nobody else asks for the time meanwhile
    ThrowingClock clock{desk_->door.clock};
    auto const item = enter("Ein scan");
    reading_.during_recognition = [&] {
        clock.throws = true;
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (clock.thrown < 2 && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        clock.throws = false;
    };
    auto const& desk = desk_->door;
    JobLoop loop{{.database = *desk.database,
                  .ledger = *desk.ledger,
                  .inbox = *desk_->inbox,
                  .reading = reading_,
                  .understander = understander_,
                  .modes = modes_,
                  .limits = desk.limits,
                  .time = clock}};
    ASSERT_TRUE(loop.drain());
    EXPECT_GE(clock.thrown, 2); // it went on trying
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
}

TEST_P(JobLoopTest, ModesAreReadAnewBeforeTheQueueIsWorkedOff) {
    std::atomic<int> refreshed{0};
    auto with_refresh = place();
    with_refresh.refresh_modes = [&] { ++refreshed; };
    enter("Brief");
    JobLoop loop{with_refresh};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(1, refreshed);
}

TEST_P(JobLoopTest, ModesAreReadAnewWhileEveryWorkerWaitsForAReader) {
    std::atomic<int> refreshed{0};
    std::atomic<bool> reading{false}, go_on{false};
    auto with_refresh = place();
    with_refresh.refresh_modes = [&] { ++refreshed; };
    reading_.before_answer = [&] {
        reading = true;
        while (!go_on)
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
    };
    enter("Ein Brief\nanlage");
    JobLoop loop{with_refresh};
    loop.start();
    while (!reading)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    auto const before = refreshed.load();
    std::this_thread::sleep_for(std::chrono::milliseconds{1'200});
    EXPECT_GE(refreshed, before + 2);
    go_on = true;
    loop.stop();
}

// Answers `assist` to those who ask while an item is judged, and `off` from then on.
class StoppedMeanwhile final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override {
        return asked_++ < kFunctions.size() ? Mode::assist : Mode::off;
    }

  private:
    mutable std::atomic<std::size_t> asked_{0};
};

TEST_P(JobLoopTest, WhatAStoppedFunctionHadJustFoundIsNotStored) {
    auto const item = enter("Ich beantrage Kindergeld fuer mein Kind.");
    StoppedMeanwhile const modes;
    JobLoop loop{{.database = *desk_->door.database,
                  .ledger = *desk_->door.ledger,
                  .inbox = *desk_->inbox,
                  .reading = reading_,
                  .understander = understander_,
                  .modes = modes,
                  .limits = desk_->door.limits,
                  .time = desk_->door.clock}};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_THAT(desk_->view(item).findings, IsEmpty());
}

// Functions fall one after the other while an item is judged, and relating fails at last.
class FallingModes final : public FunctionModes {
  public:
    Mode mode(FunctionKey key) const override {
        if (step == 0)
            return Mode::assist;
        return step == 1 && key != FunctionKey::sort ? Mode::assist : Mode::off;
    }
    std::atomic<int> step{0};
};

class FailingRelations final : public Relations {
  public:
    explicit FailingRelations(FallingModes& modes) : modes_(modes) {}
    std::uint64_t seed() const override { return 1; }
    Result<Prepared> prepare(Item const&, Document const&, LetterTrace const&, Mode) override {
        if (++modes_.step == 1)
            return Prepared{[](Sql&) -> Result<void> { return {}; }, 0, {}, {}};
        return fail(Code::damaged, "relation.damaged");
    }
    Result<void> catch_up(Item const&, Document const&, LetterTrace const&, Mode, Prepared const&,
                          std::function<Result<void>(Sql&)> const&) override {
        return {};
    }
    Result<std::vector<Relation>> of(Item const&) override { return std::vector<Relation>{}; }
    Result<Relation> decide(Item const&, RelationDecision const&) override {
        return fail(Code::not_found, "relation.not_found");
    }
    Result<void> forget(Sql&, std::int64_t) override { return {}; }

  private:
    FallingModes& modes_;
};

TEST_P(JobLoopTest, AnItemGoesToAPersonWhereFunctionsAreStoppedWhileItFails) {
    auto const item = enter("Ich beantrage Kindergeld fuer mein Kind.");
    FallingModes modes;
    FailingRelations relations{modes};
    JobLoop loop{{.database = *desk_->door.database,
                  .ledger = *desk_->door.ledger,
                  .inbox = *desk_->inbox,
                  .reading = reading_,
                  .understander = understander_,
                  .modes = modes,
                  .limits = desk_->door.limits,
                  .time = desk_->door.clock,
                  .relations = &relations}};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2, modes.step) << "it was judged anew once, and then given up";
    expect_needs_person(item, "relation.damaged", 1);
}

TEST_P(JobLoopTest, RoomIsMadeAlsoWhileNothingComes) {
    std::atomic<int> made{0};
    auto with_room = place();
    with_room.make_room = [&] { ++made; };
    JobLoop loop{with_room};
    loop.start();
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    auto const wait_for = [&](int times) {
        while (made < times && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
    };
    wait_for(1);
    desk_->door.clock.forward(std::chrono::seconds{5});
    wait_for(2);
    loop.stop();
    EXPECT_EQ(2, made);
}

TEST_P(JobLoopTest, OrphansAreSweptNowAndThen) {
    desk_->door.clock.set(to_rfc3339(system_time().now()));
    JobLoop loop{place()};
    auto const orphan = desk_->door.blobs->put(SecretKey::random(), "verwaist");
    ASSERT_TRUE(orphan);
    enter("Brief");
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2u, desk_->door.blob_count());
    desk_->door.clock.forward(std::chrono::minutes{61});
    enter("Brief 2");
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2u, desk_->door.blob_count()); // the two letters
}

// Attachments lie sealed before the outcome of their job names them.
TEST_P(JobLoopTest, TheSweepLeavesTheAttachmentsOfAJobThatRuns) {
    desk_->door.clock.set(to_rfc3339(system_time().now()));
    // The hours that pass end the lease, too: a second recogniser would take the job anew.
    desk_->door.limits.recognisers_at_once_max = 1;
    auto const item = enter("Ein scan mit anlage");
    reading_.after_parts = [&] {
        desk_->door.clock.forward(std::chrono::hours{3});
        auto const swept = desk_->door.ledger->sweep_orphans();
        ASSERT_TRUE(swept) << swept.error().describe();
        EXPECT_EQ(0u, *swept);
    };
    JobLoop loop{place()};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
    // What a job that came to nothing has left is swept.
    enter("Noch ein scan mit anlage");
    reading_.after_parts = [&] {
        EXPECT_TRUE(run_statement(*desk_->door.database, "UPDATE job SET fence = fence + 1"));
    };
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    desk_->door.clock.forward(std::chrono::hours{3});
    EXPECT_EQ(1u, desk_->door.ledger->sweep_orphans().value());
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
}

// Whoever looks for work once more while a scan is recognised sees a clock that has leapt.
class LeapingClock final : public TimeSource {
  public:
    LeapingClock(TimeSource const& real, Database& database) : real_(real), database_(database) {}
    Instant now() const override {
        if (number_in(database_, "SELECT COUNT(*) FROM job WHERE kind = 'recognise_item' AND"
                                 " leased = 1") > 0)
            while (!leapt)
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
        return real_.now();
    }
    std::chrono::steady_clock::time_point steady() const override { return real_.steady(); }
    std::atomic<bool> leapt{false};

  private:
    TimeSource const& real_;
    Database& database_;
};

TEST_P(JobLoopTest, AJobThatTwoWorkOnEndsOnceAndTheSweepTakesWhatTheOtherKept) {
    desk_->door.clock.set(to_rfc3339(system_time().now()));
    auto const item = enter("Ein scan mit anlage");
    LeapingClock clock{desk_->door.clock, *desk_->door.database};
    std::atomic<bool> is_first{true};
    reading_.after_parts = [&] {
        if (!is_first.exchange(false))
            return; // the second one, who has the lease now
        desk_->door.clock.forward(std::chrono::hours{3});
        clock.leapt = true;
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (desk_->view(item).state != ItemState::ready &&
               std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        EXPECT_EQ(0u, desk_->door.ledger->sweep_orphans().value()) << "this job runs still";
    };
    JobLoop loop{{.database = *desk_->door.database,
                  .ledger = *desk_->door.ledger,
                  .inbox = *desk_->inbox,
                  .reading = reading_,
                  .understander = understander_,
                  .modes = modes_,
                  .limits = desk_->door.limits,
                  .time = clock}};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(3, reading_.reads); // for its text, then by both
    EXPECT_EQ(2u, desk_->view(item).attempts);
    EXPECT_EQ(1u, loop.figures().failed);
    EXPECT_EQ(1u, desk_->door.ledger->sweep_orphans().value());
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
}

TEST_P(JobLoopTest, AStopEndsASlowJobWithinAPageAndCountsNoAttempt) {
    auto const item = enter("Ein scan: viele Seiten");
    JobLoop loop{place()};
    loop.start();
    while (reading_.pages < 2)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    auto const start = std::chrono::steady_clock::now();
    loop.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5}); // of twenty
    EXPECT_LT(reading_.pages, 900);
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT attempt FROM job"));
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job WHERE leased = 1"));
    EXPECT_EQ(0u, loop.figures().failed);
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
}

TEST_P(JobLoopTest, TheSlowLaneKeepsHouseToo) {
    std::atomic<int> looked{0};
    auto with_room = place();
    with_room.make_room = [&] { ++looked; };
    std::atomic<bool> is_first{true};
    reading_.before_answer = [&] {
        if (is_first.exchange(false)) // the quick reading; what comes is the slow lane's
            desk_->door.clock.forward(std::chrono::minutes{1});
    };
    enter("Ein scan");
    JobLoop loop{with_room};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2, looked);
}

TEST_P(JobLoopTest, DrainSaysWhatIsWrongWithTheDatabase) {
    enter("Brief");
    ASSERT_TRUE(run_statement(*desk_->door.database, "ALTER TABLE job RENAME TO job_away"));
    JobLoop loop{place()};
    EXPECT_FALSE(loop.drain());
    ASSERT_TRUE(run_statement(*desk_->door.database, "ALTER TABLE job_away RENAME TO job"));
    EXPECT_EQ(1u, loop.drain().value());
}

} // namespace

} // namespace leitstand
