// SPDX-License-Identifier: EUPL-1.2
// The report of a function's fairness: the newest stored measurements about who is affected, each
// with whether it was taken on what runs now. Nothing is computed here.
#include <nlohmann/json.hpp>

#include "govern/measurement/measurement.hpp"
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
                {"share", triple(trait.share)},
                {"control", trait.control},
                {"excess", triple(trait.excess)},
                {"direction_p", trait.direction_p}};
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

} // namespace

void add_fairness_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/govern/functions/{key}/fairness",
              "govern.read", 0, get_fairness);
}

} // namespace leitstand
