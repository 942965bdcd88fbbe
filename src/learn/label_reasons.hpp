// SPDX-License-Identifier: EUPL-1.2
// Why a label got its score, in words of the text. A feature's contribution,
// value times weight, is shared out in whole units among the places where the
// feature stands, and everything read from the same words is one reason, so
// that intercept and reasons add up to the score exactly, in any order. Which
// words the features of a text were read from is found once for all labels.
// Threads: one ReasonFinder per thread.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "learn/text_encoder.hpp"

namespace leitstand::learn {

// One reason without its name: words of the text (by their places in the list
// of words), a given feature (by its place among those given), or neither, for
// the marks of the whole text.
struct Reason {
    static constexpr std::uint32_t kNoGiven = 0xFFFFFFFF;

    double value = 0;
    std::uint32_t first_word = kNoWord, last_word = kNoWord;
    std::uint32_t given = kNoGiven;

    bool of_words() const { return first_word != kNoWord; }
    text::ByteSpan span(std::vector<text::Token> const& words) const {
        return {words[first_word].span.start, words[last_word].span.end};
    }
};

struct Reasons {
    double score = 0;
    double intercept = 0;
    std::vector<Reason> reasons; // largest amount first; sum + intercept == score
};

// One label's part of a model.
struct LabelWeights {
    std::int16_t const* first; // weight of the first column
    std::size_t stride;        // from the weight of one column to that of the next
    std::int64_t intercept;    // whole, as the products of weights and values
    double unit;               // of these, a power of two
};

class ReasonFinder {
  public:
    // To be called for each text, once it is encoded, before the first of().
    void start(TextEncoder::Scratch const& text);
    Reasons of(TextEncoder::Scratch const& text, LabelWeights const& label);

  private:
    struct Hit {
        std::uint32_t place;  // in the row
        std::uint32_t range;  // of words
        std::uint32_t before; // hits of the same place before this one
    };
    // What each hit of one value of the row gets, and the last ones one unit more
    // or less.
    struct Share {
        std::int32_t whole = 0;
        std::int32_t more = 0;
        std::uint32_t more_from = 0;
    };
    struct Found {
        std::int64_t whole;
        std::uint32_t number; // in the order found, which decides between equal amounts
        Reason reason;
    };
    void add_found(std::int64_t whole, Reason const& reason);
    std::int64_t share_out(TextEncoder::Scratch const& text, LabelWeights const& label);
    void add_given(TextEncoder::Scratch const& text, LabelWeights const& label);

    std::vector<Hit> hits_; // that the model knows, in their order
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges_; // first and last word, ascending
    std::vector<std::pair<std::uint64_t, std::uint32_t>> runs_;   // hits of one range side by side
    std::vector<std::uint32_t> range_of_run_, seen_;
    std::vector<Share> shares_;        // of each value of the row
    std::vector<std::int64_t> wholes_; // of each range
    std::vector<Found> found_;
};

} // namespace leitstand::learn
