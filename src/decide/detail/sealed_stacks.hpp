// SPDX-License-Identifier: EUPL-1.2
// The one implementation of Stacks: stacks.cpp has what changes, stack_view.cpp what is shown.
// Threads: any; it holds no state of its own.
#pragma once

#include <map>

#include "decide/detail/sealed_inbox.hpp"
#include "decide/stack_table.hpp"
#include "decide/stacks.hpp"

namespace leitstand::detail {

// What a split writes, with the files that were made for it.
struct PreparedSplit {
    Item item;
    std::int64_t version = 0; // the row must stand there; 0: whatever it is
    stack_table::Step step;   // without sequence in the case of separators
    std::vector<PageRange> ranges;
    std::vector<std::uint32_t> left_out;
    std::string reason;
    std::vector<std::unique_ptr<PreparedEntry>> entries;
    std::vector<StackItem> made; // as the last run of the transaction made them
};

class SealedStacks final : public Stacks {
  public:
    SealedStacks(Database& database, Ledger& ledger, Inbox& inbox, Reading& reading,
                 TimeSource& time, EntryLog const& log)
        : database_(database), ledger_(ledger), inbox_(inbox), reading_(reading), time_(time),
          log_(log) {}

    Result<std::optional<Write>> prepare_separated(Item const& item,
                                                   Inbox::Outcome const& outcome) override;
    Result<std::vector<StackItem>> split(std::string const& item_id,
                                         SplitWish const& wish) override;
    Result<void> join(std::string const& item_id, std::int64_t version,
                      std::vector<std::string> const& others, std::string const& reason,
                      std::string const& by) override;
    Result<void> undo(std::string const& item_id, std::int64_t version, StackKind kind,
                      std::string const& reason, std::string const& by) override;
    Result<void> dismiss(std::string const& item_id, std::int64_t version,
                         std::string const& by) override;
    Result<StackView> view(ItemView const& item) override;
    Result<bool> is_part(Item const& item) override;

  private:
    using Parts = std::vector<stack_table::PartRow>;

    Result<void> add_entries(PreparedSplit& split, std::vector<std::string> const& files,
                             std::string const& name, std::uint32_t pages, std::int64_t sequence);
    Result<void> write_split(Sql& sql, PreparedSplit& split);
    Result<void> close_stack(Sql& sql, Item const& item, inbox_table::Row const& before,
                             std::string_view reason_key, std::string const& reason,
                             std::string const& by);
    Result<inbox_table::Row> row_at(Sql& sql, Item const& item, std::int64_t version);
    Result<void> write_state(Sql& sql, Item const& item, inbox_table::Row const& before,
                             inbox_table::Row now, std::string const& reason,
                             std::string const& by);
    Result<std::int64_t> next_sequence(Sql& sql, std::int64_t number);
    Result<void> insert_step(Sql& sql, Item const& item, stack_table::Step step,
                             std::string const& reason, std::vector<std::uint32_t> const& left_out);
    // The log's entry of a step, on the stack or the leading item.
    Result<void> write_entry(Sql& sql, Item const& item, std::string step, std::int64_t sequence,
                             std::vector<StackItem> const& items, std::string const& reason,
                             std::string const& by);
    Result<void> check_unworked(Sql& sql, Parts const& parts);
    Result<void> take_back_parts(Sql& sql, Parts const& parts,
                                 std::map<std::int64_t, Item> const& items, StackKind kind,
                                 std::string const& reason, std::string const& by);

    Database& database_;
    Ledger& ledger_;
    Inbox& inbox_;
    Reading& reading_;
    TimeSource& time_;
    EntryLog const& log_;
};

// What the sealed columns of a step are bound to.
std::string stack_step_context(std::string_view item_id, std::int64_t sequence);
std::string stack_undone_context(std::string_view item_id, std::int64_t sequence);

} // namespace leitstand::detail
