// SPDX-License-Identifier: EUPL-1.2
// The guidelines for AI as data (catalogue/de/govern/*.toml): the functions and how deep they
// reach, the facts of a dossier, the phases and tasks of a project, and the rules of each area of
// govern. Written in our own words from public facts; an authority replaces or maps it. Format:
// docs/formats/guideline.md. Threads: immutable after load().
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "catalogue/assessment_rules.hpp"
#include "catalogue/catalogue.hpp"
#include "catalogue/gate_rules.hpp"
#include "catalogue/operation_rules.hpp"
#include "catalogue/participation_rules.hpp"

namespace leitstand {

// Roles that a guideline may name; serve/accounts.hpp has an account's role for each.
inline constexpr std::array<std::string_view, 13> kGuidelineRoles{"caseworker",
                                                                  "team_lead",
                                                                  "releaser",
                                                                  "post_room",
                                                                  "governance",
                                                                  "data_protection",
                                                                  "staff_council",
                                                                  "equal_opportunity",
                                                                  "disability_representative",
                                                                  "information_security",
                                                                  "management",
                                                                  "auditor",
                                                                  "administrator"};

// How deep a function reaches: A suggestion with undo, B facts to confirm one by one, C touches
// rights (own assessment first).
enum class EffectClass : std::uint8_t { a, b, c };

// One separately governed function (KI-Funktion), by the key of understand/finding.hpp.
struct FunctionRule {
    std::string key, name, name_en;
    std::string name_plain; // in plain German
    EffectClass effect = EffectClass::c;
    std::string highest_mode; // "shadow" | "assist" | "act"
    std::string does, does_en;
    std::string limit, limit_en; // what the highest mode is bound to beyond the gates; may be empty
    int line = 0;
};

struct FactChoice {
    std::string key, name, name_en;
};

// What kind of answer a fact takes. The JSON of a statement's value: text kinds and date a string,
// yes_no a boolean, number a number, choice a string, choices and list an array of strings.
enum class FactKind : std::uint8_t { text, long_text, yes_no, number, date, choice, choices, list };

// One thing that the dossier says of a function. It is entered once and appears in every form that
// names its key.
struct Fact {
    std::string key, section, name, name_en;
    std::string question, question_en; // plain language
    std::string help, help_en;         // what a good answer says
    FactKind kind = FactKind::text;
    std::string form; // of a text: "email" | "web_address"; empty: any
    std::vector<FactChoice> choices;
    std::string phase;             // until its end the fact must be stated; empty: it may stay open
    std::string role;              // who states it
    bool published = false;        // stands in the public register
    std::string before = "shadow"; // mode before which it must be stated, where its phase asks
    std::string before_reason;     // why later than `shadow`
    std::size_t characters_max = 4'000;
    int line = 0;
};

struct FactSection {
    std::string key, name, name_en;
};

// idea, planning, development, commissioning, operation, switching_off, in this order.
struct Phase {
    std::string key, name, name_en, description, description_en;
    std::string result, result_en; // what is there at its end
    std::string sign_off;          // role that closes it
};

// A step of the project; its state is what the newest record of kind `task` says.
struct Task {
    std::string key, phase, name, name_en;
    std::string goal;
    std::vector<std::string> steps;
    double effort_days_least = 0, effort_days_most = 0; // person-days of 8 hours
    std::string role;                                   // responsible
    std::vector<std::string> roles;                     // also take part
    std::string artefact;                               // what lies there in the end; may be empty
    std::string sign_off;                               // role that signs it off; may be empty
    std::string source;
    std::vector<EffectClass> needed_for; // without it the phase of such a function stays open
    std::string before = "shadow";       // mode before which it must be settled
    std::string before_reason;           // why later than `shadow`
    // Once this is there the task counts as done by itself. Checks: "risks" (the register has
    // entries, and none is open), "impact" (the impact assessment is answered), "participation"
    // (somebody takes part). Empty: a person says when it is done.
    Proof proven_by;
    std::vector<std::string> stands_for; // keys of the shipped tasks that an authority's own does
    int line = 0;
};

// What the maker of the program says of a function: a person reads it and takes it over or writes
// something else; nothing of it counts by itself.
struct StartingTexts {
    struct FromStatement {
        std::string fact; // once it is stated, the question starts with this answer
        std::vector<std::string> answer;
    };
    std::string function; // empty: of every function
    std::map<std::string, std::shared_ptr<Json const>, std::less<>> statements; // by fact
    std::map<std::string, std::vector<std::string>, std::less<>> answers;       // by question
    std::map<std::string, FromStatement, std::less<>> from_statements;          // by question
    int line = 0;
};

class Guideline {
  public:
    // `catalogue_folder`: the one of Catalogue::load; the guideline lies in its folder "govern".
    // Errors: bad_input "guideline.wrong", detail "file:line: reason" of the first problem;
    // not_found "guideline.missing".
    static Result<std::shared_ptr<Guideline const>>
    load(std::filesystem::path const& catalogue_folder);
    // Every problem, for `leitstand catalogue check`.
    static std::vector<Problem> check(std::filesystem::path const& catalogue_folder);

    std::string version, state_date;
    std::string hash; // SHA-256 over the files, hex
    std::vector<FunctionRule> functions;
    std::vector<FactSection> sections;
    std::vector<Fact> facts;
    std::vector<Phase> phases;
    std::vector<Task> tasks;
    AssessmentRules assessment;
    ParticipationRules participation;
    OperationRules operation;
    GateRules gates;
    std::vector<StartingTexts> starting_texts;

    // Null where there is none.
    FunctionRule const* function(std::string_view key) const;
    Fact const* fact(std::string_view key) const;
    Phase const* phase(std::string_view key) const;
    // Also by a key that it stands for.
    Task const* task(std::string_view key) const;
    // What the maker says of the function, else of every function; null where nothing.
    Json const* starting_text(std::string_view function, std::string_view fact) const;
    std::vector<std::string> const* starting_answer(std::string_view function,
                                                    std::string_view question) const;
    StartingTexts::FromStatement const* answer_from_statement(std::string_view question) const;
};

std::string_view effect_class_name(EffectClass effect); // "A"
std::string_view fact_kind_name(FactKind kind);         // as in facts.toml

} // namespace leitstand
