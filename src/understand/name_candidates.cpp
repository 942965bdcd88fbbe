// SPDX-License-Identifier: EUPL-1.2
// Names that may be the sender's or a child's, with what a model sees of each.
#include <algorithm>

#include "text/dates.hpp"
#include "text/utf8.hpp"
#include "understand/detail/field_clues.hpp"
#include "understand/detail/given_names.hpp"
#include "understand/detail/sender_places.hpp"
#include "understand/detail/surroundings.hpp"
#include "understand/detail/words.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr std::size_t kNamesMax = 60; // of one letter; lists of members are no letter's names
constexpr std::uint32_t kChildWordBytes = 90; // between "Tochter" and a name alone

// The candidates' spans of one scene, each once.
class NameSpans {
  public:
    NameSpans(Scene const& scene, Context const& context, std::vector<SenderPlace> const& places)
        : scene_(scene), context_(context) {
        for (auto const& place : places)
            add(place.name.span);
        for (auto const& line : scene.lines())
            if (line.zone != Zone::quoted && !line.blank())
                add_line(line);
        std::sort(spans_.begin(), spans_.end(), [](ByteSpan a, ByteSpan b) {
            return a.start != b.start ? a.start < b.start : a.end < b.end;
        });
    }
    std::vector<ByteSpan> const& spans() const { return spans_; }

  private:
    void add(ByteSpan span) {
        if (spans_.size() < kNamesMax && span.end > span.start + 1 &&
            std::find(spans_.begin(), spans_.end(), span) == spans_.end())
            spans_.push_back(span);
    }

    void add_line(Line const& line) {
        auto const& tokens = scene_.tokens();
        for (auto i = scene_.token_at(line.span.start);
             i < tokens.size() && tokens[i].span.start < line.span.end;) {
            bool const given = given_name(tokens[i].form);
            if (given && !tokens[i].capital)
                add_small(tokens[i].span.start, line);
            auto const name =
                tokens[i].capital && tokens[i].kind == text::TokenKind::word
                    ? read_name(scene_, {tokens[i].span.start, line.span.end}, NameStyle::capitals)
                    : NameRead{};
            if (!name.found() || name.span.start != tokens[i].span.start) {
                ++i;
                continue;
            }
            if (name.words >= 2 || name.initial || given || may_stand_alone(name.span))
                add_with_parts(name, line);
            i = std::max(i + 1, scene_.token_at(name.span.end));
        }
    }

    // "ich bin chantal ibbeken"
    void add_small(std::uint32_t at, Line const& line) {
        auto const name = read_name(scene_, {at, line.span.end}, NameStyle::small_letters);
        if (!name.found() || name.span.start != at)
            return;
        auto const& tokens = scene_.tokens();
        auto const first = scene_.token_at(at);
        add(tokens[first].span);
        if (first + 1 < tokens.size() && tokens[first + 1].span.end <= name.span.end)
            add({at, tokens[first + 1].span.end});
    }

    // A single word is a name only where something says so.
    bool may_stand_alone(ByteSpan span) const {
        auto const sentence = scene_.sentence_at(span.start);
        for (auto const& hit : context_.all("child_name"))
            if (hit.span.end <= span.start && hit.sentence == sentence &&
                span.start - hit.span.end < kChildWordBytes)
                return true;
        auto const behind = scene_.text().substr(span.end, 7);
        for (auto const mark : {" (geb", ", geb", " geb", " *", " (*", " (", ", * "})
            if (behind.starts_with(mark))
                return true;
        return false;
    }

