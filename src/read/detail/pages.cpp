// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/pages.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <thread>

#include "base/log.hpp"
#include "read/detail/comparison.hpp"

namespace leitstand::read_detail {

namespace {

constexpr double kHundredthsPerInch = 7'200;

bool waits(AnswerPage const& page) {
    return page.marks.has(PageMark::unread) || page.marks.has(PageMark::unchecked);
}

// What came of one page.
struct SeenPage {
    Reason trouble = Reason::none;
    ReaderAnswer answer;
};

Reason reason_of_error(Error const& error) {
    if (error.code == Code::timed_out)
        return Reason::too_slow;
    if (error.key == "recogniser.package_missing" || error.key == "reader.cannot_start" ||
        error.key == "reader.sandbox_too_weak")
        return Reason::needs_ocr;
    return Reason::reader_failed;
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
    auto const& page = seen.pages.front();
    bool const lies = page.turned == 90 || page.turned == 270;
    auto const own = lies ? page.height : page.width;
    if (own == 0 || own == width)
        return;
    double const factor = static_cast<double>(width) / own;
    auto const fit = [&](AnswerBox& box) {
        for (auto& side : box)
            side = static_cast<std::int32_t>(side * factor);
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

    std::vector<SeenPage> run() {
        auto const crew =
            std::min<std::size_t>(std::max(limits_.recognisers_at_once_max, 1u), waiting_.size());
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < crew; ++i)
            threads.emplace_back([this] { work(); });
        work();
        threads.clear(); // joins
        return std::move(seen_);
    }

  private:
    void work() {
        for (auto i = next_++; i < waiting_.size(); i = next_++) {
            auto const page = waiting_[i];
            if (is_hopeless_.load()) {
                seen_[page].trouble = Reason::needs_ocr;
                continue;
            }
            auto outcome = see(page);
            // A process that died may have had bad luck; a page that kills two is left alone.
            if (!outcome && reason_of_error(outcome.error()) == Reason::reader_failed)
                outcome = see(page);
            if (outcome) {
                seen_[page] = std::move(*outcome);
                continue;
            }
            log_warning("read", "page {} was not recognised: {}", page + 1,
                        outcome.error().describe());
            seen_[page].trouble = reason_of_error(outcome.error());
            if (seen_[page].trouble == Reason::needs_ocr)
                is_hopeless_ = true; // there is no recogniser: the other pages need not ask
        }
    }

    Result<SeenPage> see(std::uint32_t page) {
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
        auto const& size = drawn.answer.pages.front();
        auto const graymap = drawn.handed.of(drawn.answer.parts.front());
        auto const dpi = graymap_width(graymap) * kHundredthsPerInch / std::max(size.width, 1u);
        request.kind = RequestKind::recognise;
        request.page = 1;
        request.resolution_dpi = static_cast<std::uint32_t>(std::clamp(dpi + 0.5, 1.0, 4'800.0));
        request.deadline_ms = static_cast<std::uint32_t>(limits_.recognise_deadline_ms.count());
        request.cpu_s = static_cast<std::uint32_t>(limits_.recognise_cpu_s.count());
        request.memory_bytes_max = limits_.recognise_memory_bytes_max;
        auto read = TRY(tools_.recognise(graymap, request));
        if (read.answer.status == AnswerStatus::refused || read.answer.pages.size() != 1) {
            seen.trouble =
                read.answer.reason == Reason::none ? Reason::damaged : read.answer.reason;
            return seen;
        }
        fit_boxes(read.answer, answer_.pages[page].width);
        seen.answer = std::move(read.answer);
        return seen;
    }

    ReaderAnswer const& answer_;
    Limits const& limits_;
    PageTools const& tools_;
    std::vector<std::uint32_t> waiting_;
    std::vector<SeenPage> seen_; // one for each page; each written by one thread
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> is_hopeless_{false};
};

// Builds the answer anew, page after page, from the old one and from what was seen.
class Merge {
  public:
    Merge(ReaderAnswer& answer, std::vector<SeenPage> const& seen, Limits const& limits)
        : old_(answer), seen_(seen), limits_(limits) {
        answer.warnings.swap(new_.warnings);
        new_.status = answer.status;
        new_.reason = answer.reason;
    }

    std::vector<PageSource> run() {
        for (std::uint32_t i = 0; i < old_.pages.size(); ++i)
            add(i);
        new_.hidden.insert(new_.hidden.end(), old_.hidden.begin(), old_.hidden.end());
        new_.codes.insert(new_.codes.end(), old_.codes.begin(), old_.codes.end());
        auto const by_page = [](auto const& a, auto const& b) { return a.page < b.page; };
        std::stable_sort(new_.hidden.begin(), new_.hidden.end(), by_page);
        std::stable_sort(new_.codes.begin(), new_.codes.end(), by_page);
        if (new_.hidden.size() > kHiddenMax)
            new_.hidden.resize(kHiddenMax);
        if (new_.codes.size() > kCodesMax)
            new_.codes.resize(kCodesMax);
        judge();
        new_.media_type = std::move(old_.media_type);
        new_.envelope = std::move(old_.envelope);
        new_.parts = std::move(old_.parts);
        old_ = std::move(new_);
        return std::move(sources_);
    }

  private:
    void add(std::uint32_t index) {
        auto const& old_page = old_.pages[index];
        number_ = index + 1;
        auto page = old_page;
        auto layer = layer_of(old_page);
        begin_page(index);
        page.start = static_cast<std::uint32_t>(new_.text.size());
        auto source = PageSource::text;
        auto const& seen = seen_[index];
        if (!waits(old_page)) {
            append(layer);
        } else if (seen.trouble != Reason::none || !has_room(seen.answer)) {
            trouble_ = trouble_ == Reason::none
                           ? (seen.trouble != Reason::none ? seen.trouble : Reason::text_too_long)
                           : trouble_;
            ++failed_;
            append(layer);
        } else {
            source = put_together(page, layer, seen.answer);
        }
        page.end = static_cast<std::uint32_t>(new_.text.size());
        new_.pages.push_back(page);
        sources_.push_back(source);
    }

    PageText layer_of(AnswerPage const& page) const {
        PageText layer;
        layer.text = std::string_view{old_.text}.substr(page.start, page.end - page.start);
        for (auto word : old_.words)
            if (word.page == number_) {
                word.start -= page.start;
                word.end -= page.start;
                layer.words.push_back(word);
            }
        return layer;
    }

    // What stood between this page and the one before stays; pages of a picture have nothing there.
    void begin_page(std::uint32_t index) {
        auto const from = index > 0 ? old_.pages[index - 1].end : 0;
        auto const gap = std::string_view{old_.text}.substr(from, old_.pages[index].start - from);
        if (!gap.empty())
            new_.text += gap;
        else if (!new_.text.empty() && !new_.text.ends_with("\n\n"))
            new_.text += new_.text.ends_with('\n') ? "\n" : "\n\n";
    }

    bool has_room(ReaderAnswer const& seen) const {
        return new_.text.size() + seen.text.size() + 4 <= limits_.text_bytes_max &&
               new_.words.size() + seen.words.size() <= limits_.words_max;
    }

    void append(PageText const& text) {
        auto const base = static_cast<std::uint32_t>(new_.text.size());
        new_.text += text.text;
        for (auto word : text.words) {
            word.start += base;
            word.end += base;
            word.page = number_;
            new_.words.push_back(word);
        }
    }

    // A page that was recognised: its picture's text, or the layer's where both agree.
    PageSource put_together(AnswerPage& page, PageText const& layer, ReaderAnswer const& seen) {
        auto const& its = seen.pages.front();
        bool const had_layer = page.marks.has(PageMark::unchecked);
        page.marks.clear(PageMark::unread);
        page.marks.clear(PageMark::unchecked);
        page.marks.add(its.marks);
        for (auto code : seen.codes) {
            code.page = number_;
            new_.codes.push_back(code);
        }
        PageText const picture{seen.text, seen.words};
        if (!had_layer || layer.words.empty()) {
            turn(page, its);
            append(picture);
            return PageSource::ocr;
        }
        page.marks.clear(
            PageMark::blank); // a layer of letters that the picture does not show differs
        auto const comparison = compare(layer, picture, number_);
        if (comparison.differs) {
            turn(page, its);
            page.marks.set(PageMark::hidden_text);
            new_.warn(Warning::hidden_text);
            new_.hidden.insert(new_.hidden.end(), comparison.hidden.begin(),
                               comparison.hidden.end());
            append(picture);
            return PageSource::both;
        }
        page.marks.clear(PageMark::low_quality); // the layer's letters are what counts
        append(layer);
        append_only_seen(picture, comparison.only_seen);
        return PageSource::both;
    }

    static void turn(AnswerPage& page, AnswerPage const& seen) {
        if (seen.turned == 90 || seen.turned == 270)
            std::swap(page.width, page.height);
        page.turned = (page.turned + seen.turned) % 360;
    }

    void append_only_seen(PageText const& picture, std::vector<std::size_t> const& indices) {
        std::size_t last = 0;
        bool is_first = true;
        for (auto const i : indices) {
            auto word = picture.words[i];
            auto const gap = is_first ? "\n\n" : i == last + 1 ? gap_before(picture, i) : "\n";
            auto const text = picture.text.substr(word.start, word.end - word.start);
            if (new_.words.size() >= limits_.words_max ||
                new_.text.size() + text.size() + 2 > limits_.text_bytes_max)
                return;
            new_.text += gap;
            word.start = static_cast<std::uint32_t>(new_.text.size());
            new_.text += text;
            word.end = static_cast<std::uint32_t>(new_.text.size());
            word.page = number_;
            new_.words.push_back(word);
            last = i;
            is_first = false;
        }
    }

    static char const* gap_before(PageText const& page, std::size_t index) {
        auto const from = page.words[index - 1].end;
        auto const gap = page.text.substr(from, page.words[index].start - from);
        return gap.find('\n') == std::string_view::npos ? " " : "\n";
    }

    void judge() {
        if (new_.status == AnswerStatus::refused)
            return;
        if (failed_ == 0) {
            // The reader alone could not read them; now they are read.
            if (new_.reason == Reason::needs_ocr) {
                new_.status = AnswerStatus::read;
                new_.reason = Reason::none;
            }
            return;
        }
        bool const nothing =
            new_.text.find_first_not_of("\n ") == std::string::npos && failed_ == new_.pages.size();
        if (nothing) {
            new_.status = AnswerStatus::refused;
            new_.reason = trouble_;
            new_.text.clear();
            for (auto& page : new_.pages)
                page.start = page.end = 0;
        } else if (new_.status == AnswerStatus::read) {
            new_.status = AnswerStatus::partly_read;
            new_.reason = trouble_;
        }
    }

    ReaderAnswer& old_;
    std::vector<SeenPage> const& seen_;
    Limits const& limits_;
    ReaderAnswer new_;
    std::vector<PageSource> sources_;
    std::uint32_t number_ = 1;
    std::size_t failed_ = 0;
    Reason trouble_ = Reason::none;
};

} // namespace

bool needs_recognition(ReaderAnswer const& answer) {
    return answer.status != AnswerStatus::refused &&
           std::any_of(answer.pages.begin(), answer.pages.end(), waits);
}

std::vector<PageSource> complete_pages(ReaderAnswer& answer, Limits const& limits,
                                       PageTools const& tools) {
    auto const seen = PageWork{answer, limits, tools}.run();
    return Merge{answer, seen, limits}.run();
}

} // namespace leitstand::read_detail
