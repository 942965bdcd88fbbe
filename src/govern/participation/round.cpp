// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/detail/round.hpp"

#include <algorithm>
#include <set>

#include "law/period.hpp"

namespace leitstand::participation {

namespace {

// Plays the lines of one body. Lines are in the order of the days.
class Player {
  public:
    Player(Participant const& body, law::Calendar const& calendar)
        : body_(body), calendar_(calendar) {}

    void play(HistoryLine& line, bool withdrawn) {
        auto const& event = *line.event;
        if (withdrawn) {
            take_back(line);
            return;
        }
        switch (event.kind) {
        case EventKind::invitation:
            invite(line);
            break;
        case EventKind::documents:
            round_.handed = event.on;
            round_.handed_certain = line.certain;
            round_.confirmed_due.reset(); // of the period before
            round_.paused = false;
            break;
        case EventKind::documents_requested:
            ask_for_documents(line);
            break;
        case EventKind::period_agreed:
            agree(line);
            break;
        case EventKind::statement:
        case EventKind::workshop:
            hear(line);
            break;
        case EventKind::vote:
            vote(line);
            break;
        default:
            follow(line);
        }
    }

    Round round() const { return round_; }

  private:
    void invite(HistoryLine const& line) {
        auto const& event = *line.event;
        auto const papers_certain = round_.handed_certain;
        auto const papers_before = round_.invited ? std::nullopt : round_.handed;
        auto const said = body_.form == ParticipationForm::contribution ? round_.word : nullptr;
        auto const stands_in = round_.instead;
        round_ = {};
        round_.instead = stands_in;
        round_.word = said; // who has contributed, has: an invitation asks for more
        round_.invited = event.on;
        round_.handed = event.documents.empty() ? papers_before : event.on;
        round_.invited_certain = line.certain;
        round_.handed_certain = event.documents.empty() ? papers_certain : line.certain;
        round_.urgent = event.urgent;
        round_.granted_due = event.due;
        round_.parallel = event.parallel;
    }

    std::optional<Date> due() const {
        auto const period = round_.answer_period(body_, calendar_);
        return period ? std::optional{period->due} : std::nullopt;
    }
    bool after_due(Date day) const {
        auto const last = due();
        return last && day > *last;
    }
    bool too_early(Date day) const {
        return !round_.invited || !round_.handed || day < std::max(*round_.invited, *round_.handed);
    }

    // After its end nothing stops a period any more.
    void ask_for_documents(HistoryLine& line) {
        if (after_due(line.event->on))
            line.effect = Effect::late;
        else
            round_.paused = true;
    }

    void agree(HistoryLine& line) {
        auto const period = round_.answer_period(body_, calendar_);
        if (!period || !period->rule->may_be_agreed || line.event->on > period->due)
            line.effect = Effect::late;
        else if (line.event->by_body)
            round_.confirmed_due = line.event->due;
        else
            round_.granted_due = line.event->due;
    }

    void hear(HistoryLine& line) {
        auto const& event = *line.event;
        bool const needs_papers =
            body_.form == ParticipationForm::hearing ||
            (body_.form == ParticipationForm::advice && round_.invited.has_value());
        if (needs_papers && event.kind == EventKind::statement && too_early(event.on))
            line.effect = Effect::before_documents;
        else if (body_.form == ParticipationForm::hearing && after_due(event.on))
            line.effect = Effect::late;
        else
            round_.word = &event;
    }

    void vote(HistoryLine& line) {
        auto const& event = *line.event;
        if (body_.form != ParticipationForm::decision) {
            if (too_early(event.on))
                line.effect = Effect::before_documents;
            else if (body_.silence == Silence::approves && after_due(event.on))
                line.effect = Effect::late;
        }
        if (line.effect != Effect::counts)
            return;
        round_.vote = &event;
        round_.vote_number = line.record->number;
        round_.took_back_approval = false;
    }

    void take_back(HistoryLine& line) {
        line.effect = Effect::withdrawn;
        if (line.event->kind == EventKind::vote && line.event->vote == Vote::approve &&
            round_.vote == nullptr)
            round_.took_back_approval = true;
    }

