// SPDX-License-Identifier: EUPL-1.2
// The words around a candidate as clues: by their place before and behind it, by their ends, by the
// line and the sentence, and where in the letter it stands. Private to understand/. Threads: any.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "learn/samples.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand::detail_understand {

// Writes clues of one candidate; names begin with the kind of candidate.
class Clues {
  public:
    Clues(std::string_view kind, std::vector<learn::GivenFeature>& out) : kind_(kind), out_(out) {}
    void add(std::string_view name, std::string_view word, float value = 1) {
        std::string whole;
        whole.reserve(kind_.size() + name.size() + 1 + word.size());
        whole += kind_;
        whole += name;
        whole += '=';
        whole += word;
        auto const hash = std::hash<std::string>{}(whole);
        if (std::find(hashes_.begin(), hashes_.end(), hash) != hashes_.end())
            return;
        hashes_.push_back(hash);
        out_.push_back({std::move(whole), value});
    }
    void number(std::string_view name, long value) { add(name, std::to_string(value)); }

  private:
    std::string_view kind_;
    std::vector<learn::GivenFeature>& out_;
    std::vector<std::size_t> hashes_; // of the names, which must not come twice
};

// A word as a clue: numbers by their length alone, since a new letter has other ones.
std::string seen_form(text::Token const& token);
void add_surroundings(Scene const& scene, ByteSpan span, Clues& clues);
// The words of its sentence and of the one before.
void add_sentence(Scene const& scene, ByteSpan span, Clues& clues);

} // namespace leitstand::detail_understand
