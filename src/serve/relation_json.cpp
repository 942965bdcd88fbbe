// SPDX-License-Identifier: EUPL-1.2
#include "serve/relation_json.hpp"

#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "serve/evidence_json.hpp"
#include "text/offsets.hpp"

namespace leitstand {

namespace {

Json relation_with(Relation const& relation, text::Offsets const& offsets) {
    auto const here = [&](std::vector<Evidence> const& evidence) {
        return relation.other_is_later ? Json::array() : evidence_json(evidence, offsets);
    };
    Json json;
    json["item"] = relation.id;
    json["receipt_number"] = relation.receipt_number;
    json["direction"] = relation.other_is_later ? "later" : "earlier";
    json["kind"] = std::string{relation_kind_name(relation.kind)};
    json["share"] = relation.share ? Json(rounded(*relation.share)) : Json(nullptr);
    json["references"] = Json::array();
    for (auto const& mark : relation.references)
        json["references"].push_back(Json{{"key", mark.key},
                                          {"value", mark.value},
                                          {"answers", mark.answers},
                                          {"evidence", here({mark.evidence})}});
    json["new"] = here(relation.new_sentences);
    json["new_count"] = relation.new_count;
    json["left_out"] = relation.left_out;
    json["decision"] = std::string{relation_verdict_name(relation.verdict)};
    json["version"] = relation.version;
    json["decided_by"] = relation.decided_by;
    json["decided_at"] =
        relation.decided_at ? Json(to_rfc3339(*relation.decided_at)) : Json(nullptr);
    return json;
}

} // namespace

Json relations_json(std::vector<Relation> const& relations, std::string_view text) {
    text::Offsets const offsets{text};
    auto list = Json::array();
    for (auto const& relation : relations)
        list.push_back(relation_with(relation, offsets));
    return list;
}

Json relation_json(Relation const& relation, std::string_view text) {
    return relation_with(relation, text::Offsets{text});
}

} // namespace leitstand
