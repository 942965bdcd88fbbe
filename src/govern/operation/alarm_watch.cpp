// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/alarm_watch.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "govern/operation/operation_records.hpp"

namespace leitstand::operation {

namespace {

bool in_use(Mode mode) {
    return mode == Mode::assist || mode == Mode::act;
}

Alarm const* alarm_of(OperationState const& state, std::string_view signal) {
    auto const at = std::ranges::find(state.alarms, signal, &Alarm::signal);
    return at == state.alarms.end() ? nullptr : &*at;
}

NewRecord alarm_record(GovernView const& view, Drift const& drift, Alarm const* before) {
    Alarm const alarm{.signal = drift.signal,
                      .on = *drift.alarm_on,
                      .before = drift.before.value(),
                      .now = drift.now.value(),
                      .settled = {},
                      .because = {},
                      .source = {}};
    NewRecord record;
    record.function = view.function;
    record.kind = RecordKind::operation;
    record.subject = "alarm." + drift.signal;
    record.number = before == nullptr ? 1 : before->source.number + 1;
    record.body = record_body(pack(alarm));
    return record;
}

} // namespace

std::optional<Date> watched_since(std::vector<ModeChange> const& history, GovernView const& view,
                                  std::string_view signal) {
    std::optional<Instant> first;
    for (auto const& change : history)
        if (change.function == view.function && in_use(change.to) && !in_use(change.from))
            first = first ? std::max(*first, change.at) : change.at;
    if (!first)
        return std::nullopt;
    auto since = date_in_berlin(*first);
    auto const state = operation_state(view.records);
    auto const* const alarm = alarm_of(state, signal);
    if (alarm != nullptr && alarm->settled)
        since = std::max(since, plus_days(*alarm->settled, 1));
    return since;
}

std::vector<Date> label_edges(Date since, Date last) {
    auto const first = day_number(plus_days(monday_of(since), 7));
    auto const end = day_number(monday_of(plus_days(last, 1)));
    auto const weeks = std::max<std::int64_t>(0, end - first) / 7;
    constexpr auto kMost = static_cast<std::int64_t>(kLabelSpansMax);
    auto const step = 7 * std::max<std::int64_t>(1, (weeks + kMost - 1) / kMost);
    std::vector<Date> edges;
    for (auto day = first; day <= end; day += step)
        edges.push_back(date_of_day(day));
    return edges;
}

Result<std::vector<Drift>> drift_until(Date last, OutcomeFigures& figures,
                                       std::vector<ModeChange> const& history,
                                       GovernView const& view) {
    std::vector<Drift> out;
    for (auto const signal : {std::string_view{"override"}, std::string_view{"missed"}}) {
        auto const since = watched_since(history, view, signal);
        if (!since)
            continue;
        auto const days = TRY(figures.days(view.function, *since, last));
        for (auto& drift : drift_of(days, view.guideline.operation.drift))
            if (drift.signal == signal)
                out.push_back(std::move(drift));
    }
    return out;
}

Result<std::vector<Drift>> label_drift_until(Date last, OutcomeFigures& figures,
                                             std::vector<ModeChange> const& history,
                                             GovernView const& view) {
    std::vector<Drift> out;
    bool const sorts = view.function == FunctionKey::sort;
    auto const since = watched_since(history, view, "");
    if (!since || (!sorts && view.function != FunctionKey::urgent))
        return out;
    auto const edges = label_edges(*since, last);
    if (edges.size() < 2)
        return out;
    std::string const field = sorts ? "service" : "theme";
    std::vector<std::string> labels;
    if (sorts)
        std::ranges::transform(view.catalogue.services, std::back_inserter(labels), &Service::key);
    else
        std::ranges::transform(view.catalogue.themes, std::back_inserter(labels), &Theme::key);
    std::vector<Date> const ends{edges.begin() + 1, edges.end()};
    auto const counts = TRY(figures.labels(field, labels, edges));
    for (std::size_t i = 0; i < labels.size(); ++i)
        out.push_back(label_drift(field + ":" + labels[i], counts[i], ends,
                                  view.guideline.operation.drift, labels.size()));
    return out;
}

Result<std::size_t> AlarmWatch::enter_alarms() {
    std::size_t entered = 0;
    TRY(switchboard_.refresh());
    auto const history = TRY(switchboard_.history());
    for (auto const& state : switchboard_.states()) {
        if (!in_use(state.mode))
            continue;
        auto const held = TRY(governance_.look(state.function, state.mode));
        auto const& view = **held;
        auto const known = operation_state(view.records);
        for (auto const& drift : TRY(drift_until(view.today, figures_, history, view))) {
            auto const* const before = alarm_of(known, drift.signal);
            if (!drift.alarm_on || (before != nullptr && !before->settled))
                continue;
            auto const appended = governance_.journal().append(alarm_record(view, drift, before));
            if (!appended && appended.error().code != Code::conflict)
                return tl::unexpected(appended.error());
            entered += appended ? 1 : 0;
        }
    }
    return entered;
}

void AlarmWatch::start() {
    repeating_.start("operation", kLookEvery, [this](std::stop_token const&) {
        if (auto const entered = enter_alarms(); !entered)
            log_warning("operation", "drift was not looked at: {}", entered.error().describe());
    });
}

void AlarmWatch::stop() {
    repeating_.stop();
}

} // namespace leitstand::operation
