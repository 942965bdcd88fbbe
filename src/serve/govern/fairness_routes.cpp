// SPDX-License-Identifier: EUPL-1.2
// The report of a function's fairness: the newest stored measurements about who is affected, each
// with whether it was taken on what runs now; and how long letters waited, counted when asked.
#include <cmath>
#include <nlohmann/json.hpp>

#include "govern/measurement/measurement.hpp"
#include "govern/operation/alarm_watch.hpp"
#include "govern/operation/duties.hpp"
#include "govern/operation/waiting_times.hpp"
#include "govern/switchboard.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/govern/govern_shared.hpp"

namespace leitstand {

namespace {

Json triple(Estimate const& estimate) {
    return Json::array({estimate.value, estimate.lower, estimate.upper});
}

// Named before list_of, which finds no later ones.
Json item_json(GroupFiguresMeasurement::Difference const& one);
Json item_json(GroupFiguresMeasurement::Group const& group);
Json item_json(CounterfactualMeasurement::Trait const& trait);
Json item_json(QualityMeasurement::Letters const& group);
Json item_json(operation::WaitingValue const& value);
Json item_json(operation::WaitingGroup const& group);

Json list_of(auto const& items) {
    auto list = Json::array();
    for (auto const& item : items)
        list.push_back(item_json(item));
    return list;
}

Json item_json(GroupFiguresMeasurement::Difference const& one) {
    return Json{{"rate", one.rate},
                {"difference", triple(one.difference)},
                {"p", one.p},
                {"verdict", one.verdict},
                {"needed", one.needed}};
}

Json item_json(GroupFiguresMeasurement::Group const& group) {
    return Json{{"of", group.of},
                {"letters", group.letters},
                {"because", group.because},
                {"because_en", group.because_en},
                {"assessable", group.assessable},
                {"needed", group.needed ? Json(*group.needed) : Json(nullptr)},
                {"error", triple(group.error)},
                {"miss", triple(group.miss)},
                {"false_alarm", triple(group.false_alarm)},
                {"abstention", triple(group.abstention)},
                {"difference", group.difference ? triple(*group.difference) : Json(nullptr)},
                {"significant", group.significant},
                {"differences", list_of(group.differences)}};
}

Json item_json(CounterfactualMeasurement::Trait const& trait) {
    return Json{{"key", trait.key},
                {"name", trait.name},
                {"name_en", trait.name_en},
                {"apart", trait.apart},
                {"apart_en", trait.apart_en},
                {"pairs", trait.pairs},
                {"changed", trait.changed},
                {"held", trait.held},
                {"share", triple(trait.share)},
                {"held_share", triple(trait.held_share)},
                {"control", trait.control},
                {"excess", triple(trait.excess)},
                {"held_excess", triple(trait.held_excess)},
                {"direction_p", trait.direction_p},
                {"held_direction_p", trait.held_direction_p}};
}

Json item_json(QualityMeasurement::Letters const& group) {
    return Json{{"kind", group.kind},
                {"by", group.by},
                {"name", group.name},
                {"letters", group.letters},
                {"f1", triple(group.f1)}};
}

Json body_json(GroupFiguresMeasurement const& measured) {
    return Json{{"difference_of_interest", measured.difference_of_interest},
                {"groups", list_of(measured.groups)}};
}
Json body_json(CounterfactualMeasurement const& measured) {
    return Json{{"traits", list_of(measured.traits)}};
}
Json body_json(QualityMeasurement const& measured) {
    return Json{{"by_letters", list_of(measured.by_letters)}};
}

template <typename Measurement>
Json section_json(Serving& serving, GovernView const& view) {
    auto const held = newest_measurement<Measurement>(view);
    if (!held)
        return nullptr;
    auto const& taken = held->measurement.taken;
    auto section = body_json(held->measurement);
    section["taken"] = {{"version", taken.version},
                        {"data", taken.data},
                        {"letters", taken.letters},
                        {"unseen_writers", taken.unseen_writers}};
    section["record"] = record_head_json(serving, *held->record);
    section["of_running_release"] = held->of_running_release;
    return section;
}

Result<Response> get_fairness(Serving& serving, HttpRequest& request) {
    auto const held = TRY(view_of(serving, TRY(function_of(request))));
    auto const& view = **held;
    return json_response(
        200, Json{{"function", view.rule.key},
                  {"group_figures", section_json<GroupFiguresMeasurement>(serving, view)},
                  {"counterfactual", section_json<CounterfactualMeasurement>(serving, view)},
                  {"quality", section_json<QualityMeasurement>(serving, view)}});
}

// --- How long letters waited -----------------------------------------------------------------

using operation::ShownWaiting;

constexpr int kPeriodsBackMax = 26; // two years of four weeks

// Days; null: longer than letters are watched.
Json days_json(Estimate const& days) {
    auto list = Json::array();
    for (auto const bound : {days.value, days.lower, days.upper})
        list.push_back(std::isfinite(bound) ? Json(bound) : Json(nullptr));
    return list;
}

Json days_json(std::optional<Estimate> const& days) {
    return days ? days_json(*days) : Json(nullptr);
}

Json item_json(operation::WaitingValue const& value) {
    return Json{{"trait", value.trait}, {"values", value.values}};
}

Json item_json(operation::WaitingGroup const& group) {
    auto const& difference = group.longer_difference;
    return Json{{"of", list_of(group.of)},
                {"letters", group.letters},
                {"median", days_json(group.median)},
                {"difference", days_json(group.difference)},
                {"longer", triple(group.longer)},
                {"longer_difference", difference ? triple(*difference) : Json(nullptr)},
                {"p", group.p ? Json(*group.p) : Json(nullptr)},
                {"verdict", std::string{fairness::verdict_key(group.verdict)}},
                {"needed", group.needed ? Json(*group.needed) : Json(nullptr)},
                {"before", days_json(group.before)},
                {"change", days_json(group.change)}};
}

Json waiting_json(ShownWaiting const& waiting) {
    auto too_small = Json::array();
    for (auto const& [a, b] : waiting.too_small)
        too_small.push_back({a, b});
    return Json{{"shown", waiting.shown},
                {"letters", waiting.letters},
                {"median", waiting.shown ? days_json(waiting.median) : Json(nullptr)},
                {"longer_than", waiting.longer_than},
                {"tolerance", waiting.tolerance},
                {"tests", waiting.tests},
                {"groups", list_of(waiting.groups)},
                {"too_small", std::move(too_small)},
                {"before", days_json(waiting.before)},
                {"change", days_json(waiting.change)}};
}

Json span_json(operation::Span const& span) {
    return Json{{"first", to_iso(span.first)}, {"last", to_iso(span.last)}};
}

// Of letters that arrived in one fixed span of four weeks, and, where the function was put to use
// since, in the last one that had ended by then.
Result<Response> get_waiting(Serving& serving, HttpRequest& request) {
    auto const held = TRY(view_of(serving, TRY(function_of(request))));
    auto const& view = **held;
    auto const back = TRY(query_number(request, "back", 0, kPeriodsBackMax)).value_or(0);
    auto const persons_min = static_cast<std::size_t>(operation::persons_min_of(view));
    auto const shown = [&](operation::Span const& span,
                           operation::Across across) -> Result<ShownWaiting> {
        auto const period =
            TRY(waiting_period(serving.rooms.database, view.function, span.first, span.last));
        return operation::shown_waiting(period, persons_min, across);
    };
    auto const span = operation::waiting_span(view.today, static_cast<int>(back));
    auto waiting = TRY(shown(span, operation::Across::two_traits));
    auto const history = TRY(serving.rooms.switchboard.history());
    Json before_span;
    if (auto const since = operation::watched_since(history, view, "")) {
        auto const earlier = operation::four_weeks(*since);
        if (earlier.last < span.first) {
            before_span = span_json(earlier);
            operation::compare_with_before(waiting,
                                           TRY(shown(earlier, operation::Across::one_trait)));
        }
    }
    auto json = waiting_json(waiting);
    json.update(span_json(span));
    json["before_span"] = std::move(before_span);
    json["today"] = to_iso(view.today);
    json["back"] = back;
    json["days_max"] = kWaitingDaysMax;
    json["persons_min"] = persons_min;
    return json_response(200, json);
}

} // namespace

void add_fairness_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/govern/functions/{key}/fairness",
              "govern.read", 0, get_fairness);
    add_route(router, serving, Method::get, "/api/v1/govern/functions/{key}/fairness/waiting",
              "govern.read", 0, get_waiting);
}

} // namespace leitstand
