// SPDX-License-Identifier: EUPL-1.2
// Whole dossiers as files: there and back, faults with their line, the shipped ones of the example
// authority, and the import into a journal on both databases.
#include "govern/dossier/dossier_file.hpp"

#include <gtest/gtest.h>

#include "base/files.hpp"
#include "govern/assessment/criticality.hpp"
#include "govern/dossier/dossier_world.hpp"
#include "govern/participation/agreement.hpp"
#include "govern/participation/standing.hpp"
#include "receive/door.hpp"
#include "support/governed.hpp"
#include "understand/rules_version.hpp"

namespace leitstand {
namespace {

constexpr std::string_view kSmall = R"(function = "plain"
example = true

[statements]
purpose = "Sätze prüfen\nund \"zeigen\"."
affected_number = 12000
ai_act_profiles = false
begin_date = 2027-01-04

[tasks.idea_decision]
state = "done"
artefact = "Vermerk 3"
sign_off = "Lore Brandis"

[[records]]
kind = "risk"
subject = "risk-1"
body = { title = "Ein Risiko", likelihood = 2 }
)";

DossierFile read(std::string_view text) {
    return read_dossier(text, DossierFormat::toml, "a.toml", *example_guideline());
}

TEST(DossierFile, IsReadWithEveryKindOfValue) {
    auto const file = read(kSmall);
    for (auto const& problem : file.problems)
        ADD_FAILURE() << problem.line << ": " << problem.reason;
    EXPECT_EQ(file.function, FunctionKey::plain);
    EXPECT_TRUE(file.example);
    ASSERT_EQ(file.entries.size(), 6U);
}

struct BadFile {
    char const* from;
    char const* to;
    int line;
};

TEST(DossierFile, NamesEachFaultWithItsLine) {
    std::vector<BadFile> const cases{
        {"\"plain\"", "\"plane\"", 1},
        {"purpose =", "porpoise =", 5},
        {"12000", "\"viele\"", 6},
        {"[tasks.idea_decision]", "[tasks.idea_decisions]", 10},
        {"\"done\"", "\"finished\"", 10},
        {"artefact = \"Vermerk 3\"", "note = \"nichts\"", 10},
        {"\"risk\"", "\"signature\"", 15},
        {"\"risk\"", "\"measurement\"", 15},
        {"example = true", "exemple = true", 2},
    };
    for (auto const& one : cases) {
        std::string text{kSmall};
        auto const at = text.find(one.from);
        ASSERT_NE(at, std::string::npos);
        text.replace(at, std::string_view{one.from}.size(), one.to);
        auto const file = read(text);
        ASSERT_FALSE(file.problems.empty()) << one.to;
        EXPECT_EQ(file.problems.front().line, one.line) << file.problems.front().reason;
    }
    EXPECT_FALSE(read("no = toml = at all").problems.empty());
    EXPECT_FALSE(read("").problems.empty());
}

// Whatever authority it comes into, a file is not a body.
TEST(DossierFile, NeverSpeaksAsABody) {
    std::string const vote = R"(event = "vote", vote = "approve", on = "2026-10-01")";
    std::string const agreed =
        R"(event = "settlement", outcome = "agreed", text = "a", on = "2026-10-01")";
    std::string const signature =
        R"(event = "signature", party = "staff_council", on = "2026-10-01", refers_to = 1)";
    struct Case {
        std::string kind, body;
        bool good;
    };
    for (auto const& one : std::vector<Case>{
             {"participation", vote, false},
             {"participation", vote + ", for_body = true", true},
             {"participation", vote + ", for_body = true, by_body = true", false},
             {"participation", agreed + ", by_body = true", false},
             {"participation", agreed, false},
             {"participation", agreed + ", for_body = true", true},
             {"participation", R"(event = "referral", text = "a", on = "2026-10-01")", true},
             {"participation",
              R"(event = "referral", text = "a", on = "2026-10-01", by_body = true)", false},
             {"participation", R"(event = "feast", on = "2026-10-01")", false},
             {"agreement", signature, false},
             {"agreement", signature + ", for_body = true", true},
             {"agreement", R"(event = "oath")", false}}) {
        auto const file =
            read("function = \"plain\"\nexample = true\n[[records]]\nkind = \"" + one.kind +
                 "\"\nsubject = \"staff_council\"\nbody = { " + one.body + " }\n");
        EXPECT_EQ(file.problems.empty(), one.good) << one.body;
        if (!one.good && !file.problems.empty()) {
            EXPECT_EQ(file.problems.front().line, 3) << file.problems.front().reason;
        }
    }
}

class DossierImportTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, DossierImportTest, both_engines(), engine_label);

