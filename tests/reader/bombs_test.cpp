// SPDX-License-Identifier: EUPL-1.2
// Each bomb ends in time with a known outcome, and the reader goes on with the next document.
#include "tests/reader/bombs.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

TEST(Bombs, EndInTimeWithAKnownOutcome) {
    Limits limits;
    limits.read_deadline_ms = std::chrono::milliseconds{4'000};
    limits.read_cpu_s = std::chrono::seconds{4};
    limits.parts_max =
        20; // each part is a process of its own; the count is what matters here, not the time
    auto const reading = start_reading(limits);
    ASSERT_TRUE(reading);
    for (auto const& bomb : all_bombs()) {
        auto const start = std::chrono::steady_clock::now();
        auto const document = reading->read(bomb.bytes, bomb.name);
        auto const ms =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count();
        std::string outcome;
        if (document)
            outcome = std::string{status_name(document->status)} + " " + document->reason;
        else
            outcome = document.error().key;
        std::printf("%-32s %9zu bytes %8.0f ms  %s\n", bomb.name.c_str(), bomb.bytes.size(), ms,
                    outcome.c_str());
        // A page that a busy machine hardly gave a processor is tried again.
        bool const known = document || document.error().key == "reader.deadline" ||
                           document.error().key == "reader.starved" ||
                           document.error().key == "reader.spawner_ended" ||
                           document.error().key == "reader.died";
        EXPECT_TRUE(known) << bomb.name << ": " << outcome;
#ifndef LEITSTAND_SANITIZED
        EXPECT_LT(ms, 4'000 * 3) << bomb.name;
#endif
        auto const next = reading->read("Guten Tag", "a.txt");
        ASSERT_TRUE(next) << "after " << bomb.name << ": " << next.error().describe();
        EXPECT_EQ(next->text, "Guten Tag");
    }
}

} // namespace leitstand::test
