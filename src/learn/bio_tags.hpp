// SPDX-License-Identifier: EUPL-1.2
// Tags of tokens in the BIO form: "B-X" begins a span of type X, "I-X" goes on with it, "O" is
// outside of all. A TagSet numbers them so that what may follow what is plain arithmetic: O is 0,
// then all B, then all I, types in the order of their names. Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "learn/figures.hpp"

namespace leitstand::learn {

using Tag = std::uint8_t;
inline constexpr Tag kOutside = 0;
inline constexpr std::size_t kTagsMax = 63; // 31 types; the tags of a feature fit into 64 bits
inline constexpr std::size_t kTagLanes = 8; // rows of scores are padded to a multiple of it
inline constexpr std::size_t kTypeNameBytesMax = 60;

// A label's letter and its type: {'B', "GRT"}; the type of "O" is empty.
struct BioLabel {
    char letter = 'O';
    std::string_view type;
};

// Nothing for a label of another form.
std::optional<BioLabel> bio_label(std::string_view label);

class TagSet {
  public:
    TagSet() = default;
    // Sorts the names and drops repetitions. Errors: too_large "tags.too_many_types".
    static Result<TagSet> of_types(std::vector<std::string> types);

    std::size_t types() const { return types_.size(); }
    std::size_t size() const { return 1 + 2 * types_.size(); }
    std::size_t width() const { return (size() + kTagLanes - 1) / kTagLanes * kTagLanes; }
    std::vector<std::string> const& type_names() const { return types_; }

    Tag begin_of(std::size_t type) const { return static_cast<Tag>(1 + type); }
    Tag inside_of(std::size_t type) const { return static_cast<Tag>(1 + types_.size() + type); }
    bool is_inside(Tag tag) const { return tag > types_.size(); }
    // Of a tag that is not O.
    std::size_t type_of(Tag tag) const { return (tag - 1u) % types_.size(); }
    std::string label(Tag tag) const;
    // Nothing for a type that this set does not know.
    std::optional<Tag> find(BioLabel const& label) const;

    bool may_begin(Tag tag) const { return !is_inside(tag); }
    bool may_follow(Tag before, Tag tag) const {
        return !is_inside(tag) || before == tag || before + types_.size() == tag;
    }

  private:
    std::vector<std::string> types_;
};

// A span of tokens [begin, end) with its type.
struct Entity {
    std::size_t begin = 0, end = 0, type = 0;
    bool operator==(Entity const&) const = default;
};

// An I that continues nothing begins an entity, as the scorer of the CoNLL-2003 task has it.
std::vector<Entity> entities_of(std::span<Tag const> tags, TagSet const& set);

// What was hit by exact span and type; counts add up over sentences, f1() is then micro-F1.
HitCounts entity_hits(std::span<Tag const> truth, std::span<Tag const> predicted,
                      TagSet const& set);

} // namespace leitstand::learn
