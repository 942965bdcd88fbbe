// SPDX-License-Identifier: EUPL-1.2
// The log as those see it who look over it: everything that happened, who did it, nothing of what
// stands in an item; and that looking leaves its own entry.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "prove/entries.hpp"
#include "prove/log_folder.hpp"
#include "prove/log_inspection.hpp"
#include "prove/sequencer.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class AuditTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house_ = std::make_unique<WebHouse>(GetParam());
        auto& door = house_->desk.door;
        auto const path = door.folder / "data" / "log";
        folder_ = LogFolder::open(path, {"log.example/test", SigningKey::random()}).value();
        sequencer_ = Sequencer::open(*door.database, *folder_, *door.log).value();
        inspection_ = std::make_unique<LogInspection>(*door.database, path,
                                                      std::vector<WitnessPlace>{}, door.clock);
        house_->inspection = inspection_.get();
        house_->restart_server();
    }
    void TearDown() override {
        if (house_) // null where the engine is not there
            house_->server.reset();
    }
    Database& database() { return *house_->desk.door.database; }
    void integrate() { ASSERT_TRUE(sequencer_->integrate()); }

    static Json rows(Visitor& visitor, std::string const& query = "") {
        auto const answer = visitor.get("/api/v1/audit/entries" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer)["rows"];
    }
    static std::vector<std::string> types(Json const& rows) {
        std::vector<std::string> found;
        for (auto const& row : rows)
            found.push_back(row["type"].get<std::string>());
        return found;
    }
    // An item on whose finding Anna decided, with words of hers.
    Item decided(std::string const& key) {
        auto const item = house_->item(key, "familienkasse-1");
        auto anna = house_->visitor("anna", {Role::caseworker});
        auto const path = "/api/v1/items/" + item.id;
        auto const view = json_of(anna.get(path));
        Json decision{{"decision", "correct"},
                      {"finding", view["findings"][1]["id"]},
                      {"version", 1},
                      {"key", "iban"},
                      {"value", "DE02120300000000202051"},
                      {"reason", "Frau Geheim rief an"}};
        auto const answer = anna.send("POST", path + "/findings", decision.dump());
        EXPECT_EQ(answer.status, 200) << answer.body;
        return item;
    }

    std::unique_ptr<WebHouse> house_;
    std::unique_ptr<LogFolder> folder_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<LogInspection> inspection_;
};
INSTANTIATE_TEST_SUITE_P(Engines, AuditTest, both_engines(), engine_label);

TEST_P(AuditTest, ShowsWhatHappenedAndWhoDidItButNoContent) {
    auto const item = decided("a");
    integrate();
    for (auto const role : {Role::auditor, Role::data_protection, Role::staff_council}) {
        auto visitor = house_->visitor("p" + std::string{role_name(role)}, {role});
        auto const answer = visitor.get("/api/v1/audit/entries?item=" + item.receipt_number);
        auto const found = json_of(answer)["rows"];
        ASSERT_THAT(types(found), testing::Contains("decision_made"));
        for (auto const& row : found) {
            EXPECT_EQ(row["item"], item.receipt_number);
            EXPECT_EQ(row["state"], "open");
            if (row["type"] != "decision_made")
                continue;
            auto const& record = row["record"];
            EXPECT_EQ(record["by"], "Frau anna");
            EXPECT_EQ(record["sign_in_name"], "anna");
            EXPECT_EQ(record["account"], house_->accounts->find_by_name("anna")->id);
            EXPECT_EQ(record["details"]["decision"], "correct");
            EXPECT_THAT(record["withheld"], ElementsAre("key", "value", "reason"));
            EXPECT_EQ(row["receipt"], "bare");
            EXPECT_EQ(row["name"], "Entscheidung getroffen");
        }
        for (auto const* content : {"Geheim", "DE0212", "iban", "gidius", "Antrag"})
            EXPECT_THAT(answer.body, Not(HasSubstr(content)));
    }
}

