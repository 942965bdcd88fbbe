// SPDX-License-Identifier: EUPL-1.2
// Which clocks a letter sets going: the act and the service choose the rule, a date of the letter
// or the day of receipt starts it.
#include <algorithm>
#include <map>

#include "law/clock.hpp"
#include "understand/detail/legal.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr std::size_t kClocksMax = 64; // of one letter; each comes from one of its requests

struct Trigger {
    std::string date; // ISO, empty: unknown
    std::vector<Evidence> evidence;
    bool surely_named = true; // the letter says what the date is of
};

// A child whose months of life a look-back counts.
struct Child {
    std::optional<Date> birth;
    std::vector<Evidence> evidence;
};

// The procedure that most services of the authority follow: where a letter names no service, a
// person wants to see the date that is probable, marked as such.
std::string usual_procedure(Catalogue const& catalogue) {
    std::map<std::string, int> counts;
    for (auto const& service : catalogue.services)
        ++counts[service.procedure];
    auto const most = std::max_element(counts.begin(), counts.end(),
                                       [](auto& a, auto& b) { return a.second < b.second; });
    return most == counts.end() ? std::string() : most->first;
}

class ClockFinder {
  public:
    ClockFinder(Catalogue const& catalogue, Understanding const& understanding,
                LetterWords const& letter, UnderstandOptions const& options)
        : catalogue_(catalogue), understanding_(understanding), letter_(letter), options_(options),
          calendar_(catalogue.legal.holidays, options.land.value_or(catalogue.land)) {}

    std::vector<ClockFinding> find() {
        for (auto const& request : understanding_.requests)
            start(request.act, catalogue_.service(request.service));
        return std::move(out_);
    }

  private:
    bool states(std::string const& fact) const {
        return std::any_of(
            letter_.facts.begin(), letter_.facts.end(),
            [&](StatedFact const& stated) { return stated.key == fact && !stated.denied; });
    }

    void start(std::string const& act, Service const* service) {
        auto const procedure = service ? service->procedure : usual_procedure(catalogue_);
        for (auto const& rule : catalogue_.legal.clocks) {
            if (std::find(rule.acts.begin(), rule.acts.end(), act) == rule.acts.end() ||
                (!rule.fact.empty() && !states(rule.fact)))
                continue;
            bool const fits = service
                                  ? clock_fits(rule, *service)
                                  : rule.services.empty() &&
                                        (rule.procedures.empty() ||
                                         std::find(rule.procedures.begin(), rule.procedures.end(),
                                                   procedure) != rule.procedures.end());
            if (fits)
                for (auto const& trigger : triggers(rule, act))
                    for (auto const& child : children(rule)) {
                        if (out_.size() >= kClocksMax)
                            return;
                        add(rule, service, procedure, trigger, child);
                    }
        }
    }

    // Each date of the letter that may have started it; the day of receipt rests on the act's
    // words.
    std::vector<Trigger> triggers(ClockRule const& rule, std::string const& act) const {
        std::vector<Trigger> out;
        if (rule.trigger == "records") {
            out.emplace_back();
            return out;
        }
        bool const received = rule.trigger == "received";
        for (auto const& finding : understanding_.findings) {
            if (received && finding.kind == FindingKind::act && finding.key == act)
                return {{options_.received.value_or(""), finding.evidence}};
            if (!received && finding.kind == FindingKind::field && finding.key == rule.trigger)
                if (auto const named = belongs(rule, finding); named != Belongs::no)
                    out.push_back({finding.value, finding.evidence, named == Belongs::surely});
        }
        keep_named(out);
        if (out.empty())
            out.push_back({received ? options_.received.value_or("") : "", {}});
        return out;
    }

    enum class Belongs : std::uint8_t { no, perhaps, surely };

    // Whether a date is that of the notice that the rule is about, by the nearest words before it.
    Belongs belongs(ClockRule const& rule, Finding const& finding) const {
        if (rule.dated_by.empty())
            return Belongs::surely;
        for (auto const& date : letter_.dates) {
            if (date.field != finding.key || date.value != finding.value)
                continue;
            for (auto const& fact : date.named_by) {
                if (fact == rule.dated_by)
                    return Belongs::surely;
                if (std::find(rule.not_dated_by.begin(), rule.not_dated_by.end(), fact) !=
                    rule.not_dated_by.end())
                    return Belongs::no;
            }
        }
        return rule.date_must_be_named ? Belongs::no : Belongs::perhaps;
    }

    // Where the letter says of one date what it is, those of which it does not say so do not count;
    // of several that remain none is sure.
    static void keep_named(std::vector<Trigger>& triggers) {
        bool const any = std::any_of(triggers.begin(), triggers.end(),
                                     [](Trigger const& one) { return one.surely_named; });
        if (any)
            std::erase_if(triggers, [](Trigger const& one) { return !one.surely_named; });
        if (triggers.size() > 1)
            for (auto& one : triggers)
                one.surely_named = false;
    }

