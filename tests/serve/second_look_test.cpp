// SPDX-License-Identifier: EUPL-1.2
// The second look at a finding, the mask, the unit and clocks that a decision overtakes, through
// the real server with the real catalogue. Answers are held against the description.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "prove/entries.hpp"
#include "serve/web_house.hpp"
#include "understand/second_look.hpp"

namespace leitstand {
namespace {

class AllAssist final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return Mode::assist; }
};

constexpr char kText[] = "Gegen Ihren Bescheid vom 3. November 2026 über Arbeitslosengeld lege "
                         "ich Widerspruch ein.\n\nMit freundlichen Grüßen\nAyşe Yıldırım\n";

class SecondLookTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house_ = std::make_unique<WebHouse>(GetParam());
        look_ = std::make_unique<SecondLook>(house_->catalogue);
        house_->second_look = look_.get();
        house_->restart_server();
        ASSERT_TRUE(house_->governed->bring_all_to(*house_->switchboard, Mode::assist));
        auto document = made_document("", "Widerspruch", kText);
        document.parts.emplace_back();
        document.parts.back().span = document.pages.front().span;
        UnderstandOptions options;
        options.received = "2026-11-27";
        item_ = house_->desk.ready(
            "a", document,
            Understander{house_->catalogue}.understand(document, AllAssist{}, options));
        path_ = "/api/v1/items/" + item_.id;
    }

    Json view(Visitor& visitor) { return json_of(visitor.get(path_)); }
    Json finding(Visitor& visitor, std::string const& key) {
        auto const item = view(visitor);
        for (auto const& one : item["findings"])
            if (one["key"] == key)
                return one;
        return nullptr;
    }
    RawAnswer decide(Visitor& visitor, Json const& decision) {
        return visitor.send("POST", path_ + "/findings", decision.dump());
    }
    Json clocks(Visitor& visitor, std::string const& key) {
        auto out = Json::array();
        auto const item = view(visitor);
        for (auto const& clock : item["clocks"])
            if (clock["key"] == key)
                out.push_back(clock);
        return out;
    }

    std::unique_ptr<WebHouse> house_;
    std::unique_ptr<SecondLook> look_;
    Item item_;
    std::string path_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SecondLookTest, both_engines(), engine_label);

TEST_P(SecondLookTest, NamesAlternativesAndTheWordsThatCarriedAFinding) {
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const act = finding(anna, "widerspruch");
    ASSERT_FALSE(act.is_null());
    auto const answer =
        anna.get(path_ + "/findings/" + act["id"].get<std::string>() + "/second-look");
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const look = json_of(answer);
    EXPECT_EQ(look["alternatives"].size(), 9u); // a digit chooses one
    for (auto const& one : look["alternatives"])
        EXPECT_NE(one["key"], "widerspruch");
    EXPECT_EQ(look["without"]["outcome"], "changes");
    ASSERT_FALSE(look["without"]["words"].empty());
    std::string words;
    for (auto const& one : look["without"]["words"])
        words += one["text"].get<std::string>() + "|";
    EXPECT_NE(words.find("Widerspruch"), std::string::npos) << words;
    EXPECT_EQ(count_of(*house_->desk.door.database, EntryType::case_read), 2u)
        << "each look is an entry";
    EXPECT_EQ(anna.get(path_ + "/findings/r9-9/second-look").status, 404);
    EXPECT_EQ(anna.get(path_ + "/findings/unit/second-look").status, 200);
}

TEST_P(SecondLookTest, IsForThoseWhoMayReadTheText) {
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const id = finding(anna, "widerspruch")["id"].get<std::string>();
    auto const where = path_ + "/findings/" + id + "/second-look";
    Visitor nobody{house_->port()};
    EXPECT_EQ(nobody.get(where).status, 401);
    auto post = house_->visitor("paul", {Role::post_room});
    EXPECT_EQ(post.get(where).status, 403);
    // Another unit's post is no post at all.
    auto const unit = view(anna)["unit_finding"];
    auto const other = house_->catalogue->units.front().key;
    auto const own = house_->catalogue->units.back().key;
    ASSERT_EQ(decide(anna, {{"decision", "correct"},
                            {"finding", "unit"},
                            {"version", unit["version"]},
                            {"key", other}})
                  .status,
              200);
    auto berta = house_->visitor("berta", {Role::caseworker}, {own});
    EXPECT_EQ(berta.get(where).status, 404);
    EXPECT_EQ(berta.get(path_).status, 404);
    auto own_clerk = house_->visitor("carla", {Role::caseworker}, {other});
    EXPECT_EQ(own_clerk.get(where).status, 200);
}

