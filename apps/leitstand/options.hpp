// SPDX-License-Identifier: EUPL-1.2
// Options that several commands have in the same words. Each variable must outlive the parsing.
// Threads: the main thread.
#pragma once

#include <filesystem>
#include <string>

namespace CLI {
class App;
}

namespace leitstand::app {

void add_home(CLI::App& command, std::filesystem::path& home);
// How a model is trained; `threads_help`: what the number of threads means for it.
void add_training(CLI::App& command, std::uint64_t& seed, unsigned& threads,
                  std::string const& threads_help);

} // namespace leitstand::app
