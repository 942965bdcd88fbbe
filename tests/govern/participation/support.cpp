// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/support.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace leitstand::participation {

Rules const& rules() {
    static auto const loaded = [] {
        auto const folder = std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue/de";
        auto const catalogue = Catalogue::load(folder).value();
        return Rules{catalogue, Guideline::load(folder).value(),
                     law::Calendar{catalogue->legal.holidays, "BE"}};
    }();
    return loaded;
}

GovernView HandMade::view() const {
    auto const& all = rules();
    return GovernView{.function = function,
                      .rule = *all.guideline->function(function_name(function)),
                      .guideline = *all.guideline,
                      .catalogue = *all.catalogue,
                      .calendar = all.calendar,
                      .records = records,
                      .release = {},
                      .mode = Mode::off,
                      .now = start_in_berlin(today),
                      .today = today,
                      .roles_held = roles_held};
}

Record const& HandMade::add(RecordKind kind, std::string const& subject, Json body) {
    auto const before = std::count_if(records.begin(), records.end(), [&](Record const& record) {
        return record.kind == kind && record.subject == subject;
    });
    auto& record = records.emplace_back();
    record.sequence = static_cast<std::int64_t>(records.size());
    record.function = function;
    record.kind = kind;
    record.subject = subject;
    record.number = before + 1;
    record.by = "account-1";
    record.at = start_in_berlin(today);
    record.body = std::make_shared<Json const>(std::move(body));
    return record;
}

void HandMade::add(std::string const& body, Event const& event) {
    add(body, event, event.on);
}

void HandMade::add(std::string const& body, Event const& event, Date entered) {
    add(RecordKind::participation, body, to_json(event));
    records.back().at = start_in_berlin(entered);
}

Standing const& of(std::vector<Standing> const& all, std::string_view body) {
    return *std::find_if(all.begin(), all.end(),
                         [&](auto const& one) { return one.participant->key == body; });
}

std::string open_keys(Standing const& standing) {
    std::string keys;
    for (auto const& point : standing.open)
        keys += (keys.empty() ? "" : ",") + point.key;
    return keys.empty() ? "-" : keys;
}

} // namespace leitstand::participation
