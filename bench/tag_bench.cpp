// SPDX-License-Identifier: EUPL-1.2
// How fast a sequence labeller labels, one thread, a tagger that knows no word at the beginning of
// each run; with and without probabilities. Use:
//   leitstand learn tags --train train.conll --gazetteers DIR --model names.model
//   tag_bench --model names.model --file dev.conll [--runs 7]
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "figures.hpp"
#include "learn/tag_training.hpp"

namespace {

using namespace leitstand;

template <typename T>
T taken(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().describe().c_str());
        std::exit(3);
    }
    return *std::move(result);
}

enum class Probabilities { no, yes };

double seconds(learn::TagModel const& model, learn::ConllText const& text, Probabilities wanted) {
    auto const begin = std::chrono::steady_clock::now();
    learn::Tagger tagger{model};
    std::vector<learn::Tag> tags;
    std::vector<float> probabilities;
    for (std::size_t sentence = 0; sentence < text.sentences(); ++sentence)
        if (wanted == Probabilities::yes)
            tagger.tag(text.tokens_of(sentence), tags, probabilities);
        else
            tagger.tag(text.tokens_of(sentence), tags);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void measure(learn::TagModel const& model, learn::ConllText const& text, Probabilities wanted,
             long runs) {
    seconds(model, text, wanted); // does not count
    bench::Series rate;
    for (long run = 0; run < runs; ++run)
        rate.add(static_cast<double>(text.tokens.size()) / seconds(model, text, wanted));
    bench::print_figure(wanted == Probabilities::yes ? "tagging with probabilities" : "tagging",
                        rate, "tokens/s",
                        wanted == Probabilities::yes ? "" : ">= 50 000 (150 000)");
}

} // namespace

int main(int count, char** words) {
    auto const model_path = bench::text_option(count, words, "--model", "names.model");
    auto const file = bench::text_option(count, words, "--file", "dev.conll");
    auto const runs = bench::option(count, words, "--runs", 7);
    auto const text = taken(learn::read_conll(file, learn::LabelColumn::optional));
    bench::print_head(count, words);
    bench::print_table_head();
    bench::Series opening;
    for (long run = 0; run < runs; ++run) {
        auto const begin = std::chrono::steady_clock::now();
        taken(learn::TagModel::open(model_path));
        opening.add(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() * 1e3);
    }
    bench::print_figure("opening a model", opening, "ms", "");
    auto const model = taken(learn::TagModel::open(model_path));
    measure(model, text, Probabilities::no, runs);
    measure(model, text, Probabilities::yes, runs);
}
