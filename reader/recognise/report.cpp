// SPDX-License-Identifier: EUPL-1.2
#include "reader/recognise/report.hpp"

#include <algorithm>
#include <cmath>

#include "read/bytes.hpp"

namespace leitstand::reader {

namespace {

constexpr double kPointHundredths = 7'200; // of an inch

// Boxes of words back on the page before it was levelled and enlarged.
Rectangle box_on_page(Rectangle const& box, PageReport const& report) {
    auto const x0 = box.x0 / report.enlarged;
    auto const y0 = box.y0 / report.enlarged;
    auto const x1 = box.x1 / report.enlarged;
    auto const y1 = box.y1 / report.enlarged;
    std::array<Point, 4> corners{Point{x0, y0}, Point{x1, y0}, Point{x0, y1}, Point{x1, y1}};
    if (!report.tilt.is_level())
        for (auto& corner : corners)
            corner = before_levelling(corner, report.tilt, report.width, report.height);
    Point least = corners[0];
    Point most = corners[0];
    for (auto const& corner : corners) {
        least = {std::min(least.x, corner.x), std::min(least.y, corner.y)};
        most = {std::max(most.x, corner.x), std::max(most.y, corner.y)};
    }
    if (report.is_mirrored) { // shown as it is: seen from behind
        std::swap(least.x, most.x);
        least.x = report.width - least.x;
        most.x = report.width - most.x;
    }
    auto const within = [](double value, std::uint32_t size) {
        return static_cast<int>(std::lround(std::clamp(value, 0.0, static_cast<double>(size))));
    };
    return {within(least.x, report.width), within(least.y, report.height),
            within(most.x, report.width), within(most.y, report.height)};
}

AnswerBox in_points(Rectangle const& box, double dpi) {
    auto const points = [&](int pixels) {
        return static_cast<std::int32_t>(std::lround(pixels * kPointHundredths / dpi));
    };
    return {points(box.x0), points(box.y0), points(box.x1), points(box.y1)};
}

void judge_quality(PageReport& report) {
    constexpr float kLow = 60;
    std::size_t letters = 0;
    std::size_t low = 0;
    for (auto const& word : report.words) {
        letters += word.text.size();
        low += word.confidence < kLow ? word.text.size() : 0;
    }
    if (letters > 20 && low * 4 > letters)
        report.marks.set(PageMark::low_quality);
}

bool is_number(std::string_view text) {
    return !text.empty() && text[0] >= '1' && text[0] <= '9' && text.size() <= 5 &&
           std::all_of(text.begin() + 1, text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == ',';
           });
}

template <std::size_t N>
bool is_one_of(std::array<std::string_view, N> const& words, std::string_view text) {
    while (!text.empty() && (text.back() == ',' || text.back() == ';'))
        text.remove_suffix(1);
    return std::find(words.begin(), words.end(), text) != words.end();
}

// Whether "number … law" begins at `first`, on one line, with nothing but the parts of a section
// between both.
bool begins_section(std::vector<SeenWord> const& words, std::size_t first) {
    constexpr std::array<std::string_view, 20> kLaws{
        "SGB", "BGB", "StGB", "AO",  "EStG", "WoGG",  "BKGG",     "BEEG",  "VwGO",    "VwVfG",
        "SGG", "GG",  "UVG",  "ZPO", "StVG", "BAföG", "AufenthG", "AsylG", "AsylbLG", "UhVorschG"};
    constexpr std::array<std::string_view, 4> kParts{"Abs.", "Abs", "Absatz", "Satz"};
    constexpr std::array<std::string_view, 15> kBetween{
        "S.",          "Nr.",  "Nr",      "Nummer", "Nrn.", "Halbsatz", "Hs.", "HS",
        "Alternative", "Alt.", "Buchst.", "lit.",   "und",  "f.",       "ff."};
    constexpr std::size_t kWordsMax = 12;
    if (first >= words.size() || words[first].begins_line || !is_number(words[first].text))
        return false;
    for (auto k = first + 1; k < std::min(first + kWordsMax, words.size()); ++k) {
        auto const& word = words[k];
        if (word.begins_line)
            return false;
        // A part right after the number is as good as the law's name: nothing else is counted so.
        if (is_one_of(kLaws, word.text) || (k == first + 1 && is_one_of(kParts, word.text)))
            return true;
        bool const goes_on =
            is_one_of(kParts, word.text) || is_one_of(kBetween, word.text) || is_number(word.text);
        if (!goes_on)
            return false;
    }
    return false;
}

// The model reads the sign of a section as 8, $, S or 5. It is put right where a number and the
// name of a law follow, which nothing but a section has.
void mend_section_signs(std::vector<SeenWord>& words) {
    constexpr std::array<std::string_view, 4> kMistakes{"8", "$", "S", "5"};
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        auto& text = words[i].text;
        if (std::find(kMistakes.begin(), kMistakes.end(), text) != kMistakes.end() &&
            begins_section(words, i + 1))
            text = "§";
    }
}

