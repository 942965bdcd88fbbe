// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/field_clues.hpp"

#include <algorithm>
#include <cmath>

#include "text/amounts.hpp"
#include "text/dates.hpp"
#include "text/utf8.hpp"
#include "understand/detail/date_roles.hpp"
#include "understand/detail/surroundings.hpp"

namespace leitstand::detail_understand {

namespace {

// The rules' own figure for a role, in steps, so that a learner can bend it.
void add_figure(std::string_view role, double figure, Clues& clues) {
    if (figure > 0.05)
        clues.add("near", fmt::format("{} {}", role, std::lround(std::min(figure, 1.2) * 5)));
    else if (figure < -0.05)
        clues.add("against", role);
}

std::string years_apart(int years) {
    if (years <= 3)
        return std::to_string(years);
    return years <= 8 ? "4-8" : years <= 17 ? "9-17" : years <= 30 ? "18-30" : "31-";
}

void add_date(Scene const& scene, std::vector<text::DateMatch> const& all,
              text::DateMatch const& date, Clues& clues) {
    std::string last;
    std::size_t place = 0, whole = 0, same = 0;
    for (auto const& other : all) {
        if (!other.complete() || other.year > 2035)
            continue;
        ++whole;
        place += other.span.start < date.span.start ? 1 : 0;
        same += other.iso() == date.iso() ? 1 : 0;
        last = std::max(last, other.iso());
    }
    auto const last_year = last.empty() ? date.year : std::stoi(last.substr(0, 4));
    clues.add("years", years_apart(std::max(0, last_year - date.year)));
    clues.add("year", date.year < 1995   ? "-1995"
                      : date.year < 2010 ? "-2010"
                      : date.year < 2024 ? "-2024"
                                         : "new");
    clues.add("latest", last == date.iso() ? "yes" : "no");
    clues.number("place", static_cast<long>(std::min<std::size_t>(place, 4)));
    clues.number("dates", static_cast<long>(std::min<std::size_t>(whole, 4)));
    clues.add("again", same > 1 ? "yes" : "no");
    clues.add("day", date.day == 1 ? "first" : date.day >= 28 ? "end" : "within");
    auto const written = date.span.of(scene.text());
    clues.add("form", std::any_of(written.begin(), written.end(), text::is_ascii_letter) ? "words"
                      : written.size() <= 8                                              ? "short"
                                                                                         : "long");
}

std::string key_of(Found const& found) {
    return found.role ? found.key + "." + *found.role : found.key;
}

bool is_date_key(std::string_view key) {
    return key.ends_with("_date");
}

std::string by_rules(std::vector<Found> const& found, std::string const& value,
                     bool (*fits)(std::string_view)) {
    for (auto const& one : found)
        if (fits(one.key) && one.value == value)
            return key_of(one);
    return {};
}

// Numbers that may be an amount though no currency stands with them: "Miete 480", "1.430 in Hand".
// The rules leave them alone; a model tells them from other numbers by their surroundings.
std::vector<text::AmountMatch> bare_numbers(std::string_view text) {
    constexpr std::int64_t kLeast = 1'500, kMost = 5'000'000; // cents
    std::vector<text::AmountMatch> out;
    auto const digit = [&](std::size_t at) {
        return at < text.size() && text::is_ascii_digit(text[at]);
    };
    auto const digits_at = [&](std::size_t at) {
        std::size_t count = 0;
        while (digit(at + count))
            ++count;
        return count;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!digit(i))
            continue;
        auto const begin = i;
        auto size = digits_at(i);
        std::int64_t cents = 0;
        std::size_t end = begin + size;
        bool const thousands = size <= 2 && text[begin] != '0' && end < text.size() &&
                               text[end] == '.' && digits_at(end + 1) == 3;
        if (thousands)
            end += 4;
        for (auto at = begin; at < end; ++at)
            if (digit(at))
                cents = std::min<std::int64_t>(cents * 10 + (text[at] - '0'), kMost);
        cents *= 100;
        if (end < text.size() && text[end] == ',' && digits_at(end + 1) == 2) {
            cents += (text[end + 1] - '0') * 10 + (text[end + 2] - '0');
            end += 3;
        }
        i = end;
        auto const joint = [&](std::size_t at) {
            return std::string_view(".,/:-").find(text[at]) != std::string_view::npos;
        };
        bool const goes_on =
            end < text.size() && (text::is_ascii_letter(text[end]) || text[end] == '%' ||
                                  text[end] == '/' || (joint(end) && digit(end + 1)));
        bool const before = begin > 0 && (text::is_ascii_letter(text[begin - 1]) ||
                                          text[begin - 1] == '/' || text[begin - 1] == '+' ||
                                          (joint(begin - 1) && begin > 1 && digit(begin - 2)));
        bool const year = size == 4 && end == begin + 4 &&
                          (text.substr(begin, 2) == "19" || text.substr(begin, 2) == "20");
        bool const section = begin >= 3 && text.substr(begin - 3, 3) == "\xC2\xA7 ";
        if (goes_on || before || section || year || text[begin] == '0' || size > 5 ||
            cents < kLeast || cents >= kMost)
            continue;
        out.push_back({{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                       cents,
                       false,
                       false});
    }
    return out;
}

std::vector<text::AmountMatch> possible_amounts(std::string_view text) {
    auto amounts = text::find_amounts(text);
    auto const sure = amounts.size();
    for (auto const& number : bare_numbers(text))
        if (std::none_of(amounts.begin(), amounts.begin() + static_cast<std::ptrdiff_t>(sure),
                         [&](auto const& other) {
                             return other.span.start < number.span.end &&
                                    number.span.start < other.span.end;
                         }))
            amounts.push_back(number);
    std::sort(amounts.begin(), amounts.end(),
              [](auto const& a, auto const& b) { return a.span.start < b.span.start; });
    return amounts;
}

} // namespace

std::string_view candidate_kind_name(CandidateKind kind) {
    return kind == CandidateKind::date ? "date" : kind == CandidateKind::amount ? "amount" : "name";
}

std::vector<FieldCandidate> field_candidates(Scene const& scene, Context const& context,
                                             std::vector<Found> const& found) {
    std::vector<FieldCandidate> candidates;
    add_date_candidates(scene, context, found, candidates);
    add_amount_candidates(scene, context, found, candidates);
    add_name_candidates(scene, context, found, candidates);
    return candidates;
}

void add_date_candidates(Scene const& scene, Context const& context,
                         std::vector<Found> const& found, std::vector<FieldCandidate>& out) {
    std::vector<Found> others; // what a date may not be part of
    for (auto const& one : found)
        if (!is_date_key(one.key))
            others.push_back(one);
    auto const all = text::find_dates(scene.text());
    for (auto const& date : all) {
        if (!date.complete() || overlaps(others, date.span))
            continue;
        FieldCandidate candidate{CandidateKind::date, date.span, date.iso(), {}, {}};
        candidate.by_rules = by_rules(found, candidate.value, is_date_key);
        Clues clues{"date.", candidate.clues};
        add_surroundings(scene, date.span, clues);
        add_sentence(scene, date.span, clues);
        add_date(scene, all, date, clues);
        clues.add("rules", candidate.by_rules);
        for (auto const role : kDateRoles)
            add_figure(role, context.near(role, date.span), clues);
        add_figure("letter_date", context.near("letter_date", date.span), clues);
        add_figure("none", context.near("cue.no_date", date.span), clues);
        if (child_before(scene, found, date.span) != nullptr)
            clues.add("child", "before");
        out.push_back(std::move(candidate));
    }
}

void add_amount_candidates(Scene const& scene, Context const& context,
                           std::vector<Found> const& found, std::vector<FieldCandidate>& out) {
    std::vector<Found> others;
    for (auto const& one : found)
        if (one.key != "amount")
            others.push_back(one);
    auto const dates = text::find_dates(scene.text());
    auto const amounts = possible_amounts(scene.text());
    auto const roles = context.roles("amount");
    std::string before; // what the rules say of the amount before: lists of income, of costs
    for (auto const& amount : amounts) {
        bool const date = std::any_of(dates.begin(), dates.end(), [&](auto const& other) {
            return other.span.start < amount.span.end && amount.span.start < other.span.end;
        });
        if (date || amount.cents == 0 || overlaps(others, amount.span))
            continue;
        FieldCandidate candidate{CandidateKind::amount, amount.span, amount.value(), {}, {}};
        candidate.by_rules =
            by_rules(found, candidate.value, [](std::string_view key) { return key == "amount"; });
        Clues clues{"amount.", candidate.clues};
        add_surroundings(scene, amount.span, clues);
        add_sentence(scene, amount.span, clues);
        clues.add("rules", candidate.by_rules);
        for (auto const& role : roles)
            add_figure(role, context.near("amount." + role, amount.span), clues);
        add_figure("none", context.near("cue.no_amount", amount.span), clues);
        auto const size = amount.cents < 2'000     ? "-20"
                          : amount.cents < 10'000  ? "-100"
                          : amount.cents < 30'000  ? "-300"
                          : amount.cents < 80'000  ? "-800"
                          : amount.cents < 200'000 ? "-2000"
                          : amount.cents < 500'000 ? "-5000"
                                                   : "more";
        clues.add("size", size);
        clues.add("whole", amount.cents % 100 == 0 ? "yes" : "no");
        clues.add("form", amount.currency ? "currency" : amount.measure ? "measure" : "bare");
        auto const place = std::count_if(amounts.begin(), amounts.end(), [&](auto const& other) {
            return other.span.start < amount.span.start;
        });
        clues.number("place", std::min<long>(place, 4));
        clues.number("amounts", std::min<long>(static_cast<long>(amounts.size()), 5));
        clues.add("rules_before", before);
        before = candidate.by_rules;
        out.push_back(std::move(candidate));
    }
}

} // namespace leitstand::detail_understand