    void follow(HistoryLine const& line) {
        auto const& event = *line.event;
        switch (event.kind) {
        case EventKind::objection:
            round_.objections.push_back(line.record->number);
            break;
        case EventKind::answer:
            round_.answers[event.refers_to] = &event;
            break;
        case EventKind::silence:
            round_.silence_noted = event.on;
            break;
        case EventKind::reasons_demanded:
            round_.demand = &event;
            break;
        case EventKind::reasons:
            round_.reasons = &event;
            break;
        case EventKind::remedy:
            round_.remedy = &event;
            break;
        case EventKind::remedy_decision:
            round_.remedy_decision = &event;
            break;
        case EventKind::referral:
            round_.referral = &event;
            break;
        case EventKind::superior:
            round_.superior = &event;
            break;
        case EventKind::conciliation:
            round_.conciliation = &event;
            break;
        case EventKind::settlement:
            round_.settlement = &event;
            break;
        case EventKind::told:
            round_.told = event.on;
            break;
        case EventKind::vacancy:
            round_.instead = event.instead;
            if (event.instead.empty() && body_.may_be_vacant)
                round_.vacant_on = event.on;
            else
                round_.vacant_on.reset();
            break;
        default:
            break;
        }
    }

    Participant const& body_;
    law::Calendar const& calendar_;
    Round round_;
};

} // namespace

std::optional<RunningPeriod> running_period(Participant const& body, PartPeriod key, Date from,
                                            law::Calendar const& calendar) {
    auto const* rule = body.period(key);
    if (rule == nullptr || !calendar.knows(from))
        return std::nullopt;
    auto due = law::period_end(from, law::FirstDay::not_counted, rule->length, calendar);
    if (rule->moves)
        due = law::working_day_from(due, calendar);
    return RunningPeriod{from, due, rule, false};
}

// More time than the law gives is the authority's to grant; less counts only where the body itself
// named the day, as silence would otherwise be its adversary's to time.
std::optional<Date> Round::agreed_due(Date by_law) const {
    if (granted_due && *granted_due >= by_law)
        return granted_due;
    if (confirmed_due && *confirmed_due <= by_law)
        return confirmed_due;
    return std::nullopt;
}

std::optional<RunningPeriod> Round::answer_period(Participant const& body,
                                                  law::Calendar const& calendar) const {
    if (!invited || !handed || paused)
        return std::nullopt;
    auto from = std::max(*invited, *handed);
    if (body.silence != Silence::nothing)
        from = std::max({from, invited_certain, handed_certain});
    auto period = running_period(body, PartPeriod::answer, from, calendar);
    if (urgent)
        if (auto const short_one = running_period(body, PartPeriod::answer_urgent, from, calendar))
            period = short_one;
    auto const due = period ? agreed_due(period->due) : std::nullopt;
    if (due && body.period(PartPeriod::answer)->may_be_agreed) {
        period->rule = body.period(PartPeriod::answer);
        period->due = *due;
        period->agreed = true;
    }
    return period;
}

Round play(Participant const& body, std::vector<HistoryLine>& lines,
           law::Calendar const& calendar) {
    std::set<std::int64_t> withdrawn;
    for (auto const& line : lines)
        if (line.event && line.event->kind == EventKind::withdrawal)
            withdrawn.insert(line.event->refers_to);
    auto const taken_back = [&](HistoryLine const& line) {
        return withdrawn.contains(line.record->number);
    };
    Player player{body, calendar};
    std::size_t newest_round = 0, invitations = 0;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        auto& line = lines[at];
        if (!line.event)
            continue;
        player.play(line, taken_back(line));
        if (line.event->kind == EventKind::invitation && line.effect == Effect::counts) {
            newest_round = at;
            ++invitations;
        }
    }
    // What came before the first invitation belongs to it; a contribution stays one.
    if (invitations > 1 && body.form != ParticipationForm::contribution)
        for (std::size_t at = 0; at < newest_round; ++at)
            if (lines[at].effect == Effect::counts)
                lines[at].effect = Effect::earlier_round;
    return player.round();
}

} // namespace leitstand::participation
