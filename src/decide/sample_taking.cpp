// SPDX-License-Identifier: EUPL-1.2
#include "decide/sample_taking.hpp"

#include <algorithm>
#include <charconv>

#include "base/log.hpp"
#include "decide/reading_table.hpp"
#include "decide/sample_mask.hpp"
#include "store/setting_table.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {

namespace {

using learn::DeskLabel;
using learn::DeskSample;
using learn::Verdict;

// Settings: the key of the purpose; microseconds when it was first seen, and up to where decisions
// were taken.
constexpr std::string_view kTakenFor = "training.taken_for";
constexpr std::string_view kTakenSince = "training.taken_since";
constexpr std::string_view kTakenUntil = "training.taken_until";
// A transaction that ended late, or a clock of another machine, may lie so far back.
constexpr std::chrono::microseconds kLookBack = std::chrono::minutes{10};
constexpr std::size_t kCatalogueHashShown = 12;

std::optional<FunctionKey> function_of(FindingKind kind) {
    switch (kind) {
    case FindingKind::service:
    case FindingKind::act:
        return FunctionKey::sort;
    case FindingKind::theme:
        return FunctionKey::urgent;
    case FindingKind::document:
    case FindingKind::field:
    case FindingKind::unit:
        break;
    }
    return std::nullopt; // no model is trained on it
}

std::optional<Verdict> verdict_of(DecidedFinding const& finding) {
    if (finding.state == "confirmed")
        return Verdict::confirmed;
    if (finding.state == "corrected")
        return Verdict::corrected;
    if (finding.state == "rejected")
        return Verdict::rejected;
    if (finding.state == "added")
        return Verdict::added;
    return std::nullopt;
}

// Who made the decision that stands on each finding: the last one that nobody took back.
std::map<std::string, std::string>
accounts_of(std::vector<reading_table::Decision> const& decisions) {
    std::map<std::string, std::vector<std::string>> standing;
    for (auto const& decision : decisions) { // by finding and version
        auto& of_finding = standing[decision.finding];
        if (decision.kind != "withdraw")
            of_finding.push_back(decision.decided_by);
        else if (!of_finding.empty())
            of_finding.pop_back();
    }
    std::map<std::string, std::string> accounts;
    for (auto const& [finding, of_finding] : standing)
        if (!of_finding.empty())
            accounts[finding] = of_finding.back();
    return accounts;
}

std::string label_of(FindingKind kind, std::string const& key) {
    return fmt::format("{}.{}", finding_kind_name(kind), key);
}

// What all decisions on one item say to one label: that it applies counts more than that it does
// not, as another reading may have been rejected for the same label.
void enter(std::vector<DeskLabel>& labels, DeskLabel label) {
    auto const same = std::find_if(labels.begin(), labels.end(),
                                   [&](auto const& known) { return known.label == label.label; });
    if (same == labels.end())
        labels.push_back(std::move(label));
    else if (label.applies && !same->applies)
        *same = std::move(label);
}

// The labels of one function; nothing while a suggestion stands undecided or nobody decided.
std::vector<DeskLabel> labels_of(FunctionKey function, std::vector<DecidedFinding> const& findings,
                                 std::map<std::string, std::string> const& accounts,
                                 learn::TrainingStore const& store) {
    std::vector<DeskLabel> labels;
    std::vector<std::string> open;
    for (auto const& finding : findings) {
        auto const kind = finding.finding.kind;
        if (function_of(kind) != function)
            continue;
        auto const suggested = label_of(kind, finding.finding.key);
        auto const verdict = verdict_of(finding);
        auto const account = accounts.find(finding.id);
        if (!verdict || account == accounts.end()) {
            if (finding.shown && finding.finding.suggested && finding.state == "open")
                open.push_back(suggested);
            continue;
        }
        DeskLabel label{suggested, *verdict != Verdict::rejected, *verdict,
                        store.account_pseudonym(account->second),
                        *verdict == Verdict::added ? "" : finding.finding.function_version};
        if (*verdict == Verdict::corrected && finding.corrected_key != finding.finding.key) {
            label.applies = false;
            auto meant = label;
            meant.label = label_of(kind, finding.corrected_key);
            meant.applies = true;
            enter(labels, std::move(meant));
        }
        enter(labels, std::move(label));
    }
    // Read again, the same label may have been found anew: it was decided on all the same.
    bool const undecided = std::any_of(open.begin(), open.end(), [&](std::string const& one) {
        return std::none_of(labels.begin(), labels.end(),
                            [&](DeskLabel const& label) { return label.label == one; });
    });
    if (undecided)
        labels.clear();
    std::sort(labels.begin(), labels.end(),
              [](auto const& a, auto const& b) { return a.label < b.label; });
    return labels;
}

std::int64_t instant_of(std::optional<std::string> const& setting) {
    std::int64_t instant = 0;
    if (setting)
        std::from_chars(setting->data(), setting->data() + setting->size(), instant);
    return instant;
}

// A fault that may be gone the next time.
bool passes(Error const& error) {
    return error.code == Code::unavailable || error.code == Code::timed_out;
}

} // namespace

