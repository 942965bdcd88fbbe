// SPDX-License-Identifier: EUPL-1.2
// The act and its entry are one: each act leaves its entry, and wherever one of an act's statements
// fails neither act nor entry is there.
#include "decide/desk.hpp"
#include "decide/stack_pages.hpp"
#include "decide/stacks.hpp"
#include "prove/entries.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Every table that an act on an item writes, in the order in which it does.
constexpr std::array<std::string_view, 13> kTables{"item",
                                                   "arrival",
                                                   "job",
                                                   "inbox",
                                                   "inbox_token",
                                                   "stack_step",
                                                   "stack_part",
                                                   "reading",
                                                   "decision",
                                                   "state_change",
                                                   "log_entry",
                                                   "log_opening",
                                                   "receipt_date_correction"};

class ActsLoggedTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk_ = std::make_unique<Desk>(GetParam());
        auto& door = desk_->door;
        stacks_ = Stacks::open(*door.database, *door.ledger, *desk_->inbox, reading_, door.clock,
                               *door.log)
                      .value();
    }
    Database& database() { return *desk_->door.database; }
    Ledger& ledger() { return *desk_->door.ledger; }
    Item ready(std::string const& key) {
        return desk_->ready(key, document_of({"a", "b", "c"}),
                            made_understanding({made_finding(FindingKind::service, "kindergeld"),
                                                made_finding(FindingKind::field, "iban", "DE89")}));
    }
    EntryRecord last(EntryType type, Item const& item) {
        auto const key = ledger().item_key(item).value();
        return last_record(database(), *desk_->door.log, type, &key);
    }

    // What stands in all tables: rows, and the versions and states of the inbox.
    std::string state_of_tables() {
        std::string state;
        for (auto const table : kTables)
            state +=
                fmt::format("{} {}; ", table,
                            number_in(database(), fmt::format("SELECT COUNT(*) FROM {}", table)));
        return state + std::to_string(number_in(
                           database(), "SELECT COALESCE(SUM(1000 * version + 10 * state + run), 0)"
                                       " FROM inbox"));
    }
    // Lets each of these tables refuse in turn: nothing of the act may be there. Then the act is
    // done, and has entries.
    void expect_one(std::string const& name, std::vector<std::string_view> tables,
                    std::function<bool()> const& act) {
        tables.insert(tables.end(), {"log_entry", "log_opening"});
        auto const before = state_of_tables();
        auto const entries = entry_rows(database()).size();
        for (auto const table : tables) {
            refuse_inserts(database(), table);
            EXPECT_FALSE(act()) << name << " without " << table;
            EXPECT_EQ(state_of_tables(), before) << name << " without " << table;
            allow_inserts(database(), table);
        }
        EXPECT_TRUE(act()) << name;
        EXPECT_NE(state_of_tables(), before) << name;
        EXPECT_GT(entry_rows(database()).size(), entries) << name;
    }

    std::unique_ptr<Desk> desk_;
    TakingApart reading_;
    std::unique_ptr<Stacks> stacks_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ActsLoggedTest, both_engines(), engine_label);

} // namespace

TEST_P(ActsLoggedTest, EachActLeavesItsEntry) {
    auto const item = ready("k");
    EXPECT_THAT(entry_keys(database()),
                ElementsAre("item_received", "document_read", "finding_made"));
    desk_->door.enter("k", "Inhalt k", "k.eml");
    auto const decided =
        desk_->decide(item, desk_->finding(item, "iban"), DecisionKind::correct, "", "DE00");
    ASSERT_TRUE(decided) << decided.error().describe();
    ASSERT_TRUE(ledger().correct_receipt_date(item.id,
                                              {.receipt_date = parse_iso_date("2026-11-20").value(),
                                               .source = DateSource::stamp,
                                               .reason = "Stempel",
                                               .by = "account-2",
                                               .at = {}}));
    ASSERT_TRUE(desk_->inbox->set_state(item.id, desk_->view(item).version, ItemState::closed,
                                        "erledigt", "account-1"));
    auto keys = entry_keys(database());
    keys.erase(keys.begin(), keys.begin() + 3);
    EXPECT_THAT(keys, ElementsAre("item_delivered_again", "decision_made", "receipt_date_corrected",
                                  "item_state_changed"));

    auto const received = last(EntryType::item_received, item);
    EXPECT_EQ(received.item, item.id);
    EXPECT_EQ(received.details.at("sha256"), item.sha256);
    EXPECT_EQ(received.details.at("channel"), "upload");
    auto const decision = last(EntryType::decision_made, item);
    EXPECT_EQ(decision.account, "account-1");
    EXPECT_EQ(decision.details.at("decision"), "correct");
    EXPECT_EQ(decision.details.at("key"), "iban");
    EXPECT_EQ(decision.details.at("value"), "DE00");
    EXPECT_EQ(last(EntryType::receipt_date_corrected, item).details.at("reason"), "Stempel");
    auto const closed = last(EntryType::item_state_changed, item);
    EXPECT_EQ(closed.details.at("from"), "ready");
    EXPECT_EQ(closed.details.at("to"), "closed");
    EXPECT_EQ(closed.details.at("reason"), "erledigt");
}

