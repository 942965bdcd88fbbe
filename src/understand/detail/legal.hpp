// SPDX-License-Identifier: EUPL-1.2
// From a letter to the rules of law: facts that it states in words, the clocks of `urgent` and the
// requirements of `complete`. The arithmetic is law's. Private to understand/. Threads: any, after
// construction.
#pragma once

#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
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

class Facts {
  public:
    explicit Facts(Catalogue const& catalogue);
    // In the own words of the masked letter. Words of a denial do not count for the fact as well:
    // "lebt nicht bei mir" is no "bei mir".
    std::vector<StatedFact> find(Scene const& masked) const;

  private:
    struct Use {
        std::uint32_t fact = 0;
        bool denial = false;
    };
    std::vector<std::string> keys_;
    Phrases phrases_;
    std::vector<std::vector<Use>> uses_; // per phrase
};

// One for each rule that a request's act and service start, and each day that may have started it.
std::vector<ClockFinding> find_clocks(Catalogue const& catalogue,
                                      Understanding const& understanding,
                                      std::vector<StatedFact> const& facts,
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
