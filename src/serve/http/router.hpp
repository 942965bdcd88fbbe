// SPDX-License-Identifier: EUPL-1.2
// Finds the route of a request: literal segments before {captures}, no regular expressions. A last
// {capture...} takes all segments that follow, at least one. Built once at start. Threads:
// immutable after the last add().
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http/http.hpp"

namespace leitstand {

class Router {
  public:
    void add(Route route);

    struct Match {
        Route const* route = nullptr; // nothing: see path_known
        bool path_known = false;      // the path exists with other methods (405)
        std::string allow;            // those methods, for the Allow header
        std::vector<std::pair<std::string, std::string>> captures;
    };
    // HEAD finds the route of GET.
    Match find(Method method, std::string_view path) const;
    std::vector<Route> const& routes() const { return routes_; }

  private:
    std::vector<Route> routes_;
    std::vector<std::vector<std::string>> segments_; // of each route
};

} // namespace leitstand
