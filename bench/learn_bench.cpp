// SPDX-License-Identifier: EUPL-1.2
// The text classifier on the public sets: what it gets right on the dev parts (germeval18: five
// folds by line), how fast it trains, loads and predicts, and liblinear on the very same rows. Use:
//   LEITSTAND_DATA=… learn_bench [--threads 2] [--runs 5] [--set massive_de]
// `--cross-validated 1` leaves dev alone: five folds of ten neighbouring lines of the training
// part, by which settings are chosen. bench/learn_compare.py measures fastText and scikit-learn
// beside it.
#include <linear.h>

#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "figures.hpp"
#include "learn/calibration_error.hpp"
#include "learn/figures.hpp"
#include "learn/label_model.hpp"

namespace {

using namespace leitstand;
using namespace leitstand::learn;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

template <typename T>
T taken(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().describe().c_str());
        std::exit(3);
    }
    return std::move(*result);
}

struct Outcomes {
    std::vector<std::uint32_t> truth, predicted;
    std::vector<double> probabilities;
};

void predict_all(LabelModel const& model, std::span<Sample const> samples, Outcomes& out) {
    LabelModel::Scratch scratch;
    auto const labels = model.labels().size();
    std::vector<double> scores(labels), probabilities(labels);
    for (auto const& sample : samples) {
        model.scores(sample.text, sample.given, scratch, scores);
        model.probabilities(scores, probabilities);
        out.predicted.push_back(static_cast<std::uint32_t>(
            std::max_element(scores.begin(), scores.end()) - scores.begin()));
        out.truth.push_back(*model.label(sample.labels.front()));
        out.probabilities.insert(out.probabilities.end(), probabilities.begin(),
                                 probabilities.end());
    }
}

void print_quality(std::string const& name, std::size_t labels, Outcomes const& out) {
    auto const figures = single_label_figures(labels, out.truth, out.predicted);
    auto const decisions = top_label_decisions(labels, out.probabilities, out.truth);
    auto const error = calibration_error(decisions.said, decisions.came_true);
    auto const interval = wilson_interval(figures.wholly_right);
    std::printf("| %s | %.2f %% (%.1f to %.1f) | %.2f %% | %.2f %% (up to %.2f %%) |\n",
                name.c_str(), 100 * figures.wholly_right.value(), 100 * interval.lower,
                100 * interval.upper, 100 * figures.macro_f1, 100 * error.debiased,
                100 * error.interval.upper);
    std::fflush(stdout);
}

LabelTraining training_of(unsigned threads) {
    LabelTraining training;
    training.threads = threads;
    return training;
}

void measure_dev(std::filesystem::path const& folder, unsigned threads) {
    auto const train = taken(read_samples(folder / "train.tsv"));
    auto const dev = taken(read_samples(folder / "dev.tsv"));
    auto const model = taken(LabelModel::train(train.samples, training_of(threads)));
    Outcomes out;
    predict_all(model, dev.samples, out);
    print_quality(folder.filename().string() + ", dev", model.labels().size(), out);
}

// Everything is learned anew in each fold, the vocabulary too. `neighbours`: so many lines one
// after the other are held aside together, since they are often alike.
void measure_folds(std::filesystem::path const& folder, unsigned threads, std::size_t neighbours) {
    constexpr std::size_t kFolds = 5;
    auto const file = taken(read_samples(folder / "train.tsv"));
    Outcomes out;
    std::size_t labels = 0;
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        std::vector<Sample> inside, outside;
        for (std::size_t i = 0; i < file.samples.size(); ++i)
            (i / neighbours % kFolds == fold ? inside : outside).push_back(file.samples[i]);
        auto const model = taken(LabelModel::train(outside, training_of(threads)));
        labels = model.labels().size();
        predict_all(model, inside, out);
    }
    print_quality(folder.filename().string() + ", 5 folds", labels, out);
}

void measure_speed(std::filesystem::path const& folder, unsigned threads, long runs) {
    auto const train = taken(read_samples(folder / "train.tsv"));
    auto const dev = taken(read_samples(folder / "dev.tsv"));
    auto const path = std::filesystem::temp_directory_path() / "learn_bench.model";
    bench::Series training, loading, predicting, size;
    for (long run = 0; run < runs; ++run) {
        auto begin = Clock::now();
        auto const trained = taken(LabelModel::train(train.samples, training_of(threads)));
        training.add(seconds_since(begin));
        size.add(static_cast<double>(taken(trained.write(path))) / 1e6);
        begin = Clock::now();
        auto const model = taken(LabelModel::open(path));
        loading.add(seconds_since(begin) * 1e3);
        constexpr int kTimes = 10;
        begin = Clock::now();
        for (int i = 0; i < kTimes; ++i) {
            Outcomes out;
            predict_all(model, dev.samples, out);
        }
        predicting.add(static_cast<double>(kTimes * dev.samples.size()) / seconds_since(begin));
    }
    std::filesystem::remove(path);
    bench::print_figure("training, 13 286 short texts, 60 labels, everything", training, "s", "5");
    bench::print_figure("size of the model", size, "MB", "10");
    bench::print_figure("loading and verifying it", loading, "ms", "50");
    bench::print_figure("prediction with probabilities, one thread", predicting, "texts/s",
                        "50 000");
}

