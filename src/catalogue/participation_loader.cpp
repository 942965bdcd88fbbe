// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/participation_loader.hpp"

#include <set>

#include "catalogue/detail/dossier_loader.hpp"
#include "catalogue/detail/legal_loader.hpp"

namespace leitstand {

namespace {

// In the order of the enumerations of participation_rules.hpp.
constexpr auto kForms = std::to_array<std::string_view>(
    {"contribution", "advice", "vote", "hearing", "consent", "decision"});
constexpr auto kLastWords = std::to_array<std::string_view>({"board", "authority"});
constexpr auto kSilences = std::to_array<std::string_view>({"nothing", "approves", "heard"});
constexpr auto kPeriods = std::to_array<std::string_view>(
    {"answer", "answer_urgent", "demand", "reasons", "remedy", "remedy_decision", "referral",
     "superior", "conciliation", "catch_up"});

} // namespace

std::string_view participation_form_name(ParticipationForm form) {
    return kForms.at(static_cast<std::size_t>(form));
}
std::string_view last_word_name(LastWord last_word) {
    return kLastWords.at(static_cast<std::size_t>(last_word));
}
std::string_view silence_name(Silence silence) {
    return kSilences.at(static_cast<std::size_t>(silence));
}
std::string_view part_period_name(PartPeriod period) {
    return kPeriods.at(static_cast<std::size_t>(period));
}

ParticipationPeriod const* Participant::period(PartPeriod key) const {
    auto const found = std::find_if(periods.begin(), periods.end(),
                                    [&](auto const& period) { return period.key == key; });
    return found == periods.end() ? nullptr : &*found;
}

Participant const* ParticipationRules::participant(std::string_view key) const {
    auto const found = std::find_if(participants.begin(), participants.end(),
                                    [&](auto const& one) { return one.key == key; });
    return found == participants.end() ? nullptr : &*found;
}

namespace detail_catalogue {

namespace {

using Need = FileReader::Need;

constexpr auto kNeeded = std::to_array<std::string_view>({"shadow", "assist", "act"});
constexpr auto kClasses = std::to_array<std::string_view>({"A", "B", "C"});

// The place of a word among `names`, as an enumeration; the first where it is wrong.
template <typename Enum>
Enum choice(FileReader const& reader, toml::table const& table, std::string_view key,
            std::string_view word, auto const& names) {
    auto const found = std::find(names.begin(), names.end(), word);
    if (found != names.end())
        return static_cast<Enum>(found - names.begin());
    if (!word.empty())
        reader.problem(FileReader::line_of(*table.get(key)),
                       fmt::format("'{}' must be one of: {}", key, fmt::join(names, ", ")));
    return static_cast<Enum>(0);
}

void read_period(FileReader const& reader, toml::table const& table, Participant& out) {
    reader.allow(table,
                 {"key", "length", "moves", "may_be_agreed", "source", "state", "unchecked"});
    auto& period = out.periods.emplace_back();
    auto const key = reader.text(table, "key", Need::required);
    period.key = choice<PartPeriod>(reader, table, "key", key, kPeriods);
    period.length = read_length(reader, table, "length", 1);
    period.moves = reader.boolean(table, "moves");
    period.may_be_agreed = reader.boolean(table, "may_be_agreed");
    period.source = reader.source(table, key);
    if (period.moves && period.length.unit == LengthUnit::working_days)
        reader.problem(FileReader::line_of(table),
                       "'moves' means nothing beside working days: they end on one");
    auto const same = [&](auto const& other) { return other.key == period.key; };
    if (std::count_if(out.periods.begin(), out.periods.end(), same) > 1)
        reader.problem(FileReader::line_of(table), fmt::format("period '{}' stands twice", key));
}

void read_silence(FileReader const& reader, toml::table const& table, Participant& out) {
    out.silence = choice<Silence>(reader, table, "silence",
                                  reader.text(table, "silence", Need::optional), kSilences);
    out.silence_means = reader.text(table, "silence_means", Need::required);
    out.silence_means_en = reader.text(table, "silence_means_en", Need::required);
    if (out.silence != Silence::nothing && out.period(PartPeriod::answer) == nullptr)
        reader.problem(out.line, fmt::format("silence of '{}' can mean something only after a "
                                             "period 'answer'",
                                             out.key));
}

void read_way_on(FileReader const& reader, toml::table const& table, Participant& out) {
    for (auto const* key : {"last_word", "direct_conciliation"})
        if (table.contains(key) && out.form != ParticipationForm::consent)
            reader.problem(out.line, fmt::format("'{}' belongs to the form consent", key));
    out.last_word = choice<LastWord>(reader, table, "last_word",
                                     reader.text(table, "last_word", Need::optional), kLastWords);
    out.direct_conciliation = reader.boolean(table, "direct_conciliation");
}

Participant read_participant(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"key",           "name",
                         "name_en",       "source",
                         "state",         "unchecked",
                         "role",          "profiles",
                         "form",          "silence",
                         "silence_means", "silence_means_en",
                         "task",          "task_en",
                         "after",         "needed_for",
                         "classes",       "may_be_vacant",
                         "documents",     "period",
                         "last_word",     "direct_conciliation"});
    Participant out;
    reader.legal(table, out);
    out.role = reader.text(table, "role", Need::optional);
    if (!out.role.empty() && !is_guideline_role(out.role))
        reader.problem(out.line, fmt::format("'{}' is no role of an account", out.role));
    out.profiles = reader.texts(table, "profiles");
    out.form = choice<ParticipationForm>(reader, table, "form",
                                         reader.text(table, "form", Need::required), kForms);
    if (table.contains("period"))
        if (auto const* periods = reader.list(table, "period"); periods != nullptr)
            for (auto const& period : *periods)
                read_period(reader, *period.as_table(), out);
    read_silence(reader, table, out);
    out.task = reader.text(table, "task", Need::required);
    out.task_en = reader.text(table, "task_en", Need::required);
    out.after = reader.texts(table, "after");
    out.needed_for = reader.text(table, "needed_for", Need::optional);
    choice<int>(reader, table, "needed_for", out.needed_for, kNeeded);
    for (auto const& word : reader.texts(table, "classes"))
        out.classes.push_back(choice<EffectClass>(reader, table, "classes", word, kClasses));
    read_way_on(reader, table, out);
    out.may_be_vacant = reader.boolean(table, "may_be_vacant");
    out.documents = reader.texts(table, "documents");
    return out;
}

void read_profiles(FileReader const& reader, toml::table const& root, ParticipationRules& out) {
    out.profile = reader.text(root, "profile", Need::required);
    auto const* list = reader.list(root, "profile_of_law");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "description", "description_en"});
        auto& profile = out.profiles.emplace_back();
        profile.key = reader.key(table);
        profile.name = reader.text(table, "name", Need::required);
        profile.name_en = reader.text(table, "name_en", Need::required);
        profile.description = reader.text(table, "description", Need::required);
        profile.description_en = reader.text(table, "description_en", Need::required);
    }
}

