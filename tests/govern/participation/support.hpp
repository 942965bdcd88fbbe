// SPDX-License-Identifier: EUPL-1.2
// A view of one function made by hand: records in memory, the shipped guideline, the holidays of
// Berlin, any day.
#pragma once

#include <gtest/gtest.h>

#include "govern/participation/agreement.hpp"
#include "govern/participation/standing.hpp"

namespace leitstand::participation {

// The shipped rules, loaded once for all tests.
struct Rules {
    std::shared_ptr<Catalogue const> catalogue;
    std::shared_ptr<Guideline const> guideline;
    law::Calendar calendar;
};
Rules const& rules();

class HandMade {
  public:
    FunctionKey function = FunctionKey::urgent;
    Date today{2026, 11, 2};
    std::vector<std::string> roles_held{"data_protection",   "information_security",
                                        "equal_opportunity", "disability_representative",
                                        "staff_council",     "management"};
    std::vector<Record> records;

    GovernView view() const;
    // The next record of that body or agreement.
    Record const& add(RecordKind kind, std::string const& subject, Json body);
    void add(std::string const& body, Event const& event); // entered on the day itself
    void add(std::string const& body, Event const& event, Date entered);
};

Standing const& of(std::vector<Standing> const& all, std::string_view body);
std::string open_keys(Standing const& standing); // "a,b"; "-" where nothing is open

} // namespace leitstand::participation