void append_words(PageReport const& report, ReaderRequest const& request, ReaderAnswer& answer) {
    for (auto const& word : report.words) {
        auto text = to_clean_text(word.text);
        std::erase_if(text, [](char c) { return c == '\n' || c == ' ' || c == '\t'; });
        if (text.empty())
            continue;
        std::string_view const gap = answer.text.empty()                          ? ""
                                     : word.begins_block || word.begins_paragraph ? "\n\n"
                                     : word.begins_line                           ? "\n"
                                                                                  : " ";
        if (answer.text.size() + gap.size() + text.size() + 1 > request.text_bytes_max ||
            answer.words.size() >= request.words_max) {
            answer.status = AnswerStatus::partly_read;
            answer.reason = Reason::text_too_long;
            return;
        }
        answer.text += gap;
        AnswerWord seen;
        seen.start = static_cast<std::uint32_t>(answer.text.size());
        answer.text += text;
        seen.end = static_cast<std::uint32_t>(answer.text.size());
        seen.box = in_points(box_on_page(word.box, report), report.resolution_dpi);
        seen.confidence = static_cast<std::uint32_t>(
            std::clamp(std::lround(word.confidence * 100), 0l, static_cast<long>(kConfidenceMax)));
        answer.words.push_back(seen);
    }
}

} // namespace

void PageReport::turn_by(unsigned degrees) {
    for (auto& code : codes) {
        auto const& box = code.box;
        auto const [x0, y0, x1, y1] =
            turned_box({box.x0, box.y0, box.x1, box.y1}, degrees,
                       static_cast<int>(width / code_scale), static_cast<int>(height / code_scale));
        code.box = {x0, y0, x1, y1};
    }
    if (degrees == 90 || degrees == 270)
        std::swap(width, height);
    turned = (turned + degrees) % 360;
}

