// SPDX-License-Identifier: EUPL-1.2
// A function with a complete set of records, of which a test changes one: each gate is then asked
// what it misses. Threads: one test's.
#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "govern/gates/signature.hpp"
#include "govern/measurement/measurement.hpp"
#include "receive/door.hpp"
#include "support/governed.hpp"

namespace leitstand {

class GatesTest : public testing::Test {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(Engine::sqlite);
        door_ = std::make_unique<Door>(Engine::sqlite);
        governed_ =
            std::make_unique<Governed>(*door_->database, *door_->keys, door_->clock, *door_->log);
        ASSERT_TRUE(governed_->complete(kFunction));
    }

    // The keys of what the gate misses on the way to `mode`.
    std::vector<OpenPoint> missing_points(std::string_view gate, Mode mode, FunctionKey function) {
        auto const held = governed_->look(function);
        auto const* step = gates::step_to(**held, mode);
        if (step == nullptr)
            return {{"no step", {}, {}, {}, {}, {}}};
        for (auto const& result : gates::results(**held, *step))
            if (result.key == gate)
                return result.missing;
        return {};
    }
    std::vector<std::string> missing(std::string_view gate, Mode mode = Mode::assist,
                                     FunctionKey function = kFunction) {
        std::vector<std::string> keys;
        for (auto const& point : missing_points(gate, mode, function))
            keys.push_back(point.key);
        return keys;
    }
    bool misses(std::string_view gate, std::string_view key, Mode mode = Mode::assist) {
        auto const keys = missing(gate, mode);
        return std::ranges::find(keys, key) != keys.end();
    }
    Mode allowed(FunctionKey function = kFunction) {
        return gates::allowed(**governed_->look(function)).mode;
    }

    // Writes the newest measurement anew, with a change.
    template <typename Measurement>
    void measure(std::function<void(Measurement&)> const& change) {
        auto const held = governed_->look(kFunction);
        auto measured = newest_measurement<Measurement>(**held);
        ASSERT_TRUE(measured);
        change(measured->measurement);
        ASSERT_TRUE(governed_->write(kFunction, RecordKind::measurement,
                                     std::string{Measurement::kSubject},
                                     pack(measured->measurement)));
    }
    void state(std::string const& fact, Json value) {
        ASSERT_TRUE(governed_->write(kFunction, RecordKind::statement, fact,
                                     Json{{"value", std::move(value)}}));
    }
    void sign(gates::Signing const& signing) {
        auto const record = gates::new_signature(**governed_->look(kFunction), signing);
        ASSERT_TRUE(record);
        ASSERT_TRUE(governed_->journal.append(*record));
    }
    void withdraw(std::string const& account) {
        auto const record =
            gates::new_withdrawal(**governed_->look(kFunction), account, "Grund des Widerrufs");
        ASSERT_TRUE(record);
        ASSERT_TRUE(governed_->journal.append(*record));
    }

    static constexpr auto kFunction = FunctionKey::extract;
    std::unique_ptr<Door> door_;
    std::unique_ptr<Governed> governed_;
};

} // namespace leitstand
