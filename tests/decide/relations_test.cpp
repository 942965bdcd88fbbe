// SPDX-License-Identifier: EUPL-1.2
// Relations of items: found when a later letter is read, seen from both, hidden in shadow, decided
// on by persons, gone with the item. On both databases.
#include "decide/relations.hpp"

#include "decide/desk.hpp"
#include "decide/inbox_table.hpp"
#include "decide/relation_pack.hpp"
#include "decide/relation_table.hpp"
#include "decide/stacks.hpp"

namespace leitstand {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string const kLetter =
    "Sehr geehrte Damen und Herren, hiermit beantrage ich Kindergeld für meinen Sohn Ben, geboren "
    "am 03.02.2026. Die Geburtsurkunde liegt bei. Wir wohnen seit dem Sommer in der Lindenstraße 4 "
    "in Musterstadt. Mein Mann arbeitet in Vollzeit, ich bin in Elternzeit. Bitte überweisen Sie "
    "das Geld auf unser gemeinsames Konto. Mit freundlichen Grüßen Julia Krause";
std::string const kOtherLetter =
    "Guten Tag, meine Rente ist im November nicht gekommen und die Bank weiß von nichts. Können "
    "Sie "
    "bitte nachsehen, ob die Anweisung hinausging, und mir sagen, wann ich damit rechnen kann? "
    "Danke im Voraus, Ihr Gerhard Pohl aus Altdorf bei Musterstadt.";

class RelationsTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk_ = std::make_unique<Desk>(GetParam());
        open();
    }
    void open() {
        relations_ = Relations::open(*desk_->door.database, *desk_->door.ledger, *desk_->door.keys,
                                     desk_->door.clock, *desk_->door.log);
    }

    struct Letter {
        Item item;
        Document document;
        LetterTrace trace;
    };
    // As `work` does it, with marks as `extract` would find them.
    Letter enter(std::string const& key, std::string const& text,
                 std::vector<LetterMark> marks = {}) {
        Letter letter{desk_->door.enter(key, "Inhalt " + key, key + ".eml"),
                      made_document("", "Post", text),
                      {}};
        letter.trace = trace_letter(letter.document, relations_->seed());
        letter.trace.marks = std::move(marks);
        return letter;
    }
    Relations::Prepared prepare(Letter const& letter, Mode mode = Mode::assist) {
        return relations_->prepare(letter.item, letter.document, letter.trace, mode).value();
    }
    Result<void> store(Letter const& letter, Relations::Prepared const& prepared) {
        Inbox::Outcome outcome;
        outcome.document = letter.document;
        outcome.understanding = made_understanding({});
        auto const write = TRY(desk_->inbox->prepare_outcome(letter.item, outcome));
        return desk_->door.database->write([&](Sql& sql) -> Result<void> {
            TRY(write(sql));
            return prepared.write(sql);
        });
    }
    Item read(std::string const& key, std::string const& text, std::vector<LetterMark> marks = {},
              Mode mode = Mode::assist) {
        auto const letter = enter(key, text, std::move(marks));
        auto const stored = store(letter, prepare(letter, mode));
        EXPECT_TRUE(stored) << stored.error().describe();
        return letter.item;
    }
    std::vector<Relation> of(Item const& item) { return relations_->of(item).value(); }
    Result<Relation> decide(Item const& item, Item const& other, RelationVerdict verdict,
                            std::int64_t version) {
        return relations_->decide(item, {.other = other.id,
                                         .version = version,
                                         .verdict = verdict,
                                         .reason = "gesehen",
                                         .by = "account-1",
                                         .by_name = "Anna Amt"});
    }
    std::int64_t rows(std::string const& table) {
        return number_in(*desk_->door.database, "SELECT COUNT(*) FROM " + table);
    }

    std::unique_ptr<Desk> desk_;
    std::unique_ptr<Relations> relations_;
};
INSTANTIATE_TEST_SUITE_P(Engines, RelationsTest, both_engines(), engine_label);

LetterMark mark(std::string key, std::string value, bool answers = false) {
    return {mark_use(key).value(), key, std::move(value), answers, {}};
}
std::vector<LetterMark> const kJulia{{MarkUse::writer, "sender_name", "Julia Krause", false, {}}};

