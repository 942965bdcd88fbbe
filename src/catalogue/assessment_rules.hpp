// SPDX-License-Identifier: EUPL-1.2
// The rules of an assessment as data (catalogue/de/govern): the questionnaire of the Canadian
// Algorithmic Impact Assessment with its published points (aia.toml), what each level asks for
// (aia_duties.toml), the matrix of criticality (criticality.toml), and the forms that the law asks
// for as lists of facts (fria.toml, dpia.toml, ai_act.toml). Format: docs/formats/guideline.md.
// Threads: immutable after loading.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/answer_condition.hpp"

namespace leitstand {

// What the points of a question add to.
enum class ScoreSide : std::uint8_t { none, raw, mitigation };

struct ImpactChoice {
    std::string value; // as published: "item1-3"; the number after the last hyphen is its points
    std::string text, text_en;
    int points = 0;
};

struct ImpactSection {
    std::string key, name, name_en;
    std::string why, why_en; // why we ask
    ScoreSide side = ScoreSide::none;
};

struct ImpactQuestion {
    std::string key; // as published: "riskProfile1"
    std::string section;
    ScoreSide side = ScoreSide::none;
    std::string text, text_en;
    std::string why, why_en; // empty: that of the section
    bool many = false;       // several choices may be taken
    std::vector<ImpactChoice> choices;
    AnswerCondition show; // hidden while it does not hold

    // The highest choice, or the sum of all where several may be taken: as published.
    int points_max() const;
    ImpactChoice const* choice(std::string_view value) const;
};

// An impact questionnaire; each condition looks at earlier questions only.
struct ImpactQuestionnaire {
    std::string version, source;
    std::vector<ImpactSection> sections;
    std::vector<ImpactQuestion> questions; // in the order in which they are asked

    ImpactQuestion const* question(std::string_view key) const;
    ImpactSection const* section(std::string_view key) const;
    // Over all questions, hidden ones too: as published.
    int points_max(ScoreSide side) const;
};

// Points after the last hyphen of a choice's value; 0 where there is no number.
int points_of_value(std::string_view value);

// Something that must be there: facts stated, tasks done, or a check of the program.
struct Proof {
    std::vector<std::string> facts, tasks;
    std::string check; // "person_decides": not in `act`; empty: none
    int least = 1;     // entries that a fact of kind list needs
};

// What a level of the impact assessment asks for.
struct ImpactDuty {
    std::string key, name, name_en, text, text_en, role;
    int level_from = 1, level_to = 4;
    Proof proof;
};

struct CriticalityMeasure {
    std::string key, name, name_en, role;
    int class_from = 0; // needed from this class on
    Proof proof;
};

// Harm (rows) times dependence (columns) gives a class 0-4.
struct Criticality {
    std::vector<std::string> harm, dependence; // choices of the two facts, from least to most
    std::vector<std::vector<int>> classes;     // [harm][dependence]
    struct Class {
        std::string name, name_en, text, text_en;
    };
    std::vector<Class> names; // of classes 0-4
    std::vector<CriticalityMeasure> measures;
};

// One item of a form: what the law asks, and the facts that answer it.
struct FormItem {
    std::string key, name, name_en;
    std::string law; // "Art. 27 (1) (a)"
    std::vector<std::string> facts;
    bool risks = false; // the risk register belongs here
    bool needed = true; // the form is incomplete without it
};

struct Form {
    std::string key, name, name_en, law, text, text_en;
    std::vector<FormItem> items;
};

// Parts of words, lower case, that show a rating of entitlement or a trait where none may be.
struct LockWords {
    std::vector<std::string> entitlement, traits;
};

struct AssessmentRules {
    ImpactQuestionnaire impact;
    std::vector<ImpactDuty> duties;
    Criticality criticality;
    std::vector<Form> forms; // fria, dpia, ai_act
    LockWords lock;

    Form const* form(std::string_view key) const;
};

} // namespace leitstand
