// SPDX-License-Identifier: EUPL-1.2
#include "decide/cut_points.hpp"

#include <charconv>

#include "receive/separator_sheet.hpp"
#include "text/dates.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kTopLines = 24;  // where letter head, date and salutation stand
constexpr std::size_t kHeadLines = 14; // where an address stands
constexpr std::size_t kEdgeLines = 5;  // where page numbers stand
constexpr std::size_t kClosingLines = 14;
constexpr std::size_t kSheetWordsMax = 40; // a separator sheet has some 30
constexpr double kEnough = 3;

double weight(CutReason reason) {
    switch (reason) {
    case CutReason::separator:
        return 10;
    case CutReason::numbering:
        return 3;
    case CutReason::salutation:
        return 2;
    case CutReason::letter_head:
        return 1.5;
    case CutReason::letter_date:
    case CutReason::blank_before:
    case CutReason::closing_before:
        return 1;
    }
    return 0;
}

struct Numbering {
    std::uint32_t number = 0;
    std::uint32_t of = 0; // 0: not said
};

// What one page says of its place among others.
struct Signs {
    bool separator = false, blank = false, unread = false;
    bool doubtful = false; // somebody wrote on it, or its text may not be what stands there
    bool salutation = false, letter_head = false, letter_date = false, closing = false;
    std::optional<Numbering> numbering;
};

std::string lowered(std::string_view text) {
    std::string low{text};
    for (char& c : low)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    return low;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto line = text.substr(0, end);
        auto const first = line.find_first_not_of(" \t\r");
        if (first != std::string_view::npos)
            lines.push_back(
                lowered(line.substr(first, line.find_last_not_of(" \t\r") - first + 1)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool begins_with_one_of(std::string_view line, std::span<std::string_view const> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](auto beginning) { return line.starts_with(beginning); });
}

bool is_salutation(std::string_view line) {
    static constexpr std::array<std::string_view, 7> kWords{
        "sehr geehrte", "guten tag", "liebe ", "lieber ", "hallo", "dear ", "werte "};
    return begins_with_one_of(line, kWords);
}

bool is_closing(std::string_view line) {
    static constexpr std::array<std::string_view, 8> kWords{
        "mit freundliche",  "freundliche gr", "mit besten gr",   "mit freundlichem gr",
        "hochachtungsvoll", "beste gr",       "yours sincerely", "kind regards"};
    return begins_with_one_of(line, kWords) || line == "mfg";
}

// "12345 Musterstadt", or a line that names a reference.
bool is_head_line(std::string_view line) {
    static constexpr std::array<std::string_view, 9> kWords{"an das",      "an die ",
                                                            "an den ",     "betreff",
                                                            "betr.:",      "aktenzeichen",
                                                            "ihr zeichen", "unser zeichen",
                                                            "kundennummer"};
    if (begins_with_one_of(line, kWords))
        return true;
    auto const digits = line.find_first_not_of("0123456789");
    return digits == 5 && line.size() > 7 && line[5] == ' ' && line.size() < 50;
}

std::optional<std::uint32_t> number_at(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == ' ')
        ++at;
    std::uint32_t number = 0;
    auto const [stopped, error] =
        std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error != std::errc{} || number == 0 || number > 999)
        return std::nullopt;
    at = static_cast<std::size_t>(stopped - text.data());
    return number;
}

// "Seite 2 von 3", "Blatt 2/3", "page 2 of 3", "- 2 -".
std::optional<Numbering> numbering_in(std::string_view line) {
    static constexpr std::array<std::string_view, 4> kWords{"seite", "blatt", "page", "s."};
    if (line.size() > 80)
        return std::nullopt;
    if (line.starts_with("- ") && line.ends_with(" -")) {
        std::size_t at = 2;
        auto const number = number_at(line, at);
        return number && at + 2 == line.size() ? std::optional{Numbering{*number, 0}}
                                               : std::nullopt;
    }
    for (auto const word : kWords) {
        auto const place = line.find(word);
        if (place == std::string_view::npos || (place > 0 && line[place - 1] != ' '))
            continue;
        auto at = place + word.size();
        auto const number = number_at(line, at);
        if (!number)
            continue;
        for (std::string_view const between : {" von", "/", " /", " of"})
            if (line.substr(at).starts_with(between)) {
                auto behind = at + between.size();
                if (auto const of = number_at(line, behind); of && *of >= *number)
                    return Numbering{*number, *of};
            }
        return Numbering{*number, 0};
    }
    return std::nullopt;
}

