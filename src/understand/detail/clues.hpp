// SPDX-License-Identifier: EUPL-1.2
// What the learned judges see of a document: its own words with everything
// masked left out, and clues beside the words: how much the catalogue's phrases
// speak for each entry, and which signs (situations that the catalogue
// describes in many words and languages) stand in the text. Nothing that
// `extract` found is a clue. Private to understand/. Threads: any, after
// construction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "learn/samples.hpp"
#include "understand/detail/judge.hpp"
#include "understand/detail/phrases.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand::detail_understand {

// A cue that no rule asks for, only the learned judges: its key begins with
// "sign_".
bool is_sign(Cue const& cue);

// "service.wohngeld": the label of an entry in a learned model.
std::string label_of(FindingKind kind, std::string_view key);
// The clue that says how much the catalogue's phrases speak for a label:
// "phrases.service.wohngeld".
std::string phrase_clue(std::string_view label);

struct JudgingView {
    // As long as Scene::text(), so that a span means the same in both: own words
    // as they stand, blanks for what is masked, quoted or a footer.
    std::string text;
    std::vector<text::Token> words; // of `text`, as text::tokenise() gives them
    std::vector<learn::GivenFeature> clues;
    std::vector<std::vector<ByteSpan>> places; // of each clue
};

class ClueReader {
  public:
    explicit ClueReader(Catalogue const& catalogue);
    // `masked`: Scene::masked(). `judged`: what the phrase judges say of it.
    JudgingView view(Scene const& masked, std::vector<Judged> const& judged) const;

  private:
    void add_signs(Scene const& masked, JudgingView& view) const;
    Phrases phrases_;
    std::vector<std::string> names_;                   // of the signs
    std::vector<std::vector<std::uint32_t>> signs_of_; // of each phrase
};

} // namespace leitstand::detail_understand
