// SPDX-License-Identifier: EUPL-1.2
// What tests from the door inwards share: a ledger on a database, blobs and keys of its own, and a
// clock that the test moves. Threads: built by one; the clock may be read by any.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "receive/ledger.hpp"
#include "support/test_database.hpp"

namespace leitstand {

class TestClock final : public TimeSource {
  public:
    Instant now() const override { return {now_.load()}; }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point{std::chrono::microseconds{now_.load()}};
    }
    void set(std::string_view rfc3339) { now_ = parse_rfc3339(rfc3339).value().microseconds; }
    void forward(std::chrono::microseconds by) { now_ += by.count(); }

  private:
    std::atomic<std::int64_t> now_{parse_rfc3339("2026-11-27T08:15:30Z").value().microseconds};
};

struct Door {
    explicit Door(Engine engine, Limits const& given = {}) : limits(given), place(engine) {
        std::filesystem::create_directory(folder / "data");
        key_file = folder / "master.key";
        EXPECT_TRUE(KeyRing::create(key_file));
        open();
    }

    // As after a restart; call close() before.
    void open() {
        database = place.open(limits);
        blobs = BlobStore::open(folder / "data" / "blobs").value();
        keys = std::make_unique<KeyRing>(KeyRing::open(key_file, folder / "data").value());
        log = std::make_unique<EntryLog>(*keys, clock);
        ledger = Ledger::open(*database, *blobs, *keys, limits, clock, *log).value();
    }
    void close() {
        ledger.reset();
        log.reset();
        keys.reset();
        blobs.reset();
        database.reset();
    }

    Item enter(std::string const& key, std::string_view bytes,
               std::string const& name = "brief.txt") {
        auto item = ledger->enter(arrival(key, name), bytes);
        EXPECT_TRUE(item) << item.error().describe();
        return item.value_or(Item{});
    }
    static Arrival arrival(std::string const& key, std::string const& name = "brief.txt") {
        Arrival made;
        made.key = key;
        made.name = name;
        return made;
    }

    std::size_t blob_count() const {
        std::size_t count = 0;
        EXPECT_TRUE(blobs->each([&](BlobStore::Stored const&) -> Result<void> {
            ++count;
            return {};
        }));
        return count;
    }

    Limits limits;
    TemporaryFolder folder;
    std::filesystem::path key_file;
    TestDatabase place;
    TestClock clock;
    std::unique_ptr<Database> database;
    std::unique_ptr<BlobStore> blobs;
    std::unique_ptr<KeyRing> keys;
    std::unique_ptr<EntryLog> log;
    std::unique_ptr<Ledger> ledger;
};

// The error's key, or "" where there is none: for EXPECT_EQ with a readable failure.
template <typename T>
std::string error_key(Result<T> const& result) {
    return result ? std::string{} : result.error().key;
}

} // namespace leitstand
