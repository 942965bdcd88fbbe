// SPDX-License-Identifier: EUPL-1.2
// The real server over real rooms on a throw-away folder: accounts of every role, items in two
// units, and people with a browser's manners. Threads: one test's; the server has its own.
#pragma once

#include "base/json.hpp"
#include "decide/desk.hpp"
#include "decide/relations.hpp"
#include "decide/stack_pages.hpp"
#include "decide/stacks.hpp"
#include "serve/accounts.hpp"
#include "serve/raw_client.hpp"
#include "serve/web_server.hpp"
#include "support/governed.hpp"
#include "understand/judging_models.hpp"
#include "understand/second_look.hpp"

namespace leitstand {

// A person or program at the interface. Keeps the cookie, sends Origin as a browser does.
class Visitor {
  public:
    explicit Visitor(std::uint16_t port) : port_(port) {}

    using Headers = std::vector<std::pair<std::string, std::string>>;
    RawAnswer get(std::string const& path, Headers const& more = {}) {
        return ask("GET", path, {}, more);
    }
    RawAnswer send(std::string const& method, std::string const& path, std::string const& json,
                   Headers more = {}) {
        more.emplace_back("Content-Type", "application/json");
        return ask(method, path, json, more);
    }
    RawAnswer ask(std::string const& method, std::string const& path, std::string const& body,
                  Headers const& more);
    // The bytes of a request, for tests that bend them.
    std::string bytes_of(std::string const& method, std::string const& path,
                         std::string const& body, Headers const& more) const;

    RawAnswer sign_in(std::string const& name, std::string const& password);
    std::uint16_t port() const { return port_; }

    std::string cookie; // value of __Host-leitstand
    std::string token;  // of a service account
    bool sends_origin = true;

  private:
    std::uint16_t port_;
};

constexpr char kPassword[] = "vier bunte Regenschirme";

class WebHouse {
  public:
    explicit WebHouse(Engine engine, Limits const& limits = {}, ServeOptions options = {});
    ~WebHouse();

    std::uint16_t port() const { return server->port(); }
    // Makes an account with kPassword and gives a visitor who is signed in (by token, for a service
    // account).
    Visitor visitor(std::string const& name, std::vector<Role> const& roles,
                    std::vector<std::string> const& units = {"*"});
    // An item that was read, with a field finding and a service finding, in a unit.
    Item item(std::string const& key, std::string const& unit);
    void restart_server();
    std::filesystem::path log_folder() { return desk.door.folder / "data" / "log"; }
    void give_password(Account const& account);

    Desk desk;
    std::unique_ptr<Governed> governed;
    std::unique_ptr<Switchboard> switchboard;
    std::unique_ptr<Accounts> accounts;
    std::shared_ptr<Catalogue const> catalogue;
    ServeOptions options;
    std::atomic<int> woken{0};
    PagePictures* pictures = nullptr; // for the next start of the server
    TakingApart reading;              // for splitting
    std::unique_ptr<Stacks> stacks;
    std::unique_ptr<Relations> relations;
    LogInspection* inspection = nullptr; // for the next start of the server
    Stacks* other_stacks = nullptr; // in the place of its own, for the next start of the server
    JudgingModels const* models = nullptr;   // for the next start of the server
    SecondLook const* second_look = nullptr; // for the next start of the server
    std::unique_ptr<WebServer> server;
};

Json json_of(RawAnswer const& answer);       // null where the body is none
std::string key_of(RawAnswer const& answer); // of a problem, "" if it is none

} // namespace leitstand
