// SPDX-License-Identifier: EUPL-1.2
#include "read/document.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "read/bytes.hpp"
#include "read/language.hpp"
#include "read/reading.hpp"

namespace leitstand {

namespace {

// Byte offsets to code points: every kStep bytes a count, the rest is counted on demand.
class CodePoints {
  public:
    explicit CodePoints(std::string_view text) : text_(text) {
        std::uint32_t count = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (i % kStep == 0)
                counts_.push_back(count);
            count += starts_character(text[i]) ? 1 : 0;
        }
        counts_.push_back(count);
    }

    std::uint32_t before(std::uint32_t bytes) const {
        auto const at = std::min<std::size_t>(bytes, text_.size());
        auto count = counts_[at / kStep];
        for (auto i = at / kStep * kStep; i < at; ++i)
            count += starts_character(text_[i]) ? 1 : 0;
        return count;
    }

  private:
    static constexpr std::size_t kStep = 256;
    static bool starts_character(char c) { return (c & 0xc0) != 0x80; }
    std::string_view text_;
    std::vector<std::uint32_t> counts_;
};

double rounded(float value, double steps) {
    return std::round(static_cast<double>(value) * steps) / steps;
}

Json text_or_null(std::string const& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json marks_json(PageMarks marks) {
    auto keys = Json::array();
    for (std::size_t i = 0; i < kPageMarkCount; ++i)
        if (marks.has(static_cast<PageMark>(i)))
            keys.push_back(mark_key(static_cast<PageMark>(i)));
    return keys;
}

Json box_json(Box const& box) {
    return {rounded(box.x0, 100), rounded(box.y0, 100), rounded(box.x1, 100), rounded(box.y1, 100)};
}

// Hidden texts and codes.
template <typename Thing>
Json things_json(std::vector<Thing> const& things, std::string_view (*key)(decltype(Thing::kind))) {
    auto all = Json::array();
    for (auto const& thing : things)
        all.push_back(Json{{"part", thing.part},
                           {"page", thing.page},
                           {"kind", key(thing.kind)},
                           {"text", thing.text},
                           {"box", box_json(thing.box)}});
    return all;
}

} // namespace

bool Document::needs_recognition() const {
    return std::any_of(pages.begin(), pages.end(), [](Page const& page) {
        return page.marks.has(PageMark::unread) || page.marks.has(PageMark::unchecked);
    });
}

std::string_view status_name(ReadStatus status) {
    switch (status) {
    case ReadStatus::read:
        return "read";
    case ReadStatus::partly_read:
        return "partly_read";
    case ReadStatus::refused:
        return "refused";
    }
    return "refused";
}

std::string_view source_name(PageSource source) {
    switch (source) {
    case PageSource::text:
        return "text";
    case PageSource::ocr:
        return "ocr";
    case PageSource::both:
        return "both";
    }
    return "text";
}

Json read_json(Document const& document, std::string const& input, bool with_words) {
    CodePoints const points{document.text};
    auto pages = Json::array();
    for (auto const& page : document.pages)
        pages.push_back(Json{{"part", page.part},
                             {"number", page.number},
                             {"width", rounded(page.width, 10)},
                             {"height", rounded(page.height, 10)},
                             {"source", source_name(page.source)},
                             {"turned", page.turned},
                             {"marks", marks_json(page.marks)},
                             {"start", points.before(page.span.start)},
                             {"end", points.before(page.span.end)}});
    auto parts = Json::array();
    for (auto const& part : document.parts)
        parts.push_back(Json{{"part", part.number},
                             {"parent", part.number == 0 ? Json(nullptr) : Json(part.parent)},
                             {"name", part.name},
                             {"media_type", part.media_type},
                             {"status", status_name(part.status)},
                             {"reason", text_or_null(part.reason)},
                             {"language", text_or_null(language_of(part, document))},
                             {"start", points.before(part.span.start)},
                             {"end", points.before(part.span.end)},
                             {"sha256", part.sha256},
                             {"size_bytes", part.size_bytes}});
    auto const& e = document.envelope;
    Json json{{"input", input},
              {"sha256", document.sha256},
              {"media_type", document.media_type},
              {"status", status_name(document.status)},
              {"reason", text_or_null(document.reason)},
              {"language", text_or_null(document.language)},
              {"envelope", Json{{"subject", e.subject},
                                {"sender_name", e.sender_name},
                                {"sender_address", e.sender_address},
                                {"recipient", e.recipient},
                                {"sent_at", text_or_null(e.sent_at)},
                                {"message_id", e.message_id}}},
              {"pages", std::move(pages)},
              {"text", document.text},
              {"parts", std::move(parts)},
              {"hidden", things_json(document.hidden, hidden_key)},
              {"codes", things_json(document.codes, code_key)},
              {"warnings", document.warnings}};
    if (!with_words)
        return json;
    auto words = Json::array();
    for (auto const& word : document.words)
        words.push_back(
            Json{{"text", document.text.substr(word.span.start, word.span.end - word.span.start)},
                 {"part", word.part},
                 {"page", word.page},
                 {"start", points.before(word.span.start)},
                 {"end", points.before(word.span.end)},
                 {"box", box_json(word.box)},
                 {"confidence", rounded(word.confidence, 10'000)}});
    json["words"] = std::move(words);
    return json;
}

Document document_from_plain_text(std::string_view text) {
    Document document;
    document.media_type = "text/plain";
    document.sha256 = to_hex(sha256(text));
    document.text = to_clean_text(text);
    document.language = guess_language(document.text);
    Span const all{0, static_cast<std::uint32_t>(document.text.size())};
    document.pages.push_back({0, 1, 0, 0, PageSource::text, all, 0, {}});
    document.parts.push_back(
        {0, 0, "", "text/plain", ReadStatus::read, "", all, document.sha256, text.size()});
    return document;
}

} // namespace leitstand