TEST_P(RelationsTest, AResubmissionShowsWhatIsNewInItFromBothSides) {
    auto const first = read("a", kLetter, kJulia);
    read("b", kOtherLetter);
    auto const second = read(
        "c", kLetter + ". Außerdem beantrage ich einen Vorschuss, wir haben nichts mehr.", kJulia);
    auto const seen = of(second);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(RelationKind::resubmission, seen[0].kind);
    EXPECT_EQ(first.id, seen[0].id);
    EXPECT_EQ(first.receipt_number, seen[0].receipt_number);
    EXPECT_FALSE(seen[0].other_is_later);
    EXPECT_GT(seen[0].share.value(), 0.8);
    ASSERT_THAT(seen[0].new_sentences, SizeIs(1));
    EXPECT_EQ("Außerdem beantrage ich einen Vorschuss, wir haben nichts mehr.",
              seen[0].new_sentences[0].text);
    ASSERT_THAT(of(first), SizeIs(1));
    EXPECT_TRUE(of(first)[0].other_is_later);
    EXPECT_EQ(second.id, of(first)[0].id);
}

TEST_P(RelationsTest, TheOrderOfReadingDoesNotMatter) {
    auto const earlier = enter("a", kLetter, kJulia); // a scan, read after the mail that came later
    auto const later = read("b", kLetter + ". Bitte bald.", kJulia);
    ASSERT_TRUE(store(earlier, prepare(earlier)));
    ASSERT_THAT(of(later), SizeIs(1));
    EXPECT_FALSE(of(later)[0].other_is_later);
    ASSERT_THAT(of(later)[0].new_sentences, SizeIs(1));
    EXPECT_EQ("Bitte bald.", of(later)[0].new_sentences[0].text);
}

TEST_P(RelationsTest, SameBytesAndSameTextAreTold) {
    auto const bytes = std::string{"dieselben Bytes"};
    auto first = enter("a", kLetter);
    auto second = enter("b", kLetter);
    second.item = desk_->door.enter("c", "Inhalt a", "nochmal.eml");
    ASSERT_TRUE(store(first, prepare(first)));
    ASSERT_TRUE(store(second, prepare(second)));
    ASSERT_THAT(of(second.item), SizeIs(1));
    EXPECT_EQ(RelationKind::identical, of(second.item)[0].kind);
    auto const third = read("d", kLetter);
    ASSERT_THAT(of(third), SizeIs(2));
    EXPECT_EQ(RelationKind::same_text, of(third)[0].kind);
    EXPECT_EQ(1, of(third)[0].share.value());
}

TEST_P(RelationsTest, NumbersAndReceiptNumbersLeadToTheMatter) {
    auto const first = read("a", kLetter, {mark("kindergeldnummer", "115FK204711")});
    auto const second = read("b", kOtherLetter, {mark("kindergeldnummer", "115FK204711")});
    ASSERT_THAT(of(second), SizeIs(1));
    EXPECT_EQ(RelationKind::same_matter, of(second)[0].kind);
    ASSERT_THAT(of(second)[0].references, SizeIs(1));
    EXPECT_EQ("115FK204711", of(second)[0].references[0].value);
    auto const third =
        read("c", "Anbei die Urkunde.", {mark("receipt_number", first.receipt_number, true)});
    ASSERT_THAT(of(third), SizeIs(1));
    EXPECT_EQ(RelationKind::answer, of(third)[0].kind);
    EXPECT_EQ(first.id, of(third)[0].id);
    read("d", "Nur ein Tippfehler.", {mark("receipt_number", "2026-999999-1", true)});
    EXPECT_THAT(of(third), SizeIs(1));
}

TEST_P(RelationsTest, WhatIsFoundInShadowIsStoredAndNotShown) {
    read("a", kLetter, kJulia);
    auto const second = read("b", kLetter, kJulia, Mode::shadow);
    EXPECT_EQ(1, rows("relation"));
    EXPECT_THAT(of(second), IsEmpty());
    EXPECT_EQ(
        "relation.not_found",
        error_key(decide(
            second, desk_->door.ledger->find_by_receipt_number(receipt_number(2026, 1)).value(),
            RelationVerdict::confirm, 1)));
}

TEST_P(RelationsTest, WhatIsShownStaysSoWhenShadowFindsItAgain) {
    auto const earlier = enter("a", kLetter, kJulia);
    ASSERT_TRUE(store(earlier, prepare(earlier)));
    auto const later = enter("b", kLetter, kJulia);
    ASSERT_TRUE(store(later, prepare(later)));
    ASSERT_TRUE(decide(later.item, earlier.item, RelationVerdict::confirm, 1));
    for (auto const* letter : {&earlier, &later}) {
        ASSERT_TRUE(store(*letter, prepare(*letter, Mode::shadow)));
        ASSERT_THAT(of(later.item), SizeIs(1));
        EXPECT_EQ(RelationVerdict::confirm, of(later.item)[0].verdict);
    }
}

