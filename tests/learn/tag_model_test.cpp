// SPDX-License-Identifier: EUPL-1.2
// Training, file and tagging together, on sentences made here.
#include "learn/tag_model.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "learn/tag_training.hpp"

namespace leitstand::learn {
namespace {

// "… Frau NAME …", "… vor dem GERICHT ORT …": names never seen in training are known by what
// stands beside them.
std::string sentences(std::size_t count, std::uint64_t seed, std::string const& names) {
    std::mt19937_64 random{seed};
    auto const word = [&](std::string const& stem, std::size_t many) {
        return fmt::format("{}{}", stem, static_cast<char>('a' + random() % many));
    };
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += word("so", 9) + "\tO\n";
        if (random() % 2 == 0)
            text += "Frau\tO\n" + word(names, 20) + "\tB-PER\n";
        if (random() % 2 == 0)
            text += "vor\tO\ndem\tO\nLandgericht\tB-GRT\n" + word(names, 20) + "\tI-GRT\n";
        text += word("geht", 9) + "\tO\n.\tO\n\n";
    }
    return text;
}

ConllText text_of(std::string bytes) {
    return *parse_conll(std::move(bytes), LabelColumn::required, "made");
}

TagTrainingOptions options(unsigned threads = 1, std::uint64_t seed = 1) {
    TagTrainingOptions options;
    options.chain.threads = threads;
    options.chain.seed = seed;
    return options;
}

std::string trained_bytes(ConllText const& text, TagTrainingOptions const& options,
                          Gazetteer const& gazetteer = {}) {
    return train_tags(text, gazetteer, options)->bytes(tag_manifest(text, options));
}

Result<TagModel> model_of(std::string bytes) {
    return TagModel::over(TRY(ModelFile::parse(std::move(bytes), "tags", "made")));
}

TEST(TagModel, LabelsNamesThatItNeverSaw) {
    auto const model = model_of(trained_bytes(text_of(sentences(300, 1, "Mei")), options()));
    ASSERT_TRUE(model);
    auto const hits = judge_tags(*model, text_of(sentences(100, 2, "Schmid")));
    EXPECT_GT(hits.hits, 80u);
    EXPECT_GE(hits.f1(), 0.99);
}

TEST(TagModel, TheSameBytesOnAnyNumberOfThreadsAndOthersForAnotherSeed) {
    auto const text = text_of(sentences(200, 1, "Mei"));
    auto const one = trained_bytes(text, options(1));
    EXPECT_EQ(one, trained_bytes(text, options(2)));
    EXPECT_EQ(one, trained_bytes(text, options(5)));
    EXPECT_NE(one, trained_bytes(text, options(1, 2)));
}

TEST(TagModel, ProbabilitiesAreThoseOfTheTagsAndChangeNoTag) {
    auto const model = model_of(trained_bytes(text_of(sentences(300, 1, "Mei")), options()));
    ASSERT_TRUE(model);
    Tagger tagger{*model};
    std::vector<Tag> tags, again;
    std::vector<float> probabilities;
    std::vector<std::string_view> const tokens{"soa", "Frau", "Meia", "gehta", "."};
    tagger.tag(tokens, tags);
    tagger.tag(tokens, again, probabilities);
    EXPECT_EQ(tags, again);
    EXPECT_EQ(model->tags().label(tags[2]), "B-PER");
    for (auto const probability : probabilities) {
        EXPECT_GT(probability, 0.8);
        EXPECT_LE(probability, 1 + 1e-5);
    }
}

TEST(TagModel, WhatATaggerRemembersChangesNothing) {
    auto const model = model_of(trained_bytes(text_of(sentences(200, 1, "Mei")), options()));
    ASSERT_TRUE(model);
    auto const text = text_of(sentences(50, 3, "Wolf"));
    Tagger old{*model};
    std::vector<Tag> by_old, by_new;
    std::vector<float> old_probabilities, new_probabilities;
    for (std::size_t sentence = 0; sentence < text.sentences(); ++sentence) {
        Tagger fresh{*model};
        old.tag(text.tokens_of(sentence), by_old, old_probabilities);
        fresh.tag(text.tokens_of(sentence), by_new, new_probabilities);
        ASSERT_EQ(by_old, by_new);
        ASSERT_EQ(old_probabilities, new_probabilities);
    }
}

TEST(TagModel, AGazetteerKnowsNamesThatNothingElseTells) {
    // The place decides nothing: only the list says which of the words is a name.
    std::vector<std::string> names;
    for (int i = 0; i < 40; ++i)
        names.push_back(fmt::format("{}{}", "brtlfgkmnp"[i % 10],
                                    "aeiou"[i % 5] + std::string(1 + i / 10u, 'x')));
    std::string train, dev;
    for (std::size_t i = 0; i < 400; ++i) {
        auto const& name = names[i % 20];
        train += i % 2 == 0 ? name + "\tB-PER\n\n" : name + "z\tO\n\n";
        dev += names[20 + i % 20] + "\tB-PER\n\n";
    }
    std::vector<std::vector<std::string_view>> const lists{{names.begin(), names.end()}};
    auto const text = text_of(train);
    auto const model = model_of(trained_bytes(text, options(), *Gazetteer::of_lists(lists)));
    ASSERT_TRUE(model);
    EXPECT_EQ(judge_tags(*model, text_of(dev)).f1(), 1);
}

TEST(TagModel, RefusesEveryFlippedByteAndEveryCut) {
    auto const bytes = trained_bytes(text_of(sentences(20, 1, "Mei")), options());
    for (std::size_t at = 0; at < bytes.size(); at += 997) {
        auto flipped = bytes;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x20);
        EXPECT_FALSE(model_of(flipped)) << at;
    }
    for (std::size_t const size : {std::size_t{0}, std::size_t{10}, bytes.size() - 1})
        EXPECT_FALSE(model_of(bytes.substr(0, size)));
}