TEST_P(ActsLoggedTest, AReadingSaysWhatWasStored) {
    auto const item = ready("k");
    auto const read = last(EntryType::document_read, item);
    EXPECT_EQ(read.details.at("run"), "1");
    EXPECT_EQ(read.details.at("status"), "read");
    EXPECT_EQ(read.details.at("sha256"),
              to_hex(sha256(pack_document(*desk_->view(item).document))));
    EXPECT_EQ(read.account, "") << "the program itself";
    auto const found = last(EntryType::finding_made, item);
    EXPECT_EQ(found.details.at("functions"),
              "sort 1.0.0, extract 1.0.0, urgent 1.0.0, complete 1.0.0");
    EXPECT_EQ(found.details.at("shown"), "sort, extract, urgent, complete");
    auto const findings = desk_->view(item).findings;
    EXPECT_EQ(found.details.at("findings"), std::to_string(findings.size()));
    std::string all;
    for (auto const& each : findings)
        all += pack_finding(each.finding) + "\n";
    EXPECT_EQ(found.details.at("sha256"), to_hex(sha256(all)));

    auto const locked = desk_->refused("z", "archive.encrypted");
    auto const refused = last(EntryType::document_refused, locked);
    EXPECT_EQ(refused.details.at("reason"), "archive.encrypted");
    EXPECT_EQ(refused.details.at("attempts"), "1");
    EXPECT_EQ(refused.item, locked.id);
}

TEST_P(ActsLoggedTest, StepsOfStacksLeaveEntries) {
    auto const item = ready("stapel");
    SplitWish wish;
    wish.version = desk_->view(item).version;
    wish.ranges = {{1, 1}, {2, 3}};
    wish.reason = "zwei Briefe";
    wish.by = "account-1";
    auto const made = stacks_->split(item.id, wish);
    ASSERT_TRUE(made) << made.error().describe();
    auto const step = last(EntryType::stack_changed, item);
    EXPECT_EQ(step.details.at("step"), "split");
    EXPECT_EQ(step.details.at("reason"), "zwei Briefe");
    EXPECT_EQ(step.details.at("items"),
              made->at(0).receipt_number + " " + made->at(1).receipt_number);
    EXPECT_EQ(count_of(database(), EntryType::item_received), 3u);
    EXPECT_EQ(count_of(database(), EntryType::item_state_changed), 1u) << "the stack is closed";

    ASSERT_TRUE(stacks_->undo(item.id, desk_->view(item).version, StackKind::split, "doch nicht",
                              "account-2"));
    auto const undone = last(EntryType::stack_changed, item);
    EXPECT_EQ(undone.details.at("step"), "undo split");
    EXPECT_EQ(undone.account, "account-2");
    EXPECT_EQ(count_of(database(), EntryType::item_state_changed), 4u);
    ASSERT_TRUE(stacks_->dismiss(item.id, desk_->view(item).version, "account-1"));
    EXPECT_EQ(last(EntryType::stack_changed, item).details.at("step"), "dismiss");

    auto const other = ready("anderer");
    ASSERT_TRUE(
        stacks_->join(item.id, desk_->view(item).version, {other.id}, "gehört dazu", "account-1"));
    auto const joined = last(EntryType::stack_changed, item);
    EXPECT_EQ(joined.details.at("step"), "join");
    EXPECT_EQ(joined.details.at("items"), other.receipt_number);
}

TEST_P(ActsLoggedTest, WhateverStatementFailsNeitherActNorEntryIsThere) {
    expect_one("intake", {"item", "arrival", "job", "inbox"},
               [&] { return ledger().enter(Door::arrival("eins"), "Inhalt eins").has_value(); });
    auto const item = ready("zwei");
    expect_one("delivery again", {},
               [&] { return ledger().enter(Door::arrival("zwei"), "Inhalt zwei").has_value(); });
    auto const third = desk_->door.enter("drei", "Inhalt drei");
    Inbox::Outcome outcome;
    outcome.document = document_of({"a"});
    outcome.understanding = made_understanding({made_finding(FindingKind::service, "kindergeld")});
    outcome.attempts = 1;
    expect_one("reading", {"reading"}, [&] { return desk_->bring(third, outcome).has_value(); });
    expect_one("decision", {"decision"}, [&] {
        return desk_->decide(item, desk_->finding(item, "iban"), DecisionKind::confirm).has_value();
    });
    expect_one("date", {"receipt_date_correction"}, [&] {
        return ledger()
            .correct_receipt_date(item.id, {.receipt_date = parse_iso_date("2026-11-20").value(),
                                            .source = DateSource::person,
                                            .reason = "Stempel",
                                            .by = "account-1",
                                            .at = {}})
            .has_value();
    });
    expect_one("state", {"state_change"}, [&] {
        return desk_->inbox
            ->set_state(third.id, desk_->view(third).version, ItemState::closed, "", "account-1")
            .has_value();
    });
    auto const stack = ready("stapel");
    expect_one("split",
               {"item", "arrival", "job", "inbox", "stack_step", "stack_part", "state_change"},
               [&] {
                   SplitWish wish;
                   wish.version = desk_->view(stack).version;
                   wish.ranges = {{1, 1}, {2, 3}};
                   wish.by = "account-1";
                   return stacks_->split(stack.id, wish).has_value();
               });
    expect_one("undoing", {"state_change"}, [&] {
        return stacks_
            ->undo(stack.id, desk_->view(stack).version, StackKind::split, "", "account-1")
            .has_value();
    });
}

} // namespace leitstand
