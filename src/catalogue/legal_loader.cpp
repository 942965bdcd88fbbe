// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/legal_loader.hpp"

#include <charconv>

namespace leitstand::detail_catalogue {

namespace {

using Need = FileReader::Need;

constexpr int kYearMin = 1990, kYearMax = 2999;
constexpr int kLengthMax = 400;
constexpr auto kWeekdays = std::to_array<std::string_view>(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"});
// In the order of the enumerations of legal_rules.hpp.
constexpr auto kUnits = std::to_array<std::string_view>(
    {"day", "working_day", "week", "month", "calendar_month", "year"});
constexpr auto kStarts = std::to_array<std::string_view>({"notification", "event", "day"});
constexpr auto kBackFrom = std::to_array<std::string_view>({"day", "month", "life_month", "year"});
constexpr auto kConditions =
    std::to_array<std::string_view>({"document", "field", "fact", "age", "met"});
constexpr auto kRequirementKinds = std::to_array<std::string_view>({"document", "statement"});

std::optional<std::size_t> place_of(auto const& names, std::string_view name) {
    auto const found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<std::size_t>(found - names.begin())};
}

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

// One of the names, as an enumeration; the first where it is missing or wrong.
template <typename Enum>
Enum choice(FileReader const& reader, toml::table const& table, std::string_view key,
            auto const& names) {
    auto const word = reader.text(table, key, Need::required);
    auto const place = place_of(names, word);
    if (!word.empty() && !place)
        reader.problem(FileReader::line_of(*table.get(key)),
                       fmt::format("'{}' must be one of: {}", key, fmt::join(names, ", ")));
    return static_cast<Enum>(place.value_or(0));
}

// "10-31": a day of every year; 29 February is none.
void read_month_day(FileReader const& reader, toml::table const& table, std::string_view key,
                    HolidayRule& out) {
    auto const written = reader.text(table, key, Need::required);
    auto const date = parse_iso_date("2001-" + written); // no leap year
    if (!written.empty() && !date)
        reader.problem(out.line, fmt::format("'{}' is no day of every year like 10-31", written));
    out.month = date ? date->month : 1;
    out.day = date ? date->day : 1;
}

// "BY", "BY-AUGSBURG": two letters, and perhaps a part of the Land behind a hyphen.
bool is_place(std::string_view place) {
    auto const letters = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    };
    return letters(place.substr(0, 2)) &&
           (place.size() == 2 || (place.size() > 3 && place[2] == '-' && letters(place.substr(3))));
}

// Keys that mean nothing beside the others would only pretend to do something.
void refuse(FileReader const& reader, toml::table const& table,
            std::initializer_list<std::string_view> keys, std::string_view beside) {
    for (auto const key : keys)
        if (auto const* node = table.get(key); node != nullptr)
            reader.problem(FileReader::line_of(*node),
                           fmt::format("'{}' means nothing beside {}", key, beside));
}

void read_span(FileReader const& reader, toml::table const& table, HolidaySpan& out) {
    reader.allow(table, {"places", "from", "until"});
    out.places = reader.texts(table, "places");
    for (auto const& place : out.places) {
        if (!is_place(place))
            reader.problem(FileReader::line_of(table),
                           fmt::format("place '{}' must look like BY or BY-AUGSBURG", place));
    }
    out.from_year = reader.integer(table, "from", kYearMin, kYearMax, 0);
    out.until_year = reader.integer(table, "until", kYearMin, kYearMax, 9999);
    if (out.from_year > out.until_year)
        reader.problem(FileReader::line_of(table), "'from' lies after 'until'");
}

void read_holiday(FileReader const& reader, toml::table const& table, HolidayRule& out) {
    reader.allow(table, {"key", "name", "name_en", "source", "state", "unchecked", "easter", "date",
                         "weekday", "before", "span"});
    reader.legal(table, out);
    bool const easter = table.contains("easter"), weekday = table.contains("weekday");
    if (easter + weekday + table.contains("date") != 1)
        reader.problem(out.line, fmt::format("holiday '{}' needs one of 'easter', 'date', "
                                             "'weekday' with 'before'",
                                             out.key));
    else if (easter)
        out.easter_days = reader.integer(table, "easter", -100, 100, 0);
    else if (weekday)
        out.weekday_before = choice<int>(reader, table, "weekday", kWeekdays);
    if (!weekday)
        refuse(reader, table, {"before"}, easter ? "'easter'" : "'date'");
    if (!easter)
        read_month_day(reader, table, weekday ? "before" : "date", out);
    if (!table.contains("span"))
        out.spans.emplace_back(); // everywhere, in all years
    else if (auto const* spans = reader.list(table, "span"); spans != nullptr)
        for (auto const& span : *spans)
            read_span(reader, *span.as_table(), out.spans.emplace_back());
}

void read_notification(FileReader const& reader, toml::table const& table, NotificationRule& out) {
    reader.allow(table, {"key", "name", "name_en", "source", "state", "unchecked", "procedures",
                         "posted_from", "posted_until", "days", "moves"});
    reader.legal(table, out);
    out.procedures = reader.texts(table, "procedures");
    out.posted_from = reader.date(table, "posted_from", out.posted_from);
    out.posted_until = reader.date(table, "posted_until", out.posted_until);
    out.days = reader.integer(table, "days", 0, 30, 0);
    out.moves = reader.boolean(table, "moves");
    if (!table.contains("days"))
        reader.problem(out.line, "'days' is missing");
    if (out.posted_from > out.posted_until)
        reader.problem(out.line, "'posted_from' lies after 'posted_until'");
    if (out.procedures.empty())
        reader.problem(out.line, "'procedures' is missing");
}

} // namespace

