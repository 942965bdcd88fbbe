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
        behind_lines_.clear();
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
        if (body_.form == ParticipationForm::consent && round_.refused())
            return agree_on_referral(line);
        auto const period = round_.answer_period(body_, calendar_);
        if (!period || !period->rule->may_be_agreed || line.event->on > period->due)
            line.effect = Effect::late;
        else if (line.event->by_body)
            round_.confirmed_due = line.event->due;
        else
            round_.granted_due = line.event->due;
    }

    // Its end serves both sides, so that neither moves it alone.
    void agree_on_referral(HistoryLine& line) {
        auto const period = round_.referral_period(body_, calendar_);
        if (!period || !period->rule->may_be_agreed || day_of(line) > period->due)
            line.effect = Effect::late;
        else
            (line.event->by_body ? round_.behind.confirmed_due : round_.behind.granted_due) =
                line.event->due;
    }

    // When something was done, by the word of the body; the authority's own counts from its entry.
    static Date day_of(HistoryLine const& line) {
        return line.event->by_body ? line.event->on : line.certain;
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
        // What was said about an earlier vote says nothing about this one.
        for (auto* before : behind_lines_)
            if (before->effect == Effect::counts)
                before->effect = Effect::overtaken;
        behind_lines_.clear();
        round_.behind = {};
        round_.vote = &event;
        round_.vote_number = line.record->number;
        round_.vote_certain = line.certain;
        round_.took_back_approval = false;
    }

    void take_back(HistoryLine& line) {
        line.effect = Effect::withdrawn;
        if (line.event->kind == EventKind::vote && line.event->vote == Vote::approve &&
            round_.vote == nullptr)
            round_.took_back_approval = true;
    }

    bool past(PartPeriod key, Date from, Date day) const {
        auto const period = running_period(body_, key, from, calendar_);
        return period && day > period->due;
    }

    void follow(HistoryLine& line) {
        auto const& event = *line.event;
        switch (event.kind) {
        case EventKind::objection:
            round_.objections.push_back(line.record->number);
            break;
        case EventKind::answer:
            round_.answers[event.refers_to] = {&event, line.certain};
            break;
        case EventKind::silence:
            round_.silence_noted = event.on;
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
            line.effect = effect_behind(line);
            behind_lines_.push_back(&line);
            if (line.effect == Effect::counts)
                follow_vote(line);
        }
    }

    // Whether a step behind a vote against counts: in time, and behind the step before it.
    Effect effect_behind(HistoryLine const& line) const {
        auto const& event = *line.event;
        auto const& behind = round_.behind;
        switch (event.kind) {
        case EventKind::reasons_demanded: {
            auto const answer = round_.answers.find(round_.vote_number);
            bool const late = answer != round_.answers.end() &&
                              past(PartPeriod::demand, answer->second.certain, event.on);
            return late ? Effect::late : Effect::counts;
        }
        case EventKind::remedy: {
            bool const late = behind.reasons != nullptr &&
                              past(PartPeriod::remedy, behind.reasons_certain, event.on);
            return late ? Effect::late : Effect::counts;
        }
        case EventKind::referral:
            return effect_of_next_step(line);
        case EventKind::superior:
        case EventKind::superior_result:
            return behind.referral != nullptr ? Effect::counts : Effect::without_step;
        case EventKind::conciliation:
            if (behind.referral != nullptr)
                return Effect::counts;
            return body_.direct_conciliation ? effect_of_next_step(line) : Effect::without_step;
        case EventKind::conciliation_result:
            return behind.conciliation != nullptr ? Effect::counts : Effect::without_step;
        case EventKind::settlement:
            return effect_of_settlement(event);
        default:
            return Effect::counts;
        }
    }

    Effect effect_of_next_step(HistoryLine const& line) const {
        if (!round_.refused())
            return Effect::without_step;
        auto const period = round_.referral_period(body_, calendar_);
        return period && day_of(line) > period->due ? Effect::late : Effect::counts;
    }

    Effect effect_of_settlement(Event const& event) const {
        if (!round_.refused())
            return Effect::without_step;
        if (event.outcome == Outcome::agreed) {
            bool const on_paper = event.for_body && !event.documents.empty();
            return event.by_body || on_paper ? Effect::counts : Effect::unconfirmed;
        }
        if (event.outcome == Outcome::decided)
            return leaves_last_word(body_, round_) ? Effect::counts : Effect::without_step;
        return Effect::counts;
    }

    void follow_vote(HistoryLine const& line) {
        auto const& event = *line.event;
        auto& behind = round_.behind;
        switch (event.kind) {
        case EventKind::reasons_demanded:
            behind.demand = &event;
            break;
        case EventKind::reasons:
            behind.reasons = &event;
            behind.reasons_certain = line.certain;
            break;
        case EventKind::remedy:
            behind.remedy = &event;
            break;
        case EventKind::remedy_decision:
            behind.remedy_decision = &event;
            break;
        case EventKind::referral:
            behind.referral = &event;
            break;
        case EventKind::superior:
            behind.superior = &event;
            break;
        case EventKind::superior_result:
            behind.superior_result = &event;
            break;
        case EventKind::conciliation:
            behind.conciliation = &event;
            break;
        case EventKind::conciliation_result:
            behind.conciliation_result = &event;
            break;
        case EventKind::settlement:
            behind.settlement = &event;
            break;
        default:
            break;
        }
    }

    Participant const& body_;
    law::Calendar const& calendar_;
    Round round_;
    std::vector<HistoryLine*> behind_lines_; // those that are about the newest vote
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
        period->due = law::working_day_from(*due, calendar); // BGB § 193
        period->agreed = true;
    }
    return period;
}

std::optional<RunningPeriod> Round::referral_period(Participant const& body,
                                                    law::Calendar const& calendar) const {
    if (!refused())
        return std::nullopt;
    auto period = running_period(body, PartPeriod::referral, vote_certain, calendar);
    if (period && period->rule->may_be_agreed && behind.granted_due && behind.confirmed_due) {
        period->due =
            law::working_day_from(std::min(*behind.granted_due, *behind.confirmed_due), calendar);
        period->agreed = true;
    }
    return period;
}

bool leaves_last_word(Participant const& body, Round const& round) {
    auto const* result = round.behind.conciliation_result;
    return body.last_word == LastWord::authority && result != nullptr &&
           result->outcome == Outcome::recommended;
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
