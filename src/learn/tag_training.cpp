// SPDX-License-Identifier: EUPL-1.2
#include "learn/tag_training.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/assert.hpp"

namespace leitstand::learn {

namespace {

constexpr std::size_t kFeaturesMax = 50'000'000; // different ones, before rare ones are left out

// Features by their hash: how often each was seen, then its number.
class FeatureNumbers {
  public:
    FeatureNumbers() : keys_(1 << 16), values_(1 << 16) {}

    void count(FeatureHash feature) {
        if (size_ * 4 >= keys_.size() * 3)
            grow();
        auto const at = place_of(feature);
        if (keys_[at] == 0) {
            keys_[at] = feature;
            ++size_;
        }
        ++values_[at];
    }
    std::size_t size() const { return size_; }

    // From now on values are numbers; features seen less often have none.
    std::vector<FeatureHash> number(std::size_t seen_least) {
        std::vector<FeatureHash> kept;
        for (std::size_t at = 0; at < keys_.size(); ++at)
            if (keys_[at] != 0 && values_[at] >= seen_least)
                kept.push_back(keys_[at]);
        std::sort(kept.begin(), kept.end()); // the order of the table hangs on its history
        std::fill(values_.begin(), values_.end(), kNone);
        for (std::size_t i = 0; i < kept.size(); ++i)
            values_[place_of(kept[i])] = static_cast<std::uint32_t>(i);
        return kept;
    }
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    std::uint32_t find(FeatureHash feature) const {
        auto const at = place_of(feature);
        return keys_[at] == 0 ? kNone : values_[at];
    }

  private:
    std::size_t place_of(FeatureHash feature) const {
        auto at = feature & (keys_.size() - 1);
        while (keys_[at] != 0 && keys_[at] != feature)
            at = (at + 1) & (keys_.size() - 1);
        return at;
    }
    void grow() {
        auto const keys = std::exchange(keys_, std::vector<FeatureHash>(keys_.size() * 2));
        auto const values = std::exchange(values_, std::vector<std::uint32_t>(keys_.size()));
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (keys[i] != 0) {
                auto const at = place_of(keys[i]);
                keys_[at] = keys[i];
                values_[at] = values[i];
            }
    }

    std::vector<FeatureHash> keys_; // 0: free; a feature of hash 0 is as good as never there
    std::vector<std::uint32_t> values_;
    std::size_t size_ = 0;
};

// A text as sentences of words whose features are made once each.
class Words {
  public:
    Words(ConllText const& text, WordClasses const& classes, Gazetteer const& gazetteer)
        : text_(text), gazetteer_(gazetteer) {
        std::unordered_map<std::string_view, std::size_t> numbers;
        std::vector<std::size_t> of_token;
        for (auto const token : text.tokens) {
            auto const [place, is_new] = numbers.emplace(token, words_.size());
            if (is_new)
                words_.push_back(word_features(token, classes, gazetteer));
            of_token.push_back(place->second);
        }
        for (auto const number : of_token) // when words_ grows no more
            tokens_.push_back(&words_[number]);
    }

    WordFeatures const& of(std::size_t token) const { return *tokens_[token]; }

    // Calls feature(hash) for each feature of each token and token_done() after each token.
    template <typename Feature, typename TokenDone>
    void each_feature(Feature const& feature, TokenDone const& token_done) const {
        TagContext context;
        std::vector<FeatureHash> joined;
        for (std::size_t sentence = 0; sentence < text_.sentences(); ++sentence) {
            auto const begin = text_.begin_of(sentence);
            auto const words =
                std::span{tokens_}.subspan(begin, text_.sentence_ends[sentence] - begin);
            context.begin(words, gazetteer_);
            for (std::size_t t = 0; t < words.size(); ++t) {
                context.features(t, joined);
                for (auto const hash : joined)
                    feature(hash);
                each_seen_word(words.size(), t, [&](std::size_t place, std::size_t other) {
                    auto const& word = *words[other];
                    for (std::size_t i = 0; i < word.counts[place]; ++i)
                        feature(placed(word.forms[i], place));
                });
                token_done();
            }
        }
    }

