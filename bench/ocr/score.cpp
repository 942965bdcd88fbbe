// SPDX-License-Identifier: EUPL-1.2
#include "score.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace leitstand::bench {

namespace {

std::u32string letters_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const lead = static_cast<unsigned char>(text[at]);
        int const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
        char32_t letter = more == 0 ? lead : lead & (0x3fu >> more);
        for (int i = 1; i <= more && at + static_cast<std::size_t>(i) < text.size(); ++i)
            letter = letter << 6 |
                     (static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]) & 0x3f);
        at += static_cast<std::size_t>(more) + 1;
        bool const is_blank = letter <= 32;
        if (!is_blank)
            out += letter;
        else if (!out.empty() && out.back() != ' ')
            out += U' ';
    }
    return out;
}

// The least number of edits that make some stretch of `text` into `block` (Sellers, J. Algorithms
// 1(4), 1980).
std::size_t best_match(std::u32string const& block, std::u32string const& text) {
    std::vector<std::uint32_t> row(block.size() + 1);
    for (std::size_t i = 0; i <= block.size(); ++i)
        row[i] = static_cast<std::uint32_t>(i);
    auto best = row.back();
    for (auto const letter : text) {
        auto diagonal = row[0];
        for (std::size_t i = 1; i <= block.size(); ++i) {
            auto const above = row[i];
            row[i] =
                std::min({above + 1, row[i - 1] + 1, diagonal + (block[i - 1] == letter ? 0 : 1)});
            diagonal = above;
        }
        best = std::min(best, row.back());
    }
    return best;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find_first_of(" \n\t", at), text.size());
        if (end > at)
            words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

} // namespace

void Score::add(Score const& other) {
    letters += other.letters;
    letter_faults += other.letter_faults;
    words += other.words;
    word_faults += other.word_faults;
    blocks += other.blocks;
    lost_blocks += other.lost_blocks;
}

double Score::letter_rate() const {
    return letters > 0 ? static_cast<double>(letter_faults) / static_cast<double>(letters) : 0;
}
double Score::word_rate() const {
    return words > 0 ? static_cast<double>(word_faults) / static_cast<double>(words) : 0;
}

Score score_of(std::vector<std::string> const& blocks, std::string const& read) {
    auto const text = letters_of(read);
    std::map<std::string_view, std::size_t> have;
    for (auto const word : words_of(read))
        ++have[word];
    Score score;
    for (auto const& block : blocks) {
        auto const wanted = letters_of(block);
        auto const faults = best_match(wanted, text);
        ++score.blocks;
        score.letters += wanted.size();
        score.letter_faults += faults;
        score.lost_blocks += faults * 2 > wanted.size() ? 1 : 0;
        for (auto const word : words_of(block)) {
            ++score.words;
            auto const found = have.find(word);
            if (found == have.end() || found->second == 0)
                ++score.word_faults;
            else
                --found->second;
        }
    }
    return score;
}

} // namespace leitstand::bench
