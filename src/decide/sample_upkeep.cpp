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
    thread_ = std::jthread{[this](std::stop_token const& stop) { run(stop); }};
}

void SampleUpkeep::stop() {
    thread_.request_stop();
    if (thread_.joinable())
        thread_.join();
}

void SampleUpkeep::run(std::stop_token const& stop) {
    for (int round = 0; !stop.stop_requested(); ++round) {
        if (round % kDeleteEveryRounds == 0)
            if (auto const deleted = taking_.delete_due(); !deleted)
                log_warning("training", "nothing was deleted: {}", deleted.error().describe());
        if (auto const taken = taking_.take(kItemsARound); !taken)
            log_warning("training", "no samples were taken: {}", taken.error().describe());
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, stop, kTakeEvery, [] { return false; });
    }
}

} // namespace leitstand
