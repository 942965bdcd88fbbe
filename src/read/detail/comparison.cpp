// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/comparison.hpp"

#include <algorithm>
#include <cstdlib>

namespace leitstand::read_detail {

namespace {

// Numbers below were set on clean letters (no page may differ) and forged ones (each must).
constexpr std::uint32_t kSure = 7'000;     // confidence from which a seen word counts
constexpr std::uint32_t kVerySure = 8'800; // … from which one word alone may accuse
constexpr std::size_t kRunLetters = 12;    // of words in a row that the picture does not show
constexpr std::size_t kWordLetters = 6;    // of one word that reads quite differently
constexpr std::size_t kDigits = 3;         // of a number
constexpr std::size_t kOnlySeenLetters = 25;

std::u32string code_points(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const lead = static_cast<unsigned char>(text[at]);
        std::size_t const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
        char32_t point = more == 0 ? lead : lead & (0x3fu >> more);
        for (std::size_t i = 1; i <= more && at + i < text.size(); ++i)
            point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3f);
        out += point;
        at += more + 1;
    }
    return out;
}

// Letters that recognition takes for each other become one; marks and cases go.
char32_t folded(char32_t c) {
    switch (c) {
    case U'0':
    case U'O':
    case U'Q':
    case U'ö':
    case U'Ö':
    case U'ó':
    case U'ò':
    case U'ô':
        return U'o';
    case U'1':
    case U'I':
    case U'i':
    case U'|':
    case U'!':
    case U'í':
    case U'ï':
    case U'j':
    case U'J':
    case U'ı':
        return U'l';
    case U'5':
    case U'S':
        return U's';
    case U'8':
    case U'ß':
    case U'B':
        return U'b';
    case U'2':
    case U'Z':
        return U'z';
    case U'6':
    case U'G':
        return U'g';
    case U'ä':
    case U'Ä':
    case U'á':
    case U'à':
    case U'â':
        return U'a';
    case U'ü':
    case U'Ü':
    case U'ú':
    case U'ù':
    case U'û':
        return U'u';
    case U'é':
    case U'è':
    case U'ê':
    case U'ë':
    case U'c':
    case U'C':
        return U'e';
    case U'v':
    case U'V':
        return U'y';
    default:
        break;
    }
    if (c >= U'A' && c <= U'Z')
        return c + 32;
    bool const is_letter = (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c >= 0xc0;
    bool const is_sign = c >= 0x2000 && c < 0x2c00; // dashes, quotes, bullets, arrows
    return is_letter && !is_sign ? c : 0;
}

std::u32string fold(std::string_view text) {
    std::u32string out;
    for (auto const c : code_points(text)) {
        if (c == 0xfb01 || c == 0xfb02) { // ligatures fi and fl
            out += U"fl";
            continue;
        }
        if (auto const kept = folded(c); kept != 0)
            out += kept;
    }
    return out;
}

std::u32string digits_of(std::string_view text) {
    std::u32string out;
    for (char const c : text)
        if (c >= '0' && c <= '9')
            out += static_cast<char32_t>(c);
    return out;
}

// Edits that make some stretch of `text` into `word` (Sellers, J. Algorithms 1(4), 1980).
std::size_t distance_within(std::u32string const& word, std::u32string const& text) {
    std::vector<std::size_t> row(word.size() + 1);
    for (std::size_t i = 0; i <= word.size(); ++i)
        row[i] = i;
    auto best = row.back();
    for (auto const c : text) {
        auto diagonal = row[0];
        for (std::size_t i = 1; i <= word.size(); ++i) {
            auto const above = row[i];
            row[i] = std::min({above + 1, row[i - 1] + 1, diagonal + (word[i - 1] == c ? 0u : 1u)});
            diagonal = above;
        }
        best = std::min(best, row.back());
    }
    return best;
}

std::string_view text_of(PageText const& page, AnswerWord const& word) {
    return page.text.substr(word.start, word.end - word.start);
}

bool are_near(AnswerBox const& a, AnswerBox const& b) {
    auto const height = std::max(a[3] - a[1], 1);
    auto const overlap = std::min(a[3], b[3]) - std::max(a[1], b[1]);
    auto const lower = std::min(height, std::max(b[3] - b[1], 1));
    return overlap * 10 >= lower * 3 && a[0] < b[2] + height * 3 / 2 &&
           b[0] < a[2] + height * 3 / 2;
}

// What stands at the place of a word on the other side.
struct There {
    std::u32string letters, digits;
    std::uint64_t confidence = 0; // mean
};

// Words of a page by height, so that each word looks at its own line only.
class Lines {
  public:
    explicit Lines(PageText const& page) : page_(page) {
        for (std::size_t i = 0; i < page.words.size(); ++i)
            bands_.push_back({(page.words[i].box[1] + page.words[i].box[3]) / 2, i});
        std::sort(bands_.begin(), bands_.end());
    }

    There at(AnswerBox const& box) const {
        auto const reach = std::max(box[3] - box[1], 500) * 2;
        auto const centre = (box[1] + box[3]) / 2;
        auto const first = std::lower_bound(
            bands_.begin(), bands_.end(), std::pair<std::int32_t, std::size_t>{centre - reach, 0});
        std::vector<std::size_t> found;
        for (auto band = first; band != bands_.end() && band->first <= centre + reach; ++band)
            if (are_near(box, page_.words[band->second].box))
                found.push_back(band->second);
        std::sort(found.begin(), found.end());
        There there;
        for (auto const i : found) {
            auto const& word = page_.words[i];
            there.letters += fold(text_of(page_, word));
            if (word.confidence >= kSure)
                there.digits += digits_of(text_of(page_, word));
            there.confidence += word.confidence;
        }
        if (!found.empty())
            there.confidence /= found.size();
        return there;
    }

  private:
    PageText const& page_;
    std::vector<std::pair<std::int32_t, std::size_t>> bands_;
};

enum class Verdict { agrees, doubtful, other_text, other_number };

Verdict judge(std::string_view word, There const& there) {
    auto const letters = fold(word);
    auto const digits = digits_of(word);
    if (digits.size() >= kDigits && there.digits.size() >= kDigits) {
        auto const faults = distance_within(digits, there.digits);
        if (faults >= 2 && faults * 10 >= digits.size() * 3)
            return Verdict::other_number;
    }
    if (letters.size() < 3)
        return Verdict::agrees;
    auto const faults = distance_within(letters, there.letters);
    if (faults <= std::max<std::size_t>(1, letters.size() * 2 / 5))
        return Verdict::agrees;
    bool const nothing_there = there.letters.empty();
    return nothing_there || there.confidence >= kSure ? Verdict::other_text : Verdict::doubtful;
}

// Words in a row that disagree.
struct Run {
    std::size_t first = 0, count = 0, letters = 0;
    bool accuses = false; // even if it is short
};

AnswerHidden hidden_of(PageText const& layer, Run const& run, std::uint32_t page) {
    AnswerHidden hidden;
    hidden.page = page;
    hidden.kind = HiddenKind::differs;
    hidden.box = layer.words[run.first].box;
    for (auto i = run.first; i < run.first + run.count; ++i) {
        auto const& word = layer.words[i];
        hidden.box = {std::min(hidden.box[0], word.box[0]), std::min(hidden.box[1], word.box[1]),
                      std::max(hidden.box[2], word.box[2]), std::max(hidden.box[3], word.box[3])};
        auto const text = text_of(layer, word);
        if (hidden.text.size() + text.size() + 1 > kHiddenTextBytesMax)
            break;
        hidden.text += (hidden.text.empty() ? "" : " ") + std::string{text};
    }
    return hidden;
}

std::vector<Run> runs_of(PageText const& layer, PageText const& seen) {
    Lines const lines{seen};
    std::vector<Run> runs;
    for (std::size_t i = 0; i < layer.words.size(); ++i) {
        auto const word = text_of(layer, layer.words[i]);
        auto const there = lines.at(layer.words[i].box);
        auto const verdict = judge(word, there);
        if (verdict == Verdict::agrees || verdict == Verdict::doubtful)
            continue;
        bool const goes_on = !runs.empty() && runs.back().first + runs.back().count + 1 >= i;
        if (!goes_on)
            runs.push_back({i, 0, 0, false});
        auto& run = runs.back();
        run.count = i + 1 - run.first;
        auto const letters = fold(word);
        run.letters += letters.size();
        bool const quite_other = letters.size() >= kWordLetters && there.confidence >= kVerySure &&
                                 distance_within(letters, there.letters) * 10 >= letters.size() * 6;
        run.accuses |= verdict == Verdict::other_number || quite_other;
    }
    return runs;
}

std::vector<std::size_t> only_seen(PageText const& layer, PageText const& seen) {
    Lines const lines{layer};
    std::vector<std::size_t> found;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < seen.words.size(); ++i) {
        auto const& word = seen.words[i];
        if (word.confidence < kSure || !lines.at(word.box).letters.empty())
            continue;
        found.push_back(i);
        letters += fold(text_of(seen, word)).size();
    }
    if (letters < kOnlySeenLetters)
        found.clear();
    return found;
}

} // namespace

Comparison compare(PageText const& layer, PageText const& seen, std::uint32_t page) {
    Comparison comparison;
    for (auto const& run : runs_of(layer, seen)) {
        if (run.letters < kRunLetters && !run.accuses)
            continue;
        comparison.differs = true;
        comparison.hidden.push_back(hidden_of(layer, run, page));
    }
    if (!comparison.differs)
        comparison.only_seen = only_seen(layer, seen);
    return comparison;
}

} // namespace leitstand::read_detail
