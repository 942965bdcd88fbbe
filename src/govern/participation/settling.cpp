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
        if (round_.vacant_on)
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
    bool past(Date due) const { return view_.today > due; }
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
        auto const& answer = *found->second;
        if (answer.outcome == Outcome::followed || body_.period(PartPeriod::demand) == nullptr)
            return done(State::answered, answer.on);
        if (round_.demand == nullptr) {
            auto const due = run(PartPeriod::demand, answer.on);
            return due && !past(*due) ? open(State::objected, "participation.demand_possible", due)
                                      : answered_after(due, answer.on);
        }
        if (round_.reasons == nullptr)
            return open(State::objected, "participation.reasons_owed",
                        run(PartPeriod::reasons, round_.demand->on));
        if (round_.remedy == nullptr) {
            auto const due = run(PartPeriod::remedy, round_.reasons->on);
            return due && !past(*due) ? open(State::objected, "participation.remedy_possible", due)
                                      : answered_after(due, round_.reasons->on);
        }
        if (round_.remedy_decision == nullptr)
            return open(State::objected, "participation.remedy_undecided",
                        run(PartPeriod::remedy_decision, round_.remedy->on));
        if (round_.remedy_decision->outcome == Outcome::upheld)
            return open(State::refused_finally, "participation.remedy_upheld");
        done(State::answered, round_.remedy_decision->on);
    }
    void answered_after(std::optional<Date> due, Date otherwise) {
        out_.period.reset();
        done(State::answered, due ? plus_days(*due, 1) : otherwise);
    }

    // BPersVG §§ 71-75: either side brings it before the superior body within five working days; it
    // goes on to the superior staff council, then to the conciliation board.
    void consent_refused() {
        if (round_.settlement != nullptr) {
            if (round_.settlement->outcome == Outcome::dropped)
                return open(State::refused_finally, "participation.dropped");
            return done(State::settled, round_.settlement->on);
        }
        if (round_.conciliation != nullptr)
            return open(State::step_procedure, "participation.conciliation_runs",
                        run(PartPeriod::conciliation, round_.conciliation->on));
        if (round_.superior != nullptr)
            return open(State::step_procedure, "participation.superior_decides");
        if (round_.referral != nullptr)
            return open(State::step_procedure, "participation.superior_owes",
                        run(PartPeriod::superior, round_.referral->on));
        auto const due = run(PartPeriod::referral, round_.vote->on);
        if (!due || past(*due)) {
            out_.period.reset();
            return open(State::refused_finally, "participation.refused_finally");
        }
        open(State::refused, "participation.refused", due);
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