  private:
    ConllText const& text_;
    Gazetteer const& gazetteer_;
    std::vector<WordFeatures> words_;
    std::vector<WordFeatures const*> tokens_;
};

// By falling frequency, equals by their hash.
std::vector<FeatureHash> frequent_words(ConllText const& text) {
    std::unordered_map<FeatureHash, std::size_t> counts;
    for (auto const token : text.tokens)
        ++counts[word_key(token)];
    std::vector<std::pair<std::size_t, FeatureHash>> order;
    for (auto const& [key, count] : counts)
        order.emplace_back(count, key);
    std::sort(order.begin(), order.end(), std::greater<>{});
    order.resize(std::min(order.size(), kWordClasses - kFirstFrequentWord));
    std::vector<FeatureHash> words;
    for (auto const& [count, key] : order)
        words.push_back(key);
    return words;
}

Result<TagSet> tag_set_of(ConllText const& text) {
    std::vector<std::string> types;
    std::string_view last;
    for (auto const label : text.labels)
        if (auto const type = bio_label(label)->type; type != last && !type.empty()) {
            types.emplace_back(type);
            last = type;
            if (types.size() > text.tokens.size())
                break;
        }
    if (types.empty())
        return fail(Code::bad_input, "tags.no_entity");
    return TagSet::of_types(std::move(types));
}

ChainExamples examples_of(ConllText const& text, Words const& words, TagSet const& tags,
                          FeatureNumbers const& numbers, std::size_t feature_count) {
    ChainExamples examples;
    examples.feature_count = feature_count;
    examples.class_count = kWordClasses;
    examples.sentence_ends = text.sentence_ends;
    examples.tags = tags_of(text, tags);
    for (std::size_t token = 0; token < text.tokens.size(); ++token)
        examples.classes.push_back(words.of(token).word_class);
    words.each_feature(
        [&](FeatureHash hash) {
            if (auto const number = numbers.find(hash); number != FeatureNumbers::kNone)
                examples.features.push_back(number);
        },
        [&] { examples.feature_ends.push_back(examples.features.size()); });
    return examples;
}

void lower_outside(TagModelParts& parts, float by) {
    auto const& hashes = parts.feature_hashes; // sorted
    auto const place = std::lower_bound(hashes.begin(), hashes.end(), always_feature());
    if (place == hashes.end() || *place != always_feature())
        return; // a text of so few tokens that no feature counts
    auto const& row = parts.chain.rows[static_cast<std::size_t>(place - hashes.begin())];
    if ((row.tags & 1) != 0) // O is tag 0, so its weight is the first
        parts.chain.weights[row.first] -= by;
}

} // namespace

std::vector<Tag> tags_of(ConllText const& text, TagSet const& set, std::size_t* unknown) {
    std::vector<Tag> tags;
    for (auto const label : text.labels) {
        auto const tag = set.find(*bio_label(label));
        if (!tag && unknown != nullptr)
            ++*unknown;
        tags.push_back(tag.value_or(kOutside));
    }
    return tags;
}

Result<ModelFileWriter> train_tags(ConllText const& text, Gazetteer const& gazetteer,
                                   TagTrainingOptions const& options, EpochDone const& epoch_done) {
    TagModelParts parts;
    parts.tags = TRY(tag_set_of(text));
    parts.frequent_words = frequent_words(text);
    parts.weight_least = options.weight_least;
    Words const words{text, WordClasses{parts.frequent_words}, gazetteer};
    ChainExamples examples;
    {
        FeatureNumbers numbers;
        words.each_feature([&](FeatureHash hash) { numbers.count(hash); }, [] {});
        if (numbers.size() > kFeaturesMax)
            return fail(Code::too_large, "tags.too_many_features",
                        fmt::format("{}", numbers.size()));
        parts.feature_hashes = numbers.number(options.feature_seen_least);
        examples = examples_of(text, words, parts.tags, numbers, parts.feature_hashes.size());
    }
    parts.chain = train_chain(examples, parts.tags, options.chain, epoch_done);
    lower_outside(parts, options.outside_lowered);
    return tag_model_file(parts, gazetteer);
}

Json tag_manifest(ConllText const& text, TagTrainingOptions const& options) {
    return Json{{"train",
                 {{"sha256", text.sha256},
                  {"sentences", text.sentences()},
                  {"tokens", text.tokens.size()},
                  {"repaired_labels", text.repaired}}},
                {"seed", options.chain.seed},
                {"epochs", options.chain.epochs},
                {"batch_sentences", options.chain.batch_sentences},
                {"rate", options.chain.rate},
                {"first_square", options.chain.first_square},
                {"penalty", options.chain.penalty},
                {"rarity", options.chain.rarity},
                {"feature_seen_least", options.feature_seen_least},
                {"outside_lowered", options.outside_lowered},
                {"weight_least", options.weight_least}};
}

HitCounts judge_tags(TagModel const& model, ConllText const& text) {
    Tagger tagger{model};
    HitCounts counts;
    std::vector<Tag> found;
    std::size_t unknown = 0;
    auto const truth = tags_of(text, model.tags(), &unknown);
    for (std::size_t sentence = 0; sentence < text.sentences(); ++sentence) {
        auto const tokens = text.tokens_of(sentence);
        tagger.tag(tokens, found);
        auto const hits = entity_hits(
            std::span{truth}.subspan(text.begin_of(sentence), tokens.size()), found, model.tags());
        counts.hits += hits.hits;
        counts.wrong += hits.wrong;
        counts.missed += hits.missed;
    }
    if (unknown > 0)
        for (auto const label : text.labels)
            if (auto const parts = *bio_label(label);
                parts.letter == 'B' && !model.tags().find(parts))
                ++counts.missed;
    return counts;
}

} // namespace leitstand::learn
