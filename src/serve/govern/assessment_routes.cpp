// SPDX-License-Identifier: EUPL-1.2
// The assessment of a function: read as a whole, answered question by question, rated, its risks
// kept, and given out on paper. A writer names the number that it has seen.
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "govern/assessment/assessment_json.hpp"
#include "govern/assessment/assessment_print.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/govern/govern_shared.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 64 << 10;
constexpr std::size_t kPartBytesMax = 40; // of a choice, or of the part to print
constexpr std::size_t kChoicesMax = 100;

RiskWriter writer_of(Caller const& caller) {
    auto const& roles = caller.account.roles;
    return {caller.account.display_name, caller.has("govern.write"),
            std::any_of(roles.begin(), roles.end(),
                        [](Role role) { return role_name(role) == kAcceptingRole; })};
}

Result<Response> answer_whole(Serving& serving, HttpRequest const& request, FunctionKey function) {
    auto const held = TRY(view_of(serving, function));
    auto const& view = **held;
    auto const assessment = assessment_of(view);
    Json json = assessment_json(view, assessment);
    json["may_accept"] = writer_of(*request.caller).management;
    json["open_points"] = Json::array();
    for (auto const& point : assessment_open_points(view, assessment))
        json["open_points"].push_back(open_point_json(point, view.today));
    return json_response(200, json);
}

Result<Response> get_assessment(Serving& serving, HttpRequest& request) {
    return answer_whole(serving, request, TRY(function_of(request)));
}

NewRecord risk_record(HttpRequest const& request, FunctionKey function, std::string subject,
                      std::int64_t number, Json body) {
    NewRecord record;
    record.function = function;
    record.kind = RecordKind::risk;
    record.subject = std::move(subject);
    record.number = number;
    record.by = request.caller->account.id;
    record.body = record_body(std::move(body));
    return record;
}

struct GivenAnswer {
    std::string question, reason;
    std::vector<std::string> chosen;
    std::int64_t number = 0;
};

Result<GivenAnswer> read_given_answer(Json const& json) {
    if (!json.is_object())
        return fail(Code::bad_input, "request.field_wrong", "answers");
    GivenAnswer answer;
    for (auto const& [key, value] : json.items()) {
        if (key == "question" && value.is_string())
            answer.question = value.get<std::string>();
        else if (key == "reason" && value.is_string())
            answer.reason = value.get<std::string>();
        else if (key == "number" && value.is_number_unsigned())
            answer.number = value.get<std::int64_t>();
        else if (key == "chosen" && value.is_array() && value.size() <= kChoicesMax &&
                 std::ranges::all_of(value, [](Json const& one) { return one.is_string(); }))
            answer.chosen = value.get<std::vector<std::string>>();
        else
            return fail(Code::bad_input, "request.field_wrong", key);
    }
    return answer;
}

Result<Response> put_answer(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const* question =
        (*held)->guideline.assessment.impact.question(request.capture("question"));
    if (question == nullptr)
        return fail(Code::not_found, "assessment.question_unknown");
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const chosen = TRY(fields.texts("chosen", kChoicesMax, kPartBytesMax));
    if (!chosen)
        return fail(Code::bad_input, "request.field_missing", "chosen");
    auto const reason = TRY(fields.text_or("reason", kImpactReasonBytesMax, ""));
    TRY(check_impact_answer(*question, *chosen, reason));
    TRY(TRY(governance_of(serving))
            ->journal()
            .append(risk_record(request, function, impact_subject(question->key),
                                TRY(fields.number("number")) + 1,
                                impact_answer_body(*chosen, reason))));
    return answer_whole(serving, request, function);
}

