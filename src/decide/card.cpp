// SPDX-License-Identifier: EUPL-1.2
#include "decide/card.hpp"

#include "receive/packing.hpp"
#include "text/normalise.hpp"
#include "text/utf8.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kShownCodePointsMax = 120;
constexpr std::size_t kWordsMax = 48; // of one item
constexpr std::size_t kWordBytesMax = 64;
constexpr char kKeySeparator = ' '; // catalogue keys are ASCII without spaces

std::string joined(std::vector<std::string> const& keys) {
    std::string text;
    for (auto const& key : keys) {
        if (!text.empty())
            text += kKeySeparator;
        text += key;
    }
    return text;
}

std::vector<std::string> split_keys(std::string_view text) {
    std::vector<std::string> keys;
    while (!text.empty()) {
        auto const end = std::min(text.find(kKeySeparator), text.size());
        keys.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return keys;
}

bool is_word_point(char32_t c) {
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
           !(c >= 0x3000 && c <= 0x303F) && c != 0xFFFD && c != 0xFEFF;
}

// The words of a text in their matching form, at most kWordsMax of them.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    auto const end_word = [&] {
        if (!word.empty() && word.size() <= kWordBytesMax && words.size() < kWordsMax)
            words.push_back(text::matching_form(word));
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        auto const point = text::code_point_at(text, at);
        at += point.size;
        if (is_word_point(point.value))
            text::append_utf8(word, point.value);
        else
            end_word();
    }
    end_word();
    std::erase(words, std::string{});
    return words;
}

constexpr std::size_t kSubjectLinesMax = 80; // a letter's head and its first sentence stand above

