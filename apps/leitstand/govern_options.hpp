// SPDX-License-Identifier: EUPL-1.2
// The subcommands of `leitstand govern` and where their words are put: each area adds a line here
// and a file govern_AREA.cpp. Threads: the main thread.
#pragma once

#include "commands.hpp"
#include "govern_dossier.hpp"

namespace CLI {
class App;
}

namespace leitstand::app {

struct GovernGatesArguments {
    fs::path home;
    std::string function;
    bool json = false;
};
int run_govern_gates(GovernGatesArguments const& arguments);

struct GovernAssessArguments {
    fs::path survey;    // the published file; empty: the questions of the catalogue
    fs::path catalogue; // empty: the built-in one
    fs::path answers;
    bool json = false;
};
int run_govern_assess(GovernAssessArguments const& arguments);

struct GovernModeArguments {
    fs::path home;
    std::string function;
    std::string mode;    // empty: the present one is printed
    std::string reason;  // of a change
    std::string account; // the name of who changes it; empty: the operator, who may only stop
    bool json = false;
};
int run_govern_mode(GovernModeArguments const& arguments);

struct GovernFairnessArguments {
    fs::path table, html; // html: a page of the report is written there too; empty: none
    std::vector<std::string> groups, reference, positive, positive_decision, missing, compare;
    std::string label, decision, score, threshold, abstention, seconds;
    std::size_t depth = 2;
    double tolerance = 0.1;
    bool publish = false;
    std::uint64_t publish_min = 10;
    unsigned threads = 0; // 0: as many as the machine has cores
    bool overall = false, json = false;
};
int run_govern_fairness(GovernFairnessArguments const& arguments);

struct GovernMeasureArguments {
    fs::path home, out; // out: written there, not appended
    std::string function;
    std::vector<fs::path> letters; // annotated; empty: those beside the catalogue
    unsigned threads = 0;          // 0: as many as the machine has cores
    bool json = false;
};
int run_govern_measure(GovernMeasureArguments const& arguments);

struct GovernArguments {
    GovernAssessArguments assess;
    GovernDossierArguments dossier;
    GovernTasksArguments tasks;
    GovernFairnessArguments fairness;
    GovernMeasureArguments measure;
    GovernGatesArguments gates;
    GovernModeArguments mode;
};

// `arguments` and `code` must outlive the parsing; `code` becomes the exit code of what was run.
void add_govern(CLI::App& program, GovernArguments& arguments, int& code);

} // namespace leitstand::app
