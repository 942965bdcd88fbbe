// SPDX-License-Identifier: EUPL-1.2
// Who writes: form labels, the signature below the closing formula, the sender block at the top,
// the last line of a short mail. And the children that the post is about.
#include <algorithm>
#include <array>

#include "text/dates.hpp"
#include "text/normalise.hpp"
#include "text/utf8.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/sender_places.hpp"
#include "understand/detail/words.hpp"

namespace leitstand::detail_understand {

namespace {

using Candidate = SenderPlace;

constexpr std::uint32_t kClosingBytesMax = 60;

bool own_words(Line const& line) {
    return line.zone == Zone::body && !line.blank();
}

// The last word of a name, for telling whether two names are one person's.
std::string last_word(Scene const& scene, ByteSpan span) {
    std::string form;
    auto const& tokens = scene.tokens();
    for (auto i = scene.token_at(span.start); i < tokens.size() && tokens[i].span.end <= span.end;
         ++i)
        if (tokens[i].kind == text::TokenKind::word)
            form = tokens[i].form;
    return form;
}

// Moves behind "gez.", "i. A.", "Ihr", "Ihre", "Absender:" at the start of a line.
ByteSpan behind_opener(Scene const& scene, ByteSpan span) {
    static constexpr auto kOpeners = std::to_array<std::string_view>(
        {"gez.",  "Gez.",  "i. A.", "i.A.",     "I. A.",  "I.A.",     "i. V.", "i.V.",
         "Ihre ", "Ihr ",  "Eure ", "Euer ",    "Deine ", "Herr ",    "Frau ", "Fr. ",
         "Hr. ",  "Mrs. ", "Mr. ",  "Ehepaar ", "Inh. ",  "Inhaber ", "Fam. ", "Familie ",
         "vom ",  "von ",  "der ",  "die ",     "Der ",   "Die "});
    auto const text = scene.text();
    for (bool again = true; again;) {
        again = false;
        for (auto const opener : kOpeners)
            if (span.of(text).starts_with(opener)) {
                span.start += static_cast<std::uint32_t>(opener.size());
                span = trimmed(text, span);
                again = true;
            }
    }
    return span;
}

// Whether a line is an address, a number or a label below or above a name.
bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), text::is_ascii_digit);
}

// Names behind a label: "Name: …", "Absender   …", "Von: …".
void labelled(Scene const& scene, Context const& context, std::vector<Candidate>& out) {
    auto const text = scene.text();
    for (auto const& hit : context.all("sender_name")) {
        auto const& line = scene.lines()[hit.line];
        if (line.zone == Zone::quoted)
            continue;
        std::uint32_t at = hit.span.end;
        while (at < line.span.end &&
               std::string_view(" :=.|;\t*)>]").find(text[at]) != std::string_view::npos)
            ++at;
        auto const gap = text.substr(hit.span.end, at - hit.span.end);
        bool const label =
            gap.find_first_of(":=|;\t.]>") != std::string_view::npos || gap.size() >= 3;
        auto const left = text.substr(line.span.start, hit.span.start - line.span.start);
        bool const starts = left.size() <= 4 || left.ends_with("  ") || left.ends_with("| ") ||
                            left.ends_with("; ") || left.ends_with("ller.") ||
                            left.ends_with("Ihr ");
        // Spoken of oneself: "ich heiße …", "mein Name ist …", "nazywam się …".
        bool const spoken = !label && hit.span.of(text).find(' ') != std::string_view::npos;
        if (!spoken && !(label && starts))
            continue;
        auto const rest = behind_opener(scene, {at, line.span.end});
        auto name = read_name(scene, rest, label ? NameStyle::small_letters : NameStyle::capitals);
        if (!name.found() || name.span.start > rest.start + 1)
            continue;
        // "Krautwig, Edeltraud" stays as written, both words.
        if (label && text.substr(name.span.end, 2) == ", ") {
            auto const given =
                read_name(scene, {name.span.end + 2, line.span.end}, NameStyle::capitals);
            if (given.found() && given.words <= 2 && name.words <= 2 &&
                given.span.start == name.span.end + 2) {
                name.span.end = given.span.end;
                name.words += given.words;
            }
        }
        bool const full = name.words >= 2;
        if (label || full)
            out.push_back({name, label ? 3.0 + (full ? 0.4 : 0.0) : 2.2, hit.line});
    }
}

bool closing_line(Context const& context, std::size_t line) {
    auto const& closings = context.all("cue.closing");
    return std::any_of(closings.begin(), closings.end(),
                       [&](auto const& hit) { return hit.line == line; });
}