TEST(TagModel, RefusesAFileOfAnotherKindOrWithNonsenseInIt) {
    auto const other = ModelFileWriter{"labels"}.bytes(Json::object());
    EXPECT_EQ(TagModel::over(*ModelFile::parse(other, "labels", "made")).error().key,
              "model.damaged"); // no section that it needs
    auto const refused = [](std::vector<std::uint64_t> const& table,
                            std::vector<std::uint32_t> const& weights) {
        ModelFileWriter writer{"tags"};
        writer.add_section("types", "PER\n");
        writer.add_array<std::uint64_t>("frequent_words", {});
        writer.add_array<std::uint64_t>("gazetteer", {});
        writer.add_array<std::uint64_t>("features", table);
        writer.add_array<std::uint32_t>("weights", weights);
        writer.add_array<float>("transitions", std::vector<float>(kWordClasses * 8));
        auto const model = model_of(writer.bytes(Json::object()));
        return model ? "" : model.error().key;
    };
    auto const last = pack_weight(1, 2, true);
    EXPECT_EQ(refused({0, 1}, {last}), "");
    EXPECT_EQ(refused({1, 1}, {last}), "model.damaged");          // a search would not end
    EXPECT_EQ(refused({0, 2}, {last}), "model.damaged");          // beyond the weights
    EXPECT_EQ(refused({0, 1}, {last & ~0x80u}), "model.damaged"); // weights without an end
    EXPECT_EQ(refused({0, 1}, {pack_weight(1, 3, true)}), "model.damaged"); // no such tag
    EXPECT_EQ(refused({0, 1}, {pack_weight(2e6f, 2, true)}), "model.damaged");
    EXPECT_EQ(refused({0, 1, 0}, {last}), "model.damaged");
}

// Sections of a model of one type whose every feature leads to the same run of weights.
std::string crafted(std::vector<std::uint32_t> const& weights, std::uint64_t place = 1) {
    ModelFileWriter writer{"tags"};
    writer.add_section("types", "PER\n");
    writer.add_section("frequent_words", "");
    writer.add_section("gazetteer", "");
    std::vector<std::uint64_t> const features{place, 0};
    writer.add_array<std::uint64_t>("features", features);
    writer.add_array<std::uint32_t>("weights", weights);
    std::vector<float> const transitions(kWordClasses * 8, 0); // 9 moves, all but O to I-PER
    writer.add_array<float>("transitions", transitions);
    return writer.bytes(Json::object());
}

TEST(TagModel, NoFeatureAddsMoreThanOneWeightToATag) {
    EXPECT_TRUE(model_of(crafted({pack_weight(1, 1, false), pack_weight(1, 2, true)})));
    // A million weights of I-PER would outweigh that it may not follow O.
    std::vector<std::uint32_t> many(1'000'001, pack_weight(1'000, 2, false));
    many.back() = pack_weight(1'000, 2, true);
    EXPECT_EQ(model_of(crafted(many)).error().key, "model.damaged");
    EXPECT_EQ(model_of(crafted({pack_weight(1, 2, false), pack_weight(1, 1, true)})).error().key,
              "model.damaged");
    EXPECT_EQ(model_of(crafted({pack_weight(1, 1, false), pack_weight(1, 2, true)}, 2)).error().key,
              "model.damaged")
        << "into the middle of a run";
}

TEST(TagModel, APackedWeightKeepsTagEndAndFifteenBitsOfTheFraction) {
    for (float const weight : {0.0f, 1.0f, -0.3141593f, 12.75f, -1e-6f}) {
        auto const packed = pack_weight(weight, 38, true);
        EXPECT_EQ(packed_tag(packed), 38);
        EXPECT_TRUE(packed_is_last(packed));
        EXPECT_FALSE(packed_is_last(pack_weight(weight, 38, false)));
        EXPECT_NEAR(packed_weight(packed), weight, std::abs(weight) / (1 << 15));
    }
}

TEST(TagModel, TextWithoutAnEntityTeachesNothing) {
    EXPECT_EQ(train_tags(text_of("a\tO\nb\tO\n"), {}, options()).error().key, "tags.no_entity");
}

TEST(TagModel, EntitiesOfUnknownTypesCountAsMissed) {
    auto const model = model_of(trained_bytes(text_of(sentences(100, 1, "Mei")), options()));
    ASSERT_TRUE(model);
    auto const hits = judge_tags(*model, text_of("so\tO\nist\tB-LOC\nes\tI-LOC\n.\tO\n"));
    EXPECT_EQ(hits.missed, 1u);
    EXPECT_EQ(hits.hits + hits.wrong, 0u);
}

TEST(TagModel, ReadsThePublicEntities) {
    char const* const data = std::getenv("LEITSTAND_DATA");
    if (data == nullptr)
        GTEST_SKIP() << "LEITSTAND_DATA is not set";
    auto const text =
        read_conll(std::filesystem::path{data} / "tag/ler/dev.conll", LabelColumn::required);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->sentences(), 4'749u);
    EXPECT_EQ(text->tokens.size(), 152'194u);
    EXPECT_EQ(text->repaired, 0u);
    EXPECT_EQ(std::count_if(text->labels.begin(), text->labels.end(),
                            [](auto label) { return label.starts_with("B-"); }),
              3'646);
}

} // namespace
} // namespace leitstand::learn