std::size_t word_count(std::string_view text) {
    std::size_t count = 0;
    bool inside = false;
    for (char const c : text) {
        bool const space = c == ' ' || c == '\n' || c == '\t';
        count += !space && !inside;
        inside = !space;
    }
    return count;
}

bool is_separator_page(Document const& document, Page const& page, std::string_view text) {
    if (word_count(text) > kSheetWordsMax)
        return false;
    bool const by_code =
        std::any_of(document.codes.begin(), document.codes.end(), [&](PageCode const& code) {
            return code.part == page.part && code.page == page.number &&
                   parse_separator(code.text).has_value();
        });
    return by_code || holds_separator(text);
}

// A page that was recognised is blank if recognition says so; one with a text layer if nothing
// stands on it.
bool is_blank(Page const& page, std::string_view text) {
    if (page.marks.has(PageMark::blank))
        return true;
    return page.source == PageSource::text && !page.marks.has(PageMark::unread) &&
           !page.marks.has(PageMark::handwriting) && word_count(text) == 0;
}

Signs signs_of(Document const& document, Page const& page) {
    auto const text =
        std::string_view{document.text}.substr(page.span.start, page.span.end - page.span.start);
    Signs signs;
    signs.unread = page.marks.has(PageMark::unread);
    signs.doubtful = page.marks.has(PageMark::handwriting) || page.marks.has(PageMark::unchecked);
    signs.separator = is_separator_page(document, page, text);
    signs.blank = !signs.separator && is_blank(page, text);
    auto const lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const& line = lines[i];
        bool const at_edge = i < kEdgeLines || i + kEdgeLines >= lines.size();
        if (at_edge && !signs.numbering)
            signs.numbering = numbering_in(line);
        if (i < kTopLines) {
            signs.salutation |= is_salutation(line);
            signs.letter_date |= line.size() < 60 && !text::find_dates(line).empty();
        }
        if (i < kHeadLines)
            signs.letter_head |= is_head_line(line);
        if (i + kClosingLines >= lines.size())
            signs.closing |= is_closing(line);
    }
    return signs;
}

// The pages of a part, by number; empty where they do not run from 1 without a gap.
std::vector<Signs> signs_of_part(Document const& document, std::uint32_t part) {
    std::vector<Signs> all;
    for (auto const& page : document.pages) {
        if (page.part != part)
            continue;
        if (page.number != all.size() + 1)
            return {};
        all.push_back(signs_of(document, page));
    }
    return all;
}

bool goes_on(std::optional<Numbering> const& before, std::optional<Numbering> const& now) {
    return before && now && now->number == before->number + 1 &&
           (before->of == 0 || now->of == 0 || before->of == now->of);
}

// Which signs speak for a new letter on page `at` (counted from 0).
std::vector<CutReason> reasons_at(std::vector<Signs> const& all, std::size_t at) {
    std::vector<CutReason> reasons;
    auto const& now = all[at];
    if (now.separator || now.blank)
        return reasons;
    auto before = at; // the last page that says something
    while (before > 0 && (all[before - 1].blank || all[before - 1].separator))
        --before;
    auto const& last = before > 0 ? all[before - 1] : now;
    for (auto i = before; i < at; ++i)
        if (all[i].separator)
            reasons.push_back(CutReason::separator);
    reasons.resize(std::min<std::size_t>(reasons.size(), 1));
    if (before == 0 || (reasons.empty() && goes_on(last.numbering, now.numbering)))
        return reasons;
    bool const complete =
        last.numbering && last.numbering->of > 1 && last.numbering->number == last.numbering->of;
    bool const begins = now.numbering && now.numbering->number == 1 &&
                        (now.numbering->of > 0 || last.numbering.has_value());
    auto const add = [&](bool holds, CutReason reason) {
        if (holds)
            reasons.push_back(reason);
    };
    add(begins || complete, CutReason::numbering);
    add(now.salutation, CutReason::salutation);
    add(now.letter_head, CutReason::letter_head);
    add(now.letter_date, CutReason::letter_date);
    add(before < at && all[at - 1].blank, CutReason::blank_before);
    add(last.closing, CutReason::closing_before);
    return reasons;
}

