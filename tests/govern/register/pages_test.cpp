// SPDX-License-Identifier: EUPL-1.2
// The pages: no text of a dossier becomes markup, all three languages say everything, and a list of
// a thousand entries pages and searches.
#include "govern/register/register_support.hpp"

namespace leitstand {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kHostile[] =
    "\"><script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) "
    "{{x}} ' & \x01";

// Tags are closed in the order in which they were opened; void elements stand alone.
void expect_well_formed(std::string const& html) {
    static std::set<std::string> const alone{"meta", "link", "br", "input", "!doctype"};
    std::vector<std::string> open;
    for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        auto const end = html.find('>', at);
        ASSERT_NE(end, std::string::npos);
        bool const closes = html[at + 1] == '/';
        auto const from = at + (closes ? 2 : 1);
        auto const name = html.substr(from, html.find_first_of(" >", from) - from);
        if (closes) {
            ASSERT_FALSE(open.empty());
            EXPECT_EQ(open.back(), name);
            open.pop_back();
        } else if (!alone.contains(name)) {
            open.push_back(name);
        }
    }
    EXPECT_TRUE(open.empty());
}

DossierInMemory hostile() {
    DossierInMemory dossier;
    dossier.state_all(kHostile);
    dossier.state("contact_email", kHostile);
    dossier.state("website", "javascript:alert(1)");
    dossier.add(RecordKind::risk, "r1",
                {{"title", kHostile}, {"description", kHostile}, {"measure", kHostile}});
    dossier.add(RecordKind::participation, "users", {{"event", kHostile}, {"vote", kHostile}});
    dossier.measure(
        "counterfactual",
        {{"traits", {{{"name", kHostile}, {"pairs", 100}, {"share", {0.1, 0.05, 0.2}}}}}});
    dossier.rule.name = dossier.rule.name_en = kHostile;
    dossier.catalogue.authority = kHostile;
    dossier.publish(kHostile);
    return dossier;
}

TEST(RegisterPages, HostileTextStaysText) {
    auto const seen = hostile().seen();
    for (auto const language : kRegisterLanguages) {
        RegisterQuery query;
        query.language = language;
        query.words = kHostile;
        for (auto const& page :
             {register_entry_page(seen, language), register_list_page({seen}, query),
              register_list_page({seen}, {language, "", std::nullopt, 1}),
              register_reading_page(language)}) {
            expect_well_formed(page);
            EXPECT_THAT(page, Not(HasSubstr("<script")));
            EXPECT_THAT(page, Not(HasSubstr("<img")));
            EXPECT_THAT(page, Not(HasSubstr("href=\"javascript:")));
            EXPECT_THAT(page, Not(HasSubstr("style=")));
            EXPECT_EQ(page.find('\x01'), std::string::npos);
        }
    }
}

TEST(RegisterPages, AllLanguagesSayEverything) {
    std::set<std::string_view> keys;
    for (auto const key : register_phrases()) {
        EXPECT_TRUE(keys.insert(key).second) << key << " stands twice";
        for (auto const language : kRegisterLanguages)
            if (key != "german.only" && key != "result.none")
                EXPECT_FALSE(say(language, key).empty()) << key;
        // A number has its place in every language or in none.
        auto const places = [&](RegisterLanguage language) {
            std::string const text{say(language, key)};
            return std::count(text.begin(), text.end(), '{');
        };
        EXPECT_EQ(places(RegisterLanguage::german), places(RegisterLanguage::plain)) << key;
        EXPECT_EQ(places(RegisterLanguage::german), places(RegisterLanguage::english)) << key;
    }
    // A key that no table knows would stand on the page as it is, with its point.
    DossierInMemory dossier;
    dossier.state_all("Text");
    dossier.publish();
    for (auto const language : kRegisterLanguages) {
        auto const page = register_entry_page(dossier.seen(), language) +
                          register_list_page({dossier.seen()}, {language, "", std::nullopt, 1}) +
                          register_list_page({}, {language, "x", std::nullopt, 1}) +
                          register_reading_page(language);
        for (auto const* start : {">section.", ">mode.", ">figure", ">effect.", ">reading.",
                                  ">version.", ">search.", ">to.", ">downloads"})
            EXPECT_THAT(page, Not(HasSubstr(start)));
    }
}

