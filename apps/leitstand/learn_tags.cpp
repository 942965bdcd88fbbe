// SPDX-License-Identifier: EUPL-1.2
// `leitstand learn tags|tag`: trains a sequence labeller, and labels tokens with one.
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "commands.hpp"
#include "learn/tag_training.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

using learn::ConllText;
using learn::Gazetteer;
using learn::LabelColumn;
using learn::TagModel;

// Everything that training reads, before anything is trained.
struct Given {
    ConllText train;
    std::optional<ConllText> dev;
    Gazetteer gazetteer;
};

Result<Given> read_given(LearnTagsArguments const& arguments) {
    Given given{TRY(learn::read_conll(arguments.train, LabelColumn::required)), {}, {}};
    if (!arguments.dev.empty())
        given.dev = TRY(learn::read_conll(arguments.dev, LabelColumn::required));
    if (!arguments.gazetteers.empty())
        given.gazetteer = TRY(Gazetteer::read(arguments.gazetteers));
    return given;
}

void tell_repaired(ConllText const& text, fs::path const& path) {
    if (text.repaired > 0)
        fmt::print(stderr,
                   "{}: {} Marken I- ohne Anfang als B- gelesen / {} labels I- without a beginning "
                   "taken for B-\n",
                   path.string(), text.repaired, text.repaired);
}

// Sentences of the dev file that were trained on, word for word: of them its figures say nothing.
std::size_t sentences_in_both(ConllText const& train, ConllText const& dev) {
    auto const joined = [](ConllText const& text, std::size_t sentence) {
        return fmt::format("{}", fmt::join(text.tokens_of(sentence), "\t"));
    };
    std::set<std::string> known;
    for (std::size_t sentence = 0; sentence < train.sentences(); ++sentence)
        known.insert(joined(train, sentence));
    std::size_t count = 0;
    for (std::size_t sentence = 0; sentence < dev.sentences(); ++sentence)
        count += known.contains(joined(dev, sentence)) ? 1 : 0;
    return count;
}

void tell_trained_on(std::size_t trained_on, ConllText const& dev, fs::path const& path) {
    if (trained_on > 0)
        fmt::print(
            stderr,
            "{}: {} von {} Sätzen stehen auch in den Trainingstexten / {} of {} sentences are "
            "training sentences too\n",
            path.string(), trained_on, dev.sentences(), trained_on, dev.sentences());
}

// The finished model with what it gets right on the dev file.
struct Trained {
    learn::ModelFileWriter file;
    Json manifest;
    std::size_t tags = 0;
    Json dev = nullptr;
};

Result<Trained> train(Given const& given, LearnTagsArguments const& arguments) {
    learn::TagTrainingOptions options;
    options.chain.seed = arguments.seed;
    options.chain.threads = arguments.threads;
    Progress progress{"learn", options.chain.epochs};
    Trained trained{TRY(learn::train_tags(given.train, given.gazetteer, options,
                                          [&](std::size_t, double) { progress.step(); })),
                    learn::tag_manifest(given.train, options)};
    auto const model = TRY(TagModel::over(TRY(learn::ModelFile::parse(
        trained.file.bytes(trained.manifest), "tags", arguments.model.string()))));
    trained.tags = model.tags().size();
    if (given.dev) {
        auto const hits = learn::judge_tags(model, *given.dev);
        trained.dev = Json{{"precision", rounded(hits.precision().value())},
                           {"recall", rounded(hits.recall().value())},
                           {"f1", rounded(hits.f1())},
                           {"trained_on", sentences_in_both(given.train, *given.dev)}};
        trained.manifest["dev"] = {{"sha256", given.dev->sha256}, {"figures", trained.dev}};
    }
    return trained;
}

void print_report(Json const& report) {
    fmt::print("{} tags, {} sentences, {} tokens, {} s, {} bytes\n", report["tags"].dump(),
               report["sentences"].dump(), report["tokens"].dump(), report["seconds"].dump(),
               report["bytes"].dump());
    if (auto const& dev = report["dev"]; !dev.is_null())
        fmt::print("  dev precision: {}\n  dev recall: {}\n  dev f1: {}\n", dev["precision"].dump(),
                   dev["recall"].dump(), dev["f1"].dump());
}

} // namespace

int run_learn_tags(LearnTagsArguments const& arguments) {
    auto const started = std::chrono::steady_clock::now();
    auto const given = read_given(arguments);
    if (!given)
        return tell(given.error(), kWrongUse);
    tell_repaired(given->train, arguments.train);
    if (given->dev)
        tell_repaired(*given->dev, arguments.dev);
    auto const trained = train(*given, arguments);
    if (!trained)
        return tell(trained.error(), kWrongUse, arguments.train.string());
    if (given->dev)
        tell_trained_on(trained->dev["trained_on"], *given->dev, arguments.dev);
    auto const bytes = trained->file.write(arguments.model, trained->manifest);
    if (!bytes)
        return tell(bytes.error(), kCannotRun, arguments.model.string());
    std::chrono::duration<double> const taken = std::chrono::steady_clock::now() - started;
    Json const report{{"tags", trained->tags},
                      {"sentences", given->train.sentences()},
                      {"tokens", given->train.tokens.size()},
                      {"dev", trained->dev},
                      {"seconds", std::round(taken.count() * 100) / 100},
                      {"bytes", *bytes},
                      {"seed", arguments.seed}};
    if (arguments.json)
        fmt::print("{}\n", print_json(report));
    else
        print_report(report);
    return kDone;
}

int run_learn_tag(LearnTagArguments const& arguments) {
    auto const model = TagModel::open(arguments.model);
    if (!model)
        return tell(model.error(), kWrongUse);
    auto const text = learn::read_conll(arguments.file, LabelColumn::optional);
    if (!text)
        return tell(text.error(), kWrongUse);
    learn::Tagger tagger{*model};
    std::vector<learn::Tag> tags;
    std::vector<float> probabilities;
    std::string out;
    for (std::size_t sentence = 0; sentence < text->sentences(); ++sentence) {
        auto const tokens = text->tokens_of(sentence);
        if (arguments.probability)
            tagger.tag(tokens, tags, probabilities);
        else
            tagger.tag(tokens, tags);
        out.clear();
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            fmt::format_to(std::back_inserter(out), "{}\t{}", tokens[i],
                           model->tags().label(tags[i]));
            if (arguments.probability)
                fmt::format_to(std::back_inserter(out), "\t{:.4f}", probabilities[i]);
            out += '\n';
        }
        fmt::print("{}\n", out);
    }
    return kDone;
}

} // namespace leitstand::app
