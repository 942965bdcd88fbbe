// SPDX-License-Identifier: EUPL-1.2
// What of the log leaves this machine while the server runs: heads for the witnesses that the
// settings name, a sheet a day into a folder. And the checks of doctor about both. Threads: the
// main thread; start() makes some.
#pragma once

#include <optional>

#include "installation.hpp"
#include "prove/checkpoint_sheet.hpp"
#include "prove/witness_rounds.hpp"
#include "serve/web_server.hpp"

namespace leitstand::app {

class LogOutward {
  public:
    // Error: "witness.key_wrong". `installation` must outlive it.
    static Result<std::unique_ptr<LogOutward>> open(Installation& installation);
    void start();
    void stop();

  private:
    LogOutward(Installation& installation, std::vector<WitnessPlace> const& witnesses);

    WitnessRounds rounds_;
    std::optional<DailySheet> sheet_;
};

// One for each witness, and one for the sheets where they are configured.
std::vector<SystemCheck> check_outward(Installation& installation);

} // namespace leitstand::app
