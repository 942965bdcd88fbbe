// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/comparison.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace leitstand::read_detail {

namespace {

// Numbers below were set on clean letters (no page may differ) and forged ones (each must).
constexpr std::uint32_t kSure = 7'000;     // confidence from which a seen word counts
constexpr std::uint32_t kVerySure = 8'800; // … from which one word alone may accuse
constexpr std::size_t kRunLetters = 12;    // of words in a row that the picture does not show
constexpr std::size_t kWordLetters = 6;    // of one word that reads quite differently
constexpr std::size_t kDigits = 3;         // of a number
constexpr std::size_t kOnlySeenLetters = 25;
// Bounds on what is compared, whatever a layer says.
constexpr std::size_t kWordLettersMax = 64;    // of a word
constexpr std::size_t kThereLettersMax = 512;  // at its place
constexpr std::size_t kNearMax = 512;          // words at its place
constexpr std::size_t kStepsMax = 100'000'000; // of a page; one of paper takes about a million
constexpr std::int32_t kFarthest = 10'000'000; // 1/100 point; box sides beyond it are cut

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

std::u32string clipped(std::u32string text, std::size_t most) {
    if (text.size() > most)
        text.resize(most);
    return text;
}

bool are_near(AnswerBox const& a, AnswerBox const& b) {
    auto const height = std::max(a[3] - a[1], 1);
    auto const overlap = std::min(a[3], b[3]) - std::max(a[1], b[1]);
    auto const lower = std::min(height, std::max(b[3] - b[1], 1));
    return overlap * 10 >= lower * 3 && a[0] < b[2] + height * 3 / 2 &&
           b[0] < a[2] + height * 3 / 2;
}

bool share_columns(AnswerBox const& a, AnswerBox const& b) {
    return a[0] < b[2] && b[0] < a[2];
}

// A word as it is compared: folded once.
struct Folded {
    std::u32string letters, digits;
    AnswerBox box{};
    std::uint32_t confidence = kConfidenceMax;
};

std::vector<Folded> folded_words(PageText const& page) {
    std::vector<Folded> all;
    all.reserve(page.words.size());
    for (auto const& word : page.words) {
        // Four bytes at most for a letter; what is longer is no word.
        auto const text = text_of(page, word).substr(0, kWordLettersMax * 4);
        all.push_back({clipped(fold(text), kWordLettersMax),
                       clipped(digits_of(text), kWordLettersMax), word.box, word.confidence});
        for (auto& side : all.back().box)
            side = std::clamp(side, -kFarthest, kFarthest);
    }
    return all;
}

// What stands at the place of a word on the other side.
struct There {
    std::u32string letters, digits;
    std::uint64_t confidence = 0; // mean
};

// Words of a page by height, so that each word looks at its own line only. Boxes are whatever a
// file says, so the steps are counted.
class Lines {
  public:
    explicit Lines(std::vector<Folded> const& words) : words_(words) {
        for (std::size_t i = 0; i < words.size(); ++i)
            bands_.push_back({(words[i].box[1] + words[i].box[3]) / 2, i});
        std::sort(bands_.begin(), bands_.end());
    }

    There at(AnswerBox const& box) {
        auto const reach = std::max(box[3] - box[1], 500) * 2;
        auto const centre = (box[1] + box[3]) / 2;
        auto const first = std::lower_bound(
            bands_.begin(), bands_.end(), std::pair<std::int32_t, std::size_t>{centre - reach, 0});
        std::vector<std::size_t> found;
        for (auto band = first; band != bands_.end() && band->first <= centre + reach &&
                                found.size() < kNearMax && !is_exhausted();
             ++band) {
            ++steps_;
            if (are_near(box, words_[band->second].box))
                found.push_back(band->second);
        }
        std::sort(found.begin(), found.end());
        return what_stands(box, found);
    }

    void spend(std::size_t steps) { steps_ += steps; }
    bool is_exhausted() const { return steps_ >= kStepsMax; }

  private:
    // Digits accuse, so they are those of words right at this place, and only if all of them are
    // read surely: neighbours and guesses accuse nobody.
    There what_stands(AnswerBox const& box, std::vector<std::size_t> const& found) const {
        There there;
        bool digits_are_sure = true;
        for (auto const i : found) {
            auto const& word = words_[i];
            if (there.letters.size() < kThereLettersMax)
                there.letters += word.letters;
            if (share_columns(box, word.box)) {
                digits_are_sure &= word.confidence >= kSure;
                if (there.digits.size() < kThereLettersMax)
                    there.digits += word.digits;
            }
            there.confidence += word.confidence;
        }
        if (!digits_are_sure)
            there.digits.clear();
        if (!found.empty())
            there.confidence /= found.size();
        return there;
    }

