// SPDX-License-Identifier: EUPL-1.2
// A dossier in memory, so that the tests of the register say what goes in and look at what comes
// out. Threads: one test's.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "govern/register/feed.hpp"
#include "govern/register/forms.hpp"
#include "govern/register/pages.hpp"

namespace leitstand {

// Every fact that a form of the register asks for.
inline std::vector<std::string> const kTextFacts{"purpose",
                                                 "goal",
                                                 "benefit_staff",
                                                 "benefit_citizens",
                                                 "alternative_without_ai",
                                                 "alternatives_considered",
                                                 "processing_steps",
                                                 "legal_basis",
                                                 "proportionality",
                                                 "data_protection_measures",
                                                 "data_sources",
                                                 "training_data",
                                                 "data_period",
                                                 "data_representativeness",
                                                 "data_quality",
                                                 "data_groups",
                                                 "data_retention",
                                                 "method",
                                                 "architecture",
                                                 "provider",
                                                 "source_code",
                                                 "human_decision",
                                                 "oversight_plan",
                                                 "override",
                                                 "fallback",
                                                 "abort_thresholds",
                                                 "training_of_staff",
                                                 "affected_groups",
                                                 "harms",
                                                 "measures_if_harm",
                                                 "complaint_way",
                                                 "objection_way",
                                                 "ai_act_reasoning",
                                                 "senior_owner",
                                                 "contact_unit",
                                                 "contact_email",
                                                 "frequency",
                                                 "maintenance",
                                                 "begin_date",
                                                 "end_date",
                                                 "register_summary",
                                                 "register_summary_plain",
                                                 "register_summary_en",
                                                 "website"};

class DossierInMemory {
  public:
    DossierInMemory() {
        for (auto const& key : kTextFacts)
            add_fact(key, FactKind::text, key == "end_date" ? "switching_off" : "planning");
        add_fact("ai_act_area", FactKind::choice, "planning");
        guideline.facts.back().choices = {{"benefits", "Sozialleistungen", "public benefits"},
                                          {"none", "keiner", "none"}};
        add_fact("ai_act_profiles", FactKind::yes_no, "planning");
        add_fact("costs", FactKind::text, "planning");
        guideline.facts.back().published = false;
        rule.key = "sort";
        rule.name = "Leistung vorschlagen";
        rule.name_en = "Suggest service";
        rule.name_plain = "Post sortieren";
        rule.does = "Schlägt eine Leistung vor.";
        rule.does_en = "Suggests a service.";
        rule.effect = EffectClass::a;
        rule.highest_mode = "act";
        catalogue.authority = "Musteramt";
        release = {"2.0.0+1a2b3c4d", std::string(64, 'a'), std::string(64, 'b'),
                   std::string(64, 'c')};
    }

    void add_fact(std::string const& key, FactKind kind, std::string const& phase) {
        Fact fact;
        fact.key = key;
        fact.section = "purpose";
        fact.name = "Angabe " + key;
        fact.name_en = "Statement " + key;
        fact.kind = kind;
        fact.phase = phase;
        fact.role = "governance";
        fact.published = true;
        guideline.facts.push_back(std::move(fact));
    }

    Record& add(RecordKind kind, std::string const& subject, Json body, bool example = false) {
        Record record;
        record.sequence = static_cast<std::int64_t>(records.size()) + 1;
        record.function = FunctionKey::sort;
        record.kind = kind;
        record.subject = subject;
        auto const* before = newest_of(records, kind, subject);
        record.number = before == nullptr ? 1 : before->number + 1;
        record.example = example;
        record.by = "account-of-erika-mustermann";
        record.at = now;
        record.body = record_body(std::move(body));
        records.push_back(std::move(record));
        return records.back();
    }
    void state(std::string const& key, Json value, bool example = false) {
        add(RecordKind::statement, key, Json{{"value", std::move(value)}}, example);
    }
    // All texts, so that nothing is missing. Dates and addresses are such.
    void state_all(std::string const& text) {
        for (auto const& key : kTextFacts)
            if (key != "end_date")
                state(key, key == "contact_email" ? "ki@musteramt.example"
                           : key == "website"     ? "https://musteramt.example/ki"
                           : key == "begin_date"  ? "2026-11-01"
                           : key == "provider"    ? "Eigenbau"
                                                  : text + " (" + key + ")");
        state("ai_act_area", "benefits");
        state("ai_act_profiles", false);
    }
    void measure(std::string const& subject, Json body) {
        body["taken"] = {{"release", release.measured()}, {"letters", 400}};
        add(RecordKind::measurement, subject, std::move(body));
    }
    void publish(std::string const& note = "Erster Eintrag", bool example = false) {
        auto const number = static_cast<std::int64_t>(publications(records)->size()) + 1;
        auto made = new_publication(view(), note, "account", number, example);
        ASSERT_TRUE(made) << made.error().describe();
        add(RecordKind::publication, kEntrySubject, Json(*made->body), example);
    }

    GovernView view() const {
        return {FunctionKey::sort, rule,      guideline, catalogue,           calendar, records,
                release,           Mode::off, now,       date_in_berlin(now), roles};
    }
    PublicEntry seen(Mode mode = Mode::assist) const {
        std::vector<ModeChange> const newest_first{history.rbegin(), history.rend()};
        auto entry = public_entry(records, FunctionKey::sort, mode, newest_first);
        EXPECT_TRUE(entry) << entry.error().describe();
        EXPECT_TRUE(entry->has_value());
        return **entry;
    }

    FunctionRule rule;
    Guideline guideline;
    Catalogue catalogue;
    law::Calendar calendar{catalogue.legal.holidays};
    std::vector<Record> records;
    Release release;
    std::vector<ModeChange> history; // oldest first
    std::vector<std::string> roles;
    Instant now = parse_rfc3339("2026-11-28T10:00:00Z").value();
};

inline std::vector<std::string> keys_of(std::vector<OpenPoint> const& points) {
    std::vector<std::string> keys;
    for (auto const& point : points)
        keys.push_back(point.subject.empty() ? point.key : point.key + " " + point.subject);
    return keys;
}

} // namespace leitstand
