// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/scene.hpp"

#include <algorithm>

namespace leitstand::detail_understand {

namespace {

constexpr std::size_t kOwnBytesMin = 5; // before a quoted mail can begin

bool blank_char(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Whether a line opens a quoted mail that goes on to the end of the part.
bool opens_quote(std::string_view line, std::string_view next) {
    auto const starts = [&](std::string_view word) { return line.starts_with(word); };
    if (starts("-----Ursp") || starts("-----Orig") || starts("----- Ursp") ||
        starts("----- Orig") || starts("---------- Forwarded") ||
        starts("---------- Weitergeleitete"))
        return true;
    bool const header = starts("Von: ") || starts("From: ");
    if (header &&
        (next.starts_with("Gesendet") || next.starts_with("Datum") || next.starts_with("An:") ||
         next.starts_with("Sent") || next.starts_with("Date") || next.starts_with("To:")))
        return contains(next, ":");
    bool const wrote =
        (starts("Am ") && (contains(line, "schrieb") || contains(next, "schrieb"))) ||
        (starts("On ") && contains(line, "wrote"));
    return wrote && (line.ends_with(":") || next.ends_with(":"));
}

bool is_footer(std::string_view line) {
    return contains(line, "iPhone gesendet") || contains(line, "Von meinem Samsung") ||
           contains(line, "Handy gesendet") || contains(line, "Smartphone gesendet") ||
           contains(line, "Sent from my") || line.starts_with("Gesendet mit ") ||
           line.starts_with("Gesendet von ") || contains(line, "Mobiltelefon gesendet") ||
           contains(line, "E-Mail ist vertraulich") || contains(line, "E-Mail enthält vertraul") ||
           contains(line, "iPad gesendet") || contains(line, "Outlook für");
}

} // namespace

Scene::Scene(Document const& document)
    : document_(document), clean_(text::normalise(document.text)),
      subject_(text::normalise(document.envelope.subject)) {
    auto const& subject = subject_.text;
    // A reader may have put the subject into the text already.
    if (!subject.empty() &&
        !contains(std::string_view(clean_.text).substr(0, subject.size() + 200), subject)) {
        text_ = subject;
        std::replace(text_.begin(), text_.end(), '\n', ' ');
        text_ += "\n\n";
        shift_ = static_cast<std::uint32_t>(text_.size());
    }
    text_ += clean_.text;
    cut();
}

void Scene::cut() {
    std::string_view const all = text_;
    bool quoting = false;
    std::size_t own_bytes = 0;
    for (std::size_t at = 0; at <= all.size();) {
        auto end = std::min(all.find_first_of("\n\f", at), all.size());
        auto from = at, to = end;
        while (from < to && blank_char(all[from]))
            ++from;
        while (to > from && blank_char(all[to - 1]))
            --to;
        auto const line = all.substr(from, to - from);
        auto const next_at = std::min(end + 1, all.size());
        auto const next =
            all.substr(next_at, std::min(all.find('\n', next_at), all.size()) - next_at);
        // The head of a fax or a form at the very top quotes nobody.
        quoting = quoting || (own_bytes >= kOwnBytesMin && opens_quote(line, next));
        own_bytes += quoting || at < shift_ ? 0 : line.size();
        Zone zone = quoting || line.starts_with(">") ? Zone::quoted
                    : is_footer(line)                ? Zone::footer
                                                     : Zone::body;
        if (at < shift_)
            zone = Zone::subject;
        lines_.push_back(
            {{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)}, zone});
        if (end < all.size() && all[end] == '\f')
            quoting = false, own_bytes = 0; // the next part speaks for itself
        at = end + 1;
    }
    sentences_ = text::sentences(all);
    tokens_ = text::tokenise(all);
    text::assign_sentences(tokens_, sentences_);
}

std::size_t Scene::line_number(std::uint32_t byte) const {
    auto const after =
        std::upper_bound(lines_.begin(), lines_.end(), byte,
                         [](std::uint32_t at, Line const& line) { return at < line.span.start; });
    return after == lines_.begin() ? 0 : static_cast<std::size_t>(after - lines_.begin() - 1);
}

std::size_t Scene::token_at(std::uint32_t byte) const {
    auto const found = std::lower_bound(
        tokens_.begin(), tokens_.end(), byte,
        [](text::Token const& token, std::uint32_t at) { return token.span.start < at; });
    return static_cast<std::size_t>(found - tokens_.begin());
}

std::uint32_t Scene::sentence_at(std::uint32_t byte) const {
    auto const after = std::upper_bound(
        sentences_.begin(), sentences_.end(), byte,
        [](std::uint32_t at, ByteSpan const& sentence) { return at < sentence.start; });
    return after == sentences_.begin() ? 0
                                       : static_cast<std::uint32_t>(after - sentences_.begin() - 1);
}

std::optional<Span> Scene::in_document(ByteSpan span) const {
    if (span.start < shift_)
        return std::nullopt;
    auto const original = clean_.original({span.start - shift_, span.end - shift_});
    return Span{original.start, original.end};
}

Evidence Scene::evidence(ByteSpan span) const {
    if (auto const place = in_document(span); place)
        return evidence_at(*place);
    Evidence out;
    out.text = std::string(span.of(text_));
    return out;
}

Evidence Scene::evidence_at(Span place) const {
    Evidence out;
    out.span = place;
    out.text = document_.text.substr(place.start, place.end - place.start);
    for (auto const& part : document_.parts)
        if (part.span.start <= place.start && place.start < part.span.end)
            out.part = part.number;
    for (auto const& page : document_.pages)
        if (page.span.start <= place.start && place.start < page.span.end) {
            out.page = page.number;
            out.part = page.part;
        }
    // One box per line: words that stand on one height and follow each other are joined.
    auto word = std::lower_bound(
        document_.words.begin(), document_.words.end(), place.start,
        [](Word const& candidate, std::uint32_t at) { return candidate.span.end <= at; });
    for (; word != document_.words.end() && word->span.start < place.end; ++word) {
        if (word->part != out.part || word->page != out.page)
            break;
        if (!out.boxes.empty() && word->box.x0 >= out.boxes.back().x0 &&
            word->box.y0 < out.boxes.back().y1 && word->box.y1 > out.boxes.back().y0) {
            auto& box = out.boxes.back();
            box.y0 = std::min(box.y0, word->box.y0);
            box.x1 = std::max(box.x1, word->box.x1);
            box.y1 = std::max(box.y1, word->box.y1);
        } else {
            out.boxes.push_back(word->box);
        }
    }
    return out;
}

Mask Scene::in_source(std::vector<ByteSpan> spans) const {
    Mask mask;
    auto const add = [](std::vector<Span>& to, ByteSpan place) {
        if (!to.empty() && place.start <= to.back().end)
            to.back().end = std::max(to.back().end, place.end);
        else if (place.start < place.end)
            to.push_back({place.start, place.end});
    };
    std::sort(spans.begin(), spans.end(),
              [](ByteSpan const& a, ByteSpan const& b) { return a.start < b.start; });
    auto const subject_end = shift_ == 0 ? 0 : static_cast<std::uint32_t>(subject_.text.size());
    for (auto const& span : spans) {
        if (span.start < subject_end)
            add(mask.subject, subject_.original({span.start, std::min(span.end, subject_end)}));
        if (span.end > shift_)
            add(mask.text,
                clean_.original({std::max(span.start, shift_) - shift_, span.end - shift_}));
    }
    return mask;
}

Scene Scene::masked(std::vector<ByteSpan> const& spans) const {
    Scene out = *this;
    for (auto const& span : spans)
        for (auto i = span.start; i < span.end && i < out.text_.size(); ++i)
            if (out.text_[i] != '\n' && out.text_[i] != '\f')
                out.text_[i] = '_';
    // Words that are gone are no tokens; lines and sentences stay where they were.
    std::erase_if(out.tokens_, [&](text::Token const& token) {
        return std::string_view(out.text_).substr(token.span.start, token.span.size()).find('_') !=
               std::string_view::npos;
    });
    return out;
}

} // namespace leitstand::detail_understand
