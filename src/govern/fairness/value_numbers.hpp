// SPDX-License-Identifier: EUPL-1.2
// Small numbers for the texts that occur in one column of a table: an open hash table that knows a
// text again in a few nanoseconds. Threads: one.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace leitstand::fairness {

inline std::uint64_t mixed(std::uint64_t value) { // splitmix64's last step (Steele et al. 2014)
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
    return value ^ (value >> 31);
}

class ValueNumbers {
  public:
    static constexpr std::uint32_t kUnknown = ~0u;

    // kUnknown: not seen yet.
    std::uint32_t find(std::string_view text) const {
        for (auto slot = hash(text) & mask();; slot = (slot + 1) & mask()) {
            auto const entry = slots_[slot];
            if (entry == 0)
                return kUnknown;
            if (texts_[entry - 1].text == text)
                return texts_[entry - 1].number;
        }
    }
    // `text` must be unknown; several texts may have one number.
    void add(std::string_view text, std::uint32_t number) {
        texts_.push_back({std::string{text}, number});
        if (texts_.size() * 2 > slots_.size()) {
            slots_.assign(slots_.size() * 2, 0);
            for (std::size_t i = 0; i < texts_.size(); ++i)
                enter(i);
        } else {
            enter(texts_.size() - 1);
        }
        if (number + 1 > size_)
            size_ = number + 1;
    }
    // One above the highest number.
    std::uint32_t size() const { return size_; }
    // The first text of that number; null: none.
    std::string const* text(std::uint32_t number) const {
        for (auto const& entry : texts_)
            if (entry.number == number)
                return &entry.text;
        return nullptr;
    }
    // Texts with their numbers, in the order they came.
    struct Entry {
        std::string text;
        std::uint32_t number = 0;
    };
    std::vector<Entry> const& entries() const { return texts_; }

  private:
    static std::uint64_t hash(std::string_view text) {
        std::uint64_t value = text.size();
        while (text.size() > 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), 8);
            value = mixed(value ^ word);
            text.remove_prefix(8);
        }
        std::uint64_t last = 0;
        for (std::size_t i = 0; i < text.size(); ++i)
            last |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << (8 * i);
        return mixed(value ^ (last + 0x9E3779B97F4A7C15ull));
    }
    std::uint64_t mask() const { return slots_.size() - 1; }
    void enter(std::size_t index) {
        auto slot = hash(texts_[index].text) & mask();
        while (slots_[slot] != 0)
            slot = (slot + 1) & mask();
        slots_[slot] = static_cast<std::uint32_t>(index + 1);
    }

    std::vector<Entry> texts_;
    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64, 0);
    std::uint32_t size_ = 0;
};

} // namespace leitstand::fairness