bool holds(auto const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

void check_profiles(FileReader const& reader, ParticipationRules const& rules,
                    Participant const& one) {
    for (auto const& wanted : one.profiles)
        if (std::none_of(rules.profiles.begin(), rules.profiles.end(),
                         [&](auto const& profile) { return profile.key == wanted; }))
            reader.problem(one.line, fmt::format("there is no profile '{}'", wanted));
}

// Who must come first stands first: so the order has no circle, and a page shows it as it is.
void check_order(FileReader const& reader, ParticipationRules const& rules) {
    std::set<std::string_view> seen;
    for (auto const& one : rules.participants) {
        for (auto const& before : one.after)
            if (!seen.contains(before))
                reader.problem(one.line, fmt::format("'{}' comes after '{}', which must stand "
                                                     "before it",
                                                     one.key, before));
        if (!seen.insert(one.key).second)
            reader.problem(
                one.line, fmt::format("'{}' stands twice in profile '{}'", one.key, rules.profile));
    }
}

} // namespace

namespace {

// No catalogue does away with those whom no function can do without: every law on staff
// representation knows a consent, and somebody must decide.
void check_floor(FileReader const& reader, ParticipationRules const& rules) {
    for (auto const form : {ParticipationForm::consent, ParticipationForm::decision})
        if (std::none_of(rules.participants.begin(), rules.participants.end(),
                         [&](Participant const& one) {
                             return one.form == form && one.needed_for == kNeeded.front() &&
                                    one.classes.empty();
                         }))
            reader.problem(1, fmt::format("profile '{}' needs a participant of the form '{}', for "
                                          "shadow and for all classes",
                                          rules.profile, participation_form_name(form)));
}

} // namespace

void read_participation(FileReader const& reader, toml::table const& root, Guideline& guideline) {
    reader.allow(root, {"profile", "profile_of_law", "participant"});
    auto& out = guideline.participation;
    read_profiles(reader, root, out);
    if (std::none_of(out.profiles.begin(), out.profiles.end(),
                     [&](auto const& profile) { return profile.key == out.profile; }))
        reader.problem(1, fmt::format("there is no profile '{}'", out.profile));
    auto const* list = reader.list(root, "participant");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto one = read_participant(reader, *node.as_table());
        check_profiles(reader, out, one);
        if (one.profiles.empty() || holds(one.profiles, out.profile))
            out.participants.push_back(std::move(one));
    }
    check_order(reader, out);
    check_floor(reader, out);
}

} // namespace detail_catalogue

} // namespace leitstand
