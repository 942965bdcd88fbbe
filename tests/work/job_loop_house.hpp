// SPDX-License-Identifier: EUPL-1.2
// A job loop on a real queue, ledger and inbox, with a reader that fails on demand; the real one is
// walked through in tests/flow. Threads: one test's; the reader may be asked by any.
#pragma once

#include "decide/desk.hpp"
#include "work/job_loop.hpp"

namespace leitstand {

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

class TestModes final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return value; }
    std::atomic<Mode> value{Mode::assist};
};

inline std::shared_ptr<Catalogue const> small_catalogue() {
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
    WorkPlace place() { return place(modes_, desk_->door.clock); }
    WorkPlace place(FunctionModes const& modes, TimeSource& time, Relations* relations = nullptr) {
        return {.database = *desk_->door.database,
                .ledger = *desk_->door.ledger,
                .inbox = *desk_->inbox,
                .reading = reading_,
                .understander = understander_,
                .modes = modes,
                .limits = desk_->door.limits,
                .time = time,
                .log = desk_->door.log.get(),
                .relations = relations};
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
        EXPECT_THAT(view.findings, testing::IsEmpty());
    }

    std::unique_ptr<Desk> desk_;
    TestReading reading_;
    TestModes modes_;
    Understander understander_{small_catalogue()};
};

} // namespace leitstand
