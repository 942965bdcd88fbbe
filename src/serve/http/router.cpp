// SPDX-License-Identifier: EUPL-1.2
#include "serve/http/router.hpp"

#include "base/assert.hpp"

namespace leitstand {

namespace {

std::vector<std::string> split_segments(std::string_view path) {
    std::vector<std::string> segments;
    std::size_t start = 1;
    while (start <= path.size()) {
        auto const end = std::min(path.find('/', start), path.size());
        segments.emplace_back(path.substr(start, end - start));
        start = end + 1;
    }
    return segments;
}

bool is_capture(std::string const& segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

// "{path...}", the last of its pattern: all that follows.
bool is_rest(std::string const& segment) {
    return is_capture(segment) && segment.ends_with("...}");
}

// How many literal segments fit, or nothing where the route does not. A literal beats a capture:
// /items/entry before /items/{id}.
std::optional<std::size_t> fit(std::vector<std::string> const& pattern,
                               std::vector<std::string> const& path) {
    bool const takes_rest = is_rest(pattern.back());
    if (takes_rest ? path.size() < pattern.size() : path.size() != pattern.size())
        return std::nullopt;
    std::size_t literals = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_capture(pattern[i])) {
            if (path[i].empty())
                return std::nullopt;
        } else if (pattern[i] == path[i]) {
            ++literals;
        } else {
            return std::nullopt;
        }
    }
    return literals;
}

} // namespace

void Router::add(Route route) {
    ASSERT(route.pattern.starts_with('/'));
    ASSERT(static_cast<bool>(route.handle) != static_cast<bool>(route.stream));
    ASSERT(!route.right.empty());
    segments_.push_back(split_segments(route.pattern));
    ASSERT(!segments_.back().empty());
    routes_.push_back(std::move(route));
}

Router::Match Router::find(Method method, std::string_view path) const {
    Match match;
    if (path.empty() || path.front() != '/')
        return match;
    auto const wanted = method == Method::head ? Method::get : method;
    auto const segments = split_segments(path);
    std::optional<std::size_t> best;
    std::size_t most_literals = 0;
    std::set<std::string> allowed;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        auto const literals = fit(segments_[i], segments);
        if (!literals || *literals < most_literals)
            continue;
        if (*literals > most_literals) { // a better pattern hides the methods of a looser one
            most_literals = *literals;
            best.reset();
            allowed.clear();
        }
        match.path_known = true;
        allowed.emplace(method_name(routes_[i].method));
        if (routes_[i].method == Method::get)
            allowed.emplace("HEAD");
        if (routes_[i].method == wanted)
            best = i;
    }
    for (auto const& name : allowed)
        match.allow += (match.allow.empty() ? "" : ", ") + name;
    if (!best)
        return match;
    match.route = &routes_[*best];
    auto const& pattern = segments_[*best];
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_rest(pattern[i]))
            match.captures.emplace_back(
                pattern[i].substr(1, pattern[i].size() - 5),
                fmt::format("{}", fmt::join(segments.begin() + static_cast<std::ptrdiff_t>(i),
                                            segments.end(), "/")));
        else if (is_capture(pattern[i]))
            match.captures.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), segments[i]);
    }
    return match;
}

} // namespace leitstand
