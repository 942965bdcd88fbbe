// SPDX-License-Identifier: EUPL-1.2
#include "learn/bio_tags.hpp"

#include <algorithm>

namespace leitstand::learn {

std::optional<BioLabel> bio_label(std::string_view label) {
    if (label == "O")
        return BioLabel{};
    if (label.size() < 3 || label.size() > kTypeNameBytesMax + 2 || label[1] != '-' ||
        (label[0] != 'B' && label[0] != 'I'))
        return std::nullopt;
    return BioLabel{label[0], label.substr(2)};
}

Result<TagSet> TagSet::of_types(std::vector<std::string> types) {
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    if (1 + 2 * types.size() > kTagsMax)
        return fail(Code::too_large, "tags.too_many_types", fmt::format("{}", types.size()));
    TagSet set;
    set.types_ = std::move(types);
    return set;
}

std::string TagSet::label(Tag tag) const {
    if (tag == kOutside)
        return "O";
    return (is_inside(tag) ? "I-" : "B-") + types_[type_of(tag)];
}

std::optional<Tag> TagSet::find(BioLabel const& label) const {
    if (label.letter == 'O')
        return kOutside;
    auto const place = std::lower_bound(types_.begin(), types_.end(), label.type);
    if (place == types_.end() || *place != label.type)
        return std::nullopt;
    auto const type = static_cast<std::size_t>(place - types_.begin());
    return label.letter == 'B' ? begin_of(type) : inside_of(type);
}

std::vector<Entity> entities_of(std::span<Tag const> tags, TagSet const& set) {
    std::vector<Entity> entities;
    for (std::size_t i = 0; i < tags.size();) {
        auto const begin = i++;
        if (tags[begin] == kOutside)
            continue;
        auto const type = set.type_of(tags[begin]);
        while (i < tags.size() && tags[i] == set.inside_of(type))
            ++i;
        entities.push_back({begin, i, type});
    }
    return entities;
}

HitCounts entity_hits(std::span<Tag const> truth, std::span<Tag const> predicted,
                      TagSet const& set) {
    auto const wanted = entities_of(truth, set);
    auto const found = entities_of(predicted, set);
    HitCounts counts;
    for (auto const& entity : found) { // both in the order of their beginnings, none overlapping
        auto const same = std::lower_bound(
            wanted.begin(), wanted.end(), entity.begin,
            [](Entity const& other, std::size_t begin) { return other.begin < begin; });
        counts.hits += same != wanted.end() && *same == entity;
    }
    counts.wrong = found.size() - counts.hits;
    counts.missed = wanted.size() - counts.hits;
    return counts;
}

} // namespace leitstand::learn
