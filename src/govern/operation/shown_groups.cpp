// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/shown_groups.hpp"

#include <algorithm>
#include <set>

namespace leitstand::operation {

namespace {

// Parts that are shown as one.
struct Joined {
    ShownGroup group;
    std::set<std::uint32_t> persons;

    void take(OutcomePart const& part) {
        group.keys.push_back(part.key);
        group.counts += part.counts;
        persons.insert(part.persons.begin(), part.persons.end());
    }
    void take(Joined const& other) {
        group.keys.insert(group.keys.end(), other.group.keys.begin(), other.group.keys.end());
        group.counts += other.group.counts;
        persons.insert(other.persons.begin(), other.persons.end());
    }
};

std::vector<ShownGroup> groups_of(std::vector<Joined> const& joined) {
    std::vector<ShownGroup> out;
    for (auto const& one : joined)
        out.push_back(one.group);
    return out;
}

// Each joins the following ones until they are enough; what remains joins the last group.
std::vector<ShownGroup> join_neighbours(std::vector<OutcomePart> const& parts,
                                        std::size_t persons_min) {
    std::vector<Joined> out;
    bool full = true;
    for (auto const& part : parts) {
        if (full)
            out.emplace_back();
        out.back().take(part);
        full = out.back().persons.size() >= persons_min;
    }
    if (!full && out.size() > 1) {
        auto const rest = out.back();
        out.pop_back();
        out.back().take(rest);
    }
    return groups_of(out);
}

} // namespace

std::vector<ShownGroup> join_small(std::vector<OutcomePart> parts, std::size_t persons_min) {
    std::ranges::stable_sort(parts, {}, [](auto const& part) { return part.persons.size(); });
    std::vector<Joined> out;
    Joined rest;
    for (auto const& part : parts) {
        bool const open = !rest.group.keys.empty() && rest.persons.size() < persons_min;
        if (part.persons.size() < persons_min || open)
            rest.take(part);
        else
            out.emplace_back().take(part);
    }
    if (!rest.group.keys.empty() && rest.persons.size() < persons_min && !out.empty()) {
        rest.take(out.front());
        out.erase(out.begin());
    }
    if (!rest.group.keys.empty()) {
        std::ranges::sort(rest.group.keys);
        out.push_back(std::move(rest));
    }
    return groups_of(out);
}

ShownPeriod shown_period(OutcomePeriod const& period, std::size_t persons_min) {
    ShownPeriod out;
    if (period.total.persons.size() < persons_min)
        return out;
    out.shown = true;
    out.total = period.total.counts;
    out.units = join_small(period.units, persons_min);
    out.kinds = join_small(period.kinds, persons_min);
    out.weeks = join_neighbours(period.weeks, persons_min);
    return out;
}

Span four_weeks(Date today, int back) {
    constexpr std::int64_t kDays = 28;
    auto const monday = day_number(monday_of(today)) + 3; // weeks begin on day -3
    auto const first = (monday / kDays - 1 - back) * kDays - 3;
    return {.first = date_of_day(first), .last = date_of_day(first + kDays - 1)};
}

} // namespace leitstand::operation
