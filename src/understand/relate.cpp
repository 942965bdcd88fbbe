// SPDX-License-Identifier: EUPL-1.2
// The trace of a letter: words, shingles, signature, marks.
#include "understand/relate.hpp"

#include <algorithm>
#include <limits>

#include "base/crypto/crypto.hpp"
#include "learn/feature_hash.hpp"
#include "text/utf8.hpp"
#include "understand/detail/trace.hpp"

namespace leitstand {

namespace detail_understand {

namespace {

constexpr std::size_t kCodeBytesMin = 6, kCodeBytesMax = 40;
constexpr std::size_t kCodeDigitsMin = 4;

// Words that stand beside the number of a letter to which one answers (DIN 5008: "Ihr Zeichen").
constexpr auto kAnswerWords = std::to_array<std::string_view>(
    {"Ihr Zeichen", "Ihr Az", "Ihr Schreiben", "Ihrem Schreiben", "Ihres Schreibens",
     "Ihre Nachricht", "Ihr Bescheid", "Ihren Bescheid", "Ihrem Bescheid", "Ihre Aufforderung",
     "Ihrer Aufforderung", "Ihre Mahnung", "your letter", "your reference"});

bool own(Zone zone, WithSubject subject) {
    return zone == Zone::body || (zone == Zone::subject && subject == WithSubject::yes);
}

// On the line of the span or the one above it.
bool beside_answer_words(Scene const& scene, ByteSpan span) {
    auto const line = scene.line_number(span.start);
    for (auto const number : {line, line > 0 ? line - 1 : line}) {
        auto const words = scene.lines()[number].span.of(scene.text());
        if (std::ranges::any_of(kAnswerWords, [&](std::string_view cue) {
                return words.find(cue) != std::string_view::npos;
            }))
            return true;
    }
    return false;
}

// The content of a code as a number, or nothing: addresses of web pages and payments lead nowhere.
std::string code_number(std::string_view content) {
    std::string value;
    std::size_t digits = 0;
    for (char const c : content) {
        bool const digit = c >= '0' && c <= '9';
        if (!digit && !(c >= 'A' && c <= 'Z') && c != '-' && c != '/' && c != '.' && c != ' ')
            return {};
        digits += digit ? 1 : 0;
        if (c != ' ')
            value += c;
    }
    bool const fits =
        value.size() >= kCodeBytesMin && value.size() <= kCodeBytesMax && digits >= kCodeDigitsMin;
    return fits ? value : std::string{};
}

// The end of what is written like a receipt number ("2026-000123-7") and begins at `at`, or 0.
std::size_t receipt_end(std::string_view text, std::size_t at) {
    auto const digits_from = [&](std::size_t from) {
        auto end = from;
        while (end < text.size() && text::is_ascii_digit(text[end]))
            ++end;
        return end;
    };
    auto const year = digits_from(at);
    if (year != at + 4 || year >= text.size() || text[year] != '-')
        return 0;
    auto const number = digits_from(year + 1);
    if (number < year + 7 || number >= text.size() || text[number] != '-')
        return 0;
    auto const check = digits_from(number + 1);
    return check == number + 2 ? check : 0;
}

// In quoted mails, too: there stands what we wrote.
void find_receipts(Scene const& scene, std::vector<LetterMark>& marks) {
    auto const text = scene.text();
    for (auto at = text.find('-'); at != std::string_view::npos && marks.size() < kMarksMax;
         at = text.find('-', at + 1)) {
        auto const start = at < 4 ? 0 : at - 4;
        if (start > 0 && (text::is_ascii_digit(text[start - 1]) || text[start - 1] == '-'))
            continue;
        auto const end = receipt_end(text, start);
        if (end == 0)
            continue;
        ByteSpan const span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        marks.push_back({MarkUse::receipt, "receipt_number", std::string{span.of(text)}, true,
                         scene.evidence(span)});
    }
}

void find_codes(Scene const& scene, std::vector<LetterMark>& marks) {
    for (auto const& code : scene.document().codes) {
        auto value = code_number(code.text);
        if (value.empty() || marks.size() >= kMarksMax)
            continue;
        Evidence evidence;
        evidence.part = code.part;
        evidence.page = code.page;
        evidence.text = code.text;
        evidence.boxes = {code.box};
        bool const receipt = receipt_end(value, 0) == value.size();
        marks.push_back({receipt ? MarkUse::receipt : MarkUse::code,
                         receipt ? "receipt_number" : "code", std::move(value), true,
                         std::move(evidence)});
    }
}

std::vector<LetterMark> marks_of(Scene const& scene, std::vector<Found> const& found) {
    std::vector<LetterMark> marks;
    find_receipts(scene, marks);
    for (auto const& field : found) {
        auto const use = mark_use(field.key);
        if (!use || marks.size() >= kMarksMax)
            continue;
        LetterMark mark{*use, field.key, field.value, false, scene.evidence(field.span)};
        if (field.span.start == field.span.end) // from the envelope
            mark.evidence.text = field.value;
        mark.answers = *use == MarkUse::matter && beside_answer_words(scene, field.span);
        marks.push_back(std::move(mark));
    }
    find_codes(scene, marks);
    return marks;
}

} // namespace

std::vector<LetterWord> own_words(Scene const& scene, std::uint64_t seed, WithSubject subject) {
    std::vector<LetterWord> words;
    auto const& lines = scene.lines();
    std::size_t line = 0;
    for (std::uint32_t i = 0; i < scene.tokens().size() && words.size() < kTraceWordsMax; ++i) {
        auto const& token = scene.tokens()[i];
        while (line + 1 < lines.size() && lines[line + 1].span.start <= token.span.start)
            ++line;
        if (token.kind != text::TokenKind::sign && own(lines[line].zone, subject))
            words.push_back({learn::hash_text(token.form, seed), i});
    }
    return words;
}

std::vector<std::uint64_t> shingles_of(std::vector<LetterWord> const& words) {
    std::vector<std::uint64_t> shingles;
    shingles.reserve(words.size());
    for (std::size_t i = 0; i + kShingleWords <= words.size(); ++i) {
        auto hash = words[i].hash;
        for (std::size_t k = 1; k < kShingleWords; ++k)
            hash = learn::combine(hash, words[i + k].hash);
        shingles.push_back(hash);
    }
    std::ranges::sort(shingles);
    shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
    return shingles;
}

LetterTrace trace_of(Scene const& scene, std::vector<Found> const& found, std::uint64_t seed) {
    LetterTrace trace;
    auto const words = own_words(scene, seed, WithSubject::no);
    trace.words = static_cast<std::uint32_t>(words.size());
    if (!words.empty()) {
        // "Siehe Anhang" under another subject is another letter.
        std::string forms;
        for (auto const& word : own_words(scene, seed, WithSubject::yes)) {
            forms += scene.tokens()[word.token].form;
            forms += '\0';
        }
        trace.digest = sha256(forms);
    }
    if (trace.can_resemble())
        trace.signature = signature_of(shingles_of(words));
    trace.marks = marks_of(scene, found);
    return trace;
}

} // namespace detail_understand

LetterTrace trace_letter(Document const& document, std::uint64_t seed) {
    return detail_understand::trace_of(detail_understand::Scene{document}, {}, seed);
}

std::optional<MarkUse> mark_use(std::string_view key) {
    struct Row {
        std::string_view key;
        MarkUse use;
    };
    static constexpr auto kRows = std::to_array<Row>({{"aktenzeichen", MarkUse::matter},
                                                      {"kundennummer", MarkUse::matter},
                                                      {"kindergeldnummer", MarkUse::matter},
                                                      {"bg_nummer", MarkUse::matter},
                                                      {"vsnr", MarkUse::person},
                                                      {"steuer_id", MarkUse::person},
                                                      {"kvnr", MarkUse::person},
                                                      {"sender_name", MarkUse::writer},
                                                      {"email", MarkUse::writer},
                                                      {"receipt_number", MarkUse::receipt},
                                                      {"code", MarkUse::code}});
    auto const* const row = std::ranges::find(kRows, key, &Row::key);
    return row == kRows.end() ? std::nullopt : std::optional{row->use};
}

Signature signature_of(std::vector<std::uint64_t> const& shingles) {
    Signature smallest;
    smallest.fill(std::numeric_limits<std::uint32_t>::max());
    for (auto const shingle : shingles)
        for (std::size_t k = 0; k < kSignatureHashes; ++k) {
            auto const hash = learn::combine(shingle, k + 1) >> 32;
            smallest[k] = std::min(smallest[k], static_cast<std::uint32_t>(hash));
        }
    return smallest;
}

double share_of_equal(std::vector<std::uint64_t> const& one,
                      std::vector<std::uint64_t> const& other) {
    if (one.empty() || other.empty())
        return 0;
    std::size_t equal = 0;
    for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
        equal += *a == *b ? 1 : 0;
        auto const smaller = std::min(*a, *b);
        a += *a == smaller ? 1 : 0;
        b += *b == smaller ? 1 : 0;
    }
    return static_cast<double>(equal) / static_cast<double>(one.size() + other.size() - equal);
}

double estimated_share(Signature const& one, Signature const& other) {
    std::size_t equal = 0;
    for (std::size_t k = 0; k < kSignatureHashes; ++k)
        equal += one[k] == other[k] ? 1 : 0;
    return static_cast<double>(equal) / kSignatureHashes;
}

std::string band_of(Signature const& signature, std::size_t band) {
    std::string bytes;
    for (std::size_t row = 0; row < kRelateBandRows; ++row)
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(signature[band * kRelateBandRows + row] >> shift & 0xFF);
    return bytes;
}

} // namespace leitstand