// The non-empty lines at the head of a text, shortened for a list.
std::vector<std::string> head_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty() && lines.size() < kSubjectLinesMax) {
        auto const end = std::min(text.find_first_of("\n\r\f"), text.size());
        if (auto line = shortened(text.substr(0, end), kShownCodePointsMax); !line.empty())
            lines.push_back(std::move(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool greets(std::string_view line) {
    static constexpr std::array<std::string_view, 9> kGreetings{
        "Sehr geehrte", "Guten Tag",   "Guten Morgen", "Hallo", "Liebe",
        "Moin",         "Guten Abend", "Dear ",        "Hello"};
    return std::ranges::any_of(kGreetings,
                               [&](auto greeting) { return line.starts_with(greeting); });
}

// A line of an address, a date or a number says nothing about the matter: it has as many digits as
// a postcode.
bool says_something(std::string_view line) {
    auto const digits = std::ranges::count_if(line, [](char c) { return c >= '0' && c <= '9'; });
    return digits < 5 && line.size() > 3 && !line.starts_with("An ");
}

// What a letter without an envelope is about: its subject line, else the line before the greeting
// (DIN 5008 sets the subject there), else what follows the greeting, else the first line.
std::string subject_of(std::string_view text) {
    auto const lines = head_lines(text);
    for (auto const& line : lines)
        for (std::string_view const mark : {"Betreff:", "Betr.:", "Betrifft:", "Subject:"})
            if (line.starts_with(mark) && line.size() > mark.size() + 1)
                return shortened(std::string_view{line}.substr(mark.size()), kShownCodePointsMax);
    auto const greeting = std::ranges::find_if(lines, greets);
    if (greeting != lines.end()) {
        if (greeting != lines.begin() && says_something(*(greeting - 1)))
            return *(greeting - 1);
        if (greeting + 1 != lines.end())
            return *(greeting + 1);
    }
    return lines.empty() ? std::string{} : lines.front();
}

void add_once(std::vector<std::string>& keys, std::string const& key) {
    if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end())
        keys.push_back(key);
}

bool is_decided(DecidedFinding const& finding) {
    return finding.state == "confirmed" || finding.state == "corrected" || finding.state == "added";
}

} // namespace

std::string shortened(std::string_view text, std::size_t code_points_max) {
    std::string out;
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size() && count < code_points_max;) {
        auto const point = text::code_point_at(text, at);
        at += point.size;
        bool const is_space = point.value <= 0x20 || point.value == 0x7F || point.value == 0xA0 ||
                              (point.value >= 0x80 && point.value < 0xA0);
        if (is_space && (out.empty() || out.back() == ' '))
            continue;
        text::append_utf8(out, is_space ? U' ' : point.value);
        ++count;
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

std::string pack_card(Card const& card) {
    return pack_texts({card.name, card.read_sender, card.sender, card.subject, card.unit,
                       joined(card.services), joined(card.acts), joined(card.themes)});
}

Result<Card> unpack_card(std::string_view packed) {
    auto texts = TRY(unpack_texts(packed, 8));
    return Card{.name = std::move(texts[0]),
                .read_sender = std::move(texts[1]),
                .sender = std::move(texts[2]),
                .subject = std::move(texts[3]),
                .unit = std::move(texts[4]),
                .services = split_keys(texts[5]),
                .acts = split_keys(texts[6]),
                .themes = split_keys(texts[7])};
}

std::string shown_subject(Document const& document) {
    auto subject = shortened(document.envelope.subject, kShownCodePointsMax);
    return subject.empty() ? subject_of(document.text) : subject;
}

void describe(Card& card, Document const& document) {
    auto const& envelope = document.envelope;
    card.read_sender = shortened(envelope.sender_name, kShownCodePointsMax);
    if (card.read_sender.empty())
        card.read_sender = shortened(envelope.sender_address, kShownCodePointsMax);
    card.sender = card.read_sender;
    card.subject = shown_subject(document);
}

void describe(Card& card, std::vector<DecidedFinding> const& findings, std::string const& unit) {
    card.services.clear();
    card.acts.clear();
    card.themes.clear();
    card.unit = unit;
    std::string found_sender;
    std::string decided_sender;
    for (auto const& decided : findings) {
        bool const shows = is_decided(decided) ||
                           (decided.state == "open" && decided.shown && decided.finding.suggested);
        if (!shows)
            continue;
        auto const& key =
            decided.corrected_key.empty() ? decided.finding.key : decided.corrected_key;
        auto const& value =
            decided.corrected_value.empty() ? decided.finding.value : decided.corrected_value;
        switch (decided.finding.kind) {
        case FindingKind::service:
            add_once(card.services, key);
            break;
        case FindingKind::act:
            add_once(card.acts, key);
            break;
        case FindingKind::theme:
            add_once(card.themes, key);
            break;
        case FindingKind::field:
            if (key == "sender_name")
                (is_decided(decided) ? decided_sender : found_sender) = value;
            break;
        case FindingKind::document:
        case FindingKind::unit: // comes as one of its own
            break;
        }
    }
    card.sender = !decided_sender.empty()     ? decided_sender
                  : !card.read_sender.empty() ? card.read_sender
                                              : found_sender;
    card.sender = shortened(card.sender, kShownCodePointsMax);
}

std::int64_t Tokens::of(std::string_view field, std::string_view value) const {
    auto const digest = hmac_sha256(key_, fmt::format("{}:{}", field, value));
    std::uint64_t token = 0;
    for (std::size_t i = 0; i < sizeof token; ++i)
        token = token << 8 | static_cast<unsigned char>(digest[i]);
    return static_cast<std::int64_t>(token >> 1);
}

std::vector<std::int64_t> Tokens::of_words(std::string_view words) const {
    std::vector<std::int64_t> tokens;
    for (auto const& word : words_of(words))
        tokens.push_back(of("word", word));
    return tokens;
}

std::vector<std::int64_t> Tokens::of_card(Card const& card, Channel channel) const {
    std::vector<std::int64_t> tokens =
        of_words(fmt::format("{}\n{}\n{}", card.subject, card.sender, card.name));
    tokens.push_back(of("channel", channel_name(channel)));
    tokens.push_back(of("unit", card.unit)); // an item of no unit is found by that
    for (auto const& key : card.services)
        tokens.push_back(of("service", key));
    for (auto const& key : card.acts)
        tokens.push_back(of("act", key));
    for (auto const& key : card.themes)
        tokens.push_back(of("theme", key));
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

} // namespace leitstand
