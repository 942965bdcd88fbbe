// SPDX-License-Identifier: EUPL-1.2
// A door, what brings functions through their gates, and switchboards on one database. Threads: one
// test's.
#pragma once

#include <gtest/gtest.h>

#include "receive/door.hpp"
#include "support/governed.hpp"

namespace leitstand {

constexpr char kReason[] = "Beschluss vom 27. November"; // of a change of mode

class BoardsTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door = std::make_unique<Door>(GetParam());
        governed =
            std::make_unique<Governed>(*door->database, *door->keys, door->clock, *door->log);
    }
    std::unique_ptr<Switchboard> open() {
        return Switchboard::open(*door->database, door->clock, *door->log, governed->governance)
            .value();
    }

    std::unique_ptr<Door> door;
    std::unique_ptr<Governed> governed;
};

} // namespace leitstand
