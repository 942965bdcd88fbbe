// SPDX-License-Identifier: EUPL-1.2
// From a letter to the rules of law: facts that it states in words, the clocks of `urgent` and the
// requirements of `complete`. The arithmetic is law's. Private to understand/. Threads: any, after
// construction.
#pragma once

#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/phrases.hpp"
#include "understand/detail/scene.hpp"
#include "understand/understand.hpp"

namespace leitstand::detail_understand {

// A fact of the catalogue that the letter states or denies, with its words.
struct StatedFact {
    std::string key;
    bool denied = false;
    Evidence evidence;
};

// The words of one statement or denial, in Scene::text().
struct FactWords {
    std::string key;
    bool denied = false;
    ByteSpan span;
};

class Facts {
  public:
    explicit Facts(Catalogue const& catalogue);
    // In the own words of the masked letter, in their order. Words of a denial do not count for the
    // fact as well: "lebt nicht bei mir" is no "bei mir". Words that a negation stands before or
    // breaks ("nicht zur Miete", "zehn Jahre nicht gearbeitet") count for nothing, unless they hold
    // one themselves; neither does a statement with which a question begins.
    std::vector<FactWords> words(Scene const& masked) const;
    // Each fact once for its statement and once for its denial.
    static std::vector<StatedFact> stated(Scene const& masked, std::vector<FactWords> const& words);

  private:
    struct Use {
        std::uint32_t fact = 0;
        bool denial = false;
        bool has_negation = false; // its words hold one themselves: "keine Rücklagen"
    };
    bool negated(Scene const& masked, std::vector<std::uint32_t> const& negations,
                 std::uint32_t first, std::uint32_t last) const;
    std::vector<std::string> keys_;
    Phrases phrases_;
    std::vector<std::vector<Use>> uses_; // per phrase
    Phrases negations_;
};

// A date of the letter and the facts whose words stand before it, the nearest first; words with
// another date between belong to that one.
struct NamedDate {
    std::string field, value; // as of the finding
    std::vector<std::string> named_by;
};
std::vector<NamedDate> name_dates(Scene const& scene, std::vector<Found> const& found,
                                  std::vector<FactWords> const& words);

// What a letter says beside its findings.
struct LetterWords {
    std::vector<StatedFact> facts;
    std::vector<NamedDate> dates;
};

// One for each rule that a request's act and service start, and each day that may have started it.
std::vector<ClockFinding> find_clocks(Catalogue const& catalogue,
                                      Understanding const& understanding, LetterWords const& letter,
                                      UnderstandOptions const& options);

// The requirements of each request, held against documents, values and facts. `extract_ran`:
// without it a value that is not there was not looked for.
enum class ExtractRan : std::uint8_t { no, yes };
std::vector<RequirementFinding> check_complete(Catalogue const& catalogue,
                                               Understanding const& understanding,
                                               std::vector<StatedFact> const& facts,
                                               UnderstandOptions const& options,
                                               ExtractRan extract_ran);

} // namespace leitstand::detail_understand
