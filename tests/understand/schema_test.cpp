// SPDX-License-Identifier: EUPL-1.2
// `understand --json` against docs/formats/understand.schema.json. The only translation unit that
// includes valijson.
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "understand/support.hpp"

namespace leitstand::test {
namespace {

class UnderstandSchema : public testing::Test {
  protected:
    void SetUp() override {
        std::ifstream file(std::string(LEITSTAND_SOURCE_DIR) +
                           "/docs/formats/understand.schema.json");
        text_ = nlohmann::json::parse(file);
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text_), schema_);
    }
    std::string fault(nlohmann::json const& value) const {
        valijson::Validator validator;
        valijson::ValidationResults results;
        if (validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(value), &results))
            return {};
        valijson::ValidationResults::Error error;
        std::string out = "wrong";
        while (results.popError(error))
            out += ": " + error.description;
        return out;
    }
    static nlohmann::json output(std::string const& text) {
        auto const letter = document(text, "Betreff");
        UnderstandOptions options;
        options.received = "2026-03-20";
        auto const understanding = understander().understand(letter, Modes(), options);
        return nlohmann::json::parse(
            print_json(understand_json(understanding, letter, "a.eml", *catalogue())));
    }

    nlohmann::json text_;
    valijson::Schema schema_;
};

TEST_F(UnderstandSchema, HoldsForWhatIsPrinted) {
    for (auto const& text :
         {full_letter(), std::string(), std::string("Anlage: Mietvertrag\n\nMiete 640 €"),
          std::string("Ich beantrage Wohngeld. Meine Miete beträgt 640 €."),
          std::string("Ich lege Widerspruch ein gegen den Bescheid über Wohngeld.")})
        EXPECT_EQ(fault(output(text)), "");
}

TEST_F(UnderstandSchema, ClocksAndRequirementsHaveTheirForm) {
    auto const objection =
        output("Gegen Ihren Bescheid vom 3.3.2026 über Arbeitslosengeld lege ich "
               "Widerspruch ein.");
    ASSERT_FALSE(objection["clocks"].empty());
    auto const& clock = objection["clocks"][0];
    EXPECT_EQ(clock["key"], "widerspruch");
    EXPECT_EQ(clock["trigger"], "2026-03-03");
    EXPECT_EQ(clock["due"], "2026-04-07");
    EXPECT_FALSE(clock.contains("because"));
    EXPECT_EQ(clock["evidence"][0]["text"], "3.3.2026");
    auto without_reason = objection;
    without_reason["clocks"][0]["due"] = nullptr;
    EXPECT_NE(fault(without_reason), "");
    auto const application = output("Ich beantrage Kindergeld.");
    bool named = false;
    for (auto const& missing : application["missing"])
        named =
            named || (missing["key"] == "geburtsurkunde" && missing["service"] == "kindergeld" &&
                      !missing["source"].get<std::string>().empty());
    EXPECT_TRUE(named);
    EXPECT_GE(application["requirements"].size(), application["missing"].size());
    auto state = application;
    state["requirements"][0]["state"] = "granted";
    EXPECT_NE(fault(state), "");
}

TEST_F(UnderstandSchema, RefusesWhatIsWrong) {
    auto const good = output(full_letter());
    auto missing = good;
    missing.erase("held");
    EXPECT_NE(fault(missing), "");
    auto probability = good;
    probability["services"][0]["probability"] = 1.5;
    EXPECT_NE(fault(probability), "");
    auto evidence = good;
    evidence["fields"][0]["evidence"][0].erase("start");
    EXPECT_NE(fault(evidence), "");
    auto kind = good;
    kind["acts"] = "antrag";
    EXPECT_NE(fault(kind), "");
}

TEST_F(UnderstandSchema, OffsetsCountCodePoints) {
    auto const printed = output("Größe: Übergabe für Wohngeld bitte");
    ASSERT_FALSE(printed["services"].empty());
    EXPECT_EQ(printed["services"][0]["evidence"][0]["start"], 20);
    EXPECT_EQ(printed["services"][0]["evidence"][0]["end"], 28);
    EXPECT_TRUE(printed["services"][0]["probability"].is_null());
}

} // namespace
} // namespace leitstand::test
