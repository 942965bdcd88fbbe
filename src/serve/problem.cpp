// SPDX-License-Identifier: EUPL-1.2
#include "serve/problem.hpp"

#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "serve/messages.hpp"

namespace leitstand {

namespace {

constexpr int kRetryAfter_s = 5;

Message const& message_of(Error const& error) {
    if (auto const* message = find_message(error.key))
        return *message;
    auto const* fallback = find_message("server.failed");
    return *fallback;
}

int status_for(Error const& error) {
    return message_of(error).status.value_or(status_of(error.code));
}

} // namespace

Json problem_json(Error const& error, std::string const& reference) {
    auto const& message = message_of(error);
    Json problem;
    problem["type"] = "urn:leitstand:problem:" + error.key;
    problem["title"] = message.german;
    problem["title_en"] = message.english;
    problem["status"] = status_for(error);
    problem["key"] = error.key;
    problem["lost"] = message.lost;
    problem["what_to_do"] = message.what_german;
    problem["what_to_do_en"] = message.what_english;
    problem["reference"] = reference;
    return problem;
}

Response problem_response(Error const& error, HttpRequest const& request) {
    return problem_response(error, request, Json::object());
}

Response problem_response(Error const& error, HttpRequest const& request, Json const& more) {
    auto problem = problem_json(error, request.reference);
    for (auto const& [key, value] : more.items())
        problem[key] = value;
    auto const status = status_for(error);
    if (status >= 500 && error.key != "server.busy") // being busy is no fault, and may come often
        log_error("serve", "reference={} {} {}:{}", request.reference, error.describe(),
                  error.where.file_name(), error.where.line());
    else if (status != 401 && status != 404)
        log_info("serve", "reference={} status={} key={}", request.reference, status, error.key);
    auto response = json_response(status, problem);
    response.set("Content-Type", "application/problem+json");
    if (status == 429 || status == 503 || status == 507)
        response.set("Retry-After", std::to_string(problem.value("retry_after_s", kRetryAfter_s)));
    if (status == 401)
        response.set("WWW-Authenticate", "Bearer realm=\"Leitstand\"");
    return response;
}

Response json_response(int status, Json const& value) {
    Response response;
    response.status = status;
    response.body = print_json(value);
    response.set("Content-Type", "application/json");
    return response;
}

Response empty_response(int status) {
    Response response;
    response.status = status;
    return response;
}

} // namespace leitstand
