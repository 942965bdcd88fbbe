// SPDX-License-Identifier: EUPL-1.2
// What persons do: decide on findings, close and reopen, have an item read once more. Everything is
// appended with who, when and why; an earlier decision is never overwritten.
#include "base/assert.hpp"
#include "base/ids.hpp"
#include "decide/detail/sealed_inbox.hpp"
#include "decide/outcome_table.hpp"
#include "decide/stacks.hpp"
#include "decide/waiting.hpp"
#include "decide/waiting_table.hpp"
#include "store/job_queue.hpp"

namespace leitstand::detail {

namespace {

constexpr int kDecideAttemptsMax = 8; // others decided on other findings of the same item meanwhile
constexpr char kMeanwhile[] = "inbox.meanwhile"; // internal: begin again

// The detail names who made the last decision, be it that an earlier one was taken back.
auto changed(DecidedFinding const& now, StoredDecision const* last) {
    return fail(Code::conflict, "finding.changed",
                fmt::format("{}\t{}", last ? last->by_name : std::string{}, now.state));
}

StoredDecision const* last_on(std::string_view finding,
                              std::vector<StoredDecision> const& decisions) {
    auto const at = std::find_if(decisions.rbegin(), decisions.rend(),
                                 [&](auto const& one) { return one.finding == finding; });
    return at == decisions.rend() ? nullptr : &*at;
}

// There is one unit, and an item without one is in everybody's sight: nobody sends it there by
// taking the unit away.
Result<void> check_unit(FindingDecision const& decision, DecidedFinding const& unit) {
    if (decision.kind == DecisionKind::reject)
        return fail(Code::bad_input, "finding.unit_not_rejected");
    if (decision.kind == DecisionKind::confirm && unit.finding.key.empty())
        return fail(Code::bad_input, "finding.key_missing");
    return {};
}

// What was added and taken back is no longer there to decide on.
Result<void> check_still_there(FindingDecision const& decision, DecidedFinding const& known) {
    bool const withdraws = decision.kind == DecisionKind::withdraw;
    bool const gone = known.state == "withdrawn";
    if (withdraws && (gone || !known.decided_at))
        return fail(Code::bad_input, "decision.nothing_to_withdraw");
    if (gone)
        return fail(Code::not_found, "finding.not_found");
    return {};
}

// An earlier reading's finding of which the last decision was taken back: it stands no more.
DecidedFinding taken_back(DecidedFinding finding, std::int64_t version) {
    finding.version = version;
    finding.shown = false;
    finding.state = "withdrawn";
    finding.corrected_key.clear();
    finding.corrected_value.clear();
    return finding;
}

std::optional<DecidedFinding> found_in(std::vector<DecidedFinding> const& findings,
                                       std::string_view id) {
    auto const at = std::ranges::find(findings, id, &DecidedFinding::id);
    return at == findings.end() ? std::nullopt : std::optional{*at};
}

StoredDecision made(FindingDecision const& decision, std::string finding, std::int64_t version,
                    FindingKind kind, Instant now) {
    StoredDecision stored;
    stored.finding = std::move(finding);
    stored.version = version;
    stored.kind = decision.kind;
    stored.decided_by = decision.by;
    stored.decided_at = now;
    stored.finding_kind = kind;
    bool const says_something =
        decision.kind == DecisionKind::correct || decision.kind == DecisionKind::add;
    if (says_something) {
        stored.key = decision.key;
        stored.value = decision.value;
    }
    stored.reason = decision.reason;
    stored.by_name = decision.by_name;
    return stored;
}

// How the figures count a finding as it stands now; nothing where no decision stands on it. One
// that a person added, or a unit where none was proposed, is a miss, if its function was shown.
std::optional<DecisionOutcome> outcome_of(DecidedFinding const& now,
                                          StoredUnderstanding const* last) {
    bool const by_hand = run_of(now.id) == 0 && now.id != kUnitFinding;
    if (now.state == "open" || now.state == "withdrawn" || (by_hand && now.state == "rejected"))
        return std::nullopt;
    bool const missed = by_hand || now.finding.key.empty();
    if (missed && (last == nullptr || !last->shows(function_of_kind(now.finding.kind))))
        return std::nullopt;
    return missed                     ? DecisionOutcome::added
           : now.state == "rejected"  ? DecisionOutcome::rejected
           : now.state == "corrected" ? DecisionOutcome::corrected
                                      : DecisionOutcome::confirmed;
}

outcome_table::Row outcome_row(Item const& item, DecidedFinding const& now,
                               StoredDecision const& decision, std::int64_t unit) {
    bool const by_hand = run_of(decision.finding) == 0;
    return {.number = item.number,
            .finding = decision.finding,
            .function = by_hand ? function_of_kind(now.finding.kind) : now.finding.function,
            .kind = std::string{finding_kind_name(now.finding.kind)},
            .unit = unit,
            .day = day_number(date_in_berlin(decision.decided_at)),
            .decided_by = decision.decided_by};
}

Result<void> count_outcome(Sql& sql, outcome_table::Row const& row,
                           std::optional<DecisionOutcome> outcome) {
    if (!outcome)
        return outcome_table::remove(sql, row.number, row.finding);
    auto counted = row;
    counted.outcome = *outcome;
    return outcome_table::put(sql, counted);
}

// Ends the wait of a letter that a person closes, or lets it go on.
Result<void> count_waiting(Sql& sql, Item const& item, ItemState before, ItemState now,
                           std::string const& by, Instant at) {
    auto const waited = waited_days(item.arrived_at, at);
    if (!waited || before == now)
        return {};
    if (now == ItemState::closed)
        return waiting_table::close(sql, item.number, *waited, by);
    return before == ItemState::closed ? waiting_table::reopen(sql, item.number) : Result<void>{};
}

LogEntry decision_entry(StoredDecision const& decision, EntryItem item) {
    return {.type = EntryType::decision_made,
            .account = decision.decided_by,
            .item = std::move(item),
            .details = {{"finding", decision.finding},
                        {"version", std::to_string(decision.version)},
                        {"decision", std::string{decision_kind_name(decision.kind)}},
                        {"key", decision.key},
                        {"value", decision.value},
                        {"reason", decision.reason}}};
}

} // namespace

Result<void> SealedInbox::check_key(FindingKind kind, std::string const& key,
                                    std::string const& value) const {
    if (key.empty())
        return fail(Code::bad_input, "finding.key_missing");
    std::string_view field_kind;
    if (catalogue_) {
        bool known = false;
        switch (kind) {
        case FindingKind::service:
            known = catalogue_->service(key) != nullptr;
            break;
        case FindingKind::act:
            known = catalogue_->act(key) != nullptr;
            break;
        case FindingKind::theme:
            known = catalogue_->theme(key) != nullptr;
            break;
        case FindingKind::document:
            known = catalogue_->document_type(key) != nullptr;
            break;
        case FindingKind::unit:
            known = catalogue_->unit(key) != nullptr;
            break;
        case FindingKind::field:
            if (auto const* const field = catalogue_->field(key)) {
                known = true;
                field_kind = field->kind;
            }
            break;
        }
        if (!known)
            return fail(Code::bad_input, "finding.key_unknown");
    }
    bool const fits =
        kind == FindingKind::field ? value_has_shape(value, field_kind) : value.empty();
    if (!fits)
        return fail(Code::bad_input, "finding.value_invalid");
    return {};
}

Result<void> SealedInbox::check(FindingDecision const& decision, DecidedFinding const* known,
                                StoredDecision const* last) const {
    if (decision.reason.size() > kReasonBytesMax)
        return fail(Code::too_large, "finding.reason_too_long");
    if (decision.kind == DecisionKind::add)
        return decision.finding_kind == FindingKind::unit // there is one, to be corrected
                   ? fail(Code::bad_input, "finding.kind_unknown")
                   : check_key(decision.finding_kind, decision.key, decision.value);
    if (known == nullptr)
        return fail(Code::not_found, "finding.not_found");
    if (known->version != decision.version)
        return changed(*known, last);
    TRY(check_still_there(decision, *known));
    if (known->id == kUnitFinding)
        TRY(check_unit(decision, *known));
    if (decision.kind == DecisionKind::correct)
        return check_key(known->finding.kind, decision.key, decision.value);
    return {};
}

Result<DecidedFinding> SealedInbox::decide(std::string const& item_id,
                                           FindingDecision const& decision) {
    auto const item = TRY(ledger_.find(item_id));
    auto const key = TRY(ledger_.item_key(item));
    for (int attempt = 1;; ++attempt) {
        auto decided = decide_once(item, key, decision);
        if (decided || decided.error().key != kMeanwhile)
            return decided;
        if (attempt == kDecideAttemptsMax)
            return fail(Code::unavailable, "item.busy");
    }
}

Result<DecidedFinding> SealedInbox::decide_once(Item const& item, SecretKey const& key,
                                                FindingDecision const& asked) {
    auto stand = TRY(stand_of(item, key));
    auto findings = stand.findings();
    findings.push_back(stand.unit_finding());
    auto const at = std::find_if(findings.begin(), findings.end(), [&](auto const& finding) {
        return finding.id == asked.finding_id;
    });
    auto const* const known = at == findings.end() ? nullptr : &*at;
    auto decision = asked;
    if (decision.kind == DecisionKind::correct && decision.key.empty() && known)
        decision.key = known->finding.key;
    TRY(check(decision, known, last_on(asked.finding_id, stand.decisions)));

    bool const adds = decision.kind == DecisionKind::add;
    auto const id = adds ? fmt::format("a-{}", new_id().substr(0, 16)) : known->id;
    auto stored = made(decision, id, adds ? 1 : known->version + 1,
                       adds ? decision.finding_kind : known->finding.kind, time_.now());
    if (id == kUnitFinding && stored.kind == DecisionKind::confirm)
        stored.key = known->finding.key; // a later reading may propose another
    auto const place = std::find_if(stand.decisions.rbegin(), stand.decisions.rend(),
                                    [&](auto const& other) { return other.finding == id; });
    stand.decisions.insert(place.base(), stored);
    auto const after = stand.findings();
    auto now = stand.row;
    now.decisions += 1;
    TRY(show(now, item, key, after, stand.unit()));
    reading_table::Decision const row{
        .number = item.number,
        .finding = id,
        .version = stored.version,
        .kind = std::string{decision_kind_name(stored.kind)},
        .decided_by = stored.decided_by,
        .decided_at = stored.decided_at.microseconds,
        .sealed = seal(key, decision_context(item.id, id, stored.version), pack_decision(stored))};
    auto const standing = id == kUnitFinding
                              ? stand.unit_finding()
                              : found_in(after, id).value_or(
                                    taken_back(adds ? DecidedFinding{} : *known, stored.version));
    auto const reading = stand.runs.find(stand.row.run);
    auto const outcome =
        outcome_of(standing, reading == stand.runs.end() ? nullptr : &reading->second);
    auto const counted = outcome_row(item, standing, stored, tokens_.of("unit", stand.unit()));
    TRY(database_.write([&](Sql& sql) -> Result<void> {
        auto const before = TRY(find_row(sql, item));
        if (before.decisions != stand.row.decisions || before.version != stand.row.version)
            return fail(Code::conflict, kMeanwhile);
        // The row that all decisions on this item change comes first: PostgreSQL then lets the
        // second of two wait here, and runs it again on what the first stored.
        TRY(inbox_table::update(sql, before, now));
        TRY(reading_table::insert(sql, row));
        TRY(count_outcome(sql, counted, outcome));
        return log_.write(sql, decision_entry(stored, entry_item(item, key)));
    }));
    return standing;
}

LogEntry state_entry(EntryItem item, inbox_table::Row const& before, inbox_table::Row const& now,
                     std::string const& reason, std::string const& by) {
    return {.type = EntryType::item_state_changed,
            .account = by,
            .item = std::move(item),
            .details = {{"version", std::to_string(now.version)},
                        {"from", std::string{item_state_name(before.state)}},
                        {"to", std::string{item_state_name(now.state)}},
                        {"reason", reason}}};
}

Result<void>
SealedInbox::change_state(std::string const& item_id, std::string const& reason,
                          std::string const& by,
                          std::function<Result<void>(Sql&, inbox_table::Row&)> const& change) {
    if (reason.size() > kReasonBytesMax)
        return fail(Code::too_large, "item.reason_too_long");
    auto const item = TRY(ledger_.find(item_id));
    auto const key = TRY(ledger_.item_key(item));
    auto const at = time_.now();
    return database_.write([&](Sql& sql) -> Result<void> {
        auto const before = TRY(find_row(sql, item));
        auto now = before;
        TRY(change(sql, now));
        now.version = before.version + 1;
        TRY(inbox_table::update(sql, before, now));
        TRY(count_waiting(sql, item, before.state, now.state, by, at));
        TRY(inbox_table::append_state_change(
            sql, {.number = item.number,
                  .version = now.version,
                  .from = before.state,
                  .to = now.state,
                  .sealed_reason = seal(key, state_context(item.id, now.version), reason),
                  .changed_by = by,
                  .changed_at = at.microseconds}));
        return log_.write(sql, state_entry(entry_item(item, key), before, now, reason, by));
    });
}

Result<void> SealedInbox::set_state(std::string const& item_id, std::int64_t version,
                                    ItemState state, std::string const& reason,
                                    std::string const& by) {
    return change_state(item_id, reason, by, [&](Sql&, inbox_table::Row& row) -> Result<void> {
        if (row.version != version)
            return fail(Code::conflict, "item.changed",
                        fmt::format("version {} is {} now", version, row.version));
        if (row.state == ItemState::closed && is_stack_reason(row.reason))
            return fail(Code::conflict, "stack.only_undo");
        bool const closes = state == ItemState::closed && row.state != ItemState::closed;
        bool const opens = state == ItemState::ready && row.state == ItemState::closed;
        bool const takes_over = state == ItemState::ready && row.state == ItemState::needs_person;
        if (closes)
            row.state_before = row.state;
        else if (!opens && !takes_over)
            return fail(Code::bad_input, "item.state_not_allowed");
        row.state = opens ? row.state_before : state;
        return {};
    });
}

Result<void> SealedInbox::try_again(std::string const& item_id, std::string const& by) {
    auto const now = time_.now();
    return change_state(item_id, {}, by, [&](Sql& sql, inbox_table::Row& row) -> Result<void> {
        if (row.state != ItemState::needs_person)
            return fail(Code::bad_input, "item.state_not_allowed");
        row.state = ItemState::waiting;
        row.reason.clear();
        row.attempts = 0;
        return enqueue_job(sql, "read_item", item_id, 0, now);
    });
}

} // namespace leitstand::detail
