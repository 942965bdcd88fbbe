// SPDX-License-Identifier: EUPL-1.2
// Judging by weighted phrases: each entry's score is its intercept plus one contribution per phrase
// found. `sort` and `urgent` are two judges over different entries; both see the masked text only.
// Private to understand/. Threads: any, after construction.
#pragma once

#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "understand/detail/phrases.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand::detail_understand {

struct JudgedContribution {
    std::string_view phrase; // lives as long as the judge
    double amount = 0;
    std::vector<ByteSpan> spans;
};

struct Judged {
    FindingKind kind = FindingKind::service;
    std::string_view key;
    double intercept = 0;
    double score = 0; // exactly intercept plus all amounts
    std::vector<JudgedContribution> contributions;
    std::uint32_t part = 0; // of a document type
    bool named = false;     // a phrase that says enough by itself stands there, even in passing
};

class Judge {
  public:
    void add(FindingKind kind, std::vector<Entry const*> const& entries);
    // Once, behind all entries: the cue words of the catalogue.
    void add_cues(Catalogue const& catalogue);
    // Every entry, whatever its score.
    std::vector<Judged> judge(Scene const& scene) const;

  private:
    enum class Cue : std::uint8_t { negation, service_negation, mention, wish, enclosure, later };
    struct Use {
        std::uint32_t entry = 0;
        double weight = 0;
    };
    struct Place; // one phrase for one entry
    struct Marks; // what the cue words say about the sentences of one scene

    void add_cue(Catalogue const& catalogue, std::string_view key, Cue cue);
    double factor(Scene const& scene, Marks const& marks, PhraseHit const& hit, Use const& use,
                  bool quoted) const;
    void collect(Scene const& scene, std::vector<PhraseHit> const& hits, Marks const& marks,
                 bool quoted, std::vector<Judged>& out) const;
    void judge_part_names(Scene const& scene, std::vector<Judged>& out) const;

    Phrases phrases_;
    std::vector<std::vector<Use>> uses_; // per phrase
    std::vector<std::vector<Cue>> cues_; // per phrase
    std::vector<bool> own_negation_;     // phrases that hold a negation themselves
    std::vector<Judged> entries_;        // without contributions
};

} // namespace leitstand::detail_understand
