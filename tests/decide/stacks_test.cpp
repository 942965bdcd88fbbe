// SPDX-License-Identifier: EUPL-1.2
// Splitting, joining and taking back on both engines: what is written, what is refused, and that
// nothing is entered twice.
#include "decide/stacks.hpp"

#include "decide/desk.hpp"
#include "decide/stack_pages.hpp"
#include "decide/waiting.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class StacksTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk_ = std::make_unique<Desk>(GetParam());
        open();
    }
    void open() {
        auto& door = desk_->door;
        stacks_ = Stacks::open(*door.database, *door.ledger, *desk_->inbox, reading_, door.clock,
                               *door.log)
                      .value();
    }

    Item enter(std::string const& key, Channel channel = Channel::upload) {
        auto arrival = Door::arrival(key, key + ".pdf");
        arrival.channel = channel;
        arrival.receipt_date = parse_iso_date("2026-11-20").value();
        arrival.date_source = DateSource::stamp;
        arrival.note = "Scanner 3";
        TransferNote note;
        note.batch = "B-7";
        note.office = "Scanstelle";
        note.scanned_at = "2026-11-20T08:00:00Z";
        arrival.transfer = note;
        return desk_->door.ledger->enter(arrival, "Stapel " + key).value();
    }
    static Inbox::Outcome outcome_of(std::vector<std::string> const& pages) {
        Inbox::Outcome outcome;
        outcome.document = document_of(pages);
        outcome.understanding =
            made_understanding({made_finding(FindingKind::service, "kindergeld")});
        outcome.attempts = 1;
        return outcome;
    }
    // Reads it as the work on it does.
    void read(Item const& item, std::vector<std::string> const& pages) {
        auto const outcome = outcome_of(pages);
        auto const write_parts = stacks_->prepare_separated(item, outcome);
        ASSERT_TRUE(write_parts) << write_parts.error().describe();
        auto const write_outcome = desk_->inbox->prepare_outcome(item, outcome).value();
        auto const written = desk_->door.database->write([&](Sql& sql) -> Result<void> {
            if (*write_parts)
                TRY(wait_to_enter(sql));
            TRY(write_outcome(sql));
            return *write_parts ? (**write_parts)(sql) : Result<void>{};
        });
        ASSERT_TRUE(written) << written.error().describe();
    }
    Item ready(std::string const& key, std::vector<std::string> const& pages) {
        auto const item = enter(key);
        read(item, pages);
        return item;
    }
    StackView stack(Item const& item) { return stacks_->view(desk_->view(item)).value(); }
    Item find(std::string const& id) { return desk_->door.ledger->find(id).value(); }
    SplitWish wish(Item const& item, std::vector<PageRange> ranges) {
        SplitWish wish;
        wish.version = desk_->view(item).version;
        wish.ranges = std::move(ranges);
        wish.reason = "zwei Briefe";
        wish.by = "account-1";
        return wish;
    }
    std::int64_t items() { return number_in(*desk_->door.database, "SELECT COUNT(*) FROM item"); }
    std::string undo(Item const& item, StackKind kind = StackKind::split) {
        return error_key(
            stacks_->undo(item.id, desk_->view(item).version, kind, "war ein Brief", "account-2"));
    }

    std::unique_ptr<Desk> desk_;
    TakingApart reading_;
    std::unique_ptr<Stacks> stacks_;
};
INSTANTIATE_TEST_SUITE_P(Engines, StacksTest, both_engines(), engine_label);

} // namespace

