// SPDX-License-Identifier: EUPL-1.2
#include "cli/cli_house.hpp"

#include <fstream>
#include <thread>

namespace leitstand::cli {

void CliTest::install(house::Authority authority, std::string const& database_url) {
    auto made = house::install(folder_.path(), authority, database_url);
    ASSERT_TRUE(made) << made.error().describe();
    installed_ = std::move(*made);
}

void CliTest::set(std::string const& line) {
    std::ofstream file{home() / "leitstand.toml", std::ios::app};
    file << "\n" << line << "\n";
}

void CliTest::write_file(fs::path const& path, std::string_view bytes) const {
    std::ofstream file{path, std::ios::binary};
    file << bytes;
}

house::Ran CliTest::refused_to_serve(std::vector<std::string> const& more) const {
    std::vector<std::string> words{"serve", "--home", home().string(), "--port",
                                   std::to_string(house::free_port())};
    words.insert(words.end(), more.begin(), more.end());
    house::RunOptions options;
    options.limit = std::chrono::seconds{30};
    return house::run_program(words, options);
}

house::Ran CliTest::receive(std::vector<std::string> const& paths) const {
    std::vector<std::string> words{"receive", "--home", home().string(), "--json"};
    words.insert(words.end(), paths.begin(), paths.end());
    return house::run_program(words);
}

void CliTest::serve(std::string const& sign) {
    server_.reset();
    auto started = house::Server::start(home(), std::chrono::seconds{60}, sign);
    ASSERT_TRUE(started) << started.error().describe();
    server_ = std::move(*started);
}

house::HttpClient CliTest::signed_in(std::string const& name) {
    house::HttpClient client{server_->port()};
    auto const done =
        client.sign_in(name, installed_.password_of(name), "Regenschirm-Laterne-4711");
    EXPECT_TRUE(done) << done.error().describe();
    return client;
}

Json CliTest::rows() {
    auto client = signed_in("sachbearbeitung");
    auto const answer = client.get("/api/v1/items?state=all&count=200");
    if (!answer || answer->status != 200) {
        ADD_FAILURE() << (answer ? answer->body : answer.error().describe());
        return Json::array();
    }
    return answer->json()["rows"];
}

void CliTest::until_worked() {
    auto client = signed_in("sachbearbeitung");
    for (int turn = 0; turn < 600; ++turn) {
        auto const answer = client.get("/api/v1/items/counts");
        ASSERT_TRUE(answer) << answer.error().describe();
        ASSERT_EQ(200, answer->status) << answer->body;
        if (answer->json()["waiting"] == 0)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    FAIL() << "items are still waiting after 30 s";
}

void expect_helpful(house::Ran const& ran, int code, std::string_view key) {
    EXPECT_EQ(code, ran.code) << ran.error;
    EXPECT_THAT(ran.error, testing::HasSubstr(std::string{key}));
    EXPECT_THAT(ran.error, testing::HasSubstr("EN: ")) << "no English";
    EXPECT_GE(std::ranges::count(ran.error, '\n'), 3) << "it does not say what to do:\n"
                                                      << ran.error;
}

Json first_of(house::HttpAnswer const& answer) {
    auto const json = answer.json();
    if (!json.is_object() || !json.contains("receipts") || json["receipts"].empty()) {
        ADD_FAILURE() << answer.status << " " << answer.body;
        return Json::object();
    }
    return json["receipts"][0];
}

} // namespace leitstand::cli
