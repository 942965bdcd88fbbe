// SPDX-License-Identifier: EUPL-1.2
// Tagging with a TagModel.
#include <unordered_map>

#include "base/assert.hpp"
#include "learn/tag_model.hpp"

namespace leitstand::learn {

namespace {

// Words that a tagger remembers; beyond them it forgets all and begins anew.
constexpr std::size_t kKnownWordsMax = 20'000;

struct WordHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return hash_text(word, 0); }
};

void add_row(float* __restrict sums, float const* __restrict row, std::size_t width) {
    for (std::size_t first = 0; first < width; first += kTagLanes)
        for (std::size_t lane = 0; lane < kTagLanes; ++lane)
            sums[first + lane] += row[first + lane];
}

} // namespace

struct Tagger::KnownWord {
    WordFeatures features;
    std::vector<float> scores; // a row of tags for each place
};

struct Tagger::Memory {
    std::unordered_map<std::string, KnownWord, WordHash, std::equal_to<>> words;
    std::vector<KnownWord const*> sentence;
    std::vector<WordFeatures const*> features;
    TagContext context;
    std::vector<FeatureHash> joined;
};

Tagger::Tagger(TagModel const& model)
    : model_(model), chain_(model.tags()), memory_(std::make_unique<Memory>()) {}

Tagger::~Tagger() = default;

Tagger::KnownWord const& Tagger::known(std::string_view word) {
    auto& words = memory_->words;
    if (auto const found = words.find(word); found != words.end())
        return found->second;
    KnownWord known{word_features(word, model_.classes(), model_.gazetteer()), {}};
    auto const width = model_.tags().width();
    known.scores.assign(kPlaces * width, 0);
    for (std::size_t place = 0; place < kPlaces; ++place)
        for (std::size_t i = 0; i < known.features.counts[place]; ++i)
            model_.add_feature(placed(known.features.forms[i], place),
                               &known.scores[place * width]);
    known.features.forms = {}; // not needed again
    return words.emplace(word, std::move(known)).first->second;
}

void Tagger::score(std::span<std::string_view const> tokens) {
    ASSERT(!tokens.empty());
    auto& memory = *memory_;
    if (memory.words.size() > kKnownWordsMax)
        memory.words.clear();
    memory.sentence.clear();
    memory.features.clear();
    for (auto const token : tokens) {
        memory.sentence.push_back(&known(token));
        memory.features.push_back(&memory.sentence.back()->features);
    }
    memory.context.begin(memory.features, model_.gazetteer());
    chain_.begin(tokens.size());
    auto const width = model_.tags().width();
    for (std::size_t t = 0; t < tokens.size(); ++t) {
        auto* const scores = chain_.emissions(t);
        chain_.set_class(t, memory.features[t]->word_class);
        memory.context.features(t, memory.joined);
        for (auto const feature : memory.joined)
            model_.fetch_feature(feature);
        each_seen_word(tokens.size(), t, [&](std::size_t place, std::size_t other) {
            add_row(scores, &memory.sentence[other]->scores[place * width], width);
        });
        for (auto const feature : memory.joined)
            model_.add_feature(feature, scores);
    }
}

void Tagger::tag(std::span<std::string_view const> tokens, std::vector<Tag>& tags) {
    score(tokens);
    chain_.best_path(model_.transitions(), tags);
}

void Tagger::tag(std::span<std::string_view const> tokens, std::vector<Tag>& tags,
                 std::vector<float>& probabilities) {
    tag(tokens, tags);
    chain_.forward_backward(model_.transitions());
    probabilities.resize(tokens.size());
    for (std::size_t t = 0; t < tokens.size(); ++t)
        probabilities[t] = chain_.marginals(t)[tags[t]];
}

} // namespace leitstand::learn
