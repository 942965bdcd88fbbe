// SPDX-License-Identifier: EUPL-1.2
// Counters of the server in the text format of Prometheus. Routes are counted by pattern, never by
// path: no id and nothing of a person becomes a label. Threads: any.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "serve/http/http.hpp"

namespace leitstand {

class Metrics {
  public:
    void count(std::string const& route, Method method, int status, std::chrono::microseconds took);
    void received(std::uint64_t items, std::uint64_t bytes);

    struct Gauge {
        std::string name, help;
        double value = 0;
    };
    std::string text(std::vector<Gauge> const& gauges) const;

  private:
    static constexpr std::array<double, 8> kBounds_s{0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 2, 10};
    struct Line {
        std::array<std::uint64_t, kBounds_s.size() + 1> buckets{};
        std::uint64_t count = 0;
        double sum_s = 0;
    };
    mutable std::mutex mutex_;
    std::map<std::array<std::string, 3>, Line> lines_; // route, method, status
    std::atomic<std::uint64_t> items_{0}, bytes_{0};
};

} // namespace leitstand
