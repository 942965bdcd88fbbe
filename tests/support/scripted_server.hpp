// SPDX-License-Identifier: EUPL-1.2
// A machine elsewhere that answers what a test tells it to, also what no server should: one
// connection after the other on loopback, each request read whole first. Threads: start and end by
// one; the script runs on a thread of its own.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace leitstand {

class ScriptedServer {
  public:
    // Gets the bytes of a request and gives those of the answer, "" for none: then the connection
    // stays open without a word until the server ends.
    using Script = std::function<std::string(std::string const& request)>;
    explicit ScriptedServer(Script script);
    ~ScriptedServer();

    std::uint16_t port() const { return port_; }
    std::string url(std::string const& path = {}) const;
    std::vector<std::string> requests() const; // that came so far

    // A whole answer with its length.
    static std::string answer(int status, std::string const& body,
                              std::string const& type = "text/plain");

  private:
    void run();
    void serve(int connection);

    Script script_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<int> silent_; // connections without an answer
    std::thread thread_;
};

} // namespace leitstand
