// SPDX-License-Identifier: EUPL-1.2
// The inbox, the item page and decisions through the real server.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

class ItemsTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
    static Json finding(Visitor& visitor, std::string const& id, std::string const& key) {
        auto const view = json_of(visitor.get("/api/v1/items/" + id));
        for (auto const& one : view["findings"])
            if (one["key"] == key)
                return one;
        return nullptr;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, ItemsTest, both_engines(), engine_label);

// Tells of each item that it is a part, and of nothing else.
class OnlyParts final : public Stacks {
  public:
    Result<std::optional<Write>> prepare_separated(Item const&, Inbox::Outcome const&) override {
        return not_asked();
    }
    Result<std::vector<StackItem>> split(std::string const&, SplitWish const&) override {
        return not_asked();
    }
    Result<void> join(std::string const&, std::int64_t, std::vector<std::string> const&,
                      std::string const&, std::string const&) override {
        return not_asked();
    }
    Result<void> undo(std::string const&, std::int64_t, StackKind, std::string const&,
                      std::string const&) override {
        return not_asked();
    }
    Result<void> dismiss(std::string const&, std::int64_t, std::string const&) override {
        return not_asked();
    }
    Result<StackView> view(ItemView const&) override { return not_asked(); }
    Result<bool> is_part(Item const&) override {
        ++asked;
        return true;
    }
    std::atomic<int> asked{0};

  private:
    static tl::unexpected<Error> not_asked() { return fail(Code::internal, "server.failed"); }
};

TEST_P(ItemsTest, AnItemAsksForItsStackOnlyWhereAScanningOfficeWroteANote) {
    WebHouse house{GetParam()};
    OnlyParts stacks;
    house.server.reset();
    house.other_stacks = &stacks;
    house.restart_server();
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const plain = anna.get("/api/v1/items/" + house.item("brief", "a").id);
    EXPECT_EQ(plain.status, 200) << plain.body;
    EXPECT_TRUE(json_of(plain)["transfer_note"].is_null());
    EXPECT_EQ(stacks.asked, 0);
    auto arrival = Door::arrival("scan", "scan.pdf");
    arrival.transfer = TransferNote{};
    arrival.transfer->batch = "B-7";
    arrival.transfer->office = "Scanstelle";
    arrival.transfer->scanned_at = "2026-11-20T08:00:00Z";
    arrival.transfer->sha256 = std::string(64, '0'); // of the whole
    auto const part = house.desk.door.ledger->enter(arrival, "Seiten").value();
    auto const note = json_of(anna.get("/api/v1/items/" + part.id))["transfer_note"];
    EXPECT_EQ(note["batch"], "B-7");
    EXPECT_EQ(note["inherited"], true);
    EXPECT_EQ(note["differs"], Json::array());
    EXPECT_EQ(stacks.asked, 1);
    house.server.reset();
}

TEST_P(ItemsTest, ListsPagesAndFilters) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(house.item("brief" + std::to_string(i), "a").id);
    auto const page = json_of(anna.get("/api/v1/items?count=2"));
    ASSERT_EQ(page["rows"].size(), 2u);
    EXPECT_EQ(page["total"], 5);
    EXPECT_EQ(page["rows"][0]["id"], ids[4]); // newest first
    EXPECT_EQ(page["rows"][0]["sender"], "Ägidius Muster");
    house.item("dazwischen", "a"); // must not move the positions
    auto const next =
        json_of(anna.get("/api/v1/items?count=2&cursor=" + page["cursor"].get<std::string>()));
    EXPECT_EQ(next["rows"][0]["id"], ids[2]);
    EXPECT_EQ(next["newer"], 1);
    EXPECT_EQ(json_of(anna.get("/api/v1/items?words=brief3"))["total"], 1);
    EXPECT_EQ(json_of(anna.get("/api/v1/items?service=kindergeld"))["total"], 6);
    EXPECT_EQ(json_of(anna.get("/api/v1/items?service=wohngeld"))["total"], 0);
    EXPECT_EQ(json_of(anna.get("/api/v1/items?state=closed"))["total"], 0);
    for (auto const* query : {"?state=nonsense", "?count=0", "?count=201", "?count=x", "?from=-1",
                              "?cursor=x", "?cursor=1.", "?as_of=99999999999999999999"}) {
        auto const status = anna.get(std::string{"/api/v1/items"} + query).status;
        EXPECT_TRUE(status == 422 || status == 409 || status == 400) << query << status;
    }
}

