// SPDX-License-Identifier: EUPL-1.2
#include "govern/journal.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

class JournalTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, JournalTest, both_engines(), engine_label);

NewRecord statement(std::string subject, std::int64_t number, std::string value) {
    NewRecord record;
    record.function = FunctionKey::sort;
    record.subject = std::move(subject);
    record.number = number;
    record.by = "account-1";
    record.body = record_body(Json{{"value", std::move(value)}});
    return record;
}

TEST_P(JournalTest, KeepsEveryVersionWithAuthorAndTime) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    auto const first = journal.append(statement("purpose", 1, "Post zuordnen"));
    ASSERT_TRUE(first) << first.error().describe();
    door.clock.forward(std::chrono::hours{1});
    ASSERT_TRUE(journal.append(statement("purpose", 2, "Post dem Team zuordnen")));

    auto const records = journal.of(FunctionKey::sort).value();
    ASSERT_EQ(records->size(), 2u);
    EXPECT_EQ(records->at(0).body->at("value"), "Post zuordnen");
    EXPECT_EQ(records->at(0).by, "account-1");
    EXPECT_LT(records->at(0).at, records->at(1).at);
    auto const* newest = newest_of(*records, RecordKind::statement, "purpose");
    ASSERT_NE(newest, nullptr);
    EXPECT_EQ(newest->number, 2);
    EXPECT_TRUE(journal.of(FunctionKey::extract).value()->empty());
}

TEST_P(JournalTest, TwoWritersOfOneVersionConflict) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    ASSERT_TRUE(journal.append(statement("purpose", 1, "a")));
    EXPECT_EQ(error_key(journal.append(statement("purpose", 1, "b"))), "governance.changed");
    EXPECT_EQ(error_key(journal.append(statement("purpose", 3, "b"))), "governance.changed");
    EXPECT_EQ(journal.all().value()->size(), 1u);
}

TEST_P(JournalTest, AnotherProcessIsSeenAndARestartForgetsNothing) {
    Door door{GetParam()};
    Journal one{*door.database, *door.keys, door.clock, *door.log};
    Journal other{*door.database, *door.keys, door.clock, *door.log};
    ASSERT_TRUE(one.all().value()->empty());
    ASSERT_TRUE(other.append(statement("purpose", 1, "a")));
    EXPECT_EQ(one.of(FunctionKey::sort).value()->size(), 1u);
    Journal again{*door.database, *door.keys, door.clock, *door.log};
    EXPECT_EQ(again.all().value()->size(), 1u);
}

TEST_P(JournalTest, ARecordOfTheAuthorityBelongsToEveryFunction) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    auto record = statement("dienstvereinbarung", 1, "");
    record.function.reset();
    record.kind = RecordKind::agreement;
    record.example = true;
    ASSERT_TRUE(journal.append(record));
    EXPECT_EQ(journal.of(FunctionKey::sort).value()->size(), 1u);
    EXPECT_TRUE(journal.of(FunctionKey::plain).value()->front().example);
}

TEST_P(JournalTest, AnImportIsAllOrNothing) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    EXPECT_EQ(error_key(journal.append_all({statement("purpose", 1, "a"), statement("goal", 1, "b"),
                                            statement("purpose", 1, "c")})),
              "governance.changed");
    EXPECT_TRUE(journal.all().value()->empty());
}

TEST_P(JournalTest, OnlyWhatMayHoldWordsAboutPeopleIsEmptied) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    auto const kept = journal.append(statement("purpose", 1, "a")).value();
    EXPECT_EQ(error_key(journal.empty(kept.sequence, "auf Antrag", "account-1")),
              "governance.stays");
    auto refusal = statement("staff_council", 1, "Zustimmung verweigert");
    refusal.kind = RecordKind::participation;
    auto const said = journal.append(refusal).value();
    EXPECT_EQ(error_key(journal.empty(said.sequence, "auf Antrag", "account-1")),
              "governance.stays")
        << "a refusal would look like silence";
    EXPECT_TRUE(journal.all().value()->back().body);
    auto complaint = statement("complaint-1", 1, "Name einer Person");
    complaint.kind = RecordKind::operation;
    auto const written = journal.append(complaint).value();
    ASSERT_EQ(journal.all().value()->size(), 3u);
    ASSERT_TRUE(journal.empty(written.sequence, "auf Antrag", "account-1"));
    auto const records = journal.all().value();
    ASSERT_EQ(records->size(), 3u);
    EXPECT_FALSE(records->back().body);
    EXPECT_EQ(records->back().by, "account-1");
    EXPECT_TRUE(newest_of(*records, RecordKind::operation).empty());
}

TEST_P(JournalTest, RowsCannotBeChangedOrDeletedBySql) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    ASSERT_TRUE(journal.append(statement("purpose", 1, "a")));
    for (auto const* sql :
         {"UPDATE governance_record SET number = 9", "UPDATE governance_record SET body = 'x'",
          "UPDATE governance_record SET example = 1, body = NULL", "DELETE FROM governance_record"})
        EXPECT_FALSE(run_statement(*door.database, sql)) << sql;
}

TEST_P(JournalTest, ABodyPutIntoAnotherPlaceIsNoticed) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    ASSERT_TRUE(journal.append(statement("purpose", 1, "a")));
    ASSERT_TRUE(run_statement(
        *door.database, "INSERT INTO governance_record SELECT sequence + 1, function_key, kind,"
                        " 'goal', number, example, written_by, written_at, body"
                        " FROM governance_record"));
    EXPECT_EQ(error_key(journal.all()), "seal.not_authentic");
}

TEST_P(JournalTest, WrongSubjectsAndHugeBodiesAreRefused) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    EXPECT_EQ(error_key(journal.append(statement("", 1, "a"))), "governance.subject_wrong");
    EXPECT_EQ(error_key(journal.append(statement("Ä", 1, "a"))), "governance.subject_wrong");
    EXPECT_EQ(error_key(journal.append(statement(std::string(101, 'a'), 1, "a"))),
              "governance.subject_wrong");
    EXPECT_EQ(error_key(journal.append(
                  statement("purpose", 1, std::string(Journal::kBodyBytesMax, 'a')))),
              "governance.body_too_large");
}

TEST_P(JournalTest, EachRecordHasItsEntryInTheLog) {
    Door door{GetParam()};
    Journal journal{*door.database, *door.keys, door.clock, *door.log};
    door.log->refuse({Code::unavailable, "log.behind", "", {}});
    EXPECT_FALSE(journal.append(statement("purpose", 1, "a")));
    door.log->accept();
    EXPECT_TRUE(journal.all().value()->empty());
    ASSERT_TRUE(journal.append(statement("purpose", 1, "a")));
}

} // namespace
} // namespace leitstand
