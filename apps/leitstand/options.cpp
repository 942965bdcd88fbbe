// SPDX-License-Identifier: EUPL-1.2
#include "options.hpp"

#include <CLI/CLI.hpp>
#include <thread>

namespace leitstand::app {

namespace {
constexpr int kTrainingThreadsMax = 64;
} // namespace

void add_home(CLI::App& command, std::filesystem::path& home) {
    command.add_option("--home", home, "The data folder")->envname("LEITSTAND_HOME")->required();
}

void add_training(CLI::App& command, std::uint64_t& seed, unsigned& threads,
                  std::string const& threads_help) {
    command.add_option("--seed", seed, "Order of training")->default_val(1);
    command.add_option("--threads", threads, threads_help)
        ->default_val(std::max(1u, std::thread::hardware_concurrency()))
        ->check(CLI::Range(1, kTrainingThreadsMax));
}

} // namespace leitstand::app