// A name with capitals, or one or two words in small letters with nothing but numbers behind them.
NameRead read_signature(Scene const& scene, ByteSpan rest) {
    auto const capitals = read_name(scene, rest, NameStyle::capitals);
    if (capitals.found() && capitals.span.start <= rest.start + 1)
        return capitals;
    auto const small = read_name(scene, rest, NameStyle::small_letters);
    auto const behind = trimmed(scene.text(), {small.span.end, rest.end});
    bool const alone = behind.start == behind.end || has_digit(behind.of(scene.text()));
    return small.words <= 2 && alone ? small : NameRead{};
}

void add_signature(Scene const& scene, std::size_t n, ByteSpan span, double score,
                   std::vector<Candidate>& out) {
    auto const text = scene.text();
    auto const rest = behind_opener(scene, trimmed(text, span));
    auto const name = read_signature(scene, rest);
    if (!name.found() || name.span.start > rest.start + 1)
        return;
    bool const small = !scene.tokens()[scene.token_at(name.span.start)].capital;
    out.push_back({name, score + (name.words >= 2 ? 0.5 : 0) - (small ? 1.0 : 0), n});
    // Two who sign side by side.
    auto next = trimmed(text, {name.span.end, scene.lines()[n].span.end});
    auto const gap = text.substr(name.span.end, next.start - name.span.end);
    bool const beside = gap.size() >= 3 && gap.find_first_not_of(' ') == std::string_view::npos;
    bool const joined = next.of(text).starts_with("und ") || next.of(text).starts_with("u. ") ||
                        next.of(text).starts_with("& ") || next.of(text).starts_with("+ ");
    if (joined)
        next.start += static_cast<std::uint32_t>(next.of(text).find(' ') + 1);
    if (!beside && !joined)
        return;
    auto const second = read_name(scene, next, NameStyle::capitals);
    if (second.found() && second.words >= 2 && second.span.start <= next.start + 1)
        out.push_back({second, score + 0.5, n});
}

// Below a closing formula, or on its line behind it.
void signatures(Scene const& scene, Context const& context, std::vector<Candidate>& out) {
    auto const text = scene.text();
    auto const& lines = scene.lines();
    for (auto const& hit : context.all("cue.closing")) {
        auto const& line = lines[hit.line];
        // A closing formula stands on a short line; "danke" inside a sentence is none.
        if (line.zone == Zone::quoted || line.span.size() > kClosingBytesMax)
            continue;
        std::uint32_t at = hit.span.end;
        while (at < line.span.end && (text[at] == '!' || text[at] == '.' || text[at] == ' '))
            ++at;
        auto const same = trimmed(text, {at, line.span.end});
        if (same.end > same.start + 2 && !closing_line(context, hit.line + 1)) {
            // "Viele Grüße aus der Nordstadt" goes on; "lg Jana Wittkopf" names the sender.
            add_signature(scene, hit.line, same, 2.4, out);
        }
        std::size_t taken = 0;
        for (auto n = hit.line + 1; n < lines.size() && n <= hit.line + 5 && taken < 2; ++n) {
            if (lines[n].blank())
                continue;
            if (lines[n].zone != Zone::body)
                break;
            add_signature(scene, n, lines[n].span, taken == 0 ? 3.0 : 1.4, out);
            ++taken;
        }
    }
}

// The first lines: a name with an address or telephone number below or beside it.
void sender_block(Scene const& scene, std::vector<Found> const& found,
                  std::vector<Candidate>& out) {
    auto const text = scene.text();
    auto const& lines = scene.lines();
    std::size_t seen = 0;
    for (std::size_t n = 0; n < lines.size() && seen < 4; ++n) {
        if (!own_words(lines[n]))
            continue;
        ++seen;
        auto const rest = behind_opener(scene, trimmed(text, lines[n].span));
        auto const name = read_name(scene, rest, NameStyle::capitals);
        if (!name.found() || name.words < (name.initial ? 1U : 2U) ||
            name.span.start > rest.start + 1)
            continue;
        // An address or number on the rest of this line or on the next two lines.
        std::uint32_t const until = lines[std::min(n + 3, lines.size() - 1)].span.end;
        bool const address = std::any_of(found.begin(), found.end(), [&](Found const& field) {
            return (field.key == "street" || field.key == "postcode" || field.key == "phone" ||
                    field.key == "email") &&
                   field.span.start >= name.span.end && field.span.start <= until;
        });
        if (address)
            out.push_back({name, 2.7 - 0.2 * static_cast<double>(seen - 1), n});
        auto const gap = trimmed(text, {name.span.end, lines[n].span.end});
        if (address && (gap.of(text).starts_with("und ") || gap.of(text).starts_with("u. "))) {
            auto const second = read_name(scene, {gap.start + 4, gap.end}, NameStyle::capitals);
            if (second.found() && second.words >= 2)
                out.push_back({second, 2.7, n});
        }
    }
}