TEST_P(AuditTest, FiltersAndPages) {
    auto const item = decided("a");
    house_->desk.door.clock.set("2026-11-28T12:00:00Z");
    auto rita = house_->visitor("rita", {Role::auditor});
    integrate();
    for (auto const& type : types(rows(rita, "?type=decision_made")))
        EXPECT_EQ(type, "decision_made");
    EXPECT_EQ(rows(rita, "?type=decision_made").size(), 1u);
    EXPECT_EQ(rows(rita, "?type=decision_made&from=2026-11-28").size(), 0u);
    EXPECT_EQ(rows(rita, "?type=decision_made&to=2026-11-27&from=2026-11-27").size(), 1u);
    EXPECT_EQ(rows(rita, "?position=0")[0]["position"], 0);
    // By sign-in name and by id, of which the record alone knows.
    auto const anna = house_->accounts->find_by_name("anna")->id;
    auto const of_anna = rows(rita, "?account=anna");
    EXPECT_GE(of_anna.size(), 2u);
    for (auto const& row : of_anna)
        EXPECT_EQ(row["record"]["account"], anna);
    EXPECT_EQ(rows(rita, "?account=" + anna).size(), of_anna.size());
    std::vector<std::int64_t> ids;
    std::string cursor;
    do {
        auto const page = json_of(rita.get("/api/v1/audit/entries?count=2&to=2026-11-27" +
                                           (cursor.empty() ? "" : "&cursor=" + cursor)));
        for (auto const& row : page["rows"])
            ids.push_back(row["id"].get<std::int64_t>());
        cursor = page["cursor"].is_null() ? "" : page["cursor"].get<std::string>();
    } while (!cursor.empty());
    EXPECT_EQ(ids.size(), rows(rita, "?to=2026-11-27").size());
    EXPECT_TRUE(std::is_sorted(ids.rbegin(), ids.rend()));
    for (auto const* wrong : {"?type=king", "?from=27.11.2026", "?item=2026-000001-0", "?cursor=x",
                              "?cursor=1.-2", "?count=0", "?position=-1"})
        EXPECT_EQ(rita.get(std::string{"/api/v1/audit/entries"} + wrong).status / 100, 4) << wrong;
    EXPECT_EQ(key_of(rita.get("/api/v1/audit/entries?account=niemand")), "account.not_found");
}

TEST_P(AuditTest, SaysPlainlyWhatIsDeletedAndWhatIsNotYetInTheLog) {
    auto const item = house_->item("a", "familienkasse-1");
    integrate();
    ASSERT_TRUE(database().write_for<std::size_t>(
        [&](Sql& sql) { return entry_table::erase_item(sql, item.number); }));
    auto rita = house_->visitor("rita", {Role::auditor});
    auto const found = rows(rita);
    std::size_t deleted = 0, waiting = 0;
    for (auto const& row : found) {
        if (row["state"] == "deleted") {
            ++deleted;
            EXPECT_EQ(row["receipt"], "bare");
            EXPECT_TRUE(row["at"].is_null() && row["record"].is_null());
            EXPECT_EQ(row["item"], "");
            auto const receipt = rita.get(fmt::format("/api/v1/audit/entries/{}/receipt",
                                                      row["position"].get<std::int64_t>()));
            EXPECT_TRUE(check_receipt(parse_receipt(receipt.body).value(), folder_->verifier()));
        }
        if (row["position"].is_null()) {
            ++waiting;
            EXPECT_EQ(row["receipt"], "none");
        }
    }
    EXPECT_GE(deleted, 1u);
    EXPECT_GE(waiting, 1u); // Rita's own account
    EXPECT_EQ(json_of(rita.get("/api/v1/audit/log"))["waiting"],
              count_of(database(), EntryType::list_read) + waiting);
}