SampleTaking::SampleTaking(Database& database, Inbox& inbox, learn::TrainingStore const& store,
                           std::shared_ptr<Catalogue const> catalogue, TimeSource& time,
                           EntryLog const& log)
    : database_(database), inbox_(inbox), store_(store), catalogue_(std::move(catalogue)),
      time_(time), log_(log), judged_(catalogue_) {}

Result<SampleTaking::Reach> SampleTaking::reach() {
    auto const known = TRY(database_.read_for<Reach>([&](Sql& sql) -> Result<Reach> {
        if (TRY(read_setting(sql, kTakenFor)).value_or("") != store_.purpose()->key)
            return Reach{}; // another purpose begins with its own day
        return Reach{instant_of(TRY(read_setting(sql, kTakenSince))),
                     instant_of(TRY(read_setting(sql, kTakenUntil)))};
    }));
    if (known.since != 0)
        return known;
    auto const now = time_.now().microseconds;
    TRY(database_.write([&](Sql& sql) -> Result<void> {
        TRY(write_setting(sql, kTakenFor, store_.purpose()->key));
        TRY(write_setting(sql, kTakenSince, std::to_string(now)));
        return write_setting(sql, kTakenUntil, std::to_string(now));
    }));
    return Reach{now, now};
}

Result<std::vector<SampleTaking::Change>>
SampleTaking::changes_of(std::string const& item_id, std::int64_t number, std::int64_t since) {
    std::vector<Change> changes;
    auto const decisions = database_.read_for<std::vector<reading_table::Decision>>(
        [&](Sql& sql) { return reading_table::decisions(sql, number); });
    auto const view = inbox_.view(item_id);
    if (!decisions && passes(decisions.error()))
        return tl::unexpected(decisions.error());
    if (!view && passes(view.error()))
        return tl::unexpected(view.error());
    if (!decisions || !view || !view->document) {
        log_warning("training", "an item was passed over: {}",
                    !decisions ? decisions.error().describe()
                    : !view    ? view.error().describe()
                               : "it has no document");
        return changes;
    }
    Instant last{0};
    bool const too_early = std::any_of(decisions->begin(), decisions->end(), [&](auto const& one) {
        return one.decided_at <= since; // when nobody could know of the purpose
    });
    for (auto const& decision : *decisions)
        last.microseconds = std::max(last.microseconds, decision.decided_at);
    auto const accounts =
        too_early ? std::map<std::string, std::string>{} : accounts_of(*decisions);
    auto const hidden = hidden_for_training(*view->document, view->mask, view->findings);
    for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
        Change change{store_.item_reference(item_id), std::string(function_name(function)), {}};
        auto labels = labels_of(function, view->findings, accounts, store_);
        auto text = labels.empty() ? learn::Sample{} : judged_.of(function, hidden);
        if (!labels.empty() && text.text.size() <= learn::kSampleTextBytesMax)
            change.sample =
                DeskSample{.item = change.item,
                           .function = change.function,
                           .text = std::move(text.text),
                           .given = std::move(text.given),
                           .labels = std::move(labels),
                           .decided_on = date_in_berlin(last),
                           .catalogue = catalogue_->hash.substr(0, kCatalogueHashShown)};
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<SampleTaking::Round> SampleTaking::write(std::vector<Change> const& changes,
                                                std::int64_t until, Round round) {
    auto const written = TRY(database_.write_for<Round>([&](Sql& sql) -> Result<Round> {
        auto now = round;
        for (auto const& change : changes)
            if (change.sample)
                now.taken += TRY(store_.put(sql, *change.sample)) ? 1 : 0;
            else
                now.taken_out += TRY(store_.remove(sql, change.item, change.function)) ? 1 : 0;
        TRY(write_setting(sql, kTakenUntil, std::to_string(until)));
        if (now.taken + now.taken_out > 0)
            TRY(log_.write(sql, {.type = EntryType::samples_taken,
                                 .details = {{"purpose", store_.purpose()->key},
                                             {"taken", std::to_string(now.taken)},
                                             {"deleted", std::to_string(now.taken_out)},
                                             {"reason", now.taken_out > 0 ? "decision" : ""}}}));
        return now;
    }));
    return written;
}

Result<SampleTaking::Round> SampleTaking::take(std::size_t items_max) {
    Round round;
    if (store_.purpose() == nullptr)
        return round;
    auto const [since, from] = TRY(reach());
    auto const safe = time_.now().microseconds - kLookBack.count();
    std::erase_if(seen_, [&](auto const& entry) { return entry.second <= from; });
    auto const found =
        TRY(database_.read_for<std::vector<reading_table::LastDecision>>([&](Sql& sql) {
            return reading_table::last_decisions(sql, from, items_max + seen_.size() + 1);
        }));
    std::vector<Change> changes;
    auto until = from;
    for (auto const& last : found) {
        auto& seen = seen_[last.number];
        if (seen != last.decided_at) {
            if (round.looked_at == items_max) {
                round.more = true;
                break;
            }
            ++round.looked_at;
            auto of_item = changes_of(last.item, last.number, since);
            if (!of_item) {
                seen_.clear(); // what was computed is not stored
                return tl::unexpected(of_item.error());
            }
            for (auto& change : *of_item)
                changes.push_back(std::move(change));
            seen = last.decided_at;
        }
        until = std::max(until, last.decided_at);
    }
    // Back to where late transactions may still come.
    until = round.more ? std::min(until, safe) : safe;
    if (changes.empty() && (found.empty() || until <= from))
        return round;
    auto const written = write(changes, std::max(until, from), round);
    if (!written)
        seen_.clear(); // what was computed is not stored
    return written;
}

Result<std::uint64_t> SampleTaking::delete_due() {
    auto const today = date_in_berlin(time_.now());
    return database_.write_for<std::uint64_t>([&](Sql& sql) -> Result<std::uint64_t> {
        auto const deleted = TRY(store_.delete_due(sql, today));
        auto const enter = [&](std::uint64_t count, char const* reason) -> Result<void> {
            if (count == 0)
                return {};
            return log_.write(
                sql, {.type = EntryType::samples_taken,
                      .details = {{"purpose", store_.purpose() ? store_.purpose()->key : ""},
                                  {"taken", "0"},
                                  {"deleted", std::to_string(count)},
                                  {"reason", reason}}});
        };
        TRY(enter(deleted.of_other_purposes, "purpose_ended"));
        TRY(enter(deleted.expired, "retention"));
        if (store_.purpose() == nullptr && TRY(read_setting(sql, kTakenSince)).value_or("") != "") {
            TRY(write_setting(sql, kTakenFor, ""));
            TRY(write_setting(sql, kTakenSince, ""));
            TRY(write_setting(sql, kTakenUntil, ""));
        }
        return deleted.of_other_purposes + deleted.expired;
    });
}

} // namespace leitstand
