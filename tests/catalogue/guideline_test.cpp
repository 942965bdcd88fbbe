// SPDX-License-Identifier: EUPL-1.2
// The guideline: the shipped one is right and whole, each kind of mistake is named with file, line
// and reason.
#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

#include "base/ids.hpp"
#include "catalogue/detail/gate_loader.hpp"
#include "catalogue/guideline.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

fs::path shipped() {
    return fs::path(LEITSTAND_SOURCE_DIR) / "catalogue/de";
}

// A copy of the shipped guideline that goes with the test.
class GuidelineCopy {
  public:
    GuidelineCopy() : folder_(fs::temp_directory_path() / ("leitstand-" + new_id())) {
        fs::create_directories(folder_);
        fs::copy(shipped() / "govern", folder_ / "govern", fs::copy_options::recursive);
    }
    ~GuidelineCopy() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    fs::path const& folder() const { return folder_; }
    // Replaces the first `from` of a file of the guideline.
    void change(std::string const& file, std::string const& from, std::string const& to) const {
        std::ifstream in(folder_ / "govern" / file);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        auto const at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        std::ofstream(folder_ / "govern" / file) << text;
    }

  private:
    fs::path folder_;
};

TEST(Guideline, TheShippedOneIsRight) {
    for (auto const& problem : Guideline::check(shipped()))
        ADD_FAILURE() << problem.file << ":" << problem.line << ": " << problem.reason;
    auto const guideline = Guideline::load(shipped());
    ASSERT_TRUE(guideline.has_value()) << guideline.error().detail;
    EXPECT_EQ((*guideline)->functions.size(), 7U);
    EXPECT_EQ((*guideline)->phases.size(), 6U);
    EXPECT_EQ((*guideline)->hash.size(), 64U);
    EXPECT_EQ((*guideline)->function("complete")->effect, EffectClass::c);
    EXPECT_EQ((*guideline)->function("sort")->highest_mode, "act");
    EXPECT_EQ((*guideline)->fact("no_such_fact"), nullptr);
}

TEST(Guideline, EveryPhaseHasTasksAndASignOff) {
    auto const guideline = Guideline::load(shipped()).value();
    for (auto const& phase : guideline->phases) {
        int tasks = 0, signed_off = 0;
        for (auto const& task : guideline->tasks)
            if (task.phase == phase.key) {
                ++tasks;
                signed_off += !task.sign_off.empty();
            }
        EXPECT_GE(tasks, 6) << phase.key;
        EXPECT_GE(signed_off, 1) << phase.key;
    }
    EXPECT_GE(guideline->tasks.size(), 75U);
}

TEST(Guideline, AskedFactsAreInEnglishToo) {
    auto const guideline = Guideline::load(shipped()).value();
    for (auto const& fact : guideline->facts) {
        EXPECT_FALSE(fact.question_en.empty()) << fact.key;
        EXPECT_NE(fact.question.find('?'), std::string::npos) << fact.key;
    }
}

struct Fault {
    char const* file;
    char const* from;
    char const* to;
    char const* reason; // part of it
};

class GuidelineFault : public testing::TestWithParam<Fault> {};

TEST_P(GuidelineFault, IsNamedWithFileAndLine) {
    auto const& fault = GetParam();
    GuidelineCopy const copy;
    copy.change(fault.file, fault.from, fault.to);
    auto const problems = Guideline::check(copy.folder());
    ASSERT_FALSE(problems.empty());
    // Rules of other areas that rest on it may complain too.
    EXPECT_TRUE(std::any_of(problems.begin(), problems.end(),
                            [&](Problem const& problem) {
                                return problem.file == std::string("govern/") + fault.file &&
                                       problem.line > 0 &&
                                       problem.reason.find(fault.reason) != std::string::npos;
                            }))
        << problems.front().file << ": " << problems.front().reason;
    auto const loaded = Guideline::load(copy.folder());
    ASSERT_FALSE(loaded.has_value());
    EXPECT_EQ(loaded.error().key, "guideline.wrong");
}

std::vector<Problem> detail_of_gates(Guideline const& guideline) {
    std::vector<Problem> problems;
    detail_catalogue::check_gate_references(guideline, problems);
    return problems;
}

// An authority's own catalogue adds gates and takes none away that law and design demand.
TEST(GuidelineFloor, NoGateOfAStepCanBeDropped) {
    auto const guideline = Guideline::load(shipped()).value();
    for (auto const& step : guideline->gates.steps)
        for (auto const& gate : step.gates) {
            auto lesser = *guideline;
            for (auto& other : lesser.gates.steps)
                if (other.mode == step.mode && other.effect == step.effect)
                    std::erase(other.gates, gate);
            auto const problems = detail_of_gates(lesser);
            ASSERT_EQ(problems.size(), 1u) << step.mode << " " << gate;
            EXPECT_NE(problems[0].reason.find("must pass the gate '" + gate + "'"),
                      std::string::npos)
                << problems[0].reason;
            EXPECT_EQ(problems[0].line, step.line);
        }
    EXPECT_TRUE(detail_of_gates(*guideline).empty());
}

