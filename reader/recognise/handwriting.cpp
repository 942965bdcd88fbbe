// SPDX-License-Identifier: EUPL-1.2
#include "reader/recognise/handwriting.hpp"

#include <algorithm>

namespace leitstand::reader {

namespace {

constexpr float kSure = 60; // confidence of a word that is print

// Joined writing: as high as one line or two, much longer than a letter, mostly white. Rules and
// frames are lower, higher or emptier; stamps are as high as wide.
bool is_cursive(Blot const& blot, float letter) {
    auto const height = static_cast<float>(blot.height());
    auto const width = static_cast<float>(blot.width());
    auto const fill = static_cast<float>(blot.pixels) / (height * width);
    return height > letter * 1.2f && height < letter * 8 && width > letter * 3.5f &&
           width < letter * 40 && width > height * 1.2f && fill > 0.03f && fill < 0.36f;
}

// On a page of nothing but joined writing the usual height is that of the writing, and print would
// be about half as high.
float height_of_print(std::vector<Blot> const& blots, float letter) {
    std::size_t counted = 0;
    std::size_t wide = 0; // wider than any letter
    for (auto const& blot : blots) {
        if (static_cast<float>(blot.height()) < letter / 2)
            continue;
        ++counted;
        wide += blot.width() > blot.height() * 2 ? 1 : 0;
    }
    return wide * 2 > counted ? letter / 2 : letter;
}

Rectangle scaled(Blot const& blot, double scale) {
    return {static_cast<int>(blot.x0 * scale), static_cast<int>(blot.y0 * scale),
            static_cast<int>(blot.x1 * scale), static_cast<int>(blot.y1 * scale)};
}

bool overlap(Rectangle const& a, Rectangle const& b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

// The share of `a` that lies in `b`.
double share_in(Rectangle const& a, Rectangle const& b) {
    if (!overlap(a, b))
        return 0;
    auto const width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
    auto const height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
    return static_cast<double>(width) * height /
           (static_cast<double>(std::max(a.width(), 1)) * std::max(a.height(), 1));
}

} // namespace

double take_out_handwriting(std::vector<SeenWord>& words, std::vector<Blot> const& blots,
                            float letter, double scale) {
    letter = height_of_print(blots, letter);
    std::vector<Rectangle> strokes;
    double width = 0;
    for (auto const& blot : blots) {
        if (!is_cursive(blot, letter) || strokes.size() >= 2'000)
            continue;
        auto const box = scaled(blot, scale);
        // Print whose letters run together (a bad fax) is read well all the same.
        bool const is_print = std::any_of(words.begin(), words.end(), [&](SeenWord const& word) {
            return word.confidence >= kSure && share_in(box, word.box) > 0.3;
        });
        if (is_print)
            continue;
        strokes.push_back(box);
        width += box.width();
    }
    bool begins_block = false;
    bool begins_line = false;
    std::vector<SeenWord> kept;
    for (auto& word : words) {
        begins_block |= word.begins_block;
        begins_line |= word.begins_line;
        bool const is_guess =
            word.confidence < kSure &&
            std::any_of(strokes.begin(), strokes.end(),
                        [&](Rectangle const& box) { return share_in(word.box, box) > 0.4; });
        if (is_guess)
            continue;
        word.begins_block |= std::exchange(begins_block, false);
        word.begins_line |= std::exchange(begins_line, false);
        kept.push_back(std::move(word));
    }
    words = std::move(kept);
    return width;
}

} // namespace leitstand::reader
