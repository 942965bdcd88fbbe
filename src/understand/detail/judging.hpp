// SPDX-License-Identifier: EUPL-1.2
// The functions `sort` and `urgent` over one masked document: by a trained
// model where there is one (services, acts, themes), by the catalogue's phrases
// otherwise and for document types. Private to understand/. Threads: any, after
// construction.
#pragma once

#include <memory>

#include "understand/detail/clues.hpp"
#include "understand/detail/judge.hpp"
#include "understand/detail/learned_judge.hpp"
#include "understand/judging_models.hpp"

namespace leitstand::detail_understand {

class Judging {
  public:
    Judging(Catalogue const& catalogue, std::shared_ptr<JudgingModels const> models);

    struct Outcome {
        std::vector<Finding> findings;
        std::string version;
        bool unsure = false; // a model judged, and is not sure enough of all its decisions
    };
    enum class Wanted : std::uint8_t { shown, all };
    // `scene` and its masked copy; evidence is taken from the first, judgement
    // from the second.
    Outcome judge(FunctionKey function, Scene const& scene, Scene const& masked,
                  Wanted wanted) const;

    // What the catalogue's phrases say of services, acts and document types.
    std::vector<Judged> phrase_judgement(Scene const& masked) const { return sort_.judge(masked); }

    // What the model of a function sees of a document.
    JudgingView view(FunctionKey function, Scene const& masked) const;

  private:
    Judge const& phrases(FunctionKey function) const;
    std::string name_of(learn::Reason const& reason, JudgingView const& view) const;
    Finding finding_by_model(Scene const& scene, JudgingView const& view,
                             LearnedLabel const& label) const;
    std::shared_ptr<JudgingModels const> models_;
    ClueReader clues_;
    Judge sort_, urgent_;
    std::map<std::string, std::string> names_; // of clues, for people
};

} // namespace leitstand::detail_understand
