// SPDX-License-Identifier: EUPL-1.2
// Work that is done again and again goes on after a turn that fails.
#include "base/repeating.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <stdexcept>

namespace leitstand {
namespace {

TEST(Repeating, GoesOnAfterATurnThatThrows) {
    std::atomic<int> turns{0};
    Repeating repeating;
    testing::internal::CaptureStderr();
    repeating.start("test", std::chrono::milliseconds{1}, [&](std::stop_token const&) {
        if (++turns == 1)
            throw std::runtime_error{"no thread could be made"};
    });
    for (int i = 0; i < 5'000 && turns < 3; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    repeating.stop();
    EXPECT_GE(turns, 3);
    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::HasSubstr("no thread could be made"));
}

} // namespace
} // namespace leitstand