std::vector<Rectangle> lost_parts(std::vector<Blot> const& blots, float letter,
                                  std::vector<SeenWord> const& words, double scale) {
    // A coarse map of what words cover; a square is as large as a small letter.
    auto const cell = static_cast<double>(letter) * scale;
    double right = 1;
    double bottom = 1;
    for (auto const& blot : blots) {
        right = std::max(right, blot.x1 * scale);
        bottom = std::max(bottom, blot.y1 * scale);
    }
    auto const columns = static_cast<std::size_t>(right / cell) + 1;
    auto const rows = static_cast<std::size_t>(bottom / cell) + 1;
    std::vector<std::uint8_t> covered(columns * rows);
    auto const at = [&](double value, std::size_t count) {
        return std::min(static_cast<std::size_t>(std::max(value, 0.0) / cell), count - 1);
    };
    for (auto const& word : words)
        for (auto y = at(word.box.y0 - cell / 2, rows); y <= at(word.box.y1 + cell / 2, rows); ++y)
            for (auto x = at(word.box.x0 - cell / 2, columns);
                 x <= at(word.box.x1 + cell / 2, columns); ++x)
                covered[y * columns + x] = 1;
    struct Line {
        Rectangle box;
        std::size_t letters;
    };
    std::vector<Line> lines;
    for (auto const& blot : blots) {
        auto const height = static_cast<float>(blot.height());
        auto const width = static_cast<float>(blot.width());
        if (height < letter * 0.7f || height > letter * 3.5f || width > letter * 4 ||
            width < letter * 0.15f || blot.pixels * 12 < blot.width() * blot.height())
            continue;
        Rectangle const box{static_cast<int>(blot.x0 * scale), static_cast<int>(blot.y0 * scale),
                            static_cast<int>(blot.x1 * scale), static_cast<int>(blot.y1 * scale)};
        if (covered[at((box.y0 + box.y1) / 2.0, rows) * columns +
                    at((box.x0 + box.x1) / 2.0, columns)] != 0)
            continue;
        auto const reach = static_cast<int>(cell * 3);
        auto const near = std::find_if(lines.begin(), lines.end(), [&](Line const& line) {
            return box.x0 < line.box.x1 + reach && box.x1 > line.box.x0 - reach &&
                   box.y0 < line.box.y1 + static_cast<int>(cell * 1.5) &&
                   box.y1 > line.box.y0 - static_cast<int>(cell * 1.5);
        });
        if (near == lines.end()) {
            if (lines.size() < 400)
                lines.push_back({box, 1});
            continue;
        }
        near->box = {std::min(near->box.x0, box.x0), std::min(near->box.y0, box.y0),
                     std::max(near->box.x1, box.x1), std::max(near->box.y1, box.y1)};
        ++near->letters;
    }
    std::sort(lines.begin(), lines.end(),
              [](Line const& a, Line const& b) { return a.letters > b.letters; });
    std::vector<Rectangle> parts;
    constexpr std::size_t kLettersMin = 5;
    constexpr std::size_t kPartsMax = 8;
    auto const margin = static_cast<int>(cell / 2);
    for (auto const& line : lines)
        if (line.letters >= kLettersMin && parts.size() < kPartsMax)
            parts.push_back({line.box.x0 - margin, line.box.y0 - margin, line.box.x1 + margin,
                             line.box.y1 + margin});
    return parts;
}

void insert_block(std::vector<SeenWord>& words, std::vector<SeenWord> block) {
    constexpr float kGood = 60;
    double sum = 0;
    for (auto const& word : block)
        sum += static_cast<double>(word.confidence);
    if (block.empty() || sum < static_cast<double>(kGood) * static_cast<double>(block.size()))
        return;
    block.front().begins_block = true;
    auto const top = block.front().box.y0;
    auto const place = std::find_if(words.begin(), words.end(), [&](SeenWord const& word) {
        return word.begins_block && word.box.y0 > top;
    });
    words.insert(place, std::make_move_iterator(block.begin()),
                 std::make_move_iterator(block.end()));
}

ReaderAnswer make_answer(PageReport report, ReaderRequest const& request) {
    ReaderAnswer answer;
    answer.media_type = "image/x-portable-graymap";
    judge_quality(report);
    mend_section_signs(report.words);
    append_words(report, request, answer);
    AnswerPage page;
    auto const size =
        in_points({0, 0, static_cast<int>(report.width), static_cast<int>(report.height)},
                  report.resolution_dpi);
    page.width = static_cast<std::uint32_t>(size[2]);
    page.height = static_cast<std::uint32_t>(size[3]);
    page.end = static_cast<std::uint32_t>(answer.text.size());
    page.turned = report.turned;
    page.marks = report.marks;
    answer.pages.push_back(page);
    for (auto const& code : report.codes) {
        auto const scale = static_cast<int>(report.code_scale);
        Rectangle const whole{code.box.x0 * scale, code.box.y0 * scale, code.box.x1 * scale,
                              code.box.y1 * scale};
        answer.codes.push_back({1, code.kind, in_points(whole, report.resolution_dpi), code.text});
    }
    return answer;
}

} // namespace leitstand::reader
