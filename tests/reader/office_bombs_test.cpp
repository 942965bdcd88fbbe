// SPDX-License-Identifier: EUPL-1.2
// Each bomb of office and ZIP files ends in time as it must, and the reader goes on with the next
// document.
#include "tests/reader/office_bombs.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

TEST(OfficeBombs, EndInTimeWithTheirOutcome) {
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    for (auto const& bomb : office_bombs()) {
        auto const start = std::chrono::steady_clock::now();
        auto const document = reading->read(bomb.bytes, bomb.name);
        auto const ms =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count();
        ASSERT_TRUE(document) << bomb.name << ": " << document.error().describe();
        std::printf("%-24s %9zu bytes %8.0f ms  %s %s, %zu parts, %zu bytes of text\n",
                    bomb.name.c_str(), bomb.bytes.size(), ms,
                    std::string{status_name(document->status)}.c_str(), document->reason.c_str(),
                    document->parts.size(), document->text.size());
        EXPECT_EQ(status_name(document->status), bomb.status) << bomb.name;
        EXPECT_EQ(document->reason, bomb.reason) << bomb.name;
#ifndef LEITSTAND_SANITIZED
        EXPECT_LT(ms, 10'000) << bomb.name;
#endif
        EXPECT_EQ(document->text.find("hahaha"), std::string::npos) << bomb.name;
        EXPECT_EQ(document->text.find("root:"), std::string::npos) << bomb.name;
        auto const next = reading->read("Guten Tag", "a.txt");
        ASSERT_TRUE(next) << "after " << bomb.name << ": " << next.error().describe();
        EXPECT_EQ(next->text, "Guten Tag");
    }
}

} // namespace leitstand::test
