// SPDX-License-Identifier: EUPL-1.2
// What a model sees of a date, an amount or a name in order to say what it is (ADR 0024): the words
// around it by place, the line, where in the letter it stands, how it stands to the others, and
// what the rules say of it. Candidates are found by form. Private to understand/. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "learn/samples.hpp"
#include "understand/detail/extract.hpp"

namespace leitstand::detail_understand {

enum class CandidateKind : std::uint8_t { date, amount, name };
std::string_view candidate_kind_name(CandidateKind kind);

struct FieldCandidate {
    CandidateKind kind = CandidateKind::date;
    ByteSpan span;        // in Scene::text()
    std::string value;    // normalised
    std::string by_rules; // "event_date", "amount.miete"; empty: the rules take it for no field
    std::vector<learn::GivenFeature> clues;
};

// Whole dates that are no part of a number that is something else.
void add_date_candidates(Scene const& scene, Context const& context,
                         std::vector<Found> const& found, std::vector<FieldCandidate>& out);
// Amounts, and bare numbers that may be one.
void add_amount_candidates(Scene const& scene, Context const& context,
                           std::vector<Found> const& found, std::vector<FieldCandidate>& out);
// Names of persons; two of them may share words, as the name with and without its title.
void add_name_candidates(Scene const& scene, Context const& context,
                         std::vector<Found> const& found, std::vector<FieldCandidate>& out);

// All of them; `found`: what the rules found.
std::vector<FieldCandidate> field_candidates(Scene const& scene, Context const& context,
                                             std::vector<Found> const& found);

} // namespace leitstand::detail_understand
