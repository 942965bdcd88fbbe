// SPDX-License-Identifier: EUPL-1.2
#include "decide/stacks.hpp"

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/log.hpp"
#include "decide/detail/sealed_stacks.hpp"
#include "decide/waiting.hpp"
#include "decide/waiting_table.hpp"
#include "receive/packing.hpp"

namespace leitstand {

namespace detail {

namespace {

bool ranges_fit(std::vector<PageRange> const& ranges, std::uint32_t pages) {
    if (ranges.empty() || ranges.size() > kStackPartsMax)
        return false;
    std::uint32_t last = 0;
    for (auto const& range : ranges) {
        if (range.first <= last || range.last < range.first || range.last > pages)
            return false;
        last = range.last;
    }
    return ranges.size() > 1 || ranges.front() != PageRange{1, pages};
}

std::vector<std::uint32_t> pages_left_out(std::vector<PageRange> const& ranges,
                                          std::uint32_t pages) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t page = 1; page <= pages; ++page)
        if (std::none_of(ranges.begin(), ranges.end(), [&](auto const& range) {
                return page >= range.first && page <= range.last;
            }))
            out.push_back(page);
    return out;
}

// "scan.pdf" and pages 3 to 5: "scan (S. 3-5).pdf".
std::string part_name(std::string const& name, PageRange range) {
    auto const dot = name.rfind('.');
    auto const stem = name.substr(0, dot);
    auto const ending = dot == std::string::npos ? std::string{} : name.substr(dot);
    auto const pages = range.first == range.last ? std::to_string(range.first)
                                                 : fmt::format("{}-{}", range.first, range.last);
    return fmt::format("{} (S. {}){}", stem, pages, ending);
}

bool comes_through_a_scanner(Channel channel) {
    return channel == Channel::upload || channel == Channel::folder || channel == Channel::command;
}

} // namespace

std::string stack_step_context(std::string_view item_id, std::int64_t sequence) {
    return fmt::format("stack step:{}:{}", item_id, sequence);
}
std::string stack_undone_context(std::string_view item_id, std::int64_t sequence) {
    return fmt::format("stack undone:{}:{}", item_id, sequence);
}

Result<inbox_table::Row> SealedStacks::row_at(Sql& sql, Item const& item, std::int64_t version) {
    auto row = TRY(inbox_table::find(sql, item.number));
    if (!row)
        return fail(Code::not_found, "item.not_found", "no inbox row");
    if (version > 0 && row->version != version)
        return fail(Code::conflict, "item.changed",
                    fmt::format("version {} is {} now", version, row->version));
    return std::move(*row);
}

Result<void> SealedStacks::write_state(Sql& sql, Item const& item, inbox_table::Row const& before,
                                       inbox_table::Row now, std::string const& reason,
                                       std::string const& by) {
    now.version = before.version + 1;
    TRY(inbox_table::update(sql, before, now));
    auto const key = TRY(ledger_.item_key(item));
    TRY(inbox_table::append_state_change(
        sql, {.number = item.number,
              .version = now.version,
              .from = before.state,
              .to = now.state,
              .sealed_reason = seal(key, detail::state_context(item.id, now.version), reason),
              .changed_by = by,
              .changed_at = time_.now().microseconds}));
    if (before.state == now.state) // the entry of the step says what happened
        return {};
    return log_.write(sql, state_entry(entry_item(item, key), before, now, reason, by));
}

Result<void> SealedStacks::write_entry(Sql& sql, Item const& item, std::string step,
                                       std::int64_t sequence, std::vector<StackItem> const& items,
                                       std::string const& reason, std::string const& by) {
    std::vector<std::string> numbers;
    for (auto const& part : items)
        numbers.push_back(part.receipt_number);
    return log_.write(sql, {.type = EntryType::stack_changed,
                            .account = by,
                            .item = entry_item(item, TRY(ledger_.item_key(item))),
                            .details = {{"step", std::move(step)},
                                        {"sequence", std::to_string(sequence)},
                                        {"items", fmt::format("{}", fmt::join(numbers, " "))},
                                        {"reason", reason}}});
}

