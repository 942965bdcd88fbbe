// SPDX-License-Identifier: EUPL-1.2
#include "serve/metrics.hpp"

namespace leitstand {

void Metrics::count(std::string const& route, Method method, int status,
                    std::chrono::microseconds took) {
    auto const seconds = std::chrono::duration<double>(took).count();
    std::array<std::string, 3> key{route, std::string{method_name(method)}, std::to_string(status)};
    std::lock_guard const lock{mutex_};
    auto& line = lines_[std::move(key)];
    auto const bucket =
        std::lower_bound(kBounds_s.begin(), kBounds_s.end(), seconds) - kBounds_s.begin();
    ++line.buckets[static_cast<std::size_t>(bucket)];
    ++line.count;
    line.sum_s += seconds;
}

void Metrics::received(std::uint64_t items, std::uint64_t bytes) {
    items_ += items;
    bytes_ += bytes;
}

std::string Metrics::text(std::vector<Gauge> const& gauges) const {
    std::string out;
    for (auto const& gauge : gauges)
        out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", gauge.name, gauge.help,
                           gauge.value);
    out += fmt::format(
        "# HELP leitstand_received_items_total Items taken in by HTTP.\n"
        "# TYPE leitstand_received_items_total counter\nleitstand_received_items_total {}\n"
        "# HELP leitstand_received_bytes_total Their bytes.\n"
        "# TYPE leitstand_received_bytes_total counter\nleitstand_received_bytes_total {}\n",
        items_.load(), bytes_.load());
    out += "# HELP leitstand_http_request_seconds Time from the head of a request to its answer.\n"
           "# TYPE leitstand_http_request_seconds histogram\n";
    std::lock_guard const lock{mutex_};
    for (auto const& [key, line] : lines_) {
        auto const labels =
            fmt::format("route=\"{}\",method=\"{}\",status=\"{}\"", key[0], key[1], key[2]);
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < line.buckets.size(); ++i) {
            sum += line.buckets[i];
            auto const bound = i < kBounds_s.size() ? fmt::format("{}", kBounds_s[i]) : "+Inf";
            out += fmt::format("leitstand_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                               bound, sum);
        }
        out += fmt::format("leitstand_http_request_seconds_sum{{{0}}} {1}\n"
                           "leitstand_http_request_seconds_count{{{0}}} {2}\n",
                           labels, line.sum_s, line.count);
    }
    return out;
}

} // namespace leitstand