    // The name as it stands, without its titles, its last two words, and together with who is named
    // before it: "Ingeborg und Paul Siebrecht".
    void add_with_parts(NameRead const& name, Line const& line) {
        auto const text = scene_.text();
        auto const& tokens = scene_.tokens();
        add(name.span);
        std::vector<std::size_t> words;
        for (auto i = scene_.token_at(name.span.start);
             i < tokens.size() && tokens[i].span.end <= name.span.end; ++i)
            if (tokens[i].kind == text::TokenKind::word)
                words.push_back(i);
        auto first = words.begin();
        while (first + 1 < words.end() && name_title(tokens[*first].form))
            ++first;
        auto const untitled = tokens[*first].span.start;
        add({untitled, name.span.end});
        for (auto word = first + 1; word < words.end(); ++word)
            if (given_name(tokens[*word].form) && !given_name(tokens[*(word - 1)].form))
                add({tokens[*word].span.start, name.span.end});
        if (words.end() - first >= 3) {
            add({tokens[words[words.size() - 2]].span.start, name.span.end});
            add({untitled, tokens[*(first + 1)].span.end});
        }
        for (std::string_view const joiner : {" und ", " u. ", " & ", " + "})
            if (text.substr(name.span.end).starts_with(joiner)) {
                auto const second = read_name(
                    scene_,
                    {name.span.end + static_cast<std::uint32_t>(joiner.size()), line.span.end},
                    NameStyle::capitals);
                if (second.found() && second.words >= 2 &&
                    second.span.start == name.span.end + joiner.size())
                    add({untitled, second.span.end});
            }
        if (text.substr(name.span.end, 2) == ", " && name.words <= 2) {
            auto const given =
                read_name(scene_, {name.span.end + 2, line.span.end}, NameStyle::capitals);
            if (given.found() && given.words <= 2 && given.span.start == name.span.end + 2)
                add({name.span.start, given.span.end});
        }
    }

    Scene const& scene_;
    Context const& context_;
    std::vector<ByteSpan> spans_;
};

std::vector<std::string> forms_of(Scene const& scene, ByteSpan span) {
    std::vector<std::string> forms;
    auto const& tokens = scene.tokens();
    for (auto i = scene.token_at(span.start); i < tokens.size() && tokens[i].span.end <= span.end;
         ++i)
        if (tokens[i].kind == text::TokenKind::word)
            forms.push_back(tokens[i].form);
    return forms;
}

void add_words_of_name(Scene const& scene, ByteSpan span, std::vector<std::string> const& forms,
                       Clues& clues) {
    auto const written = span.of(scene.text());
    clues.number("words", static_cast<long>(forms.size()));
    for (auto const& form : forms)
        clues.add("is", form);
    if (!forms.empty()) {
        clues.add("first", forms.front());
        clues.add("given", fmt::format("{}{}", given_name(forms.front()) ? 1 : 0,
                                       std::count_if(forms.begin(), forms.end(), given_name)));
        clues.add("first_end", std::string_view(forms.front())
                                   .substr(forms.front().size() -
                                           std::min<std::size_t>(forms.front().size(), 2)));
        clues.add("last_end",
                  std::string_view(forms.back())
                      .substr(forms.back().size() - std::min<std::size_t>(forms.back().size(), 3)));
        if (name_title(forms.front()))
            clues.add("title", forms.front());
    }
    bool const initial =
        std::any_of(forms.begin(), forms.end(), [](auto const& form) { return form.size() == 1; });
    clues.add("initial", initial ? "yes" : "no");
    if (written.find(',') != std::string_view::npos)
        clues.add("form", "comma");
    for (auto const joiner : {" und ", " u. ", " & ", " + "})
        if (written.find(joiner) != std::string_view::npos)
            clues.add("form", "joined");
    if (auto const token = scene.token_at(span.start);
        token < scene.tokens().size() && !scene.tokens()[token].capital)
        clues.add("form", "small");
}

void add_rules(std::vector<Found> const& found, std::vector<SenderPlace> const& places,
               ByteSpan span, Clues& clues) {
    double best = -9, near = -9;
    for (auto const& place : places) {
        if (place.name.span == span)
            best = std::max(best, place.score);
        else if (place.name.span.start < span.end && span.start < place.name.span.end)
            near = std::max(near, place.score);
    }
    clues.number("sender_place", best < -5 ? -9 : std::lround(best * 2));
    clues.number("sender_near", near < -5 ? -9 : std::lround(near * 2));
    for (auto const& one : found) {
        if (one.span == span)
            clues.add("rules", one.key);
        else if (one.span.start < span.end && span.start < one.span.end)
            clues.add("rules_near", one.key);
    }
}

