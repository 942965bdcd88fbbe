// SPDX-License-Identifier: EUPL-1.2
// The generated access test: every route, every role, own and foreign and missing objects, through
// the real server, compared with the rights table. And: each route has a right and stands in the
// description of the interface.
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/rights.hpp"
#include "serve/serving.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

constexpr char kOwnUnit[] = "eigene-stelle", kForeignUnit[] = "fremde-stelle";

std::string replaced(std::string text, std::string const& what, std::string const& with) {
    if (auto const at = text.find(what); at != std::string::npos)
        text.replace(at, what.size(), with);
    return text;
}

// A problem without what differs from request to request.
std::string comparable(RawAnswer const& answer) {
    auto json = json_of(answer);
    if (json.is_object())
        json.erase("reference");
    auto text = std::to_string(answer.status) + json.dump();
    for (auto const& [name, value] : answer.headers)
        if (name != "date" && name != "content-length")
            text += name + ":" + value + "\n";
    return text;
}

std::vector<Route> routes_of(WebHouse& house) {
    auto& door = house.desk.door;
    Serving serving{{*door.database,
                     *door.ledger,
                     *door.blobs,
                     *house.desk.inbox,
                     *house.switchboard,
                     *house.accounts,
                     *door.keys,
                     house.catalogue,
                     door.limits,
                     door.clock,
                     *door.log,
                     {},
                     {},
                     {}},
                    {}};
    return all_routes(serving).routes();
}

class AccessTest : public testing::Test {
  protected:
    // What the table says an answer must look like. `reach`: the items that the caller may read.
    void check(RawAnswer const& answer, Scope scope, Scope reach, std::string const& object,
               std::string const& about) {
        if (scope == Scope::none) {
            EXPECT_EQ(answer.status, 403) << about;
            EXPECT_EQ(key_of(answer), "right.missing") << about;
            return;
        }
        EXPECT_NE(answer.status, 401) << about;
        EXPECT_NE(key_of(answer), "right.missing") << about;
        bool const hidden = object == "missing" || reach == Scope::none ||
                            (object == "foreign" && reach == Scope::units);
        if (hidden)
            EXPECT_EQ(answer.status, 404) << about << answer.body;
        else
            EXPECT_NE(key_of(answer), "item.not_found") << about;
        EXPECT_LT(answer.status, 500) << about << answer.body;
        ++cells_;
    }
    int cells_ = 0;
};

TEST_F(AccessTest, EveryRouteEveryRoleEveryObject) {
    WebHouse house{Engine::sqlite};
    auto const missing = std::string(32, '0');
    std::map<std::string, std::string> const items{
        {"own", house.item("own", kOwnUnit).id},
        {"unassigned", house.item("none", "").id},
        {"foreign", house.item("foreign", kForeignUnit).id},
        {"missing", missing}};
    auto const account =
        house.accounts->create({"objekt", "", {Role::auditor}, {}}, "")->account.id;
    auto const routes = routes_of(house);
    for (auto const role : kRoles) {
        auto const name = "konto_" + std::string{role_name(role)};
        auto visitor = house.visitor(name, {role}, {kOwnUnit});
        for (auto const& route : routes) {
            if (route.right == "public" || route.right == "loopback")
                continue;
            auto const scope = Rights::table().scope({role}, route.right);
            bool const about_item = route.pattern.find("/items/{id}") != std::string::npos;
            bool const about_account = route.pattern.find("/accounts/{id}") != std::string::npos;
            // Who may report everywhere reports on no item that is not open to them.
            bool const reports = about_item && route.right == "govern.report";
            auto const reach = reports ? Rights::table().scope({role}, "items.content") : scope;
            std::map<std::string, std::string> objects{{"none", ""}};
            if (about_item)
                objects = items;
            if (about_account)
                objects = {{"own", account}, {"missing", missing}};
            std::map<std::string, std::string> seen;
            for (auto const& [object, id] : objects) {
                auto const named = id.empty() ? std::string(16, '0') : id; // a name is never empty
                auto path = replaced(replaced(route.pattern, "{id}", named), "{part}", "1");
                path = replaced(replaced(path, "{number}", "1"), "{key}", "sort");
                auto const method = std::string{method_name(route.method)};
                auto const answer = route.method == Method::get ? visitor.get(path)
                                                                : visitor.send(method, path, "{}");
                auto const about = name + " " + method + " " + path + " (" + object + ") ";
                bool const is_part =
                    path.ends_with("/parts/1"); // these items have none: 404 of its own
                if (!is_part || object == "foreign" || object == "missing" || scope == Scope::none)
                    check(answer, scope, reach, object, about);
                seen[object] = comparable(answer);
                if (route.method == Method::delete_ && visitor.token.empty())
                    EXPECT_EQ(visitor.sign_in(name, kPassword).status, 200);
            }
            if (about_item &&
                reach == Scope::units) // nothing tells a foreign item from a missing one
                EXPECT_EQ(seen["foreign"], seen["missing"]) << route.pattern;
        }
    }
    EXPECT_GT(cells_, 100);
}

