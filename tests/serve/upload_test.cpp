// SPDX-License-Identifier: EUPL-1.2
// Post by HTTP over the real ledger: many files, cut connections, retries, limits, full disks.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

struct File {
    std::string name, bytes;
};

std::string form(std::vector<File> const& files, std::string const& receipt_date = {}) {
    std::string body;
    for (auto const& file : files)
        body += "--rand\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.name +
                "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + file.bytes + "\r\n";
    if (!receipt_date.empty()) // after the files: it counts all the same
        body += "--rand\r\nContent-Disposition: form-data; name=\"receipt_date\"\r\n\r\n" +
                receipt_date + "\r\n";
    return body + "--rand--\r\n";
}

Visitor::Headers const kForm{{"Content-Type", "multipart/form-data; boundary=rand"}};

RawAnswer upload(Visitor& visitor, std::vector<File> const& files, std::string const& key = {},
                 std::string const& receipt_date = {}) {
    auto headers = kForm;
    if (!key.empty())
        headers.emplace_back("Idempotency-Key", key);
    return visitor.ask("POST", "/api/v1/items", form(files, receipt_date), headers);
}

std::string field(std::string const& name, std::string const& value) {
    return "--rand\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value +
           "\r\n";
}

class UploadTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
    static std::int64_t items(WebHouse& house) {
        InboxFilter filter;
        filter.with_closed = true;
        return static_cast<std::int64_t>(house.desk.list(filter).total);
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, UploadTest, both_engines(), engine_label);

