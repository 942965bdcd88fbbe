// SPDX-License-Identifier: EUPL-1.2
// Places that a test may fill and that go away with it: a folder on the disk, and a schema of the
// private PostgreSQL whose URL stands in LEITSTAND_TEST_PG. Threads: one.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace leitstand::house {

class ScratchFolder {
  public:
    // Below TMPDIR (or /tmp); `name` says which test it belongs to.
    explicit ScratchFolder(std::string const& name);
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;
    ~ScratchFolder();

    std::filesystem::path const& path() const { return path_; }
    void keep() { keep_ = true; } // for a look after a failure

  private:
    std::filesystem::path path_;
    bool keep_ = false;
};

// The URL of the private PostgreSQL, nothing where the tests run without one.
std::optional<std::string> postgresql_url();

// A schema of its own on that server; url() leads every session into it.
class ScratchSchema {
  public:
    // Errors: unavailable "test.no_postgresql".
    static Result<std::unique_ptr<ScratchSchema>> make();
    ~ScratchSchema();
    std::string const& url() const { return url_; }

    // Ends the server's processes that hold a session in this schema, as an outage does: by the
    // server itself (pg_terminate_backend), or with SIGKILL, after which PostgreSQL restarts all
    // its processes.
    enum class How { terminate, kill };
    Result<int> end_sessions(How how) const;

    // Returns once nobody has a session in this schema: a killed client's last transaction ended
    // one way or the other. Errors: timed_out "test.session_left".
    Result<void> await_no_session(std::chrono::seconds limit) const;

  private:
    ScratchSchema() = default;
    std::string server_url_, url_, name_;
};

} // namespace leitstand::house
