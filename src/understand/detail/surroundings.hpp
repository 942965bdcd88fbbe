// SPDX-License-Identifier: EUPL-1.2
// The words around a candidate as clues: by their place before and behind it, by their ends, by the
// line and the sentence, and where in the letter it stands. Private to understand/. Threads: any.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "learn/samples.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand::detail_understand {

inline constexpr std::size_t kCluesMax = 700; // of one candidate; later ones are left out
inline constexpr std::size_t kCluesUsual = 256;
inline constexpr std::size_t kClueWordMax = 100; // bytes of a word or label in a clue

// Writes clues of one candidate; names begin with the kind of candidate.
class Clues {
  public:
    Clues(std::string_view kind, std::vector<learn::GivenFeature>& out) : kind_(kind), out_(out) {
        out_.reserve(kCluesUsual);
    }
    void add(std::string_view name, std::string_view word, float value = 1) {
        std::string whole;
        whole.reserve(kind_.size() + name.size() + 1 + word.size());
        whole += kind_;
        whole += name;
        whole += '=';
        whole += word.substr(0, kClueWordMax);
        if (is_new(std::hash<std::string>{}(whole)))
            out_.push_back({std::move(whole), value});
    }
    void number(std::string_view name, long value) { add(name, std::to_string(value)); }

  private:
    static constexpr std::size_t kPlaces = 1024; // of the table; far more than clues

    // The names must not come twice. A table with open places: a scan would cost more than all
    // else.
    bool is_new(std::size_t hash) {
        if (out_.size() >= kCluesMax)
            return false;
        hash |= 1; // 0 is an open place
        auto place = hash % kPlaces;
        while (seen_[place] != 0) {
            if (seen_[place] == hash)
                return false;
            place = (place + 1) % kPlaces;
        }
        seen_[place] = hash;
        return true;
    }

    std::string_view kind_;
    std::vector<learn::GivenFeature>& out_;
    std::array<std::size_t, kPlaces> seen_{};
};

// A word as a clue: numbers by their length alone, since a new letter has other ones.
std::string seen_form(text::Token const& token);
void add_surroundings(Scene const& scene, ByteSpan span, Clues& clues);
// The words of its sentence and of the one before.
void add_sentence(Scene const& scene, ByteSpan span, Clues& clues);

} // namespace leitstand::detail_understand
