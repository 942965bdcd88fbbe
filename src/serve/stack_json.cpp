// SPDX-License-Identifier: EUPL-1.2
#include "serve/stack_json.hpp"

#include <nlohmann/json.hpp>

namespace leitstand {

namespace {

Json item_json(StackItem const& item) {
    Json json{{"id", item.id}, {"receipt_number", item.receipt_number}};
    if (item.range.first > 0) {
        json["first"] = item.range.first;
        json["last"] = item.range.last;
    }
    return json;
}

Json step_json(StackStep const& step, NameOf const& name_of) {
    Json json;
    json["sequence"] = step.sequence;
    json["kind"] = std::string{stack_kind_name(step.kind)};
    json["means"] = std::string{stack_means_name(step.means)};
    json["part"] = step.part;
    json["items"] = stack_items_json(step.items);
    json["left_out"] = step.left_out;
    json["by"] = step.made_by.empty() ? std::string{} : name_of(step.made_by);
    json["at"] = to_rfc3339(step.made_at);
    json["reason"] = step.reason;
    json["undone"] = step.undone;
    if (step.undone) {
        json["undone_by"] = name_of(step.undone_by);
        json["undone_at"] = to_rfc3339(step.undone_at);
        json["undone_reason"] = step.undone_reason;
    }
    return json;
}

Json origin_json(Origin const& origin, NameOf const& name_of) {
    auto json = item_json(origin.stack);
    json["arrived_at"] = to_rfc3339(origin.arrived_with);
    json["part"] = origin.part;
    json["means"] = std::string{stack_means_name(origin.means)};
    json["by"] = origin.made_by.empty() ? std::string{} : name_of(origin.made_by);
    json["at"] = to_rfc3339(origin.made_at);
    json["undone"] = origin.undone;
    return json;
}

Json proposal_json(Cutting const& cutting) {
    Json json;
    json["part"] = cutting.part;
    json["pages"] = cutting.pages;
    json["points"] = Json::array();
    for (auto const& point : cutting.points) {
        auto reasons = Json::array();
        for (auto const reason : point.reasons)
            reasons.push_back(std::string{cut_reason_key(reason)});
        json["points"].push_back(Json{{"page", point.page}, {"reasons", reasons}});
    }
    json["ranges"] = Json::array();
    for (auto const& range : cutting.ranges)
        json["ranges"].push_back(Json{{"first", range.first}, {"last", range.last}});
    json["left_out"] = cutting.left_out;
    return json;
}

Json cuttable_json(StackView const& stack) {
    auto list = Json::array();
    for (auto const& part : stack.cuttable)
        list.push_back(Json{{"part", part.part}, {"pages", part.pages}, {"name", part.name}});
    return list;
}

} // namespace

Json stack_items_json(std::vector<StackItem> const& items) {
    auto list = Json::array();
    for (auto const& item : items)
        list.push_back(item_json(item));
    return list;
}

Json stack_json(StackView const& stack, ItemView const& view, NameOf const& name_of) {
    Json json;
    json["version"] = view.version;
    json["state"] = std::string{item_state_name(view.state)};
    json["origin"] = stack.origin ? origin_json(*stack.origin, name_of) : Json(nullptr);
    json["joined_to"] = stack.joined_to ? item_json(*stack.joined_to) : Json(nullptr);
    json["steps"] = Json::array();
    for (auto const& step : stack.steps)
        json["steps"].push_back(step_json(step, name_of));
    json["proposals"] = Json::array();
    for (auto const& cutting : stack.proposals)
        json["proposals"].push_back(proposal_json(cutting));
    json["cuttable"] = cuttable_json(stack);
    return json;
}

Json transfer_json(std::optional<TransferNote> const& note, ItemView const& view, bool inherited) {
    if (!note)
        return nullptr;
    std::uint32_t pages = 0;
    if (view.document)
        for (auto const& page : view.document->pages)
            pages += page.part == 0 ? 1 : 0;
    Json json;
    json["batch"] = note->batch;
    json["office"] = note->office;
    json["operator"] = note->operated_by;
    json["scanned_at"] = note->scanned_at;
    json["device"] = note->device;
    json["profile"] = note->profile;
    json["colour"] = note->colour;
    json["resolution_dpi"] = note->resolution_dpi;
    json["sheets"] = note->sheets;
    json["pages"] = note->pages;
    json["checked_by"] = note->checked_by;
    json["checked_at"] = note->checked_at;
    json["deviations"] = note->deviations;
    json["sha256"] = note->sha256;
    json["inherited"] = inherited;
    json["differs"] = inherited ? std::vector<std::string>{}
                                : transfer_deviations(*note, pages, view.item.sha256);
    return json;
}

} // namespace leitstand
