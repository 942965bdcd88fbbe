// SPDX-License-Identifier: EUPL-1.2
#include "figures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

#include "base/time.hpp"

namespace leitstand::bench {

namespace {

std::string processor() {
    std::ifstream file{"/proc/cpuinfo"};
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "unknown processor";
}

} // namespace

void print_head(int count, char const* const* words) {
    utsname system{};
    ::uname(&system);
    auto const memory = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                        static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    fmt::print("machine: {}, {} cores, {} GiB, Linux {}\n", processor(),
               std::thread::hardware_concurrency(), memory >> 30, system.release);
#ifdef NDEBUG
    constexpr std::string_view kBuild = "release";
#else
    constexpr std::string_view kBuild = "development (not a figure to publish)";
#endif
    fmt::print("build: {}, g++ {}\ndate: {}\ncommand:", kBuild, __VERSION__,
               to_rfc3339(system_time().now()).substr(0, 10));
    for (int at = 0; at < count; ++at)
        fmt::print(" {}", words[at]);
    double load = 0;
    ::getloadavg(&load, 1);
    fmt::print("\nload before the start: {:.2f}\n\n", load);
}

double Series::quantile(double share) const {
    if (values_.empty())
        return 0;
    auto sorted = values_;
    std::ranges::sort(sorted);
    auto const rank = std::ceil(share * static_cast<double>(sorted.size()));
    return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

void print_table_head() {
    fmt::print("| figure | median | interval | runs | goal |\n|---|---|---|---|---|\n");
}

void print_figure(std::string_view name, Series const& series, std::string_view unit,
                  std::string_view goal) {
    auto const digits = series.median() < 10 ? 2 : series.median() < 100 ? 1 : 0;
    fmt::print("| {} | {:.{}f} {} | {:.{}f} to {:.{}f} | {} | {} |\n", name, series.median(),
               digits, unit, series.least(), digits, series.most(), digits, series.size(), goal);
    std::fflush(stdout);
}

std::string text_option(int count, char const* const* words, std::string_view name,
                        std::string otherwise) {
    for (int at = 1; at + 1 < count; ++at)
        if (words[at] == name)
            return words[at + 1];
    return otherwise;
}

long option(int count, char const* const* words, std::string_view name, long otherwise) {
    auto const text = text_option(count, words, name, "");
    return text.empty() ? otherwise : std::strtol(text.c_str(), nullptr, 10);
}

} // namespace leitstand::bench
