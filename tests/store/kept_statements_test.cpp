// SPDX-License-Identifier: EUPL-1.2
// Kept statements without memory: none comes back under the text of another, and nothing ends.
#include "store/detail/kept_statements.hpp"

#include <gtest/gtest.h>

#include "store/failing_memory.hpp"

namespace leitstand {
namespace {

constexpr char kFirst[] = "SELECT 1 -- short enough, and longer than a string holds by itself";
constexpr char kSecond[] = "SELECT 2 -- longer than the other one, so that taking it over needs"
                           " memory of its own and may fail for want of it";

int value_of(soci::session& session, char const* text) {
    int value = 0;
    session << text, soci::into(value);
    return value;
}

// Prepares the first, then the second in its place, and lets it go, all but the first without the
// memory that is asked for after `count` allocations. True if one failed.
bool change_texts(soci::session& session, long count) {
    std::unique_ptr<soci::details::statement_backend> statement{
        session.get_backend()->make_statement_backend()};
    statement->alloc();
    std::string const first = kFirst, second = kSecond;
    statement->prepare(first, soci::details::st_repeatable_query);
    fail_allocation_after(count);
    try {
        statement->prepare(second, soci::details::st_repeatable_query);
        statement.reset();
    } catch (std::bad_alloc const&) { // it is let go below, with memory again
    }
    return end_failing();
}

// Lets a statement go without memory.
bool let_go(soci::session& session, long count) {
    std::unique_ptr<soci::details::statement_backend> statement{
        session.get_backend()->make_statement_backend()};
    statement->alloc();
    statement->prepare(kSecond, soci::details::st_repeatable_query);
    fail_allocation_after(count);
    statement.reset();
    return end_failing();
}

TEST(KeptStatements, WithoutMemoryNoneGetsTheTextOfAnother) {
    soci::session session{detail::keeping_sqlite(), "dbname=:memory:"};
    int failures = 0;
    for (long count = 0; count < 20; ++count) {
        EXPECT_EQ(value_of(session, kSecond), 2) << count; // it is kept now
        failures += change_texts(session, count);
        EXPECT_EQ(value_of(session, kFirst), 1) << count;
        EXPECT_EQ(value_of(session, kSecond), 2) << count;
    }
    EXPECT_GT(failures, 2);
}

TEST(KeptStatements, WithoutMemoryTheyAreLetGo) {
    soci::session session{detail::keeping_sqlite(), "dbname=:memory:"};
    int failures = 0;
    for (long count = 0; count < 10; ++count) {
        failures += let_go(session, count);
        EXPECT_EQ(value_of(session, kSecond), 2) << count;
    }
    EXPECT_GT(failures, 1);
}

} // namespace
} // namespace leitstand
