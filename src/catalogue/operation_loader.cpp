// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/operation_loader.hpp"

#include <set>

#include "catalogue/detail/legal_loader.hpp"

namespace leitstand {

namespace {

template <typename T>
T const* with_key(std::vector<T> const& entries, std::string_view key) {
    auto const found = std::find_if(entries.begin(), entries.end(),
                                    [&](T const& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace

IncidentClock const* IncidentKind::clock(std::string_view wanted) const {
    return with_key(clocks, wanted);
}
IncidentKind const* OperationRules::incident(std::string_view key) const {
    return with_key(incidents, key);
}

namespace detail_catalogue {

namespace {

using Need = FileReader::Need;

constexpr int kHoursMax = 24 * 30;
constexpr int kDaysMax = 365;
constexpr int kReferenceMin = 100;
constexpr int kReferenceMax = 100'000;
constexpr int kPersonsMin = 5; // below it a group is never shown, whatever a file says
constexpr int kPersonsMax = 100;
constexpr double kAlarmRateMax = 0.2;

toml::table const& section(FileReader const& reader, toml::table const& root,
                           std::string_view key) {
    static toml::table const kNone;
    auto const* table = root.get_as<toml::table>(key);
    if (table == nullptr)
        reader.problem(1, fmt::format("there must be a table [{}]", key));
    return table == nullptr ? kNone : *table;
}

double share(FileReader const& reader, toml::table const& table, std::string_view key, double most,
             double otherwise) {
    auto const value = reader.number(table, key, otherwise);
    if (value > 0 && value <= most)
        return value;
    reader.problem(FileReader::line_of(table),
                   fmt::format("'{}' must be above 0 and at most {}", key, most));
    return otherwise;
}

IncidentClock read_clock(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"key", "name", "name_en", "to", "to_en", "hours", "days", "source",
                         "state", "unchecked"});
    IncidentClock out;
    reader.legal(table, out);
    out.to = reader.text(table, "to", Need::required);
    out.to_en = reader.text(table, "to_en", Need::required);
    out.hours = reader.integer(table, "hours", 1, kHoursMax, 0);
    out.days = reader.integer(table, "days", 1, kDaysMax, 0);
    if (out.hours > 0 && out.days > 0)
        reader.problem(out.line, "a clock has either 'hours' or 'days'");
    return out;
}

template <typename T>
void check_twice(FileReader const& reader, std::vector<T> const& entries) {
    std::set<std::string_view> seen;
    for (auto const& entry : entries)
        if (!seen.insert(entry.key).second)
            reader.problem(entry.line, fmt::format("key '{}' is used twice", entry.key));
}

} // namespace

void read_operation(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"drift", "groups", "complaint", "review", "training", "logs"});
    auto& rules = out.operation;
    auto const& drift = section(reader, root, "drift");
    reader.allow(drift, {"false_alarm_rate", "tolerance", "reference_cases"});
    rules.drift.false_alarm_rate =
        share(reader, drift, "false_alarm_rate", kAlarmRateMax, rules.drift.false_alarm_rate);
    rules.drift.tolerance = share(reader, drift, "tolerance", 0.5, rules.drift.tolerance);
    rules.drift.reference_cases = static_cast<std::uint64_t>(
        reader.integer(drift, "reference_cases", kReferenceMin, kReferenceMax,
                       static_cast<int>(rules.drift.reference_cases)));
    auto const& groups = section(reader, root, "groups");
    reader.allow(groups, {"persons_min"});
    rules.persons_min =
        reader.integer(groups, "persons_min", kPersonsMin, kPersonsMax, rules.persons_min);
    auto const& complaint = section(reader, root, "complaint");
    reader.allow(complaint, {"receipt", "answer"});
    rules.complaint_receipt = read_length(reader, complaint, "receipt", 1);
    rules.complaint_answer = read_length(reader, complaint, "answer", 1);
    auto const period = [&](std::string_view key, PeriodLength& length, LegalSource& source) {
        auto const& table = section(reader, root, key);
        reader.allow(table, {"length", "source", "state", "unchecked"});
        length = read_length(reader, table, "length", 1);
        source = reader.source(table, key);
    };
    period("review", rules.review, rules.review_source);
    period("training", rules.training, rules.training_source);
    period("logs", rules.logs_kept, rules.logs_source);
}

void read_incidents(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"incident"});
    auto const* list = reader.list(root, "incident");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "description", "description_en", "clock"});
        auto& incident = out.operation.incidents.emplace_back();
        incident.line = FileReader::line_of(table);
        incident.key = reader.key(table);
        incident.name = reader.text(table, "name", Need::required);
        incident.name_en = reader.text(table, "name_en", Need::required);
        incident.description = reader.text(table, "description", Need::required);
        incident.description_en = reader.text(table, "description_en", Need::required);
        if (auto const* clocks = reader.list(table, "clock"))
            for (auto const& clock : *clocks)
                incident.clocks.push_back(read_clock(reader, *clock.as_table()));
        check_twice(reader, incident.clocks);
    }
    check_twice(reader, out.operation.incidents);
}

} // namespace detail_catalogue
} // namespace leitstand
