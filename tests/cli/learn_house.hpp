// SPDX-License-Identifier: EUPL-1.2
// What tests of `leitstand learn …` share: files in a folder of their own, and the command itself.
// Threads: one.
#pragma once

#include "base/files.hpp"
#include "cli/cli_house.hpp"

namespace leitstand::cli {

class LearnCliTest : public CliTest {
  protected:
    fs::path path(std::string const& name) const { return folder_.path() / name; }
    fs::path written(std::string const& name, std::string const& text) const {
        write_file(path(name), text);
        return path(name);
    }
    static std::string bytes_of(fs::path const& file) { return *read_file(file, 64 << 20); }
    static house::Ran learn(std::vector<std::string> const& more) {
        std::vector<std::string> words{"learn"};
        words.insert(words.end(), more.begin(), more.end());
        return house::run_program(words);
    }
};

} // namespace leitstand::cli
