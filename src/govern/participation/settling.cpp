// SPDX-License-Identifier: EUPL-1.2
// From a round to a state, form by form. Each branch names the paragraph that it follows.
#include <algorithm>

#include "govern/participation/detail/round.hpp"

namespace leitstand::participation {

namespace {

class Settler {
  public:
    Settler(Round const& round, GovernView const& view, Standing& out)
        : round_(round), view_(view), body_(*out.participant), out_(out) {}

    void settle() {
        out_.invited = round_.invited;
        out_.parallel = round_.parallel;
        out_.instead = round_.instead;
        out_.silence_noted = round_.silence_noted.has_value();
        if (round_.vacant_on && !out_.role_held) // an account that has the office speaks for it
            return done(State::vacant, *round_.vacant_on);
        switch (body_.form) {
        case ParticipationForm::contribution:
            said(State::contributed);
            break;
        case ParticipationForm::advice:
            said(State::advised);
            break;
        case ParticipationForm::hearing:
            said(State::heard);
            break;
        case ParticipationForm::vote:
            voted(&Settler::vote_against);
            break;
        case ParticipationForm::consent:
            voted(&Settler::consent_refused);
            say_way_on();
            break;
        case ParticipationForm::decision:
            decided();
            break;
        }
        answer_objections();
    }

  private:
    void done(State state, Date on) {
        out_.state = state;
        out_.concluded = on;
    }
    void open(State state, std::string_view key, std::optional<Date> due = std::nullopt) {
        out_.state = state;
        out_.open.push_back(open_point(key, body_, due));
    }
    bool past(Date due) const { return view_.waited_until() > due; }
    std::optional<RunningPeriod> running(PartPeriod key, Date from) const {
        return running_period(body_, key, from, view_.calendar);
    }
    // Its last day, and the period shown as the one that runs.
    std::optional<Date> run(PartPeriod key, Date from) {
        out_.period = running(key, from);
        return out_.period ? std::optional{out_.period->due} : std::nullopt;
    }

    // Nothing has been said that settles the part.
    void wait() {
        if (!round_.invited)
            return open(State::not_invited, "participation.not_invited");
        if (!round_.handed)
            return open(State::awaiting_documents, "participation.documents_missing");
        if (round_.paused)
            return open(State::awaiting_documents, "participation.documents_requested");
        auto const period = round_.answer_period(body_, view_.calendar);
        if (!period)
            return open(State::running, "participation.answer_awaited");
        out_.period = period;
        if (!past(period->due))
            return open(State::running, "participation.period_runs", period->due);
        if (body_.silence == Silence::nothing)
            return open(State::overdue, "participation.overdue", period->due);
        // The period is over at the end of its last day.
        bool const approves = body_.silence == Silence::approves;
        done(approves ? State::approved_by_silence : State::heard_by_silence,
             plus_days(period->due, 1));
        if (!round_.silence_noted)
            out_.open.push_back(open_point("participation.silence_unnoted", body_));
    }

    void said(State state) {
        if (round_.word != nullptr)
            done(state, round_.word->on);
        else
            wait();
    }

    void voted(void (Settler::*against)()) {
        if (round_.vote == nullptr) {
            wait();
            if (round_.took_back_approval && settles(out_.state)) {
                out_.open.clear();
                open(State::withdrawn, "participation.approval_withdrawn");
            }
            return;
        }
        if (round_.vote->vote == Vote::approve)
            done(State::approved, round_.vote->on);
        else
            (this->*against)();
    }

