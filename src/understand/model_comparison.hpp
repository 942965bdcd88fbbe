// SPDX-License-Identifier: EUPL-1.2
// Champion against challenger: both judge the same texts, on which neither was trained, each with
// its own bounds; micro-F1 of each kind, and the difference with a 95 % interval of the paired
// bootstrap over texts (Efron 1979). Then what speaks against the challenger
// (docs/formats/training-store.md). Threads: any.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "learn/intervals.hpp"
#include "understand/judging_models.hpp"
#include "understand/retraining.hpp"

namespace leitstand {

// By more than this a challenger may not be worse on gold, in F1.
inline constexpr double kGoldLossMax = 0.005;
// Labels of a kind that gold must hold: with fewer, a single letter moves F1 by more than that, and
// nobody could see whether it was lost.
inline constexpr std::size_t kGoldLabelsMin = 200;

enum class ComparedOn : std::uint8_t { gold, recent };
std::string_view compared_on_name(ComparedOn on);

struct ComparedKind {
    FindingKind kind = FindingKind::service;
    ComparedOn on = ComparedOn::gold;
    std::size_t items = 0;
    double champion = 0, challenger = 0; // micro-F1
    learn::PairedDifference difference;  // of the challenger minus the champion
    std::size_t labels = 0;              // of the kind that apply, over all items
};

// One entry for each kind that the function judges; none without texts.
std::vector<ComparedKind> compare_models(FunctionKey function, JudgingModel const& champion,
                                         JudgingModel const& challenger,
                                         std::span<JudgingSample const> texts, ComparedOn on);

// Why a challenger is blocked.
struct Objection {
    std::string key;   // "no_gold", "gold_too_small", "gold_worse", "recent_worse", "account"
    std::string about; // a kind, or a pseudonym; empty: nothing to name
    bool operator==(Objection const&) const = default;
};
std::vector<Objection> objections(std::span<ComparedKind const> compared,
                                  std::span<AccountLeftOut const> left_out);

// How many of the gold texts stand among the letters or among what the champion was trained on,
// word for word or nearly so: on these a figure says nothing.
std::size_t gold_trained_on(FunctionKey function, std::span<JudgingSample const> gold,
                            std::span<JudgingSample const> letters,
                            learn::LabelModel const& champion, unsigned threads);
// The samples that are no gold text, neither word for word nor nearly so. Post that comes again
// (a form, a letter of the gold set sent in) must not stop the training of all the rest.
std::vector<learn::DeskSample> unlike_gold(FunctionKey function,
                                           std::span<JudgingSample const> gold,
                                           std::span<learn::DeskSample const> desk,
                                           unsigned threads);

// Errors: bad_input "training.foreign_model" (labels that are none of the catalogue's).
Result<void> check_champion(FunctionKey function, Catalogue const& catalogue,
                            JudgingModel const& champion);

} // namespace leitstand
