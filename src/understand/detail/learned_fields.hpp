// SPDX-License-Identifier: EUPL-1.2
// The fields of a letter by a trained model (ADR 0024): the rules find candidates and say what they
// take them for, the model says what each date, amount and name is and how sure it is. Identifiers,
// contacts and employers stay with the rules. Private to understand/. Threads: any; each keeps its
// own working memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "understand/detail/field_clues.hpp"
#include "understand/judging_models.hpp"

namespace leitstand::detail_understand {

// A label of the model: "date.event_date", "amount.miete", "name.child_name"; "date.none" for what
// is no field.
std::string field_label(CandidateKind kind, std::string_view role);

// What a model says of one candidate: a probability for each label, which lives as long as needed.
struct JudgedCandidate {
    FieldCandidate const* candidate = nullptr;
    std::span<double const> probabilities;
};

// The fields among the candidates of one letter, in the order of kinds and places. `labels`: of the
// model.
std::vector<Found> decide_fields(std::vector<std::string> const& labels,
                                 std::span<JudgedCandidate const> judged);

// Puts the model's fields in the place of the rules' dates, amounts and names. Names that the rules
// found and the model rejects stay as persons, so that they are masked.
void decide_by_model(learn::LabelModel const& model, Scene const& scene, Context const& context,
                     std::vector<Found>& found);

} // namespace leitstand::detail_understand
