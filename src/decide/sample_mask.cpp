// SPDX-License-Identifier: EUPL-1.2
#include "decide/sample_mask.hpp"

#include <algorithm>
#include <vector>

#include "base/time.hpp"
#include "understand/masked_fields.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kHiddenBytesMin = 3; // a shorter one stands for too much else

void hide(std::string& text, std::size_t start, std::size_t end) {
    for (auto at = start; at < end && at < text.size(); ++at)
        if (text[at] != '\n' && text[at] != '\f')
            text[at] = '_';
}

void hide(std::string& text, std::span<Span const> spans) {
    for (auto const& span : spans)
        hide(text, span.start, span.end);
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

// Of a word: letters and digits, and every byte of a character beyond ASCII.
bool is_word(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

// The end of `letters` (no blank in it) at `at`, blanks passed over; nothing where it is not there.
std::optional<std::size_t> end_at(std::string_view text, std::size_t at, std::string_view letters) {
    std::size_t known = 0;
    for (; at < text.size() && known < letters.size(); ++at)
        if (text[at] == letters[known])
            ++known;
        else if (known == 0 || !is_blank(text[at]))
            return std::nullopt;
    return known == letters.size() ? std::optional{at} : std::nullopt;
}

// From the beginning of a word on; what follows is not asked, since a name may be inflected.
void hide_everywhere(std::string& text, std::string_view letters) {
    for (std::size_t at = 0; at < text.size(); ++at)
        if (at == 0 || !is_word(text[at - 1]))
            if (auto const end = end_at(text, at, letters))
                hide(text, at, *end);
}

void hide_everywhere(Document& document, std::string letters) {
    std::erase_if(letters, is_blank);
    if (letters.size() < kHiddenBytesMin)
        return;
    hide_everywhere(document.text, letters);
    hide_everywhere(document.envelope.subject, letters);
}

// As it may be written: a date also in the German way, a name also in part.
std::vector<std::string> written_forms(std::string_view key, std::string const& value) {
    std::vector<std::string> forms{value};
    if (auto const date = parse_iso_date(value)) {
        forms.push_back(fmt::format("{:02}.{:02}.{}", date->day, date->month, date->year));
        forms.push_back(fmt::format("{}.{}.{}", date->day, date->month, date->year));
    }
    if (names_person(key))
        for (auto at = value.begin(); at != value.end();) {
            auto const end = std::find_if(at, value.end(), is_blank);
            forms.emplace_back(at, end);
            at = std::find_if_not(end, value.end(), is_blank);
        }
    return forms;
}

bool stands(DecidedFinding const& finding) {
    return finding.state != "rejected" && finding.state != "withdrawn";
}

void hide(Document& document, DecidedFinding const& decided) {
    auto const& finding = decided.finding;
    for (auto const& evidence : finding.evidence) {
        hide(document.text, evidence.span.start, evidence.span.end);
        hide_everywhere(document, evidence.text);
    }
    for (auto const& value : {finding.value, decided.corrected_value})
        for (auto& form : written_forms(finding.key, value))
            hide_everywhere(document, std::move(form));
}

} // namespace

Document hidden_for_training(Document document, std::optional<Mask> const& mask,
                             std::span<DecidedFinding const> findings) {
    if (mask) {
        hide(document.text, mask->text);
        hide(document.envelope.subject, mask->subject);
    }
    for (auto const& finding : findings)
        if (finding.finding.kind == FindingKind::field && stands(finding) &&
            (masks_field(finding.finding.key) || masks_field(finding.corrected_key)))
            hide(document, finding);
    return document;
}

} // namespace leitstand
