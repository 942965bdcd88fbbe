// SPDX-License-Identifier: EUPL-1.2
// `leitstand learn labels|predict|explain`: trains a text classifier, says what it says of texts,
// and why.
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "commands.hpp"
#include "learn/label_model.hpp"
#include "learn/label_predictions.hpp"
#include "terminal.hpp"
#include "text/offsets.hpp"

namespace leitstand::app {

namespace {

using learn::LabelModel;

// Before anything is trained: a label of the dev file that no text was trained on.
Result<void> check_labels(learn::SampleFile const& train, learn::SampleFile const& dev,
                          std::string const& dev_name) {
    std::set<std::string> known;
    for (auto const& sample : train.samples)
        known.insert(sample.labels.begin(), sample.labels.end());
    for (auto const& sample : dev.samples)
        for (auto const& label : sample.labels)
            if (!known.contains(label))
                return fail(Code::bad_input, "samples.unknown_label",
                            fmt::format("{}:{}: {}", dev_name, sample.line, label));
    return {};
}

std::uint32_t best_of(std::span<double const> row) {
    return static_cast<std::uint32_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

// CONTRACTS `learn`: the figures on texts that the model was not trained on.
Json dev_json(learn::LabelPredictions const& said) {
    auto const figures = learn::figures_of(said);
    auto const error = learn::calibration_error_of(said);
    Json result{{"accuracy", rounded(figures.wholly_right.value())},
                {"macro_f1", rounded(figures.macro_f1)}};
    if (said.several_labels)
        result["micro_f1"] = rounded(figures.all.f1());
    result["calibration_error"] = rounded(error.debiased);
    result["calibration_error_upper"] = rounded(error.interval.upper);
    if (said.several_labels) {
        auto const of_said = learn::said_calibration_error_of(said);
        result["calibration_error_said"] = rounded(of_said.debiased);
        result["calibration_error_said_upper"] = rounded(of_said.interval.upper);
    }
    return result;
}

// Counted, not refused: among short texts the same words come again.
void tell_trained_on(std::size_t trained_on, std::size_t texts, fs::path const& path) {
    if (trained_on > 0)
        fmt::print(
            stderr,
            "{}: {} von {} Texten stehen auch in den Trainingstexten; für sie sagen die "
            "Zahlen nichts. / {} of {} texts are training texts too; of them the figures say "
            "nothing.\n",
            path.string(), trained_on, texts, trained_on, texts);
}

// Text as it may stand in one column of one line, whoever wrote it.
std::string in_a_column(std::string_view text) {
    std::string result{text};
    for (auto& c : result)
        if (c == '\t' || c == '\n' || c == '\r')
            c = ' ';
    return printable(result);
}

Json explanation_json(LabelModel const& model, learn::Explanation const& explanation,
                      std::optional<learn::Counterfactual> const& counterfactual,
                      std::string const& text, std::uint32_t label, double probability) {
    text::Offsets const offsets{text};
    auto contributions = Json::array();
    for (auto const& contribution : explanation.contributions) {
        Json one{{"text", contribution.name}, {"value", contribution.value}};
        if (contribution.span) {
            one["start"] = offsets.code_point(contribution.span->start);
            one["end"] = offsets.code_point(contribution.span->end);
        }
        contributions.push_back(std::move(one));
    }
    Json result{{"label", model.labels()[label]},
                {"probability", rounded(probability)},
                {"score", explanation.score},
                {"intercept", explanation.intercept},
                {"contributions", std::move(contributions)},
                {"without", nullptr}};
    if (counterfactual) {
        auto words = Json::array();
        for (auto const& span : counterfactual->without)
            words.push_back({{"text", span.of(text)},
                             {"start", offsets.code_point(span.start)},
                             {"end", offsets.code_point(span.end)}});
        result["without"] = {{"words", std::move(words)},
                             {"label", counterfactual->label == label
                                           ? Json(nullptr)
                                           : Json(model.labels()[counterfactual->label])},
                             {"probability", rounded(counterfactual->probability)}};
    }
    return result;
}

void print_explanation(LabelModel const& model, learn::Explanation const& explanation,
                       std::uint32_t label) {
    fmt::print("{}\t{}\t{}", in_a_column(model.labels()[label]), explanation.score,
               explanation.intercept);
    for (auto const& contribution : explanation.contributions)
        fmt::print("\t{}\t{}", in_a_column(contribution.name), contribution.value);
    fmt::print("\n");
}

// The model and the texts of `predict` and `explain`.
struct Asked {
    LabelModel model;
    learn::SampleFile file;
};

Result<Asked> open_asked(fs::path const& model, fs::path const& file) {
    auto opened = TRY(LabelModel::open(model));
    auto texts = TRY(learn::read_texts(
        file, [&](std::string_view name) { return opened.label(name).has_value(); }));
    return Asked{std::move(opened), std::move(texts)};
}

} // namespace

int run_learn_labels(LearnLabelsArguments const& arguments) {
    auto const started = std::chrono::steady_clock::now();
    auto const train = learn::read_samples(arguments.train);
    if (!train)
        return tell(train.error(), kWrongUse);
    std::optional<learn::SampleFile> dev;
    if (!arguments.dev.empty()) {
        auto read = learn::read_samples(arguments.dev);
        if (!read)
            return tell(read.error(), kWrongUse);
        dev = std::move(*read);
        if (auto const known = check_labels(*train, *dev, arguments.dev.string()); !known)
            return tell(known.error(), kWrongUse);
    }
    learn::LabelTraining training;
    training.several_labels = train->several_labels;
    training.seed = arguments.seed;
    training.threads = arguments.threads;
    training.data_sha256 = {train->sha256};
    if (!arguments.costs.empty()) {
        training.choices.clear();
        for (auto const& usual : learn::usual_choices())
            for (auto const cost : arguments.costs)
                training.choices.push_back({usual.features, cost, usual.factorised});
    }
    auto model = LabelModel::train(train->samples, training);
    if (!model)
        return tell(model.error(), kWrongUse, arguments.train.string());
    std::chrono::duration<double> const taken = std::chrono::steady_clock::now() - started;
    Json dev_figures = nullptr;
    if (dev) {
        auto const said = learn::predict_samples(*model, *dev, arguments.dev.string());
        if (!said)
            return tell(said.error(), kWrongUse);
        dev_figures = dev_json(*said);
        auto const trained_on = model->trained_on(dev->samples);
        dev_figures["trained_on"] = trained_on;
        tell_trained_on(trained_on, dev->samples.size(), arguments.dev);
        model->set_figures("dev", {{"sha256", dev->sha256}, {"figures", dev_figures}});
    }
    auto const bytes = model->write(arguments.model);
    if (!bytes)
        return tell(bytes.error(), kCannotRun, arguments.model.string());
    Json const report{{"labels", model->labels().size()},
                      {"texts", train->samples.size()},
                      {"dev", dev_figures},
                      {"seconds", std::round(taken.count() * 100) / 100},
                      {"bytes", *bytes},
                      {"seed", arguments.seed}};
    if (arguments.json) {
        fmt::print("{}\n", print_json(report));
    } else {
        fmt::print("{} labels, {} texts, {:.1f} s, {} bytes\n", model->labels().size(),
                   train->samples.size(), taken.count(), *bytes);
        if (dev)
            for (auto const& [name, value] : dev_figures.items())
                fmt::print("  dev {}: {}\n", name, value.dump());
    }
    return kDone;
}

int run_learn_predict(LearnPredictArguments const& arguments) {
    auto const asked = open_asked(arguments.model, arguments.file);
    if (!asked)
        return tell(asked.error(), kWrongUse);
    auto const& model = asked->model;
    LabelModel::Scratch scratch;
    std::vector<double> scores(model.labels().size()), probabilities(scores.size());
    for (auto const& sample : asked->file.samples) {
        model.scores(sample.text, sample.given, scratch, scores);
        model.probabilities(scores, probabilities);
        auto const best = best_of(probabilities);
        if (!model.several_labels() && !arguments.json) {
            fmt::print("{}\t{:.4f}\n", in_a_column(model.labels()[best]), probabilities[best]);
            continue;
        }
        auto said = Json::array();
        auto all = Json::object();
        for (std::size_t label = 0; label < scores.size(); ++label) {
            if (model.several_labels() ? probabilities[label] >= 0.5 : label == best)
                said.push_back(model.labels()[label]);
            all[model.labels()[label]] = rounded(probabilities[label]);
        }
        fmt::print("{}\n",
                   print_json({{"labels", std::move(said)}, {"probabilities", std::move(all)}}));
    }
    return kDone;
}

int run_learn_explain(LearnPredictArguments const& arguments) {
    auto const asked = open_asked(arguments.model, arguments.file);
    if (!asked)
        return tell(asked.error(), kWrongUse);
    auto const& model = asked->model;
    std::optional<std::uint32_t> wanted;
    if (!arguments.label.empty()) {
        wanted = model.label(arguments.label);
        if (!wanted)
            return tell(Error{Code::bad_input, "samples.unknown_label", arguments.label, {}},
                        kWrongUse);
    }
    LabelModel::Scratch scratch;
    std::vector<double> scores(model.labels().size()), probabilities(scores.size());
    for (auto const& sample : asked->file.samples) {
        model.scores(sample.text, sample.given, scratch, scores);
        model.probabilities(scores, probabilities);
        auto const label = wanted ? *wanted : best_of(probabilities);
        auto const explanation = model.explain(sample.text, sample.given, label, scratch);
        if (!arguments.json) {
            print_explanation(model, explanation, label);
            continue;
        }
        auto const counterfactual = model.counterfactual(sample.text, sample.given, label, scratch);
        fmt::print("{}\n", print_json(explanation_json(model, explanation, counterfactual,
                                                       sample.text, label, probabilities[label])));
    }
    return kDone;
}

} // namespace leitstand::app