TEST_P(RelationsTest, ARowNamesTheReadingOfTheLaterItem) {
    auto const earlier = enter("a", kLetter, kJulia);
    ASSERT_TRUE(store(earlier, prepare(earlier)));
    auto const later = enter("b", kLetter, kJulia);
    for (int reading = 0; reading < 3; ++reading)
        ASSERT_TRUE(store(later, prepare(later)));
    ASSERT_TRUE(store(earlier, prepare(earlier)));
    auto const run_in = [&](std::string const& table) {
        return number_in(*desk_->door.database, "SELECT run FROM " + table + " WHERE number = 2");
    };
    ASSERT_NE(run_in("relation_trace"),
              number_in(*desk_->door.database, "SELECT run FROM relation_trace WHERE number = 1"));
    EXPECT_EQ(run_in("relation_trace"), run_in("relation"));
}

TEST_P(RelationsTest, OfTwoAtTheSameTimeTheLaterStoredSeesTheOther) {
    auto const one = enter("a", kLetter, kJulia);
    auto const other = enter("b", kLetter, kJulia);
    auto const one_prepared = prepare(one);
    auto const other_prepared = prepare(other); // knows nothing of the other
    ASSERT_TRUE(store(one, one_prepared));
    auto const modes_hold = [](Sql&) -> Result<void> { return {}; };
    ASSERT_TRUE(relations_->catch_up(one.item, one.document, one.trace, Mode::assist, one_prepared,
                                     modes_hold));
    EXPECT_THAT(of(one.item), IsEmpty());
    ASSERT_TRUE(store(other, other_prepared));
    auto const stopped = [](Sql&) -> Result<void> { return fail(Code::conflict, "mode.changed"); };
    EXPECT_EQ("mode.changed",
              error_key(relations_->catch_up(other.item, other.document, other.trace, Mode::assist,
                                             other_prepared, stopped)));
    EXPECT_THAT(of(other.item), IsEmpty());
    ASSERT_TRUE(relations_->catch_up(other.item, other.document, other.trace, Mode::assist,
                                     other_prepared, modes_hold));
    EXPECT_THAT(of(other.item), SizeIs(1));
}

TEST_P(RelationsTest, AStackAndWhatWasSplitFromItAreNotRelated) {
    auto stack = enter("a", kLetter, kJulia);
    ASSERT_TRUE(store(stack, prepare(stack)));
    auto const part = enter("b", kLetter, kJulia);
    for (auto const* statement :
         {"INSERT INTO stack_step (number, sequence, kind, means, part, made_by, made_at,"
          " reason_before, sealed) VALUES (1, 1, 'split', 'hand', 0, 'a', 0, '', '')",
          "INSERT INTO stack_part (number, sequence, item, page_first, page_last, reason_before)"
          " VALUES (1, 1, 2, 1, 1, '')"})
        ASSERT_TRUE(run_statement(*desk_->door.database, statement));
    ASSERT_TRUE(store(part, prepare(part)));
    EXPECT_THAT(of(part.item), IsEmpty());
    ASSERT_TRUE(store(stack, prepare(stack)));
    EXPECT_THAT(of(stack.item), IsEmpty());
}

TEST_P(RelationsTest, PersonsConfirmRejectAndTakeBack) {
    auto const first = read("a", kLetter, kJulia);
    auto const second = read("b", kLetter + " Danke.", kJulia);
    auto const confirmed = decide(second, first, RelationVerdict::confirm, 1);
    ASSERT_TRUE(confirmed) << confirmed.error().describe();
    EXPECT_EQ(2, confirmed->version);
    EXPECT_EQ("Anna Amt", confirmed->decided_by);
    EXPECT_EQ(RelationVerdict::confirm, of(first)[0].verdict);
    auto const stale = decide(first, second, RelationVerdict::reject, 1);
    EXPECT_EQ("relation.changed", error_key(stale));
    EXPECT_EQ("Anna Amt\tconfirm", stale.error().detail);
    ASSERT_TRUE(decide(first, second, RelationVerdict::open, 2));
    EXPECT_EQ(RelationVerdict::open, of(second)[0].verdict);
    EXPECT_EQ(2, rows("relation_decision"));
    EXPECT_FALSE(run_statement(*desk_->door.database, "UPDATE relation_decision SET kind = 'x'"));
    EXPECT_EQ(2, number_in(*desk_->door.database,
                           "SELECT COUNT(*) FROM log_entry WHERE type = 'decision_made'"));
    EXPECT_EQ("relation.not_found", error_key(decide(second, second, RelationVerdict::confirm, 1)));
}