TEST_P(ItemsTest, ShowsTextFindingsAndEvidenceInCodePoints) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item = house.item("brief", "a");
    auto const view = json_of(anna.get("/api/v1/items/" + item.id));
    EXPECT_EQ(view["receipt_number"], item.receipt_number);
    EXPECT_EQ(view["text"], "Grüße: Kindergeld für Ben, IBAN folgt");
    auto const list = json_of(anna.get("/api/v1/items"));
    EXPECT_NE(view["subject"], "");
    EXPECT_EQ(view["subject"], list["rows"][0]["subject"]) << "one subject on all screens";
    auto const service = finding(anna, item.id, "kindergeld");
    EXPECT_EQ(service["evidence"][0]["start"], 7); // bytes 9: two letters of two bytes before
    EXPECT_EQ(service["state"], "open");
    EXPECT_TRUE(service["probability"].is_null());
    EXPECT_EQ(finding(anna, item.id, "iban")["evidence"][0]["boxes"][0][3], 4);
    EXPECT_EQ(anna.get("/api/v1/items/" + std::string(32, 'a')).status, 404);
    EXPECT_EQ(anna.get("/api/v1/items/nonsense").status, 404);
    auto const refused = house.desk.refused("kaputt", "encrypted");
    auto const broken = json_of(anna.get("/api/v1/items/" + refused.id));
    EXPECT_EQ(broken["state"], "needs_person");
    EXPECT_NE(broken["reason_text"], "");
    EXPECT_NE(broken["reason_for_sender"], "");
}

// What is found in a letter that objects and applies.
Understanding objection() {
    auto understanding =
        made_understanding({made_finding(FindingKind::service, "kindergeld")}, "a");
    ClockFinding clock;
    clock.key = "einspruch";
    clock.service = "kindergeld";
    clock.trigger = "2026-11-02";
    clock.due = "2026-12-07";
    clock.source = "AO § 355 Abs. 1";
    clock.assumes = {"posted_on_its_date"};
    clock.evidence.push_back({0, 1, {9, 19}, "Kindergeld", {}});
    understanding.clocks.push_back(clock);
    clock = {};
    clock.key = "gibt_es_nicht_mehr";
    clock.because = "trigger_unknown";
    clock.source = "SGB I § 1";
    clock.compared = "2026-08-19";
    understanding.clocks.push_back(clock);
    understanding.requirements.push_back(
        {"geburtsurkunde", "kindergeld", "missing", "EStG § 67", "2026-08-19", {}});
    understanding.requirements.push_back({"steuer_id",
                                          "kindergeld",
                                          "contradictory",
                                          "EStG § 62",
                                          "",
                                          {{0, 1, {29, 33}, "IBAN", {}}}});
    return understanding;
}

Item objecting(WebHouse& house, std::string const& key, std::vector<FunctionKey> const& shadow) {
    auto const document = made_document("A", "B", "Grüße: Kindergeld für Ben, IBAN folgt");
    return house.desk.ready(key, document, objection(), shadow);
}

