// SPDX-License-Identifier: EUPL-1.2
#include "learn/tag_model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"

namespace leitstand::learn {

namespace {

constexpr std::string_view kKind = "tags";
constexpr float kWeightMost = 1'000; // training comes nowhere near; so forbidden moves stay so

tl::unexpected<Error> damaged(std::string_view what) {
    return fail(Code::damaged, "model.damaged", std::string{what});
}

bool is_sensible(float weight) {
    return std::abs(weight) <= kWeightMost; // not for NaN
}

// Whether the weights of one feature start at this place.
bool begins_run(std::span<std::uint32_t const> weights, std::size_t at) {
    return at == 0 || packed_is_last(weights[at - 1]);
}

// The table of features and their packed weights.
class FeatureTable {
  public:
    explicit FeatureTable(std::size_t features)
        : table_(std::bit_ceil(features * 3 / 2 + 1)), mask_(table_.size() - 1) {}

    void add(FeatureHash feature, FeatureRow const& row, std::span<float const> weights,
             float least) {
        auto const first = packed_.size();
        std::size_t number = row.first;
        for (auto tags = row.tags; tags != 0; tags &= tags - 1) {
            auto const weight = weights[number++];
            if (std::abs(weight) >= least && weight != 0)
                packed_.push_back(
                    pack_weight(weight, static_cast<Tag>(std::countr_zero(tags)), false));
        }
        if (packed_.size() == first)
            return;
        packed_.back() |= 0x80;
        auto at = feature & mask_;
        while (table_[at] != 0)
            at = (at + 1) & mask_;
        table_[at] = (feature >> 32) << 32 | (first + 1);
    }

    std::vector<std::uint64_t> const& table() const { return table_; }
    std::vector<std::uint32_t> const& packed() const { return packed_; }

  private:
    std::vector<std::uint64_t> table_;
    std::size_t mask_;
    std::vector<std::uint32_t> packed_;
};

bool keeps_weight(FeatureRow const& row, std::span<float const> weights, float least) {
    auto const own = weights.subspan(row.first, static_cast<std::size_t>(std::popcount(row.tags)));
    return std::any_of(own.begin(), own.end(),
                       [&](float weight) { return std::abs(weight) >= least && weight != 0; });
}

std::vector<float> transition_scores(Transitions const& transitions, TagSet const& tags) {
    std::vector<float> scores;
    for (std::size_t word_class = 0; word_class < transitions.classes(); ++word_class)
        for (std::size_t before = 0; before < tags.size(); ++before)
            for (std::size_t tag = 0; tag < tags.size(); ++tag)
                if (tags.may_follow(static_cast<Tag>(before), static_cast<Tag>(tag)))
                    scores.push_back(transitions.score(word_class, static_cast<Tag>(before),
                                                       static_cast<Tag>(tag)));
    return scores;
}

} // namespace

std::uint32_t pack_weight(float weight, Tag tag, bool is_last) {
    ASSERT(std::isfinite(weight) && tag < 64);
    auto const rounded = (std::bit_cast<std::uint32_t>(weight) + 0x80) & ~std::uint32_t{0xFF};
    return rounded | tag | (is_last ? 0x80u : 0u);
}

ModelFileWriter tag_model_file(TagModelParts const& parts, Gazetteer const& gazetteer) {
    auto const& chain = parts.chain;
    std::size_t kept = 0;
    for (auto const& row : chain.rows)
        kept += keeps_weight(row, chain.weights, parts.weight_least) ? 1 : 0;
    FeatureTable table{kept};
    for (std::size_t feature = 0; feature < chain.rows.size(); ++feature)
        table.add(parts.feature_hashes[feature], chain.rows[feature], chain.weights,
                  parts.weight_least);
    std::string types;
    for (auto const& type : parts.tags.type_names())
        types += type + "\n";
    ModelFileWriter writer{std::string{kKind}};
    writer.add_section("types", types);
    writer.add_array<std::uint64_t>("frequent_words", parts.frequent_words);
    writer.add_array<std::uint64_t>("gazetteer", gazetteer.table());
    writer.add_array<std::uint64_t>("features", table.table());
    writer.add_array<std::uint32_t>("weights", table.packed());
    writer.add_array<float>("transitions", transition_scores(chain.transitions, parts.tags));
    return writer;
}

Result<TagModel> TagModel::open(std::filesystem::path const& path) {
    return over(TRY(ModelFile::open(path, kKind)));
}

Result<TagModel> TagModel::over(ModelFile file) {
    TagModel model{std::move(file)};
    TRY(model.read_tags());
    TRY(model.read_features());
    TRY(model.read_transitions());
    return model;
}

Result<void> TagModel::read_tags() {
    auto text = TRY(file_.section("types"));
    std::vector<std::string> types;
    while (!text.empty()) {
        auto const end = text.find('\n');
        if (end == std::string_view::npos || end == 0 || end > kTypeNameBytesMax)
            return damaged("types");
        types.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    auto const count = types.size();
    auto tags = TagSet::of_types(std::move(types));
    if (!tags || tags->types() != count)
        return damaged("types");
    tags_ = *std::move(tags);
    classes_ = WordClasses{TRY(file_.array<std::uint64_t>("frequent_words"))};
    gazetteer_ = TRY(Gazetteer::over(TRY(file_.array<std::uint64_t>("gazetteer"))));
    return {};
}

// Whoever made the file: no search without end, no step outside of the weights, and no feature that
// adds more than one weight to a tag, so that sums stay far from the score of a forbidden move.
Result<void> TagModel::read_features() {
    table_ = TRY(file_.array<std::uint64_t>("features"));
    weights_ = TRY(file_.array<std::uint32_t>("weights"));
    if (!std::has_single_bit(table_.size()))
        return damaged("features");
    table_mask_ = table_.size() - 1;
    for (auto const entry : table_) {
        if (entry == 0)
            continue;
        ++feature_count_;
        auto const place = static_cast<std::uint32_t>(entry);
        if (place == 0 || place > weights_.size() || !begins_run(weights_, place - 1))
            return damaged("features");
    }
    if (feature_count_ == table_.size() || (!weights_.empty() && !packed_is_last(weights_.back())))
        return damaged("features");
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        auto const tag = packed_tag(weights_[i]);
        if (tag >= tags_.size() || !is_sensible(packed_weight(weights_[i])) ||
            (!begins_run(weights_, i) && tag <= packed_tag(weights_[i - 1])))
            return damaged("weights");
    }
    return {};
}

Result<void> TagModel::read_transitions() {
    auto const scores = TRY(file_.array<float>("transitions"));
    transitions_ = Transitions{tags_, kWordClasses};
    auto next = scores.begin();
    for (std::size_t word_class = 0; word_class < kWordClasses; ++word_class) {
        for (std::size_t before = 0; before < tags_.size(); ++before)
            for (std::size_t tag = 0; tag < tags_.size(); ++tag) {
                if (!tags_.may_follow(static_cast<Tag>(before), static_cast<Tag>(tag)))
                    continue;
                if (next == scores.end() || !is_sensible(*next))
                    return damaged("transitions");
                transitions_.set_score(word_class, static_cast<Tag>(before), static_cast<Tag>(tag),
                                       *next++);
            }
        transitions_.refresh(word_class);
    }
    return next == scores.end() ? Result<void>{} : damaged("transitions");
}

} // namespace leitstand::learn
