// SPDX-License-Identifier: EUPL-1.2
// The whole program under SIGKILL: a client uploads over HTTP and remembers each receipt, while the
// server is killed again and again; after each restart every receipt must still hold.
// LEITSTAND_KILLS sets how often (24).
#include <atomic>
#include <cstdlib>
#include <gtest/gtest.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "base/crypto/crypto.hpp"
#include "house/http_client.hpp"
#include "house/letters.hpp"
#include "house/program.hpp"
#include "house/scratch.hpp"

namespace leitstand::faults {

namespace {

constexpr std::size_t kClients = 3;
std::string const kPassword = "Regenschirm-Laterne-4711";

struct Remembered {
    std::string id, receipt_number, sha256;
};

// What the people outside know: which uploads they began, and which receipts they hold.
class Memory {
  public:
    std::string next_key(std::size_t client) {
        std::scoped_lock const lock{mutex_};
        if (!open_.empty()) { // not answered before the crash: sent again under the same key
            auto key = *open_.begin();
            open_.erase(open_.begin());
            return key;
        }
        return fmt::format("upload-{}-{:06}", client, begun_++);
    }
    void unanswered(std::string const& key) {
        std::scoped_lock const lock{mutex_};
        open_.insert(key);
    }
    void received(std::string const& key, Remembered remembered) {
        std::scoped_lock const lock{mutex_};
        receipts_[key] = std::move(remembered);
    }
    std::map<std::string, Remembered> receipts() {
        std::scoped_lock const lock{mutex_};
        return receipts_;
    }
    std::vector<std::string> problems;

  private:
    std::mutex mutex_;
    int begun_ = 0;
    std::set<std::string> open_;
    std::map<std::string, Remembered> receipts_;
};

std::string letter_of(std::string const& key) {
    auto const size = 300 + std::hash<std::string>{}(key) % 6000;
    return std::hash<std::string>{}(key) % 10 == 0 ? house::letter_text(key, 150'000)
                                                   : house::letter_text(key, size);
}

void upload_until_cut(Memory& memory, house::HttpClient client, std::size_t number,
                      std::atomic<bool> const& stop) {
    while (!stop) {
        auto const key = memory.next_key(number);
        auto const answer = client.upload({{key + ".txt", letter_of(key)}}, key);
        if (!answer || answer->status == 503) {
            memory.unanswered(key);
            if (!answer)
                return;
            continue;
        }
        auto const json = answer->json();
        if (answer->status != 201 || !json.is_object() || json["receipts"].size() != 1 ||
            !json["receipts"][0].contains("receipt")) {
            memory.unanswered(key);
            continue; // torn in the middle of the answer
        }
        auto const& receipt = json["receipts"][0]["receipt"];
        memory.received(key, {receipt["id"], receipt["receipt_number"], receipt["sha256"]});
    }
}

// Each receipt names an item that is there once, under its number, with its bytes.
struct Verdict {
    std::size_t lost = 0, twice = 0, half_visible = 0;
};

Verdict check(house::HttpClient& client, std::map<std::string, Remembered> const& receipts,
              bool with_bytes) {
    Verdict verdict;
    std::map<std::string, std::pair<std::string, std::string>> rows; // name -> id, receipt number
    for (std::size_t from = 0;; from += 200) {
        auto const answer =
            client.get(fmt::format("/api/v1/items?state=all&count=200&from={}", from));
        if (!answer || answer->status != 200) {
            ADD_FAILURE() << (answer ? answer->body : answer.error().describe());
            return verdict;
        }
        auto const page = answer->json();
        for (auto const& row : page["rows"])
            if (!rows.emplace(row["name"], std::pair{row["id"], row["receipt_number"]}).second)
                ++verdict.twice;
        if (page["rows"].size() < 200)
            break;
    }
    for (auto const& [key, remembered] : receipts) {
        auto const found = rows.find(key + ".txt");
        if (found == rows.end() || found->second.first != remembered.id ||
            found->second.second != remembered.receipt_number) {
            ++verdict.lost;
            continue;
        }
        if (!with_bytes)
            continue;
        auto const bytes = client.get("/api/v1/items/" + remembered.id + "/original");
        if (!bytes || bytes->body != letter_of(key) ||
            to_hex(sha256(bytes->body)) != remembered.sha256)
            ++verdict.half_visible;
    }
    return verdict;
}

// The same process must find its letters again, so std::hash is enough; receipts live as long as
// this test.
class ProgramKillTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = house::install(folder_.path(), house::Authority::example);
        ASSERT_TRUE(made) << made.error().describe();
        installed_ = std::move(*made);
    }
    house::HttpClient signed_in(house::Server const& server, std::string const& name) const {
        house::HttpClient client{server.port()};
        auto const done = client.sign_in(name, installed_.password_of(name), kPassword);
        EXPECT_TRUE(done) << done.error().describe();
        return client;
    }
    house::ScratchFolder folder_{"program-kill"};
    house::Installed installed_;
};

} // namespace

TEST_F(ProgramKillTest, EveryReceiptHoldsAfterEachKill) {
    auto const* wanted = std::getenv("LEITSTAND_KILLS");
    int const kills = wanted != nullptr ? std::atoi(wanted) : 24;
    Memory memory;
    std::mt19937 dice{11};
    Verdict all;
    std::chrono::microseconds slowest{};
    for (int round = 0; round < kills; ++round) {
        auto started = house::Server::start(installed_.home);
        ASSERT_TRUE(started) << "after kill " << round << ": " << started.error().describe();
        auto& server = **started;
        slowest = std::max(slowest, server.time_to_ready());
        auto reader = signed_in(server, "sachbearbeitung");
        auto const verdict = check(reader, memory.receipts(), false);
        all.lost += verdict.lost;
        all.twice += verdict.twice;

        auto const sender = signed_in(server, "poststelle");
        std::atomic<bool> stop{false};
        std::vector<std::jthread> clients;
        for (std::size_t client = 0; client < kClients; ++client)
            clients.emplace_back([&, client] { upload_until_cut(memory, sender, client, stop); });
        std::this_thread::sleep_for(
            std::chrono::milliseconds{std::uniform_int_distribution<int>{20, 400}(dice)});
        server.kill();
        stop = true;
    }
    auto server = house::Server::start(installed_.home);
    ASSERT_TRUE(server) << server.error().describe();
    auto reader = signed_in(**server, "sachbearbeitung");
    auto const last = check(reader, memory.receipts(), true);
    all.lost += last.lost;
    all.twice += last.twice;
    all.half_visible += last.half_visible;
    fmt::print("| kills of the whole program | receipts given | lost | double | half visible | "
               "slowest restart |\n"
               "|---|---|---|---|---|---|\n| {} | {} | {} | {} | {} | {} ms |\n",
               kills, memory.receipts().size(), all.lost, all.twice, all.half_visible,
               slowest.count() / 1000);
    EXPECT_GT(memory.receipts().size(), static_cast<std::size_t>(kills));
    EXPECT_EQ(0u, all.lost);
    EXPECT_EQ(0u, all.twice);
    EXPECT_EQ(0u, all.half_visible);
    EXPECT_EQ(0, (*server)->stop());
}

} // namespace leitstand::faults
