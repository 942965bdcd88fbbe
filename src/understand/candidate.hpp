// SPDX-License-Identifier: EUPL-1.2
// A candidate: challengers of the judging functions, how they compare with the models in use, and
// what speaks against them. It is written down for a person who decides; nothing reads it by itself
// (docs/formats/training-store.md, "The candidate folder"). Threads: plain values.
#pragma once

#include "base/json.hpp"
#include "understand/model_comparison.hpp"

namespace leitstand {

struct CandidatePart {
    FunctionKey function = FunctionKey::sort;
    std::string champion_sha256, champion_version;
    std::string challenger_bytes, challenger_sha256; // as written into the folder
    std::size_t letters = 0, samples = 0, held_aside = 0;
    std::size_t like_gold = 0, shared = 0, capped = 0, outdated = 0; // not used, and why
    std::vector<AccountLeftOut> left_out;
    std::vector<ComparedKind> compared;
};

struct Candidate {
    std::string purpose;     // its key
    std::string gold_sha256; // over the hashes of the files; empty: none was named
    std::string gold_before; // that of the last candidate, if there was one
    std::size_t gold_letters = 0, gold_files = 0;
    std::vector<CandidatePart> parts;

    std::vector<Objection> objections() const;
    bool blocked() const { return !objections().empty(); }
    // A gold set is to be frozen: figures of different ones cannot be compared.
    bool gold_changed() const { return !gold_before.empty() && gold_before != gold_sha256; }
};

// What a candidate is compared with and trained on; `desk` is of one function.
struct CandidateData {
    std::span<JudgingSample const> letters, gold;
    std::span<learn::DeskSample const> desk;
};

// Trains one part and compares it; samples of the desk that are like a gold text are left out.
// Errors: refused "training.gold_overlaps" (how many of how many),
// bad_input "training.foreign_model", those of train_challenger.
Result<CandidatePart> build_candidate_part(FunctionKey function, Catalogue const& catalogue,
                                           JudgingModel const& champion, CandidateData const& data,
                                           Retraining const& retraining);

Json candidate_json(Candidate const& candidate); // comparison.json
// comparison.txt: German, an English summary at the end. `models_folder`: of the catalogue in use.
std::string candidate_text(Candidate const& candidate, std::string const& models_folder);

} // namespace leitstand
