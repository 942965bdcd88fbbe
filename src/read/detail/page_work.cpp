// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/page_work.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>
#include <system_error>
#include <thread>
#include <typeinfo>

#include "base/log.hpp"

namespace leitstand::read_detail {

namespace {

constexpr double kHundredthsPerInch = 7'200;

// This page's process has failed: bad luck, or the page's doing.
bool has_died(Error const& error) {
    return error.key == "reader.died" || error.key == "reader.garbage";
}

// The other pages need not ask for a recogniser then.
bool has_no_recogniser(Error const& error) {
    return error.key == "recogniser.package_missing" || error.key == "reader.sandbox_too_weak";
}

Reason reason_of_error(Error const& error) {
    if (error.code == Code::timed_out)
        return Reason::too_slow;
    return has_died(error) ? Reason::reader_failed : Reason::needs_ocr;
}

std::uint32_t graymap_width(std::string_view bytes) {
    std::uint32_t width = 0;
    if (bytes.starts_with("P5\n"))
        std::from_chars(bytes.data() + 3, bytes.data() + std::min<std::size_t>(bytes.size(), 16),
                        width);
    return width;
}

// The answer's boxes are counted in whole dots per inch; this takes them to the page's own size.
void fit_boxes(ReaderAnswer& seen, std::uint32_t width) {
    constexpr double kFarthest = 100'000'000; // what the protocol lets through
    auto const& page = seen.pages.front();
    bool const lies = page.turned == 90 || page.turned == 270;
    auto const own = lies ? page.height : page.width;
    if (own == 0 || own == width)
        return;
    double const factor = static_cast<double>(width) / own;
    auto const fit = [&](AnswerBox& box) {
        for (auto& side : box)
            side = static_cast<std::int32_t>(std::clamp(side * factor, -kFarthest, kFarthest));
    };
    for (auto& word : seen.words)
        fit(word.box);
    for (auto& code : seen.codes)
        fit(code.box);
}

class PageWork {
  public:
    PageWork(ReaderAnswer const& answer, Limits const& limits, PageTools const& tools)
        : answer_(answer), limits_(limits), tools_(tools), seen_(answer.pages.size()) {
        for (std::uint32_t i = 0; i < answer.pages.size(); ++i)
            if (waits(answer.pages[i]))
                waiting_.push_back(i);
    }

    Result<std::vector<SeenPage>> run() {
        auto const crew =
            std::min<std::size_t>(std::max(limits_.recognisers_at_once_max, 1u), waiting_.size());
        std::vector<std::jthread> threads;
        threads.reserve(crew);
        died_.reserve(waiting_.size());
        try {
            for (std::size_t i = 1; i < crew; ++i)
                threads.emplace_back([this] { work(); });
        } catch (std::system_error const&) { // the threads there are do it too
        }
        work();
        threads.clear(); // joins
        // A spawner that ends takes all pages with it, so each of them gets a second try, alone.
        std::sort(died_.begin(), died_.end());
        for (auto const page : std::exchange(died_, {}))
            if (!ended_)
                work_on(page, Try::last);
        if (error_)
            return tl::unexpected(*error_);
        if (ended_)
            return fail(Code::unavailable, "reader.no_resources", "an exception");
        return std::move(seen_);
    }

  private:
    enum class Try { first, last };

    // An exception that left a thread would end the program.
    void work() noexcept {
        try {
            for (auto i = next_++; i < waiting_.size() && !ended_; i = next_++)
                work_on(waiting_[i], Try::first);
        } catch (std::exception const&) {
            ended_ = true; // and no error_: that would take memory
        }
    }

    void work_on(std::uint32_t page, Try which) {
        if (is_hopeless_) {
            seen_[page].trouble = Reason::needs_ocr;
            return;
        }
        auto outcome = see_or_fail(page);
        if (outcome)
            seen_[page] = std::move(*outcome);
        else if (tools_.stop.stop_requested()) // what failed was the stop's doing
            end_with(stopped().value());
        else
            fails(page, which, outcome.error());
    }

    void fails(std::uint32_t page, Try which, Error const& error) {
        bool const may_be_luck = has_died(error) || error.key == "reader.spawner_ended";
        if (may_be_luck && which == Try::first) {
            std::lock_guard const lock{mutex_};
            died_.push_back(page);
            return;
        }
        if (may_pass(error) && tools_.attempt == Attempt::early) {
            end_with(error);
            return;
        }
        log_warning("read", "page {} was not recognised: {}", page + 1, error.describe());
        seen_[page].trouble = reason_of_error(error);
        if (has_no_recogniser(error))
            is_hopeless_ = true;
    }

