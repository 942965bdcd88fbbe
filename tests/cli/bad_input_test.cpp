// SPDX-License-Identifier: EUPL-1.2
// Bad post and bad clients through the real program: each gets a clear answer, and nothing is lost
// by it.
#include <thread>

#include "cli/cli_house.hpp"
#include "house/letters.hpp"

namespace leitstand::cli {

using testing::HasSubstr;
using testing::Not;

class BadInputTest : public CliTest {
  protected:
    void SetUp() override {
        install(house::Authority::example);
        serve();
        ASSERT_TRUE(server_);
    }

    Json upload(std::string const& name, std::string const& bytes,
                std::string const& key = "schluessel-1") {
        auto client = signed_in("poststelle");
        auto const answer = client.upload({{name, bytes}}, key);
        if (!answer) {
            ADD_FAILURE() << answer.error().describe();
            return Json::object();
        }
        return first_of(*answer);
    }
    Json item(std::string const& id) {
        auto client = signed_in("sachbearbeitung");
        auto const answer = client.get("/api/v1/items/" + id);
        EXPECT_TRUE(answer && answer->status == 200);
        return answer ? answer->json() : Json::object();
    }
};

TEST_F(BadInputTest, AnUnknownTypeIsReceivedAndNeedsAPersonWhoIsToldWhatToDo) {
    std::string const bytes("\x7f"
                            "ELF\2\1\1\0\0\0\0\0binary",
                            18);
    auto const receipt = upload("ding.bin", bytes);
    ASSERT_TRUE(receipt.contains("receipt")) << receipt;
    until_worked();
    auto const seen = item(receipt["receipt"]["id"]);
    EXPECT_EQ("needs_person", seen["state"]);
    EXPECT_NE("", seen["reason"]);
    EXPECT_FALSE(seen.value("reason_text", "").empty());
    EXPECT_FALSE(seen.value("reason_text_en", "").empty());
    auto client = signed_in("sachbearbeitung");
    auto const original =
        client.get("/api/v1/items/" + receipt["receipt"]["id"].get<std::string>() + "/original");
    ASSERT_TRUE(original);
    EXPECT_EQ(bytes, original->body);
    EXPECT_THAT(original->headers.at("content-disposition"), HasSubstr("attachment"));
    EXPECT_EQ("nosniff", original->headers.at("x-content-type-options"));
}

TEST_F(BadInputTest, AnEmptyUploadIsNamedAndTheOthersOfTheRequestAreTaken) {
    auto client = signed_in("poststelle");
    auto const answer =
        client.upload({{"leer.txt", ""}, {"brief.txt", "Guten Tag, ein Brief."}}, "schluessel-2");
    ASSERT_TRUE(answer) << answer.error().describe();
    auto const receipts = answer->json()["receipts"];
    ASSERT_EQ(2u, receipts.size()) << answer->body;
    EXPECT_EQ("item.empty", receipts[0]["problem"]["key"]);
    EXPECT_FALSE(receipts[0]["problem"].value("what_to_do", "").empty());
    EXPECT_TRUE(receipts[1].contains("receipt"));
    EXPECT_EQ(1u, rows().size());
}

TEST_F(BadInputTest, ARequestWithoutAnyFileIsRefused) {
    auto client = signed_in("poststelle");
    auto const answer = client.upload({}, "schluessel-3");
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(422, answer->status) << answer->body;
    EXPECT_EQ("upload.no_file", answer->key());
    EXPECT_EQ(0u, rows().size());
}

TEST_F(BadInputTest, AnEmptyFileGivenToReceiveIsNamed) {
    write_file(folder_.path() / "leer.txt", "");
    write_file(folder_.path() / "brief.txt", "Guten Tag.");
    auto const ran =
        receive({(folder_.path() / "leer.txt").string(), (folder_.path() / "brief.txt").string(),
                 (folder_.path() / "fehlt.txt").string()});
    EXPECT_EQ(1, ran.code) << ran.error;
    EXPECT_THAT(ran.error, HasSubstr("leer.txt"));
    EXPECT_THAT(ran.error, HasSubstr("item.empty"));
    EXPECT_THAT(ran.error, HasSubstr("fehlt.txt"));
    EXPECT_EQ(1u, rows().size()) << "the good file must have been taken";
}

TEST_F(BadInputTest, APathOrControlCharactersInANameStayOutside) {
    for (auto const* name : {"../../../etc/passwd", "C:\\Windows\\system.ini",
                             "a\x01\x02"
                             "b.txt",
                             "\xe2\x80\xae"
                             "gpj.exe"}) {
        auto const receipt = upload(name, fmt::format("Ein Brief mit dem Namen {}", name),
                                    fmt::format("key-{}", std::hash<std::string>{}(name)));
        if (receipt.contains("problem"))
            continue; // refusing the request is as good
        ASSERT_TRUE(receipt.contains("receipt")) << receipt;
        std::string const kept = receipt["receipt"]["name"];
        EXPECT_FALSE(kept.empty());
        EXPECT_THAT(kept, Not(HasSubstr("/")));
        EXPECT_THAT(kept, Not(HasSubstr("\\")));
        EXPECT_THAT(kept, Not(HasSubstr("\x01")));
        EXPECT_THAT(kept, Not(HasSubstr("\xe2\x80\xae")));
    }
}

TEST_F(BadInputTest, AWrongExtensionDoesNotHideWhatTheFileIs) {
    auto const receipt = upload("brief.txt", house::letter_pdf("Ich beantrage Wohngeld."));
    ASSERT_TRUE(receipt.contains("receipt")) << receipt;
    until_worked();
    auto const seen = item(receipt["receipt"]["id"]);
    EXPECT_EQ("ready", seen["state"]) << seen;
    EXPECT_EQ("application/pdf", seen["media_type"]);
    EXPECT_THAT(seen["text"].get<std::string>(), HasSubstr("Ich beantrage Wohngeld"));
}

TEST_F(BadInputTest, TenGigabytesAnnouncedAreRefusedBeforeTheyCome) {
    auto client = signed_in("poststelle");
    auto const start = std::chrono::steady_clock::now();
    auto const answer =
        client.send_raw(client.head("POST", "/api/v1/items",
                                    {{"Content-Type", "multipart/form-data; boundary=x"},
                                     {"Content-Length", "10737418240"},
                                     {"Idempotency-Key", "schluessel-4"}}) +
                        "--x\r\n");
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(413, answer->status) << answer->body;
    EXPECT_FALSE(answer->json().value("what_to_do", "").empty()) << answer->body;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5});
    EXPECT_EQ(0u, rows().size());
}

