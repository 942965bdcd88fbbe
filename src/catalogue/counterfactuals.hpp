// SPDX-License-Identifier: EUPL-1.2
// Which words tell who somebody is, and what they are exchanged for, so that the same letter can be
// asked twice (govern/counterfactuals.toml; docs/formats/counterfactuals.md). Data that an equal-
// opportunity officer can read and mend. Threads: immutable after load().
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/catalogue.hpp"

namespace leitstand {

enum class ExchangeKind : std::uint8_t {
    name_origin, // the writer's name, of the first origin for each other one, same sex
    name_sex,    // the writer's name, a woman's for a man's, same origin
    name_other,  // the writer's name, for another one of the first origin and the same sex
    words,       // words for each other, where they stand
    sentences,   // a sentence set in, for another one
    writing      // the writer's German: words left out and written otherwise
};

struct ExchangedTrait {
    std::string key, name, name_en;
    ExchangeKind kind = ExchangeKind::words;
    std::string source;                // where the words come from
    std::vector<std::string> rightful; // findings that may change: "service.pflege", "unit"
    std::string rightful_because;      // needed where `rightful` is not empty
    std::string apart, apart_en;       // why no change of this trait counts as unequal treatment
    // Key of a trait that tells nothing of anybody: what it changes, chance does.
    std::string control;
    std::vector<std::pair<std::string, std::string>> pairs; // words; sentences: this one for that
    std::vector<std::string> drop;                          // writing: words left out
    int line = 0;
};

struct NamesOfOrigin {
    std::string key, name, name_en;
    std::vector<std::string> female, male, family;
    int line = 0;
};

// Words by which a group of letters is made ("family": alleinerziehend …): of the letters
// themselves, for figures by group. Whole words; matching forms.
struct GroupWords {
    std::string by, key, name, name_en;
    std::vector<std::string> words;
    int line = 0;
};

// A group that an authority's post comes from (`by` "sex", `key` "female"). A required one without
// a single letter closes the gate of data; another is named as a limit.
struct ExpectedGroup {
    std::string by, key;
    bool required = false;
    std::string because, because_en; // why it must be there, or why it need not
    int line = 0;
};

class Counterfactuals {
  public:
    // Of <catalogue_folder>/govern/counterfactuals.toml. Errors: not_found "guideline.missing";
    // bad_input "guideline.wrong", detail "file:line: reason" of the first problem.
    static Result<std::shared_ptr<Counterfactuals const>>
    load(std::filesystem::path const& catalogue_folder);
    static std::vector<Problem> check(std::filesystem::path const& catalogue_folder);

    std::string sha256; // of the file, hex
    // ISO 639-1, of the words and sentences below: letters in another one are asked with other
    // names only, and belong to no group that is told by words.
    std::string language;
    std::vector<ExchangedTrait> traits;
    std::vector<NamesOfOrigin> names; // the first is what the others are compared with
    std::vector<GroupWords> groups;
    std::vector<ExpectedGroup> expected;
    std::vector<std::string> origin_words; // of nationality: to be masked
};

} // namespace leitstand
