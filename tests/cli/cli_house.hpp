// SPDX-License-Identifier: EUPL-1.2
// An installation made by the real program, for one test that then does something wrong to it.
// Threads: one.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "house/http_client.hpp"
#include "house/program.hpp"
#include "house/scratch.hpp"

namespace leitstand::cli {

namespace fs = std::filesystem;

class CliTest : public testing::Test {
  protected:
    // Makes the installation, with SQLite unless another database is named; call it first.
    void install(house::Authority authority = house::Authority::empty,
                 std::string const& database_url = {});

    // Adds a line to leitstand.toml; `[limits]` last, since a table goes to the end of the file.
    void set(std::string const& line);
    void write_file(fs::path const& path, std::string_view bytes) const;

    // `leitstand serve` that is expected to refuse: what it said.
    house::Ran refused_to_serve(std::vector<std::string> const& more = {}) const;
    house::Ran receive(std::vector<std::string> const& paths) const;

    void serve(std::string const& sign = "/ready");       // starts the server
    house::HttpClient signed_in(std::string const& name); // an account of the example authority
    // Rows of the list as `name` sees it.
    Json rows();
    // Waits until nothing is "waiting" any more.
    void until_worked();

    fs::path home() const { return installed_.home; }

    house::ScratchFolder folder_{"cli"};
    house::Installed installed_;
    std::unique_ptr<house::Server> server_;
};

// An account that may do everything is stopped by no missing right.
#define SKIP_AS_ROOT()                                                                             \
    if (::geteuid() == 0)                                                                          \
    GTEST_SKIP() << "root may write everywhere; ./test runs this under an unprivileged account"

// A message must name its key, say what to do (second line), in German and in English.
void expect_helpful(house::Ran const& ran, int code, std::string_view key);

// The first receipt or problem of an upload's answer.
Json first_of(house::HttpAnswer const& answer);

} // namespace leitstand::cli