TEST_P(ItemsTest, ShowsClocksAndRequirementsWithTheirSources) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item = objecting(house, "brief", {});
    auto const view = json_of(anna.get("/api/v1/items/" + item.id));
    ASSERT_EQ(view["clocks"].size(), 2u);
    auto const& clock = view["clocks"][0];
    EXPECT_EQ(clock["name"], "Einspruchsfrist");
    EXPECT_NE(clock["consequence"], "");
    EXPECT_EQ(clock["due"], "2026-12-07");
    EXPECT_TRUE(clock["because"].is_null());
    EXPECT_TRUE(clock["compared"].is_null());
    EXPECT_EQ(clock["assumes"], Json::array({"posted_on_its_date"}));
    EXPECT_EQ(clock["evidence"][0]["start"], 7); // code points, not bytes
    auto const& unknown = view["clocks"][1];
    EXPECT_EQ(unknown["name"], "gibt_es_nicht_mehr");
    EXPECT_EQ(unknown["consequence"], "");
    EXPECT_TRUE(unknown["due"].is_null());
    EXPECT_EQ(unknown["because"], "trigger_unknown");
    ASSERT_EQ(view["requirements"].size(), 2u);
    EXPECT_EQ(view["requirements"][0]["name"], "Nachweis des Kindschaftsverhältnisses");
    EXPECT_EQ(view["requirements"][0]["kind"], "document");
    EXPECT_EQ(view["requirements"][0]["state"], "missing");
    EXPECT_EQ(view["requirements"][0]["source"], "EStG § 67");
    EXPECT_EQ(view["requirements"][1]["kind"], "statement");
    EXPECT_EQ(view["requirements"][1]["evidence"][0]["text"], "IBAN");
}

TEST_P(ItemsTest, ShowsNothingThatRestsOnAFunctionInShadow) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    struct Case {
        FunctionKey shadow;
        std::size_t clocks, requirements;
    };
    for (auto const& [shadow, clocks, requirements] :
         {Case{FunctionKey::sort, 0, 0}, Case{FunctionKey::extract, 0, 0},
          Case{FunctionKey::urgent, 0, 2}, Case{FunctionKey::complete, 2, 0}}) {
        auto const item = objecting(house, std::string{function_name(shadow)}, {shadow});
        auto const view = json_of(anna.get("/api/v1/items/" + item.id));
        EXPECT_EQ(view["clocks"].size(), clocks) << function_name(shadow);
        EXPECT_EQ(view["requirements"].size(), requirements) << function_name(shadow);
    }
}

TEST_P(ItemsTest, DownloadsAreDownloads) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item =
        house.desk.door.enter("html", "<script>alert(1)</script>", "b\xc3\xb6se\"; x=.html");
    auto const answer = anna.get("/api/v1/items/" + item.id + "/original");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "<script>alert(1)</script>");
    EXPECT_EQ(answer.header("content-type"), "application/octet-stream");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_NE(answer.header("content-security-policy").find("sandbox"), std::string::npos);
    auto const disposition = answer.header("content-disposition");
    EXPECT_TRUE(disposition.starts_with("attachment; filename=\"b_se")) << disposition;
    EXPECT_NE(disposition.find("filename*=UTF-8''b%C3%B6se"), std::string::npos) << disposition;
    EXPECT_EQ(std::count(disposition.begin(), disposition.end(), '"'), 2) << disposition;
    EXPECT_EQ(key_of(anna.get("/api/v1/items/" + item.id + "/parts/1")), "part.not_found");
    EXPECT_EQ(key_of(anna.get("/api/v1/items/" + item.id + "/parts/x")), "part.not_found");
}

TEST_P(ItemsTest, DownloadsAttachments) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item = house.desk.door.enter("mail", "Mail mit Anlage", "mail.eml");
    auto const kept =
        house.desk.inbox->keep_part(item, 1, "anlage.pdf", "application/pdf", "%PDF Inhalt");
    ASSERT_TRUE(kept);
    Inbox::Outcome outcome;
    outcome.document = made_document("A", "B", "Text");
    outcome.document->parts.push_back({.number = 1,
                                       .name = "anlage.pdf",
                                       .media_type = "application/pdf",
                                       .status = ReadStatus::refused,
                                       .reason = "encrypted",
                                       .span = {},
                                       .sha256 = {},
                                       .size_bytes = 11});
    outcome.parts.push_back(*kept);
    ASSERT_TRUE(house.desk.bring(item, outcome));
    auto const answer = anna.get("/api/v1/items/" + item.id + "/parts/1");
    EXPECT_EQ(answer.body, "%PDF Inhalt");
    EXPECT_NE(answer.header("content-disposition").find("anlage.pdf"), std::string::npos);
    auto const view = json_of(anna.get("/api/v1/items/" + item.id));
    EXPECT_EQ(view["parts"][0]["downloadable"], true);
    EXPECT_EQ(view["parts"][0]["reason"], "encrypted");
    EXPECT_NE(view["parts"][0]["reason_text"], "");
}