TEST_P(AuditTest, LookingIsAnEntryItselfAndWithoutItNothingIsShown) {
    auto const item = decided("a");
    integrate();
    auto rita = house_->visitor("rita", {Role::auditor});
    rows(rita, "?type=decision_made");
    auto const read = last_record(database(), *house_->desk.door.log, EntryType::list_read);
    EXPECT_EQ(read.account, house_->accounts->find_by_name("rita")->id);
    EXPECT_EQ(
        read.details,
        (EntryDetails{
            {"list", "log"}, {"items", item.receipt_number}, {"total", "1"}, {"filters", "type"}}));
    ASSERT_EQ(rita.get("/api/v1/audit/entries/0/receipt").status, 200);
    auto const taken = last_record(database(), *house_->desk.door.log, EntryType::list_read);
    EXPECT_EQ(taken.details.at("list"), "log receipt");
    house_->desk.door.log->refuse(
        {Code::unavailable, "log.entry_not_written", "a test", std::source_location::current()});
    for (auto const* path : {"/api/v1/audit/entries", "/api/v1/audit/entries/0/receipt"}) {
        auto const answer = rita.get(path);
        EXPECT_EQ(key_of(answer), "log.entry_not_written") << path;
        EXPECT_THAT(answer.body, Not(HasSubstr(item.receipt_number)));
    }
}

TEST_P(AuditTest, GivesReceiptsThatAThirdPartyChecks) {
    auto const item = decided("a");
    integrate();
    auto rita = house_->visitor("rita", {Role::auditor});
    auto const vkey = json_of(rita.get("/api/v1/audit/log"))["vkey"].get<std::string>();
    std::size_t whole = 0, bare = 0;
    for (auto const& row : rows(rita)) {
        if (row["receipt"] == "none")
            continue;
        auto const answer = rita.get(
            fmt::format("/api/v1/audit/entries/{}/receipt", row["position"].get<std::int64_t>()));
        ASSERT_EQ(answer.status, 200) << answer.body;
        EXPECT_THAT(answer.header("content-disposition"), HasSubstr(".tlog-proof"));
        auto const receipt = parse_receipt(answer.body);
        ASSERT_TRUE(receipt) << receipt.error().describe();
        EXPECT_TRUE(check_receipt(*receipt, VerifierKey::parse(vkey).value()));
        EXPECT_EQ(receipt->opening.has_value(), row["receipt"] == "whole") << row.dump();
        ++(receipt->opening ? whole : bare);
        EXPECT_THAT(answer.body, Not(HasSubstr("Geheim")));
        EXPECT_THAT(receipt->opening.value_or(Opening{}).record, Not(HasSubstr("Geheim")));
    }
    EXPECT_GE(whole, 2u);
    EXPECT_EQ(bare, 1u);
    for (auto const* wrong : {"9999", "x", "-1", "00"})
        EXPECT_EQ(rita.get(fmt::format("/api/v1/audit/entries/{}/receipt", wrong)).status, 404);
}

TEST_P(AuditTest, SaysHowTheLogStandsAndVerifiesItWhenAsked) {
    house_->item("a", "familienkasse-1");
    integrate();
    auto rita = house_->visitor("rita", {Role::auditor});
    auto const log = [&] { return json_of(rita.get("/api/v1/audit/log")); };
    auto const before = log();
    EXPECT_EQ(before["size"], folder_->size());
    EXPECT_EQ(before["origin"], "log.example/test");
    EXPECT_EQ(before["types"].size(), entry_types().size());
    EXPECT_EQ(before["growth"].back()["size"], folder_->size());
    EXPECT_TRUE(before["verification"].is_null());
    EXPECT_EQ(rita.send("POST", "/api/v1/audit/verifications", "{}").status, 202);
    for (int tries = 0; tries < 1'000 && log()["verifying"] == true; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    auto const verification = log()["verification"];
    EXPECT_EQ(verification["result"], "verified") << verification.dump();
    EXPECT_EQ(verification["size"], folder_->size());
    auto boss = house_->visitor("boss", {Role::administrator});
    EXPECT_EQ(key_of(boss.get("/api/v1/audit/log")), "right.missing");
    EXPECT_EQ(key_of(boss.send("POST", "/api/v1/audit/verifications", "{}")), "right.missing");
}

TEST_P(AuditTest, WithoutALogItSaysSo) {
    house_->inspection = nullptr;
    house_->restart_server();
    auto rita = house_->visitor("rita", {Role::auditor});
    EXPECT_EQ(key_of(rita.get("/api/v1/audit/log")), "log.missing");
    EXPECT_EQ(rita.get("/api/v1/audit/entries").status, 200);
}

} // namespace
} // namespace leitstand
