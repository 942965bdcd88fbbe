// SPDX-License-Identifier: EUPL-1.2
// What a person sees of a stack: where an item came from, what was done, what is proposed.
#include <charconv>

#include "decide/detail/sealed_stacks.hpp"
#include "receive/packing.hpp"

namespace leitstand::detail {

namespace {

Result<StackKind> kind_of(std::string_view name) {
    for (auto const kind : {StackKind::split, StackKind::join, StackKind::dismiss})
        if (stack_kind_name(kind) == name)
            return kind;
    return fail(Code::damaged, "packed.damaged", "unknown step");
}

Result<std::vector<std::uint32_t>> numbers_in(std::string_view text) {
    std::vector<std::uint32_t> numbers;
    for (std::size_t at = 0; at < text.size();) {
        std::uint32_t number = 0;
        auto const [stopped, error] =
            std::from_chars(text.data() + at, text.data() + text.size(), number);
        if (error != std::errc{})
            return fail(Code::damaged, "packed.damaged", "no page number");
        numbers.push_back(number);
        at = static_cast<std::size_t>(stopped - text.data()) + 1;
    }
    return numbers;
}

Result<StackStep> opened(Item const& item, SecretKey const& key, stack_table::Step const& row,
                         std::vector<stack_table::PartRow> const& parts) {
    StackStep step;
    step.sequence = row.sequence;
    step.kind = TRY(kind_of(row.kind));
    step.means = TRY(parse_stack_means(row.means));
    step.part = row.part;
    step.made_by = row.made_by;
    step.made_at = Instant{row.made_at};
    auto texts = TRY(unpack_texts(
        TRY(open_sealed(key, stack_step_context(item.id, row.sequence), row.sealed)), 2));
    step.reason = std::move(texts[0]);
    step.left_out = TRY(numbers_in(texts[1]));
    for (auto const& part : parts)
        if (part.sequence == row.sequence)
            step.items.push_back({part.item_id,
                                  receipt_number(Instant{part.item_arrived_at}, part.item),
                                  {part.page_first, part.page_last}});
    step.undone = row.undone;
    if (row.undone) {
        step.undone_by = row.undone_by;
        step.undone_at = Instant{row.undone_at};
        step.undone_reason = TRY(unpack_texts(
            TRY(open_sealed(key, stack_undone_context(item.id, row.sequence), row.sealed_undone)),
            1))[0];
    }
    return step;
}

// Of what an item is a part: with the step's row and the stack's name.
struct Membership {
    stack_table::PartRow part;
    stack_table::Step step;
    stack_table::ItemName stack;
};

Result<std::vector<Membership>> memberships_of(Sql& sql, std::int64_t number) {
    std::vector<Membership> all;
    for (auto const& part : TRY(stack_table::memberships(sql, number)))
        if (auto step = TRY(stack_table::step(sql, part.number, part.sequence)))
            all.push_back({part, std::move(*step), TRY(stack_table::item_name(sql, part.number))});
    return all;
}

void take_membership(StackView& view, Membership const& of) {
    auto const& [part, step, stack] = of;
    StackItem const whole{stack.id,
                          receipt_number(Instant{stack.arrived_at}, part.number),
                          {part.page_first, part.page_last}};
    if (part.page_first == 0) {
        if (!step.undone)
            view.joined_to = whole;
        return;
    }
    Origin origin;
    origin.stack = whole;
    origin.arrived_with = Instant{stack.arrived_at};
    origin.part = step.part;
    origin.means = parse_stack_means(step.means).value_or(StackMeans::hand);
    origin.made_by = step.made_by;
    origin.made_at = Instant{step.made_at};
    origin.undone = step.undone;
    view.origin = origin;
}

bool is_split(std::vector<StackStep> const& steps, std::uint32_t part) {
    return std::any_of(steps.begin(), steps.end(), [&](auto const& step) {
        return step.kind == StackKind::split && !step.undone && step.part == part;
    });
}

bool is_at_hand(ItemView const& item, std::uint32_t part) {
    return part == 0 || std::any_of(item.derived.begin(), item.derived.end(),
                                    [&](auto const& derived) { return derived.part == part; });
}

std::vector<CuttablePart> cuttable_parts(ItemView const& item,
                                         std::vector<StackStep> const& steps) {
    std::vector<CuttablePart> parts;
    bool const is_open = item.state == ItemState::ready || item.state == ItemState::needs_person;
    if (!is_open || !item.document)
        return parts;
    for (auto const& part : item.document->parts)
        if (part_can_be_cut(*item.document, part.number) && is_at_hand(item, part.number) &&
            !is_split(steps, part.number))
            parts.push_back({part.number, page_count(*item.document, part.number), part.name});
    return parts;
}

std::vector<Cutting> proposals_for(ItemView const& item, StackView const& view) {
    std::vector<Cutting> proposals;
    bool const dismissed = std::any_of(view.steps.begin(), view.steps.end(), [](auto const& step) {
        return !step.undone && step.kind == StackKind::dismiss;
    });
    for (auto const& part : view.cuttable)
        if (auto cutting = propose_cuts(*item.document, part.part); cutting && !dismissed)
            proposals.push_back(std::move(*cutting));
    return proposals;
}

} // namespace

Result<StackView> SealedStacks::view(ItemView const& item) {
    std::vector<stack_table::Step> steps;
    std::vector<stack_table::PartRow> parts;
    std::vector<Membership> memberships;
    TRY(database_.read([&](Sql& sql) -> Result<void> {
        steps = TRY(stack_table::steps(sql, item.item.number));
        if (!steps.empty())
            parts = TRY(stack_table::parts(sql, item.item.number));
        memberships = TRY(memberships_of(sql, item.item.number));
        return {};
    }));
    auto const key = TRY(ledger_.item_key(item.item));
    StackView view;
    for (auto const& step : steps)
        view.steps.push_back(TRY(opened(item.item, key, step, parts)));
    for (auto const& of : memberships)
        take_membership(view, of);
    view.cuttable = cuttable_parts(item, view.steps);
    view.proposals = proposals_for(item, view);
    return view;
}

} // namespace leitstand::detail