TEST_P(ItemsTest, TwoPeopleOnOneFinding) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto berta = house.visitor("berta", {Role::caseworker});
    auto const item = house.item("brief", "a");
    auto const seen = finding(anna, item.id, "iban");
    auto const decide = [&](Visitor& who, Json body, std::string const& key = {}) {
        body["finding"] = seen["id"];
        body["version"] = seen["version"];
        Visitor::Headers headers;
        if (!key.empty())
            headers.emplace_back("Idempotency-Key", key);
        return who.send("POST", "/api/v1/items/" + item.id + "/findings", body.dump(), headers);
    };
    auto const first = decide(anna, {{"decision", "confirm"}}, "entscheidung-1");
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(json_of(first)["state"], "confirmed");
    auto const second = decide(berta, {{"decision", "reject"}});
    EXPECT_EQ(second.status, 409);
    auto const problem = json_of(second);
    EXPECT_EQ(problem["key"], "finding.changed");
    EXPECT_EQ(problem["changed_by"], "Frau anna");
    EXPECT_EQ(problem["changed_to"], "confirmed");
    EXPECT_EQ(problem["finding"]["version"], json_of(first)["version"]);
    // Anna's own request once more, as after a lost answer: the same answer, nothing done twice.
    auto const again = decide(anna, {{"decision", "confirm"}}, "entscheidung-1");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(key_of(decide(anna, {{"decision", "reject"}}, "entscheidung-1")),
              "idempotency.other_request");
    EXPECT_EQ(finding(berta, item.id, "iban")["state"], "confirmed");
}

TEST_P(ItemsTest, AConflictNamesWhoTookBack) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto berta = house.visitor("berta", {Role::caseworker});
    auto const item = house.item("brief", "a");
    auto const decide = [&](Visitor& who, Json const& on, std::string const& decision) {
        Json const body{{"finding", on["id"]}, {"version", on["version"]}, {"decision", decision}};
        return who.send("POST", "/api/v1/items/" + item.id + "/findings", body.dump());
    };
    auto const confirmed = json_of(decide(anna, finding(anna, item.id, "iban"), "confirm"));
    ASSERT_EQ(decide(berta, confirmed, "withdraw").status, 200);
    auto const late = decide(anna, confirmed, "reject");
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(json_of(late)["changed_by"], "Frau berta");
    EXPECT_EQ(json_of(late)["changed_to"], "open");
    auto const unit = json_of(anna.get("/api/v1/items/" + item.id))["unit_finding"];
    auto const rejected = decide(anna, unit, "reject");
    EXPECT_EQ(rejected.status, 422);
    EXPECT_EQ(key_of(rejected), "finding.unit_not_rejected");
}

TEST_P(ItemsTest, ARequestsProbabilityHasFourDecimals) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto understanding = made_understanding({}, "a");
    understanding.requests.push_back({"kindergeld", "antrag", "", 0.123456789});
    auto const item = house.desk.ready("brief", made_document("", "Post", "x"), understanding);
    auto const request = json_of(anna.get("/api/v1/items/" + item.id))["requests"][0];
    EXPECT_EQ(request["probability"], 0.1235);
}

TEST_P(ItemsTest, DecidesAndAdds) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item = house.item("brief", "a");
    auto const send = [&](Json const& body) {
        return anna.send("POST", "/api/v1/items/" + item.id + "/findings", body.dump());
    };
    auto const service = finding(anna, item.id, "kindergeld");
    auto const corrected = send({{"finding", service["id"]},
                                 {"version", service["version"]},
                                 {"decision", "correct"},
                                 {"key", "wohngeld"}});
    ASSERT_EQ(corrected.status, 200) << corrected.body;
    EXPECT_EQ(json_of(corrected)["corrected_key"], "wohngeld");
    EXPECT_EQ(json_of(corrected)["decided_by"], "Frau anna");
    EXPECT_EQ(send({{"decision", "add"}, {"kind", "theme"}, {"key", "mittellos"}}).status, 200);
    auto const row = json_of(anna.get("/api/v1/items"))["rows"][0];
    EXPECT_EQ(row["services"][0], "wohngeld");
    EXPECT_EQ(row["themes"][0], "mittellos");
    EXPECT_EQ(send({{"decision", "maybe"}}).status, 422);
    EXPECT_EQ(send({{"decision", "confirm"}, {"finding", "nothing"}, {"version", 1}}).status, 404);
    EXPECT_EQ(key_of(send({{"decision", "confirm"}, {"finding", service["id"]}})),
              "request.field_missing");
    EXPECT_EQ(key_of(send({{"decision", "confirm"}, {"finding", service["id"]}, {"version", 1.5}})),
              "request.field_wrong");
    EXPECT_EQ(
        key_of(anna.send("POST", "/api/v1/items/" + item.id + "/findings", "{\"a\":1,\"a\":2}")),
        "json.duplicate_key");
    EXPECT_EQ(
        key_of(anna.send("POST", "/api/v1/items/" + item.id + "/findings", std::string(200, '['))),
        "json.too_deep");
}