Result<void> SealedStacks::close_stack(Sql& sql, Item const& item, inbox_table::Row const& before,
                                       std::string_view reason_key, std::string const& reason,
                                       std::string const& by) {
    auto now = before;
    now.state_before = before.state;
    now.state = ItemState::closed;
    now.reason = reason_key;
    if (waited_days(item.arrived_at, time_.now())) // its parts, or what leads it, wait on
        TRY(waiting_table::remove(sql, item.number));
    return write_state(sql, item, before, std::move(now), reason, by);
}

Result<std::int64_t> SealedStacks::next_sequence(Sql& sql, std::int64_t number) {
    auto const steps = TRY(stack_table::steps(sql, number));
    return steps.empty() ? 1 : steps.back().sequence + 1;
}

Result<void> SealedStacks::insert_step(Sql& sql, Item const& item, stack_table::Step step,
                                       std::string const& reason,
                                       std::vector<std::uint32_t> const& left_out) {
    step.number = item.number;
    step.made_at = time_.now().microseconds;
    step.sealed = seal(TRY(ledger_.item_key(item)), stack_step_context(item.id, step.sequence),
                       pack_texts({reason, fmt::format("{}", fmt::join(left_out, ","))}));
    return stack_table::insert(sql, step);
}

// Has the bytes of the files stored. The arrival keys name stack, step and pages: a second run of
// the same split enters nothing twice.
Result<void> SealedStacks::add_entries(PreparedSplit& split, std::vector<std::string> const& files,
                                       std::string const& name, std::uint32_t pages,
                                       std::int64_t sequence) {
    ASSERT(files.size() == split.ranges.size());
    auto const transfer = TRY(ledger_.transfer_note(split.item));
    split.step.sequence = sequence;
    split.left_out = pages_left_out(split.ranges, pages);
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const range = split.ranges[i];
        Arrival const arrival{.channel = split.item.channel,
                              .key = fmt::format("stack:{}:{}:{}:{}-{}", split.item.id, sequence,
                                                 split.step.part, range.first, range.last),
                              .name = part_name(name, range),
                              .receipt_date = split.item.receipt_date,
                              .date_source = split.item.date_source,
                              .entered_by = split.item.entered_by,
                              .note = split.item.note,
                              .is_plain_text = false,
                              .transfer = transfer};
        split.entries.push_back(TRY(ledger_.prepare(arrival, files[i])));
    }
    return {};
}

Result<void> SealedStacks::write_split(Sql& sql, PreparedSplit& split) {
    auto const before = TRY(row_at(sql, split.item, split.version));
    FAULT_POINT("stack.before_parts");
    split.step.reason_before = before.reason;
    TRY(insert_step(sql, split.item, split.step, split.reason, split.left_out));
    split.made.clear();
    for (std::size_t i = 0; i < split.entries.size(); ++i) {
        auto const range = split.ranges[i];
        auto const child = TRY(split.entries[i]->write(sql));
        TRY(stack_table::insert(sql, {.number = split.item.number,
                                      .sequence = split.step.sequence,
                                      .item = child.number,
                                      .page_first = range.first,
                                      .page_last = range.last,
                                      .reason_before = {},
                                      .item_id = {},
                                      .item_arrived_at = 0}));
        split.made.push_back({child.id, child.receipt_number, range});
    }
    FAULT_POINT("stack.after_parts");
    TRY(write_entry(sql, split.item, split.step.kind, split.step.sequence, split.made, split.reason,
                    split.step.made_by));
    if (split.step.part == 0)
        return close_stack(sql, split.item, before, kReasonSplit, split.reason, split.step.made_by);
    return write_state(sql, split.item, before, before, split.reason, split.step.made_by);
}

