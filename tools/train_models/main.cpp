// SPDX-License-Identifier: EUPL-1.2
// Trains the models that are shipped, the same bytes each time:
//   train_models CATALOGUE OUT CARDS LETTERS.jsonl…
// writes OUT/sort.model, OUT/urgent.model and OUT/extract.model, and a card and a bill of materials
// for each to CARDS.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "understand/field_training.hpp"
#include "understand/judging_training.hpp"
#include "understand/model_card.hpp"

namespace leitstand {

namespace {

constexpr unsigned kReadable = 0644;
constexpr unsigned kThreads = 2; // any number gives the same model

namespace fs = std::filesystem;

struct Places {
    fs::path models, cards;
    std::vector<fs::path> letters;
};

std::string purpose_of(FunctionKey function) {
    switch (function) {
    case FunctionKey::sort:
        return "Which benefits and which requests a piece of post is about.";
    case FunctionKey::urgent:
        return "Which urgency themes a piece of post holds.";
    default:
        return "What the dates, amounts and names of a piece of post are.";
    }
}

// Writes the model, its card and its bill of materials.
Result<void> ship(FunctionKey function, learn::LabelModel const& model, std::size_t letters,
                  std::vector<std::string> const& hashes, Places const& places) {
    ModelCard card;
    card.letters = letters;
    card.name = function_name(function);
    card.file = "catalogue/de/models/" + model_file_name(function);
    card.purpose = purpose_of(function);
    if (function == FunctionKey::extract)
        card.kind = "one candidate each (a date, an amount, a name): the words around it by their "
                    "places, its line, its place in the letter, what the rules say of it. It sees "
                    "the text unmasked; nothing it says is a feature of another model.";
    for (std::size_t i = 0; i < places.letters.size(); ++i)
        card.data.emplace_back(places.letters[i].filename().string(), hashes[i]);
    auto const path = places.models / model_file_name(function);
    card.model_bytes = TRY(model.write(path));
    card.model_sha256 = to_hex(sha256(model.bytes()));
    TRY(write_file_durably(places.cards / (card.name + ".md"), card_page(card, model), kReadable));
    TRY(write_file_durably(places.cards / (card.name + ".cdx.json"), card_bill(card, model),
                           kReadable));
    std::printf("%s: %s texts, %llu bytes, %s\n", path.c_str(),
                model.manifest().at("texts").dump().c_str(),
                static_cast<unsigned long long>(card.model_bytes), card.model_sha256.c_str());
    return {};
}

Result<void> train(std::vector<std::string> const& arguments) {
    auto const catalogue = TRY(Catalogue::load(arguments[0]));
    Places places{arguments[1], arguments[2], {arguments.begin() + 3, arguments.end()}};
    auto& files = places.letters;
    std::sort(files.begin(), files.end(),
              [](auto const& a, auto const& b) { return a.filename() < b.filename(); });
    auto const letters = TRY(read_judging_letters(catalogue, files));
    JudgingTraining training;
    training.threads = kThreads;
    training.data_sha256 = letters.data_sha256;
    for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
        auto const model =
            TRY(train_judging_model(function, *catalogue, letters.samples, training));
        TRY(ship(function, model, letters.samples.size(), training.data_sha256, places));
    }
    auto const fields = TRY(read_field_letters(catalogue, files));
    return ship(FunctionKey::extract, TRY(train_field_model(fields.letters, training)),
                fields.letters.size(), training.data_sha256, places);
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
