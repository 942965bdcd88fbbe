// SPDX-License-Identifier: EUPL-1.2
// The public register over HTTP: pages, forms and feed, without sign-in and cookies. Each answer
// has an ETag and is asked for again before it is used anew, so that a stop shows at once. Threads:
// any. Limits: kSearchBytesMax.
#pragma once

#include <functional>
#include <memory>

#include "govern/register/pages.hpp"
#include "serve/http/router.hpp"

namespace leitstand {

struct ShownRegister {
    std::string authority;
    PublicRegister entries;
};
// What is shown now; asked once for each request.
using RegisterSource = std::function<Result<std::shared_ptr<ShownRegister const>>()>;

void add_register_pages(Router& router, RegisterSource const& source);
// A page of the register with its headers.
Response register_page_response(std::string page, RegisterLanguage language, int status = 200);

} // namespace leitstand