double sum(std::vector<CutReason> const& reasons) {
    double total = 0;
    for (auto const reason : reasons)
        total += weight(reason);
    return total;
}

// Pages that belong to no letter: sheets, and their backs if the stack was scanned on both sides.
std::vector<bool> left_out(std::vector<Signs> const& all) {
    std::vector<bool> out(all.size());
    bool both_sides = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
        out[i] = all[i].separator;
        bool const has_next = i + 1 < all.size() && !all[i + 1].separator;
        if (all[i].separator && has_next && !all[i + 1].blank)
            both_sides = false;
    }
    for (std::size_t i = 0; both_sides && i + 1 < all.size(); ++i)
        if (all[i].separator && all[i + 1].blank)
            out[i + 1] = true;
    return out;
}

Cutting cutting_of(std::vector<Signs> const& all, std::uint32_t part,
                   std::vector<CutPoint> points) {
    Cutting cutting{.part = part,
                    .pages = static_cast<std::uint32_t>(all.size()),
                    .points = std::move(points),
                    .ranges = {},
                    .left_out = {}};
    auto const out = left_out(all);
    bool open = false;
    for (std::uint32_t page = 1; page <= cutting.pages; ++page) {
        bool const cuts = std::any_of(cutting.points.begin(), cutting.points.end(),
                                      [&](auto const& point) { return point.page == page; });
        if (out[page - 1]) {
            cutting.left_out.push_back(page);
            open = false;
        } else if (open && !cuts) {
            cutting.ranges.back().last = page;
        } else {
            cutting.ranges.push_back({page, page});
            open = true;
        }
    }
    return cutting;
}

} // namespace

std::string_view cut_reason_key(CutReason reason) {
    static constexpr std::array<std::string_view, kCutReasonCount> kKeys{
        "separator",   "numbering",    "salutation",    "letter_head",
        "letter_date", "blank_before", "closing_before"};
    return kKeys.at(static_cast<std::size_t>(reason));
}

std::uint32_t page_count(Document const& document, std::uint32_t part) {
    return static_cast<std::uint32_t>(
        std::count_if(document.pages.begin(), document.pages.end(),
                      [&](Page const& page) { return page.part == part; }));
}

bool part_can_be_cut(Document const& document, std::uint32_t part) {
    if (part >= document.parts.size())
        return false;
    auto const& media_type = document.parts[part].media_type;
    bool const has_pages_of_its_own = media_type == "application/pdf" || media_type == "image/tiff";
    // Of a file that was not read to its end the last pages would be lost.
    return has_pages_of_its_own && document.parts[part].reason != "too_many_pages" &&
           page_count(document, part) > 1;
}

std::optional<Cutting> propose_cuts(Document const& document, std::uint32_t part) {
    if (!part_can_be_cut(document, part))
        return std::nullopt;
    auto const all = signs_of_part(document, part);
    std::vector<CutPoint> points;
    for (std::size_t at = 1; at < all.size(); ++at)
        if (auto reasons = reasons_at(all, at); sum(reasons) >= kEnough)
            points.push_back({static_cast<std::uint32_t>(at + 1), std::move(reasons)});
    if (points.empty() || points.size() >= kStackPartsMax)
        return std::nullopt;
    auto cutting = cutting_of(all, part, std::move(points));
    if (cutting.ranges.empty() || (cutting.ranges.size() == 1 && cutting.left_out.empty()))
        return std::nullopt;
    return cutting;
}

std::optional<Cutting> cuts_by_separators(Document const& document, std::uint32_t part) {
    if (!part_can_be_cut(document, part))
        return std::nullopt;
    auto all = signs_of_part(document, part);
    for (auto& signs : all)
        signs.separator &= !signs.doubtful;
    bool const has_sheet =
        std::any_of(all.begin(), all.end(), [](auto const& signs) { return signs.separator; });
    bool const has_unread =
        std::any_of(all.begin(), all.end(), [](auto const& signs) { return signs.unread; });
    if (!has_sheet || has_unread)
        return std::nullopt;
    auto cutting = cutting_of(all, part, {});
    if (cutting.ranges.empty() || cutting.ranges.size() > kStackPartsMax)
        return std::nullopt;
    for (auto const& range : cutting.ranges)
        if (range.first > 1)
            cutting.points.push_back({range.first, {CutReason::separator}});
    return cutting;
}

} // namespace leitstand
