// SPDX-License-Identifier: EUPL-1.2
// The forms for programs, held against the schemas in docs/formats/schemas/ without a network, with
// texts at their limits and texts that mean harm. Includes valijson.
#include <fstream>

#include "govern/register/register_support.hpp"
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace leitstand {
namespace {

using testing::HasSubstr;

nlohmann::json file_json(std::string const& name) {
    std::ifstream file{std::string{LEITSTAND_SOURCE_DIR} + "/docs/formats/schemas/" + name};
    EXPECT_TRUE(file.good()) << name;
    return nlohmann::json::parse(file);
}

// valijson asks for what a schema refers to; it must lie beside it.
nlohmann::json const* fetch(std::string const& address) {
    auto const name = address.substr(address.rfind('/') + 1);
    return new nlohmann::json(file_json(name));
}

class FormsTest : public testing::Test {
  protected:
    static std::vector<std::string> faults(std::string const& schema_name, Json const& form) {
        static std::map<std::string, std::shared_ptr<valijson::Schema>> read;
        auto& schema = read[schema_name];
        if (!schema) {
            auto const text = file_json(schema_name);
            schema = std::make_shared<valijson::Schema>();
            valijson::SchemaParser parser;
            parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), *schema, fetch,
                                  [](nlohmann::json const* json) { delete json; });
        }
        auto const value = nlohmann::json::parse(print_json(form));
        valijson::Validator validator;
        valijson::ValidationResults results;
        std::vector<std::string> list;
        if (!validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(value),
                                &results)) {
            valijson::ValidationResults::Error error;
            while (results.popError(error)) {
                std::string place;
                for (auto const& part : error.context)
                    place += part;
                list.push_back(place + ": " + error.description);
            }
            if (list.empty())
                list.emplace_back("invalid");
        }
        return list;
    }
    static constexpr char kDutch[] = "nl-algoritmeregister-1.0.schema.json";
    static constexpr char kBritish[] = "uk-atrs-2.1.schema.json";
    static constexpr char kBill[] = "bom-1.6.SNAPSHOT.schema.json";

    static DossierInMemory full(std::string const& text) {
        DossierInMemory dossier;
        dossier.state_all(text);
        dossier.add(RecordKind::risk, "r1",
                    {{"title", "Falsche Stelle"}, {"description", text}, {"measure", "prüfen"}});
        dossier.measure("group_figures", {{"groups",
                                           {{{"of", {{"sex", "female"}}},
                                             {"letters", 40},
                                             {"assessable", true},
                                             {"error", {0.02, 0.01, 0.05}},
                                             {"miss", {0.03, 0.01, 0.06}}}}}});
        dossier.publish("Erster Eintrag");
        return dossier;
    }
};

TEST_F(FormsTest, AllAreValidForAFullDossier) {
    auto const seen = full("Ein Satz mit Umlauten: Größe.").seen();
    EXPECT_THAT(faults(kDutch, dutch_form(seen)), testing::IsEmpty());
    EXPECT_THAT(faults(kBritish, british_form(seen)), testing::IsEmpty());
    EXPECT_THAT(faults(kBill, cyclonedx_form(seen)), testing::IsEmpty());
}

TEST_F(FormsTest, TheSchemasRefuseWhatIsWrong) {
    auto const seen = full("Text").seen();
    auto const without = [](Json json, char const* name) {
        json.erase(name);
        return json;
    };
    auto const with = [](Json json, char const* pointer, Json value) {
        json[Json::json_pointer(pointer)] = std::move(value);
        return json;
    };
    auto const dutch = dutch_form(seen);
    for (auto const* name : {"name", "description_short", "organization", "status", "contact_email",
                             "publication_category", "lang"})
        EXPECT_FALSE(faults(kDutch, without(dutch, name)).empty()) << name;
    EXPECT_FALSE(faults(kDutch, with(dutch, "/name", std::string(101, 'a'))).empty());
    EXPECT_FALSE(faults(kDutch, with(dutch, "/status", "aan")).empty());
    EXPECT_FALSE(faults(kDutch, with(dutch, "/begin_date", "11-2026")).empty());
    EXPECT_FALSE(faults(kDutch, with(dutch, "/lang", "deu")).empty());
    auto const british = british_form(seen);
    EXPECT_FALSE(faults(kBritish, without(british, "human_decisions")).empty());
    EXPECT_FALSE(faults(kBritish, with(british, "/phase", "on")).empty());
    EXPECT_FALSE(faults(kBritish, with(british, "/risk_name", "one")).empty());
    auto const bill = cyclonedx_form(seen);
    EXPECT_FALSE(faults(kBill, with(bill, "/specVersion", 1.6)).empty());
    EXPECT_FALSE(faults(kBill, with(bill, "/components/0/hashes/0/content", "abc")).empty());
    EXPECT_FALSE(faults(kBill, with(bill,
                                    "/components/0/modelCard/quantitativeAnalysis/"
                                    "performanceMetrics/0/value",
                                    0.02))
                     .empty());
    EXPECT_FALSE(faults(kBill, with(bill,
                                    "/components/0/modelCard/considerations/"
                                    "fairnessAssessments/0/group",
                                    "x"))
                     .empty());
}

TEST_F(FormsTest, TextsAtAndBeyondEveryLimitStayValid) {
    for (std::size_t const length : {99u, 100u, 349u, 350u, 351u, 2'499u, 2'500u, 2'501u, 6'000u}) {
        for (std::string const unit : {"ü", "&", "<b>", "wort "}) {
            std::string text;
            for (std::size_t i = 0; i < length; ++i)
                text += unit;
            auto dossier = full(text);
            dossier.rule.name = text.substr(0, 400);
            dossier.publish("noch einmal");
            auto const seen = dossier.seen();
            EXPECT_THAT(faults(kDutch, dutch_form(seen)), testing::IsEmpty()) << length << unit;
            EXPECT_THAT(faults(kBritish, british_form(seen)), testing::IsEmpty()) << length << unit;
        }
    }
}

