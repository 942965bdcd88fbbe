// SPDX-License-Identifier: EUPL-1.2
// What the example authority ships as the assessment of its functions, imported as it is at the
// first start.
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "govern/assessment/assessment.hpp"
#include "govern/assessment/assessment_json.hpp"
#include "govern/assessment/assessment_print.hpp"
#include "govern/dossier/dossier_file.hpp"
#include "receive/door.hpp"
#include "support/governed.hpp"

namespace leitstand {
namespace {

class ExampleAssessmentTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, ExampleAssessmentTest, both_engines(), engine_label);

Result<std::size_t> import_example(Governance const& governance, FunctionKey function) {
    auto const path = std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue/de/govern/dossiers" /
                      fmt::format("{}.toml", function_name(function));
    std::ifstream file{path, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{file}, {}};
    auto const read =
        read_dossier(bytes, DossierFormat::toml, path.filename().string(), governance.guideline());
    return import_dossier(read, governance, {"", true});
}

TEST_P(ExampleAssessmentTest, IsCompleteForWhatRunsAtTheDesk) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    for (auto const function : {FunctionKey::sort, FunctionKey::extract, FunctionKey::urgent,
                                FunctionKey::relate, FunctionKey::complete}) {
        auto const name = std::string{function_name(function)};
        auto const imported = import_example(governed.governance, function);
        ASSERT_TRUE(imported) << name << " " << imported.error().describe();
        auto const held = governed.look(function, Mode::assist);
        auto const assessment = assessment_of(**held);
        auto const& score = assessment.impact.score;
        EXPECT_TRUE(score.complete())
            << name << " " << (score.open.empty() ? "" : score.open.front());
        EXPECT_TRUE(score.unknown.empty()) << name;
        EXPECT_TRUE(score.hidden.empty()) << name;
        EXPECT_EQ(score.level, 2) << name << " " << score.raw << " " << score.mitigation;
        EXPECT_EQ(assessment.ai_act.level, AiActClass::exempt) << name;
        EXPECT_FALSE(assessment.lock) << name;
        EXPECT_TRUE(assessment.criticality.rated()) << name;
        EXPECT_GE(assessment.risks.size(), 4u) << name;
        auto const points = assessment_open_points(**held, assessment);
        EXPECT_TRUE(points.empty()) << name << " " << (points.empty() ? "" : points.front().german);
    }
}

TEST_P(ExampleAssessmentTest, PrintsEveryPartWithItsMarkAndWithoutScript) {
    Door door{GetParam()};
    Governed governed{*door.database, *door.keys, door.clock, *door.log};
    ASSERT_TRUE(import_example(governed.governance, FunctionKey::sort));
    ASSERT_TRUE(governed.write(FunctionKey::sort, RecordKind::statement, "harms",
                               Json{{"value", "<script>alert(1)</script> & \"mehr\""}}));
    auto const held = governed.look(FunctionKey::sort);
    auto const assessment = assessment_of(**held);
    for (auto const* part : {"all", "aia", "criticality", "fria", "dpia", "ai_act", "risks"})
        for (auto const language : {PrintLanguage::german, PrintLanguage::english}) {
            auto const page = assessment_print(**held, assessment, part, language);
            ASSERT_TRUE(page) << part;
            EXPECT_TRUE(page->starts_with("<!doctype html>")) << part;
            EXPECT_EQ(page->find("<script"), std::string::npos) << part;
            bool const marked =
                page->find(language == PrintLanguage::german ? ">Beispiel<" : ">Example<") !=
                std::string::npos;
            EXPECT_TRUE(marked) << part;
        }
    auto const page = assessment_print(**held, assessment, "fria", PrintLanguage::german);
    EXPECT_NE(page->find("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;mehr&quot;"),
              std::string::npos);
    EXPECT_FALSE(assessment_print(**held, assessment, "x", PrintLanguage::german));
    auto const json = assessment_json(**held, assessment);
    EXPECT_EQ(json.at("impact").at("level"), 2);
    EXPECT_EQ(json.at("forms").size(), 3u);
    EXPECT_TRUE(json.at("risks").at(0).at("example").get<bool>());
}

} // namespace
} // namespace leitstand
