// SPDX-License-Identifier: EUPL-1.2
// The functions in their fixed order: extract, mask, judge. extract sees the text; sort and urgent
// see it masked. Each asks FunctionModes first: off means not run at all. Threads: any, after
// construction.
#pragma once

#include <memory>

#include "catalogue/catalogue.hpp"
#include "understand/finding.hpp"

namespace leitstand {

class JudgingModels; // judging_models.hpp

// The field in which a person enters when a notice really arrived (SGB X § 37(2)).
inline constexpr std::string_view kNoticeArrivedField = "notice_arrival_date";

struct UnderstandOptions {
    std::optional<std::string> land;     // "BE"; else that of the catalogue
    std::optional<std::string> received; // ISO date
    std::uint64_t relate_seed = 0;       // of the installation, see relate.hpp
    bool with_unsuggested = false; // also what stayed below its bound, for measuring and tuning
};

class Understander {
  public:
    // Without models the phrases of the catalogue judge.
    explicit Understander(std::shared_ptr<Catalogue const> catalogue,
                          std::shared_ptr<JudgingModels const> models = nullptr);
    ~Understander();
    Understanding understand(Document const& document, FunctionModes const& modes,
                             UnderstandOptions const& options = {}) const;

  private:
    struct State;
    std::unique_ptr<State const> state_;
};

// The `understand --json` form of CONTRACTS, offsets in code points.
Json understand_json(Understanding const& understanding, Document const& document,
                     std::string const& input, Catalogue const& catalogue);

} // namespace leitstand
