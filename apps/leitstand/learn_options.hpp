// SPDX-License-Identifier: EUPL-1.2
// The subcommands of `leitstand learn` and where their words are put. Threads: the main thread.
#pragma once

#include "commands.hpp"

namespace CLI {
class App;
}

namespace leitstand::app {

struct LearnArguments {
    LearnLabelsArguments labels;
    LearnPredictArguments predict;
    LearnBoundArguments bound;
    LearnReliabilityArguments reliability;
    LearnTagsArguments tags;
    LearnTagArguments tag;
    LearnRetrainArguments retrain;
};

// `arguments` and `code` must outlive the parsing; `code` becomes the exit code of what was run.
void add_learn(CLI::App& program, LearnArguments& arguments, int& code);

} // namespace leitstand::app