TEST(RegisterPages, PlainSentencesAreShort) {
    for (auto const key : register_phrases()) {
        std::string const text{say(RegisterLanguage::plain, key)};
        std::size_t words = 1;
        for (char const c : text) {
            words = c == '.' || c == '?' || c == '!' ? 0 : words + (c == ' ' ? 1 : 0);
            EXPECT_LE(words, 16u) << key << ": " << text;
        }
    }
}

TEST(RegisterPages, TheEntryPageSaysWhatIsAsked) {
    DossierInMemory dossier;
    dossier.state_all("Wert");
    dossier.measure(
        "calibration",
        {{"kinds", {{{"kind", "service"}, {"decisions", 100}, {"debiased", {0.012, 0, 0.02}}}}}});
    dossier.add(RecordKind::participation, "staff_council",
                {{"event", "vote"}, {"on", "2026-11-20"}, {"vote", "approve"}});
    dossier.history = {{FunctionKey::sort, Mode::off, Mode::assist, "a", "b", dossier.now}};
    dossier.publish();
    auto const page = register_entry_page(dossier.seen(), RegisterLanguage::german);
    for (auto const* part :
         {"in Betrieb, schlägt vor", "seit 28.11.2026", "Personalrat", "zugestimmt", "20.11.2026",
          "1,2 %", "0,00 % – 2,0 %", "<svg", "Erster Eintrag", "mailto:ki@musteramt.example",
          "cyclonedx.json", "Wert (legal_basis)"})
        EXPECT_THAT(page, HasSubstr(part));
    EXPECT_THAT(register_entry_page(dossier.seen(), RegisterLanguage::english),
                HasSubstr("Free texts are shown in German"));
    auto const plain = register_entry_page(dossier.seen(), RegisterLanguage::plain);
    EXPECT_THAT(plain, HasSubstr("Wert (register_summary_plain)"));
    EXPECT_THAT(plain, Not(HasSubstr("Wert (legal_basis)")));
    EXPECT_THAT(plain, HasSubstr("Hier steht noch mehr"));
}

// What each text of a page says and in which language, without the texts marked as German.
std::string without_german(std::string page) {
    for (auto at = page.find(" lang=\"de\""); at != std::string::npos;
         at = page.find(" lang=\"de\"", at)) {
        auto const begin = page.rfind('<', at);
        auto const tag = page.substr(begin + 1, page.find_first_of(" >", begin) - begin - 1);
        auto const end = page.find("</" + tag + ">", at);
        page.erase(begin, end - begin);
        at = begin;
    }
    return page;
}