TEST_P(SecondLookTest, TheItemSaysWhichPlacesWereHidden) {
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const item = view(anna);
    ASSERT_FALSE(item["mask"].is_null());
    bool hides_the_name = false;
    auto const points = [](std::string const& text) {
        return std::count_if(text.begin(), text.end(),
                             [](char byte) { return (byte & 0xC0) != 0x80; });
    };
    std::string const text = kText;
    auto const name = points(text.substr(0, text.find("Yıldırım")));
    for (auto const& place : item["mask"]["text"])
        hides_the_name = hides_the_name || (place[0].get<std::int64_t>() <= name &&
                                            name < place[1].get<std::int64_t>());
    EXPECT_TRUE(hides_the_name) << item["mask"];
    auto const plain = house_->item("b", "familienkasse-1"); // made by hand, without a mask
    EXPECT_TRUE(json_of(anna.get("/api/v1/items/" + plain.id))["mask"].is_null());
}

TEST_P(SecondLookTest, ALaterArrivalOvertakesTheClockAndTakingItBackBringsItAgain) {
    auto anna = house_->visitor("anna", {Role::caseworker});
    ASSERT_EQ(clocks(anna, "widerspruch").size(), 1u);
    EXPECT_EQ(clocks(anna, "widerspruch")[0]["due"], "2026-12-07");
    EXPECT_EQ(clocks(anna, "widerspruch")[0]["state"], "as_read");
    EXPECT_EQ(clocks(anna, "widerspruch")[0]["from_notification"], true);
    auto const added = decide(anna, {{"decision", "add"},
                                     {"kind", "field"},
                                     {"key", kNoticeArrivedField},
                                     {"value", "2026-11-12"}});
    ASSERT_EQ(added.status, 200) << added.body;
    auto const now = clocks(anna, "widerspruch");
    ASSERT_EQ(now.size(), 2u);
    EXPECT_EQ(now[0]["due"], "2026-12-14");
    EXPECT_EQ(now[0]["state"], "recomputed");
    EXPECT_EQ(now[1]["due"], "2026-12-07");
    EXPECT_EQ(now[1]["state"], "superseded");
    auto const back = decide(anna, {{"decision", "withdraw"},
                                    {"finding", json_of(added)["id"]},
                                    {"version", json_of(added)["version"]}});
    ASSERT_EQ(back.status, 200) << back.body;
    EXPECT_EQ(json_of(back)["state"], "withdrawn");
    EXPECT_EQ(clocks(anna, "widerspruch").size(), 1u);
    EXPECT_TRUE(finding(anna, std::string(kNoticeArrivedField)).is_null());
    EXPECT_EQ(count_of(*house_->desk.door.database, EntryType::decision_made), 2u);
    EXPECT_EQ(key_of(decide(anna, {{"decision", "withdraw"},
                                   {"finding", finding(anna, "widerspruch")["id"]},
                                   {"version", 1}})),
              "decision.nothing_to_withdraw");
}

TEST_P(SecondLookTest, AFunctionThatWasStoppedSaysNothingMore) {
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const id = finding(anna, "widerspruch")["id"].get<std::string>();
    auto const look = [&] { return json_of(anna.get(path_ + "/findings/" + id + "/second-look")); };
    EXPECT_FALSE(look()["alternatives"].empty());
    ASSERT_TRUE(house_->switchboard->change(FunctionKey::sort, Mode::off, "Angehalten", "vera"));
    EXPECT_TRUE(look()["alternatives"].empty());
    EXPECT_EQ(look()["without"]["outcome"], "not_judged");
}

TEST_P(SecondLookTest, WithoutOneTheRouteSaysSo) {
    house_->second_look = nullptr;
    house_->restart_server();
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const id = finding(anna, "widerspruch")["id"].get<std::string>();
    auto const look = json_of(anna.get(path_ + "/findings/" + id + "/second-look"));
    EXPECT_TRUE(look["alternatives"].empty());
    EXPECT_EQ(look["without"]["outcome"], "not_judged");
}

TEST(RunningVersion, IsThatOfTheFindings) {
    WebHouse house{Engine::sqlite};
    auto admin = house.visitor("ada", {Role::administrator});
    auto const answer = json_of(admin.get("/api/v1/functions"));
    Understander const understander{house.catalogue};
    auto document = made_document("", "Post", kText);
    auto const found = understander.understand(document, AllAssist{});
    for (auto const& [key, version] : found.functions)
        for (auto const& function : answer["functions"])
            if (function["key"] == function_name(key)) {
                EXPECT_EQ(function["version"], version) << function_name(key);
            }
}

} // namespace
} // namespace leitstand