PeriodLength read_length(FileReader const& reader, toml::table const& table, std::string_view key,
                         int least) {
    auto const written = reader.text(table, key, Need::required);
    auto const blank = written.find(' ');
    auto unit = blank == std::string::npos ? std::string() : written.substr(blank + 1);
    if (unit.ends_with('s'))
        unit.pop_back();
    auto const count = whole_number(std::string_view(written).substr(0, blank));
    auto const place = place_of(kUnits, unit);
    if (!count || !place || *count < least || *count > kLengthMax) {
        if (!written.empty())
            reader.problem(
                FileReader::line_of(*table.get(key)),
                fmt::format("'{}' must be a number and one of: {}", key, fmt::join(kUnits, ", ")));
        return {1, LengthUnit::months};
    }
    return {*count, static_cast<LengthUnit>(*place)};
}

namespace {

void read_clock_length(FileReader const& reader, toml::table const& table, ClockRule& out) {
    bool const back = table.contains("looks_back");
    if (back == table.contains("length")) {
        reader.problem(out.line,
                       fmt::format("clock '{}' needs either 'length' or 'looks_back'", out.key));
        return;
    }
    if (back) {
        out.kind = ClockKind::look_back;
        out.length = read_length(reader, table, "looks_back", 0);
        out.back_from = choice<LookBackFrom>(reader, table, "back_from", kBackFrom);
        out.life_field = reader.text(table, "life_field", Need::optional);
        if (out.length.unit != LengthUnit::months && out.length.unit != LengthUnit::years)
            reader.problem(out.line, "'looks_back' counts months or years");
        if (out.life_field.empty() == (out.back_from == LookBackFrom::life_month))
            reader.problem(out.line, "'life_field' and back_from = \"life_month\" belong together");
        out.moves = reader.boolean(table, "moves");
        if (out.moves && out.back_from != LookBackFrom::month)
            reader.problem(out.line, "'moves' needs back_from = \"month\": a time that ends");
        refuse(reader, table, {"starts"}, "'looks_back'");
        return;
    }
    refuse(reader, table, {"back_from", "life_field"}, "'length'");
    auto const length = table["length"].value<std::string>().value_or("");
    if (length == "at once" || length == "as set")
        refuse(reader, table, {"starts", "moves"}, fmt::format("length = \"{}\"", length));
    if (length == "at once") {
        out.kind = ClockKind::at_once;
    } else if (length == "as set") {
        out.kind = ClockKind::set_by_authority;
    } else {
        out.length = read_length(reader, table, "length", 1);
        out.start = choice<ClockStart>(reader, table, "starts", kStarts);
        out.moves = reader.boolean(table, "moves");
    }
}

void read_clock(FileReader const& reader, toml::table const& table, ClockRule& out) {
    reader.allow(table, {"key",
                         "name",
                         "name_en",
                         "source",
                         "state",
                         "unchecked",
                         "consequence",
                         "consequence_en",
                         "acts",
                         "procedures",
                         "services",
                         "except_services",
                         "fact",
                         "trigger",
                         "starts",
                         "length",
                         "moves",
                         "looks_back",
                         "back_from",
                         "life_field",
                         "dated_by",
                         "not_dated_by",
                         "date_must_be_named"});
    reader.legal(table, out);
    out.consequence = reader.text(table, "consequence", Need::required);
    out.consequence_en = reader.text(table, "consequence_en", Need::required);
    out.acts = reader.texts(table, "acts");
    out.procedures = reader.texts(table, "procedures");
    out.services = reader.texts(table, "services");
    out.except_services = reader.texts(table, "except_services");
    out.fact = reader.text(table, "fact", Need::optional);
    out.trigger = reader.text(table, "trigger", Need::required);
    out.dated_by = reader.text(table, "dated_by", Need::optional);
    out.not_dated_by = reader.texts(table, "not_dated_by");
    out.date_must_be_named = reader.boolean(table, "date_must_be_named");
    bool const of_the_letter = out.trigger != "received" && out.trigger != "records";
    if (!out.dated_by.empty() && !of_the_letter)
        reader.problem(out.line, "'dated_by' needs a date of the letter as its trigger");
    if (out.dated_by.empty())
        refuse(reader, table, {"not_dated_by", "date_must_be_named"}, "no 'dated_by'");
    if (out.acts.empty())
        reader.problem(out.line, fmt::format("clock '{}' names no act that starts it", out.key));
    if (!out.services.empty() && !out.procedures.empty())
        reader.problem(out.line, "'services' and 'procedures' exclude each other: a service has "
                                 "its procedure");
    read_clock_length(reader, table, out);
}

void read_fact(FileReader const& reader, toml::table const& table, FactRule& out) {
    reader.allow(table, {"key", "name", "name_en", "phrases", "denials"});
    reader.named(table, out);
    out.phrases = reader.phrase_list(table, "phrases");
    out.denials = reader.phrase_list(table, "denials");
    if (out.phrases.empty() && out.denials.empty())
        reader.problem(out.line, fmt::format("fact '{}' has no phrase", out.key));
}

// Splits "child_birth_date >= 18" off an age.
bool read_age(std::string_view written, Condition& out) {
    auto const sign = written.find_first_of("<>");
    if (sign == std::string_view::npos)
        return false;
    bool const at_least = written.substr(sign).starts_with(">=");
    if (!at_least && written[sign] != '<')
        return false;
    auto key = written.substr(0, sign);
    auto years = written.substr(sign + (at_least ? 2 : 1));
    while (!key.empty() && key.back() == ' ')
        key.remove_suffix(1);
    while (!years.empty() && years.front() == ' ')
        years.remove_prefix(1);
    auto const count = whole_number(years);
    if (key.empty() || !count || *count < 0 || *count > 150)
        return false;
    out.key = key;
    out.comparison = at_least ? Comparison::at_least : Comparison::below;
    out.years = *count;
    return true;
}

std::optional<Condition> parse_condition(std::string_view written) {
    Condition out;
    if (written.starts_with("not ")) {
        out.negated = true;
        written.remove_prefix(4);
    }
    auto const colon = written.find(':');
    auto const kind = place_of(kConditions, written.substr(0, colon));
    if (colon == std::string_view::npos || !kind || colon + 1 == written.size())
        return std::nullopt;
    out.kind = static_cast<ConditionKind>(*kind);
    auto const rest = written.substr(colon + 1);
    if (out.kind == ConditionKind::age) // "below" is the opposite of "at least": no "not"
        return !out.negated && read_age(rest, out) ? std::optional{out} : std::nullopt;
    // What is not seen may lie elsewhere: its absence proves nothing.
    if (out.negated && (out.kind == ConditionKind::document || out.kind == ConditionKind::field))
        return std::nullopt;
    auto const dot = out.kind == ConditionKind::field ? rest.find('.') : std::string_view::npos;
    out.key = rest.substr(0, dot);
    if (dot != std::string_view::npos)
        out.role = rest.substr(dot + 1);
    return out;
}

std::vector<Condition> read_conditions(FileReader const& reader, toml::table const& table,
                                       std::string_view key) {
    std::vector<Condition> out;
    for (auto const& written : reader.texts(table, key)) {
        auto condition = parse_condition(written);
        int const line = FileReader::line_of(*table.get(key));
        if (condition) {
            condition->line = line;
            out.push_back(std::move(*condition));
        } else {
            reader.problem(
                line, fmt::format("'{}' is no condition (docs/formats/legal-rules.md)", written));
        }
    }
    return out;
}

void read_requirement(FileReader const& reader, toml::table const& table, RequirementRule& out) {
    reader.allow(table,
                 {"key", "name", "name_en", "source", "state", "unchecked", "service", "acts",
                  "kind", "when", "unless", "met_by", "elsewhere", "one_value", "on_record"});
    reader.legal(table, out);
    out.service = reader.text(table, "service", Need::required);
    out.acts = reader.texts(table, "acts");
    out.kind = choice<RequirementKind>(reader, table, "kind", kRequirementKinds);
    out.when = read_conditions(reader, table, "when");
    out.unless = read_conditions(reader, table, "unless");
    out.met_by = read_conditions(reader, table, "met_by");
    out.elsewhere = read_conditions(reader, table, "elsewhere");
    out.on_record = reader.boolean(table, "on_record");
    if (auto const field = reader.text(table, "one_value", Need::optional); !field.empty()) {
        auto const dot = std::min(field.find('.'), field.size());
        out.one_value_field = field.substr(0, dot);
        out.one_value_role = dot == field.size() ? "" : field.substr(dot + 1);
    }
    if (out.acts.empty())
        reader.problem(out.line, fmt::format("requirement '{}' names no act", out.key));
    if (out.met_by.empty())
        reader.problem(out.line, fmt::format("nothing meets requirement '{}'", out.key));
}

template <typename T>
void read_each(FileReader const& reader, toml::table const& root, std::string_view name,
               std::vector<T>& out, void (*read)(FileReader const&, toml::table const&, T&)) {
    if (auto const* list = reader.list(root, name); list != nullptr)
        for (auto const& node : *list)
            read(reader, *node.as_table(), out.emplace_back());
}

} // namespace

void read_holidays(FileReader const& reader, toml::table const& root, Holidays& out) {
    reader.allow(root, {"from_year", "holiday"});
    out.from_year = reader.integer(root, "from_year", kYearMin, kYearMax, 0);
    if (!root.contains("from_year"))
        reader.problem(1, "'from_year' is missing");
    read_each(reader, root, "holiday", out.rules, read_holiday);
}

void read_clocks(FileReader const& reader, toml::table const& root, LegalRules& out) {
    reader.allow(root, {"notification", "clock"});
    read_each(reader, root, "notification", out.notifications, read_notification);
    read_each(reader, root, "clock", out.clocks, read_clock);
}

void read_requirements(FileReader const& reader, toml::table const& root, LegalRules& out) {
    reader.allow(root, {"fact", "requirement"});
    read_each(reader, root, "fact", out.facts, read_fact);
    read_each(reader, root, "requirement", out.requirements, read_requirement);
}

} // namespace leitstand::detail_catalogue
