// SPDX-License-Identifier: EUPL-1.2
// Which date is what: the place in the letter for its date, context words from the catalogue for
// all others. A date without a day or a year is no field.
#include <algorithm>

#include "text/dates.hpp"
#include "text/utf8.hpp"
#include "understand/detail/date_roles.hpp"
#include "understand/detail/words.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr double kRoleNeeded = 0.30;

struct Dated {
    text::DateMatch date;
    ByteSpan span;
};

bool add_once(std::vector<Found>& out, std::string_view key, Dated const& dated, double score) {
    auto const value = dated.date.iso();
    for (auto const& found : out)
        if (found.key == key && found.value == value)
            return false;
    out.push_back({std::string(key), value, std::nullopt, std::nullopt, dated.span, score});
    return true;
}

// Whether a date stands as the letter's own, and the town before it ("Kiel, den 9. Februar 2026").
struct LetterPlace {
    bool stands = false;
    ByteSpan town;
};

// Without "den", "am" or a comma at the end of what stands before the date.
ByteSpan without_article(std::string_view text, ByteSpan before) {
    for (auto const word : {"den", "dem", "am", "im"}) {
        auto const left = before.of(text);
        auto const size = static_cast<std::uint32_t>(std::string_view(word).size());
        if (left == word)
            return {before.start, before.start};
        if (left.size() > size + 1 && left.ends_with(word) && left[left.size() - size - 1] == ' ')
            return trimmed(text, {before.start, before.end - size});
    }
    return before;
}

// Words before a date that are no town: "Stand 01.02.2026", "Eingescannt am 19.01.2026".
bool dating_word(std::string_view form) {
    static constexpr auto kWords = std::to_array<std::string_view>(
        {"stand",  "eingescannt", "gescannt", "gesendet", "erstellt",    "heute",    "datum",
         "druck",  "ausgedruckt", "gedruckt", "termin",   "seit",        "fax",      "abgesendet",
         "beginn", "ende",        "unfall",   "geboren",  "eingegangen", "erhalten", "vom"});
    return std::find(kWords.begin(), kWords.end(), form) != kWords.end();
}

// Nothing but a town or a label stands beside the date on its line.
LetterPlace letter_place(Scene const& scene, Context const& context, Dated const& dated) {
    auto const text = scene.text();
    auto const& line = scene.line_at(dated.span.start);
    auto before = trimmed(text, {line.span.start, dated.span.start});
    auto const after = trimmed(text, {dated.span.end, line.span.end});
    // At the right of a wide gap only what stands behind the gap counts.
    auto const gap = before.of(text).rfind("   ");
    bool const wide = gap != std::string_view::npos;
    if (wide)
        before = trimmed(text, {before.start + static_cast<std::uint32_t>(gap), before.end});
    auto const left = without_article(text, before);
    if (context.near("letter_date", dated.span) > 0.5)
        return {true, {}};
    if (!wide && after.size() >= 24)
        return {};
    if (left.start == left.end)
        return {after.size() < 24, {}};
    // A town: a few words of which the first is capital, without digits, closed by a comma or
    // "den".
    auto const words = left.of(text);
    bool const digits = std::any_of(words.begin(), words.end(), text::is_ascii_digit);
    auto const first = scene.token_at(left.start);
    bool const capital = first < scene.tokens().size() && scene.tokens()[first].capital;
    bool const comma = text.substr(left.end, 3).find(',') != std::string_view::npos;
    bool const closed = comma || left.end < before.end || words.find(' ') == std::string_view::npos;
    if (digits || !capital || !closed || words.size() >= 36)
        return {};
    // "Wolfsburg 09.01.2026": a word alone before the date, and nothing behind it.
    bool const alone = words.find(' ') == std::string_view::npos && after.size() == 0 && !wide &&
                       left.start == line.span.start && !noun_ending(scene.tokens()[first].form) &&
                       !dating_word(scene.tokens()[first].form);
    bool const town = (comma || left.end < before.end || alone) &&
                      !no_name_word(scene.tokens()[first].form) &&
                      !dating_word(scene.tokens()[first].form) &&
                      words.find_first_of(",:;|(") == std::string_view::npos;
    return {true, town ? left : ByteSpan{}};
}

std::vector<Dated> dates_of(Scene const& scene, std::vector<Found> const& out) {
    std::vector<Dated> dates;
    for (auto const& date : text::find_dates(scene.text())) {
        auto const zone = scene.zone_at(date.span.start);
        if (date.complete() && zone != Zone::quoted && !overlaps(out, date.span))
            dates.push_back({date, date.span});
    }
    return dates;
}

} // namespace

Found const* child_before(Scene const& scene, std::vector<Found> const& found, ByteSpan span) {
    Found const* best = nullptr;
    auto const line = scene.line_number(span.start);
    for (auto const& one : found) {
        if (one.key != "child_name" || one.span.end > span.start)
            continue;
        auto const there = scene.line_number(one.span.start);
        bool const close = (line == there && span.start - one.span.end < 40) ||
                           (there + 1 == line && span.start - one.span.end < 30);
        if (close && (best == nullptr || best->span.start < one.span.start))
            best = &one;
    }
    return best;
}

void find_date_fields(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto dates = dates_of(scene, out);
    bool letter = false;
    for (auto const& dated : dates) {
        double const none = context.near("cue.no_date", dated.span);
        struct Role {
            std::string_view key;
            double score;
        };
        auto roles =
            std::array<Role, 5>{{{"birth_date", context.near("birth_date", dated.span)},
                                 {"child_birth_date", context.near("child_birth_date", dated.span)},
                                 {"notice_date", context.near("notice_date", dated.span)},
                                 {"event_date", context.near("event_date", dated.span)},
                                 {"start_date", context.near("start_date", dated.span)}}};
        auto best = *std::max_element(roles.begin(), roles.end(), [](auto const& a, auto const& b) {
            return a.score < b.score;
        });
        auto const zone = scene.zone_at(dated.span.start);
        if (!letter && zone == Zone::body && best.score < 0.55 && none < 0.5 &&
            dated.date.year >= 2015) {
            if (auto const place = letter_place(scene, context, dated); place.stands) {
                letter = add_once(out, "letter_date", dated, 1);
                bool const known = std::any_of(
                    out.begin(), out.end(), [](Found const& found) { return found.key == "city"; });
                if (place.town.end > place.town.start && !known)
                    out.push_back({"city", std::string(place.town.of(scene.text())), std::nullopt,
                                   std::nullopt, place.town, 0.8});
                continue;
            }
        }
        auto const* const child = child_before(scene, out, dated.span);
        bool const born_before_2000 = dated.date.year < 1995;
        bool const bare =
            trimmed(scene.text(), {dated.span.start - std::min<std::uint32_t>(dated.span.start, 3),
                                   dated.span.start})
                .size() <= 1;
        if (child != nullptr && !born_before_2000 &&
            (best.key == "birth_date" || best.key == "child_birth_date" ||
             (bare && best.score < 0.5)))
            best = {"child_birth_date", std::max(best.score, 0.6)};
        if (best.score < kRoleNeeded || best.score < none)
            continue;
        if (best.key == "birth_date" && dated.date.year > 2015)
            best.key = "child_birth_date";
        if (!add_once(out, best.key, dated, best.score) || best.key != "child_birth_date")
            continue;
        if (child != nullptr)
            for (auto& found : out) // the pointer may be old after add_once
                if (found.key == "child_birth_date" && found.span == dated.span) {
                    auto const* const again = child_before(scene, out, dated.span);
                    found.group = again == nullptr ? std::nullopt : again->group;
                }
    }
}

} // namespace leitstand::detail_understand
