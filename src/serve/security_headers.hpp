// SPDX-License-Identifier: EUPL-1.2
// The security headers of each answer, set in one place (docs/security.md). A handler may set
// stricter ones itself. Threads: any.
#pragma once

#include "serve/http/http.hpp"

namespace leitstand {

void add_security_headers(HttpRequest const& request, Response& response);

// For bytes that came from outside: always a download, never shown, never sniffed.
void make_download(Response& response, std::string const& file_name);

// RFC 6266 and RFC 8187: an ASCII name and the exact one.
std::string content_disposition(std::string const& file_name);

} // namespace leitstand