TEST_F(BadInputTest, ACutConnectionLeavesNothingVisibleAndTheSameKeyWorks) {
    auto client = signed_in("poststelle");
    auto const letter = house::letter_text("abgebrochen", 300'000);
    auto const body = house::HttpClient::multipart({{"brief.txt", letter}}, "grenze");
    auto const head = client.head("POST", "/api/v1/items",
                                  {{"Content-Type", "multipart/form-data; boundary=grenze"},
                                   {"Content-Length", std::to_string(body.size())},
                                   {"Idempotency-Key", "schluessel-5"}});
    for (std::size_t const part :
         {std::size_t{0}, std::size_t{50}, std::size_t{4096}, body.size() / 2, body.size() - 2})
        (void)client.send_raw(head + body.substr(0, part), house::HttpClient::Then::cut);
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    EXPECT_EQ(0u, rows().size()) << "half an upload is visible";
    auto const answer = client.send_raw(head + body);
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(201, answer->status) << answer->body;
    auto const again = client.send_raw(head + body);
    ASSERT_TRUE(again);
    EXPECT_EQ(first_of(*answer)["receipt"]["id"], first_of(*again)["receipt"]["id"]);
    EXPECT_TRUE(first_of(*again)["receipt"]["again"].get<bool>());
    EXPECT_EQ(1u, rows().size());
}

TEST_F(BadInputTest, AKeyThatWasUsedForOtherBytesIsAConflict) {
    ASSERT_TRUE(upload("a.txt", "Der erste Brief.", "schluessel-6").contains("receipt"));
    auto client = signed_in("poststelle");
    auto const answer = client.upload({{"a.txt", "Ein anderer Brief."}}, "schluessel-6");
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->body, HasSubstr("key_reused"));
    EXPECT_EQ(1u, rows().size());
}

TEST_F(BadInputTest, AMailboxOfAFileIsTakenMessageByMessage) {
    std::string mbox;
    for (int number = 0; number < 3; ++number)
        mbox += fmt::format("From a@post.example Thu Nov 26 08:15:30 2026\n{}\n",
                            house::letter_mail(fmt::format("m{}", number)));
    write_file(folder_.path() / "post.mbox", mbox);
    auto const ran = receive({(folder_.path() / "post.mbox").string()});
    EXPECT_EQ(0, ran.code) << ran.error;
    EXPECT_EQ(3, std::ranges::count(ran.out, '\n')) << ran.out;
    auto const again = receive({(folder_.path() / "post.mbox").string()});
    EXPECT_EQ(0, again.code) << again.error;
    until_worked();
    EXPECT_EQ(3u, rows().size()) << "the same mailbox again is the same post";
}

TEST_F(BadInputTest, ARequestFromAnotherPageIsRefused) {
    auto client = signed_in("poststelle");
    auto const body =
        house::HttpClient::multipart({{"brief.txt", "Von einer fremden Seite."}}, "grenze");
    auto head = client.head("POST", "/api/v1/items",
                            {{"Content-Type", "multipart/form-data; boundary=grenze"},
                             {"Content-Length", std::to_string(body.size())},
                             {"Idempotency-Key", "schluessel-7"}});
    auto const at = head.find("Origin: ");
    head.replace(at, head.find("\r\n", at) - at, "Origin: https://boese.example");
    auto const answer = client.send_raw(head + body);
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(403, answer->status) << answer->body;
    EXPECT_EQ(0u, rows().size());
}

} // namespace leitstand::cli
