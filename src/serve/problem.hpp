// SPDX-License-Identifier: EUPL-1.2
// Errors as people see them: application/problem+json (RFC 9457) with the texts of messages.toml.
// The detail of an Error goes to the log under the request's reference, never to the client.
// Threads: any.
#pragma once

#include "base/json.hpp"
#include "serve/http/http.hpp"

namespace leitstand {

// The object alone, to stand within another answer.
Json problem_json(Error const& error, std::string const& reference);
// Logs what an operator needs (faults as errors, the rest quietly) and makes the answer.
Response problem_response(Error const& error, HttpRequest const& request);
// With further members, as "changed_by".
Response problem_response(Error const& error, HttpRequest const& request, Json const& more);

Response json_response(int status, Json const& value);
Response empty_response(int status);

} // namespace leitstand
