// SPDX-License-Identifier: EUPL-1.2
// Trains the judging models that are shipped, the same bytes each time:
//   train_models CATALOGUE OUT CARDS LETTERS.jsonl…
// writes OUT/sort.model and OUT/urgent.model, and a card and a bill of materials for each to CARDS.
#include <algorithm>
#include <cstdio>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "understand/judging_training.hpp"
#include "understand/model_card.hpp"

namespace leitstand {

namespace {

constexpr unsigned kReadable = 0644;
constexpr unsigned kThreads = 2; // any number gives the same model

Result<void> train(std::vector<std::string> const& arguments) {
    namespace fs = std::filesystem;
    auto const catalogue = TRY(Catalogue::load(arguments[0]));
    fs::path const out = arguments[1], cards = arguments[2];
    std::vector<fs::path> files(arguments.begin() + 3, arguments.end());
    std::sort(files.begin(), files.end(),
              [](auto const& a, auto const& b) { return a.filename() < b.filename(); });
    auto const letters = TRY(read_judging_letters(catalogue, files));
    JudgingTraining training;
    training.threads = kThreads;
    training.data_sha256 = letters.data_sha256;
    for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
        auto const model =
            TRY(train_judging_model(function, *catalogue, letters.samples, training));
        ModelCard card;
        card.name = function_name(function);
        card.file = "catalogue/de/models/" + model_file_name(function);
        card.purpose = function == FunctionKey::sort
                           ? "Which benefits and which requests a piece of post is about."
                           : "Which urgency themes a piece of post holds.";
        for (std::size_t i = 0; i < files.size(); ++i)
            card.data.emplace_back(files[i].filename().string(), letters.data_sha256[i]);
        auto const path = out / model_file_name(function);
        card.model_bytes = TRY(model.write(path));
        card.model_sha256 = to_hex(sha256(model.bytes()));
        TRY(write_file_durably(cards / (card.name + ".md"), card_page(card, model), kReadable));
        TRY(write_file_durably(cards / (card.name + ".cdx.json"), card_bill(card, model),
                               kReadable));
        std::printf("%s: %zu letters, %llu bytes, %s\n", path.c_str(), letters.samples.size(),
                    static_cast<unsigned long long>(card.model_bytes), card.model_sha256.c_str());
    }
    return {};
}

} // namespace

} // namespace leitstand

int main(int argc, char** argv) {
    std::vector<std::string> const arguments(argv + 1, argv + argc);
    if (arguments.size() < 4) {
        std::fprintf(stderr, "train_models CATALOGUE OUT CARDS LETTERS.jsonl…\n");
        return 2;
    }
    if (auto const done = leitstand::train(arguments); !done) {
        std::fprintf(stderr, "%s\n", done.error().describe().c_str());
        return 3;
    }
    return 0;
}
