// SPDX-License-Identifier: EUPL-1.2
// The real program as a child process: a command run to its end, or a server that is started, found
// ready, ended in order or killed. Threads: one Server object belongs to one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leitstand::house {

// build/…/apps/leitstand/leitstand, or LEITSTAND_PROGRAM.
std::filesystem::path program_path();

struct Ran {
    int code =
        -1; // exit code; 128 + signal where one ended it; -1: ran past the limit and was killed
    std::string out;   // standard output
    std::string error; // standard error
};

struct RunOptions {
    std::chrono::seconds limit{60};
    std::string input;
    std::filesystem::path folder;          // working folder, the present one by default
    std::uint64_t file_size_bytes_max = 0; // RLIMIT_FSIZE, 0: none
};
Ran run_program(std::vector<std::string> const& arguments, RunOptions const& options = {});

// A port that was free a moment ago.
std::uint16_t free_port();

class Server {
  public:
    // Starts `leitstand serve` and waits until /ready answers 200. Errors: unavailable
    // "test.server_ended" with what it printed, timed_out "test.server_not_ready".
    static Result<std::unique_ptr<Server>>
    start(std::filesystem::path const& home, std::chrono::seconds limit = std::chrono::seconds{60},
          std::string const& sign = "/ready");
    // Any command of the program that listens on `port` until it is ended; `log` gets what it
    // prints. Errors: as start().
    static Result<std::unique_ptr<Server>>
    start_command(std::vector<std::string> const& arguments, std::uint16_t port,
                  std::filesystem::path log, std::chrono::seconds limit, std::string const& sign);
    ~Server(); // kills it if it still runs

    std::uint16_t port() const { return port_; }
    int process() const { return process_; }
    std::chrono::microseconds time_to_ready() const { return time_to_ready_; }
    void kill(); // SIGKILL, and waits
    int stop();  // SIGTERM, waits, gives the exit code
    bool running();
    std::string printed() const; // what it wrote on standard error and output

  private:
    Server() = default;
    int process_ = -1;
    std::uint16_t port_ = 0;
    std::chrono::microseconds time_to_ready_{};
    std::filesystem::path log_;
};

// A data folder made by `leitstand init`, with the one-time passwords that it printed.
struct Installed {
    std::filesystem::path home, key_file;
    std::string administrator_password;                         // account "verwaltung"
    std::vector<std::pair<std::string, std::string>> passwords; // name, one-time password
    std::string password_of(std::string_view name) const;
};
enum class Authority { empty, example };
// `database_url`: empty for SQLite in the data folder. Errors: unavailable "test.init_failed" with
// what it printed.
Result<Installed> install(std::filesystem::path const& folder, Authority authority,
                          std::string const& database_url = {});

// Resident memory of a process and what it started, in bytes: (the process, its descendants).
std::pair<std::uint64_t, std::uint64_t> resident_bytes(int process);

} // namespace leitstand::house
