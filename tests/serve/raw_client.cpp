// SPDX-License-Identifier: EUPL-1.2
#include "serve/raw_client.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace leitstand {

namespace {

std::string lower(std::string text) {
    for (auto& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

} // namespace

std::string RawAnswer::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (key == name)
            return value;
    return {};
}

RawClient::RawClient(std::uint16_t port) {
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        close(fd_);
        fd_ = -1;
    }
}

RawClient::~RawClient() {
    if (fd_ >= 0)
        close(fd_);
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawClient::fill(int timeout_ms) {
    pollfd wait{fd_, POLLIN, 0};
    if (poll(&wait, 1, timeout_ms) != 1)
        return false;
    char piece[64 << 10];
    auto const count = recv(fd_, piece, sizeof piece, 0);
    if (count <= 0)
        return false;
    buffer_.append(piece, static_cast<std::size_t>(count));
    return true;
}

RawAnswer RawClient::answer(int timeout_ms, bool head_only) {
    RawAnswer answer;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (!fill(timeout_ms))
            return answer;
    std::string_view head{buffer_.data(), end};
    if (head.size() < 12)
        return answer;
    int const status = std::atoi(std::string{head.substr(9, 3)}.c_str());
    for (auto at = head.find("\r\n"); at != std::string_view::npos;) {
        auto const next = std::min(head.find("\r\n", at + 2), head.size());
        auto const line = head.substr(at + 2, next - at - 2);
        auto const colon = std::min(line.find(": "), line.size());
        answer.headers.emplace_back(lower(std::string{line.substr(0, colon)}),
                                    std::string{line.substr(std::min(colon + 2, line.size()))});
        at = next == head.size() ? std::string_view::npos : next;
    }
    buffer_.erase(0, end + 4);
    auto const length =
        head_only ? 0 : std::strtoull(answer.header("content-length").c_str(), nullptr, 10);
    while (buffer_.size() < length)
        if (!fill(timeout_ms))
            return answer; // cut off: no whole answer
    answer.status = status;
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

bool RawClient::closes(int timeout_ms) {
    auto const until = std::chrono::steady_clock::now() + std::chrono::milliseconds{timeout_ms};
    char piece[64 << 10];
    while (std::chrono::steady_clock::now() < until) {
        pollfd wait{fd_, POLLIN, 0};
        if (poll(&wait, 1, 50) == 1 && recv(fd_, piece, sizeof piece, 0) <= 0)
            return true;
    }
    return false;
}

void RawClient::cut() {
    linger const reset{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(fd_);
    fd_ = -1;
}

RawAnswer ask_once(std::uint16_t port, std::string_view bytes, int timeout_ms) {
    RawClient client{port};
    client.send(bytes);
    return client.answer(timeout_ms);
}

} // namespace leitstand
