// SPDX-License-Identifier: EUPL-1.2
// That the judge of answers judges: what the description does not say is found. And that search
// words of a list reach no log.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/description.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

RawAnswer json_answer(int status, Json const& body, std::string const& type = "application/json") {
    RawAnswer answer;
    answer.status = status;
    answer.headers.emplace_back("content-type", type);
    answer.body = body.dump();
    return answer;
}

TEST(Description, FindsWhatItDoesNotSay) {
    Json const counts{{"waiting", 1}, {"ready", 2}, {"needs_person", 0}, {"closed", 4}};
    auto const fault = [](Json const& body, int status = 200,
                          std::string const& type = "application/json") {
        return fault_of_answer("GET", "/api/v1/items/counts?x=y", json_answer(status, body, type));
    };
    auto const before = judged_answers();
    EXPECT_EQ("", fault(counts));
    EXPECT_EQ(before + 1, judged_answers());
    auto wrong = counts;
    wrong["ready"] = "2";
    EXPECT_NE("", fault(wrong));
    wrong = counts;
    wrong.erase("closed");
    EXPECT_NE("", fault(wrong));
    wrong = counts;
    wrong["secret"] = 1;
    EXPECT_NE("", fault(wrong));
    EXPECT_NE("", fault(counts, 201));
    EXPECT_NE("", fault(counts, 200, "text/html"));
    EXPECT_NE("", fault(Json{{"oops", 1}}, 500, "application/problem+json"));

    // Through a reference, a list and a null.
    Json const page{
        {"rows", Json::array()}, {"total", 0}, {"as_of", 0}, {"newer", 0}, {"cursor", nullptr}};
    auto const list = [](Json const& body) {
        return fault_of_answer("GET", "/api/v1/items", json_answer(200, body));
    };
    EXPECT_EQ("", list(page));
    auto with_row = page;
    with_row["rows"].push_back(Json{{"id", "x"}});
    EXPECT_NE("", list(with_row));
}

TEST(Description, JudgesTheAnswersOfTheServer) {
    WebHouse house{Engine::sqlite};
    auto const item = house.item("a", "");
    auto lead = house.visitor("lead", {Role::team_lead});
    auto const before = judged_answers();
    EXPECT_EQ(lead.get("/api/v1/items/" + item.id).status, 200);
    EXPECT_EQ(lead.get("/api/v1/items?words=Antrag").status, 200);
    EXPECT_EQ(lead.get("/api/v1/items/" + std::string(32, '0')).status, 404);
    EXPECT_EQ(before + 3, judged_answers());
}

// A search says whom somebody looks for. Good and bad ones, and those that never reach a route.
TEST(SearchWords, ReachNoLog) {
    WebHouse house{Engine::sqlite};
    auto lead = house.visitor("lead", {Role::team_lead});
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    for (auto const* path :
         {"/api/v1/items?words=Erika+Geheim", "/api/v1/items?words=Geheim&count=0",
          "/api/v1/items?words=Geheim&state=none", "/api/v1/items?cursor=Geheim",
          "/api/v1/items/Geheim", "/api/v1/Geheim?words=Geheim", "/werkbank/Geheim?words=Geheim",
          "/api/v1/items?words=%ff%feGeheim"})
        lead.get(path);
    lead.get("/api/v1/items?words=" + std::string(500, 'a') + "Geheim");
    Visitor{house.port()}.get("/api/v1/items?words=Geheim"); // nobody signed in
    RawClient client{house.port()};
    client.send("GET /api/v1/items?words=Geheim HTTP/1.1\r\nHost: localhost\r\nHost: Geheim\r\n"
                "\r\n");
    client.answer();
    auto const logged =
        testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    EXPECT_NE(logged.find("status="), std::string::npos) << "nothing was logged at all";
    EXPECT_EQ(logged.find("Geheim"), std::string::npos) << logged;
    EXPECT_EQ(logged.find("words"), std::string::npos) << logged;
}

} // namespace
} // namespace leitstand