TEST_P(DossierImportTest, WritesAllOnceAndComesBackTheSameInBothFormats) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    auto const file = read(kSmall);
    ImportAct const act{"", true};
    EXPECT_EQ(import_dossier(file, governed.governance, act).value(), 7U); // with the sign-off
    EXPECT_EQ(import_dossier(file, governed.governance, act).value(), 0U);
    auto const held = governed.look(FunctionKey::plain);
    auto const& view = **held;
    EXPECT_TRUE(view.records.front().example);
    auto const& decision = *view.guideline.task("idea_decision");
    EXPECT_TRUE(task_state(view, decision).settled());
    for (auto const format : {DossierFormat::toml, DossierFormat::json}) {
        auto const again =
            read_dossier(print_dossier(view, format), format, "b", *example_guideline());
        for (auto const& problem : again.problems)
            ADD_FAILURE() << problem.line << ": " << problem.reason;
        EXPECT_EQ(import_dossier(again, governed.governance, act).value(), 0U);
    }
}

TEST_P(DossierImportTest, AllOfAnInventedAuthorityIsMarked) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    std::string text{kSmall};
    text.replace(text.find("example = true"), 14, "example = false");
    ASSERT_TRUE(import_dossier(read(text), governed.governance, {"a", true}));
    for (auto const& record : *governed.journal.all().value())
        EXPECT_TRUE(record.example) << record.subject;
}

TEST_P(DossierImportTest, AFaultyFileWritesNothing) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    auto const file = read("function = \"plain\"\n[statements]\npurpose = \"gut\"\nnone = 1\n");
    auto const done = import_dossier(file, governed.governance, {});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().key, "dossier.file_wrong");
    EXPECT_TRUE(governed.journal.all().value()->empty());
}

TEST_P(DossierImportTest, NothingInventedComesIntoARealAuthority) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    auto const done = import_dossier(read(kSmall), governed.governance, {"a", false});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().key, "dossier.file_is_example");
    EXPECT_TRUE(governed.journal.all().value()->empty());
}

TEST_P(DossierImportTest, IntoARealAuthorityNobodySpeaksForOthers) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    std::string const start = "function = \"plain\"\n[statements]\npurpose = \"gut\"\n";
    std::string const task = "[tasks.idea_decision]\nstate = \"done\"\nartefact = \"V 3\"\n";
    std::vector<std::string> others{start + task + "sign_off = \"Lore Brandis\"\n"};
    for (
        auto const& [kind, body] : std::vector<std::pair<std::string, std::string>>{
            {"participation",
             R"(event = "vote", vote = "approve", on = "2026-10-01", for_body = true)"},
            {"agreement",
             R"(event = "signature", party = "management", on = "2026-10-01", refers_to = 1, for_body = true)"},
            {"operation", "a = 1"},
            {"risk",
             R"(title = "R", description = "d", measure = "m", owner = "o", owner_role = "governance", )"
             R"(likelihood = 4, severity = 4, residual_likelihood = 4, residual_severity = 4, )"
             R"(accepted = true, accepted_because = "b", review = "2027-01-01")"}})
        others.push_back(start + "[[records]]\nkind = \"" + kind +
                         "\"\nsubject = \"x\"\nbody = { " + body + " }\n");
    for (auto const& text : others) {
        auto const done = import_dossier(read(text), governed.governance, {"a", false});
        ASSERT_FALSE(done.has_value()) << text;
        EXPECT_EQ(done.error().key, "dossier.speaks_for_others") << text;
    }
    EXPECT_TRUE(governed.journal.all().value()->empty());
    auto const own =
        start + task + "[[records]]\nkind = \"risk\"\nsubject = \"r\"\nbody = { a = 1 }\n";
    EXPECT_EQ(import_dossier(read(own), governed.governance, {"a", false}).value(), 3U);
    for (auto const& record : *governed.journal.all().value())
        EXPECT_FALSE(record.example);
}