TEST_F(AccessTest, WithoutASessionOnlyWhatIsPublic) {
    WebHouse house{Engine::sqlite};
    Visitor nobody{house.port()};
    for (auto const& route : routes_of(house)) {
        auto const method = std::string{method_name(route.method)};
        auto const answer = route.method == Method::get ? nobody.get(route.pattern)
                                                        : nobody.send(method, route.pattern, "{}");
        auto const about = method + " " + route.pattern + " " + std::to_string(answer.status);
        if (route.right == "public" || route.right == "loopback")
            EXPECT_NE(answer.status, 401) << about;
        else
            EXPECT_EQ(key_of(answer), "session.none") << about;
    }
}

TEST_F(AccessTest, ListsAndCountsHideForeignItems) {
    WebHouse house{Engine::sqlite};
    for (int i = 0; i < 7; ++i) {
        house.item("own" + std::to_string(i), kOwnUnit);
        house.item("foreign" + std::to_string(i), kForeignUnit);
    }
    house.item("unassigned", "");
    auto anna = house.visitor("anna", {Role::caseworker}, {kOwnUnit});
    auto const list = [&](Visitor& visitor, std::string const& query) {
        return json_of(visitor.get("/api/v1/items" + query));
    };
    auto const all = list(anna, "?count=200");
    EXPECT_EQ(all["total"], 8);
    ASSERT_EQ(all["rows"].size(), 8u);
    for (auto const& row : all["rows"])
        EXPECT_NE(row["unit"], kForeignUnit);
    std::set<std::string> paged;
    std::string cursor;
    for (int page = 0; page < 4; ++page) {
        auto const some = list(anna, "?count=3" + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (auto const& row : some["rows"])
            paged.insert(row["id"].get<std::string>());
        if (some["cursor"].is_null())
            break;
        cursor = some["cursor"].get<std::string>();
    }
    EXPECT_EQ(paged.size(), 8u);
    EXPECT_EQ(list(anna, std::string{"?unit="} + kForeignUnit)["total"], 0);
    EXPECT_EQ(list(anna, std::string{"?unit="} + kOwnUnit)["total"], 7);
    EXPECT_EQ(json_of(anna.get("/api/v1/items/counts"))["ready"], 8);
    auto const as_of = all["as_of"].dump();
    house.item("foreign later", kForeignUnit);
    EXPECT_EQ(list(anna, "?as_of=" + as_of)["newer"], 0); // not even that something came
    house.item("own later", kOwnUnit);
    EXPECT_EQ(list(anna, "?as_of=" + as_of)["newer"], 1);
    auto lead = house.visitor("lead", {Role::team_lead}, {"*"});
    EXPECT_EQ(list(lead, "?count=200")["total"], 17);
    EXPECT_EQ(json_of(lead.get("/api/v1/items/counts"))["ready"], 17);
    auto bare = house.visitor("bare", {Role::caseworker}, {}); // no unit: unassigned items only
    EXPECT_EQ(list(bare, "")["total"], 1);
}

TEST_F(AccessTest, ThePostRoomSeesReceiptsWithoutFindings) {
    WebHouse house{Engine::sqlite};
    house.item("a", kOwnUnit);
    auto post = house.visitor("post", {Role::post_room});
    auto const rows = json_of(post.get("/api/v1/items"))["rows"];
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_TRUE(rows[0]["services"].empty());
    EXPECT_NE(rows[0]["receipt_number"], "");
    for (auto const* query : {"?service=kindergeld", "?act=antrag", "?theme=mittellos"})
        EXPECT_EQ(key_of(post.get(std::string{"/api/v1/items"} + query)), "right.missing");
    auto lead = house.visitor("lead", {Role::team_lead});
    EXPECT_EQ(json_of(lead.get("/api/v1/items"))["rows"][0]["services"][0], "kindergeld");
}

TEST_F(AccessTest, WhoeverSwitchesGoesThroughTheGatesAndGovernanceStops) {
    WebHouse house{Engine::sqlite};
    auto governance = house.visitor("governance", {Role::governance});
    auto admin = house.visitor("admin", {Role::administrator});
    auto const put = [](Visitor& visitor, std::string const& mode) {
        return visitor.send("PUT", "/api/v1/functions/sort/mode",
                            Json{{"mode", mode}, {"reason", "Beschluss vom 27. November"}}.dump());
    };
    EXPECT_EQ(key_of(put(governance, "assist")), "mode.one_step");
    EXPECT_EQ(key_of(put(admin, "shadow")), "mode.gates_closed");
    ASSERT_TRUE(house.governed->complete(FunctionKey::sort));
    EXPECT_EQ(key_of(put(admin, "assist")), "mode.one_step");
    EXPECT_EQ(put(admin, "shadow").status, 204);
    EXPECT_EQ(put(admin, "assist").status, 204);
    EXPECT_EQ(house.switchboard->mode(FunctionKey::sort), Mode::assist);
    EXPECT_EQ(put(governance, "off").status, 204);
    EXPECT_EQ(house.switchboard->mode(FunctionKey::sort), Mode::off);
    auto const json = json_of(admin.get("/api/v1/functions"));
    ASSERT_EQ(json["history"].size(), 3u);
    EXPECT_EQ(json["history"][0]["by"], "Frau governance");
}

// Paths and methods of docs/formats/openapi.yaml, read by its indentation.
std::set<std::string> described() {
    std::ifstream file{std::filesystem::path{LEITSTAND_SOURCE_DIR} / "docs" / "formats" /
                       "openapi.yaml"};
    std::set<std::string> result;
    std::string line, path;
    bool inside = false;
    while (std::getline(file, line)) {
        if (line == "paths:")
            inside = true;
        else if (line == "components:")
            inside = false;
        else if (inside && line.starts_with("  /") && line.ends_with(":"))
            path = line.substr(2, line.size() - 3);
        for (auto const* method : {"get", "post", "put", "patch", "delete"})
            if (inside && line == "    " + std::string{method} + ":")
                result.insert(std::string{method} + " " + path);
    }
    return result;
}

TEST_F(AccessTest, EachRouteHasARightAndIsDescribed) {
    WebHouse house{Engine::sqlite};
    auto in_description = described();
    ASSERT_GT(in_description.size(), 15u);
    std::set<std::string> used;
    for (auto const& route : routes_of(house)) {
        bool const open = route.right == "public" || route.right == "loopback";
        EXPECT_TRUE(open || Rights::table().known(route.right))
            << route.pattern << " " << route.right;
        used.insert(route.right);
        constexpr std::string_view kBase = "/api/v1", kRegister = "/register/";
        bool const of_interface = route.pattern.starts_with(kBase);
        EXPECT_TRUE(open || of_interface) << route.pattern;
        if (!of_interface && !route.pattern.starts_with(kRegister))
            continue;
        auto method = ascii_lower(method_name(route.method));
        auto const path = route.pattern.substr(of_interface ? kBase.size() : 0);
        EXPECT_EQ(in_description.erase(method + " " + path), 1u)
            << method << " " << route.pattern << " is not described";
    }
    EXPECT_TRUE(in_description.empty())
        << *in_description.begin() << " is described and does not exist";
    used.insert("functions.change");   // asked inside of the route that stops
    used.insert("govern.participate"); // asked inside of the routes of participation
    for (auto const& key : Rights::table().keys())
        EXPECT_TRUE(used.contains(key)) << key << " is in the table and opens nothing";
}

TEST(Rights, AWrongTableIsRefused) {
    for (auto const* toml : {"", "[[right]]\nall = []", "[[right]]\nkey = \"a\"\nall = [\"king\"]",
                             "[[right]]\nkey = \"a\"\nall = [\"auditor\"]\nunits = [\"auditor\"]",
                             "[[right]]\nkey = \"a\"\n[[right]]\nkey = \"a\"", "[[right"})
        EXPECT_FALSE(Rights::parse(toml)) << toml;
    auto const rights =
        Rights::parse("[[right]]\nkey = \"a\"\nall = [\"auditor\"]\nunits = [\"releaser\"]");
    ASSERT_TRUE(rights);
    EXPECT_EQ(rights->scope({Role::releaser}, "a"), Scope::units);
    EXPECT_EQ(rights->scope({Role::releaser, Role::auditor}, "a"), Scope::all); // the wider one
    EXPECT_EQ(rights->scope({Role::caseworker}, "a"), Scope::none);
    EXPECT_EQ(rights->scope({Role::auditor}, "b"), Scope::none);
}

} // namespace
} // namespace leitstand
