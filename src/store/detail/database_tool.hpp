// SPDX-License-Identifier: EUPL-1.2
// Runs pg_dump and pg_restore: they take the connection from the environment, where no other
// account sees the password, and speak through one pipe. Threads: an object belongs to one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"

namespace leitstand::detail {

class DatabaseTool {
  public:
    enum class Pipe { from_tool, to_tool };

    // `url`: a connection string of libpq. Errors: unavailable "database.tool_missing",
    // bad_input "database.url_wrong".
    static Result<DatabaseTool> start(std::string const& program,
                                      std::vector<std::string> const& arguments,
                                      std::string const& url, Pipe pipe);
    DatabaseTool(DatabaseTool&& other) noexcept;
    DatabaseTool& operator=(DatabaseTool&&) = delete;
    ~DatabaseTool(); // ends a program that still runs

    Result<std::string> read(std::size_t bytes_max); // empty at the end
    // An error of write() is that of the pipe; finish() says why the program went away.
    Result<void> write(std::string_view bytes);
    // Waits for the end. Error: unavailable "database.tool_failed" with what it printed first.
    Result<void> finish();

  private:
    DatabaseTool() = default;
    int process_ = -1;
    FileDescriptor pipe_;
    FileDescriptor complaints_; // what it prints on standard error
};

} // namespace leitstand::detail
