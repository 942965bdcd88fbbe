// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "serve/http/router.hpp"

namespace leitstand {
namespace {

Router sample() {
    Router router;
    for (auto const& [method, pattern] :
         std::vector<std::pair<Method, std::string>>{{Method::get, "/items"},
                                                     {Method::post, "/items"},
                                                     {Method::get, "/items/{id}"},
                                                     {Method::post, "/items/entry"},
                                                     {Method::get, "/items/{id}/parts/{part}"}})
        router.add({method, pattern, "public", 0, [](HttpRequest&) { return Response{}; }, {}});
    return router;
}

TEST(Router, PrefersLiteralsAndNamesMethods) {
    auto const router = sample();
    EXPECT_EQ(router.find(Method::post, "/items/entry").route->pattern, "/items/entry");
    EXPECT_EQ(router.find(Method::get, "/items/abc").route->pattern, "/items/{id}");
    EXPECT_EQ(router.find(Method::head, "/items/abc").route->pattern, "/items/{id}");
    auto const part = router.find(Method::get, "/items/abc/parts/2");
    ASSERT_EQ(part.captures.size(), 2u);
    EXPECT_EQ(part.captures[1].second, "2");
    auto const wrong = router.find(Method::delete_, "/items");
    EXPECT_EQ(wrong.route, nullptr);
    EXPECT_TRUE(wrong.path_known);
    EXPECT_EQ(wrong.allow, "GET, HEAD, POST");
    for (auto const* path :
         {"", "items", "/", "/items/", "/items/a/parts/", "/items//parts/1", "/items/a/b/c/d"})
        EXPECT_FALSE(router.find(Method::get, path).path_known) << path;
}

TEST(Router, TheLastCaptureMayTakeTheRest) {
    Router router;
    for (auto const* pattern : {"/log/{path...}", "/log/checkpoint", "/log/tile/{path...}", "/"})
        router.add(
            {Method::get, pattern, "public", 0, [](HttpRequest&) { return Response{}; }, {}});
    auto const tile = router.find(Method::get, "/log/tile/0/x001/234.p/7");
    ASSERT_NE(tile.route, nullptr);
    EXPECT_EQ(tile.route->pattern, "/log/tile/{path...}");
    ASSERT_EQ(tile.captures.size(), 1u);
    EXPECT_EQ(tile.captures[0].first, "path");
    EXPECT_EQ(tile.captures[0].second, "0/x001/234.p/7");
    EXPECT_EQ(router.find(Method::get, "/log/a").captures[0].second, "a");
    EXPECT_EQ(router.find(Method::get, "/log/a//b/").captures[0].second, "a//b/");
    EXPECT_EQ(router.find(Method::get, "/log/checkpoint").route->pattern, "/log/checkpoint");
    EXPECT_EQ(router.find(Method::get, "/").route->pattern, "/");
    for (auto const* path : {"/log", "/log/", "/log//", "/lag/a"})
        EXPECT_FALSE(router.find(Method::get, path).path_known) << path;
}

TEST(Target, DecodesAndRefuses) {
    auto const target = parse_target("/a%20b/c?x=1&y=a+b%26&z&&=v#part");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a b/c");
    ASSERT_EQ(target->query.size(), 4u);
    EXPECT_EQ(target->query[1].second, "a b&");
    EXPECT_EQ(parse_target("/%C3%BC")->path, "/ü");
    for (auto const* bad : {"", "a", "/%", "/%4", "/%zz", "/../a", "/a/./b", "/a/%2E%2E",
                            "/a\\..\\b", "/%00", "/%0a", "/%ff", "/%c3", "/%ed%a0%80", "/?a=%ff"})
        EXPECT_FALSE(parse_target(bad)) << bad;
    std::string many = "/?";
    for (int i = 0; i < 65; ++i)
        many += "a=b&";
    EXPECT_FALSE(parse_target(many));
}

} // namespace
} // namespace leitstand
