// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/pages.hpp"

#include <algorithm>

#include "read/detail/comparison.hpp"

namespace leitstand::read_detail {

namespace {

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
        begin_page(index);
        auto layer = layer_of(old_page);
        to_come_ = old_.text.size() - old_page.end;
        page.start = static_cast<std::uint32_t>(new_.text.size());
        auto source = PageSource::text;
        auto const& seen = seen_[index];
        if (!waits(old_page)) {
            append(layer);
        } else if (seen.trouble != Reason::none ||
                   !has_room(seen.answer.text.size(), seen.answer.words.size())) {
            note(seen.trouble != Reason::none ? seen.trouble : Reason::text_too_long);
            ++failed_;
            append(layer);
        } else {
            note(seen.answer.reason); // of a page that says more than a page may
            source = put_together(page, layer, seen.answer);
        }
        page.end = static_cast<std::uint32_t>(new_.text.size());
        new_.pages.push_back(page);
        sources_.push_back(source);
    }

    // The first trouble is the one that is told.
    void note(Reason trouble) { trouble_ = trouble_ == Reason::none ? trouble : trouble_; }

    // Words come page by page.
    PageText layer_of(AnswerPage const& page) {
        PageText layer;
        layer.text = std::string_view{old_.text}.substr(page.start, page.end - page.start);
        for (; next_word_ < old_.words.size() && old_.words[next_word_].page == number_;
             ++next_word_) {
            auto word = old_.words[next_word_];
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
        new_.text += gap;
        to_come_ = old_.text.size() - old_.pages[index].start;
        if (gap.empty() && !new_.text.empty() && !new_.text.ends_with("\n\n") && has_room(2, 0))
            new_.text += new_.text.ends_with('\n') ? "\n" : "\n\n";
    }

    // What stands in the old answer and is still to come has its place: else one page more could
    // cost all others, since an answer beyond its limits is refused whole.
    bool has_room(std::size_t bytes, std::size_t words) const {
        return new_.text.size() + to_come_ + bytes <= limits_.text_bytes_max &&
               new_.words.size() + (old_.words.size() - next_word_) + words <= limits_.words_max;
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
    PageSource put_together(AnswerPage& page, PageText& layer, ReaderAnswer const& seen) {
        auto const& its = seen.pages.front();
        bool const had_layer = page.marks.has(PageMark::unchecked);
        page.marks.clear(PageMark::unread);
        page.marks.clear(PageMark::unchecked);
        page.marks.add(its.marks);
        for (auto code : seen.codes) {
            code.page = number_;
            new_.codes.push_back(code);
        }
        if (its.turned != 0)
            turn(page, layer, its.turned);
        PageText const picture{seen.text, seen.words};
        if (!had_layer || layer.words.empty()) {
            append(picture);
            return PageSource::ocr;
        }
        page.marks.clear(
            PageMark::blank); // a layer of letters that the picture does not show differs
        auto const comparison = compare(layer, picture, number_);
        if (comparison.differs) {
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

    // What was said of the page as it was sent follows it to where it stands upright.
    void turn(AnswerPage& page, PageText& layer, std::uint32_t degrees) {
        auto const width = static_cast<std::int32_t>(page.width);
        auto const height = static_cast<std::int32_t>(page.height);
        for (auto& word : layer.words)
            word.box = turned_box(word.box, degrees, width, height);
        auto const turn_all = [&](auto& things) {
            for (auto& thing : things)
                if (thing.page == number_)
                    thing.box = turned_box(thing.box, degrees, width, height);
        };
        turn_all(old_.hidden);
        turn_all(old_.codes);
        if (degrees == 90 || degrees == 270)
            std::swap(page.width, page.height);
        page.turned = (page.turned + degrees) % 360;
    }

    void append_only_seen(PageText const& picture, std::vector<std::size_t> const& indices) {
        std::size_t last = 0;
        bool is_first = true;
        for (auto const i : indices) {
            auto word = picture.words[i];
            auto const gap = is_first ? "\n\n" : i == last + 1 ? gap_before(picture, i) : "\n";
            auto const text = picture.text.substr(word.start, word.end - word.start);
            if (!has_room(text.size() + 2, 1))
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
        if (trouble_ == Reason::none)
            return;
        if (failed_ == new_.pages.size() &&
            new_.text.find_first_not_of("\n ") == std::string::npos) {
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
    std::size_t next_word_ = 0; // of the old answer
    std::size_t to_come_ = 0;   // bytes of the old text
    std::size_t failed_ = 0;
    Reason trouble_ = Reason::none;
};

} // namespace

bool needs_recognition(ReaderAnswer const& answer) {
    return answer.status != AnswerStatus::refused &&
           std::any_of(answer.pages.begin(), answer.pages.end(), waits);
}

Result<std::vector<PageSource>> complete_pages(ReaderAnswer& answer, Limits const& limits,
                                               PageTools const& tools) {
    auto const seen = TRY(see_pages(answer, limits, tools));
    return Merge{answer, seen, limits}.run();
}

} // namespace leitstand::read_detail