// One separator for each label, same rows, same loss, same cost: our trainer and liblinear.
void measure_beside_liblinear(std::filesystem::path const& folder) {
    auto const train = taken(read_samples(folder / "train.tsv"));
    auto const dev = taken(read_samples(folder / "dev.tsv"));
    auto const encoder = TextEncoder::learn(train.samples, {}, 1'000'000, 1);
    auto const rows = encoder.encode_all(train.samples, 1);
    auto const dev_rows = encoder.encode_all(dev.samples, 1);
    std::map<std::string, std::uint32_t> numbers;
    for (auto const& sample : train.samples)
        numbers.emplace(sample.labels.front(), static_cast<std::uint32_t>(numbers.size()));
    std::vector<std::vector<std::uint32_t>> labels_of;
    for (auto const& sample : train.samples)
        labels_of.push_back({numbers[sample.labels.front()]});
    auto const labels = static_cast<std::uint32_t>(numbers.size());
    std::vector<std::uint32_t> all(rows.rows());
    std::iota(all.begin(), all.end(), 0u);

    auto begin = Clock::now();
    auto const ours = train_linear(rows, labels_of, all, labels, LinearSettings{});
    auto const our_seconds = seconds_since(begin);
    std::vector<std::vector<feature_node>> nodes;
    std::vector<feature_node*> starts;
    std::vector<double> targets;
    auto const bias = static_cast<int>(rows.columns) + 1;
    auto const as_nodes = [&](std::span<SparseValue const> row) {
        std::vector<feature_node> result;
        for (auto const& value : row)
            result.push_back({static_cast<int>(value.column) + 1, double{value.value}});
        result.push_back({bias, 1.0});
        result.push_back({-1, 0});
        return result;
    };
    for (std::size_t i = 0; i < rows.rows(); ++i) {
        nodes.push_back(as_nodes(rows.row(i)));
        targets.push_back(labels_of[i].front());
    }
    for (auto& row : nodes)
        starts.push_back(row.data());
    problem whole{static_cast<int>(nodes.size()), bias, targets.data(), starts.data(), 1};
    parameter how{};
    how.solver_type = L2R_L2LOSS_SVC_DUAL;
    how.eps = 0.1;
    how.C = 1;
    set_print_string_function([](char const*) {});
    begin = Clock::now();
    auto* theirs = ::train(&whole, &how);
    auto const their_seconds = seconds_since(begin);
    std::size_t our_hits = 0, their_hits = 0;
    std::vector<float> scores(labels);
    for (std::size_t i = 0; i < dev_rows.rows(); ++i) {
        ours.scores(dev_rows.row(i), scores);
        auto const truth = numbers[dev.samples[i].labels.front()];
        our_hits += std::max_element(scores.begin(), scores.end()) - scores.begin() == truth;
        auto const row = as_nodes(dev_rows.row(i));
        their_hits += ::predict(theirs, row.data()) == truth;
    }
    free_and_destroy_model(&theirs);
    auto const count = static_cast<double>(dev.samples.size());
    std::printf("\nSame rows, squared hinge, C = 1, tolerance 0.1, one thread: ours %.2f s and "
                "%.2f %% right, liblinear %.2f s and %.2f %%\n",
                our_seconds, 100 * static_cast<double>(our_hits) / count, their_seconds,
                100 * static_cast<double>(their_hits) / count);
}

} // namespace

int main(int count, char** words) {
    auto const* const data = std::getenv("LEITSTAND_DATA");
    if (data == nullptr) {
        std::fprintf(stderr, "LEITSTAND_DATA names no data\n");
        return 2;
    }
    auto const folder = std::filesystem::path(data) / "classify";
    auto const threads = static_cast<unsigned>(bench::option(count, words, "--threads", 2));
    auto const only = bench::text_option(count, words, "--set", "");
    auto const runs = bench::option(count, words, "--runs", 5);
    bool const cross_validated = bench::option(count, words, "--cross-validated", 0) != 0;
    bench::print_head(count, words);
    std::printf("\n| set | right | macro-F1 | calibration error, debiased |\n|---|---|---|---|\n");
    for (std::string const name : {"massive_de", "law_section", "court_field"})
        if (only.empty() || only == name) {
            if (cross_validated)
                measure_folds(folder / name, threads, 10);
            else
                measure_dev(folder / name, threads);
        }
    if (only.empty() || only == "germeval18")
        measure_folds(folder / "germeval18", threads, 1);
    if (cross_validated || (!only.empty() && only != "massive_de"))
        return 0;
    std::printf("\n");
    bench::print_table_head();
    measure_speed(folder / "massive_de", threads, runs);
    measure_beside_liblinear(folder / "massive_de");
    return 0;
}
