// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/agreement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "govern/measurement/measurement.hpp"
#include "govern/operation/duties.hpp"
#include "govern/participation/detail/body_reader.hpp"

namespace leitstand {

namespace participation {

namespace {

constexpr int kWarningDays = 30; // before an end or a review
constexpr std::array<std::string_view, 4> kEventNames{"proposal", "signature", "termination",
                                                      "check"};
constexpr std::array<std::string_view, 4> kStateNames{"proposed", "signed", "in_force", "ended"};
constexpr std::array<std::string_view, 5> kKeptNames{"yes", "no", "by_construction", "not_checked",
                                                     "checked_by_people"};
constexpr std::array<std::string_view, 2> kParties{"staff_council", "management"};

bool is_party(std::string_view name) {
    return std::find(kParties.begin(), kParties.end(), name) != kParties.end();
}

Result<AgreementTerms> parse_terms(Json const& body) {
    auto const found = body.find("terms");
    BodyReader const whole{body};
    if (found == body.end() || !found->is_object())
        return whole.wrong("terms");
    BodyReader const reader{*found};
    AgreementTerms terms;
    terms.minimum_group = static_cast<int>(TRY(reader.number("minimum_group", kMinimumGroupMost)));
    if (terms.minimum_group < kMinimumGroupLeast)
        return reader.wrong("minimum_group");
    terms.no_personal_figures = TRY(reader.flag("no_personal_figures"));
    terms.planted_errors_in_operation = TRY(reader.flag("planted_errors_in_operation"));
    if (auto const share = found->find("share_without_ai"); share != found->end()) {
        if (!share->is_number() || !std::isfinite(share->get<double>()) ||
            share->get<double>() < 0 || share->get<double>() > 1)
            return reader.wrong("share_without_ai");
        terms.share_without_ai = share->get<double>();
    }
    terms.review_by = TRY(reader.date_or_none("review_by"));
    return terms;
}

// What holds of one agreement, found record by record.
class Reading {
  public:
    void read(AgreementLine const& line) {
        auto const& event = *line.event;
        switch (event.kind) {
        case AgreementEventKind::proposal:
            proposals_.push_back({line.record->number, event, {}});
            break;
        case AgreementEventKind::signature:
            for (auto& proposal : proposals_)
                if (proposal.number == event.refers_to)
                    sign(proposal, {event.party, event.for_body ? "" : line.record->by});
            break;
        case AgreementEventKind::termination:
            ends_on_ = event.ends_on;
            terminated_at_ = line.record->number;
            break;
        case AgreementEventKind::check:
            checks_[event.party] = {line.record->number, event};
            break;
        }
    }

    void conclude(Date today, AgreementStanding& out) const {
        Proposal const* holds = nullptr;
        Proposal const* later = nullptr;
        for (auto const& proposal : proposals_) {
            if (!is_signed(proposal))
                continue;
            if (proposal.event.from <= today)
                holds = &proposal; // a newer one takes its place
            else
                later = &proposal;
        }
        if (!proposals_.empty() && !is_signed(proposals_.back()))
            propose(proposals_.back(), out);
        auto const* shown = holds != nullptr ? holds : later;
        if (shown == nullptr)
            return;
        out.holds = shown->event;
        out.ends_on = end_of(*shown);
        for (auto const& [party, check] : checks_)
            if (check.number > shown->number)
                out.checks.push_back(check.event);
        bool const over = out.ends_on && *out.ends_on < today;
        out.state = holds == nullptr ? AgreementState::signed_
                    : over           ? AgreementState::ended
                                     : AgreementState::in_force;
    }

  private:
    struct Signature {
        std::string party;
        std::string account; // that speaks for it; empty where a paper says so
    };
    struct Proposal {
        std::int64_t number;
        AgreementEvent event;
        std::vector<Signature> signatures;
    };

    // Nobody makes an agreement with himself.
    static void sign(Proposal& proposal, Signature const& signature) {
        bool const of_both = std::ranges::any_of(proposal.signatures, [&](Signature const& other) {
            return !signature.account.empty() && other.account == signature.account &&
                   other.party != signature.party;
        });
        if (!of_both)
            proposal.signatures.push_back(signature);
    }

