// SPDX-License-Identifier: EUPL-1.2
#include "serve/govern/participation_json.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "govern/gates/gate.hpp"
#include "serve/govern/govern_shared.hpp"

namespace leitstand {

namespace {

using participation::AgreementStanding;
using participation::Standing;
using participation::Writer;

int days_between(Date from, Date to) {
    auto const number = [](Date date) {
        using namespace std::chrono;
        return sys_days{year{date.year} / date.month / date.day};
    };
    return static_cast<int>((number(to) - number(from)).count());
}

Json period_json(std::optional<participation::RunningPeriod> const& period, Date today) {
    if (!period)
        return nullptr;
    return Json{{"key", std::string{part_period_name(period->rule->key)}},
                {"from", to_iso(period->from)},
                {"due", to_iso(period->due)},
                {"days_left", days_between(today, period->due)},
                {"agreed", period->agreed},
                {"source", legal_source_json(period->rule->source)}};
}

Json way_on_json(Standing const& standing) {
    auto const& way = standing.way_on;
    return Json{{"refused", way.refused},
                {"refer_by", date_json(way.refer_by)},
                {"referred", way.referred},
                {"called", way.called},
                {"recommended", way.recommended},
                {"direct", standing.participant->direct_conciliation},
                {"last_word", std::string{last_word_name(standing.participant->last_word)}}};
}

Json history_json(Serving& serving, Standing const& standing) {
    auto list = Json::array();
    for (auto const& line : standing.history) {
        auto json = record_head_json(serving, *line.record);
        json["effect"] = std::string{participation::effect_name(line.effect)};
        json["entry"] = line.event ? participation::to_json(*line.event) : Json(nullptr);
        list.push_back(std::move(json));
    }
    return list;
}

Json proposal_json(std::optional<participation::AgreementEvent> const& event) {
    return event ? participation::to_json(*event) : Json(nullptr);
}

bool speaks_for(std::vector<Standing> const& bodies, std::string const& role,
                Writer const& writer) {
    return std::any_of(bodies.begin(), bodies.end(), [&](Standing const& one) {
        return one.participant->role == role && writer.may_speak(one);
    });
}

} // namespace

Json standing_json(Serving& serving, Standing const& standing, Writer const& writer, Date today) {
    auto const& body = *standing.participant;
    return Json{{"key", body.key},
                {"name", body.name},
                {"name_en", body.name_en},
                {"role", body.role},
                {"form", std::string{participation_form_name(body.form)}},
                {"task", body.task},
                {"task_en", body.task_en},
                {"silence", std::string{silence_name(body.silence)}},
                {"silence_means", body.silence_means},
                {"silence_means_en", body.silence_means_en},
                {"after", body.after},
                {"documents", body.documents},
                {"may_be_vacant", body.may_be_vacant},
                {"needed", standing.needed},
                {"needed_for", body.needed_for},
                {"source", legal_source_json(body.source)},
                {"state", std::string{participation::state_name(standing.state)}},
                {"complete", standing.complete},
                {"role_held", standing.role_held},
                {"may_speak", writer.may_speak(standing)},
                {"invited", date_json(standing.invited)},
                {"concluded", date_json(standing.concluded)},
                {"period", period_json(standing.period, today)},
                {"way_on", way_on_json(standing)},
                {"out_of_order", standing.out_of_order},
                {"parallel", standing.parallel},
                {"instead", standing.instead},
                {"number", standing.newest},
                {"open", open_points_json(standing.open, today)},
                {"history", history_json(serving, standing)}};
}

Json agreement_json(Serving& serving, AgreementStanding const& standing,
                    std::vector<Standing> const& bodies, Writer const& writer) {
    Json json{{"key", standing.key},
              {"whole_authority", standing.whole_authority},
              {"state", std::string{participation::agreement_state_name(standing.state)}},
              {"example", standing.example},
              {"number", standing.newest},
              {"holds", proposal_json(standing.holds)},
              {"proposed", proposal_json(standing.proposed)},
              {"proposed_number", standing.proposed_number},
              {"missing", standing.missing},
              {"ends_on", date_json(standing.ends_on)},
              {"checks", Json::array()},
              {"may_sign", Json::array()},
              {"history", Json::array()}};
    for (auto const* party : {"staff_council", "management"})
        if (speaks_for(bodies, party, writer))
            json["may_sign"].push_back(party);
    for (auto const& check : standing.checks)
        json["checks"].push_back(participation::to_json(check));
    for (auto const& line : standing.history) {
        auto entry = record_head_json(serving, *line.record);
        entry["entry"] = line.event ? participation::to_json(*line.event) : Json(nullptr);
        json["history"].push_back(std::move(entry));
    }
    return json;
}

Json terms_in_force_json(GovernView const& view) {
    auto const terms = terms_in_force(view);
    auto json = participation::terms_json(terms);
    json["in_force"] = terms.in_force;
    json["checks"] = Json::array();
    // As the gate of operation looks at them.
    auto const* step = gates::step_to(view, Mode::assist);
    auto const house =
        participation::house_figures(view, step == nullptr ? 0 : step->limits.review_days_max);
    for (auto const& check : participation::check_terms(terms, house, view.today))
        json["checks"].push_back(Json{{"term", check.term},
                                      {"kept", std::string{participation::kept_name(check.kept)}}});
    return json;
}

} // namespace leitstand
