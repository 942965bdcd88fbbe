// SPDX-License-Identifier: EUPL-1.2
// A furnished house with the real reader for one flow test, on SQLite or PostgreSQL. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include "house/house.hpp"
#include "house/scratch.hpp"
#include "work/job_loop.hpp"

namespace leitstand::flow {

// The real reader, started once for all tests, since its self-test takes a moment.
Reading& reader();
Understander const& understander();

class FlowTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override;

    // Enters what a channel brought.
    Item enter(std::string const& name, std::string_view bytes, Channel channel = Channel::upload);
    // Reads and understands everything that waits, by `reading`.
    std::size_t work(Reading& reading = reader());
    ItemView view(Item const& item);
    WorkPlace place(Reading& reading, house::House& house) const;

    house::ScratchFolder folder_{"flow"};
    std::unique_ptr<house::ScratchSchema> schema_;
    house::HouseOptions options_;
    std::unique_ptr<house::House> house_;
};

// Each piece of evidence must be the very words at the place that it names.
void expect_evidence_holds(ItemView const& view);

} // namespace leitstand::flow