    static bool has_signed(Proposal const& proposal, std::string_view party) {
        return std::ranges::find(proposal.signatures, party, &Signature::party) !=
               proposal.signatures.end();
    }
    static bool is_signed(Proposal const& proposal) {
        return std::all_of(kParties.begin(), kParties.end(),
                           [&](auto party) { return has_signed(proposal, party); });
    }
    static void propose(Proposal const& proposal, AgreementStanding& out) {
        out.proposed = proposal.event;
        out.proposed_number = proposal.number;
        for (auto const party : kParties)
            if (!has_signed(proposal, party))
                out.missing.emplace_back(party);
        for (auto const& signature : proposal.signatures)
            out.signers.push_back(signature.account);
    }
    // A termination ends what was proposed before it.
    std::optional<Date> end_of(Proposal const& proposal) const {
        auto const until = proposal.event.until;
        if (!ends_on_ || proposal.number > terminated_at_)
            return until;
        return until ? std::min(*until, *ends_on_) : *ends_on_;
    }

    struct Check {
        std::int64_t number = 0;
        AgreementEvent event;
    };

    std::vector<Proposal> proposals_;
    std::map<std::string, Check> checks_; // by party, the newest
    std::optional<Date> ends_on_;
    std::int64_t terminated_at_ = 0;
};

AgreementStanding* find(std::vector<AgreementStanding>& all, Record const& record) {
    auto const found = std::find_if(all.begin(), all.end(), [&](AgreementStanding const& one) {
        return one.key == record.subject && one.whole_authority == !record.function.has_value();
    });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

std::string_view agreement_event_name(AgreementEventKind kind) {
    return kEventNames.at(static_cast<std::size_t>(kind));
}
std::string_view agreement_state_name(AgreementState state) {
    return kStateNames.at(static_cast<std::size_t>(state));
}
std::string_view kept_name(Kept kept) {
    return kKeptNames.at(static_cast<std::size_t>(kept));
}

Json terms_json(AgreementTerms const& terms) {
    Json json{{"minimum_group", terms.minimum_group},
              {"no_personal_figures", terms.no_personal_figures},
              {"share_without_ai", terms.share_without_ai},
              {"planted_errors_in_operation", terms.planted_errors_in_operation}};
    if (terms.review_by)
        json["review_by"] = to_iso(*terms.review_by);
    return json;
}

Json to_json(AgreementEvent const& event) {
    Json body{{"event", std::string{agreement_event_name(event.kind)}}, {"on", to_iso(event.on)}};
    auto const put = [&](char const* name, std::string const& text) {
        if (!text.empty())
            body[name] = text;
    };
    put("title", event.title);
    put("text", event.text);
    put("party", event.party);
    if (event.for_body)
        body["for_body"] = true;
    if (event.refers_to > 0)
        body["refers_to"] = event.refers_to;
    if (event.ends_on)
        body["ends_on"] = to_iso(*event.ends_on);
    if (event.kind == AgreementEventKind::check)
        body["kept"] = event.kept;
    if (event.kind == AgreementEventKind::proposal) {
        body["from"] = to_iso(event.from);
        if (event.until)
            body["until"] = to_iso(*event.until);
        body["terms"] = terms_json(event.terms);
        if (!event.documents.empty())
            body["documents"] = documents_json(event.documents);
    }
    return body;
}

Result<AgreementEvent> parse_agreement_event(Json const& body) {
    BodyReader const reader{body};
    AgreementEvent event;
    auto const name = TRY(reader.text("event", kNameBytesMax));
    auto const found = std::find(kEventNames.begin(), kEventNames.end(), name);
    if (found == kEventNames.end())
        return reader.wrong("event");
    event.kind = static_cast<AgreementEventKind>(found - kEventNames.begin());
    event.on = TRY(reader.date("on"));
    event.text = TRY(reader.text_or_none("text", kTextBytesMax));
    event.for_body = TRY(reader.flag("for_body"));
    if (event.kind == AgreementEventKind::proposal) {
        event.title = TRY(reader.text("title", kNameBytesMax));
        event.from = TRY(reader.date("from"));
        event.until = TRY(reader.date_or_none("until"));
        if (event.until && *event.until < event.from)
            return reader.wrong("until");
        event.documents = TRY(reader.documents("documents"));
        event.terms = TRY(parse_terms(body));
        return event;
    }
    event.party = TRY(reader.text("party", kNameBytesMax));
    if (!is_party(event.party))
        return reader.wrong("party");
    if (event.kind == AgreementEventKind::signature) {
        event.refers_to = TRY(reader.number("refers_to", INT64_MAX));
        if (event.refers_to == 0)
            return reader.wrong("refers_to");
        return event;
    }
    if (event.kind == AgreementEventKind::check) {
        event.kept = TRY(reader.flag("kept"));
        if (event.text.empty())
            return fail(Code::bad_input, "participation.reasons_missing", "check");
        return event;
    }
    event.ends_on = TRY(reader.date("ends_on"));
    if (*event.ends_on < event.on)
        return reader.wrong("ends_on");
    return event;
}

std::vector<AgreementStanding> agreements(GovernView const& view) {
    std::vector<AgreementStanding> out;
    for (auto const& record : view.records) {
        if (record.kind != RecordKind::agreement ||
            (record.function && *record.function != view.function))
            continue;
        auto* standing = find(out, record);
        if (standing == nullptr) {
            standing = &out.emplace_back();
            standing->key = record.subject;
            standing->whole_authority = !record.function.has_value();
        }
        auto& line = standing->history.emplace_back(AgreementLine{&record, std::nullopt});
        standing->newest = std::max(standing->newest, record.number);
        standing->example = standing->example || record.example;
        if (!record.body)
            continue;
        if (auto event = parse_agreement_event(*record.body))
            line.event = std::move(*event);
    }
    for (auto& standing : out) {
        Reading reading;
        for (auto const& line : standing.history)
            if (line.event)
                reading.read(line);
        reading.conclude(view.today, standing);
    }
    return out;
}

namespace {

// Of one agreement: kept where the newest check of each side that looked says so and one of them is
// not too old.
Kept checked(AgreementStanding const& one, Date today, int days_max) {
    bool fresh = false;
    for (auto const& check : one.checks) {
        if (!check.kept)
            return Kept::no;
        fresh = fresh || plus_days(check.on, days_max) >= today;
    }
    return fresh ? Kept::checked_by_people : Kept::not_checked;
}

// Planted among real post since an agreement is in force that does not allow it.
bool planted_against(AgreementStanding const& one, PlantedErrorsMeasurement const& exercise) {
    auto const day = parse_iso_date(exercise.day);
    return exercise.in_operation && !one.holds->terms.planted_errors_in_operation && day &&
           *day >= one.holds->from;
}

} // namespace

HouseFigures house_figures(GovernView const& view, int check_days_max) {
    HouseFigures out{.minimum_group = operation::persons_min_of(view)};
    auto const exercise = newest_measurement<PlantedErrorsMeasurement>(view);
    bool first = true;
    for (auto const& one : agreements(view)) {
        if (one.state != AgreementState::in_force)
            continue;
        out.planted_errors_running =
            out.planted_errors_running || (exercise && planted_against(one, exercise->measurement));
        if (one.holds->terms.share_without_ai <= 0)
            continue;
        auto const kept = checked(one, view.today, check_days_max);
        bool const worse =
            kept == Kept::no || (kept == Kept::not_checked && out.share_without_ai != Kept::no);
        if (first || worse)
            out.share_without_ai = kept;
        first = false;
    }
    return out;
}

std::vector<TermCheck> check_terms(AgreementTerms const& terms, HouseFigures const& house,
                                   Date today) {
    auto const kept = [](bool yes) { return yes ? Kept::yes : Kept::no; };
    std::vector<TermCheck> out;
    out.push_back({"minimum_group", kept(house.minimum_group >= terms.minimum_group)});
    // No table and no page of the program holds a figure of one person.
    if (terms.no_personal_figures)
        out.push_back({"no_personal_figures", Kept::by_construction});
    if (terms.share_without_ai > 0)
        out.push_back({std::string{kCheckedByPeople}, house.share_without_ai});
    out.push_back({"planted_errors_in_operation",
                   kept(terms.planted_errors_in_operation || !house.planted_errors_running)});
    if (terms.review_by)
        out.push_back({"review_by", kept(today <= *terms.review_by)});
    return out;
}

} // namespace participation

AgreementTerms terms_in_force(GovernView const& view) {
    AgreementTerms out;
    bool planted_errors = true;
    for (auto const& one : participation::agreements(view)) {
        if (one.state != participation::AgreementState::in_force)
            continue;
        auto const& terms = one.holds->terms;
        out.in_force = true;
        out.agreements.push_back(one.key);
        out.minimum_group = std::max(out.minimum_group, terms.minimum_group);
        out.share_without_ai = std::max(out.share_without_ai, terms.share_without_ai);
        planted_errors = planted_errors && terms.planted_errors_in_operation;
        if (terms.review_by)
            out.review_by =
                out.review_by ? std::min(*out.review_by, *terms.review_by) : *terms.review_by;
    }
    out.planted_errors_in_operation = out.in_force && planted_errors;
    return out;
}

std::vector<OpenPoint> agreement_open_points(GovernView const& view) {
    using namespace participation;
    std::vector<OpenPoint> out;
    auto const soon = plus_days(view.today, kWarningDays);
    auto const add = [&](AgreementStanding const& one, std::string key, std::string_view german,
                         std::string_view english, std::string role, std::optional<Date> due) {
        auto const& title = (one.holds ? one.holds : one.proposed)->title;
        out.push_back({std::move(key), fmt::format("{}:{}", one.key, role),
                       fmt::format("{}: {}", title, german), fmt::format("{}: {}", title, english),
                       std::move(role), due});
    };
    for (auto const& one : agreements(view)) {
        for (auto const& party : one.missing)
            add(one, "agreement.signature_missing", "Eine Unterschrift fehlt noch.",
                "A signature is still missing.", party, std::nullopt);
        if (one.state != AgreementState::in_force)
            continue;
        if (one.ends_on && *one.ends_on <= soon)
            add(one, "agreement.ends", "Die Dienstvereinbarung läuft aus.",
                "The works agreement runs out.", "governance", one.ends_on);
        if (auto const review = one.holds->terms.review_by; review && *review <= soon)
            add(one, "agreement.review_due", "Die vereinbarte Überprüfung steht an.",
                "The agreed review is due.", "governance", review);
    }
    return out;
}

namespace {

struct TermSentence {
    std::string_view term, german, english;
};
constexpr std::array kBroken{
    TermSentence{"minimum_group", "Zahlen entstehen für kleinere Gruppen als vereinbart.",
                 "Figures are made for smaller groups than agreed."},
    TermSentence{"share_without_ai",
                 "Eine Prüfung ergab, dass weniger Fälle ohne Vorschläge bearbeitet werden als "
                 "vereinbart.",
                 "A check found that fewer cases are worked on without suggestions than agreed."},
    TermSentence{"planted_errors_in_operation",
                 "Im Betrieb wurden Fehler eingepflanzt, obwohl das nicht vereinbart ist.",
                 "Errors were planted in operation although that is not agreed."},
    TermSentence{"review_by", "Die vereinbarte gemeinsame Durchsicht ist überfällig.",
                 "The agreed joint review is overdue."},
};

} // namespace

std::vector<OpenPoint> agreement_gate_points(GovernView const& view, int check_days_max) {
    using namespace participation;
    std::vector<OpenPoint> out;
    auto const terms = terms_in_force(view);
    if (!terms.in_force)
        return out;
    for (auto const& check : check_terms(terms, house_figures(view, check_days_max), view.today)) {
        if (check.kept == Kept::not_checked)
            out.push_back(
                {"agreement.term_unchecked", check.term,
                 "Dienstvereinbarung: Wie viele Fälle ohne Vorschläge bearbeitet werden, misst das "
                 "Programm nicht. Prüfen Sie es und tragen Sie das Ergebnis ein.",
                 "Works agreement: the program does not measure how many cases are worked on "
                 "without suggestions. Check it and enter what you found.",
                 "governance", std::nullopt});
        auto const broken = std::find_if(kBroken.begin(), kBroken.end(),
                                         [&](auto const& one) { return one.term == check.term; });
        if (check.kept == Kept::no && broken != kBroken.end())
            out.push_back({"agreement.term_broken", check.term,
                           fmt::format("Dienstvereinbarung: {}", broken->german),
                           fmt::format("Works agreement: {}", broken->english), "governance",
                           check.term == "review_by" ? terms.review_by : std::nullopt});
    }
    return out;
}

} // namespace leitstand
