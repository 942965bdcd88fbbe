// SPDX-License-Identifier: EUPL-1.2
#include "serve/evidence_json.hpp"

#include <nlohmann/json.hpp>

#include "text/offsets.hpp"

namespace leitstand {

Json evidence_json(std::vector<Evidence> const& evidence, text::Offsets const& offsets) {
    auto list = Json::array();
    for (auto const& place : evidence) {
        Json entry;
        entry["part"] = place.part;
        entry["page"] = place.page;
        entry["start"] = offsets.code_point(place.span.start);
        entry["end"] = offsets.code_point(place.span.end);
        entry["text"] = place.text;
        if (!place.boxes.empty()) {
            entry["boxes"] = Json::array();
            for (auto const& box : place.boxes)
                entry["boxes"].push_back(Json::array({box.x0, box.y0, box.x1, box.y1}));
        }
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace leitstand
