// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/risk_register.hpp"

#include <nlohmann/json.hpp>
#include <tuple>

#include "govern/assessment/criticality.hpp"

namespace leitstand {

namespace {

constexpr int kStepMax = 5;

// Reads members and keeps the first fault.
class RiskReader {
  public:
    explicit RiskReader(Json const& body) : body_(body) {}

    std::string text(std::string_view key, bool needed, std::size_t bytes_max) {
        auto const found = body_.find(key);
        if (found == body_.end() || found->is_null()) {
            if (needed)
                wrong(key);
            return {};
        }
        if (!found->is_string()) {
            wrong(key);
            return {};
        }
        auto value = found->get<std::string>();
        if (needed && value.find_first_not_of(" \t\r\n") == std::string::npos)
            wrong(key);
        if (value.size() > bytes_max && !fault_)
            fault_ = fail(Code::too_large, "assessment.text_too_long", std::string{key}).value();
        return value;
    }
    int step(std::string_view key) {
        auto const found = body_.find(key);
        bool const number = found != body_.end() && found->is_number_integer();
        auto const value = number ? found->get<std::int64_t>() : 0;
        if (value < 1 || value > kStepMax) {
            wrong(key);
            return 1;
        }
        return static_cast<int>(value);
    }
    bool flag(std::string_view key) {
        auto const found = body_.find(key);
        if (found == body_.end())
            return false;
        if (!found->is_boolean())
            wrong(key);
        return found->is_boolean() && found->get<bool>();
    }
    Date date(std::string_view key) {
        auto const value = parse_iso_date(text(key, true, 10));
        if (!value)
            wrong(key);
        return value.value_or(Date{});
    }
    void wrong(std::string_view key) {
        if (!fault_)
            fault_ = fail(Code::bad_input, "risk.wrong", std::string{key}).value();
    }
    std::optional<Error> const& fault() const { return fault_; }

  private:
    Json const& body_;
    std::optional<Error> fault_;
};

} // namespace

std::string_view risk_level_name(RiskLevel level) {
    switch (level) {
    case RiskLevel::low:
        return "low";
    case RiskLevel::medium:
        return "medium";
    case RiskLevel::high:
        return "high";
    case RiskLevel::very_high:
        return "very_high";
    }
    return {};
}

RiskLevel risk_level(int likelihood, int severity) {
    auto const product = likelihood * severity;
    if (product <= 4)
        return RiskLevel::low;
    if (product <= 9)
        return RiskLevel::medium;
    return product <= 14 ? RiskLevel::high : RiskLevel::very_high;
}

bool risk_id_well_formed(std::string_view id) {
    return !id.empty() && id.size() <= kRiskIdBytesMax && id != kRatingSubject &&
           std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
           });
}

Result<Risk> read_risk(Json const& body) {
    if (!body.is_object())
        return fail(Code::bad_input, "risk.wrong", "body");
    RiskReader reader{body};
    Risk risk;
    risk.title = reader.text("title", true, kRiskTitleBytesMax);
    risk.description = reader.text("description", true, kRiskTextBytesMax);
    risk.measure = reader.text("measure", true, kRiskTextBytesMax);
    risk.owner = reader.text("owner", true, kRiskTitleBytesMax);
    risk.owner_role = reader.text("owner_role", true, kRiskIdBytesMax);
    if (std::find(kGuidelineRoles.begin(), kGuidelineRoles.end(), risk.owner_role) ==
        kGuidelineRoles.end())
        reader.wrong("owner_role");
    risk.proof = reader.text("proof", false, kRiskTextBytesMax);
    risk.likelihood = reader.step("likelihood");
    risk.severity = reader.step("severity");
    risk.residual_likelihood = reader.step("residual_likelihood");
    risk.residual_severity = reader.step("residual_severity");
    risk.accepted = reader.flag("accepted");
    risk.accepted_because = reader.text("accepted_because", false, kRiskTextBytesMax);
    risk.accepted_by = reader.text("accepted_by", false, kRiskTitleBytesMax);
    risk.accepted_role = reader.text("accepted_role", false, kRiskIdBytesMax);
    risk.review = reader.date("review");
    risk.closed = reader.flag("closed");
    if (reader.fault())
        return tl::unexpected(*reader.fault());
    bool const unreasoned = risk.accepted && risk.high_rest() &&
                            risk.accepted_because.find_first_not_of(" \t\r\n") == std::string::npos;
    bool const grows =
        risk.residual_likelihood > risk.likelihood || risk.residual_severity > risk.severity;
    if (unreasoned || grows)
        return fail(Code::bad_input, unreasoned ? "risk.reason_missing" : "risk.rest_grows");
    return risk;
}

Json risk_body(Risk const& risk) {
    return Json{{"title", risk.title},
                {"description", risk.description},
                {"measure", risk.measure},
                {"owner", risk.owner},
                {"owner_role", risk.owner_role},
                {"proof", risk.proof},
                {"likelihood", risk.likelihood},
                {"severity", risk.severity},
                {"residual_likelihood", risk.residual_likelihood},
                {"residual_severity", risk.residual_severity},
                {"accepted", risk.accepted},
                {"accepted_because", risk.accepted_because},
                {"accepted_by", risk.accepted_by},
                {"accepted_role", risk.accepted_role},
                {"review", to_iso(risk.review)},
                {"closed", risk.closed}};
}

namespace {

// All but what the program adds.
auto entered(Risk const& risk) {
    return std::tie(risk.title, risk.description, risk.measure, risk.owner, risk.owner_role,
                    risk.proof, risk.likelihood, risk.severity, risk.residual_likelihood,
                    risk.residual_severity, risk.review, risk.closed);
}
// What somebody answers for.
auto answered_for(Risk const& risk) {
    return std::tie(risk.title, risk.description, risk.measure, risk.likelihood, risk.severity,
                    risk.residual_likelihood, risk.residual_severity, risk.accepted_because);
}

} // namespace

Result<Risk> admit_risk(Risk risk, Risk const* before, RiskWriter const& writer) {
    risk.accepted_by.clear();
    risk.accepted_role.clear();
    if (!writer.keeper &&
        !(writer.management && before != nullptr && entered(risk) == entered(*before)))
        return fail(Code::no_right, "right.missing");
    if (!risk.accepted || !risk.high_rest())
        return risk;
    if (before != nullptr && before->accepted && before->accepted_role == kAcceptingRole &&
        answered_for(risk) == answered_for(*before)) {
        risk.accepted_by = before->accepted_by;
        risk.accepted_role = before->accepted_role;
        return risk;
    }
    if (!writer.management)
        return fail(Code::no_right, "risk.acceptance_by_management");
    risk.accepted_by = writer.name;
    risk.accepted_role = kAcceptingRole;
    return risk;
}

std::vector<RiskEntry> risk_register(GovernView const& view) {
    std::vector<RiskEntry> out;
    for (auto const* record : newest_of(view.records, RecordKind::risk)) {
        if (record->body == nullptr || !risk_id_well_formed(record->subject))
            continue;
        if (auto risk = read_risk(*record->body))
            out.push_back({record->subject, *std::move(risk), record});
    }
    return out;
}

} // namespace leitstand