TEST_P(RelationsTest, AnotherReadingReplacesWhatWasFoundAndKeepsDecisions) {
    auto const first = read("a", kLetter, kJulia);
    auto again = enter("b", kLetter, kJulia);
    ASSERT_TRUE(store(again, prepare(again)));
    ASSERT_TRUE(decide(again.item, first, RelationVerdict::reject, 1));
    auto const tokens = rows("relation_token");
    ASSERT_TRUE(store(again, prepare(again)));
    EXPECT_EQ(tokens, rows("relation_token"));
    ASSERT_THAT(of(again.item), SizeIs(1));
    EXPECT_EQ(RelationVerdict::reject, of(again.item)[0].verdict);
    again.document = made_document("", "Post", kOtherLetter);
    again.trace = trace_letter(again.document, relations_->seed());
    ASSERT_TRUE(store(again, prepare(again)));
    EXPECT_THAT(of(again.item), IsEmpty());
}

TEST_P(RelationsTest, AnErasedItemLeavesNoRow) {
    auto const first = read("a", kLetter, kJulia);
    auto const second = read("b", kLetter, kJulia);
    ASSERT_TRUE(decide(second, first, RelationVerdict::confirm, 1));
    ASSERT_TRUE(desk_->door.database->write(
        [&](Sql& sql) { return relations_->forget(sql, first.number); }));
    for (auto const* table : {"relation", "relation_decision"})
        EXPECT_EQ(0, rows(table)) << table;
    EXPECT_EQ(1, rows("relation_trace"));
    EXPECT_EQ(rows("relation_token"),
              number_in(*desk_->door.database,
                        fmt::format("SELECT COUNT(*) FROM relation_token WHERE number = {}",
                                    second.number)));
}

TEST_P(RelationsTest, TheDatabaseAloneSaysNothing) {
    read("a", kLetter, kJulia);
    read("b", kLetter, kJulia);
    // The columns hold base64: the bytes behind it are what must not speak.
    auto const read_rows = desk_->door.database->read([&](Sql& sql) -> Result<void> {
        auto const trace = TRY(relation_table::trace(sql, 1));
        auto const relation = TRY(relation_table::relation(sql, 2, 1));
        EXPECT_TRUE(trace && trace->sealed.size() > kSignatureHashes * sizeof(std::uint32_t));
        EXPECT_TRUE(relation && !relation->sealed.empty());
        EXPECT_THAT(trace->sealed, Not(HasSubstr("Krause")));
        EXPECT_THAT(relation->sealed, Not(HasSubstr("same_text")));
        return {};
    });
    EXPECT_TRUE(read_rows) << read_rows.error().describe();
    // Another installation gives the same letter other tokens.
    Desk elsewhere{GetParam()};
    auto const other =
        Relations::open(*elsewhere.door.database, *elsewhere.door.ledger, *elsewhere.door.keys,
                        elsewhere.door.clock, *elsewhere.door.log);
    EXPECT_NE(relations_->seed(), other->seed());
}

TEST_P(RelationsTest, OtherPersonsWithTheSameFormTakeNoPlaceAmongThoseCompared) {
    auto const by = [](std::string name) {
        return std::vector{mark("sender_name", std::move(name))};
    };
    auto const first = read("first", kLetter, kJulia);
    for (std::size_t i = 0; i < kComparedMax; ++i) // newer, hence looked at before
        read(fmt::format("form {}", i), kLetter, by(fmt::format("{0}{0} Meier", char('a' + i))));
    auto const again = read("again", kLetter + " Bitte bald.", kJulia);
    ASSERT_THAT(of(again), SizeIs(1));
    EXPECT_EQ(RelationKind::resubmission, of(again)[0].kind);
    EXPECT_EQ(first.id, of(again)[0].id);
}

// No base64; base64 of something else; base64 of too few bytes.
constexpr auto kDamages = std::to_array<std::string_view>({"!", "AAAA", ""});

TEST_P(RelationsTest, ADamagedNeighbourKeepsNothingFromTheDesk) {
    read("a", kLetter, kJulia);
    for (auto const damage : kDamages)
        for (auto const* column : {"sealed", "tokens"}) {
            ASSERT_TRUE(
                run_statement(*desk_->door.database,
                              fmt::format("UPDATE relation_trace SET {} = '{}' WHERE number = 1",
                                          column, damage)));
            auto const letter = enter(fmt::format("{} {}", column, damage), kLetter, kJulia);
            auto const prepared =
                relations_->prepare(letter.item, letter.document, letter.trace, Mode::assist);
            ASSERT_TRUE(prepared) << column << " " << damage << prepared.error().describe();
            EXPECT_EQ(0u, prepared->count) << column << " " << damage;
        }
}

