// SPDX-License-Identifier: EUPL-1.2
// Joins what governance is worked out from: journal, guideline, catalogue, what runs, and the day;
// gives the view of a function that gates, forms and open points are functions of. Made once by
// apps/leitstand, asked by the switchboard and the routes. Threads: any.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "govern/model_files.hpp"
#include "govern/view.hpp"

namespace leitstand {

// A view together with what it refers to.
class HeldView {
  public:
    using Records = std::shared_ptr<std::vector<Record> const>;
    // `make` gets what is kept here.
    template <typename Make>
    HeldView(Records records, std::vector<std::string> roles_held, Make const& make)
        : records_(std::move(records)), roles_held_(std::move(roles_held)),
          view_(make(*records_, roles_held_)) {}
    HeldView(HeldView const&) = delete;
    HeldView& operator=(HeldView const&) = delete;

    GovernView const& operator*() const { return view_; }
    GovernView const* operator->() const { return &view_; }

  private:
    Records records_;
    std::vector<std::string> roles_held_;
    GovernView view_;
};

// What runs for each function, in the order of kFunctions.
using Releases = std::array<Release, kFunctions.size()>;

// The keys of the roles that at least one unlocked account has: stated here, known in serve.
using RolesHeld = std::function<Result<std::vector<std::string>>()>;

class Governance {
  public:
    // `place`: of the authority, for its holidays ("BE"); empty: those that hold everywhere.
    struct Parts {
        Journal& journal;
        std::shared_ptr<Guideline const> guideline;
        std::shared_ptr<Catalogue const> catalogue;
        Releases releases;
        TimeSource& time;
        RolesHeld roles_held; // empty: nobody holds a role
        std::string place{};
        bool example = false;                      // the authority itself is invented
        std::shared_ptr<ModelFiles> model_files{}; // none: nothing runs that lies in a file
    };
    explicit Governance(Parts parts);

    // `mode`: the one that the switchboard has for the function. Errors: those of the journal and
    // of RolesHeld; internal "function.unknown" where the guideline lacks the function.
    Result<std::shared_ptr<HeldView const>> look(FunctionKey function, Mode mode) const;

    Journal& journal() const { return parts_.journal; }
    Guideline const& guideline() const { return *parts_.guideline; }
    Catalogue const& catalogue() const { return *parts_.catalogue; }
    law::Calendar const& calendar() const { return calendar_; }
    Release const& release(FunctionKey function) const {
        return parts_.releases[static_cast<std::size_t>(function)];
    }
    // The later one of the clock and the newest entry of the log. Errors: the database's.
    Result<Instant> now() const;
    // Whose model's file is no longer what runs.
    std::vector<FunctionKey> changed_models() const;

  private:
    Parts parts_;
    law::Calendar calendar_;
};

} // namespace leitstand