Result<std::optional<Stacks::Write>>
SealedStacks::prepare_separated(Item const& item, Inbox::Outcome const& outcome) {
    std::optional<Write> nothing;
    if (outcome.state != ItemState::ready || !outcome.document ||
        !comes_through_a_scanner(item.channel))
        return nothing;
    auto const cutting = cuts_by_separators(*outcome.document, 0);
    if (!cutting)
        return nothing;
    auto const is_known = TRY(database_.read_for<bool>([&](Sql& sql) -> Result<bool> {
        return !TRY(stack_table::memberships(sql, item.number)).empty() ||
               !TRY(stack_table::steps(sql, item.number)).empty();
    }));
    if (is_known) // what a person split or took back is not split by the machine
        return nothing;
    auto const split = std::make_shared<PreparedSplit>();
    split->item = item;
    split->ranges = cutting->ranges;
    split->step.kind = stack_kind_name(StackKind::split);
    split->step.means = stack_means_name(StackMeans::separator);
    // What cannot be taken apart stays whole with what was read, and the proposal names the sheets.
    auto const stays_whole = [&](Error const& error) {
        log_warning("decide", "item {} has separator sheets and cannot be split: {}", item.id,
                    error.describe());
        return nothing;
    };
    auto const bytes = TRY(ledger_.original(item));
    auto const files = reading_.extract(bytes, cutting->pages, split->ranges);
    if (!files && may_pass(files.error())) // tried again, it may be split after all
        return tl::unexpected(files.error());
    if (!files)
        return stays_whole(files.error());
    auto added = add_entries(*split, *files, item.name, cutting->pages, 1);
    if (!added && (added.error().code == Code::bad_input || added.error().code == Code::too_large))
        return stays_whole(added.error()); // a part that the ledger does not take
    TRY(added);
    return Write{[this, split](Sql& sql) -> Result<void> {
        auto const row = TRY(row_at(sql, split->item, 0));
        bool const untouched = row.state == ItemState::ready && row.decisions == 0 &&
                               TRY(stack_table::steps(sql, split->item.number)).empty();
        return untouched ? write_split(sql, *split) : Result<void>{};
    }};
}

Result<std::vector<StackItem>> SealedStacks::split(std::string const& item_id,
                                                   SplitWish const& wish) {
    if (wish.reason.size() > kReasonBytesMax)
        return fail(Code::too_large, "item.reason_too_long");
    auto const view = TRY(inbox_.view(item_id));
    if (view.version != wish.version)
        return fail(Code::conflict, "item.changed");
    bool const is_open = view.state == ItemState::ready || view.state == ItemState::needs_person;
    if (!is_open || !view.document)
        return fail(Code::bad_input, "stack.not_open");
    auto const pages = page_count(*view.document, wish.part);
    if (wish.part >= view.document->parts.size() || !ranges_fit(wish.ranges, pages))
        return fail(Code::bad_input, "stack.ranges_wrong");
    if (!part_can_be_cut(*view.document, wish.part))
        return fail(Code::bad_input, "stack.other_kind");
    auto const sequence =
        TRY(database_.read_for<std::int64_t>([&](Sql& sql) -> Result<std::int64_t> {
            for (auto const& step : TRY(stack_table::steps(sql, view.item.number)))
                if (step.kind == stack_kind_name(StackKind::split) && !step.undone &&
                    step.part == wish.part)
                    return fail(Code::bad_input, "stack.not_open", "split already");
            return next_sequence(sql, view.item.number);
        }));
    PreparedSplit split;
    split.item = view.item;
    split.version = wish.version;
    split.ranges = wish.ranges;
    split.reason = wish.reason;
    split.step.kind = stack_kind_name(StackKind::split);
    split.step.means = stack_means_name(wish.means);
    split.step.part = wish.part;
    split.step.made_by = wish.by;
    auto const bytes =
        TRY(wish.part == 0 ? ledger_.original(view.item) : inbox_.part_bytes(item_id, wish.part));
    auto const& name = wish.part == 0 ? view.item.name : view.document->parts[wish.part].name;
    auto const files = TRY(reading_.extract(bytes, pages, split.ranges));
    TRY(add_entries(split, files, name, pages, sequence));
    TRY(database_.write([&](Sql& sql) -> Result<void> {
        TRY(wait_to_enter(sql));
        return write_split(sql, split);
    }));
    return split.made;
}

