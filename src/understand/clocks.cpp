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
                std::vector<StatedFact> const& facts, UnderstandOptions const& options)
        : catalogue_(catalogue), understanding_(understanding), facts_(facts), options_(options),
          calendar_(catalogue.legal.holidays, options.land.value_or("")) {}

    std::vector<ClockFinding> find() {
        for (auto const& request : understanding_.requests)
            if (auto const* service = catalogue_.service(request.service); service != nullptr)
                start(request.act, service);
        for (auto const& finding : understanding_.findings)
            if (finding.kind == FindingKind::act && finding.suggested &&
                std::none_of(understanding_.requests.begin(), understanding_.requests.end(),
                             [&](Request const& request) { return request.act == finding.key; }))
                start(finding.key, nullptr);
        return std::move(out_);
    }

  private:
    bool states(std::string const& fact) const {
        return std::any_of(facts_.begin(), facts_.end(), [&](StatedFact const& stated) {
            return stated.key == fact && !stated.denied;
        });
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
                    add(rule, service, procedure, trigger);
        }
    }

    // Each date of the letter that may have started it; the day of receipt rests on the act's
    // words.
    std::vector<Trigger> triggers(ClockRule const& rule, std::string const& act) const {
        std::vector<Trigger> out;
        bool const received = rule.trigger == "received";
        for (auto const& finding : understanding_.findings) {
            if (received && finding.kind == FindingKind::act && finding.key == act)
                return {{options_.received.value_or(""), finding.evidence}};
            if (!received && finding.kind == FindingKind::field && finding.key == rule.trigger)
                out.push_back({finding.value, finding.evidence});
        }
        if (out.empty())
            out.push_back({received ? options_.received.value_or("") : "", {}});
        return out;
    }

    std::optional<Date> birth(ClockRule const& rule) const {
        for (auto const& finding : understanding_.findings)
            if (finding.kind == FindingKind::field && finding.key == rule.life_field)
                if (auto const date = parse_iso_date(finding.value); date)
                    return *date;
        return std::nullopt;
    }

    void add(ClockRule const& rule, Service const* service, std::string const& procedure,
             Trigger const& trigger) {
        ClockFinding clock;
        clock.key = rule.key;
        clock.service = service ? service->key : "";
        clock.trigger = trigger.date;
        bool const known = std::any_of(out_.begin(), out_.end(), [&](ClockFinding const& other) {
            return other.key == clock.key && other.service == clock.service &&
                   other.trigger == clock.trigger;
        });
        if (known || out_.size() == kClocksMax)
            return;
        auto const date = parse_iso_date(trigger.date);
        auto const dates =
            law::clock_dates(rule, catalogue_.legal, procedure, calendar_,
                             date ? std::optional{*date} : std::nullopt, birth(rule));
        if (dates.due)
            clock.due = to_iso(*dates.due);
        if (dates.reaches_back_to)
            clock.reaches_back_to = to_iso(*dates.reaches_back_to);
        clock.because = law::no_due_name(dates.reason);
        clock.source = rule.source.text;
        clock.compared = rule.source.state;
        if (dates.notification != nullptr) {
            clock.source += "; " + dates.notification->source.text;
            clock.assumes.emplace_back("posted_on_its_date");
            if (dates.notification->source.state.empty())
                clock.compared.clear();
        }
        if (service == nullptr)
            clock.assumes.emplace_back("usual_procedure");
        if (rule.moves && dates.due && calendar_.place().empty())
            clock.assumes.emplace_back("holidays_of_no_land");
        if (dates.maybe_holiday != nullptr)
            clock.assumes.emplace_back("no_holiday_of_a_part");
        clock.evidence = trigger.evidence;
        out_.push_back(std::move(clock));
    }

    Catalogue const& catalogue_;
    Understanding const& understanding_;
    std::vector<StatedFact> const& facts_;
    UnderstandOptions const& options_;
    law::Calendar calendar_;
    std::vector<ClockFinding> out_;
};

} // namespace

std::vector<ClockFinding> find_clocks(Catalogue const& catalogue,
                                      Understanding const& understanding,
                                      std::vector<StatedFact> const& facts,
                                      UnderstandOptions const& options) {
    return ClockFinder(catalogue, understanding, facts, options).find();
}

} // namespace leitstand::detail_understand