TEST_F(FormsTest, ATextThatMustBeCutSaysSo) {
    EXPECT_EQ(cut_to("Größe", 5), "Größe");
    EXPECT_EQ(cut_to("Größen", 5), "Größ…");
    EXPECT_EQ(cut_to("ein langer Satz hier", 16), "ein langer Satz…");
    EXPECT_EQ(cut_to("ein langer Satz", 15), "ein langer Satz");
    EXPECT_EQ(cut_to("", 5), "");
}

TEST_F(FormsTest, TheDutchFormMarksTheLanguageAndLetsNoMarkupIn) {
    auto const form = dutch_form(full("<script>alert(1)</script>").seen());
    EXPECT_EQ(form["lang"], "nld");
    EXPECT_EQ(form["tags"], "lang:deu");
    EXPECT_EQ(form["begin_date"], "2026-11");
    EXPECT_THAT(form["goal"].get<std::string>(), HasSubstr("&lt;script&gt;"));
    EXPECT_FALSE(form.contains("publiccode")); // no address was stated
    EXPECT_EQ(form["website"], "https://musteramt.example/ki");
}

TEST_F(FormsTest, StatusCategoryAndPhaseFollowModeAndClass) {
    auto dossier = full("Text");
    EXPECT_EQ(dutch_form(dossier.seen(Mode::off))["status"], "In ontwikkeling");
    EXPECT_EQ(dutch_form(dossier.seen(Mode::assist))["status"], "In gebruik");
    EXPECT_EQ(british_form(dossier.seen(Mode::shadow))["phase"], "development");
    dossier.history = {{FunctionKey::sort, Mode::off, Mode::assist, "a", "b", dossier.now},
                       {FunctionKey::sort, Mode::assist, Mode::off, "a", "b", dossier.now}};
    EXPECT_EQ(dutch_form(dossier.seen(Mode::off))["status"], "Buiten gebruik");
    EXPECT_EQ(british_form(dossier.seen(Mode::off))["phase"], "retired");
    // An area of Annex III without an exemption is high-risk.
    EXPECT_EQ(dutch_form(dossier.seen())["publication_category"], "Hoog-risico AI-systeem");
    dossier.state("ai_act_area", "none");
    dossier.publish("neu eingestuft");
    EXPECT_EQ(dutch_form(dossier.seen())["publication_category"], "Overige algoritmes");
    dossier.state("ai_act_profiles", true);
    dossier.publish("neu eingestuft");
    EXPECT_EQ(dutch_form(dossier.seen())["publication_category"], "Hoog-risico AI-systeem");
}

TEST_F(FormsTest, ExamplesAreMarkedInEveryForm) {
    auto dossier = full("Text");
    dossier.state("purpose", "erfunden", true);
    dossier.publish("Beispiel", true);
    auto const seen = dossier.seen();
    EXPECT_THAT(dutch_form(seen)["name"].get<std::string>(), testing::StartsWith("Beispiel: "));
    EXPECT_THAT(british_form(seen)["name"].get<std::string>(), testing::StartsWith("Beispiel: "));
    EXPECT_THAT(cyclonedx_form(seen)["components"][0]["name"].get<std::string>(),
                testing::StartsWith("Beispiel: "));
    EXPECT_EQ(json_form(seen)["example"], true);
    EXPECT_THAT(csv_form(seen), HasSubstr("\"erfunden\",\"\",\"\",\"\",\"2026-11-28\",\"1\""));
    EXPECT_THAT(register_feed({seen}, "Musteramt"), HasSubstr("Beispiel: Leistung"));
    for (auto const language : kRegisterLanguages) {
        EXPECT_THAT(register_entry_page(seen, language), HasSubstr("mark example"));
        RegisterQuery query;
        query.language = language;
        EXPECT_THAT(register_list_page({seen}, query), HasSubstr("mark example"));
    }
}

TEST_F(FormsTest, CsvHoldsHostileCells) {
    auto dossier = full("=HYPERLINK(\"http://x\")\r\n\"zwei\",drei");
    auto const csv = csv_form(dossier.seen());
    EXPECT_THAT(csv, HasSubstr("\"'=HYPERLINK(\"\"http://x\"\")\r\n\"\"zwei\"\",drei (purpose)\""));
    EXPECT_THAT(csv, testing::StartsWith("\"function\",\"part\",\"key\""));
}

TEST_F(FormsTest, TheBillHoldsGroupsWithIntervalsAndTheModelsHash) {
    auto const bill = cyclonedx_form(full("Text").seen());
    auto const& component = bill["components"][0];
    EXPECT_EQ(component["type"], "machine-learning-model");
    EXPECT_EQ(component["hashes"][0]["content"], std::string(64, 'a'));
    auto const& metric = component["modelCard"]["quantitativeAnalysis"]["performanceMetrics"][0];
    EXPECT_EQ(metric["slice"], "sex: female");
    EXPECT_EQ(metric["confidenceInterval"]["upperBound"], "0.05");
    EXPECT_FALSE(component["modelCard"]["considerations"]["fairnessAssessments"].empty());

    auto rules = full("Text"); // a function without a trained model
    rules.release.model = "";
    rules.publish("ohne Modell");
    auto const of_rules = cyclonedx_form(rules.seen());
    EXPECT_EQ(of_rules["components"][0]["type"], "application");
    EXPECT_THAT(faults(kBill, of_rules), testing::IsEmpty());
}

} // namespace
} // namespace leitstand