Result<void> SealedStacks::join(std::string const& item_id, std::int64_t version,
                                std::vector<std::string> const& others, std::string const& reason,
                                std::string const& by) {
    if (reason.size() > kReasonBytesMax)
        return fail(Code::too_large, "item.reason_too_long");
    std::set<std::string> const unique{others.begin(), others.end()};
    if (others.empty() || others.size() > kJoinMax || unique.size() != others.size() ||
        unique.contains(item_id))
        return fail(Code::bad_input, "stack.join_wrong");
    auto const leading = TRY(ledger_.find(item_id));
    std::vector<Item> items;
    std::vector<StackItem> joined;
    for (auto const& id : others) {
        items.push_back(TRY(ledger_.find(id)));
        joined.push_back({items.back().id, items.back().receipt_number, {0, 0}});
    }
    auto const is_open = [](inbox_table::Row const& row) {
        return row.state == ItemState::ready || row.state == ItemState::needs_person;
    };
    return database_.write([&](Sql& sql) -> Result<void> {
        auto const before = TRY(row_at(sql, leading, version));
        if (!is_open(before))
            return fail(Code::bad_input, "stack.not_open", leading.receipt_number);
        auto const sequence = TRY(next_sequence(sql, leading.number));
        stack_table::Step step;
        step.sequence = sequence;
        step.kind = stack_kind_name(StackKind::join);
        step.means = stack_means_name(StackMeans::hand);
        step.made_by = by;
        step.reason_before = before.reason;
        TRY(insert_step(sql, leading, step, reason, {}));
        for (auto const& item : items) {
            auto const row = TRY(row_at(sql, item, 0));
            if (!is_open(row))
                return fail(Code::bad_input, "stack.not_open", item.receipt_number);
            TRY(stack_table::insert(sql, {.number = leading.number,
                                          .sequence = sequence,
                                          .item = item.number,
                                          .page_first = 0,
                                          .page_last = 0,
                                          .reason_before = row.reason,
                                          .item_id = {},
                                          .item_arrived_at = 0}));
            TRY(close_stack(sql, item, row, kReasonJoined, reason, by));
        }
        TRY(write_entry(sql, leading, step.kind, sequence, joined, reason, by));
        return write_state(sql, leading, before, before, reason, by);
    });
}

// A part is worked on if somebody decided on it, corrected its date, closed it, or split or joined
// it further.
Result<void> SealedStacks::check_unworked(Sql& sql, Parts const& parts) {
    std::string worked_on;
    for (auto const& part : parts) {
        auto const row = TRY(inbox_table::find(sql, part.item));
        if (!row)
            return fail(Code::not_found, "item.not_found", "no inbox row");
        bool const is_worked_on = row->decisions > 0 || row->state == ItemState::closed ||
                                  TRY(stack_table::corrections(sql, part.item)) > 0 ||
                                  TRY(stack_table::has_standing_step(sql, part.item));
        if (!is_worked_on)
            continue;
        worked_on += worked_on.empty() ? "" : "\t";
        worked_on += receipt_number(Instant{part.item_arrived_at}, part.item);
    }
    if (worked_on.empty())
        return {};
    return fail(Code::conflict, "stack.worked_on", worked_on);
}

Result<void> SealedStacks::take_back_parts(Sql& sql, Parts const& parts,
                                           std::map<std::int64_t, Item> const& items,
                                           StackKind kind, std::string const& reason,
                                           std::string const& by) {
    for (auto const& part : parts) {
        auto const found = items.find(part.item);
        if (found == items.end())
            return fail(Code::conflict, "item.changed", "another step meanwhile");
        auto const& item = found->second;
        auto const row = TRY(row_at(sql, item, 0));
        if (kind == StackKind::split) {
            TRY(close_stack(sql, item, row, kReasonTakenBack, reason, by));
        } else if (row.state == ItemState::closed && row.reason == kReasonJoined) {
            auto now = row;
            now.state = row.state_before;
            now.reason = part.reason_before;
            TRY(write_state(sql, item, row, std::move(now), reason, by));
        }
    }
    return {};
}

