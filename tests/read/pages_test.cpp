// SPDX-License-Identifier: EUPL-1.2
// Pages on their way through drawing and recognition, with both made up: what is put together, what
// becomes of a page's trouble and of what may pass, what all pages together may bring.
#include "read/detail/pages.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <map>
#include <semaphore>
#include <sys/mman.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

#include "base/files.hpp"

namespace leitstand::read_detail {

namespace {

constexpr std::uint32_t kWidth = 59'500; // A4, 1/100 point
constexpr std::uint32_t kHeight = 84'200;

// A drawn page is its number; the picture is as large as the page says.
Exchanged drawn(std::uint32_t page, std::uint32_t width = kWidth, std::uint32_t height = kHeight) {
    auto const bytes = fmt::format("P5\n2479 3508\n255\n{}", page);
    FileDescriptor const memory{::memfd_create("page", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    EXPECT_TRUE(write_all(memory.get(), bytes));
    Exchanged exchanged;
    exchanged.handed = std::move(*Handed::take(memory));
    exchanged.answer.parts = {{"", "", 0, bytes.size()}};
    exchanged.answer.pages = {{width, height, 0, 0}};
    return exchanged;
}

std::uint32_t number_of(std::string_view graymap) {
    return static_cast<std::uint32_t>(
        std::stoul(std::string{graymap.substr(graymap.rfind('\n') + 1)}));
}

struct Said {
    std::string text;
    std::vector<AnswerBox> boxes{}; // one for each word; none: anywhere
    std::uint32_t turned = 0;
};

// Words of a text, parted by blanks.
void put_words(ReaderAnswer& answer, Said const& said, std::uint32_t page) {
    auto const base = static_cast<std::uint32_t>(answer.text.size());
    answer.text += said.text;
    std::size_t count = 0;
    for (std::size_t at = 0; at < said.text.size(); ++count) {
        auto const end = std::min(said.text.find(' ', at), said.text.size());
        AnswerWord word;
        word.start = base + static_cast<std::uint32_t>(at);
        word.end = base + static_cast<std::uint32_t>(end);
        word.page = page;
        auto const x = static_cast<std::int32_t>(5'000 + count * 6'000);
        word.box =
            count < said.boxes.size() ? said.boxes[count] : AnswerBox{x, 10'000, x + 5'000, 11'000};
        word.confidence = 9'500;
        answer.words.push_back(word);
        at = end + 1;
    }
}

Exchanged recognised(Said const& said) {
    Exchanged exchanged;
    bool const lies = said.turned == 90 || said.turned == 270;
    put_words(exchanged.answer, said, 1);
    AnswerPage page{lies ? kHeight : kWidth, lies ? kWidth : kHeight, 0,
                    static_cast<std::uint32_t>(said.text.size())};
    page.turned = said.turned;
    exchanged.answer.pages = {page};
    return exchanged;
}

// A document of pages with these layers; each waits, to be read where it has none and to be
// compared where it has one.
ReaderAnswer document_of(std::vector<Said> const& layers) {
    ReaderAnswer answer;
    answer.media_type = "application/pdf";
    std::uint32_t number = 0;
    for (auto const& layer : layers) {
        AnswerPage page{kWidth, kHeight, static_cast<std::uint32_t>(answer.text.size()), 0};
        put_words(answer, layer, ++number);
        page.end = static_cast<std::uint32_t>(answer.text.size());
        page.marks.set(layer.text.empty() ? PageMark::unread : PageMark::unchecked);
        answer.pages.push_back(page);
    }
    return answer;
}

class PagesTest : public testing::Test {
  protected:
    PageTools tools() {
        return {.draw = [this](ReaderRequest const& request) -> Result<Exchanged> {
                    ++draws_;
                    if (draw_fails_)
                        return tl::unexpected(*draw_fails_);
                    return drawn(request.page);
                },
                .recognise = [this](std::string_view graymap,
                                    ReaderRequest const& request) -> Result<Exchanged> {
                    auto const page = number_of(graymap);
                    {
                        std::lock_guard const lock{mutex_};
                        asked_ = request;
                        auto& errors = errors_[page];
                        if (!errors.empty()) {
                            auto const error = errors.back();
                            errors.pop_back();
                            return tl::unexpected(error);
                        }
                    }
                    return recognised(says_[page]);
                },
                .take_turn = {},
                .stop = stop_.get_token(),
                .attempt = attempt_};
    }
    Result<std::vector<PageSource>> complete(ReaderAnswer& answer) {
        return complete_pages(answer, limits_, tools());
    }
    static Error error(Code code, std::string key) { return {code, std::move(key), {}, {}}; }

    Limits limits_;
    std::map<std::uint32_t, Said> says_;
    std::map<std::uint32_t, std::vector<Error>> errors_; // of a page, the last one first
    std::optional<Error> draw_fails_;
    std::atomic<int> draws_{0};
    std::stop_source stop_;
    Attempt attempt_ = Attempt::early;
    std::mutex mutex_;
    ReaderRequest asked_;
};

TEST_F(PagesTest, PagesComeInOrderFromBothSources) {
    auto answer = document_of({{""}, {"Ein Text in der Mitte"}, {""}});
    answer.pages[1].marks = {};
    says_[1] = {"Erste Seite"};
    says_[3] = {"Dritte Seite"};
    auto const sources = complete(answer);
    ASSERT_TRUE(sources) << sources.error().describe();
    EXPECT_EQ(*sources, (std::vector{PageSource::ocr, PageSource::text, PageSource::ocr}));
    EXPECT_EQ(answer.text, "Erste Seite\n\nEin Text in der Mitte\n\nDritte Seite");
    EXPECT_EQ(answer.status, AnswerStatus::read);
    ASSERT_EQ(answer.words.size(), 9u);
    EXPECT_EQ(answer.words[2].page, 2u);
    EXPECT_EQ(answer.words[8].page, 3u);
    EXPECT_EQ(answer.text.substr(answer.words[8].start), "Seite");
    EXPECT_FALSE(needs_recognition(answer));
}

// A sheet that was scanned sideways and given a text layer by the scanner: both say the same, once
// the layer's boxes stand upright too.
TEST_F(PagesTest, ASidewaysSearchableScanKeepsItsLayer) {
    auto const width = static_cast<std::int32_t>(kWidth);
    auto const height = static_cast<std::int32_t>(kHeight);
    for (std::uint32_t const turned : {90u, 180u, 270u}) {
        Said upright{"Widerspruch gegen den Bescheid vom 02.03.2026"};
        upright.turned = turned;
        ReaderAnswer measured;
        put_words(measured, upright, 1);
        Said layer{upright.text};
        for (auto const& word : measured.words) { // back to how the page was sent
            upright.boxes.push_back(word.box);
            bool const lies = turned != 180;
            layer.boxes.push_back(
                turned_box(word.box, 360 - turned, lies ? height : width, lies ? width : height));
        }
        auto answer = document_of({layer});
        answer.hidden = {{1, HiddenKind::unseen, layer.boxes[0], "weiss"}};
        says_[1] = upright;
        auto const sources = complete(answer);
        ASSERT_TRUE(sources);
        EXPECT_EQ(sources->front(), PageSource::both);
        auto const& page = answer.pages.front();
        EXPECT_FALSE(page.marks.has(PageMark::hidden_text)) << turned;
        EXPECT_EQ(answer.text, layer.text) << turned;
        EXPECT_EQ(page.turned, turned);
        EXPECT_EQ(page.width, turned == 180 ? kWidth : kHeight);
        ASSERT_EQ(answer.words.size(), 6u);
        for (std::size_t i = 0; i < answer.words.size(); ++i)
            EXPECT_EQ(answer.words[i].box, upright.boxes[i]) << turned << " " << i;
        ASSERT_EQ(answer.hidden.size(), 1u);
        EXPECT_EQ(answer.hidden[0].box, upright.boxes[0]);
    }
}

TEST_F(PagesTest, ALayerThatLiesIsLeftOutInPieces) {
    Said layer;
    for (int i = 0; i < 300; ++i)
        layer.text += "genehmigt ";
    layer.text.pop_back();
    for (int i = 0; i < 300; ++i) {
        auto const x = 2'000 + i % 6 * 9'000;
        auto const y = 2'000 + i / 6 * 1'600;
        layer.boxes.push_back({x, y, x + 8'000, y + 1'000});
    }
    auto answer = document_of({layer});
    says_[1] = {"Rechnung Nummer zwanzig"};
    ASSERT_TRUE(complete(answer));
    EXPECT_TRUE(answer.pages[0].marks.has(PageMark::hidden_text));
    EXPECT_EQ(answer.text, "Rechnung Nummer zwanzig");
    std::size_t words = 0;
    for (auto const& hidden : answer.hidden) {
        EXPECT_LE(hidden.text.size(), kHiddenTextBytesMax);
        words +=
            static_cast<std::size_t>(std::count(hidden.text.begin(), hidden.text.end(), ' ')) + 1;
    }
    EXPECT_EQ(words, 300u);
}

TEST_F(PagesTest, WhatMayPassIsNoOutcome) {
    for (auto const& passing :
         {error(Code::unavailable, "reader.cannot_start"),
          error(Code::unavailable, "reader.no_resources"), error(Code::no_space, "disk.full"),
          error(Code::timed_out, "reader.starved")}) {
        errors_.clear();
        errors_[2] = {passing};
        auto answer = document_of({{""}, {""}});
        says_[1] = {"Erste"};
        auto const sources = complete(answer);
        ASSERT_FALSE(sources) << passing.key;
        EXPECT_EQ(sources.error().key, passing.key);
        EXPECT_TRUE(needs_recognition(answer)); // nothing was lost
        auto const again = complete(answer);
        ASSERT_TRUE(again);
        EXPECT_EQ(answer.status, AnswerStatus::read);
    }
    draw_fails_ = error(Code::unavailable, "reader.no_resources");
    auto answer = document_of({{""}});
    EXPECT_FALSE(complete(answer));
}

TEST_F(PagesTest, OnTheLastAttemptOnlyThePageGoesWithout) {
    attempt_ = Attempt::last;
    limits_.recognisers_at_once_max = 1;
    for (auto const& [passing, reason] :
         {std::pair{error(Code::unavailable, "reader.cannot_start"), Reason::needs_ocr},
          std::pair{error(Code::no_space, "disk.full"), Reason::needs_ocr},
          std::pair{error(Code::timed_out, "reader.starved"), Reason::too_slow}}) {
        errors_.clear();
        errors_[1] = {passing};
        auto answer = document_of({{""}, {""}, {"Ein Text"}});
        says_[2] = {"Zweite"};
        says_[3] = {"Ein Text"};
        ASSERT_TRUE(complete(answer)) << passing.key;
        EXPECT_EQ(answer.status, AnswerStatus::partly_read);
        EXPECT_EQ(answer.reason, reason) << passing.key;
        EXPECT_TRUE(answer.pages[0].marks.has(PageMark::unread));
        EXPECT_NE(answer.text.find("Zweite\n\nEin Text"), std::string::npos) << answer.text;
    }
}

// Each page has its second try when a spawner ends, and is not to blame when that one ends too.
TEST_F(PagesTest, ASpawnerThatEndsTwiceIsNoOutcome) {
    auto const ended = error(Code::unavailable, "reader.spawner_ended");
    errors_[1] = {ended};
    auto answer = document_of({{""}});
    says_[1] = {"Erste"};
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(answer.text, "Erste");
    errors_[1] = {ended, ended};
    answer = document_of({{""}});
    auto const sources = complete(answer);
    ASSERT_FALSE(sources);
    EXPECT_EQ(sources.error().key, "reader.spawner_ended");
}

TEST_F(PagesTest, AnExceptionOverAPageIsALack) {
    auto of = tools();
    of.recognise = [](std::string_view, ReaderRequest const&) -> Result<Exchanged> {
        throw std::bad_alloc{};
    };
    auto answer = document_of(std::vector<Said>(8));
    auto const sources = complete_pages(answer, limits_, of);
    ASSERT_FALSE(sources);
    EXPECT_EQ(sources.error().key, "reader.no_resources");
}

TEST_F(PagesTest, WithoutMoreThreadsOneReadsAll) {
    if (::getuid() == 0)
        GTEST_SKIP() << "the system's own user has no such limit";
    limits_.recognisers_at_once_max = 4;
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_NPROC, &limit), 0);
    auto const none = rlimit{0, limit.rlim_max};
    auto answer = document_of(std::vector<Said>(8));
    ASSERT_EQ(::setrlimit(RLIMIT_NPROC, &none), 0);
    auto const sources = complete(answer);
    ASSERT_EQ(::setrlimit(RLIMIT_NPROC, &limit), 0);
    ASSERT_TRUE(sources) << sources.error().describe();
    EXPECT_EQ(draws_, 8);
}

TEST_F(PagesTest, APageThatDiesTwiceIsLeftAloneAndTheOthersAreRead) {
    auto const died = error(Code::unavailable, "reader.died");
    errors_[1] = {died};       // with the other's spawner
    errors_[2] = {died, died}; // by itself
    auto answer = document_of({{""}, {""}, {""}});
    says_[1] = {"Erste"};
    says_[3] = {"Dritte"};
    auto const sources = complete(answer);
    ASSERT_TRUE(sources);
    EXPECT_EQ(answer.status, AnswerStatus::partly_read);
    EXPECT_EQ(answer.reason, Reason::reader_failed);
    EXPECT_NE(answer.text.find("Erste"), std::string::npos);
    EXPECT_NE(answer.text.find("Dritte"), std::string::npos);
    EXPECT_TRUE(answer.pages[1].marks.has(PageMark::unread));
    EXPECT_FALSE(answer.pages[0].marks.has(PageMark::unread));
    EXPECT_EQ(draws_, 5);
}

TEST_F(PagesTest, APageThatTakesTooLongStaysUnread) {
    errors_[1] = {error(Code::timed_out, "reader.deadline")};
    auto answer = document_of({{""}, {"Ein Text"}});
    says_[2] = {"Ein Text"};
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(answer.status, AnswerStatus::partly_read);
    EXPECT_EQ(answer.reason, Reason::too_slow);
    EXPECT_TRUE(answer.pages[0].marks.has(PageMark::unread));
    EXPECT_EQ(draws_, 2); // a second time would be as long
}

TEST_F(PagesTest, WithoutARecogniserAllPagesWaitAndOnlyFewAsk) {
    limits_.recognisers_at_once_max = 1;
    for (std::uint32_t page = 1; page <= 20; ++page)
        errors_[page] = {error(Code::unavailable, "recogniser.package_missing")};
    auto answer = document_of(std::vector<Said>(20));
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(answer.status, AnswerStatus::refused);
    EXPECT_EQ(answer.reason, Reason::needs_ocr);
    EXPECT_EQ(answer.pages.size(), 20u); // can still be looked at
    EXPECT_EQ(draws_, 1);
}

TEST_F(PagesTest, APageMayBringWhatFitsOnPaperAndAllWhatADocumentMay) {
    auto answer = document_of(std::vector<Said>(4));
    for (std::uint32_t page = 1; page <= 4; ++page)
        says_[page] = {std::string(400, 'x')};
    limits_.text_bytes_max = 1'000;
    limits_.recognisers_at_once_max = 1;
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(asked_.text_bytes_max, 1'000u);
    EXPECT_EQ(asked_.words_max, kPageWordsMax);
    EXPECT_EQ(asked_.answer_bytes_max, kPageAnswerBytesMax);
    EXPECT_EQ(answer.status, AnswerStatus::partly_read);
    EXPECT_EQ(answer.reason, Reason::text_too_long);
    EXPECT_EQ(std::count(answer.text.begin(), answer.text.end(), 'x'), 800);
    EXPECT_TRUE(answer.pages[3].marks.has(PageMark::unread));
}

TEST_F(PagesTest, WhatDoesNotFitTakesNoRoom) {
    auto answer = document_of(std::vector<Said>(3));
    says_[1] = {std::string(600, 'x')};
    says_[2] = {std::string(800, 'y')};
    says_[3] = {std::string(300, 'z')};
    limits_.text_bytes_max = 1'000;
    limits_.recognisers_at_once_max = 1;
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(answer.reason, Reason::text_too_long);
    EXPECT_EQ(std::count(answer.text.begin(), answer.text.end(), 'z'), 300);
    EXPECT_EQ(std::count(answer.text.begin(), answer.text.end(), 'y'), 0);
}

// A page that is recognised must not cost the text that was there before it.
TEST_F(PagesTest, TextThatIsStillToComeKeepsItsRoom) {
    auto answer = document_of({{""}, {std::string(600, 't')}});
    answer.pages[1].marks = {};
    says_[1] = {std::string(600, 'x')};
    limits_.text_bytes_max = 1'000;
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(answer.text, std::string(600, 't'));
    EXPECT_EQ(answer.reason, Reason::text_too_long);
    // The same with words.
    answer = document_of({{""}, {"vier Worte sind hier"}});
    answer.pages[1].marks = {};
    says_[1] = {"noch drei Worte"};
    limits_.words_max = 6;
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(answer.text, "vier Worte sind hier");
    // And the gaps between pages find none where the text takes all.
    answer = document_of({{std::string(500, 's')}, {""}, {std::string(500, 't')}});
    answer.pages[0].marks = answer.pages[2].marks = {};
    ASSERT_TRUE(complete(answer));
    EXPECT_EQ(answer.text.size(), 1'000u);
}

TEST_F(PagesTest, NoPictureIsDrawnBeforeItsTurn) {
    limits_.recognisers_at_once_max = 4;
    std::counting_semaphore<> turns{1};
    std::atomic<int> drawn_now{0};
    std::atomic<int> most{0};
    auto of = tools();
    of.take_turn = [&]() -> std::shared_ptr<void> {
        turns.acquire();
        return {&turns, [](std::counting_semaphore<>* all) { all->release(); }};
    };
    auto const draw = of.draw;
    of.draw = [&](ReaderRequest const& request) {
        most = std::max(most.load(), ++drawn_now);
        return draw(request);
    };
    auto const recognise = of.recognise;
    of.recognise = [&](std::string_view graymap, ReaderRequest const& request) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
        --drawn_now;
        return recognise(graymap, request);
    };
    auto answer = document_of(std::vector<Said>(12));
    ASSERT_TRUE(complete_pages(answer, limits_, of));
    EXPECT_EQ(most, 1);
    EXPECT_EQ(draws_, 12);
}

TEST_F(PagesTest, AStopEndsBeforeTheNextPage) {
    limits_.recognisers_at_once_max = 1;
    auto of = tools();
    auto const draw = of.draw;
    of.draw = [&](ReaderRequest const& request) {
        if (request.page == 3)
            stop_.request_stop();
        return draw(request);
    };
    auto answer = document_of(std::vector<Said>(50));
    auto const sources = complete_pages(answer, limits_, of);
    ASSERT_FALSE(sources);
    EXPECT_EQ(sources.error().key, "reader.stopped");
    EXPECT_EQ(draws_, 3);
}

// A stop kills what is at work; that must not become the page's trouble.
TEST_F(PagesTest, WhatFailsByAStopIsNotThePagesTrouble) {
    attempt_ = Attempt::last;
    auto of = tools();
    of.recognise = [&](std::string_view, ReaderRequest const&) -> Result<Exchanged> {
        stop_.request_stop();
        return fail(Code::timed_out, "reader.deadline");
    };
    auto answer = document_of({{""}});
    auto const sources = complete_pages(answer, limits_, of);
    ASSERT_FALSE(sources);
    EXPECT_EQ(sources.error().key, "reader.stopped");
}

} // namespace

} // namespace leitstand::read_detail