TEST_P(StacksTest, SeparatorSheetsMakeItemsThatKeepDateAndOrigin) {
    auto const item = ready("scan", {"a", "#", "b", "c", "#", "d"});
    auto const seen = desk_->view(item);
    EXPECT_EQ(ItemState::closed, seen.state);
    EXPECT_EQ(kReasonSplit, seen.reason);
    EXPECT_TRUE(seen.document) << "the stack keeps its reading";
    EXPECT_EQ(4, items());
    EXPECT_EQ(4, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job"));

    auto const view = stack(item);
    ASSERT_EQ(1u, view.steps.size());
    auto const& step = view.steps[0];
    EXPECT_EQ(StackMeans::separator, step.means);
    EXPECT_EQ("", step.made_by);
    EXPECT_THAT(step.left_out, ElementsAre(2, 5));
    ASSERT_EQ(3u, step.items.size());
    EXPECT_EQ((PageRange{3, 4}), step.items[1].range);

    auto const part = find(step.items[1].id);
    EXPECT_EQ("Stapel scan pages 3-4", desk_->door.ledger->original(part).value());
    EXPECT_EQ("scan (S. 3-4).pdf", part.name);
    EXPECT_EQ("2026-11-20", to_iso(part.receipt_date));
    EXPECT_EQ(DateSource::stamp, part.date_source);
    EXPECT_EQ(item.channel, part.channel);
    EXPECT_EQ("Scanner 3", part.note);
    EXPECT_NE(item.receipt_number, part.receipt_number);
    EXPECT_EQ("B-7", desk_->door.ledger->transfer_note(part).value()->batch);
    EXPECT_EQ(ItemState::waiting, desk_->view(part).state);
    auto const origin = stack(part).origin;
    ASSERT_TRUE(origin);
    EXPECT_TRUE(stacks_->is_part(part).value());
    EXPECT_FALSE(stacks_->is_part(item).value());
    EXPECT_EQ(item.id, origin->stack.id);
    EXPECT_EQ(item.receipt_number, origin->stack.receipt_number);
    EXPECT_EQ((PageRange{3, 4}), origin->stack.range);
    EXPECT_EQ(item.arrived_at.microseconds, origin->arrived_with.microseconds);
}

TEST_P(StacksTest, TheSameReadingTwiceSplitsOnce) {
    auto const item = enter("scan");
    read(item, {"a", "#", "b"});
    EXPECT_EQ(3, items());
    read(item, {"a", "#", "b"}); // a late second worker
    EXPECT_EQ(3, items());
    EXPECT_EQ(1u, stack(item).steps.size());
    EXPECT_EQ(ItemState::closed, desk_->view(item).state);
    EXPECT_EQ(kReasonSplit, desk_->view(item).reason);
}

TEST_P(StacksTest, AFailedTransactionLeavesNothing) {
    auto const item = enter("scan");
    auto const outcome = outcome_of({"a", "#", "b"});
    auto const write_parts = stacks_->prepare_separated(item, outcome).value();
    auto const write_outcome = desk_->inbox->prepare_outcome(item, outcome).value();
    auto const failed = desk_->door.database->write([&](Sql& sql) -> Result<void> {
        TRY(write_outcome(sql));
        TRY((*write_parts)(sql));
        return fail(Code::conflict, "job.lease_lost");
    });
    EXPECT_EQ("job.lease_lost", error_key(failed));
    EXPECT_EQ(1, items());
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
    read(item, {"a", "#", "b"});
    EXPECT_EQ(3, items());
}

TEST_P(StacksTest, OnlyWhatCameThroughAScannerIsSplitWithoutAPerson) {
    auto const mail = enter("mail", Channel::mailbox);
    read(mail, {"a", "#", "b"});
    EXPECT_EQ(ItemState::ready, desk_->view(mail).state);
    auto const view = stack(mail);
    EXPECT_THAT(view.steps, IsEmpty());
    ASSERT_EQ(1u, view.proposals.size()) << "the sheets are proposed";
    EXPECT_THAT(view.proposals[0].points[0].reasons, ElementsAre(CutReason::separator));
}

TEST_P(StacksTest, WhatCannotBeTakenApartStaysWhole) {
    auto arrival = Door::arrival("zu", "zu.pdf");
    auto const item = desk_->door.ledger->enter(arrival, "verschlossen").value();
    read(item, {"a", "#", "b"});
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ("stack.encrypted", error_key(stacks_->split(item.id, wish(item, {{1, 1}, {3, 3}}))));
    EXPECT_EQ(1, items());
}

TEST_P(StacksTest, AReaderThatDiesLeavesTheStackWholeWithItsReading) {
    auto const item = desk_->door.ledger->enter(Door::arrival("tot", "tot.pdf"), "tödlich").value();
    read(item, {"a", "#", "b"});
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_TRUE(desk_->view(item).document);
    EXPECT_EQ(1, items());
    ASSERT_EQ(1u, stack(item).proposals.size());
    EXPECT_THAT(stack(item).proposals[0].left_out, ElementsAre(2));
    // What is wrong with the store is not passed over in silence.
    ASSERT_TRUE(desk_->door.blobs->remove(item.blob.id));
    EXPECT_EQ("blob.missing",
              error_key(stacks_->prepare_separated(item, outcome_of({"a", "#", "b"}))));
}

TEST_P(StacksTest, WhatTheReaderLacksForAMomentIsAnErrorAndNoReasonToStayWhole) {
    auto const item = enter("scan");
    for (auto const& lack : {Error{Code::no_space, "disk.full", {}, {}},
                             Error{Code::unavailable, "reader.cannot_start", {}, {}},
                             Error{Code::unavailable, "reader.no_resources", {}, {}},
                             Error{Code::unavailable, "reader.spawner_ended", {}, {}},
                             Error{Code::timed_out, "reader.starved", {}, {}}}) {
        reading_.lack = lack;
        EXPECT_EQ(lack.key,
                  error_key(stacks_->prepare_separated(item, outcome_of({"a", "#", "b"}))));
    }
    reading_.lack.reset();
    read(item, {"a", "#", "b"});
    EXPECT_EQ(3, items());
}

TEST_P(StacksTest, AFileReadInPartIsNotCut) {
    std::string const letter = "12043 Berlin\n3. März 2026\nSehr geehrte Damen und Herren,";
    auto const whole = ready("ganz", {letter, letter});
    ASSERT_EQ(1u, stack(whole).cuttable.size());
    EXPECT_EQ(0u, stack(whole).cuttable[0].part);
    EXPECT_EQ(2u, stack(whole).cuttable[0].pages);
    auto const item = enter("lang");
    auto outcome = outcome_of({letter, letter, "#", letter});
    outcome.document->parts[0].reason = "too_many_pages";
    EXPECT_FALSE(stacks_->prepare_separated(item, outcome).value());
    ASSERT_TRUE(desk_->bring(item, outcome));
    EXPECT_THAT(stack(item).cuttable, IsEmpty());
    EXPECT_THAT(stack(item).proposals, IsEmpty());
    EXPECT_EQ("stack.other_kind", error_key(stacks_->split(item.id, wish(item, {{1, 1}, {2, 2}}))));
    auto const page = ready("blatt", {"a"});
    EXPECT_THAT(stack(page).cuttable, IsEmpty()) << "one page is nothing to cut";
}

TEST_P(StacksTest, APersonSplitsAndTakesItBack) {
    auto const item = ready("brief", {"a", "b", "c"});
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    auto const made = stacks_->split(item.id, wish(item, {{1, 1}, {2, 3}}));
    ASSERT_TRUE(made) << made.error().describe();
    ASSERT_EQ(2u, made->size());
    EXPECT_EQ(ItemState::closed, desk_->view(item).state);
    EXPECT_EQ("zwei Briefe", stack(item).steps[0].reason);
    EXPECT_EQ("account-1", stack(item).steps[0].made_by);
    // Opening it by itself would leave both the stack and its parts open.
    EXPECT_EQ("stack.only_undo",
              error_key(desk_->inbox->set_state(item.id, desk_->view(item).version,
                                                ItemState::ready, {}, "account-1")));
    EXPECT_EQ("", undo(item));
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ("", desk_->view(item).reason);
    for (auto const& part : *made) {
        auto const view = desk_->view(find(part.id));
        EXPECT_EQ(ItemState::closed, view.state);
        EXPECT_EQ(kReasonTakenBack, view.reason);
        EXPECT_TRUE(stack(find(part.id)).origin->undone);
        EXPECT_EQ("stack.only_undo", error_key(desk_->inbox->set_state(part.id, view.version,
                                                                       ItemState::ready, {}, "a")));
        // A reading that was under way does not hide why it is closed.
        read(find(part.id), {"x"});
        EXPECT_EQ(kReasonTakenBack, desk_->view(find(part.id)).reason);
    }
    auto const step = stack(item).steps.at(0);
    EXPECT_TRUE(step.undone);
    EXPECT_EQ("account-2", step.undone_by);
    EXPECT_EQ("war ein Brief", step.undone_reason);
    EXPECT_EQ("stack.nothing_to_undo", undo(item));
    // Once more, other pages or the same: these are new items.
    ASSERT_TRUE(stacks_->split(item.id, wish(item, {{1, 1}, {2, 3}})));
    EXPECT_EQ(5, items());
}

TEST_P(StacksTest, WhatWasTakenBackIsNotSplitByTheMachineAgain) {
    auto const item = ready("scan", {"a", "#", "b"});
    EXPECT_EQ("", undo(item));
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    read(item, {"a", "#", "b"});
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(3, items());
}

TEST_P(StacksTest, WhatSomebodyWorkedOnIsNotTakenBack) {
    auto const item = ready("brief", {"a", "b", "c"});
    auto const made = stacks_->split(item.id, wish(item, {{1, 1}, {2, 2}, {3, 3}})).value();
    auto const first = find(made[0].id), second = find(made[1].id);
    read(first, {"a"});
    ASSERT_TRUE(desk_->add(first, FindingKind::act, "antrag"));
    auto const refused =
        stacks_->undo(item.id, desk_->view(item).version, StackKind::split, {}, "account-2");
    EXPECT_EQ("stack.worked_on", error_key(refused));
    EXPECT_EQ(first.receipt_number, refused.error().detail);
    DateCorrection correction;
    correction.receipt_date = parse_iso_date("2026-11-19").value();
    correction.reason = "Stempel";
    correction.by = "account-1";
    ASSERT_TRUE(desk_->door.ledger->correct_receipt_date(second.id, correction));
    auto const both =
        stacks_->undo(item.id, desk_->view(item).version, StackKind::split, {}, "account-2");
    EXPECT_EQ(first.receipt_number + "\t" + second.receipt_number, both.error().detail);
    EXPECT_EQ(ItemState::closed, desk_->view(item).state) << "nothing was changed";
}

TEST_P(StacksTest, ASplitOnAnOlderVersionIsRefused) {
    auto const item = ready("brief", {"a", "b", "c"});
    auto const old = wish(item, {{1, 1}, {2, 3}});
    ASSERT_TRUE(stacks_->split(item.id, wish(item, {{1, 2}, {3, 3}})));
    EXPECT_EQ("item.changed", error_key(stacks_->split(item.id, old)));
    EXPECT_EQ("stack.not_open", error_key(stacks_->split(item.id, wish(item, {{1, 1}, {2, 3}}))));
    EXPECT_EQ(3, items());
}

TEST_P(StacksTest, RangesMustFit) {
    auto const item = ready("brief", {"a", "b", "c"});
    for (auto const& ranges : std::vector<std::vector<PageRange>>{{},
                                                                  {{1, 3}},
                                                                  {{1, 4}},
                                                                  {{2, 1}, {3, 3}},
                                                                  {{1, 2}, {2, 3}},
                                                                  {{3, 3}, {1, 1}},
                                                                  {{0, 1}}})
        EXPECT_EQ("stack.ranges_wrong", error_key(stacks_->split(item.id, wish(item, ranges))));
    ASSERT_TRUE(stacks_->split(item.id, wish(item, {{2, 3}}))) << "a page may be left out";
    EXPECT_THAT(stack(item).steps[0].left_out, ElementsAre(1));
}

TEST_P(StacksTest, AProposalCanBeDismissed) {
    std::string const letter = "12043 Berlin\n3. März 2026\nSehr geehrte Damen und Herren,";
    auto const item = ready("brief", {letter, letter});
    ASSERT_EQ(1u, stack(item).proposals.size());
    EXPECT_EQ("item.changed", error_key(stacks_->dismiss(item.id, 1, "account-1")));
    ASSERT_TRUE(stacks_->dismiss(item.id, desk_->view(item).version, "account-1"));
    EXPECT_THAT(stack(item).proposals, IsEmpty());
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
}

TEST_P(StacksTest, ItemsAreJoinedAndTakenApartAgain) {
    auto const leading = ready("eins", {"a"}), second = ready("zwei", {"b"}),
               third = ready("drei", {"c"});
    auto const finding = desk_->finding(second, "kindergeld");
    ASSERT_TRUE(desk_->decide(second, finding, DecisionKind::confirm));
    auto const joined = stacks_->join(leading.id, desk_->view(leading).version,
                                      {second.id, third.id}, "eine Person", "account-1");
    ASSERT_TRUE(joined) << joined.error().describe();
    EXPECT_EQ(ItemState::ready, desk_->view(leading).state);
    EXPECT_EQ(ItemState::closed, desk_->view(second).state);
    EXPECT_EQ(kReasonJoined, desk_->view(second).reason);
    auto const today = date_in_berlin(desk_->door.clock.now());
    auto const waiting = waiting_period(*desk_->door.database, FunctionKey::sort, today, today);
    ASSERT_TRUE(waiting && waiting->letters.size() == 1);
    EXPECT_EQ(1u, waiting->letters[0].letters)
        << "the leading one waits, nobody answered the others";
    EXPECT_EQ("confirmed", desk_->finding(second, "kindergeld").state);
    EXPECT_EQ(leading.id, stack(second).joined_to->id);
    EXPECT_FALSE(stacks_->is_part(second).value()) << "it came by itself";
    EXPECT_EQ(2u, stack(leading).steps[0].items.size());
    EXPECT_EQ("stack.not_open", error_key(stacks_->join(third.id, desk_->view(third).version,
                                                        {leading.id}, {}, "a")));
    EXPECT_EQ("", undo(leading, StackKind::join));
    EXPECT_EQ(ItemState::ready, desk_->view(second).state);
    EXPECT_EQ("", desk_->view(second).reason);
    EXPECT_FALSE(stack(second).joined_to);
}

TEST_P(StacksTest, TakingAJoinBackLeavesASplitAsItStands) {
    auto const leading = ready("eins", {"a", "b"}), other = ready("zwei", {"c"});
    ASSERT_TRUE(
        stacks_->join(leading.id, desk_->view(leading).version, {other.id}, {}, "account-1"));
    ASSERT_TRUE(stacks_->split(leading.id, wish(leading, {{1, 1}, {2, 2}})));
    EXPECT_EQ("", undo(leading, StackKind::join));
    EXPECT_EQ(ItemState::ready, desk_->view(other).state);
    EXPECT_EQ(ItemState::closed, desk_->view(leading).state) << "its parts are worked on";
    EXPECT_EQ(kReasonSplit, desk_->view(leading).reason);
    EXPECT_EQ("", undo(leading));
    EXPECT_EQ(ItemState::ready, desk_->view(leading).state);
}

TEST_P(StacksTest, AJoinMustFit) {
    auto const item = ready("eins", {"a"}), other = ready("zwei", {"b"});
    auto const waiting = enter("drei");
    auto const version = desk_->view(item).version;
    auto const join = [&](std::int64_t at, std::vector<std::string> const& others) {
        return error_key(stacks_->join(item.id, at, others, {}, "account-1"));
    };
    EXPECT_EQ("stack.join_wrong", join(version, {}));
    EXPECT_EQ("stack.join_wrong", join(version, {item.id}));
    EXPECT_EQ("stack.join_wrong", join(version, {other.id, other.id}));
    EXPECT_EQ("stack.not_open", join(version, {other.id, waiting.id}));
    EXPECT_EQ("item.changed", join(version + 1, {other.id}));
    EXPECT_EQ(ItemState::ready, desk_->view(other).state) << "nothing was changed";
}

TEST_P(StacksTest, SurvivesARestart) {
    auto const item = ready("scan", {"a", "#", "b"});
    stacks_.reset();
    desk_->restart();
    open();
    auto const view = stack(item);
    ASSERT_EQ(1u, view.steps.size());
    EXPECT_EQ(2u, view.steps[0].items.size());
    EXPECT_EQ("", undo(item));
}

} // namespace leitstand