// A year later they still contradict nothing that a gate looks at.
TEST_P(DossierImportTest, TheShippedOnesOpenTheirGatesWhenTheirBeginHasPassed) {
    Door door{GetParam()};
    door.clock.set("2027-06-01T08:00:00Z");
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    auto const function = FunctionKey::sort;
    auto const path = shipped_catalogue() / "govern" / "dossiers" / "sort.toml";
    auto const file = read_dossier(read_file(path, 1 << 20).value(), DossierFormat::toml,
                                   path.filename(), *example_guideline());
    ASSERT_TRUE(import_dossier(file, governed.governance, {"", true}));
    auto const held = governed.look(function);
    ASSERT_TRUE(begin_passed(**held));
    for (auto const& point : contradictions(**held))
        ADD_FAILURE() << point.german;
}

// Everybody was heard, the criticality is rated for what runs, no phase before operation is open.
TEST_P(DossierImportTest, TheShippedOnesLeaveNothingOpenBeforeTheirGates) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    for (auto const function :
         {FunctionKey::sort, FunctionKey::extract, FunctionKey::urgent, FunctionKey::relate}) {
        auto const path = shipped_catalogue() / "govern" / "dossiers" /
                          fmt::format("{}.toml", function_name(function));
        auto const file = read_dossier(read_file(path, 1 << 20).value(), DossierFormat::toml,
                                       path.filename(), *example_guideline());
        auto const written = import_dossier(file, governed.governance, {"", true});
        ASSERT_TRUE(written.has_value()) << written.error().describe();
        EXPECT_EQ(import_dossier(file, governed.governance, {"", true}).value(), 0U);
        auto const held = governed.look(function, Mode::assist);
        auto const dossier = dossier_of(**held);
        EXPECT_EQ(dossier.phases[dossier.reached].phase->key, "operation") << path;
        for (auto const& point : participation_open_points(**held, Mode::assist))
            ADD_FAILURE() << path << ": " << point.german;
        auto const* step = (*held)->guideline.gates.step("assist", (*held)->rule.effect);
        ASSERT_NE(step, nullptr);
        ASSERT_TRUE(terms_in_force(**held).in_force) << path;
        for (auto const& point : agreement_gate_points(**held, step->limits.review_days_max))
            ADD_FAILURE() << path << ": " << point.german;
        EXPECT_TRUE(criticality_state(**held).rated()) << path;
    }
}

// What is not built yet has answers up to the plan, no more.
TEST(ShippedDossiers, AreRightAndContradictNothing) {
    auto const folder = shipped_catalogue() / "govern" / "dossiers";
    for (auto const function : kFunctions) {
        auto const path = folder / fmt::format("{}.toml", function_name(function));
        auto const bytes = read_file(path, 1 << 20);
        ASSERT_TRUE(bytes.has_value()) << path;
        auto const file =
            read_dossier(*bytes, DossierFormat::toml, path.filename(), *example_guideline());
        for (auto const& problem : file.problems)
            ADD_FAILURE() << path << ":" << problem.line << ": " << problem.reason;
        EXPECT_EQ(file.function, function);
        EXPECT_TRUE(file.example);
        DossierWorld world{function};
        world.mode = Mode::shadow;
        bool const built = !rules_version(function).empty();
        for (auto const& entry : file.entries)
            if (entry.kind == RecordKind::statement)
                world.state(entry.subject, entry.body->at("value"));
        for (auto const& point : contradictions(world.view()))
            ADD_FAILURE() << path << ": " << point.german;
        for (auto const& fact : dossier_of(world.view()).facts)
            if (!fact.fact->phase.empty() && fact.fact->phase != "switching_off" &&
                (built || fact.fact->phase == "idea" || fact.fact->phase == "planning")) {
                EXPECT_NE(fact.record, nullptr) << path << ": " << fact.fact->key;
            }
    }
}

} // namespace
} // namespace leitstand
