// SPDX-License-Identifier: EUPL-1.2
#include "decide/sample_upkeep.hpp"

#include "base/log.hpp"

namespace leitstand {

namespace {

constexpr std::chrono::minutes kTakeEvery{1};
constexpr int kDeleteEveryRounds = 60;
constexpr std::size_t kItemsARound = 20; // some 10 ms each; a desk decides on fewer a minute

} // namespace

void SampleUpkeep::start() {
    repeating_.start("training", kTakeEvery, [this](std::stop_token const&) { round(); });
}

void SampleUpkeep::stop() {
    repeating_.stop();
}

void SampleUpkeep::round() {
    if (rounds_++ % kDeleteEveryRounds == 0)
        if (auto const deleted = taking_.delete_due(); !deleted)
            log_warning("training", "nothing was deleted: {}", deleted.error().describe());
    if (auto const taken = taking_.take(kItemsARound); !taken)
        log_warning("training", "no samples were taken: {}", taken.error().describe());
}

} // namespace leitstand