// Several questions of one page, all or none.
Result<Response> put_answers(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const& questions = (*held)->guideline.assessment.impact;
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const* const given = fields.member("answers");
    if (given == nullptr || !given->is_array() || given->empty() ||
        given->size() > questions.questions.size())
        return fail(Code::bad_input, "request.field_wrong", "answers");
    std::vector<NewRecord> records;
    for (auto const& one : *given) {
        auto const answer = TRY(read_given_answer(one));
        auto const* question = questions.question(answer.question);
        if (question == nullptr)
            return fail(Code::not_found, "assessment.question_unknown");
        TRY(check_impact_answer(*question, answer.chosen, answer.reason));
        records.push_back(risk_record(request, function, impact_subject(question->key),
                                      answer.number + 1,
                                      impact_answer_body(answer.chosen, answer.reason)));
    }
    TRY(TRY(governance_of(serving))->journal().append_all(records));
    return answer_whole(serving, request, function);
}

// Says that harm and dependence, as they are stated, hold for what runs now.
Result<Response> rate_criticality(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    if (!criticality_state(**held).level)
        return fail(Code::conflict, "assessment.criticality_not_stated");
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    TRY(TRY(governance_of(serving))
            ->journal()
            .append(risk_record(request, function, std::string{kRatingSubject},
                                TRY(fields.number("number")) + 1, rating_body(**held))));
    return answer_whole(serving, request, function);
}

Result<Response> put_risk(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const id = request.capture("risk");
    if (!risk_id_well_formed(id))
        return fail(Code::bad_input, "risk.id_wrong");
    auto const register_now = risk_register(**held);
    auto const known = std::find_if(register_now.begin(), register_now.end(),
                                    [&](auto const& entry) { return entry.id == id; });
    if (known == register_now.end() && register_now.size() >= kRisksMax)
        return fail(Code::too_many, "risk.too_many");
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const* body = fields.member("risk");
    if (body == nullptr)
        return fail(Code::bad_input, "request.field_wrong", "risk");
    auto const risk =
        TRY(admit_risk(TRY(read_risk(*body)), known == register_now.end() ? nullptr : &known->risk,
                       writer_of(*request.caller)));
    TRY(TRY(governance_of(serving))
            ->journal()
            .append(risk_record(request, function, std::string{id},
                                TRY(fields.number("number")) + 1, risk_body(risk))));
    return answer_whole(serving, request, function);
}

// The page brings its own style, which nothing else on it may be.
std::string print_policy() {
    return fmt::format("default-src 'none'; style-src 'sha256-{}'; frame-ancestors 'none'; sandbox",
                       to_base64(sha256(assessment_print_style())));
}

Result<Response> print_assessment(Serving& serving, HttpRequest& request) {
    auto const held = TRY(view_of(serving, TRY(function_of(request))));
    auto const part = TRY(query_text(request, "part", kPartBytesMax));
    bool const english = TRY(query_text(request, "lang", kPartBytesMax)) == "en";
    Response response;
    response.body = TRY(assessment_print(**held, assessment_of(**held), part.empty() ? "all" : part,
                                         english ? PrintLanguage::english : PrintLanguage::german));
    response.set("Content-Type", "text/html; charset=utf-8");
    response.set("Content-Security-Policy", print_policy());
    return response;
}

} // namespace

void add_assessment_routes(Router& router, Serving& serving) {
    constexpr char kOne[] = "/api/v1/govern/functions/{key}/assessment";
    add_route(router, serving, Method::get, kOne, "govern.read", 0, get_assessment);
    add_route(router, serving, Method::get, fmt::format("{}/print", kOne), "govern.read", 0,
              print_assessment);
    add_route(router, serving, Method::put, fmt::format("{}/answers/{{question}}", kOne),
              "govern.write", kBodyBytesMax, put_answer, Repeat::once);
    add_route(router, serving, Method::put, fmt::format("{}/answers", kOne), "govern.write",
              kBodyBytesMax, put_answers, Repeat::once);
    add_route(router, serving, Method::post, fmt::format("{}/criticality", kOne), "govern.write",
              kBodyBytesMax, rate_criticality, Repeat::once);
    add_route(router, serving, Method::put, fmt::format("{}/risks/{{risk}}", kOne), "govern.read",
              kBodyBytesMax, put_risk, Repeat::once);
}

} // namespace leitstand
