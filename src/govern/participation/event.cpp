// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/event.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "govern/participation/detail/body_reader.hpp"

namespace leitstand::participation {

namespace {

struct KindRow {
    EventKind kind;
    std::string_view name;
    Side side;
    bool needs_text; // says nothing without words
};

constexpr std::array<KindRow, 23> kKinds{{
    {EventKind::invitation, "invitation", Side::authority, false},
    {EventKind::documents, "documents", Side::authority, false},
    {EventKind::documents_requested, "documents_requested", Side::body, true},
    {EventKind::period_agreed, "period_agreed", Side::either, false},
    {EventKind::statement, "statement", Side::body, true},
    {EventKind::objection, "objection", Side::body, true},
    {EventKind::answer, "answer", Side::authority, true},
    {EventKind::vote, "vote", Side::body, false},
    {EventKind::withdrawal, "withdrawal", Side::either, true},
    {EventKind::silence, "silence", Side::authority, false},
    {EventKind::reasons_demanded, "reasons_demanded", Side::body, false},
    {EventKind::reasons, "reasons", Side::authority, true},
    {EventKind::remedy, "remedy", Side::body, true},
    {EventKind::remedy_decision, "remedy_decision", Side::authority, true},
    {EventKind::referral, "referral", Side::either, true},
    {EventKind::superior, "superior", Side::authority, false},
    {EventKind::conciliation, "conciliation", Side::either, true},
    {EventKind::settlement, "settlement", Side::authority, true},
    {EventKind::told, "told", Side::authority, false},
    {EventKind::vacancy, "vacancy", Side::authority, true},
    {EventKind::workshop, "workshop", Side::either, false},
    {EventKind::superior_result, "superior_result", Side::either, true},
    {EventKind::conciliation_result, "conciliation_result", Side::either, true},
}};

constexpr std::array<std::string_view, 12> kOutcomes{
    "",       "followed", "partly",  "not_followed", "upheld", "rejected",
    "agreed", "decided",  "dropped", "granted",      "denied", "recommended"};

KindRow const& row_of(EventKind kind) {
    return kKinds.at(static_cast<std::size_t>(kind));
}

bool outcome_fits(EventKind kind, Outcome outcome) {
    switch (kind) {
    case EventKind::answer:
        return outcome >= Outcome::followed && outcome <= Outcome::not_followed;
    case EventKind::remedy_decision:
        return outcome == Outcome::upheld || outcome == Outcome::rejected;
    case EventKind::settlement:
        return outcome >= Outcome::agreed && outcome <= Outcome::dropped;
    case EventKind::superior_result:
        return outcome == Outcome::granted || outcome == Outcome::denied;
    case EventKind::conciliation_result:
        return outcome >= Outcome::granted;
    default:
        return outcome == Outcome::none;
    }
}

// What was decided elsewhere is named by its paper.
bool needs_paper(Event const& event) {
    return event.kind == EventKind::documents || event.kind == EventKind::superior_result ||
           event.kind == EventKind::conciliation_result || event.outcome == Outcome::decided;
}

bool needs_reference(EventKind kind) {
    return kind == EventKind::answer || kind == EventKind::withdrawal;
}

// What the law wants reasons for is worth nothing without them.
bool needs_words(Event const& event) {
    return row_of(event.kind).needs_text || event.urgent ||
           (event.kind == EventKind::vote && event.vote == Vote::refuse);
}

Result<void> check(Event const& event) {
    auto const wrong = [](char const* member) {
        return fail(Code::bad_input, "participation.event_wrong", member);
    };
    if (!outcome_fits(event.kind, event.outcome))
        return wrong("outcome");
    if (needs_reference(event.kind) != (event.refers_to > 0))
        return wrong("refers_to");
    if (event.kind != EventKind::invitation && (event.urgent || !event.parallel.empty()))
        return wrong(event.urgent ? "urgent" : "parallel");
    bool const may_have_due =
        event.kind == EventKind::invitation || event.kind == EventKind::period_agreed;
    if ((event.due && !may_have_due) || (!event.due && event.kind == EventKind::period_agreed) ||
        (event.due && *event.due < event.on))
        return wrong("due");
    if (event.kind == EventKind::workshop) {
        if (event.title.empty())
            return wrong("title");
        if (event.people < 1)
            return wrong("people");
        if (event.results.empty())
            return wrong("results");
    }
    if (needs_paper(event) && event.documents.empty())
        return wrong("documents");
    if (event.text.empty() && needs_words(event))
        return fail(Code::bad_input, "participation.reasons_missing",
                    std::string{event_name(event.kind)});
    return {};
}

} // namespace

std::string_view event_name(EventKind kind) {
    return row_of(kind).name;
}
Side side_of(EventKind kind) {
    return row_of(kind).side;
}
std::string_view outcome_name(Outcome outcome) {
    return kOutcomes.at(static_cast<std::size_t>(outcome));
}
std::string_view vote_name(Vote vote) {
    return vote == Vote::approve ? "approve" : "refuse";
}

std::optional<EventKind> parse_event_kind(std::string_view name) {
    auto const found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](KindRow const& row) { return row.name == name; });
    return found == kKinds.end() ? std::nullopt : std::optional{found->kind};
}