TEST_P(RelationsTest, ADamagedTraceOfItsOwnIsReplacedAndErased) {
    auto const letter = enter("a", kLetter, kJulia);
    ASSERT_TRUE(store(letter, prepare(letter)));
    auto const tokens = rows("relation_token");
    for (auto const damage : kDamages)
        for (auto const* column : {"sealed", "tokens"}) {
            auto const spoil = fmt::format("UPDATE relation_trace SET {} = '{}'", column, damage);
            ASSERT_TRUE(run_statement(*desk_->door.database, spoil));
            auto const stored = store(letter, prepare(letter));
            ASSERT_TRUE(stored) << spoil << stored.error().describe();
            EXPECT_EQ(tokens, rows("relation_token")) << spoil;
        }
    ASSERT_TRUE(run_statement(*desk_->door.database, "UPDATE relation_trace SET tokens = '!'"));
    ASSERT_TRUE(desk_->door.database->write(
        [&](Sql& sql) { return relations_->forget(sql, letter.item.number); }));
    EXPECT_EQ(0, rows("relation_token"));
    EXPECT_EQ(0, rows("relation_trace"));
}

TEST_P(RelationsTest, ADamagedRelationIsLeftOutAndTheOthersAreShown) {
    auto const first = read("a", kLetter, kJulia);
    auto const second = read("b", kLetter, kJulia);
    auto const third = read("c", kLetter, kJulia);
    ASSERT_TRUE(decide(third, second, RelationVerdict::confirm, 1));
    ASSERT_TRUE(run_statement(*desk_->door.database,
                              "UPDATE relation SET sealed = '!' WHERE number = 3 AND other = 1"));
    auto const seen = relations_->of(third);
    ASSERT_TRUE(seen) << seen.error().describe();
    ASSERT_THAT(*seen, SizeIs(1));
    EXPECT_EQ(second.id, (*seen)[0].id);
    EXPECT_THAT(of(first), SizeIs(1));
    EXPECT_EQ("relation.damaged", error_key(decide(third, first, RelationVerdict::confirm, 1)));
    // A decision that was damaged must not look as if nobody had decided.
    ASSERT_TRUE(run_statement(
        *desk_->door.database,
        "INSERT INTO relation_decision (number, other, version, kind, decided_by, decided_at,"
        " sealed) VALUES (3, 2, 3, 'reject', 'account-1', 0, '!')"));
    EXPECT_THAT(of(third), IsEmpty());
    EXPECT_THAT(of(second), SizeIs(1));
}

TEST(RelationPack, ComesBackAsItWas) {
    StoredRelation stored;
    stored.shown = false;
    stored.relation.kind = RelationKind::near_copy;
    stored.relation.share = 0.875;
    stored.relation.references = {mark("aktenzeichen", "A-1", true)};
    stored.relation.references[0].evidence.text = "A - 1";
    stored.relation.new_sentences = {
        Evidence{.part = 1, .page = 2, .span = {3, 9}, .text = "neu", .boxes = {}}};
    stored.relation.new_count = 30;
    stored.relation.left_out = 2;
    auto const back = unpack_relation(pack_relation(stored)).value();
    EXPECT_FALSE(back.shown);
    EXPECT_EQ(RelationKind::near_copy, back.relation.kind);
    EXPECT_EQ(0.875, back.relation.share.value());
    EXPECT_EQ("A - 1", back.relation.references.at(0).evidence.text);
    EXPECT_TRUE(back.relation.references.at(0).answers);
    EXPECT_EQ((Span{3, 9}), back.relation.new_sentences.at(0).span);
    EXPECT_EQ(30u, back.relation.new_count);
    EXPECT_EQ(2u, back.relation.left_out);
    EXPECT_EQ("relation.damaged", error_key(unpack_relation("{}")));
    LetterTrace trace;
    trace.words = 25;
    trace.digest = std::string(32, 'x');
    trace.signature.fill(0x01020304);
    trace.marks = {mark("email", "a@b.example")};
    auto const letter = unpack_trace(pack_trace(trace)).value();
    EXPECT_EQ(trace.signature, letter.signature);
    EXPECT_EQ(trace.digest, letter.digest);
    EXPECT_EQ(MarkUse::writer, letter.marks.at(0).use);
}

} // namespace

} // namespace leitstand