TEST_P(UploadTest, TheDateComesWithItsSourceAndReason) {
    WebHouse house{GetParam()};
    auto post = house.visitor("post", {Role::post_room});
    auto const send = [&](std::string const& fields) {
        auto headers = kForm;
        headers.emplace_back("Idempotency-Key", "datum-0001");
        return post.ask("POST", "/api/v1/items", fields + form({{"a.txt", "eins"}}), headers);
    };
    auto const all = field("receipt_date", "2026-11-20") + field("receipt_date_source", "stamp") +
                     field("receipt_date_reason", "Eingangsstempel der Poststelle");
    auto const id = json_of(send(all))["receipts"][0]["receipt"]["id"].get<std::string>();
    EXPECT_EQ(json_of(send(all))["receipts"][0]["receipt"]["again"], true);
    auto lead = house.visitor("lead", {Role::team_lead});
    auto const view = json_of(lead.get("/api/v1/items/" + id));
    EXPECT_EQ(view["receipt_date"], "2026-11-20");
    EXPECT_EQ(view["receipt_date_source"], "stamp");
    ASSERT_EQ(view["receipt_date_history"].size(), 1u); // the second try added none
    EXPECT_EQ(view["receipt_date_history"][0]["reason"], "Eingangsstempel der Poststelle");
    EXPECT_EQ(view["receipt_date_history"][0]["source"], "stamp");
    EXPECT_EQ(view["receipt_date_history"][0]["by"], "Frau post");
    EXPECT_EQ(view["receipt_date_history"][0]["at"], view["arrived_at"]);

    EXPECT_EQ(key_of(send(field("receipt_date_reason", "weil"))), "receipt_date.missing");
    EXPECT_EQ(key_of(send(field("receipt_date_source", "stamp"))), "receipt_date.missing");
    EXPECT_EQ(
        key_of(send(field("receipt_date", "2026-11-20") + field("receipt_date_source", "channel"))),
        "request.field_wrong");
    auto const too_long = send(field("receipt_date", "2026-11-20") +
                               field("receipt_date_reason", std::string(4'001, 'a')));
    EXPECT_EQ(too_long.status, 413);
    EXPECT_EQ(key_of(too_long), "item.reason_too_long");
    EXPECT_EQ(key_of(send(field("anderes", std::string(4'001, 'a')))),
              "multipart.header_too_large");
    EXPECT_EQ(items(house), 1);
}

TEST_P(UploadTest, ManyFilesGetAReceiptEach) {
    WebHouse house{GetParam()};
    auto post = house.visitor("post", {Role::post_room});
    std::string const large(3'000'000, 'z');
    auto const answer =
        upload(post, {{"a.txt", "eins"}, {"../../etc/b\xc3\xbc.pdf", large}, {"c.txt", "eins"}}, {},
               "2026-11-20");
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto const receipts = json_of(answer)["receipts"];
    ASSERT_EQ(receipts.size(), 3u);
    EXPECT_EQ(receipts[1]["receipt"]["size_bytes"], large.size());
    EXPECT_EQ(receipts[1]["receipt"]["name"].get<std::string>().find('/'), std::string::npos);
    EXPECT_EQ(receipts[0]["receipt"]["receipt_date"], "2026-11-20");
    EXPECT_EQ(receipts[2]["receipt"]["identical_to"], receipts[0]["receipt"]["id"]);
    EXPECT_EQ(house.woken, 1);
    for (auto const& entry : receipts) {
        auto const item = house.desk.door.ledger->find(entry["receipt"]["id"].get<std::string>());
        ASSERT_TRUE(item);
        EXPECT_EQ(item->sha256, entry["receipt"]["sha256"]);
    }
    auto const item = house.desk.door.ledger->find(receipts[1]["receipt"]["id"].get<std::string>());
    EXPECT_EQ(*house.desk.door.ledger->original(*item), large);
    EXPECT_EQ(item->entered_by, house.accounts->find_by_name("post")->id);
}

TEST_P(UploadTest, ARetryGivesTheSameReceipts) {
    WebHouse house{GetParam()};
    auto post = house.visitor("post", {Role::post_room});
    auto other = house.visitor("other", {Role::post_room});
    auto const first =
        json_of(upload(post, {{"a.txt", "eins"}, {"b.txt", "zwei"}}, "schluessel-1"));
    auto const again =
        json_of(upload(post, {{"a.txt", "eins"}, {"b.txt", "zwei"}}, "schluessel-1"));
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(first["receipts"][i]["receipt"]["receipt_number"],
                  again["receipts"][i]["receipt"]["receipt_number"]);
        EXPECT_EQ(again["receipts"][i]["receipt"]["again"], true);
    }
    EXPECT_EQ(items(house), 2);
    EXPECT_EQ(upload(other, {{"a.txt", "eins"}}, "schluessel-1").status,
              201); // another account: its own key
    EXPECT_EQ(items(house), 3);
    EXPECT_EQ(key_of(upload(post, {{"a.txt", "anders"}}, "schluessel-1")), "arrival.key_reused");
    EXPECT_EQ(items(house), 3);
    for (auto const* bad : {"kurz", "mit leerzeichen", "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"})
        EXPECT_EQ(key_of(upload(post, {{"a.txt", "x"}}, bad)), "idempotency.key_invalid") << bad;
}

TEST_P(UploadTest, ACutConnectionLeavesNothing) {
    WebHouse house{GetParam()};
    auto post = house.visitor("post", {Role::post_room});
    auto const body = form({{"a.txt", std::string(700, 'a')}, {"b.txt", std::string(700, 'b')}});
    auto const whole = post.bytes_of("POST", "/api/v1/items", body, kForm);
    auto const head = whole.size() - body.size();
    int cuts = 0;
    for (std::size_t at = head; at < whole.size(); at += 11, ++cuts) {
        RawClient client{house.port()};
        client.send(std::string_view{whole}.substr(0, at));
        if (cuts % 2 == 0)
            client.cut();
    }
    ASSERT_GT(cuts, 100);
    for (int i = 0; i < 100 && house.desk.door.blob_count() > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    EXPECT_EQ(items(house), 0);
    EXPECT_EQ(house.desk.door.blob_count(), 0u);
    EXPECT_EQ(upload(post, {{"a.txt", "ganz"}}).status, 201); // and the server is well
    EXPECT_EQ(items(house), 1);
}

TEST_P(UploadTest, ABodyWithoutItsEndIsRefusedWhole) {
    WebHouse house{GetParam()};
    auto post = house.visitor("post", {Role::post_room});
    auto const body = form({{"a.txt", std::string(300, 'a')}});
    for (std::size_t at = 0; at + 4 < body.size(); at += 13) {
        auto const answer = post.ask("POST", "/api/v1/items", body.substr(0, at), kForm);
        EXPECT_EQ(answer.status, 400) << at << answer.body;
    }
    EXPECT_EQ(items(house), 0);
}

TEST_P(UploadTest, OneBadFileLeavesTheOthers) {
    Limits limits;
    limits.item_size_bytes_max = 1000;
    WebHouse house{GetParam(), limits};
    auto post = house.visitor("post", {Role::post_room});
    auto const answer = upload(post, {{"gut.txt", "gut"},
                                      {"leer.txt", ""},
                                      {"gross.txt", std::string(500'000, 'x')},
                                      {"auch gut.txt", "auch"}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto const receipts = json_of(answer)["receipts"];
    ASSERT_EQ(receipts.size(), 4u);
    EXPECT_TRUE(receipts[0].contains("receipt"));
    EXPECT_EQ(receipts[1]["problem"]["key"], "item.empty");
    EXPECT_EQ(receipts[1]["problem"]["lost"], false);
    EXPECT_NE(receipts[1]["problem"]["what_to_do"], "");
    EXPECT_EQ(receipts[2]["problem"]["key"], "item.too_large");
    EXPECT_TRUE(receipts[3].contains("receipt"));
    EXPECT_EQ(items(house), 2);
    auto const none = upload(post, {{"leer.txt", ""}});
    EXPECT_EQ(none.status, 422);
    EXPECT_EQ(key_of(none), "item.empty");
    EXPECT_EQ(json_of(none)["receipts"].size(), 1u);
}

TEST_P(UploadTest, LimitsOfTheRequest) {
    Limits limits;
    limits.request_files_max = 3;
    limits.request_size_bytes_max = 10'000;
    WebHouse house{GetParam(), limits};
    auto post = house.visitor("post", {Role::post_room});
    EXPECT_EQ(key_of(upload(post, {{"a", "a"}, {"b", "b"}, {"c", "c"}, {"d", "d"}})),
              "upload.too_many_files");
    EXPECT_EQ(key_of(upload(post, {{"a", std::string(11'000, 'a')}})), "request.too_large");
    EXPECT_EQ(key_of(upload(post, {})), "upload.no_file");
    EXPECT_EQ(key_of(upload(post, {{"a", "a"}}, {}, "morgen")), "receipt_date.wrong");
    EXPECT_EQ(key_of(upload(post, {{"a", "a"}}, {}, "2027-01-01")), "receipt_date.in_future");
    EXPECT_EQ(key_of(post.ask("POST", "/api/v1/items", "x", {{"Content-Type", "text/plain"}})),
              "request.content_type");
    EXPECT_EQ(
        key_of(post.ask("POST", "/api/v1/items", "x", {{"Content-Type", "multipart/form-data"}})),
        "multipart.boundary");
    EXPECT_EQ(items(house), 0);
}

TEST_P(UploadTest, AFullDiskIsToldBeforeTheBody) {
    Limits limits;
    limits.free_space_bytes_min = 1ull << 60;
    WebHouse house{GetParam(), limits};
    auto post = house.visitor("post", {Role::post_room});
    RawClient client{house.port()};
    auto const whole =
        post.bytes_of("POST", "/api/v1/items", form({{"a", std::string(100'000, 'a')}}), kForm);
    client.send(std::string_view{whole}.substr(0, whole.find("\r\n\r\n") + 4));
    auto const answer = client.answer();
    EXPECT_EQ(answer.status, 507);
    EXPECT_EQ(key_of(answer), "disk.full");
    EXPECT_EQ(json_of(answer)["lost"], false);
    EXPECT_EQ(post.get("/ready").status, 503);
    EXPECT_EQ(post.get("/health").status, 200);
}

TEST_P(UploadTest, WhoMayNotIsToldBeforeTheBody) {
    WebHouse house{GetParam()};
    Visitor nobody{house.port()};
    RawClient client{house.port()};
    client.send(
        nobody.bytes_of("POST", "/api/v1/items", std::string(200'000, 'a'), kForm).substr(0, 400));
    EXPECT_EQ(client.answer().status, 401);
}

TEST_P(UploadTest, ProgramsSendOneFileAsItIs) {
    WebHouse house{GetParam()};
    auto scanner = house.visitor("scanner", {Role::service_account});
    auto const send = [&](std::string const& query, std::string const& bytes) {
        return scanner.ask("POST", "/api/v1/items" + query, bytes,
                           {{"Content-Type", "application/octet-stream"}});
    };
    auto const answer = send("?name=Br%C3%BCcke.pdf&receipt_date=2026-11-26", "Inhalt");
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto const receipt = json_of(answer)["receipts"][0]["receipt"];
    EXPECT_EQ(receipt["name"], "Brücke.pdf");
    EXPECT_EQ(receipt["receipt_date"], "2026-11-26");
    EXPECT_EQ(key_of(send("?name=a", "")), "item.empty");
    RawClient chunked{house.port()};
    chunked.send("POST /api/v1/items?name=c HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                 scanner.token +
                 "\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: "
                 "chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    EXPECT_EQ(chunked.answer().status, 201);
}

TEST_P(UploadTest, EntryByHand) {
    WebHouse house{GetParam()};
    auto post = house.visitor("post", {Role::post_room});
    auto const enter = [&](Json const& json, std::string const& key = {}) {
        Visitor::Headers headers;
        if (!key.empty())
            headers.emplace_back("Idempotency-Key", key);
        return post.send("POST", "/api/v1/items/entry", json.dump(), headers);
    };
    Json const entry{{"channel", "telephone"},
                     {"text", "Frau Muster bittet um Kindergeld."},
                     {"sender", "Eva Muster"}};
    auto const first = enter(entry, "anruf-0001");
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(json_of(enter(entry, "anruf-0001"))["receipt_number"],
              json_of(first)["receipt_number"]);
    EXPECT_EQ(items(house), 1);
    EXPECT_EQ(enter({{"channel", "upload"}, {"text", "x"}}).status, 422);
    EXPECT_EQ(enter({{"channel", "oral"}, {"text", "  "}}).status, 422);
    EXPECT_EQ(key_of(enter({{"channel", "oral"}})), "request.field_missing");
    EXPECT_EQ(items(house), 1);
}

} // namespace
} // namespace leitstand