    std::vector<Folded> const& words_;
    std::vector<std::pair<std::int32_t, std::size_t>> bands_;
    std::size_t steps_ = 0;
};

enum class Verdict { agrees, doubtful, other_text, other_number };

Verdict judge(Folded const& word, There const& there) {
    if (word.digits.size() >= kDigits && there.digits.size() >= kDigits) {
        auto const faults = distance_within(word.digits, there.digits);
        if (faults >= 2 && faults * 10 >= word.digits.size() * 3)
            return Verdict::other_number;
    }
    if (word.letters.size() < 3)
        return Verdict::agrees;
    auto const faults = distance_within(word.letters, there.letters);
    if (faults <= std::max<std::size_t>(1, word.letters.size() * 2 / 5))
        return Verdict::agrees;
    bool const nothing_there = there.letters.empty();
    return nothing_there || there.confidence >= kSure ? Verdict::other_text : Verdict::doubtful;
}

// Words in a row that disagree.
struct Run {
    std::size_t first = 0, count = 0, letters = 0;
    bool accuses = false; // even if it is short
};

// What the layer says there, in pieces that the protocol lets through.
void put_hidden(std::vector<AnswerHidden>& all, PageText const& layer, Run const& run,
                std::uint32_t page) {
    bool begins = true;
    for (auto i = run.first; i < run.first + run.count && all.size() < kHiddenMax; ++i) {
        auto const& word = layer.words[i];
        auto const text = cut_to(text_of(layer, word), kHiddenTextBytesMax);
        if (begins || all.back().text.size() + text.size() + 1 > kHiddenTextBytesMax) {
            all.push_back({page, HiddenKind::differs, word.box, std::string{text}});
            begins = false;
            continue;
        }
        auto& hidden = all.back();
        hidden.box = {std::min(hidden.box[0], word.box[0]), std::min(hidden.box[1], word.box[1]),
                      std::max(hidden.box[2], word.box[2]), std::max(hidden.box[3], word.box[3])};
        hidden.text += ' ';
        hidden.text += text;
    }
}

// Nothing: the boxes of the layer lie as no page's do.
std::optional<std::vector<Run>> runs_of(std::vector<Folded> const& layer,
                                        std::vector<Folded> const& seen) {
    Lines lines{seen};
    std::vector<Run> runs;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        auto const& word = layer[i];
        auto const there = lines.at(word.box);
        lines.spend(word.letters.size() * there.letters.size());
        if (lines.is_exhausted())
            return std::nullopt;
        auto const verdict = judge(word, there);
        if (verdict == Verdict::agrees || verdict == Verdict::doubtful)
            continue;
        bool const goes_on = !runs.empty() && runs.back().first + runs.back().count + 1 >= i;
        if (!goes_on)
            runs.push_back({i, 0, 0, false});
        auto& run = runs.back();
        run.count = i + 1 - run.first;
        run.letters += word.letters.size();
        bool const quite_other =
            word.letters.size() >= kWordLetters && there.confidence >= kVerySure &&
            distance_within(word.letters, there.letters) * 10 >= word.letters.size() * 6;
        run.accuses |= verdict == Verdict::other_number || quite_other;
    }
    return runs;
}

std::vector<std::size_t> only_seen(std::vector<Folded> const& layer,
                                   std::vector<Folded> const& seen) {
    Lines lines{layer};
    std::vector<std::size_t> found;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        auto const& word = seen[i];
        if (word.confidence < kSure || !lines.at(word.box).letters.empty())
            continue;
        found.push_back(i);
        letters += word.letters.size();
    }
    if (letters < kOnlySeenLetters || lines.is_exhausted())
        found.clear();
    return found;
}

} // namespace

Comparison compare(PageText const& layer, PageText const& seen, std::uint32_t page) {
    Comparison comparison;
    std::optional<std::vector<Run>> runs;
    std::vector<Folded> ours;
    auto const theirs = folded_words(seen);
    if (layer.words.size() <= kPageWordsMax) {
        ours = folded_words(layer);
        runs = runs_of(ours, theirs);
    }
    if (!runs) { // no person set so many words, or so: nothing of it is believed
        comparison.differs = true;
        put_hidden(comparison.hidden, layer, {0, layer.words.size(), 0, true}, page);
        return comparison;
    }
    for (auto const& run : *runs) {
        if (run.letters < kRunLetters && !run.accuses)
            continue;
        comparison.differs = true;
        put_hidden(comparison.hidden, layer, run, page);
    }
    if (!comparison.differs)
        comparison.only_seen = only_seen(ours, theirs);
    return comparison;
}

} // namespace leitstand::read_detail
