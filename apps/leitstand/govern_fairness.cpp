// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern fairness`: what a decision table says of its groups (CONTRACTS "govern").
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.hpp"
#include "base/json.hpp"
#include "govern/fairness/decision_table.hpp"
#include "govern/fairness/fairness_json.hpp"
#include "govern/fairness/fairness_page.hpp"
#include "govern/fairness/suppression.hpp"
#include "govern_options.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

using namespace fairness;

constexpr unsigned kPageReadable = 0644;
constexpr Rate kPrinted[] = {Rate::selection_rate, Rate::fpr, Rate::fnr, Rate::precision};

std::vector<std::string> split(std::vector<std::string> const& words) {
    std::vector<std::string> parts;
    for (auto const& word : words)
        for (std::size_t at = 0; at <= word.size();) {
            auto const comma = std::min(word.find(',', at), word.size());
            if (comma > at)
                parts.push_back(word.substr(at, comma - at));
            at = comma + 1;
        }
    return parts;
}

Result<DecisionTable> table_of(GovernFairnessArguments const& arguments) {
    if (arguments.decision.empty() == arguments.score.empty())
        return fail(Code::bad_input, "fairness.decision_or_score");
    if (arguments.score.empty() != arguments.threshold.empty())
        return fail(Code::bad_input, "fairness.threshold_missing");
    DecisionTable table;
    table.groups = split(arguments.groups);
    table.label = arguments.label;
    table.decision = arguments.decision;
    table.score = arguments.score;
    if (!arguments.threshold.empty()) {
        auto const threshold = decimal_number(arguments.threshold, true);
        if (!threshold)
            return fail(Code::bad_input, "fairness.threshold", arguments.threshold);
        table.threshold = *threshold;
    }
    table.abstention = arguments.abstention;
    table.seconds = arguments.seconds;
    table.positive = split(arguments.positive);
    table.positive_decision = split(arguments.positive_decision);
    table.missing = arguments.missing;
    table.threads = arguments.threads != 0 ? arguments.threads
                                           : std::max(1u, std::thread::hardware_concurrency());
    return table;
}

bool has_value(GroupedCounts const& counts, std::size_t column, std::string const& value) {
    for (std::uint32_t number = 1; number < counts.values(column); ++number)
        if (counts.value(column, number) == value)
            return true;
    return false;
}

// "COLUMN=VALUE", or a value that occurs in one column alone.
Result<GroupValue> reference_of(std::string const& word, GroupedCounts const& counts) {
    auto const& columns = counts.columns();
    std::vector<std::size_t> holding;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (has_value(counts, column, word))
            holding.push_back(column);
        auto const prefix = columns[column] + "=";
        if (word.starts_with(prefix) && has_value(counts, column, word.substr(prefix.size())))
            return GroupValue{columns[column], word.substr(prefix.size())};
    }
    if (holding.empty())
        return fail(Code::bad_input, "fairness.reference_unknown", word);
    if (holding.size() > 1)
        return fail(Code::bad_input, "fairness.reference_ambiguous", word);
    return GroupValue{columns[holding.front()], word};
}

Result<FairnessOptions> options_of(GovernFairnessArguments const& arguments,
                                   GroupedCounts const& counts) {
    FairnessOptions options;
    options.depth = arguments.depth;
    options.tolerance = arguments.tolerance;
    for (auto const& word : arguments.reference)
        options.reference.push_back(TRY(reference_of(word, counts)));
    if (!arguments.compare.empty())
        options.compared.clear();
    for (auto const& key : split(arguments.compare)) {
        auto const rate = rate_of(key);
        if (!rate)
            return fail(Code::bad_input, "fairness.no_rate", key);
        if (std::find(options.compared.begin(), options.compared.end(), *rate) ==
            options.compared.end())
            options.compared.push_back(*rate);
    }
    return options;
}

