// SPDX-License-Identifier: EUPL-1.2
// What a person asks after a document was understood: what else might be meant, which words carried
// a finding, and what follows in law from the findings as they stand after decisions. All of it is
// computed anew from the stored document by the rules and models that run now; a finding of another
// version is not explained by this one. Threads: any, after construction. Limits:
// kSecondLookBytesMax, kWithoutWordsBytesMax.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "understand/judging_models.hpp"
#include "understand/understand.hpp"

namespace leitstand {

// A text above it is not judged anew while somebody waits for the answer; the remark on single
// words takes up to a dozen judgings and has a bound of its own.
inline constexpr std::size_t kSecondLookBytesMax = 512 << 10;
inline constexpr std::size_t kWithoutWordsBytesMax = 64 << 10;

// Another key that a finding may have had.
struct Alternative {
    std::string key;
    std::optional<double> probability; // where a learned model judges
};

// The counterfactual remark on a finding: the fewest of the words that carried it without which the
// same version would not suggest it.
struct WithoutWords {
    enum class Outcome : std::uint8_t {
        changes,       // without `words` it would not be suggested
        still_holds,   // as many words as are tried do not suffice
        not_suggested, // there is nothing to explain away
        not_judged,    // read from its place or decided by a rule, not weighed
        other_version, // judging anew does not give the finding: the program or model changed
        too_long       // above kWithoutWordsBytesMax
    };
    Outcome outcome = Outcome::not_judged;
    std::vector<Evidence> words;       // in text order
    std::optional<double> probability; // without them, where a learned model judges
};
std::string_view outcome_name(WithoutWords::Outcome outcome);

// What follows from findings, in the form of Understanding.
struct Consequences {
    std::vector<Request> requests;
    std::vector<ClockFinding> clocks;
    std::vector<RequirementFinding> requirements;
};

class SecondLook {
  public:
    // Without models the phrases of the catalogue judge, as in Understander.
    explicit SecondLook(std::shared_ptr<Catalogue const> catalogue,
                        std::shared_ptr<JudgingModels const> models = nullptr);
    ~SecondLook();

    // Keys that `finding` may have had instead, likeliest first: by the model's probability or the
    // phrases' score; for a field those of the same kind of value, by the words around it; for the
    // unit those of the services among `standing`, then all others. Never its own key, at most
    // `count`. Empty for a document above kSecondLookBytesMax but for units.
    std::vector<Alternative> alternatives(Document const& document,
                                          std::vector<Finding> const& standing,
                                          Finding const& finding, std::size_t count) const;

    WithoutWords without_words(Document const& document, Finding const& finding) const;

    // `standing`: the findings after decisions; a corrected one keeps its evidence, so that the
    // words around it still tell what it is of, and one entered by hand has none. `rejected`: what
    // a person said is wrong, as it was found; a field among them names nobody and nothing any
    // more. Bounded by the caller, see kSecondLookBytesMax.
    Consequences consequences(Document const& document, std::vector<Finding> const& standing,
                              std::vector<Finding> const& rejected,
                              UnderstandOptions const& options) const;

  private:
    struct State;
    std::unique_ptr<State const> state_;
};

} // namespace leitstand
