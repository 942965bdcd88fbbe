// SPDX-License-Identifier: EUPL-1.2
// Sentences of gates: shares and days as people read them, and the points that a gate finds
// missing. Private to gates/. Threads: plain.
#pragma once

#include "govern/dossier/statement.hpp"
#include "govern/gates/gate.hpp"
#include "govern/measurement/measurement.hpp"

namespace leitstand::gates {

std::string percent(double share);    // "12,3 %"
std::string percent_en(double share); // "12.3 %"

inline void miss(GateResult& result, OpenPoint point) {
    result.missing.push_back(std::move(point));
}

// The day that a measurement speaks of: of what was held on a day that somebody named, that day,
// not the one of its entry; nothing where that is none. Others are entered as they are taken.
template <typename Measurement>
std::optional<Date> day_of(HeldMeasurement<Measurement> const& held) {
    if constexpr (requires { held.measurement.day; }) {
        auto const day = parse_iso_date(held.measurement.day);
        return day ? std::optional{*day} : std::nullopt;
    } else {
        return date_in_berlin(held.record->at);
    }
}

// The newest measurement of a kind, where it was taken on what runs and is not too old; otherwise
// the gate says so. `german` and `english` name it with its article ("Die Messung der Güte").
template <typename Measurement>
std::optional<HeldMeasurement<Measurement>> fresh(GateResult& result, GovernView const& view,
                                                  GateStep const& step, std::string_view german,
                                                  std::string_view english) {
    auto held = newest_measurement<Measurement>(view);
    auto const missing = [&](std::string_view why, std::string_view de, std::string_view en) {
        miss(result, {fmt::format("{}.{}", Measurement::kSubject, why),
                      std::string{Measurement::kSubject},
                      fmt::format("{} {}", german, de),
                      fmt::format("{} {}", english, en),
                      "governance",
                      {}});
    };
    if (!held) {
        missing("not_measured", "fehlt.", "is missing.");
        return std::nullopt;
    }
    if (!held->of_running_release) {
        missing("other_release", "wurde an einer anderen Fassung genommen als der laufenden.",
                "was taken on another version than the running one.");
        return std::nullopt;
    }
    auto const day = day_of(*held);
    if (!day || view.today < *day) {
        missing("in_future", "nennt keinen Tag, der schon war.", "names no day that has been.");
        return std::nullopt;
    }
    if (plus_days(*day, step.limits.measurement_days_max) < view.today) {
        missing("too_old", fmt::format("ist vom {} und damit zu alt.", to_iso(*day)),
                fmt::format("is of {} and so too old.", to_iso(*day)));
        return std::nullopt;
    }
    return held;
}

inline void prove(GateResult& result, Record const& record, std::string german,
                  std::string english) {
    result.proof.push_back(
        {std::move(german), std::move(english), date_in_berlin(record.at), record.example});
}

template <typename Measurement>
void prove(GateResult& result, HeldMeasurement<Measurement> const& held, std::string german,
           std::string english) {
    result.proof.push_back(
        {std::move(german), std::move(english), day_of(held), held.record->example});
}

} // namespace leitstand::gates