    // BGleiG § 32(3), § 33: the vote is followed, or the officer hears so, may ask for the reasons
    // by the next working day, gets them within 15, and may lodge a remedy within a week.
    void vote_against() {
        auto const found = round_.answers.find(round_.vote_number);
        if (found == round_.answers.end())
            return open(State::objected, "participation.vote_unanswered");
        auto const& answer = *found->second.event;
        auto const& behind = round_.behind;
        if (answer.outcome == Outcome::followed || body_.period(PartPeriod::demand) == nullptr)
            return done(State::answered, answer.on);
        if (behind.demand == nullptr) {
            auto const due = run(PartPeriod::demand, found->second.certain);
            return due && !past(*due) ? open(State::objected, "participation.demand_possible", due)
                                      : answered_after(due, answer.on);
        }
        if (behind.reasons == nullptr)
            return open(State::objected, "participation.reasons_owed",
                        run(PartPeriod::reasons, behind.demand->on));
        if (behind.remedy == nullptr) {
            auto const due = run(PartPeriod::remedy, behind.reasons_certain);
            return due && !past(*due) ? open(State::objected, "participation.remedy_possible", due)
                                      : answered_after(due, behind.reasons->on);
        }
        if (behind.remedy_decision == nullptr)
            return open(State::objected, "participation.remedy_undecided",
                        run(PartPeriod::remedy_decision, behind.remedy->on));
        if (behind.remedy_decision->outcome == Outcome::upheld)
            return open(State::refused_finally, "participation.remedy_upheld");
        done(State::answered, behind.remedy_decision->on);
    }
    void answered_after(std::optional<Date> due, Date otherwise) {
        out_.period.reset();
        done(State::answered, due ? plus_days(*due, 1) : otherwise);
    }

    // BPersVG §§ 71-75: either side brings it before the superior body within five working days; it
    // goes on to the superior staff council, then to the conciliation board. In the matters of
    // § 80(1) nos. 10-13 and 19-21 the board only recommends where it is against the measure, and
    // the authority has the last word (§ 75(3)); otherwise the board's decision binds.
    void consent_refused() {
        auto const& behind = round_.behind;
        if (behind.settlement != nullptr) {
            if (behind.settlement->outcome == Outcome::dropped)
                return open(State::refused_finally, "participation.dropped");
            return done(State::settled, behind.settlement->on);
        }
        if (behind.conciliation_result != nullptr)
            return conciliated(*behind.conciliation_result);
        if (behind.conciliation != nullptr)
            return open(State::step_procedure, "participation.conciliation_runs",
                        run(PartPeriod::conciliation, behind.conciliation->on));
        if (behind.superior_result != nullptr)
            return behind.superior_result->outcome == Outcome::granted
                       ? done(State::settled, behind.superior_result->on)
                       : open(State::step_procedure, "participation.conciliation_possible");
        if (behind.superior != nullptr)
            return open(State::step_procedure, "participation.superior_decides");
        if (behind.referral != nullptr)
            return open(State::step_procedure, "participation.superior_owes",
                        run(PartPeriod::superior, behind.referral->on));
        not_referred();
    }
    void not_referred() {
        auto const period = round_.referral_period(body_, view_.calendar);
        if (!period)
            return open(State::refused, "participation.refused_unclocked");
        if (past(period->due))
            return open(State::refused_finally, "participation.refused_finally", period->due);
        out_.period = period;
        open(State::refused, "participation.refused", period->due);
    }
    void conciliated(Event const& result) {
        if (result.outcome == Outcome::granted)
            return done(State::settled, result.on);
        if (leaves_last_word(body_, round_))
            return open(State::step_procedure, "participation.last_word_due");
        open(State::refused_finally, "participation.conciliation_denied");
    }
    void say_way_on() {
        if (body_.form != ParticipationForm::consent || !round_.refused())
            return;
        auto const period = round_.referral_period(body_, view_.calendar);
        auto const& behind = round_.behind;
        out_.way_on = {.refused = true,
                       .refer_by = period ? std::optional{period->due} : std::nullopt,
                       .referred = behind.referral != nullptr,
                       .called = behind.conciliation != nullptr,
                       .recommended = leaves_last_word(body_, round_)};
    }

    void decided() {
        if (round_.vote == nullptr)
            return open(State::not_invited, "participation.undecided");
        if (round_.vote->vote == Vote::refuse)
            return open(State::refused_finally, "participation.decided_against");
        done(State::approved, round_.vote->on);
    }

    void answer_objections() {
        bool const any =
            std::any_of(round_.objections.begin(), round_.objections.end(),
                        [&](std::int64_t number) { return !round_.answers.contains(number); });
        if (any)
            out_.open.push_back(open_point("participation.objection_unanswered", body_));
    }

    Round const& round_;
    GovernView const& view_;
    Participant const& body_;
    Standing& out_;
};

} // namespace

void settle(Round const& round, GovernView const& view, Standing& out) {
    Settler{round, view, out}.settle();
}

} // namespace leitstand::participation
