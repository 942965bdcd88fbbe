// SPDX-License-Identifier: EUPL-1.2
// A door with an inbox behind it, and short ways to bring items into it and decide on them.
// Threads: one test's.
#pragma once

#include "decide/post.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {

struct Desk {
    explicit Desk(Engine engine, std::shared_ptr<Catalogue const> given = {},
                  Limits const& limits = {})
        : door(engine, limits), catalogue(std::move(given)) {
        open();
    }
    void open() {
        inbox = Inbox::open(*door.database, *door.ledger, *door.blobs, *door.keys, door.limits,
                            door.clock, *door.log, catalogue)
                    .value();
    }
    void restart() {
        inbox.reset();
        door.close();
        door.open();
        open();
    }

    Result<void> bring(Item const& item, Inbox::Outcome const& outcome) {
        auto const write_outcome = TRY(inbox->prepare_outcome(item, outcome));
        return door.database->write(write_outcome);
    }
    // Entered and read.
    Item ready(std::string const& key, Document const& document, Understanding const& understanding,
               std::vector<FunctionKey> const& shadow = {}) {
        auto const item = door.enter(key, "Inhalt " + key, key + ".eml");
        Inbox::Outcome outcome;
        outcome.document = document;
        outcome.understanding = understanding;
        outcome.shadow = shadow;
        outcome.attempts = 1;
        auto const brought = bring(item, outcome);
        EXPECT_TRUE(brought) << brought.error().describe();
        return item;
    }
    Item refused(std::string const& key, std::string const& reason) {
        auto const item = door.enter(key, "Inhalt " + key, key + ".zip");
        Inbox::Outcome outcome;
        outcome.state = ItemState::needs_person;
        outcome.reason = reason;
        outcome.attempts = 1;
        auto const brought = bring(item, outcome);
        EXPECT_TRUE(brought) << brought.error().describe();
        return item;
    }

    InboxPage list(InboxFilter const& filter = {}) { return inbox->list(filter).value(); }
    std::vector<std::int64_t> numbers(InboxFilter const& filter = {}) {
        std::vector<std::int64_t> found;
        for (auto const& row : list(filter).rows)
            found.push_back(row.number);
        return found;
    }
    InboxRow row(Item const& item) {
        InboxFilter filter;
        filter.words = item.receipt_number;
        filter.with_closed = true;
        return list(filter).rows.at(0);
    }
    ItemView view(Item const& item) { return inbox->view(item.id).value(); }
    DecidedFinding finding(Item const& item, std::string const& key) {
        for (auto const& found : view(item).findings)
            if (found.finding.key == key)
                return found;
        ADD_FAILURE() << "no finding " << key;
        return {};
    }
    Result<DecidedFinding> decide(Item const& item, DecidedFinding const& on, DecisionKind kind,
                                  std::string const& key = {}, std::string const& value = {},
                                  std::string const& by_name = "Anna Amt") {
        FindingDecision decision;
        decision.finding_id = on.id;
        decision.version = on.version;
        decision.kind = kind;
        decision.key = key;
        decision.value = value;
        decision.by = "account-1";
        decision.by_name = by_name;
        return inbox->decide(item.id, decision);
    }
    Result<DecidedFinding> add(Item const& item, FindingKind kind, std::string const& key,
                               std::string const& value = {}) {
        FindingDecision decision;
        decision.kind = DecisionKind::add;
        decision.finding_kind = kind;
        decision.key = key;
        decision.value = value;
        decision.by = "account-1";
        decision.by_name = "Anna Amt";
        return inbox->decide(item.id, decision);
    }

    Door door;
    std::shared_ptr<Catalogue const> catalogue;
    std::unique_ptr<Inbox> inbox;
};

} // namespace leitstand
