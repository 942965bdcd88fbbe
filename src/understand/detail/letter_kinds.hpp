// SPDX-License-Identifier: EUPL-1.2
// Which kinds a letter is of, for figures by group: kinds that make sorting harder or easier, told
// from the letter itself by simple rules (docs/formats/judging-quality.md), so that the same groups
// can be made of any post. A letter may be of several kinds or of none. Never an input of a model.
// Private to understand/. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "understand/detail/judge.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand::detail_understand {

inline constexpr auto kLetterKinds = std::to_array<std::string_view>(
    {"damaged", "foreign", "long", "quoted", "several_services", "short", "simple", "unnamed"});

struct LetterFacts {
    std::string_view language;      // as annotated; empty counts as German
    std::size_t services = 0;       // that it is about, as annotated
    std::span<Judged const> judged; // what the phrases say of it
};

// In the order of kLetterKinds.
std::vector<std::string> letter_kinds(Scene const& scene, LetterFacts const& facts);

} // namespace leitstand::detail_understand
