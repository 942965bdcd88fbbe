// SPDX-License-Identifier: EUPL-1.2
#include "house/http_client.hpp"

#include <cctype>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/time.h>

namespace leitstand::house {

namespace {

constexpr int kPatience_s = 60;

std::string lower(std::string_view text) {
    std::string out{text};
    for (auto& letter : out)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return out;
}

// Whether `received` holds a whole answer: by its length, by the last chunk, or by its lack of a
// body.
bool whole(std::string const& received) {
    auto const head_end = received.find("\r\n\r\n");
    if (head_end == std::string::npos)
        return false;
    auto const head = lower(std::string_view{received}.substr(0, head_end + 2));
    if (auto const at = head.find("content-length:"); at != std::string::npos)
        return received.size() >= head_end + 4 + std::strtoull(head.c_str() + at + 15, nullptr, 10);
    if (head.find("transfer-encoding: chunked") != std::string::npos)
        return received.ends_with("0\r\n\r\n");
    return head.find(" 204 ") != std::string::npos;
}

std::string unchunked(std::string_view body) {
    std::string out;
    while (!body.empty()) {
        auto const line_end = body.find("\r\n");
        if (line_end == std::string_view::npos)
            break;
        auto const size = std::strtoull(std::string{body.substr(0, line_end)}.c_str(), nullptr, 16);
        if (size == 0 || line_end + 2 + size > body.size())
            break;
        out += body.substr(line_end + 2, size);
        body.remove_prefix(std::min<std::size_t>(body.size(), line_end + 4 + size));
    }
    return out;
}

Result<HttpAnswer> parse(std::string const& received) {
    auto const head_end = received.find("\r\n\r\n");
    if (head_end == std::string::npos || received.size() < 12)
        return fail(Code::unavailable, "test.no_answer", "the connection ended before an answer");
    HttpAnswer answer;
    answer.status = std::atoi(received.c_str() + 9);
    std::string_view head{received.data(), head_end};
    for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n")) {
        head.remove_prefix(at + 2);
        auto const line = head.substr(0, head.find("\r\n"));
        auto const colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        auto value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        answer.headers[lower(line.substr(0, colon))] = value;
    }
    answer.body = received.substr(head_end + 4);
    if (answer.headers["transfer-encoding"] == "chunked")
        answer.body = unchunked(answer.body);
    return answer;
}

} // namespace

Json HttpAnswer::json() const {
    return parse_json(body, {64 << 20, 64}).value_or(Json{});
}

std::string HttpAnswer::key() const {
    auto const parsed = json();
    return parsed.is_object() && parsed.contains("key") ? parsed["key"].get<std::string>() : "";
}

Result<FileDescriptor> HttpClient::connect() const {
    FileDescriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    timeval const patience{kPatience_s, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port_);
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return fail(Code::unavailable, "test.no_answer", std::strerror(errno));
    return socket;
}

Result<HttpAnswer> HttpClient::send_raw(std::string_view bytes, Then then) {
    auto const socket = TRY(connect());
    bool sent = true;
    while (!bytes.empty()) {
        auto const put = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (put <= 0) {
            sent = false; // the server may have answered already and closed
            break;
        }
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    if (then == Then::cut)
        return fail(Code::unavailable, "test.no_answer", "cut on purpose");
    std::string received;
    std::array<char, 65536> chunk;
    while (!whole(received)) {
        auto const got = ::recv(socket.get(), chunk.data(), chunk.size(), 0);
        if (got <= 0)
            break;
        received.append(chunk.data(), static_cast<std::size_t>(got));
    }
    if (received.empty() && !sent)
        return fail(Code::unavailable, "test.no_answer", "the connection was closed while sending");
    return parse(received);
}

std::string HttpClient::head(std::string_view method, std::string const& path,
                             std::vector<std::pair<std::string, std::string>> const& more) const {
    auto text = fmt::format("{} {} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n", method,
                            path, port_);
    if (method != "GET")
        text += fmt::format("Origin: http://localhost:{}\r\n", port_);
    if (!cookie_.empty())
        text += "Cookie: " + cookie_ + "\r\n";
    for (auto const& [name, value] : more)
        text += fmt::format("{}: {}\r\n", name, value);
    return text + "\r\n";
}

Result<HttpAnswer> HttpClient::get(std::string const& path) {
    return send_raw(head("GET", path, {}));
}

Result<HttpAnswer> HttpClient::send_json(std::string_view method, std::string const& path,
                                         Json const& body, std::string const& idempotency_key) {
    auto const text = print_json(body);
    std::vector<std::pair<std::string, std::string>> more{
        {"Content-Type", "application/json"}, {"Content-Length", std::to_string(text.size())}};
    if (!idempotency_key.empty())
        more.emplace_back("Idempotency-Key", idempotency_key);
    return send_raw(head(method, path, more) + text);
}

std::string HttpClient::multipart(std::vector<Upload> const& files, std::string const& boundary,
                                  std::vector<std::pair<std::string, std::string>> const& fields) {
    std::string body;
    for (auto const& [name, value] : fields)
        body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                            boundary, name, value);
    for (auto const& file : files) {
        body +=
            fmt::format("--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n"
                        "Content-Type: application/octet-stream\r\n\r\n",
                        boundary, file.name);
        body += file.bytes;
        body += "\r\n";
    }
    return body + "--" + boundary + "--\r\n";
}

Result<HttpAnswer>
HttpClient::upload(std::vector<Upload> const& files, std::string const& idempotency_key,
                   std::vector<std::pair<std::string, std::string>> const& fields) {
    std::string const boundary = "grenze-7c1f0a";
    auto const body = multipart(files, boundary, fields);
    return send_raw(head("POST", "/api/v1/items",
                         {{"Content-Type", "multipart/form-data; boundary=" + boundary},
                          {"Content-Length", std::to_string(body.size())},
                          {"Idempotency-Key", idempotency_key}}) +
                    body);
}

Result<void> HttpClient::sign_in(std::string const& name, std::string const& one_time_password,
                                 std::string const& new_password) {
    cookie_.clear();
    auto const attempt = [&](std::string const& password) -> Result<HttpAnswer> {
        auto answer =
            TRY(send_json("POST", "/api/v1/session", Json{{"name", name}, {"password", password}}));
        if (answer.status == 200) {
            auto const& cookie = answer.headers["set-cookie"];
            cookie_ = cookie.substr(0, cookie.find(';'));
        }
        return answer;
    };
    auto const first = TRY(attempt(new_password));
    if (first.status == 200)
        return {};
    auto const second = TRY(attempt(one_time_password));
    if (second.status != 200)
        return fail(Code::no_right, "test.sign_in", second.body);
    auto const changed =
        TRY(send_json("POST", "/api/v1/session/password",
                      Json{{"old_password", one_time_password}, {"new_password", new_password}}));
    if (changed.status != 204)
        return fail(Code::no_right, "test.password", changed.body);
    if (auto const& cookie = changed.headers; cookie.contains("set-cookie")) {
        cookie_ = cookie.at("set-cookie").substr(0, cookie.at("set-cookie").find(';'));
        return {};
    }
    return TRY(attempt(new_password)).status == 200
               ? Result<void>{}
               : fail(Code::no_right, "test.sign_in", "with the new password");
}

} // namespace leitstand::house
