// SPDX-License-Identifier: EUPL-1.2
#include "serve/govern/govern_shared.hpp"

#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "govern/switchboard.hpp"

namespace leitstand {

Result<FunctionKey> function_of(HttpRequest const& request) {
    auto const function = parse_function(request.capture("key"));
    if (!function)
        return fail(Code::not_found, "function.unknown");
    return *function;
}

Result<Governance*> governance_of(Serving& serving) {
    if (serving.rooms.governance == nullptr)
        return fail(Code::not_found, "request.not_found");
    return serving.rooms.governance;
}

Result<std::shared_ptr<HeldView const>> view_of(Serving& serving, FunctionKey function) {
    auto* const governance = TRY(governance_of(serving));
    TRY(serving.rooms.switchboard.refresh());
    return governance->look(function, serving.rooms.switchboard.mode(function));
}

Json open_point_json(OpenPoint const& point, Date today) {
    return Json{{"key", point.key},
                {"area", point.key.substr(0, point.key.find('.'))},
                {"subject", point.subject},
                {"german", point.german},
                {"english", point.english},
                {"role", point.role},
                {"due", date_json(point.due)},
                {"overdue", point.due && *point.due < today},
                {"short_of", point.short_of ? Json(*point.short_of) : Json(nullptr)}};
}

Json open_points_json(std::vector<OpenPoint> const& points, Date today) {
    auto list = Json::array();
    for (auto const& point : points)
        list.push_back(open_point_json(point, today));
    return list;
}

Json legal_source_json(LegalSource const& source) {
    return {{"text", source.text}, {"state", source.state}, {"unchecked", source.unchecked}};
}

Json record_head_json(Serving& serving, Record const& record) {
    return Json{
        {"number", record.number},
        {"by", record.by.empty() ? std::string{} : serving.rooms.accounts.display_name(record.by)},
        {"at", to_rfc3339(record.at)},
        {"example", record.example}};
}

} // namespace leitstand
