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
};

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
    for (auto& [key, line] : lines)
        out.push_back(std::move(line));
    return out;
}

// A lone hidden group of a line is the sum less the others, and several are that together: more
// must go, the smallest that stand, until the hidden ones are several and hold `cases_min` cases. A
// line whose sum is hidden must not stand whole. True: something was hidden.
bool protect(Line const& line, FairnessReport const& report, std::uint64_t cases_min,
             std::vector<bool>& hidden) {
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
    for (bool more = true; more;) { // each round hides a group or is the last
        more = false;
        for (auto const& line : lines)
            more = protect(line, report, cases_min, hidden) || more;
    }
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
