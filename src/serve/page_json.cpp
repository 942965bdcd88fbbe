// SPDX-License-Identifier: EUPL-1.2
#include "serve/page_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "decide/page_pictures.hpp"

namespace leitstand {

namespace {

double hundredths(float value) {
    return std::round(static_cast<double>(value) * 100) / 100;
}

Json box_json(Box const& box) {
    return Json::array(
        {hundredths(box.x0), hundredths(box.y0), hundredths(box.x1), hundredths(box.y1)});
}

// Its bytes must be at hand (the original, or a part that was kept), of a kind that can be drawn,
// and the page must have a size.
bool is_drawable(ItemView const& view, Page const& page) {
    auto const& parts = view.document->parts;
    bool const kept =
        page.part == 0 || std::any_of(view.derived.begin(), view.derived.end(),
                                      [&](auto const& part) { return part.part == page.part; });
    return kept && page.part < parts.size() && can_be_drawn(parts[page.part].media_type) &&
           page.width > 0 && page.height > 0;
}

} // namespace

Json marks_json(PageMarks marks) {
    auto list = Json::array();
    for (std::size_t i = 0; i < kPageMarkCount; ++i)
        if (auto const mark = static_cast<PageMark>(i); marks.has(mark))
            list.push_back(std::string{mark_key(mark)});
    return list;
}

Json hidden_json(HiddenText const& hidden) {
    return Json{{"part", hidden.part},
                {"page", hidden.page},
                {"kind", std::string{hidden_key(hidden.kind)}},
                {"box", box_json(hidden.box)},
                {"text", hidden.text}};
}

Json code_json(PageCode const& code) {
    return Json{{"part", code.part},
                {"page", code.page},
                {"kind", std::string{code_key(code.kind)}},
                {"box", box_json(code.box)},
                {"text", code.text}};
}

Json page_json(ItemView const& view, Page const& page, text::Offsets const& offsets) {
    return Json{{"part", page.part},
                {"number", page.number},
                {"width", hundredths(page.width)},
                {"height", hundredths(page.height)},
                {"start", offsets.code_point(page.span.start)},
                {"end", offsets.code_point(page.span.end)},
                {"turned", page.turned},
                {"source", std::string{source_name(page.source)}},
                {"marks", marks_json(page.marks)},
                {"drawable", is_drawable(view, page)}};
}

Json page_words_json(Document const& document, Page const& page) {
    text::Offsets const offsets{document.text};
    auto const is_here = [&](auto const& place) {
        return place.part == page.part && place.page == page.number;
    };
    Json json;
    json["part"] = page.part;
    json["number"] = page.number;
    json["width"] = hundredths(page.width);
    json["height"] = hundredths(page.height);
    json["start"] = offsets.code_point(page.span.start);
    json["end"] = offsets.code_point(page.span.end);
    json["words"] = Json::array();
    for (auto const& word : document.words)
        if (is_here(word))
            json["words"].push_back(Json{
                {"text", document.text.substr(word.span.start, word.span.end - word.span.start)},
                {"start", offsets.code_point(word.span.start)},
                {"end", offsets.code_point(word.span.end)},
                {"box", box_json(word.box)},
                {"confidence", std::round(word.confidence * 1'000.0) / 1'000.0}});
    json["hidden"] = Json::array();
    for (auto const& hidden : document.hidden)
        if (is_here(hidden))
            json["hidden"].push_back(hidden_json(hidden));
    json["codes"] = Json::array();
    for (auto const& code : document.codes)
        if (is_here(code))
            json["codes"].push_back(code_json(code));
    return json;
}

} // namespace leitstand
