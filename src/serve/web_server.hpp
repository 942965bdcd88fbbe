// SPDX-License-Identifier: EUPL-1.2
// The roof: starts the HTTP server over the rooms below. apps/leitstand fills ServeRooms and calls
// start(); everything else of serve/ is internal. Threads: start() makes one I/O thread and
// `workers` threads; stop() waits for them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace leitstand {

class Accounts;
class BlobStore;
class Catalogue;
class Database;
class EntryLog;
class Governance;
class Inbox;
class JudgingModels;
class KeyRing;
class Ledger;
class LogInspection;
class PagePictures;
class Relations;
class SecondLook;
class Stacks;
class Switchboard;

// One line of `leitstand doctor`; the screens show the same.
struct SystemCheck {
    std::string key;   // "recovery_sheet"
    std::string state; // "ok" | "warning" | "red"
    std::string text;
    std::string what_to_do;
};

// What the server works on. All of it must outlive the WebServer.
struct ServeRooms {
    Database& database;
    Ledger& ledger;
    BlobStore& blobs;
    Inbox& inbox;
    Switchboard& switchboard;
    Accounts& accounts;
    KeyRing const& keys;
    std::shared_ptr<Catalogue const> catalogue;
    Limits const& limits;
    TimeSource& time;
    EntryLog const& log;
    std::function<void()> wake_work;                  // something was enqueued; may be empty
    std::function<std::vector<SystemCheck>()> checks; // may be empty
    std::function<std::string()> sandbox_level;       // "a", "b" …; empty where no reader runs
    PagePictures* pictures = nullptr;                 // none: pages are not drawn
    Stacks* stacks = nullptr;                         // none: nothing is split or joined
    LogInspection* inspection = nullptr;              // none: the log is not looked over
    std::filesystem::path log_folder{};               // of the tiles that everybody may read
    JudgingModels const* models = nullptr;            // none: functions judge by word lists
    SecondLook const* second_look = nullptr;          // none: nothing is computed anew
    Relations* relations = nullptr;                   // none: no item names others
    Governance* governance = nullptr;                 // none: its routes answer "not found"
};

struct ServeOptions {
    std::string address = "127.0.0.1";     // "localhost" means 127.0.0.1
    std::uint16_t port = 8080;             // 0: any free one (tests)
    std::filesystem::path tls_certificate; // PEM, both or none
    std::filesystem::path tls_key;
    bool behind_proxy = false; // a proxy ends TLS; each request must carry X-Forwarded-Proto: https
    std::filesystem::path web_folder; // the built screens; empty: API only
    bool metrics_for_all = false;     // default: /metrics answers loopback only
    std::size_t workers = 8;          // threads that run handlers
};

class WebServer {
  public:
    // Errors: refused "server.plain_beyond_loopback" (neither TLS nor proxy), unavailable
    // "server.port_in_use", bad_input "server.address_wrong", "server.certificate_wrong", no_right
    // "server.port_not_allowed".
    static Result<std::unique_ptr<WebServer>> start(ServeRooms rooms, ServeOptions options);
    virtual ~WebServer() = default;

    virtual std::uint16_t port() const = 0;
    virtual std::string url() const = 0; // "http://127.0.0.1:8080"
    // Accepts nothing more, lets running requests end (10 s), then closes. Safe to call twice.
    virtual void stop() = 0;
};

} // namespace leitstand
