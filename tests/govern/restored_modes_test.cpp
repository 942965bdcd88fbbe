// SPDX-License-Identifier: EUPL-1.2
// What was on in a backup is off after its restoration; and that the schema itself gives no mode.
#include "govern/restored_modes.hpp"

#include <gtest/gtest.h>

#include "govern/boards.hpp"
#include "govern/mode_table.hpp"
#include "prove/entry_table.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

class RestoredModesTest : public BoardsTest {
  protected:
    std::size_t stop() {
        std::size_t stopped = 0;
        EXPECT_TRUE(door->database->write([&](Sql& sql) -> Result<void> {
            stopped = TRY(stop_restored_functions(sql, *door->log, door->clock.now()));
            return {};
        }));
        return stopped;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, RestoredModesTest, both_engines(), engine_label);

TEST_P(RestoredModesTest, EachFunctionIsOffUntilAPersonLiftsIt) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::urgent, Mode::shadow));
    EXPECT_EQ(stop(), 2U);
    EXPECT_EQ(stop(), 0U) << "what is off is left alone";
    ASSERT_TRUE(board->settle());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
    EXPECT_EQ(open()->mode(FunctionKey::urgent), Mode::off);
    auto const newest = board->history()->front();
    EXPECT_EQ(newest.by, "");
    EXPECT_NE(newest.reason.find("Sicherung"), std::string::npos);
    auto const entries = door->database
                             ->read_for<std::vector<entry_table::Row>>(
                                 [](Sql& sql) { return entry_table::from_id(sql, 0, 1'000'000); })
                             .value();
    EXPECT_EQ(std::ranges::count(entries, entry_type(EntryType::mode_changed).key,
                                 &entry_table::Row::type),
              5)
        << "three steps up, two stops";
    EXPECT_TRUE(board->change(FunctionKey::sort, Mode::shadow, kReason, "a")) << "gates are open";
}

TEST_P(RestoredModesTest, NoColumnOfAModeFillsItself) {
    for (auto const* column : {"mode_before", "mode", "changed_by", "reason", "changed_at"}) {
        std::string columns = "sequence, function_key, change_number", values = "1, 'sort', 1";
        for (std::string const other :
             {"mode_before", "mode", "changed_by", "reason", "changed_at"})
            if (other != column) {
                columns += ", " + other;
                values += other == "changed_at" ? ", 0" : ", 'off'";
            }
        EXPECT_FALSE(run_statement(*door->database, fmt::format("INSERT INTO mode_change ({}) "
                                                                "VALUES ({})",
                                                                columns, values)))
            << column;
    }
    EXPECT_TRUE(open()->history()->empty());
}

// The review of the groups passes: the function is set back, and an earlier day lifts nothing.
TEST_P(RestoredModesTest, AClockThatIsSetBackLiftsNothing) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    door->clock.forward(std::chrono::hours{24 * 101});
    ASSERT_TRUE(board->settle());
    ASSERT_LT(board->mode(FunctionKey::sort), Mode::assist);
    door->clock.forward(std::chrono::hours{-24 * 101});
    ASSERT_TRUE(board->settle());
    EXPECT_LT(board->mode(FunctionKey::sort), Mode::assist);
    EXPECT_LT(open()->mode(FunctionKey::sort), Mode::assist);
}

} // namespace
} // namespace leitstand
