// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/drift.hpp"

namespace leitstand::operation {

namespace {

constexpr double kConfidence = 0.95;
constexpr double kNoticeable = 0.1; // ten points, for seen_within

struct Batch {
    Date day;
    learn::Share share;
};

learn::Share sum(learn::Share left, learn::Share right) {
    return {.hits = left.hits + right.hits, .count = left.count + right.count};
}

// The newest batches behind the reference until they are as many cases as it.
learn::Share newest(std::vector<Batch> const& batches, std::size_t first, std::uint64_t cases) {
    learn::Share out{};
    for (auto at = batches.size(); at > first && out.count < cases; --at)
        out = sum(out, batches[at - 1].share);
    return out;
}

Drift watch(std::string signal, std::vector<Batch> const& batches, std::uint64_t reference_cases,
            WatchRule rule) {
    Drift out;
    out.signal = std::move(signal);
    std::size_t at = 0;
    while (at < batches.size() && out.before.count < reference_cases)
        out.before = sum(out.before, batches[at++].share);
    if (out.before.count < reference_cases) {
        out.needed = reference_cases - out.before.count;
        return out;
    }
    RateWatch watch{out.before, rule};
    for (auto i = at; i < batches.size(); ++i) {
        watch.add(batches[i].share);
        if (watch.alarm() && !out.alarm_on)
            out.alarm_on = batches[i].day;
    }
    out.now = newest(batches, at, reference_cases);
    out.difference = fairness::difference_of(out.now, out.before, kConfidence);
    out.watched = watch.cases();
    out.evidence = watch.evidence();
    out.alarm_from = watch.alarm_from();
    out.seen_within = cases_until_alarm(out.before, rule, out.before.value() + kNoticeable);
    out.blind = blind_alarms(out.watched);
    return out;
}

} // namespace

std::vector<Drift> drift_of(std::vector<DayOutcomes> const& days, DriftRules const& rules) {
    WatchRule const rule{.false_alarm_rate = rules.false_alarm_rate / 2,
                         .tolerance = rules.tolerance,
                         .direction = Direction::higher};
    std::vector<Batch> overrides;
    std::vector<Batch> misses;
    for (auto const& day : days) {
        overrides.push_back({day.day, {day.counts.overridden(), day.counts.judged()}});
        misses.push_back({day.day, {day.counts.added, day.counts.all()}});
    }
    return {watch("override", overrides, rules.reference_cases, rule),
            watch("missed", misses, rules.reference_cases, rule)};
}

Drift label_drift(std::string name, std::vector<OutcomeFigures::LabelCount> const& spans,
                  std::vector<Date> const& ends, DriftRules const& rules, std::size_t labels) {
    WatchRule const rule{.false_alarm_rate = rules.false_alarm_rate /
                                             static_cast<double>(std::max<std::size_t>(1, labels)),
                         .tolerance = rules.tolerance,
                         .direction = Direction::either};
    std::vector<Batch> batches;
    for (std::size_t i = 0; i < spans.size() && i < ends.size(); ++i)
        batches.push_back({ends[i], {std::min(spans[i].with, spans[i].items), spans[i].items}});
    return watch(std::move(name), batches, rules.reference_cases, rule);
}

} // namespace leitstand::operation
