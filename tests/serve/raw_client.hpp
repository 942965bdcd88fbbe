// SPDX-License-Identifier: EUPL-1.2
// A client that sends exactly the bytes a test wants and reads answers one by one from a kept
// connection. Loopback only. Threads: one object belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leitstand {

struct RawAnswer {
    int status = 0; // 0: the connection ended without an answer
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;
    std::string header(std::string_view name) const; // the first; "" if none
};

class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    RawClient(RawClient const&) = delete;
    RawClient& operator=(RawClient const&) = delete;
    ~RawClient();

    bool connected() const { return fd_ >= 0; }
    bool send(std::string_view bytes); // false: the other side has closed
    RawAnswer answer(int timeout_ms = 15'000, bool head_only = false);
    // Whether the server closes within the time, whatever it sends before.
    bool closes(int timeout_ms);
    void cut(); // closes at once, with a reset

  private:
    bool fill(int timeout_ms); // reads some more; false at the end or after the time
    int fd_ = -1;
    std::string buffer_;
};

// One request on a connection of its own.
RawAnswer ask_once(std::uint16_t port, std::string_view bytes, int timeout_ms = 15'000);

} // namespace leitstand