// The last lines of the own words, where no closing formula stands.
void last_lines(Scene const& scene, std::vector<Candidate>& out) {
    auto const& lines = scene.lines();
    std::size_t seen = 0;
    for (auto n = lines.size(); n-- > 0 && seen < 4;) {
        if (!own_words(lines[n]))
            continue;
        ++seen;
        auto const rest = behind_opener(scene, trimmed(scene.text(), lines[n].span));
        auto const name = read_signature(scene, rest);
        if (!name.found() || name.span.start > rest.start + 1)
            continue;
        auto const behind = trimmed(scene.text(), {name.span.end, lines[n].span.end});
        bool const alone = behind.start == behind.end;
        bool const capital = scene.tokens()[scene.token_at(name.span.start)].capital;
        bool const goes_on = !alone && !has_digit(behind.of(scene.text())) &&
                             scene.text()[name.span.end] != ',' &&
                             scene.text()[name.span.end] != '(';
        double score = 1.6 - 0.2 * static_cast<double>(seen - 1);
        score += name.words == 2 ? 0.5 : 0;
        score -= goes_on ? 1.5 : 0;
        score -= capital ? 0 : 0.7;
        score += lines[n].span.of(scene.text()).starts_with("gez") ||
                         lines[n].span.of(scene.text()).starts_with("i. A") ||
                         lines[n].span.of(scene.text()).starts_with("i.A")
                     ? 1.0
                     : 0;
        score -= lines[n].span.size() > 60 ? 0.5 : 0;
        out.push_back({name, score, n});
    }
}

} // namespace

std::vector<SenderPlace> sender_places(Scene const& scene, Context const& context,
                                       std::vector<Found> const& found) {
    std::vector<SenderPlace> places;
    labelled(scene, context, places);
    signatures(scene, context, places);
    sender_block(scene, found, places);
    last_lines(scene, places);
    return places;
}

void find_names(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto candidates = sender_places(scene, context, out);
    std::erase_if(candidates, [&](Candidate const& candidate) {
        return overlaps(out, candidate.name.span) || candidate.score < 1.0;
    });
    if (candidates.empty()) {
        auto const& envelope = scene.document().envelope.sender_name;
        if (!envelope.empty())
            out.push_back({"sender_name", envelope, std::nullopt, std::nullopt, {0, 0}, 0.5});
        return;
    }
    auto const best =
        *std::max_element(candidates.begin(), candidates.end(),
                          [](auto const& a, auto const& b) { return a.score < b.score; });
    auto const family = last_word(scene, best.name.span);
    // The fullest spelling of the same name ("E. Eberle" and "Ernestine Eberle").
    Candidate chosen = best;
    for (auto const& candidate : candidates) {
        bool const given_only =
            chosen.name.words == 1 && candidate.name.words >= 2 && candidate.score > 1.0 &&
            candidate.name.span.of(scene.text()).starts_with(chosen.name.span.of(scene.text()));
        bool const fuller = candidate.name.words > chosen.name.words && candidate.name.words <= 4 &&
                            last_word(scene, candidate.name.span) == family &&
                            candidate.score > 1.0;
        if (given_only || fuller)
            chosen = candidate;
    }
    auto const add = [&](Candidate const& candidate) {
        ByteSpan const span = candidate.name.span;
        if (!overlaps(out, span))
            out.push_back({"sender_name", std::string(span.of(scene.text())), std::nullopt,
                           std::nullopt, span, candidate.score});
    };
    add(chosen);
    // A second person who signs on the same line.
    for (auto const& candidate : candidates)
        if (candidate.line == best.line && candidate.name.span.start > best.name.span.end &&
            candidate.name.words >= 2 && candidate.score + 0.01 >= best.score)
            add(candidate);
    find_town_beside(scene, chosen.name.span, out);
}

namespace {

// Reads names of children one after the other; knows who writes, who is none of them.
struct ChildReader {
    Scene const& scene;
    std::vector<Found>& out;
    std::vector<std::string> senders, known;
    int group = 0;

    // The end of the name at `at`, or 0 if none stands there.
    std::uint32_t take(ByteSpan at) {
        auto const name = read_name(scene, at, NameStyle::capitals);
        if (!name.found() || name.span.start > at.start + 1 || name.words > 3 || name.initial)
            return 0;
        auto const value = std::string(name.span.of(scene.text()));
        if (std::find(senders.begin(), senders.end(), value) != senders.end())
            return 0;
        if (std::find(known.begin(), known.end(), value) == known.end() &&
            !overlaps(out, name.span)) {
            known.push_back(value);
            out.push_back({"child_name", value, std::nullopt, ++group, name.span});
        }
        return name.span.end;
    }

