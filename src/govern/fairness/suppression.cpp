// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/suppression.hpp"

#include <algorithm>

namespace leitstand::fairness {

namespace {

using Members = std::vector<std::size_t>; // indices of groups

std::string key_of(std::vector<GroupValue> const& values) {
    std::string key;
    for (auto const& value : values)
        key += fmt::format("{}:{}{}:{}\n", value.column.size(), value.column, value.value ? 1 : 0,
                           value.value.value_or(""));
    return key;
}

std::vector<GroupValue> without(std::vector<GroupValue> values, std::size_t place) {
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(place));
    return values;
}

// The lines of the tables: groups that differ in one column only and whose sum is known. With each,
// the group that is their sum, if it is none of all rows.
struct Line {
    Members members;
    std::optional<std::size_t> sum;
    // The members are all that the sum is made of. Where a value may be left out (a letter that
    // does not say it) or hold beside others, nothing follows from the sum exactly.
    bool exact = false;
};

bool is_exact(Line const& line, FairnessReport const& report) {
    std::uint64_t members = 0;
    for (auto const i : line.members)
        members += report.groups[i].counts.all();
    if (line.sum)
        return report.groups[*line.sum].counts.all() == members;
    bool const of_all_rows = report.groups[line.members.front()].group.size() == 1;
    auto const all = report.overall.counts.all();
    return of_all_rows && (all == members || all == 0); // 0: not told
}

std::vector<Line> lines_of(FairnessReport const& report) {
    std::map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < report.groups.size(); ++i)
        index[key_of(report.groups[i].group)] = i;
    std::map<std::string, Line> lines;
    for (std::size_t i = 0; i < report.groups.size(); ++i) {
        auto const& own = report.groups[i].group;
        for (std::size_t place = 0; place < own.size(); ++place) {
            auto const rest = key_of(without(own, place));
            auto& line = lines[own[place].column + "\n" + rest];
            line.members.push_back(i);
            if (auto const found = index.find(rest); found != index.end())
                line.sum = found->second;
        }
    }
    std::vector<Line> out;
    for (auto& [key, line] : lines) {
        line.exact = is_exact(line, report);
        out.push_back(std::move(line));
    }
    return out;
}

// A lone hidden group of a line is the sum less the others, and several are that together: more
// must go, the smallest that stand, until the hidden ones are several and hold `cases_min` cases. A
// line whose sum is hidden must not stand whole. True: something was hidden.
bool protect(Line const& line, FairnessReport const& report, std::uint64_t cases_min,
             std::vector<bool>& hidden) {
    if (!line.exact)
        return false;
    std::size_t count = 0;
    std::uint64_t cases = 0;
    for (auto const i : line.members)
        if (hidden[i]) {
            ++count;
            cases += report.groups[i].counts.all();
        }
    bool const sum_hidden = line.sum && hidden[*line.sum];
    // The sum is itself an unknown: one hidden member beside it keeps both apart.
    if (sum_hidden ? count >= 1 : count == 0 || (count > 1 && cases >= cases_min))
        return false;
    std::optional<std::size_t> smallest;
    for (auto const i : line.members)
        if (!hidden[i] &&
            (!smallest || report.groups[i].counts.all() < report.groups[*smallest].counts.all()))
            smallest = i;
    if (!smallest) { // a line of one group: its sum is the group
        if (!line.sum || hidden[*line.sum])
            return false;
        smallest = line.sum;
    }
    hidden[*smallest] = true;
    return true;
}

// Small groups and what protects them line by line.
void protect_lines(std::vector<Line> const& lines, FairnessReport const& report,
                   std::uint64_t cases_min, std::vector<bool>& hidden) {
    for (bool more = true; more;) { // each round hides a group or is the last
        more = false;
        for (auto const& line : lines)
            more = protect(line, report, cases_min, hidden) || more;
    }
}

// Lines that are safe each by itself may give a group away together: two of them less two others.
// So the sums are solved as an attacker would: the hidden counts are unknowns, each line is an
// equation. A row that names one unknown alone after elimination is a count that can be computed.
// What the sums come to does not matter, only which unknowns they hold; so the arithmetic is that
// of a prime field, where nothing is rounded.
class Equations {
  public:
    Equations(std::vector<Line> const& lines, std::vector<bool> const& hidden) {
        for (std::size_t i = 0; i < hidden.size(); ++i)
            if (hidden[i]) {
                place_[i] = unknowns_.size();
                unknowns_.push_back(i);
            }
        for (auto const& line : lines) {
            if (!line.exact)
                continue;
            Row row;
            for (auto const i : line.members)
                if (hidden[i])
                    row[place_.at(i)] = 1;
            if (line.sum && hidden[*line.sum])
                row[place_.at(*line.sum)] = kPrime - 1;
            add(std::move(row));
        }
    }