TEST(GuidelineFloor, NoStepAsksForFewerPhasesOrUnassessedGroups) {
    auto const guideline = Guideline::load(shipped()).value();
    auto const reason_without = [&](std::string_view mode, EffectClass effect, auto const& change) {
        auto lesser = *guideline;
        for (auto& step : lesser.gates.steps)
            if (step.mode == mode && step.effect == effect)
                change(step);
        auto const problems = detail_of_gates(lesser);
        return problems.size() == 1 ? problems[0].reason : std::string{};
    };
    auto const idea = [](GateStep& step) { step.phase = "idea"; };
    auto const collected = [](GateStep& step) { step.groups_assessed = false; };
    EXPECT_EQ(reason_without("assist", EffectClass::a, idea),
              "assist needs all phases up to 'commissioning'");
    EXPECT_EQ(reason_without("shadow", EffectClass::b, idea),
              "shadow needs all phases up to 'planning'");
    EXPECT_EQ(reason_without("assist", EffectClass::c, collected),
              "assist for class C needs 'groups_assessed'");
    EXPECT_EQ(reason_without("act", EffectClass::a, collected),
              "act for class A needs 'groups_assessed'");
    EXPECT_EQ(reason_without("assist", EffectClass::a, collected), "") << "under collection";
}

INSTANTIATE_TEST_SUITE_P(
    Each, GuidelineFault,
    testing::Values(
        Fault{"facts.toml", "role = \"governance\"", "role = \"boss\"", "is no role"},
        Fault{"facts.toml", "section = \"purpose\"", "section = \"nowhere\"", "section 'nowhere'"},
        Fault{"facts.toml", "kind = \"long_text\"", "kind = \"poem\"", "kind 'poem'"},
        Fault{"facts.toml", "phase = \"idea\"", "phase = \"dream\"", "phase 'dream'"},
        Fault{"facts.toml", "key = \"problem\"", "key = \"purpose\"", "used twice"},
        Fault{"facts.toml", "kind = \"choice\"", "kind = \"date\"", "only a choice"},
        Fault{"facts.toml", "characters_max = 2500", "characters_max = 0", "whole number"},
        Fault{"facts.toml", "form = \"email\"", "form = \"telex\"", "'form'"},
        Fault{"facts.toml", "published = true", "secret = true", "unknown key 'secret'"},
        Fault{"facts.toml", "before = \"assist\"", "before = \"never\"", "'before'"},
        Fault{"facts.toml", "published = true\n", "published = true\nbefore = \"assist\"\n",
              "'before_reason' is missing"},
        Fault{"facts.toml", "published = true\n",
              "published = true\nbefore = \"assist\"\nbefore_reason = \"later\"\n", "cannot wait"},
        Fault{"tasks/1_idea.toml", "facts = [\"problem\"", "facts = [\"no_such\"",
              "there is no fact 'no_such'"},
        Fault{"tasks/2_planning.toml", "check = \"risks\"", "check = \"luck\"", "a check is risks"},
        Fault{"functions.toml", "name_plain = \"Post sortieren\"\n", "", "'name_plain' is missing"},
        Fault{"functions.toml", "effect = \"A\"", "effect = \"D\"", "A, B or C"},
        Fault{"functions.toml", "highest_mode = \"act\"", "highest_mode = \"rule\"",
              "highest_mode"},
        Fault{"gates.toml", "\"impact\", ", "", "must pass the gate 'impact'"},
        Fault{"gates.toml",
              "gates = [\"need_and_participation\", \"impact\", \"data\", \"release\"]",
              "gates = []", "an open door"},
        Fault{"participation.toml", "form = \"consent\"", "form = \"hearing\"",
              "of the form 'consent'"},
        Fault{"participation.toml", "form = \"decision\"", "form = \"advice\"",
              "of the form 'decision'"},
        Fault{"participation.toml", "last_word = \"authority\"", "last_word = \"king\"",
              "board, authority"},
        Fault{"participation.toml", "form = \"vote\"", "form = \"vote\"\nlast_word = \"board\"",
              "belongs to the form consent"},
        Fault{"phases.toml", "sign_off = \"management\"", "sign_off = \"king\"", "is no role"},
        Fault{"guideline.toml", "2026-11-28", "yesterday", "no date"},
        Fault{"tasks/1_idea.toml", "phase = \"idea\"", "phase = \"dream\"", "phase 'dream'"},
        Fault{"tasks/1_idea.toml", "effort_days = [0.5, 2]", "effort_days = [3, 2]", "effort"},
        Fault{"tasks/1_idea.toml", "needed_for = [\"A\", \"B\", \"C\"]", "needed_for = [\"E\"]",
              "no effect class"},
        Fault{"tasks/1_idea.toml", "key = \"idea_benefit_staff\"", "key = \"idea_problem\"",
              "used twice"},
        Fault{"tasks/1_idea.toml", "[[task]]", "[[task", ""}));

TEST(Guideline, AFolderWithoutOneSaysSo) {
    auto const folder = fs::temp_directory_path() / ("leitstand-" + new_id());
    fs::create_directories(folder);
    EXPECT_EQ(Guideline::load(folder).error().key, "guideline.missing");
    EXPECT_EQ(Guideline::check(folder).size(), 1U);
    fs::remove_all(folder);
}

TEST(Guideline, ItsHashChangesWithATask) {
    GuidelineCopy const copy;
    auto const before = Guideline::load(copy.folder()).value()->hash;
    copy.change("tasks/1_idea.toml", "Eine Zahl suchen", "Zwei Zahlen suchen");
    EXPECT_NE(Guideline::load(copy.folder()).value()->hash, before);
}

TEST(Guideline, AnAuthoritysOwnTaskStandsForTheShippedOne) {
    GuidelineCopy const copy;
    copy.change("tasks/1_idea.toml", "key = \"idea_problem\"",
                "key = \"haus_01\"\nstands_for = [\"idea_problem\"]");
    auto const guideline = Guideline::load(copy.folder()).value();
    ASSERT_NE(guideline->task("idea_problem"), nullptr);
    EXPECT_EQ(guideline->task("idea_problem")->key, "haus_01");
}

} // namespace
} // namespace leitstand
