// SPDX-License-Identifier: EUPL-1.2
#include "decide/standing.hpp"

#include <algorithm>
#include <array>

namespace leitstand {

namespace {

bool anything_decided(ItemView const& view) {
    bool const finding =
        std::any_of(view.findings.begin(), view.findings.end(), [](DecidedFinding const& one) {
            return one.shown && one.decided_at.has_value();
        });
    return finding || !view.date_history.empty();
}

// Whether two clocks say the same to a person.
bool same_clock(ClockFinding const& a, ClockFinding const& b) {
    return a.key == b.key && a.service == b.service && a.trigger == b.trigger && a.due == b.due &&
           a.because == b.because && a.reaches_back_to == b.reaches_back_to &&
           a.assumes == b.assumes;
}

bool contains(std::vector<ClockFinding> const& clocks, ClockFinding const& wanted) {
    return std::any_of(clocks.begin(), clocks.end(),
                       [&](ClockFinding const& one) { return same_clock(one, wanted); });
}

std::vector<StandingClock> compare(std::vector<ClockFinding> const& read,
                                   std::vector<ClockFinding> const& now) {
    std::vector<StandingClock> out;
    for (auto const& clock : now)
        out.push_back({clock, contains(read, clock) ? StandingClock::State::as_read
                                                    : StandingClock::State::recomputed});
    for (auto const& clock : read)
        if (!contains(now, clock))
            out.push_back({clock, StandingClock::State::superseded});
    return out;
}

} // namespace

std::string_view clock_state_name(StandingClock::State state) {
    static constexpr auto kNames =
        std::to_array<std::string_view>({"as_read", "recomputed", "superseded"});
    return kNames[static_cast<std::size_t>(state)];
}

std::vector<Finding> standing_findings(std::vector<DecidedFinding> const& findings) {
    std::vector<Finding> out;
    for (auto const& decided : findings) {
        if (!decided.shown || decided.state == "rejected")
            continue;
        auto finding = decided.finding;
        finding.suggested = finding.suggested || decided.state != "open";
        if (!decided.corrected_key.empty())
            finding.key = decided.corrected_key;
        if (!decided.corrected_value.empty())
            finding.value = decided.corrected_value;
        out.push_back(std::move(finding));
    }
    return out;
}

namespace {

std::vector<Finding> rejected_findings(std::vector<DecidedFinding> const& findings) {
    std::vector<Finding> out;
    for (auto const& decided : findings)
        if (decided.shown && decided.state == "rejected")
            out.push_back(decided.finding);
    return out;
}

} // namespace

Standing standing_of(ItemView const& view, SecondLook const* look, FunctionModes const& modes) {
    auto const runs = [&](FunctionKey key) { return modes.mode(key) >= Mode::assist; };
    std::vector<ClockFinding> const none;
    auto const& read = view.clocks ? *view.clocks : none;
    Standing out;
    out.requests = view.requests;
    if (view.requirements)
        out.requirements = *view.requirements;
    bool const shows_law = view.clocks || view.requirements;
    bool const anew = look != nullptr && view.document && shows_law && anything_decided(view) &&
                      view.document->text.size() <= kSecondLookBytesMax &&
                      runs(FunctionKey::sort) && runs(FunctionKey::extract);
    if (!anew) {
        out.clocks = compare(read, read);
        return out;
    }
    auto now = look->consequences(
        *view.document, standing_findings(view.findings), rejected_findings(view.findings),
        {.land = std::nullopt, .received = to_iso(view.item.receipt_date)});
    out.requests = std::move(now.requests);
    out.clocks = compare(read, view.clocks && runs(FunctionKey::urgent) ? now.clocks : read);
    if (view.requirements && runs(FunctionKey::complete))
        out.requirements = std::move(now.requirements);
    return out;
}

} // namespace leitstand
