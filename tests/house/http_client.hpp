// SPDX-License-Identifier: EUPL-1.2
// A small HTTP client for tests: one connection a request, loopback only, and free to send what a
// browser never would. Threads: one object belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/json.hpp"

namespace leitstand::house {

struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string> headers; // names in lower case; the last of a name
    std::string body;
    Json json() const;       // null where the body is none
    std::string key() const; // of a problem, or empty
};

struct Upload {
    std::string name;
    std::string bytes;
};

class HttpClient {
  public:
    explicit HttpClient(std::uint16_t port) : port_(port) {}

    // Errors: unavailable "test.no_answer" (nobody listens, or the connection went before a whole
    // answer).
    Result<HttpAnswer> get(std::string const& path);
    Result<HttpAnswer> send_json(std::string_view method, std::string const& path, Json const& body,
                                 std::string const& idempotency_key = {});
    Result<HttpAnswer> upload(std::vector<Upload> const& files, std::string const& idempotency_key,
                              std::vector<std::pair<std::string, std::string>> const& fields = {});

    // Signs in and keeps the cookie; a one-time password is replaced by `new_password` at once.
    Result<void> sign_in(std::string const& name, std::string const& one_time_password,
                         std::string const& new_password);

    // Request line and headers as every request of this client carries them (cookie, Origin, Host).
    std::string head(std::string_view method, std::string const& path,
                     std::vector<std::pair<std::string, std::string>> const& more) const;
    // Sends exactly these bytes and reads an answer; `then` says how the client behaves after
    // sending.
    enum class Then { wait, cut };
    Result<HttpAnswer> send_raw(std::string_view bytes, Then then = Then::wait);

    static std::string
    multipart(std::vector<Upload> const& files, std::string const& boundary,
              std::vector<std::pair<std::string, std::string>> const& fields = {});

  private:
    Result<FileDescriptor> connect() const;
    std::uint16_t port_;
    std::string cookie_;
};

} // namespace leitstand::house
