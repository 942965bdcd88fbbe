// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/standing.hpp"

#include <algorithm>
#include <array>

#include "govern/participation/detail/round.hpp"

namespace leitstand::participation {

namespace {

constexpr std::array<std::string_view, 18> kStates{
    "not_invited", "vacant",           "awaiting_documents",
    "running",     "overdue",          "objected",
    "refused",     "step_procedure",   "refused_finally",
    "withdrawn",   "approved",         "approved_by_silence",
    "heard",       "heard_by_silence", "contributed",
    "advised",     "answered",         "settled"};
constexpr std::array<std::string_view, 9> kEffects{
    "counts",     "earlier_round", "withdrawn",    "before_documents", "late",
    "unreadable", "overtaken",     "without_step", "unconfirmed"};

constexpr std::string_view kDecisionUntold = "participation.decision_untold";

bool contains(auto const& list, auto const& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

// By day, then in the order in which they were entered: paper comes in late.
std::vector<HistoryLine> history_of(GovernView const& view, std::string const& body) {
    std::vector<HistoryLine> lines;
    for (auto const& record : view.records) {
        if (record.kind != RecordKind::participation || record.subject != body ||
            record.function != view.function)
            continue;
        auto& line = lines.emplace_back(HistoryLine{&record, std::nullopt, Effect::unreadable, {}});
        if (!record.body)
            continue;
        if (auto event = parse_event(*record.body)) {
            line.event = std::move(*event);
            line.effect = Effect::counts;
            line.certain = record.example ? line.event->on
                                          : std::max(line.event->on, date_in_berlin(record.at));
        }
    }
    auto const day = [](HistoryLine const& line) {
        return line.event ? line.event->on : date_in_berlin(line.record->at);
    };
    std::stable_sort(lines.begin(), lines.end(), [&](HistoryLine const& a, HistoryLine const& b) {
        return std::pair{day(a), a.record->number} < std::pair{day(b), b.record->number};
    });
    return lines;
}

bool is_needed(Participant const& body, FunctionRule const& function) {
    return !body.needed_for.empty() &&
           (body.classes.empty() || contains(body.classes, function.effect));
}

// The first of those that should have ended before `day` and had not; empty: none.
std::string not_ended_by(Date day, Participant const& body, std::vector<Standing> const& earlier) {
    for (auto const& key : body.after)
        for (auto const& other : earlier)
            if (other.participant->key == key && other.needed &&
                (!settles(other.state) || !other.concluded || *other.concluded > day))
                return key;
    return {};
}

void check_order(GovernView const& view, std::vector<Standing> const& earlier, Standing& out) {
    auto const& body = *out.participant;
    bool const decides = body.form == ParticipationForm::decision;
    auto const day = decides ? out.concluded : out.invited;
    if (!day || *day > view.today)
        return;
    out.out_of_order = not_ended_by(*day, body, earlier);
    if (!out.out_of_order.empty() && out.parallel.empty())
        out.open.push_back(open_point(
            decides ? "participation.decided_too_early" : "participation.out_of_order", body));
}

// What a decision brings for those who were to be heard before it (SGB IX § 178(2)).
void look_at_decision(GovernView const& view, std::vector<Standing>& all) {
    auto const decision = std::find_if(all.begin(), all.end(), [](Standing const& one) {
        return one.participant->form == ParticipationForm::decision && one.concluded;
    });
    if (decision == all.end())
        return;
    auto const decided = *decision->concluded;
    for (auto& one : all) {
        auto const& body = *one.participant;
        if (body.form != ParticipationForm::hearing || !one.needed || one.state == State::vacant)
            continue;
        bool const heard = settles(one.state) && one.concluded && *one.concluded <= decided;
        bool const told =
            std::any_of(one.history.begin(), one.history.end(), [&](HistoryLine const& line) {
                return line.event && line.effect == Effect::counts &&
                       line.event->kind == EventKind::told && line.event->on >= decided;
            });
        if (!heard && !settles(one.state)) {
            auto const period = running_period(body, PartPeriod::catch_up, decided, view.calendar);
            one.open.push_back(open_point("participation.catch_up", body,
                                          period ? std::optional{period->due} : std::nullopt));
        } else if (!told) {
            one.open.push_back(open_point(kDecisionUntold, body));
        }
    }
}

bool blocks(Standing const& one) {
    if (!settles(one.state) || (!one.out_of_order.empty() && one.parallel.empty()))
        return true;
    return std::any_of(one.open.begin(), one.open.end(), [](OpenPoint const& point) {
        return point.key == "participation.objection_unanswered" ||
               point.key == "participation.silence_unnoted";
    });
}

Standing standing_of(GovernView const& view, Participant const& body,
                     std::vector<Standing> const& earlier) {
    Standing out;
    out.participant = &body;
    out.needed = is_needed(body, view.rule);
    out.role_held = !body.role.empty() && contains(view.roles_held, body.role);
    out.history = history_of(view, body.key);
    for (auto const& line : out.history)
        out.newest = std::max(out.newest, line.record->number);
    auto const round = play(body, out.history, view.calendar);
    settle(round, view, out);
    check_order(view, earlier, out);
    out.complete = !blocks(out);
    if (!out.complete && !body.role.empty() && !out.role_held)
        out.open.push_back(open_point("participation.role_held_by_nobody", body));
    return out;
}

} // namespace

std::string_view state_name(State state) {
    return kStates.at(static_cast<std::size_t>(state));
}
std::string_view effect_name(Effect effect) {
    return kEffects.at(static_cast<std::size_t>(effect));
}
bool settles(State state) {
    return state >= State::approved || state == State::vacant;
}

std::vector<Standing> standings(GovernView const& view) {
    std::vector<Standing> out;
    for (auto const& body : view.guideline.participation.participants) {
        auto standing = standing_of(view, body, out);
        out.push_back(std::move(standing));
    }
    look_at_decision(view, out);
    return out;
}

} // namespace leitstand::participation

namespace leitstand {

std::vector<OpenPoint> participation_open_points(GovernView const& view) {
    return participation_open_points(view, std::nullopt);
}

std::vector<OpenPoint> participation_open_points(GovernView const& view, std::optional<Mode> step) {
    std::vector<OpenPoint> out;
    for (auto& standing : participation::standings(view)) {
        if (!standing.needed)
            continue;
        auto const from = parse_mode(standing.participant->needed_for);
        if (!from || (step && *from > *step))
            continue;
        for (auto& point : standing.open)
            if (!step ||
                point.key !=
                    participation::kDecisionUntold) // a duty behind the step, not before it
                out.push_back(std::move(point));
    }
    return out;
}

} // namespace leitstand