    Members computable() const {
        Members out;
        for (auto const& [first, row] : rows_)
            if (row.size() == 1)
                out.push_back(unknowns_[first]);
        return out;
    }

  private:
    static constexpr std::uint64_t kPrime = 2'147'483'647;
    using Row = std::map<std::size_t, std::uint64_t>; // factor by unknown; none is 0

    static std::uint64_t inverse(std::uint64_t value) { // Fermat
        std::uint64_t result = 1;
        for (auto exponent = kPrime - 2; exponent > 0; exponent /= 2) {
            if (exponent % 2 == 1)
                result = result * value % kPrime;
            value = value * value % kPrime;
        }
        return result;
    }

    static void subtract(Row& from, Row const& row, std::uint64_t factor) {
        for (auto const& [unknown, value] : row) {
            auto& own = from[unknown];
            own = (own + (kPrime - factor) * value) % kPrime;
            if (own == 0)
                from.erase(unknown);
        }
    }

    // Keeps the reduced form: the first unknown of each row stands in no other row.
    void add(Row row) {
        for (auto const& [first, kept] : rows_)
            if (auto const at = row.find(first); at != row.end())
                subtract(row, kept, std::uint64_t{at->second});
        if (row.empty())
            return;
        auto const first = row.begin()->first;
        auto const factor = inverse(row.begin()->second);
        for (auto& [unknown, value] : row)
            value = value * factor % kPrime;
        for (auto& [other, kept] : rows_)
            if (auto const at = kept.find(first); at != kept.end())
                subtract(kept, row, std::uint64_t{at->second});
        rows_.emplace(first, std::move(row));
    }

    std::vector<std::size_t> unknowns_;
    std::map<std::size_t, std::size_t> place_;
    std::map<std::size_t, Row> rows_; // by their first unknown
};

// Another group beside one that can be computed: the smallest that stands in one of its lines, else
// a sum of them. False: all of its lines are hidden.
bool hide_beside(std::size_t group, std::vector<Line> const& lines, FairnessReport const& report,
                 std::vector<bool>& hidden) {
    std::optional<std::size_t> smallest, sum;
    for (auto const& line : lines) {
        bool const is_sum = line.sum == group;
        if (!is_sum && std::ranges::find(line.members, group) == line.members.end())
            continue;
        if (line.sum && !hidden[*line.sum])
            sum = line.sum;
        for (auto const i : line.members)
            if (!hidden[i] && (!smallest || report.groups[i].counts.all() <
                                                report.groups[*smallest].counts.all()))
                smallest = i;
    }
    auto const chosen = smallest ? smallest : sum;
    if (chosen)
        hidden[*chosen] = true;
    return chosen.has_value();
}

// True: something was hidden, for there was a count that could be computed.
bool protect_together(std::vector<Line> const& lines, FairnessReport const& report,
                      std::vector<bool>& hidden) {
    auto const count = std::ranges::count(hidden, true);
    bool more = false;
    if (static_cast<std::size_t>(count) <= kHiddenSolvedMax)
        for (auto const group : Equations{lines, hidden}.computable())
            more = hide_beside(group, lines, report, hidden) || more;
    else // too many to solve: no crossed table stands, and lone columns are safe line by line
        for (std::size_t i = 0; i < hidden.size(); ++i)
            if (report.groups[i].group.size() > 1 && !hidden[i])
                more = hidden[i] = true;
    return more;
}

void empty(GroupReport& group) {
    GroupReport bare;
    bare.group = std::move(group.group);
    bare.compared_with = group.compared_with;
    bare.verdict = Verdict::hidden;
    group = std::move(bare);
}

} // namespace

void hide_small_groups(FairnessReport& report, std::uint64_t cases_min) {
    std::vector<bool> hidden;
    for (auto const& group : report.groups)
        hidden.push_back(group.counts.all() < cases_min);
    auto const lines = lines_of(report);
    do
        protect_lines(lines, report, cases_min, hidden);
    while (protect_together(lines, report, hidden));
    if (report.overall.counts.all() < cases_min)
        empty(report.overall);
    for (std::size_t i = 0; i < report.groups.size(); ++i) {
        if (hidden[i])
            empty(report.groups[i]);
        else if (auto const with = report.groups[i].compared_with; with && hidden[*with])
            report.groups[i].comparisons = {};
    }
}

} // namespace leitstand::fairness