std::string percent(std::optional<Estimate> const& estimate) {
    return estimate ? fmt::format("{:.1f} ({:.1f}-{:.1f})", 100 * estimate->value,
                                  100 * estimate->lower, 100 * estimate->upper)
                    : "-";
}

std::string in_words(GroupReport const& group) {
    auto const words = verdict_words(group);
    return words.german + " / " + words.english;
}

void print_group(GroupReport const& group) {
    std::string name;
    for (auto const& value : group.group)
        name += fmt::format("{}{}={}", name.empty() ? "" : ", ", printable(value.column),
                            value.value ? printable(*value.value) : "ohne Angabe / missing");
    fmt::print("{}\t{}", name.empty() ? "alle / all" : name,
               group.hidden() ? "-" : fmt::format("{}", group.counts.decided()));
    for (auto const rate : kPrinted)
        fmt::print("\t{}", percent(group.rate(rate)));
    fmt::print("\t{}\n", name.empty() ? "" : in_words(group));
}

void print_report(FairnessReport const& report) {
    fmt::print("Gruppe/group\tn\tselection_rate % (95 %)\tfpr %\tfnr %\tprecision %\n");
    print_group(report.overall);
    for (auto const& group : report.groups)
        print_group(group);
}

// To standard error: what the figures leave out, and by which rule a group is too small.
void print_remarks(FairnessReport const& report, CountedTable const& counted) {
    if (counted.without_label + counted.without_decision > 0)
        fmt::print(stderr,
                   "{} Zeilen ohne Kennzeichen und {} ohne Entscheidung sind nicht gezählt. / {} "
                   "rows without a label and {} without a decision are not counted.\n",
                   counted.without_label, counted.without_decision, counted.without_label,
                   counted.without_decision);
    auto const small = std::count_if(report.groups.begin(), report.groups.end(),
                                     [](auto const& g) { return !g.assessable && !g.hidden(); });
    if (small > 0)
        fmt::print(
            stderr,
            "{} von {} Gruppen sind zu klein, um einen Unterschied von {} mit 80 % Sicherheit "
            "zu zeigen. / {} of {} groups are too small to show a gap of {} with a power of "
            "80 %.\n",
            small, report.groups.size(), report.tolerance, small, report.groups.size(),
            report.tolerance);
}

// For printing and for people who read no JSON; an older page of that name is replaced.
Result<void> write_page(GovernFairnessArguments const& arguments, FairnessReport const& report,
                        CountedTable const& counted) {
    auto const page = fairness_page(report, {.name = arguments.table.filename().string(),
                                             .rows = counted.rows,
                                             .without_label = counted.without_label,
                                             .without_decision = counted.without_decision});
    auto written = write_file_durably(arguments.html, page, kPageReadable);
    if (!written)
        return fail(Code::unavailable, "fairness.page_not_written", arguments.html.string());
    return {};
}

Result<void> report(GovernFairnessArguments const& arguments) {
    auto const table = TRY(table_of(arguments));
    auto const counted = TRY(count_table(arguments.table, table));
    auto report = TRY(report_fairness(counted.counts, TRY(options_of(arguments, counted.counts))));
    if (arguments.publish)
        hide_small_groups(report, arguments.publish_min);
    if (!arguments.html.empty())
        TRY(write_page(arguments, report, counted));
    if (!arguments.json) {
        print_report(report);
    } else {
        if (arguments.overall)
            fmt::print("{}\n", print_json(group_json(report.overall, report)));
        for (auto const& group : report.groups)
            fmt::print("{}\n", print_json(group_json(group, report)));
    }
    print_remarks(report, counted);
    return {};
}

} // namespace

int run_govern_fairness(GovernFairnessArguments const& arguments) {
    auto const done = report(arguments);
    if (done)
        return kDone;
    if (done.error().key == "fairness.page_not_written")
        return tell(done.error(), kCannotRun, arguments.html.string());
    auto const unreadable = done.error().key.starts_with("file.");
    return tell(done.error(), unreadable ? kCannotRun : kWrongUse, arguments.table.string());
}

} // namespace leitstand::app