    // One without a birth where the rule asks for none or the letter names none.
    std::vector<Child> children(ClockRule const& rule) const {
        std::vector<Child> out;
        for (auto const& finding : understanding_.findings)
            if (finding.kind == FindingKind::field && finding.key == rule.life_field)
                if (auto const date = parse_iso_date(finding.value); date)
                    out.push_back({*date, finding.evidence});
        if (out.empty())
            out.emplace_back();
        return out;
    }

    // The day on which the notice arrived, as a person entered it; never read from a letter. Where
    // a letter names several notices it is that of the last one dated on or before the day: an
    // arrival in October moves nothing that began in March.
    std::string arrival(ClockRule const& rule, std::string const& trigger) const {
        std::string day;
        if (rule.start != ClockStart::notification)
            return day;
        auto const& findings = understanding_.findings;
        for (auto const& finding : findings)
            if (finding.kind == FindingKind::field && finding.key == kNoticeArrivedField)
                day = finding.value;
        bool const of_a_later_one =
            std::any_of(findings.begin(), findings.end(), [&](Finding const& finding) {
                return finding.kind == FindingKind::field && finding.key == rule.trigger &&
                       finding.value > trigger && finding.value <= day; // ISO dates, as text
            });
        return of_a_later_one ? std::string() : day;
    }

    // Nothing about the rule where the letter alone forbids a date.
    law::NoDue forbidden(ClockRule const& rule, Service const* service,
                         std::string const& trigger) const {
        if (service == nullptr && !rule.except_services.empty())
            return law::NoDue::depends_on_service;
        if (rule.trigger != "received" && options_.received && trigger > *options_.received)
            return law::NoDue::trigger_after_receipt; // ISO dates compare as text
        if (options_.received && arrival(rule, trigger) > *options_.received)
            return law::NoDue::arrival_after_receipt;
        return law::NoDue::none;
    }

    void add(ClockRule const& rule, Service const* service, std::string const& procedure,
             Trigger const& trigger, Child const& child) {
        ClockFinding clock;
        clock.key = rule.key;
        clock.service = service ? service->key : "";
        clock.trigger = trigger.date;
        clock.evidence = trigger.evidence;
        bool const one_of_several = children(rule).size() > 1;
        if (one_of_several)
            clock.evidence = child.evidence;
        auto const date = parse_iso_date(trigger.date);
        auto const arrived = parse_iso_date(arrival(rule, trigger.date));
        auto dates = law::clock_dates(rule, catalogue_.legal, procedure, calendar_,
                                      date ? std::optional{*date} : std::nullopt, child.birth,
                                      arrived ? std::optional{*arrived} : std::nullopt);
        if (auto const reason = forbidden(rule, service, trigger.date);
            reason != law::NoDue::none && (dates.due || dates.reaches_back_to)) {
            dates = {};
            dates.reason = reason;
        }
        if (dates.due)
            clock.due = to_iso(*dates.due);
        if (dates.reaches_back_to)
            clock.reaches_back_to = to_iso(*dates.reaches_back_to);
        clock.because = law::no_due_name(dates.reason);
        clock.source = rule.source.text;
        clock.compared = rule.source.state;
        if (dates.notification != nullptr) {
            clock.source += "; " + dates.notification->source.text;
            clock.assumes.emplace_back(dates.by_arrival ? "arrived_later" : "posted_on_its_date");
            if (dates.notification->source.state.empty())
                clock.compared.clear();
        }
        bool const has_date = dates.due || dates.reaches_back_to;
        if (has_date && !trigger.surely_named)
            clock.assumes.emplace_back("date_of_the_notice");
        if (has_date && one_of_several)
            clock.assumes.emplace_back("for_this_child");
        if (service == nullptr)
            clock.assumes.emplace_back("usual_procedure");
        if (dates.by_holidays && calendar_.place().empty())
            clock.assumes.emplace_back("holidays_of_no_land");
        if (dates.maybe_holiday != nullptr)
            clock.assumes.emplace_back("no_holiday_of_a_part");
        bool const known = std::any_of(out_.begin(), out_.end(), [&](ClockFinding const& other) {
            return other.key == clock.key && other.service == clock.service &&
                   other.trigger == clock.trigger && other.due == clock.due &&
                   other.reaches_back_to == clock.reaches_back_to;
        });
        if (!known)
            out_.push_back(std::move(clock));
    }

    Catalogue const& catalogue_;
    Understanding const& understanding_;
    LetterWords const& letter_;
    UnderstandOptions const& options_;
    law::Calendar calendar_;
    std::vector<ClockFinding> out_;
};

} // namespace

std::vector<ClockFinding> find_clocks(Catalogue const& catalogue,
                                      Understanding const& understanding, LetterWords const& letter,
                                      UnderstandOptions const& options) {
    return ClockFinder(catalogue, understanding, letter, options).find();
}

} // namespace leitstand::detail_understand
