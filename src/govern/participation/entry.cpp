// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/entry.hpp"

#include <algorithm>

namespace leitstand::participation {

namespace {

Event const* event_of(Standing const& body, std::int64_t number) {
    for (auto const& line : body.history)
        if (line.record->number == number && line.event && line.effect != Effect::withdrawn)
            return &*line.event;
    return nullptr;
}

// Which acts a body has, by how it takes part.
bool fits(EventKind kind, Participant const& body) {
    auto const form = body.form;
    switch (kind) {
    case EventKind::vote:
        return form == ParticipationForm::vote || form == ParticipationForm::consent ||
               form == ParticipationForm::decision;
    case EventKind::reasons_demanded:
    case EventKind::reasons:
    case EventKind::remedy:
    case EventKind::remedy_decision:
        return body.period(PartPeriod::demand) != nullptr;
    case EventKind::referral:
    case EventKind::superior:
    case EventKind::superior_result:
    case EventKind::conciliation:
    case EventKind::conciliation_result:
    case EventKind::settlement:
        return form == ParticipationForm::consent;
    case EventKind::workshop:
        return form == ParticipationForm::contribution;
    case EventKind::vacancy:
        return body.may_be_vacant;
    case EventKind::told:
        return form == ParticipationForm::hearing;
    default:
        return form != ParticipationForm::decision || kind == EventKind::withdrawal ||
               kind == EventKind::statement || kind == EventKind::documents;
    }
}

bool may_be_withdrawn(EventKind kind) {
    return kind == EventKind::vote || kind == EventKind::objection ||
           kind == EventKind::statement || kind == EventKind::invitation ||
           kind == EventKind::remedy || kind == EventKind::referral ||
           kind == EventKind::settlement;
}

Result<void> check_reference(Event const& event, Standing const& body) {
    if (event.refers_to == 0)
        return {};
    auto const* meant = event_of(body, event.refers_to);
    if (event.kind == EventKind::answer) {
        bool const against =
            meant != nullptr && (meant->kind == EventKind::objection ||
                                 (meant->kind == EventKind::vote && meant->vote == Vote::refuse));
        if (!against)
            return fail(Code::bad_input, "participation.nothing_to_answer");
    } else if (meant == nullptr || !may_be_withdrawn(meant->kind)) {
        return fail(Code::bad_input, "participation.not_withdrawable");
    }
    return {};
}

// Whose act it is, as far as the entry itself says so.
Side side_of(Event const& event) {
    if (event.kind == EventKind::settlement && event.outcome == Outcome::agreed)
        return Side::body; // nobody else can say that a body agreed
    return participation::side_of(event.kind);
}

// That of what is withdrawn, of either who enters it.
Side side_here(Event const& event, Standing const& body, Writer const& writer) {
    if (event.kind == EventKind::withdrawal)
        if (auto const* meant = event_of(body, event.refers_to); meant != nullptr) {
            auto const side = side_of(*meant);
            return side != Side::either ? side : meant->by_body ? Side::body : Side::authority;
        }
    auto const side = side_of(event);
    if (side != Side::either)
        return side;
    return writer.member && writer.has(body.participant->role) ? Side::body : Side::authority;
}

// Results of a third body that end a refusal: who keeps the dossier does not enter them alone.
bool needs_management(Event const& event) {
    return event.kind == EventKind::superior_result ||
           event.kind == EventKind::conciliation_result || event.outcome == Outcome::decided;
}

// What may follow a refused consent: the steps in their order and in time.
Result<void> check_way_on(Event const& event, Standing const& body, Side side, Date today) {
    auto const& way = body.way_on;
    auto const missing = [&](char const* step) {
        return fail(Code::refused, "participation.step_missing", step);
    };
    auto const in_time = [&]() -> Result<void> {
        auto const day = side == Side::body ? event.on : today; // as the round counts it
        if (way.refer_by && day > *way.refer_by)
            return fail(Code::refused, "participation.referral_late", to_iso(*way.refer_by));
        return {};
    };
    if (!way.refused)
        return fail(Code::refused, "participation.nothing_refused");
    switch (event.kind) {
    case EventKind::referral:
        return in_time();
    case EventKind::superior:
    case EventKind::superior_result:
        return way.referred ? Result<void>{} : missing("referral");
    case EventKind::conciliation:
        if (way.referred)
            return {};
        return body.participant->direct_conciliation ? in_time() : missing("referral");
    case EventKind::conciliation_result:
        if (event.outcome == Outcome::recommended &&
            body.participant->last_word != LastWord::authority)
            return fail(Code::bad_input, "participation.event_wrong", "outcome");
        return way.called ? Result<void>{} : missing("conciliation");
    default:
        return event.outcome != Outcome::decided || way.recommended
                   ? Result<void>{}
                   : missing("conciliation_result");
    }
}

bool is_way_on(EventKind kind) {
    switch (kind) {
    case EventKind::referral:
    case EventKind::superior:
    case EventKind::superior_result:
    case EventKind::conciliation:
    case EventKind::conciliation_result:
    case EventKind::settlement:
        return true;
    default:
        return false;
    }
}

Result<void> check_speaker(Standing const& body, Writer const& writer, bool& for_body) {
    for_body = false;
    if (writer.member && writer.has(body.participant->role))
        return {};
    if (!writer.keeper)
        return fail(Code::no_right, "participation.other_body", body.participant->key);
    if (body.role_held)
        return fail(Code::no_right, "participation.speaks_itself", body.participant->key);
    for_body = true;
    return {};
}

// Who may enter it; sets for_body and by_body.
Result<void> check_writer(Event& event, Standing const& body, Writer const& writer, Side side) {
    bool const management = writer.member && writer.has("management");
    if (event.kind == EventKind::vacancy) {
        // Who keeps the dossier must not do away with those who have to be asked.
        if (!writer.has("management"))
            return fail(Code::no_right, "participation.vacancy_by_management");
        if (event.instead.empty() && body.role_held)
            return fail(Code::refused, "participation.office_held", body.participant->key);
        return {};
    }
    if (side == Side::body) {
        TRY(check_speaker(body, writer, event.for_body));
        bool const spoken_for = event.kind == EventKind::settlement && event.for_body;
        if (spoken_for && event.documents.empty())
            return fail(Code::bad_input, "participation.paper_missing");
        event.by_body = participation::side_of(event.kind) != Side::body && !event.for_body;
        return {};
    }
    if (needs_management(event) && !management)
        return fail(Code::no_right, "participation.result_by_management");
    if (!writer.keeper && !(management && is_way_on(event.kind)))
        return fail(Code::no_right, "right.missing");
    return {};
}

bool silent(State state) {
    return state == State::approved_by_silence || state == State::heard_by_silence;
}

} // namespace

bool Writer::has(std::string_view role) const {
    return !role.empty() && std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool Writer::may_speak(Standing const& body) const {
    bool ignored = false;
    return check_speaker(body, *this, ignored).has_value();
}

Result<Event> admit(Event event, Standing const& body, Writer const& writer, Date today) {
    if (event.on > today)
        return fail(Code::bad_input, "participation.in_future");
    if (!fits(event.kind, *body.participant))
        return fail(Code::bad_input, "participation.not_for_this_body",
                    std::string{event_name(event.kind)});
    TRY(check_reference(event, body));
    auto const side = side_here(event, body, writer);
    event.for_body = event.by_body = false;
    TRY(check_writer(event, body, writer, side));
    if (is_way_on(event.kind))
        TRY(check_way_on(event, body, side, today));
    if (event.kind == EventKind::silence && !silent(body.state))
        return fail(Code::refused, "participation.not_silent");
    if (event.due && event.kind != EventKind::invitation &&
        (!body.period || !body.period->rule->may_be_agreed))
        return fail(Code::bad_input, "participation.period_not_agreed");
    return event;
}

Result<AgreementEvent> admit(AgreementEvent event, AgreementStanding const* standing,
                             std::vector<Standing> const& bodies, Writer const& writer,
                             Date today) {
    if (event.on > today)
        return fail(Code::bad_input, "participation.in_future");
    event.for_body = false;
    if (event.kind == AgreementEventKind::proposal) {
        if (!writer.keeper && !(writer.member && writer.has("staff_council")))
            return fail(Code::no_right, "right.missing");
        return event;
    }
    if (event.kind == AgreementEventKind::check) {
        bool const council = writer.member && writer.has("staff_council");
        if (!writer.keeper && !council)
            return fail(Code::no_right, "right.missing");
        if (standing == nullptr || !standing->holds)
            return fail(Code::bad_input, "participation.nothing_to_check");
        event.party = council ? "staff_council" : "management";
        return event;
    }
    auto const body = std::find_if(bodies.begin(), bodies.end(), [&](Standing const& one) {
        return one.participant->role == event.party;
    });
    if (body == bodies.end())
        return fail(Code::bad_input, "participation.event_wrong", "party");
    TRY(check_speaker(*body, writer, event.for_body));
    if (event.kind == AgreementEventKind::termination) {
        if (standing == nullptr || !standing->holds)
            return fail(Code::bad_input, "participation.nothing_to_sign");
        return event;
    }
    if (standing == nullptr || !standing->proposed || standing->proposed_number != event.refers_to)
        return fail(Code::bad_input, "participation.nothing_to_sign");
    auto const& missing = standing->missing;
    if (std::find(missing.begin(), missing.end(), event.party) == missing.end())
        return fail(Code::conflict, "participation.signed_already");
    if (!event.for_body && !writer.account.empty() &&
        std::ranges::find(standing->signers, writer.account) != standing->signers.end())
        return fail(Code::conflict, "participation.one_person");
    return event;
}

} // namespace leitstand::participation