DossierInMemory with_figures() {
    DossierInMemory dossier;
    dossier.add_fact("affected_number", FactKind::number, "planning");
    dossier.state_all("Größe");
    dossier.state("affected_number", 40'000);
    dossier.state("register_summary_en", "A program suggests.");
    dossier.state("contact_unit", "Musteramt, Stelle 3");
    auto const estimate = Json{0.8123, 0.8, 0.82};
    dossier.measure(
        "quality",
        {{"kinds",
          {{{"kind", "service"}, {"precision", estimate}, {"recall", estimate}, {"f1", estimate}}}},
         {"by_letters",
          {{{"kind", "service"},
            {"by", "letter_kind"},
            {"name", "damaged"},
            {"letters", 60},
            {"f1", estimate}},
           {{"kind", "service"},
            {"by", "language"},
            {"name", "uk"},
            {"letters", 60},
            {"f1", estimate}}}}});
    dossier.measure("counterfactual", {{"traits",
                                        {{{"key", "age"},
                                          {"name", "Alter"},
                                          {"name_en", "Age"},
                                          {"pairs", 100},
                                          {"share", {0.004, 0.001, 0.02}}}}}});
    auto groups = Json::array();
    for (int i = 0; i < 40; ++i)
        groups.push_back(
            {{"of", i == 39 ? Json{{"sex", "female"}} : Json{{"shoe", std::to_string(i)}}},
             {"letters", i < 30 ? 3 : 50},
             {"assessable", i > 35},
             {"error", estimate},
             {"miss", estimate}});
    dossier.measure("group_figures", {{"groups", groups}});
    dossier.publish();
    return dossier;
}

TEST(RegisterPages, WhatACitizenAsksComesFirstAndFiguresLater) {
    auto const page = register_entry_page(with_figures().seen(), RegisterLanguage::german);
    std::size_t before = 0;
    for (auto const* title : {"Kurz gesagt", "Wer entscheidet", "Widersprechen, beschweren, fragen",
                              "Wie gut sie ist", "Alle Angaben"}) {
        auto const at = page.find(std::string{"<h2>"} + title);
        ASSERT_NE(at, std::string::npos) << title;
        EXPECT_GT(at, before) << title;
        before = at;
    }
    EXPECT_GT(page.find("<table"), before);
    EXPECT_THAT(page, HasSubstr("Leistung: Von 100 Vorschlägen stimmen etwa 81."));
    // The first part is short: a person reads some 200 words a minute.
    std::string const first = page.substr(page.find("<main"), before - page.find("<main"));
    EXPECT_LT(std::count(first.begin(), first.end(), ' '), 400);
}

TEST(RegisterPages, GroupsThatAreTooSmallAreOneLine) {
    auto const page = register_entry_page(with_figures().seen(), RegisterLanguage::german);
    EXPECT_THAT(page, HasSubstr("<summary>Gruppe zu klein: 60 Werte"));
    EXPECT_THAT(page, HasSubstr("<summary>Nicht bewertbar: Für 12 Werte"));
    std::size_t rows = 0;
    for (auto at = page.find("<tr>"); at != std::string::npos; at = page.find("<tr>", at + 1))
        ++rows;
    EXPECT_LT(rows, 30u);
    EXPECT_THAT(page, HasSubstr("shoe: 3;")); // which ones, folded
}

TEST(RegisterPages, TheContactNamesTheAuthorityOnce) {
    auto dossier = with_figures();
    for (auto const language : kRegisterLanguages) {
        auto const page = register_entry_page(dossier.seen(), language);
        EXPECT_THAT(page, HasSubstr(">Musteramt, Stelle 3"));
        EXPECT_THAT(page, Not(HasSubstr("Musteramt, Musteramt")));
    }
    dossier.state("contact_unit", "Stelle 4");
    dossier.publish("neue Stelle");
    EXPECT_THAT(register_entry_page(dossier.seen(), RegisterLanguage::german),
                HasSubstr(">Musteramt, Stelle 4"));
}

TEST(RegisterPages, EveryValueIsInTheLanguageOfThePage) {
    auto const seen = with_figures().seen();
    auto const english = register_entry_page(seen, RegisterLanguage::english);
    for (auto const* part :
         {"1 November 2026", "40,000", "Age", "Sex: female", "81.2 %", "Service: about 81 of 100",
          "Service, with reading errors", "Language: Ukrainian", "public benefits"})
        EXPECT_THAT(english, HasSubstr(part));
    auto const rest = without_german(english);
    for (auto const* part : {"ä", "ö", "ü", "Ä", "Ö", "Ü", "ß", "Alter", "Angabe ", "Leistung,",
                             "letter_kind", "sex:", "2026-"})
        EXPECT_THAT(rest, Not(HasSubstr(part)));
    auto const german = register_entry_page(seen, RegisterLanguage::german);
    for (auto const* part : {"01.11.2026", "40.000", "Alter", "Geschlecht: weiblich", "81,2 %",
                             "Leistung, mit Lesefehlern", "Sprache: Ukrainisch"})
        EXPECT_THAT(german, HasSubstr(part));
    EXPECT_THAT(german, Not(HasSubstr("letter_kind")));
}

TEST(RegisterPages, PlainGermanHasNoTechnicalWords) {
    auto dossier = with_figures();
    dossier.add(RecordKind::risk, "r1", {{"title", "Falsche Stelle"}});
    dossier.add(RecordKind::participation, "staff_council",
                {{"event", "vote"}, {"on", "2026-11-20"}, {"vote", "approve"}});
    dossier.history = {{FunctionKey::sort, Mode::off, Mode::shadow, "a", "b", dossier.now}};
    dossier.publish("Zweiter Eintrag");
    auto const seen = dossier.seen(Mode::shadow);
    RegisterQuery query;
    query.language = RegisterLanguage::plain;
    for (auto page :
         {register_entry_page(seen, RegisterLanguage::plain), register_list_page({seen}, query),
          register_reading_page(RegisterLanguage::plain)}) {
        page.erase(0, page.find("<body"));
        EXPECT_THAT(page, Not(HasSubstr("Leistung vorschlagen"))) << "it has a plain name";
        for (auto const* word :
             {"Betriebsart", "Fassung", "Prüfsumme", "JSON", "CSV", "Atom)", "CycloneDX", "ATRS",
              "Genauigkeit", "F1", "Nachweisprotokoll", "Nichtdiskriminierung", "Kritikalität",
              "Beteiligung", "Version", "<table", "Rechtsgrundlage", "Leistung,"})
            EXPECT_THAT(page, Not(HasSubstr(word)));
    }
    auto const page = register_entry_page(seen, RegisterLanguage::plain);
    EXPECT_THAT(register_list_page({seen}, query), HasSubstr(">Post sortieren</a>"));
    for (auto const* part :
         {"<h1>Post sortieren", "Wer entscheidet?", "Immer ein Mensch.",
          "Von 100 Vorschlägen sind etwa 81 richtig.", "Wir kennen eine Gefahr.",
          "Menschen, die für das Personal sprechen", "28.11.2026: Wir haben mit dem Test begonnen.",
          "Das haben wir am 28.11.2026"})
        EXPECT_THAT(page, HasSubstr(part));
}

TEST(RegisterPages, AnUnknownLanguageIsSaid) {
    EXPECT_EQ(parse_language("").value(), RegisterLanguage::german);
    EXPECT_EQ(parse_language("einfach").value(), RegisterLanguage::plain);
    for (auto const* code : {"fr", "EN", "de ", "x"})
        EXPECT_EQ(parse_language(code).error().key, "register.language_unknown") << code;
    auto const page = register_unknown_page(RegisterLanguage::german, "unknown.language");
    expect_well_formed(page);
    EXPECT_THAT(page, HasSubstr("Diese Sprache gibt es im Register nicht."));
}

TEST(RegisterPages, AThousandEntriesPageAndSearch) {
    DossierInMemory dossier;
    dossier.state_all("Text");
    dossier.publish();
    PublicRegister entries;
    for (int i = 0; i < 1000; ++i) {
        auto entry = dossier.seen(i % 4 == 0 ? Mode::off : Mode::assist);
        entry.entry.function = fmt::format("f{}", i);
        entry.entry.name.german = i == 777 ? "Wohngeld prüfen" : fmt::format("Funktion {}", i);
        entry.searched = searched_text(entry.entry);
        entries.push_back(std::move(entry));
    }
    auto const list = [&](RegisterQuery const& query) {
        return register_list_page(entries, query);
    };
    auto const cards = [](std::string const& page) {
        std::size_t count = 0;
        for (auto at = page.find("class=\"card\""); at != std::string::npos;
             at = page.find("class=\"card\"", at + 1))
            ++count;
        return count;
    };
    EXPECT_EQ(cards(list({})), kEntriesOnPage);
    EXPECT_THAT(list({}), HasSubstr("1000 KI-Funktionen"));
    RegisterQuery query;
    query.words = "WOHNGELD pruefen";
    EXPECT_EQ(cards(list(query)), 1u);
    query.words = "gibt es nicht";
    EXPECT_EQ(cards(list(query)), 0u);
    EXPECT_THAT(list(query), HasSubstr("keinen Eintrag"));
    query = {};
    query.mode = Mode::off;
    EXPECT_THAT(list(query), HasSubstr("250 KI-Funktionen"));
    query.page = 99'999; // beyond the last
    EXPECT_THAT(list(query), HasSubstr("Seite 5 von 5"));
    EXPECT_THAT(list(query), HasSubstr("/register?mode=off&amp;page=4"));
    query.language = RegisterLanguage::english;
    EXPECT_THAT(list(query), HasSubstr("/register?lang=en&amp;mode=off&amp;page=4"));
}

} // namespace
} // namespace leitstand
