// SPDX-License-Identifier: EUPL-1.2
// Remembers which words of a phrase set a form is: most post shares its vocabulary, and finding
// them anew takes some forty look-ups. A form costs one line of the cache for its slot and one for
// its bytes, and the slot can be asked for some forms ahead. Holds words, never texts. Private to
// understand/. Threads: one FormMemory per thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitstand::detail_understand {

class FormMemory {
  public:
    // Where the words of a form stand in words(); valid until forget().
    struct Place {
        std::uint32_t first = 0, count = 0;
    };

    FormMemory() : slots_(kSlotsMin) {}
    std::size_t size() const { return forms_; }
    std::size_t bytes() const { return bytes_.size(); } // of all forms
    void forget();

    static std::uint64_t hash_of(std::string_view form) {
        return std::hash<std::string_view>{}(form);
    }
    void expect(std::uint64_t hash) const { __builtin_prefetch(&slots_[slot_of(hash)]); }
    // `hash`: hash_of(form).
    std::optional<Place> find(std::string_view form, std::uint64_t hash) const {
        for (auto at = slot_of(hash); slots_[at].form_bytes != kFree; at = slot_of(at + 1))
            if (slots_[at].tag == tag_of(hash) && form_of(slots_[at]) == form)
                return slots_[at].place;
        return std::nullopt;
    }
    // A form that find() does not know.
    Place add(std::string_view form, std::uint64_t hash, std::span<std::uint32_t const> words);
    std::span<std::uint32_t const> words(Place place) const {
        return std::span(words_).subspan(place.first, place.count);
    }

  private:
    static constexpr std::size_t kSlotsMin = 1 << 10; // a power of two, as every number of slots
    static constexpr std::uint32_t kFree = 0xFFFFFFFF;
    struct Slot {
        std::uint32_t tag = 0; // upper half of the hash
        std::uint32_t form_start = 0, form_bytes = kFree;
        Place place;
    };
    std::size_t slot_of(std::uint64_t hash) const { return hash & (slots_.size() - 1); }
    static std::uint32_t tag_of(std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 32);
    }
    std::string_view form_of(Slot const& slot) const {
        return std::string_view(bytes_).substr(slot.form_start, slot.form_bytes);
    }
    void insert(Slot const& slot, std::uint64_t hash);
    void grow();

    std::vector<Slot> slots_; // half of them free at least
    std::string bytes_;       // of all forms
    std::vector<std::uint32_t> words_;
    std::size_t forms_ = 0;
};

} // namespace leitstand::detail_understand
