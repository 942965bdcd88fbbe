// SPDX-License-Identifier: EUPL-1.2
// The words of a letter as `relate` compares them, and its trace. Private to understand/. Threads:
// any.
#pragma once

#include "understand/detail/extract.hpp"
#include "understand/detail/scene.hpp"
#include "understand/relate.hpp"

namespace leitstand::detail_understand {

struct LetterWord {
    std::uint64_t hash = 0;  // of its matching form
    std::uint32_t token = 0; // in Scene::tokens()
};

enum class WithSubject : std::uint8_t { no, yes };
// Words and numbers that are the letter's own, without quoted mails and footers; at most
// kTraceWordsMax.
std::vector<LetterWord> own_words(Scene const& scene, std::uint64_t seed, WithSubject subject);
// Ascending, none twice; empty for fewer than kShingleWords words.
std::vector<std::uint64_t> shingles_of(std::vector<LetterWord> const& words);

LetterTrace trace_of(Scene const& scene, std::vector<Found> const& found, std::uint64_t seed);

} // namespace leitstand::detail_understand
