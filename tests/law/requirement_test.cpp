// SPDX-License-Identifier: EUPL-1.2
// The shipped requirements by a table of cases, and what the evaluation promises for any rules.
#include "law/requirement.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>

#include "law/support.hpp"

namespace leitstand::test {
namespace {

// "document:x|field:amount.miete=640.00|not fact:y"
law::Known known_from(std::string const& text, std::string const& today) {
    law::Known known;
    if (!today.empty())
        known.today = day(today);
    std::stringstream stream(text);
    law::Reference at = 0;
    for (std::string word; std::getline(stream, word, '|'); ++at) {
        bool const no = word.starts_with("not ");
        word = no ? word.substr(4) : word;
        auto const kind = word.substr(0, word.find(':'));
        auto key = word.substr(word.find(':') + 1);
        auto const value = key.find('=') == std::string::npos ? "" : key.substr(key.find('=') + 1);
        key = key.substr(0, key.find('='));
        if (kind == "document")
            known.documents.push_back({key, at});
        else if (kind == "fact")
            known.facts.push_back({key, no ? law::Known::Said::no : law::Known::Said::yes, at});
        else if (kind == "field")
            known.fields.push_back(
                {key.substr(0, key.find('.')),
                 key.find('.') == std::string::npos ? "" : key.substr(key.find('.') + 1), value,
                 at});
        else
            ADD_FAILURE() << word;
    }
    return known;
}

std::map<std::string, std::string> states(std::vector<law::Checked> const& checked) {
    std::map<std::string, std::string> out;
    for (auto const& one : checked)
        out[one.rule->key] = law::requirement_state_name(one.state);
    return out;
}

law::Checked const* find(std::vector<law::Checked> const& checked, std::string_view key) {
    for (auto const& one : checked)
        if (one.rule->key == key)
            return &one;
    return nullptr;
}

TEST(Requirement, OfTheTable) {
    for (auto const& row : table("requirements.tsv", 5)) {
        auto const found =
            states(law::check_requirements(rules().requirements, row.cells[0], row.cells[1],
                                           known_from(row.cells[2], row.cells[3])));
        std::stringstream stream(row.cells[4]);
        for (std::string word; stream >> word;) {
            auto const key = word.substr(0, word.find('=')),
                       state = word.substr(word.find('=') + 1);
            bool const exists = std::any_of(
                rules().requirements.begin(), rules().requirements.end(),
                [&](auto const& rule) { return rule.service == row.cells[0] && rule.key == key; });
            EXPECT_TRUE(exists) << row.where << " " << key;
            EXPECT_EQ(found.contains(key) ? found.at(key) : "-", state) << row.where << " " << key;
        }
    }
}

TEST(Requirement, NamesWhatItRestsOn) {
    auto const known = known_from("document:mietvertrag|field:amount.miete=640.00|"
                                  "field:amount.miete=700.00|field:amount.einkommen=900.00",
                                  "2026-03-10");
    auto const checked = law::check_requirements(rules().requirements, "wohngeld", "antrag", known);
    EXPECT_EQ(find(checked, "mietvertrag")->rests_on, (std::vector<law::Reference>{0}));
    EXPECT_EQ(find(checked, "miete")->rests_on, (std::vector<law::Reference>{0, 1, 2}));
    EXPECT_TRUE(find(checked, "haushaltsmitglieder")->rests_on.empty());
    auto const asked = law::check_requirements(rules().requirements, "wohngeld", "antrag",
                                               known_from("fact:erwerbseinkommen", "2026-03-10"));
    // Missing, because the letter speaks of work: that is why it is asked for.
    EXPECT_EQ(find(asked, "gehaltsabrechnung")->rests_on, (std::vector<law::Reference>{0}));
}

TEST(Requirement, ValuesThatNobodyLookedForAreUnknown) {
    auto known = known_from("", "2026-03-10");
    known.fields_looked_for = false;
    auto const checked =
        law::check_requirements(rules().requirements, "kindergeld", "antrag", known);
    EXPECT_EQ(find(checked, "steuer_id")->state, law::RequirementState::unknown);
    EXPECT_EQ(find(checked, "geburtsurkunde")->state, law::RequirementState::missing);
}

// More that is known never makes a met document missing, and nothing is missing that may not apply.
RC_GTEST_PROP(Requirement, IsMissingOnlyWhereItAppliesAndNothingMeetsIt, ()) {
    auto const& all = rules().requirements;
    auto const& rule =
        all[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(all.size())))];
    law::Known known;
    known.today = Date{2026, 3, 10};
    law::Reference at = 0;
    for (auto const& other : all)
        for (auto const* list : {&other.when, &other.unless, &other.met_by, &other.elsewhere})
            for (auto const& condition : *list) {
                if (other.service != rule.service || !*rc::gen::arbitrary<bool>())
                    continue;
                if (condition.kind == ConditionKind::document)
                    known.documents.push_back({condition.key, at++});
                else if (condition.kind == ConditionKind::field)
                    known.fields.push_back({condition.key, condition.role, "1", at++});
                else if (condition.kind == ConditionKind::fact)
                    known.facts.push_back(
                        {condition.key,
                         *rc::gen::arbitrary<bool>() ? law::Known::Said::yes : law::Known::Said::no,
                         at++});
            }
    auto const has_document = [&](Condition const& condition) {
        return condition.kind == ConditionKind::document &&
               std::any_of(known.documents.begin(), known.documents.end(),
                           [&](auto const& document) { return document.key == condition.key; });
    };
    for (auto const& checked :
         law::check_requirements(all, rule.service, rule.acts.front(), known)) {
        auto const& met_by = checked.rule->met_by;
        if (std::any_of(met_by.begin(), met_by.end(), has_document))
            RC_ASSERT(checked.state != law::RequirementState::missing);
        if (checked.state == law::RequirementState::missing)
            for (auto const& condition : checked.rule->when)
                RC_ASSERT(condition.kind != ConditionKind::age); // no birth date is known here
        RC_ASSERT(std::is_sorted(checked.rests_on.begin(), checked.rests_on.end()));
        for (auto const reference : checked.rests_on)
            RC_ASSERT(reference < at);
    }
}

} // namespace
} // namespace leitstand::test