    // Moves over blanks and the given marks; a line break only where the sentence goes on.
    std::uint32_t skip(std::uint32_t at, std::uint32_t end, std::string_view marks) const {
        auto const text = scene.text();
        while (at < end && (text[at] == ' ' || text[at] == '\n' ||
                            marks.find(text[at]) != std::string_view::npos))
            ++at;
        return at;
    }

    // "Emil (geb. 02.05.2017), Ida und Mila": name after name.
    void list(std::uint32_t at, std::uint32_t end) {
        auto const text = scene.text();
        at = skip(at, end, ":=|;(\t\"");
        for (std::size_t many = 0; many < 6; ++many) {
            for (auto const joiner : {"und ", "u. ", "sowie ", "heißt ", "heißen ", "namens ",
                                      "and ", "die ", "der ", "den ", "i "})
                if (at < end && text.substr(at).starts_with(joiner))
                    at += static_cast<std::uint32_t>(std::string_view(joiner).size());
            auto const behind = at < end ? take({at, end}) : 0;
            if (behind == 0)
                return;
            at = skip(behind, end, "");
            if (at < end && text[at] == '(') {
                auto const close = text.find(')', at);
                if (close == std::string_view::npos || close > end || close - at > 40)
                    return;
                at = skip(static_cast<std::uint32_t>(close + 1), end, "");
            }
            bool const goes_on =
                at < end &&
                (text[at] == ',' || text[at] == '&' || text[at] == ';' || text[at] == '+' ||
                 text[at] == '/' || text.substr(at).starts_with("und ") ||
                 text.substr(at).starts_with("u. ") || text.substr(at).starts_with("sowie ") ||
                 text.substr(at).starts_with("and ") || text.substr(at).starts_with("i "));
            if (!goes_on)
                return;
            at = skip(at, end, ",&;+/");
        }
    }
};

} // namespace

void find_children(Scene const& scene, Context const& context, std::vector<Found>& out) {
    ChildReader reader{scene, out, {}, {}, 0};
    for (auto const& found : out)
        if (found.key == "sender_name")
            reader.senders.push_back(found.value);
    for (auto const& hit : context.all("child_name")) {
        if (scene.lines()[hit.line].zone == Zone::quoted)
            continue;
        auto end = std::max(scene.lines()[hit.line].span.end, scene.sentences()[hit.sentence].end);
        if (scene.text().substr(hit.span.end, 2) == ":\n") // a label with its value below
            end = scene.lines()[std::min(hit.line + 1, scene.lines().size() - 1)].span.end;
        reader.list(hit.span.end, end);
    }
    // A name directly before a birth date of somebody young: "Leonie (geb. 12.05.2015)", "Ben
    // *3.4.2020".
    for (auto const& date : text::find_dates(scene.text())) {
        if (!date.complete() || date.year < 2001 || scene.zone_at(date.span.start) == Zone::quoted)
            continue;
        auto const& line = scene.line_at(date.span.start);
        auto before = scene.text().substr(line.span.start, date.span.start - line.span.start);
        std::size_t cut = std::string_view::npos;
        for (auto const mark : {"geb.", "geboren", "*", "born", "geb ", "ur."})
            if (auto const at = before.rfind(mark);
                at != std::string_view::npos && before.size() - at < 16)
                cut = std::min(cut, at);
        if (cut == std::string_view::npos)
            continue;
        auto stop = trimmed(scene.text(),
                            {line.span.start, line.span.start + static_cast<std::uint32_t>(cut)});
        while (stop.end > stop.start &&
               (scene.text()[stop.end - 1] == '(' || scene.text()[stop.end - 1] == ' ' ||
                scene.text()[stop.end - 1] == ','))
            --stop.end;
        // Up to two capital words that end there.
        auto const& tokens = scene.tokens();
        auto first = scene.token_at(stop.end);
        std::size_t words = 0;
        while (first > 0 && words < 2 && tokens[first - 1].span.start >= stop.start &&
               tokens[first - 1].capital && tokens[first - 1].kind == text::TokenKind::word &&
               !no_name_word(tokens[first - 1].form) && !noun_ending(tokens[first - 1].form) &&
               scene.text()
                       .substr(tokens[first - 1].span.end, stop.end - tokens[first - 1].span.end)
                       .find(',') == std::string_view::npos) {
            --first;
            ++words;
        }
        if (words > 0)
            reader.take({tokens[first].span.start, stop.end});
    }
}

} // namespace leitstand::detail_understand
