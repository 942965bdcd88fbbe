// SPDX-License-Identifier: EUPL-1.2
#include "decide/findings.hpp"

#include <charconv>

#include "base/assert.hpp"
#include "receive/packing.hpp"
#include "text/utf8.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kValueBytesMax = 2'000;
constexpr std::size_t kAmountDigitsMax = 12;

void apply(DecidedFinding& decided, StoredDecision const& decision, bool by_hand) {
    decided.decided_by = decision.by_name;
    decided.decided_at = decision.decided_at;
    decided.shown = true;
    decided.corrected_key.clear();
    decided.corrected_value.clear();
    switch (decision.kind) {
    case DecisionKind::confirm:
        decided.state = by_hand ? "added" : "confirmed";
        break;
    case DecisionKind::correct:
        decided.state = "corrected";
        decided.corrected_key = decision.key;
        decided.corrected_value = decision.value;
        break;
    case DecisionKind::reject:
        decided.state = "rejected";
        break;
    case DecisionKind::add:
        decided.state = "added";
        decided.finding.kind = decision.finding_kind;
        decided.finding.key = decision.key;
        decided.finding.value = decision.value;
        decided.finding.suggested = true;
        break;
    case DecisionKind::withdraw: // is never among those that stand
        break;
    }
}

using DecisionsOfOne = std::vector<StoredDecision const*>; // on one finding, in order

// Those that nobody took back.
DecisionsOfOne standing(DecisionsOfOne const& all) {
    DecisionsOfOne out;
    for (auto const* const decision : all)
        if (decision->kind != DecisionKind::withdraw)
            out.push_back(decision);
        else if (!out.empty())
            out.pop_back();
    return out;
}

void apply_all(DecidedFinding& decided, DecisionsOfOne const& all, bool by_hand) {
    auto const those = standing(all);
    decided.version = all.back()->version;
    bool const gone = by_hand && (those.empty() || those.front()->kind != DecisionKind::add);
    if (gone) { // still named, so that one can see what was taken back
        apply(decided, *all.front(), true);
        decided.state = "withdrawn";
        decided.shown = false;
        return;
    }
    for (auto const* const decision : those)
        apply(decided, *decision, by_hand);
}

bool is_amount(std::string_view value) {
    if (value.starts_with('-'))
        value.remove_prefix(1);
    auto const dot = value.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot > kAmountDigitsMax ||
        value.size() != dot + 3)
        return false;
    return std::all_of(value.begin(), value.end(), [&](char const& c) {
        return text::is_ascii_digit(c) || &c == value.data() + dot;
    });
}

bool is_plain_line(std::string_view value) {
    if (value.find_first_not_of(' ') == std::string_view::npos || value.size() > kValueBytesMax)
        return false;
    for (std::size_t at = 0; at < value.size();) {
        auto const point = text::code_point_at(value, at);
        if (point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0) ||
            (point.value == 0xFFFD && point.size == 1))
            return false;
        at += point.size;
    }
    return true;
}

} // namespace

std::string pack_decision(StoredDecision const& decision) {
    return pack_texts({std::string{finding_kind_name(decision.finding_kind)}, decision.key,
                       decision.value, decision.reason, decision.by_name});
}

Result<void> unpack_decision(std::string_view packed, StoredDecision& decision) {
    auto texts = TRY(unpack_texts(packed, 5));
    decision.finding_kind = TRY(parse_finding_kind(texts[0]));
    decision.key = std::move(texts[1]);
    decision.value = std::move(texts[2]);
    decision.reason = std::move(texts[3]);
    decision.by_name = std::move(texts[4]);
    return {};
}

std::string finding_id(std::int64_t run, std::size_t index) {
    ASSERT(run >= 1);
    return fmt::format("r{}-{}", run, index);
}

std::int64_t run_of(std::string_view finding_id) {
    std::int64_t run = 0;
    if (finding_id.starts_with('r'))
        std::from_chars(finding_id.data() + 1, finding_id.data() + finding_id.size(), run);
    return run;
}

DecidedFinding decided_unit(StoredUnderstanding const& last,
                            std::vector<StoredDecision> const& decisions) {
    DecidedFinding unit;
    unit.id = kUnitFinding;
    unit.state = "open";
    unit.finding.function = FunctionKey::sort;
    unit.finding.kind = FindingKind::unit;
    if (last.shows(FunctionKey::sort))
        unit.finding.key = last.understanding.unit;
    unit.finding.suggested = !unit.finding.key.empty();
    for (auto const& [function, version] : last.understanding.functions)
        if (function == FunctionKey::sort)
            unit.finding.function_version = version;
    DecisionsOfOne own;
    for (auto const& decision : decisions)
        if (decision.finding == kUnitFinding)
            own.push_back(&decision);
    if (own.empty())
        return unit;
    apply_all(unit, own, false);
    // Who confirmed a unit meant the one in sight, whatever a later reading proposes.
    auto const those = standing(own);
    bool const confirmed = !those.empty() && those.back()->kind == DecisionKind::confirm;
    if (confirmed && !those.back()->key.empty())
        unit.finding.key = those.back()->key;
    return unit;
}

std::vector<DecidedFinding>
decided_findings(std::map<std::int64_t, StoredUnderstanding> const& runs, std::int64_t last_run,
                 std::vector<StoredDecision> const& decisions) {
    std::map<std::string, DecisionsOfOne, std::less<>> by_finding;
    for (auto const& decision : decisions)
        by_finding[decision.finding].push_back(&decision);
    std::vector<DecidedFinding> found;
    for (auto const& [run, stored] : runs) {
        auto const& findings = stored.understanding.findings;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            auto const id = finding_id(run, i);
            auto const decided = by_finding.find(id);
            // Of an earlier reading only what somebody decided on and did not take back.
            if (run != last_run &&
                (decided == by_finding.end() || standing(decided->second).empty()))
                continue;
            DecidedFinding entry;
            entry.id = id;
            entry.finding = findings[i];
            entry.shown = stored.shows(findings[i].function);
            entry.state = "open";
            if (decided != by_finding.end())
                apply_all(entry, decided->second, false);
            found.push_back(std::move(entry));
        }
    }
    for (auto const& [id, of_finding] : by_finding) {
        if (run_of(id) != 0 || id == kUnitFinding)
            continue;
        DecidedFinding entry;
        entry.id = id;
        apply_all(entry, of_finding, true);
        found.push_back(std::move(entry));
    }
    return found;
}

FunctionKey function_of_kind(FindingKind kind) {
    switch (kind) {
    case FindingKind::theme:
        return FunctionKey::urgent;
    case FindingKind::field:
        return FunctionKey::extract;
    case FindingKind::service:
    case FindingKind::act:
    case FindingKind::document:
    case FindingKind::unit:
        break;
    }
    return FunctionKey::sort;
}

bool value_has_shape(std::string_view value, std::string_view catalogue_kind) {
    if (catalogue_kind == "date")
        return parse_iso_date(value).has_value();
    if (catalogue_kind == "amount")
        return is_amount(value);
    return is_plain_line(value);
}

} // namespace leitstand
