// SPDX-License-Identifier: EUPL-1.2
#include "base/fault.hpp"

#include <csignal>
#include <cstdlib>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

namespace leitstand {
namespace {

// Passes the point up to four times; the answer is the signal that ended the process, or 0.
int signal_after(char const* setting, int& passed) {
    int counter[2];
    EXPECT_EQ(::pipe(counter), 0);
    auto const child = ::fork();
    if (child == 0) {
        ::setenv("LEITSTAND_FAULT", setting, 1);
        for (int i = 0; i < 4; ++i) {
            FAULT_POINT("test.point");
            std::ignore = ::write(counter[1], "x", 1);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(counter[1]);
    char signs[8];
    passed = static_cast<int>(::read(counter[0], signs, sizeof signs));
    ::close(counter[0]);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

#ifdef LEITSTAND_FAULTS
TEST(FaultPoint, EndsTheProcessAtTheNamedPass) {
    int passed = 0;
    EXPECT_EQ(signal_after("test.point", passed), SIGKILL);
    EXPECT_EQ(passed, 0);
    EXPECT_EQ(signal_after("test.point:3", passed), SIGKILL);
    EXPECT_EQ(passed, 2);
    EXPECT_EQ(signal_after("test.point:9", passed), 0);
    EXPECT_EQ(passed, 4);
    EXPECT_EQ(signal_after("test.other", passed), 0);
}
#else
TEST(FaultPoint, IsNothingWithoutItsBuildOption) {
    int passed = 0;
    EXPECT_EQ(signal_after("test.point", passed), 0);
    EXPECT_EQ(passed, 4);
}
#endif

} // namespace
} // namespace leitstand
