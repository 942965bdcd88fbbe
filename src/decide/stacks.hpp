// SPDX-License-Identifier: EUPL-1.2
// Stacks and bundles: one delivery that holds several letters becomes several items, and several
// items of one sender that belong together become one matter; both can be taken back. The stack
// stays as it came, closed; each part is an item of its own with the stack's date of receipt and
// its own receipt number. Separator sheets split without a person, everything else needs one.
// Format: docs/formats/inbox.md; reasons for the choices: docs/adr/0011-stacks.md. Threads: any.
// Limits: kStackPartsMax, kJoinMax.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decide/cut_points.hpp"
#include "decide/inbox.hpp"
#include "read/reading.hpp"

namespace leitstand {

inline constexpr std::size_t kJoinMax = 50; // items joined to one at once

enum class StackMeans : std::uint8_t { separator, content, hand };
std::string_view stack_means_name(StackMeans means);
Result<StackMeans> parse_stack_means(std::string_view name); // bad_input "request.field_wrong"

enum class StackKind : std::uint8_t { split, join, dismiss };
std::string_view stack_kind_name(StackKind kind);

// Reasons in the inbox's row of an item that a step has closed; messages.toml has their texts.
inline constexpr std::string_view kReasonSplit = "stack.split";
inline constexpr std::string_view kReasonJoined = "stack.joined";
inline constexpr std::string_view kReasonTakenBack = "stack.taken_back";
bool is_stack_reason(std::string_view reason);

struct SplitWish {
    std::int64_t version = 0;            // of the item, as the person saw it
    std::uint32_t part = 0;              // 0: the item's own file, else an attachment
    std::vector<PageRange> ranges;       // in order, not over each other; pages may be left out
    StackMeans means = StackMeans::hand; // or content
    std::string reason;
    std::string by; // account id
};

struct StackItem {
    std::string id;
    std::string receipt_number;
    PageRange range{0, 0}; // 0: of a join
};

struct StackStep {
    std::int64_t sequence = 0;
    StackKind kind = StackKind::split;
    StackMeans means = StackMeans::hand;
    std::uint32_t part = 0;
    std::vector<StackItem> items;
    std::vector<std::uint32_t> left_out; // pages that became no item
    std::string made_by;                 // account id; empty: a separator sheet
    Instant made_at;
    std::string reason;
    bool undone = false;
    std::string undone_by;
    Instant undone_at;
    std::string undone_reason;
};

// Where an item came from.
struct Origin {
    StackItem stack;
    Instant arrived_with; // when the stack arrived
    std::uint32_t part = 0;
    StackMeans means = StackMeans::hand;
    std::string made_by;
    Instant made_at;
    bool undone = false;
};

// A part that a person may cut now.
struct CuttablePart {
    std::uint32_t part = 0;
    std::uint32_t pages = 0;
    std::string name;
};

struct StackView {
    std::optional<Origin> origin;
    std::optional<StackItem> joined_to;
    std::vector<StackStep> steps;
    std::vector<CuttablePart> cuttable;
    std::vector<Cutting> proposals; // of those, unless somebody has dismissed them
};

class Stacks {
  public:
    static Result<std::unique_ptr<Stacks>> open(Database& database, Ledger& ledger, Inbox& inbox,
                                                Reading& reading, TimeSource& time,
                                                EntryLog const& log);
    virtual ~Stacks() = default;

    // For work, after an item was read: if separator sheets cut it, makes the files and returns
    // what the transaction of the outcome does last, after wait_to_enter() at its beginning; else
    // nothing. In it the stack is left alone if it was split or worked on before. What the reader
    // cannot take apart stays whole. Errors: those of the ledger, and those of Reading::read that
    // may pass, so that the caller tries again.
    using Write = std::function<Result<void>(Sql&)>;
    virtual Result<std::optional<Write>> prepare_separated(Item const& item,
                                                           Inbox::Outcome const& outcome) = 0;

    // Splits by hand; returns the new items. An item's own file closes it, an attachment leaves it
    // open. Errors: bad_input "stack.ranges_wrong", "stack.not_open", "stack.other_kind" (see
    // part_can_be_cut) and those of Reading::extract; conflict "item.changed"; not_found.
    virtual Result<std::vector<StackItem>> split(std::string const& item_id,
                                                 SplitWish const& wish) = 0;
    // Closes `others` as belonging to the item. Errors: bad_input "stack.join_wrong" (none, too
    // many, itself), "stack.not_open" (detail: receipt number); conflict "item.changed".
    virtual Result<void> join(std::string const& item_id, std::int64_t version,
                              std::vector<std::string> const& others, std::string const& reason,
                              std::string const& by) = 0;
    // Takes back the last split or join that stands. Errors: conflict "item.changed",
    // "stack.worked_on" (detail: receipt numbers of parts that somebody has worked on); bad_input
    // "stack.nothing_to_undo".
    virtual Result<void> undo(std::string const& item_id, std::int64_t version, StackKind kind,
                              std::string const& reason, std::string const& by) = 0;
    // The proposals by content are not wanted. Errors: conflict "item.changed".
    virtual Result<void> dismiss(std::string const& item_id, std::int64_t version,
                                 std::string const& by) = 0;

    virtual Result<StackView> view(ItemView const& item) = 0;
    // Whether the item was split off from a stack. Far cheaper than view().
    virtual Result<bool> is_part(Item const& item) = 0;
};

} // namespace leitstand