// What stands in the next lines: an address below a name makes it a sender's.
void add_neighbours(Scene const& scene, Context const& context, std::vector<Found> const& found,
                    ByteSpan span, Clues& clues) {
    auto const n = scene.line_number(span.start);
    for (auto const& one : found) {
        if (one.span.end == one.span.start)
            continue;
        auto const there = scene.line_number(one.span.start);
        if (there == n && one.span.start >= span.end)
            clues.add("beside", one.key);
        else if (there > n && there <= n + 2)
            clues.add("below", one.key);
        else if (there < n && there + 2 >= n)
            clues.add("above", one.key);
    }
    for (auto const& hit : context.all("cue.closing"))
        if (hit.line <= n && n - hit.line <= 4 && hit.span.end <= span.start)
            clues.number("closing", static_cast<long>(n - hit.line));
    std::size_t after = 0;
    for (auto k = n + 1; k < scene.lines().size() && after < 6; ++k)
        after += scene.lines()[k].blank() || scene.lines()[k].zone == Zone::quoted ? 0 : 1;
    clues.number("lines_after", static_cast<long>(after));
    auto const sentence = scene.sentence_at(span.start);
    long child = -1;
    for (auto const& hit : context.all("child_name"))
        if (hit.sentence == sentence && hit.span.end <= span.start) {
            auto const tokens = static_cast<long>(scene.token_at(span.start)) -
                                static_cast<long>(scene.token_at(hit.span.end));
            child = child < 0 ? tokens : std::min(child, tokens);
        } else if (hit.line == n && hit.span.end <= span.start) {
            clues.add("child_word", "line");
        }
    if (child >= 0)
        clues.number("child_word", std::min(child, 7L));
}

struct Spelling {
    std::vector<std::string> forms;
    ByteSpan span;
};

// Whether the same person stands in the letter more fully, or again, or in its address.
void add_elsewhere(std::vector<Found> const& found, std::vector<Spelling> const& all,
                   Spelling const& name, Clues& clues) {
    if (name.forms.empty())
        return;
    std::size_t same = 0;
    bool fuller = false, shorter = false;
    for (auto const& other : all) {
        if (other.forms.empty() || other.span == name.span)
            continue;
        bool const apart = other.span.end <= name.span.start || name.span.end <= other.span.start;
        same += other.forms == name.forms ? 1 : 0;
        if (apart && other.forms.back() == name.forms.back()) {
            fuller = fuller || other.span.size() > name.span.size();
            shorter = shorter || other.span.size() < name.span.size();
        }
        if (apart && name.forms.size() == 1 && other.forms.size() > 1 &&
            other.forms.front() == name.forms.front())
            clues.add("elsewhere", "fuller by given name");
    }
    if (fuller)
        clues.add("elsewhere", "fuller");
    if (shorter)
        clues.add("elsewhere", "shorter");
    clues.number("again", static_cast<long>(std::min<std::size_t>(same, 2)));
    for (auto const& one : found)
        if (one.key == "email") {
            auto const box = text::matching_form(one.value.substr(0, one.value.find('@')));
            if (name.forms.back().size() > 2 && box.find(name.forms.back()) != std::string::npos)
                clues.add("mail", "last");
            if (name.forms.front().size() > 2 && box.find(name.forms.front()) != std::string::npos)
                clues.add("mail", "first");
        }
}

std::string rules_say(std::vector<Found> const& found, std::string_view value) {
    for (auto const& one : found)
        if ((one.key == "sender_name" || one.key == "child_name") && one.value == value)
            return one.key;
    return {};
}

} // namespace

void add_name_candidates(Scene const& scene, Context const& context,
                         std::vector<Found> const& found, std::vector<FieldCandidate>& out) {
    auto const places = sender_places(scene, context, found);
    std::vector<Found> others; // what a name may not be part of
    for (auto const& one : found)
        if (one.key == "street" || one.key == "email" || one.key == "phone" || one.key == "iban")
            others.push_back(one);
    std::vector<Spelling> names;
    NameSpans const spans{scene, context, places};
    for (auto const span : spans.spans())
        if (!overlaps(others, span))
            names.push_back({forms_of(scene, span), span});
    for (auto const& name : names) {
        FieldCandidate candidate{
            CandidateKind::name, name.span, std::string(name.span.of(scene.text())), {}, {}};
        candidate.by_rules = rules_say(found, candidate.value);
        Clues clues{"name.", candidate.clues};
        add_surroundings(scene, name.span, clues);
        add_words_of_name(scene, name.span, name.forms, clues);
        add_rules(found, places, name.span, clues);
        add_neighbours(scene, context, found, name.span, clues);
        add_elsewhere(found, names, name, clues);
        out.push_back(std::move(candidate));
    }
}

} // namespace leitstand::detail_understand
