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
    static constexpr char kBritish[] = "uk-atrs-3.0.schema.json";
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
    EXPECT_FALSE(faults(kDutch, with(dutch, "/end_date", "2027-01")).empty()) << "it is in use";
    EXPECT_FALSE(faults(kDutch, with(dutch, "/website", "http://musteramt.example")).empty());
    EXPECT_FALSE(faults(kDutch, with(dutch, "/contact_email", "Zimmer 12")).empty());
    auto const british = british_form(seen);
    for (auto const* name : {"id", "tags", "organisation_type", "date_of_completion", "name",
                             "team", "scope", "provided_information", "human_decisions_and_review",
                             "model_version", "sensitive_attributes", "risks_and_mitigations"})
        EXPECT_FALSE(faults(kBritish, without(british, name)).empty()) << name;
    for (auto const& [pointer, value] : std::initializer_list<std::pair<char const*, Json>>{
             {"/id", "leitstand-sort"},
             {"/standard_version", "2.1"},
             {"/phase", "on"},
             {"/function", "Soziales"},
             {"/date_updated", "28.11.2026"},
             {"/website_url", "musteramt.example"},
             {"/scope", ""},
             {"/risks_and_mitigations", Json::array({"one"})},
             {"/risk_name", "of another version"}})
        EXPECT_FALSE(faults(kBritish, with(british, pointer, value)).empty()) << pointer;
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
    auto dossier = full("Text");
    dossier.state("source_code", "https://leitstand.example/leitstand.git (EUPL-1.2)");
    dossier.publish("mit Quelltext");
    EXPECT_EQ(dutch_form(dossier.seen())["publiccode"], "https://leitstand.example/leitstand.git");
}

// The attributes of the standard are the schema's, and ours are among them; what no dossier fills
// is named as a gap.
TEST_F(FormsTest, EveryRequiredAttributeOfTheBritishStandardIsThere) {
    auto const schema = file_json(kBritish);
    EXPECT_EQ(schema["properties"].size(), 64u);
    auto const british = nlohmann::json::parse(print_json(british_form(full("Text").seen())));
    for (auto const& name : schema["required"])
        EXPECT_TRUE(british.contains(name.get<std::string>())) << name;
    std::set<std::string> gaps;
    for (auto const& gap : form_gaps(register_entry(full("Text").view())))
        if (gap.form == "atrs-3.0")
            gaps.insert(gap.field);
    for (auto const& [name, value] : british.items())
        EXPECT_TRUE(value != "nicht angegeben (not stated)" || gaps.contains(name)) << name;
}

