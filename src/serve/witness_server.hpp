// SPDX-License-Identifier: EUPL-1.2
// A witness of other people's logs at its address: POST /add-checkpoint as c2sp.org/tlog-witness
// says, and a line for people at /. Knows nothing of items, accounts or a database: it runs on the
// machine of somebody else. Threads: start() makes some, stop() waits for them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace leitstand {

class Witness;

struct WitnessServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8090;             // 0: any free one (tests)
    std::filesystem::path tls_certificate; // PEM, both or none
    std::filesystem::path tls_key;
    // Without TLS beyond this machine. What is sent is public, and nobody can make up a signature;
    // but refusals are not signed: whoever changes them on their way raises a false alarm.
    bool plain_beyond_loopback = false;
};

class WitnessServer {
  public:
    // `witness` must outlive it. Errors: as WebServer::start().
    static Result<std::unique_ptr<WitnessServer>> start(Witness& witness,
                                                        WitnessServerOptions options);
    virtual ~WitnessServer() = default;
    virtual std::uint16_t port() const = 0;
    virtual std::string url() const = 0;
    virtual void stop() = 0;
};

} // namespace leitstand
