// SPDX-License-Identifier: EUPL-1.2
// The words of `leitstand learn …`: wiring only. A file that is read must be there.
#include "learn_options.hpp"

#include <CLI/CLI.hpp>

#include "options.hpp"

namespace leitstand::app {

namespace {

void add_model(CLI::App& command, fs::path& model) {
    command.add_option("--model", model, "The model file")->required()->check(CLI::ExistingFile);
}

void add_learn_labels(CLI::App& learn, LearnLabelsArguments& arguments, int& code) {
    auto& command = *learn.add_subcommand("labels", "Trains a text classifier");
    command.footer("Example:\n  leitstand learn labels --train train.tsv --dev dev.tsv --model "
                   "intents.model --json\nLines are label<TAB>text, or JSON objects with "
                   "\"labels\" and \"text\".");
    command.add_option("--train", arguments.train, "Labelled texts to train on")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("--dev", arguments.dev, "Labelled texts to measure on; never trained on")
        ->check(CLI::ExistingFile);
    command.add_option("--model", arguments.model, "The model file to write")->required();
    add_training(command, arguments.seed, arguments.threads,
                 "The model is the same for any number");
    command
        .add_option("--cost", arguments.costs,
                    "Cost of an error; of several the best on texts held aside is taken")
        ->check(CLI::Range(1e-4, 1e4));
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_learn_labels(arguments); });
}

void add_learn_predict(CLI::App& learn, LearnPredictArguments& arguments, int& code) {
    auto& predict = *learn.add_subcommand("predict", "Says the label of each text of a file");
    predict.footer("Example:\n  leitstand learn predict --model intents.model texts.tsv");
    auto& explain = *learn.add_subcommand("explain", "Says why, with every contribution");
    explain.footer("Example:\n  leitstand learn explain --model intents.model --json texts.tsv\n"
                   "A line is label, score, intercept, then words and what they contribute.");
    explain.add_option("--label", arguments.label, "Why this label, not the most probable one");
    for (auto* const command : {&predict, &explain}) {
        add_model(*command, arguments.model);
        command->add_option("file", arguments.file, "One text a line, or label<TAB>text")
            ->required()
            ->check(CLI::ExistingFile);
        command->add_flag("--json", arguments.json, "A JSON line for each text");
    }
    predict.callback([&] { code = run_learn_predict(arguments); });
    explain.callback([&] { code = run_learn_explain(arguments); });
}

void add_learn_bound(CLI::App& learn, LearnBoundArguments& arguments, int& code) {
    auto& command = *learn.add_subcommand(
        "bound", "Says from which probability on a promised share of errors is kept");
    command.footer("Example:\n  leitstand learn bound --model intents.model --calibration "
                   "calibration.tsv --alpha 0.02 --delta 0.05\nWith confidence 1 - delta at most "
                   "the share alpha of what is acted on is wrong, for texts like those of the "
                   "calibration file.");
    add_model(command, arguments.model);
    command
        .add_option("--calibration", arguments.calibration,
                    "Labelled texts that the model was not trained on")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("--alpha", arguments.alpha, "Permitted share of errors")->default_val(0.02);
    command.add_option("--delta", arguments.delta, "Risk that the promise does not hold")
        ->default_val(0.05);
    command.add_option("--group", arguments.group,
                       "A key of the file's JSON lines: a promise for each of its values");
    command.add_flag("--json", arguments.json, "One JSON object, and one for each group");
    command.callback([&] { code = run_learn_bound(arguments); });
}

void add_learn_reliability(CLI::App& learn, LearnReliabilityArguments& arguments, int& code) {
    auto& command = *learn.add_subcommand(
        "reliability", "Compares what a model says with what is right, as a table and a drawing");
    command.footer("Example:\n  leitstand learn reliability --model intents.model --svg "
                   "reliability.svg dev.tsv");
    add_model(command, arguments.model);
    command.add_option("file", arguments.file, "Labelled texts that the model was not trained on")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("--svg", arguments.svg, "The drawing to write");
    command.add_flag("--english", arguments.english, "Words of the drawing in English");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_learn_reliability(arguments); });
}

void add_learn_tags(CLI::App& learn, LearnTagsArguments& arguments, int& code) {
    auto& command = *learn.add_subcommand("tags", "Trains a labeller of words, as for names");
    command.footer("Example:\n  leitstand learn tags --train train.conll --dev dev.conll "
                   "--gazetteers lists --model names.model --json\nLines are token<TAB>label, "
                   "labels O, B-X and I-X, a blank line after a sentence.");
    command.add_option("--train", arguments.train, "Labelled sentences to train on")
        ->required()
        ->check(CLI::ExistingFile);
    command
        .add_option("--dev", arguments.dev, "Labelled sentences to measure on; never trained on")
        ->check(CLI::ExistingFile);
    command.add_option("--gazetteers", arguments.gazetteers,
                       "A folder of NAME.list files, one phrase a line; the model keeps them");
    command.add_option("--model", arguments.model, "The model file to write")->required();
    add_training(command, arguments.seed, arguments.threads,
                 "The model is the same for any number");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_learn_tags(arguments); });
}

void add_learn_tag(CLI::App& learn, LearnTagArguments& arguments, int& code) {
    auto& command = *learn.add_subcommand("tag", "Labels the words of a file");
    command.footer("Example:\n  leitstand learn tag --model names.model letter.conll");
    add_model(command, arguments.model);
    command
        .add_option("file", arguments.file,
                    "One token a line, a blank line after a sentence; labels are not read")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_flag("--probability", arguments.probability,
                     "A third column: how probable the label is");
    command.callback([&] { code = run_learn_tag(arguments); });
}

void add_learn_retrain(CLI::App& learn, LearnRetrainArguments& arguments, int& code) {
    auto& command = *learn.add_subcommand(
        "retrain", "Trains candidates with what the desk decided; puts nothing into use");
    command.footer(
        "Examples:\n  leitstand learn retrain --home DIR --gold gold.jsonl --out candidate\n"
        "  leitstand learn retrain --home DIR --gold gold.jsonl --without K-1a2b3c4d5e6f --json\n"
        "Ends with 0 where nothing speaks against the candidate, with 1 where it is blocked.");
    add_home(command, arguments.home);
    command
        .add_option("--gold", arguments.gold,
                    "Annotated letters to measure on, never trained on; may stand more than once")
        ->check(CLI::ExistingFile);
    command.add_option("--letters", arguments.letters,
                       "Annotated letters to train on beside the desk's decisions, files or "
                       "folders; those of the catalogue by default");
    command.add_option("--champion", arguments.champion,
                       "A folder of models to compare with; those in use by default");
    command.add_option("--out", arguments.out,
                       "The folder of the candidate, new or empty; by default in the data folder");
    command.add_option("--without", arguments.without,
                       "The pseudonym of an account whose decisions are left out on purpose");
    add_training(command, arguments.seed, arguments.threads,
                 "The models are the same for any number");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_learn_retrain(arguments); });
}

} // namespace

void add_learn(CLI::App& program, LearnArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "learn", "Trains models on this machine and says what they say of texts");
    command.require_subcommand(1);
    add_learn_labels(command, arguments.labels, code);
    add_learn_predict(command, arguments.predict, code);
    add_learn_bound(command, arguments.bound, code);
    add_learn_reliability(command, arguments.reliability, code);
    add_learn_tags(command, arguments.tags, code);
    add_learn_tag(command, arguments.tag, code);
    add_learn_retrain(command, arguments.retrain, code);
}

} // namespace leitstand::app