TEST_F(FormsTest, StatusCategoryAndPhaseFollowModeAndClass) {
    auto dossier = full("Text");
    EXPECT_EQ(dutch_form(dossier.seen(Mode::off))["status"], "In ontwikkeling");
    EXPECT_EQ(dutch_form(dossier.seen(Mode::assist))["status"], "In gebruik");
    EXPECT_EQ(british_form(dossier.seen(Mode::off))["phase"], "pre-deployment");
    EXPECT_EQ(british_form(dossier.seen(Mode::shadow))["phase"], "beta-pilot");
    EXPECT_EQ(british_form(dossier.seen(Mode::assist))["phase"], "production");
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

std::vector<std::string> texts_of(Json const& json) {
    std::vector<std::string> texts;
    if (json.is_string())
        texts.push_back(json.get<std::string>());
    else if (json.is_structured())
        for (auto const& part : json)
            for (auto& text : texts_of(part))
                texts.push_back(std::move(text));
    return texts;
}

// What stands in a form is either stated in the dossier, or names function, authority, release,
// mode and standard, or says that nothing is stated.
TEST_F(FormsTest, AnEmptyDossierMakesFormsThatClaimNothing) {
    DossierInMemory dossier;
    dossier.publish("Leer");
    auto const seen = dossier.seen(Mode::off);
    std::set<std::string> const known{"Leistung vorschlagen",
                                      "Leistung vorschlagen 2.0.0+1a2b3c4d",
                                      "Schlägt eine Leistung vor.",
                                      "Musteramt",
                                      "leitstand-sort",
                                      "nicht angegeben (not stated)",
                                      "2026-11-28",
                                      "2026-11-28T10:00:00.000000Z",
                                      "1.0",
                                      "3.0",
                                      "1.6",
                                      "nld",
                                      "de",
                                      "lang:de",
                                      "lang:deu",
                                      "In ontwikkeling",
                                      "pre-deployment",
                                      "off",
                                      "CycloneDX",
                                      "SHA-256",
                                      "machine-learning-model",
                                      "supervised",
                                      "leitstand:mode",
                                      "leitstand:language",
                                      "leitstand:catalogue-sha256",
                                      seen.entry.release.version,
                                      seen.entry.release.model,
                                      seen.entry.release.catalogue};
    for (auto const& form : {dutch_form(seen), british_form(seen), cyclonedx_form(seen)})
        for (auto const& text : texts_of(form))
            EXPECT_TRUE(known.contains(text) || text.starts_with("urn:uuid:")) << text;
    EXPECT_FALSE(dutch_form(seen).contains("publication_category")); // nobody has rated it
    EXPECT_FALSE(dutch_form(seen).contains("category"));
    EXPECT_THAT(faults(kBritish, british_form(seen)), testing::IsEmpty());
}

TEST_F(FormsTest, AFieldThatTheDossierDoesNotAskForIsNamedAndSaysNothing) {
    auto const seen = full("Text").seen();
    auto const british = british_form(seen);
    EXPECT_EQ(british["data_sharing_agreements"], "nicht angegeben (not stated)");
    EXPECT_FALSE(british.contains("external_supplier_role")); // not required
    EXPECT_FALSE(british.contains("date_archived"));
    // Called as the dossier calls what it holds, with the day on which it was stated.
    EXPECT_THAT(british["impact_assessment"].get<std::string>(),
                testing::StartsWith("Angabe ai_act_reasoning (2026-11-28): Text"));
    EXPECT_EQ(british["risks_and_mitigations"], "Falsche Stelle: Text: prüfen");
    EXPECT_THAT(british["model_performance"].get<std::string>(),
                HasSubstr("(Geschlecht: weiblich): 2,0 % (1,0 % bis 5,0 %)"));
    EXPECT_EQ(british["model_version"], seen.entry.release.version);
    EXPECT_EQ(british["one_sentence_description"], "Schlägt eine Leistung vor.");
    std::map<std::string, FormGap> gaps;
    for (auto const& gap : form_gaps(seen.entry))
        gaps.emplace(gap.form + " " + gap.field, gap);
    ASSERT_TRUE(gaps.contains("atrs-3.0 data_sharing_agreements"));
    EXPECT_TRUE(gaps.at("atrs-3.0 data_sharing_agreements").required);
    EXPECT_FALSE(gaps.at("atrs-3.0 data_sharing_agreements").blocks());
    EXPECT_TRUE(gaps.contains("nl-1.0 category"));
    EXPECT_TRUE(gaps.contains("nl-1.0 publiccode")); // a reason, not an address
    EXPECT_FALSE(gaps.contains("atrs-3.0 scope"));
    EXPECT_THAT(form_faults(seen.entry), testing::IsEmpty());
}

TEST_F(FormsTest, EveryEmptyFieldNamesTheStatementsThatFillIt) {
    DossierInMemory empty;
    std::map<std::string, FormGap> gaps;
    for (auto const& gap : form_gaps(register_entry(empty.view())))
        gaps.emplace(gap.form + " " + gap.field, gap);
    EXPECT_THAT(gaps.at("atrs-3.0 scope").facts,
                testing::ElementsAre("purpose", "processing_steps"));
    EXPECT_TRUE(gaps.at("atrs-3.0 scope").blocks());
    EXPECT_TRUE(gaps.at("nl-1.0 publication_category").blocks());
    EXPECT_TRUE(gaps.at("atrs-3.0 risks_and_mitigations").blocks());
    EXPECT_FALSE(gaps.at("cyclonedx-1.6 users").blocks());
    for (auto const& [name, gap] : gaps) {
        for (auto const& fact : gap.facts) {
            DossierInMemory one;
            one.add_fact("criticality_harm_reason", FactKind::text, "planning");
            one.add_fact("criticality_dependence_reason", FactKind::text, "planning");
            one.add_fact("affected_number", FactKind::number, "planning");
            bool const address = fact == "website" || fact == "source_code";
            one.state(fact, fact == "ai_act_area" ? "none"
                            : address             ? "https://a.example"
                                                  : "Text");
            auto const still = form_gaps(register_entry(one.view()));
            EXPECT_TRUE(std::ranges::none_of(still,
                                             [&](FormGap const& other) {
                                                 return other.form == gap.form &&
                                                        other.field == gap.field;
                                             }))
                << name << " by " << fact;
        }
    }
}

TEST_F(FormsTest, APlannedEndIsNoEnd) {
    auto dossier = full("Text");
    dossier.state("end_date", "2030-12-31");
    dossier.publish("mit Ende");
    auto const in_use = dutch_form(dossier.seen(Mode::assist));
    EXPECT_EQ(in_use["status"], "In gebruik");
    EXPECT_FALSE(in_use.contains("end_date"));
    EXPECT_EQ(dutch_form(dossier.seen(Mode::shadow))["status"], "In ontwikkeling");
    auto const over = dutch_form(dossier.seen(Mode::off));
    EXPECT_EQ(over["status"], "Buiten gebruik");
    EXPECT_EQ(over["end_date"], "2030-12");
    EXPECT_THAT(faults(kDutch, over), testing::IsEmpty());
}

TEST_F(FormsTest, APlannedBeginIsNoBegin) {
    auto const dossier = full("Text");
    EXPECT_EQ(dutch_form(dossier.seen(Mode::assist))["begin_date"], "2026-11");
    EXPECT_FALSE(dutch_form(dossier.seen(Mode::shadow)).contains("begin_date"));
}

constexpr char kInvented[] = "ERFUNDENES";

// All that leaves the register for people and for programs.
std::map<std::string, std::string> everything_shown(PublicEntry const& seen) {
    std::map<std::string, std::string> shown{
        {"entry.json", print_json(json_form(seen))},
        {"register.json", print_json(json_form(PublicRegister{seen}))},
        {"entry.csv", csv_form(seen)},
        {"nl.json", print_json(dutch_form(seen))},
        {"atrs.json", print_json(british_form(seen))},
        {"cyclonedx.json", print_json(cyclonedx_form(seen))},
        {"feed.atom", register_feed({seen}, "Musteramt")}};
    for (auto const language : kRegisterLanguages) {
        RegisterQuery query;
        query.language = language;
        auto const code = std::string{language_code(language)};
        shown["page " + code] = register_entry_page(seen, language);
        shown["list " + code] = register_list_page({seen}, query);
    }
    return shown;
}

std::string mark_in(std::string const& name) {
    return name.ends_with(".json") && (name.starts_with("entry") || name.starts_with("register"))
               ? "\"example\":true"
           : name.ends_with(".csv")                               ? ",1\r\n"
           : name.starts_with("page") || name.starts_with("list") ? "mark example"
                                                                  : "Beispiel";
}

// One record of each kind is invented, all else is real: nothing of it leaves without the mark.
TEST_F(FormsTest, WhatIsInventedIsMarkedWhateverKindOfRecordItIs) {
    std::vector<std::tuple<RecordKind, std::string, Json>> const invented{
        {RecordKind::statement, "purpose", {{"value", kInvented}}},
        {RecordKind::task, "idea_problem", {{"state", "done"}, {"note", kInvented}}},
        {RecordKind::participation,
         "staff_council",
         {{"event", "vote"}, {"on", "2026-11-20"}, {"vote", "approve"}, {"text", kInvented}}},
        {RecordKind::agreement,
         "works",
         {{"event", "signed"}, {"title", kInvented}, {"text", kInvented}, {"on", "2026-11-20"}}},
        {RecordKind::risk, "r9", {{"title", kInvented}, {"measure", kInvented}}},
        {RecordKind::measurement,
         "planted_errors",
         {{"taken", {{"release", DossierInMemory{}.release.measured()}}},
          {"units", {{{"unit", "a"}, {"persons", 20}, {"shown", 50}, {"found", 40}}}}}},
        {RecordKind::publication, "other", {{"note", kInvented}}},
        {RecordKind::signature, "release", {{"text", kInvented}}},
        {RecordKind::operation,
         "review",
         {{"on", "2026-11-20"}, {"result", "continue"}, {"findings", kInvented}}},
        {RecordKind::operation,
         "complaint.a1",
         {{"channel", "citizen"}, {"about", "wrong"}, {"measure", kInvented}}},
        {RecordKind::operation, "incident.b1", {{"kind", "data_breach"}, {"summary", kInvented}}}};
    auto const real = full("Text").seen();
    for (auto const& [kind, subject, body] : invented) {
        auto dossier = full("Text");
        dossier.add(kind, subject, body, true);
        bool const shows = register_entry(dossier.view()) != real.entry;
        EXPECT_EQ(shows, kind == RecordKind::statement || kind == RecordKind::participation ||
                             kind == RecordKind::risk || kind == RecordKind::measurement)
            << record_kind_name(kind);
        dossier.publish("Zweiter Eintrag");
        auto const seen = dossier.seen();
        EXPECT_EQ(seen.example(), shows) << record_kind_name(kind);
        for (auto const& [name, text] : everything_shown(seen)) {
            if (shows)
                EXPECT_THAT(text, HasSubstr(mark_in(name))) << record_kind_name(kind) << name;
            else
                EXPECT_THAT(text, testing::Not(HasSubstr(kInvented)))
                    << record_kind_name(kind) << name;
        }
    }
}

// The form of another register has no place for a mark beside a text: it stands in front of each.
TEST_F(FormsTest, EachInventedTextBearsItsMarkInTheFormsOfOthers) {
    for (auto const& key : kTextFacts) {
        if (key == "contact_email" || key == "website" || key == "source_code" ||
            key == "begin_date" || key == "end_date")
            continue;
        auto dossier = full("Text");
        dossier.state(key, kInvented, true);
        dossier.publish("Zweiter Eintrag");
        auto const seen = dossier.seen();
        for (auto const& form : {dutch_form(seen), british_form(seen), cyclonedx_form(seen)})
            for (auto const& text : texts_of(form))
                for (auto at = text.find(kInvented); at != std::string::npos;
                     at = text.find(kInvented, at + 1))
                    EXPECT_TRUE(std::string_view{text}.substr(0, at).ends_with("Beispiel: "))
                        << key << ": " << text;
        for (auto const language : kRegisterLanguages) {
            auto const page = register_entry_page(seen, language);
            auto const at = page.find(kInvented);
            if (at == std::string::npos)
                continue;
            auto const title = page.rfind("<h", at); // of what it stands under
            EXPECT_THAT(page.substr(title, at - title), HasSubstr("mark example")) << key;
        }
    }
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
    EXPECT_THAT(csv_form(seen), HasSubstr("erfunden,,,,2026-11-28,1"));
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
    EXPECT_THAT(csv, testing::StartsWith("function,part,key,"));
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
    auto const& application = of_rules["components"][0];
    EXPECT_EQ(application["type"], "application");
    EXPECT_FALSE(application.contains("modelCard")) << "the standard gives it to models alone";
    EXPECT_THAT(print_json(application["properties"]), HasSubstr("Text (method)"));
    EXPECT_THAT(faults(kBill, of_rules), testing::IsEmpty());
}

} // namespace
} // namespace leitstand
