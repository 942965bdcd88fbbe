// SPDX-License-Identifier: EUPL-1.2
// From labelled sentences to a model file: which words are frequent, which features are seen often
// enough to have weights, training (chain_crf_trainer.hpp), and what a model gets right on other
// sentences. Deterministic for a seed on any number of threads. Threads: those it is told.
#pragma once

#include "learn/conll.hpp"
#include "learn/tag_model.hpp"

namespace leitstand::learn {

struct TagTrainingOptions {
    ChainTrainingOptions chain;
    std::size_t feature_seen_least = 2; // rarer features get no weights
    float weight_least = 0.01f;         // nearer to 0 a weight is left out of the file
    // Taken off every score of O. New texts hold words that no feature knows; without it entities
    // are missed more often than made up.
    float outside_lowered = 0.4f;
};

// Errors: bad_input "tags.no_entity" (no label but O); too_large "tags.too_many_types",
// "tags.too_many_features".
Result<ModelFileWriter> train_tags(ConllText const& text, Gazetteer const& gazetteer,
                                   TagTrainingOptions const& options,
                                   EpochDone const& epoch_done = {});

// How the model came about, for its manifest.
Json tag_manifest(ConllText const& text, TagTrainingOptions const& options);

// Labels of a text as numbers; a type that `set` does not know is O there and counts as missed
// nowhere: `unknown` says how many tokens had one.
std::vector<Tag> tags_of(ConllText const& text, TagSet const& set, std::size_t* unknown = nullptr);

// Hits on a text with labels. Entities of types that the model does not know count as missed.
HitCounts judge_tags(TagModel const& model, ConllText const& text);

} // namespace leitstand::learn
