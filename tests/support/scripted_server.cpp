// SPDX-License-Identifier: EUPL-1.2
#include "support/scripted_server.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/assert.hpp"

namespace leitstand {

ScriptedServer::ScriptedServer(Script script)
    : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    ASSERT(::listen(listener_, 16) == 0);
    ASSERT(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

ScriptedServer::~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR); // accept() returns
    thread_.join();
    ::close(listener_);
    for (int const connection : silent_)
        ::close(connection);
}

std::string ScriptedServer::url(std::string const& path) const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

std::vector<std::string> ScriptedServer::requests() const {
    std::lock_guard const lock{mutex_};
    return requests_;
}

std::string ScriptedServer::answer(int status, std::string const& body, std::string const& type) {
    return fmt::format("HTTP/1.1 {} X\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", status,
                       type, body.size(), body);
}

void ScriptedServer::run() {
    for (;;) {
        int const connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0)
            return;
        timeval const patience{5, 0};
        ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        serve(connection);
    }
}

void ScriptedServer::serve(int connection) {
    std::string request;
    char piece[65'536];
    auto const is_whole = [&] {
        auto const end = request.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        auto const at = request.find("Content-Length: ");
        auto const length = at < end ? std::stoul(request.substr(at + 16)) : 0;
        return request.size() >= end + 4 + length;
    };
    while (!is_whole()) {
        auto const count = ::recv(connection, piece, sizeof piece, 0);
        if (count <= 0)
            break;
        request.append(piece, static_cast<std::size_t>(count));
    }
    {
        std::lock_guard const lock{mutex_};
        requests_.push_back(request);
    }
    auto const answer = script_(request);
    if (answer.empty()) {
        silent_.push_back(connection);
        return;
    }
    std::string_view rest = answer;
    while (!rest.empty()) {
        auto const count = ::send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (count <= 0)
            break;
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    ::close(connection);
}

} // namespace leitstand
