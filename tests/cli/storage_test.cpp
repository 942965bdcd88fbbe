// SPDX-License-Identifier: EUPL-1.2
// Full, read-only and locked: the real program says so with the right status, shows nothing by
// halves, and goes on by itself when it can.
#include <sqlite3.h>
#include <thread>

#include "cli/cli_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class StorageTest : public CliTest {
  protected:
    void SetUp() override { install(house::Authority::example); }
};

TEST_F(StorageTest, WithTooLittleSpaceNothingIsTakenAndLaterItIs) {
    auto const settings = read_file(home() / "leitstand.toml", 1 << 20);
    ASSERT_TRUE(settings);
    set("[limits]\nfree_space_bytes_min = 1099511627776");
    serve("/health"); // it lives, and /ready says that it takes nothing
    ASSERT_TRUE(server_);
    EXPECT_EQ(503, house::HttpClient{server_->port()}.get("/ready")->status);
    auto client = signed_in("poststelle");
    auto const answer = client.upload({{"brief.txt", "Ein Brief."}}, "schluessel-1");
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(507, answer->status) << answer->body;
    EXPECT_THAT(answer->body, HasSubstr("disk.full"));
    EXPECT_FALSE(answer->json().value("what_to_do", "").empty()) << answer->body;
    EXPECT_EQ(0u, rows().size()) << "what was not received is visible";
    auto const command = receive({(home() / "leitstand.toml").string()});
    EXPECT_NE(0, command.code);
    EXPECT_THAT(command.error, HasSubstr("disk.full"));
    EXPECT_EQ(0, server_->stop());

    write_file(home() / "leitstand.toml", *settings);
    serve();
    ASSERT_TRUE(server_);
    auto again = signed_in("poststelle");
    auto const taken = again.upload({{"brief.txt", "Ein Brief."}}, "schluessel-1");
    ASSERT_TRUE(taken);
    EXPECT_EQ(201, taken->status) << taken->body;
    EXPECT_EQ(1u, rows().size());
}

TEST_F(StorageTest, ALockedDatabaseIsSaidAndHealsByItself) {
    serve();
    ASSERT_TRUE(server_);
    auto client = signed_in("poststelle");
    sqlite3* other = nullptr;
    ASSERT_EQ(SQLITE_OK, sqlite3_open((home() / "leitstand.db").c_str(), &other));
    ASSERT_EQ(SQLITE_OK, sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
    auto const answer = client.upload({{"brief.txt", "Ein Brief."}}, "schluessel-2");
    auto const list = client.get("/api/v1/items");
    auto const counts = client.get("/api/v1/items/counts");
    EXPECT_EQ(SQLITE_OK, sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr));
    sqlite3_close(other);
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(503, answer->status) << answer->body;
    EXPECT_THAT(answer->body, HasSubstr("database."));
    ASSERT_TRUE(list && counts);
    EXPECT_EQ(503, list->status) << "who looks must be entered in the log";
    EXPECT_EQ(200, counts->status) << "what is about nobody goes on";

    auto const taken = client.upload({{"brief.txt", "Ein Brief."}}, "schluessel-2");
    ASSERT_TRUE(taken) << taken.error().describe();
    EXPECT_EQ(201, taken->status) << taken->body;
    EXPECT_EQ(1u, rows().size());
}

TEST_F(StorageTest, ABlobFolderThatBecomesReadOnlyIsSaidAndHealsByItself) {
    SKIP_AS_ROOT();
    serve();
    ASSERT_TRUE(server_);
    auto client = signed_in("poststelle");
    ASSERT_EQ(201, client.upload({{"erster.txt", "Ein erster Brief."}}, "schluessel-3")->status);
    std::vector<fs::path> folders{home() / "blobs"};
    for (auto const& entry : fs::recursive_directory_iterator(home() / "blobs"))
        if (entry.is_directory())
            folders.push_back(entry.path());
    for (auto const& folder : folders)
        fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
    auto const answer = client.upload({{"zweiter.txt", "Ein zweiter Brief."}}, "schluessel-4");
    for (auto const& folder : folders)
        fs::permissions(folder, fs::perms::owner_all);
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_TRUE(answer->status == 503 || answer->status == 507) << answer->status << answer->body;
    EXPECT_EQ(1u, rows().size());
    auto const taken = client.upload({{"zweiter.txt", "Ein zweiter Brief."}}, "schluessel-4");
    ASSERT_TRUE(taken);
    EXPECT_EQ(201, taken->status) << taken->body;
    EXPECT_EQ(2u, rows().size());
}

TEST_F(StorageTest, AFileThatMayNotGrowIsAnErrorAndNothingIsHalf) {
    write_file(folder_.path() / "gross.txt", std::string(3'000'000, 'x'));
    write_file(folder_.path() / "klein.txt", "Ein kleiner Brief.");
    house::RunOptions options;
    options.file_size_bytes_max = 1'000'000;
    auto const ran = house::run_program({"receive", "--home", home().string(), "--json",
                                         (folder_.path() / "gross.txt").string(),
                                         (folder_.path() / "klein.txt").string()},
                                        options);
    EXPECT_EQ(1, ran.code) << ran.error;
    EXPECT_THAT(ran.error, HasSubstr("gross.txt"));
    EXPECT_THAT(ran.out, HasSubstr("klein.txt"));
    serve();
    ASSERT_TRUE(server_);
    EXPECT_EQ(1u, rows().size());
    auto const healed = receive({(folder_.path() / "gross.txt").string()});
    EXPECT_EQ(0, healed.code) << healed.error;
    EXPECT_EQ(2u, rows().size());
}

TEST_F(StorageTest, AFlippedBitInABlobIsNoticed) {
    serve();
    ASSERT_TRUE(server_);
    auto client = signed_in("poststelle");
    auto const answer =
        client.upload({{"brief.txt", "Ein Brief, der kaputt geht."}}, "schluessel-5");
    ASSERT_TRUE(answer);
    std::string const id = first_of(*answer)["receipt"]["id"];
    until_worked();
    for (auto const& entry : fs::recursive_directory_iterator(home() / "blobs"))
        if (entry.is_regular_file() && entry.file_size() > 20) {
            auto bytes = *read_file(entry.path(), 1 << 20);
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
            write_file(entry.path(), bytes);
        }
    auto reader = signed_in("sachbearbeitung");
    auto const original = reader.get("/api/v1/items/" + id + "/original");
    if (original) // the answer may also be cut off before its announced length
        EXPECT_NE("Ein Brief, der kaputt geht.", original->body);
}

} // namespace leitstand::cli
