// SPDX-License-Identifier: EUPL-1.2
// What the judging functions see of a document, to be kept and trained on later: own words with
// everything masked, quoted and in footers left blank, and the clues beside the words. Nothing that
// `extract` found is in it. Threads: any, after construction.
#pragma once

#include <memory>

#include "catalogue/catalogue.hpp"
#include "learn/samples.hpp"
#include "read/document.hpp"
#include "understand/finding.hpp"

namespace leitstand {

class JudgedText {
  public:
    explicit JudgedText(std::shared_ptr<Catalogue const> catalogue);
    ~JudgedText();
    // Without labels. `function`: sort or urgent.
    learn::Sample of(FunctionKey function, Document const& document) const;

  private:
    struct State;
    std::unique_ptr<State const> state_;
};

} // namespace leitstand