Result<void> SealedStacks::undo(std::string const& item_id, std::int64_t version, StackKind kind,
                                std::string const& reason, std::string const& by) {
    ASSERT(kind != StackKind::dismiss);
    if (reason.size() > kReasonBytesMax)
        return fail(Code::too_large, "item.reason_too_long");
    auto const item = TRY(ledger_.find(item_id));
    auto const key = TRY(ledger_.item_key(item));
    auto const known = TRY(
        database_.read_for<Parts>([&](Sql& sql) { return stack_table::parts(sql, item.number); }));
    std::map<std::int64_t, Item> items;
    for (auto const& part : known)
        items.emplace(part.item, TRY(ledger_.find(part.item_id)));
    return database_.write([&](Sql& sql) -> Result<void> {
        auto const before = TRY(row_at(sql, item, version));
        auto const steps = TRY(stack_table::steps(sql, item.number));
        auto const last = std::find_if(steps.rbegin(), steps.rend(), [&](auto const& step) {
            return step.kind == stack_kind_name(kind) && !step.undone;
        });
        if (last == steps.rend())
            return fail(Code::bad_input, "stack.nothing_to_undo");
        auto parts = TRY(stack_table::parts(sql, item.number));
        std::erase_if(parts, [&](auto const& part) { return part.sequence != last->sequence; });
        if (kind == StackKind::split)
            TRY(check_unworked(sql, parts));
        TRY(take_back_parts(sql, parts, items, kind, reason, by));
        auto undone = *last;
        undone.undone_by = by;
        undone.undone_at = time_.now().microseconds;
        undone.sealed_undone =
            seal(key, stack_undone_context(item.id, undone.sequence), pack_texts({reason}));
        TRY(stack_table::insert_undone(sql, undone));
        std::vector<StackItem> taken_back;
        for (auto const& part : parts)
            taken_back.push_back({part.item_id,
                                  receipt_number(Instant{part.item_arrived_at}, part.item),
                                  {part.page_first, part.page_last}});
        TRY(write_entry(sql, item, "undo " + undone.kind, undone.sequence, taken_back, reason, by));
        auto now = before;
        // Taking back a join leaves a leading item that was split meanwhile as it stands.
        bool const opens = kind == StackKind::split && before.state == ItemState::closed &&
                           before.reason == kReasonSplit;
        if (opens) {
            now.state = before.state_before;
            now.reason = last->reason_before;
        }
        return write_state(sql, item, before, std::move(now), reason, by);
    });
}

Result<bool> SealedStacks::is_part(Item const& item) {
    return database_.read_for<bool>(
        [&](Sql& sql) { return stack_table::is_split_off(sql, item.number); });
}

Result<void> SealedStacks::dismiss(std::string const& item_id, std::int64_t version,
                                   std::string const& by) {
    auto const item = TRY(ledger_.find(item_id));
    return database_.write([&](Sql& sql) -> Result<void> {
        auto const before = TRY(row_at(sql, item, version));
        stack_table::Step step;
        step.sequence = TRY(next_sequence(sql, item.number));
        step.kind = stack_kind_name(StackKind::dismiss);
        step.means = stack_means_name(StackMeans::content);
        step.made_by = by;
        step.reason_before = before.reason;
        TRY(insert_step(sql, item, step, {}, {}));
        TRY(write_entry(sql, item, step.kind, step.sequence, {}, {}, by));
        return write_state(sql, item, before, before, {}, by);
    });
}

} // namespace detail

namespace {
constexpr std::array<std::string_view, 3> kMeans{"separator", "content", "hand"};
constexpr std::array<std::string_view, 3> kKinds{"split", "join", "dismiss"};
} // namespace

std::string_view stack_means_name(StackMeans means) {
    return kMeans.at(static_cast<std::size_t>(means));
}

Result<StackMeans> parse_stack_means(std::string_view name) {
    for (auto const means : {StackMeans::separator, StackMeans::content, StackMeans::hand})
        if (stack_means_name(means) == name)
            return means;
    return fail(Code::bad_input, "request.field_wrong", "means");
}

std::string_view stack_kind_name(StackKind kind) {
    return kKinds.at(static_cast<std::size_t>(kind));
}

bool is_stack_reason(std::string_view reason) {
    return reason == kReasonSplit || reason == kReasonJoined || reason == kReasonTakenBack;
}

Result<std::unique_ptr<Stacks>> Stacks::open(Database& database, Ledger& ledger, Inbox& inbox,
                                             Reading& reading, TimeSource& time,
                                             EntryLog const& log) {
    return std::make_unique<detail::SealedStacks>(database, ledger, inbox, reading, time, log);
}

} // namespace leitstand