TEST_P(ItemsTest, ClosesReopensAndReadsAgain) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item = house.item("brief", "a");
    auto const refused = house.desk.refused("kaputt", "encrypted");
    auto const version = [&](Item const& one) {
        return json_of(anna.get("/api/v1/items/" + one.id))["version"].get<std::int64_t>();
    };
    auto const set = [&](Item const& one, std::string const& state, std::int64_t seen) {
        return anna.send("POST", "/api/v1/items/" + one.id + "/state",
                         Json{{"state", state}, {"version", seen}, {"reason", "erledigt"}}.dump());
    };
    auto const before = version(item);
    EXPECT_EQ(set(item, "closed", before).status, 204);
    EXPECT_EQ(key_of(set(item, "ready", before)), "item.changed");
    EXPECT_EQ(json_of(anna.get("/api/v1/items?state=closed"))["total"], 1);
    EXPECT_EQ(set(item, "ready", version(item)).status, 204);
    EXPECT_EQ(set(refused, "waiting", version(refused)).status, 204);
    EXPECT_EQ(house.woken, 1);
    EXPECT_EQ(json_of(anna.get("/api/v1/items/counts"))["waiting"], 1);
    EXPECT_EQ(set(item, "burnt", version(item)).status, 409);
}

TEST_P(ItemsTest, CorrectsTheReceiptDate) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item = house.item("brief", "a");
    auto const correct = [&](Json const& body) {
        return anna.send("POST", "/api/v1/items/" + item.id + "/receipt-date", body.dump());
    };
    EXPECT_EQ(correct({{"receipt_date", "2026-11-20"},
                       {"source", "stamp"},
                       {"reason", "Stempel der Poststelle"}})
                  .status,
              204);
    EXPECT_EQ(key_of(correct({{"receipt_date", "2026-11-19"}})), "receipt_date.reason_missing");
    EXPECT_EQ(key_of(correct({{"receipt_date", "2027-11-19"}, {"reason", "Stempel"}})),
              "receipt_date.in_future");
    EXPECT_EQ(key_of(correct({{"receipt_date", "19.11.2026"}, {"reason", "Stempel"}})),
              "receipt_date.wrong");
    auto const view = json_of(anna.get("/api/v1/items/" + item.id));
    EXPECT_EQ(view["receipt_date"], "2026-11-20");
    EXPECT_EQ(view["receipt_date_source"], "stamp");
    EXPECT_EQ(view["receipt_date_history"][0]["by"], "Frau anna");
}

TEST_P(ItemsTest, DamagedPostIsSaidSo) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const item = house.item("brief", "a");
    for (auto const& entry :
         std::filesystem::recursive_directory_iterator{house.desk.door.folder / "data" / "blobs"})
        if (entry.is_regular_file()) {
            std::fstream file{entry.path(), std::ios::in | std::ios::out | std::ios::binary};
            file.seekp(40);
            file.put('\xff');
        }
    auto const answer = anna.get("/api/v1/items/" + item.id + "/original");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(key_of(answer), "blob.damaged");
    EXPECT_EQ(json_of(answer)["lost"], true);
    EXPECT_EQ(json_of(answer)["reference"].get<std::string>().size(), 16u);
}

} // namespace
} // namespace leitstand