    static tl::unexpected<Error> stopped() { return fail(Code::unavailable, "reader.stopped"); }

    Result<SeenPage> see_or_fail(std::uint32_t page) {
        try {
            return see(page);
        } catch (std::exception const& exception) { // memory ran out, most likely
            return fail(Code::unavailable, "reader.no_resources", typeid(exception).name());
        }
    }

    void end_with(Error const& error) {
        std::lock_guard const lock{mutex_};
        ended_ = true;
        if (!error_)
            error_ = error;
    }

    Result<SeenPage> see(std::uint32_t page) {
        std::shared_ptr<void> const turn = tools_.take_turn ? tools_.take_turn() : nullptr;
        if (tools_.stop.stop_requested())
            return stopped();
        SeenPage seen;
        auto request = request_from(limits_);
        request.kind = RequestKind::picture;
        request.form = PictureForm::gray;
        request.page = page + 1;
        request.resolution_dpi = limits_.recognise_dpi;
        auto const drawn = TRY(tools_.draw(request));
        if (drawn.answer.status == AnswerStatus::refused || drawn.answer.parts.empty() ||
            drawn.answer.pages.empty()) {
            seen.trouble =
                drawn.answer.reason == Reason::none ? Reason::damaged : drawn.answer.reason;
            return seen;
        }
        auto const graymap = drawn.handed.of(drawn.answer.parts.front());
        auto const& size = drawn.answer.pages.front();
        auto read = TRY(tools_.recognise(graymap, request_to_recognise(graymap, size)));
        if (read.answer.status == AnswerStatus::refused || read.answer.pages.size() != 1) {
            seen.trouble =
                read.answer.reason == Reason::none ? Reason::damaged : read.answer.reason;
            return seen;
        }
        if (!has_room_for(read.answer)) {
            seen.trouble = Reason::text_too_long;
            return seen;
        }
        fit_boxes(read.answer, answer_.pages[page].width);
        seen.answer = std::move(read.answer);
        return seen;
    }

    ReaderRequest request_to_recognise(std::string_view graymap, AnswerPage const& size) const {
        auto request = request_from(limits_);
        request.kind = RequestKind::recognise;
        auto const dpi = graymap_width(graymap) * kHundredthsPerInch / std::max(size.width, 1u);
        request.resolution_dpi = static_cast<std::uint32_t>(std::clamp(dpi + 0.5, 1.0, 4'800.0));
        request.deadline_ms = static_cast<std::uint32_t>(limits_.recognise_deadline_ms.count());
        request.cpu_s = static_cast<std::uint32_t>(limits_.recognise_cpu_s.count());
        request.memory_bytes_max = limits_.recognise_memory_bytes_max;
        request.pages_max = 1;
        request.text_bytes_max = std::min(request.text_bytes_max, kPageTextBytesMax);
        request.words_max = std::min(request.words_max, kPageWordsMax);
        request.answer_bytes_max = std::min(request.answer_bytes_max, kPageAnswerBytesMax);
        return request;
    }

    // Takes what a page brought from what the document may hold, so that hundreds of pages that
    // each say a lot do not wait in memory to be refused.
    bool has_room_for(ReaderAnswer& answer) {
        answer.hidden.clear(); // the recogniser has none to tell
        answer.parts.clear();
        std::uint64_t bytes = answer.text.size();
        for (auto const& code : answer.codes)
            bytes += code.text.size() + sizeof code;
        std::lock_guard const lock{mutex_};
        if (bytes_ + bytes > limits_.text_bytes_max ||
            words_ + answer.words.size() > limits_.words_max)
            return false; // a smaller page may still fit
        bytes_ += bytes;
        words_ += answer.words.size();
        return true;
    }

    ReaderAnswer const& answer_;
    Limits const& limits_;
    PageTools const& tools_;
    std::vector<std::uint32_t> waiting_;
    std::vector<SeenPage> seen_; // one for each page; each written by one thread
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> is_hopeless_{false};
    std::atomic<bool> ended_{false};
    std::mutex mutex_;                    // of what follows
    std::uint64_t bytes_ = 0, words_ = 0; // that the pages brought
    std::vector<std::uint32_t> died_;
    std::optional<Error> error_; // the first
};

} // namespace

bool waits(AnswerPage const& page) {
    return page.marks.has(PageMark::unread) || page.marks.has(PageMark::unchecked);
}

Result<std::vector<SeenPage>> see_pages(ReaderAnswer const& answer, Limits const& limits,
                                        PageTools const& tools) {
    return PageWork{answer, limits, tools}.run();
}

} // namespace leitstand::read_detail