Json to_json(Event const& event) {
    Json body{{"event", std::string{event_name(event.kind)}}, {"on", to_iso(event.on)}};
    auto const put = [&](char const* name, std::string const& text) {
        if (!text.empty())
            body[name] = text;
    };
    put("text", event.text);
    put("parallel", event.parallel);
    put("title", event.title);
    put("instead", event.instead);
    put("outcome", std::string{outcome_name(event.outcome)});
    if (event.for_body)
        body["for_body"] = true;
    if (event.by_body)
        body["by_body"] = true;
    if (event.urgent)
        body["urgent"] = true;
    if (event.due)
        body["due"] = to_iso(*event.due);
    if (event.kind == EventKind::vote)
        body["vote"] = std::string{vote_name(event.vote)};
    if (event.refers_to > 0)
        body["refers_to"] = event.refers_to;
    if (event.people > 0)
        body["people"] = event.people;
    if (!event.results.empty())
        body["results"] = event.results;
    if (!event.documents.empty())
        body["documents"] = documents_json(event.documents);
    return body;
}

Result<Event> parse_event(Json const& body) {
    BodyReader const reader{body};
    Event event;
    auto const kind = parse_event_kind(TRY(reader.text("event", kNameBytesMax)));
    if (!kind)
        return reader.wrong("event");
    event.kind = *kind;
    event.on = TRY(reader.date("on"));
    event.text = TRY(reader.text_or_none("text", kTextBytesMax));
    event.for_body = TRY(reader.flag("for_body"));
    event.by_body = TRY(reader.flag("by_body"));
    event.urgent = TRY(reader.flag("urgent"));
    event.parallel = TRY(reader.text_or_none("parallel", kTextBytesMax));
    event.due = TRY(reader.date_or_none("due"));
    event.documents = TRY(reader.documents("documents"));
    if (event.kind == EventKind::vote) {
        auto const vote = TRY(reader.text("vote", kNameBytesMax));
        if (vote != "approve" && vote != "refuse")
            return reader.wrong("vote");
        event.vote = vote == "approve" ? Vote::approve : Vote::refuse;
    }
    event.refers_to = TRY(reader.number("refers_to", INT64_MAX));
    auto const outcome = TRY(reader.text_or_none("outcome", kNameBytesMax));
    auto const found = std::find(kOutcomes.begin(), kOutcomes.end(), outcome);
    if (found == kOutcomes.end())
        return reader.wrong("outcome");
    event.outcome = static_cast<Outcome>(found - kOutcomes.begin());
    event.title = TRY(reader.text_or_none("title", kNameBytesMax));
    event.people = static_cast<int>(TRY(reader.number("people", kPeopleMax)));
    event.results = TRY(reader.texts("results", kResultsMax, kTextBytesMax));
    event.instead = TRY(reader.text_or_none("instead", kNameBytesMax));
    TRY(check(event));
    return event;
}

} // namespace leitstand::participation
