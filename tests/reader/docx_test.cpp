// SPDX-License-Identifier: EUPL-1.2
// What is read of a DOCX, piece by piece; golden_office_test.cpp has whole files of other programs.
#include "tests/reader/support.hpp"
#include "tests/reader/zip_maker.hpp"

namespace leitstand::test {

namespace {

std::string run(std::string const& text, std::string const& properties = {}) {
    return "<w:r><w:rPr>" + properties + "</w:rPr><w:t xml:space=\"preserve\">" + text +
           "</w:t></w:r>";
}

std::string line(std::string const& inside, std::string const& properties = {}) {
    return "<w:p><w:pPr>" + properties + "</w:pPr>" + inside + "</w:p>";
}

std::string cell(std::string const& inside, std::string const& properties = {}) {
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + inside + "</w:tc>";
}

ReaderAnswer read(std::string const& body, Members const& more = {}) {
    return parse_here(docx_of(body, more)).answer;
}

Members with_relations(std::string const& relations, Members more = {}) {
    more.emplace_back("word/_rels/document.xml.rels",
                      "<Relationships>" + relations + "</Relationships>");
    return more;
}

std::string relation(std::string const& id, std::string const& kind, std::string const& target,
                     bool external = false) {
    return "<Relationship Id=\"" + id + "\" Type=\"http://example.org/relationships/" + kind +
           "\" Target=\"" + target + "\"" + (external ? " TargetMode=\"External\"" : "") + "/>";
}

} // namespace

TEST(Docx, LeavesOutWhatCannotBeSeenAndSaysSo) {
    for (auto const* const properties :
         {"<w:vanish/>", "<w:color w:val=\"FFFFFF\"/>", "<w:color w:val=\"FEFDFE\"/>",
          "<w:color w:val=\"auto\" w:themeColor=\"background1\"/>",
          "<w:color w:val=\"000000\" w:themeColor=\"background1\"/>",
          "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"000000\" "
          "w:themeFill=\"background1\"/>",
          "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"solid\" w:color=\"FFFFFF\"/>",
          "<w:sz w:val=\"2\"/>", "<w:sz w:val=\"0\"/>", "<w:w w:val=\"1\"/>",
          "<w:color w:val=\"000000\"/><w:highlight w:val=\"black\"/>",
          "<w:color w:val=\"003366\"/><w:shd w:val=\"clear\" w:fill=\"003367\"/>"}) {
        auto const answer = read(line(run("Sichtbar ") + run("geheim", properties) + run("Ende")));
        EXPECT_EQ(answer.text, "Sichtbar Ende\n") << properties;
        EXPECT_TRUE(has(answer, Warning::hidden_text)) << properties;
    }
}

TEST(Docx, KeepsWhatCanBeSeen) {
    for (auto const* const properties :
         {"<w:vanish w:val=\"0\"/>", "<w:color w:val=\"auto\"/>", "<w:sz w:val=\"8\"/>",
          "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"003366\"/>",
          "<w:color w:val=\"FFFFFF\"/><w:highlight w:val=\"darkBlue\"/>", "<w:webHidden/>",
          "<w:color w:val=\"C0C0C0\"/>", "<w:strike/>"}) {
        auto const answer = read(line(run("Sichtbar ") + run("auch", properties)));
        EXPECT_EQ(answer.text, "Sichtbar auch\n") << properties;
        EXPECT_TRUE(answer.warnings.empty()) << properties;
    }
    // White on the dark ground of a cell, a paragraph, a text box.
    std::string const white = run("hell", "<w:color w:val=\"FFFFFF\"/>");
    std::string const dark = "<w:shd w:val=\"clear\" w:fill=\"1F3864\"/>";
    EXPECT_EQ(read("<w:tbl><w:tr>" + cell(line(white), dark) + "</w:tr></w:tbl>").text, "hell\n");
    EXPECT_EQ(read(line(white, dark)).text, "hell\n");
    EXPECT_EQ(read(line("<w:r><w:drawing><wps:wsp><wps:spPr><a:solidFill><a:srgbClr "
                        "val=\"1F3864\"/></a:solidFill></wps:spPr><wps:txbx><w:txbxContent>" +
                        line(white) + "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></w:r>"))
                  .text,
              "hell\n");
    EXPECT_EQ(read("<w:tbl><w:tr>" + cell(line(white)) + "</w:tr></w:tbl>").reason, Reason::empty);
}

TEST(Docx, FollowsStyles) {
    std::string const styles =
        "<w:styles xmlns:w=\"w\"><w:style w:type=\"character\" w:styleId=\"secret\"><w:rPr>"
        "<w:vanish/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"heir\"><w:basedOn "
        "w:val=\"secret\"/></w:style><w:style w:type=\"paragraph\" "
        "w:styleId=\"pale\"><w:rPr><w:color "
        "w:val=\"FFFFFF\"/></w:rPr></w:style><w:style w:type=\"paragraph\" "
        "w:styleId=\"H1\"><w:name "
        "w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>";
    auto const more =
        with_relations(relation("s", "styles", "styles.xml"), {{"word/styles.xml", styles}});
    auto const answer =
        read(line(run("vor")) + line(run("Titel"), "<w:pStyle w:val=\"H1\"/>") +
                 line(run("nach") + run(" weg", "<w:rStyle w:val=\"heir\"/>") +
                      run(" da", "<w:rStyle w:val=\"heir\"/><w:vanish w:val=\"false\"/>")) +
                 line(run("bleich"), "<w:pStyle w:val=\"pale\"/>"),
             more);
    EXPECT_EQ(answer.text, "vor\n\nTitel\n\nnach da\n");
    EXPECT_TRUE(has(answer, Warning::hidden_text));
}

TEST(Docx, ResolvesColoursOfTheTheme) {
    auto const read_with = [](std::string const& accent, std::string const& properties) {
        return read(line(run("da ") + run("Text", properties)),
                    with_relations(
                        relation("t", "theme", "theme/theme1.xml"),
                        {{"word/theme/theme1.xml",
                          "<a:theme xmlns:a=\"a\"><a:themeElements><a:clrScheme><a:accent1>"
                          "<a:srgbClr val=\"" +
                              accent +
                              "\"/></a:accent1></a:clrScheme></a:themeElements></a:theme>"}}))
            .text;
    };
    std::string const named = "<w:color w:val=\"000000\" w:themeColor=\"accent1\"/>";
    EXPECT_EQ(read_with("FFFFFF", named), "da\n");
    EXPECT_EQ(read_with("4472C4", named), "da Text\n");
    EXPECT_EQ(read_with("4472C4", "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" "
                                  "w:fill=\"auto\" w:themeFill=\"accent1\"/>"),
              "da Text\n");
    EXPECT_EQ(read_with("FFFFFF", "<w:color w:val=\"7F7F7F\" w:themeColor=\"accent1\" "
                                  "w:themeShade=\"7F\"/>"),
              "da Text\n");
}

TEST(Docx, LeavesOutShapesThatNobodyFinds) {
    auto const drawing = [](std::string const& inside) {
        return read(line(run("da") + "<w:r><w:drawing><wp:anchor>" + inside +
                         "<a:graphic><wps:wsp><wps:txbx><w:txbxContent>" + line(run("Kasten")) +
                         "</w:txbxContent></wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing>"
                         "</w:r>"));
    };
    auto const offset = [](char const* value) {
        return "<wp:positionH><wp:posOffset>" + std::string{value} +
               "</wp:posOffset></wp:positionH><wp:docPr id=\"1\"/>";
    };
    EXPECT_EQ(drawing(offset("1000000")).text, "da\n\nKasten\n");
    for (auto const& hidden :
         {offset("-99000000"), std::string{"<wp:docPr id=\"1\" hidden=\"1\"/>"},
          std::string{"<wp:extent cx=\"1\" cy=\"1\"/><wp:docPr id=\"1\"/>"}}) {
        auto const answer = drawing(hidden);
        EXPECT_EQ(answer.text, "da\n") << hidden;
        EXPECT_TRUE(has(answer, Warning::hidden_text)) << hidden;
    }
}

TEST(Docx, ReadsTablesRowByRow) {
    auto const answer =
        read(line(run("davor")) + "<w:tbl><w:tr>" + cell(line(run("Miete"))) +
             cell(line(run("500,00"))) + "</w:tr><w:tr>" + cell(line(run("Strom"))) +
             cell(line("")) + cell(line(run("80,00"))) + "</w:tr><w:tr>" +
             cell(line(run("Herrn")) + line(run("Max Muster"))) + cell(line(run("Zeichen: 7"))) +
             "</w:tr></w:tbl>" + line(run("danach")));
    EXPECT_EQ(answer.text, "davor\n\nMiete\t500,00\nStrom\t\t80,00\nHerrn\nMax Muster\nZeichen: "
                           "7\n\ndanach\n");
}

TEST(Docx, TakesTheTextAsItStandsWithChangesAccepted) {
    auto const answer =
        read(line(run("Betrag ") + "<w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins>" +
                  run("250") + "</w:ins><w:moveFrom>" + run(" alt") + "</w:moveFrom><w:moveTo>" +
                  run(" Euro") + "</w:moveTo>") +
             "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell(line(run("weg"))) + "</w:tr></w:tbl>" +
             line(run("zusammen"), "<w:rPr><w:del/></w:rPr>") + line(run("gefasst")));
    EXPECT_EQ(answer.text, "Betrag 250 Euro\n\nzusammengefasst\n");
    EXPECT_TRUE(has(answer, Warning::tracked_changes));
}

TEST(Docx, CountsListsAsWordDoes) {
    std::string const numbering =
        "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl "
        "w:ilvl=\"0\"><w:start "
        "w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl "
        "w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText "
        "w:val=\"%1.%2)\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:lvl "
        "w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText "
        "w:val=\"\uf0b7\"/></w:lvl></w:abstractNum>"
        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\">"
        "<w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/>"
        "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride></w:num>"
        "</w:numbering>";
    auto const item = [](std::string const& text, int list, int level) {
        return line(run(text), "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) +
                                   "\"/><w:numId w:val=\"" + std::to_string(list) +
                                   "\"/></w:numPr>");
    };
    auto const answer = read(item("eins", 1, 0) + item("zwei", 1, 0) + item("unter", 1, 1) +
                                 item("noch", 1, 1) + item("drei", 1, 0) + item("neu", 1, 1) +
                                 item("Punkt", 2, 0) + item("sieben", 3, 0) + item("ohne", 0, 0),
                             with_relations(relation("n", "numbering", "numbering.xml"),
                                            {{"word/numbering.xml", numbering}}));
    EXPECT_EQ(answer.text,
              "1. eins\n2. zwei\n2.a) unter\n2.b) noch\n3. drei\n3.a) neu\n- Punkt\n7. "
              "sieben\nohne\n");
}

TEST(Docx, PutsHeadersNotesAndFootersAroundTheText) {
    auto const part = [](std::string const& root, std::string const& inside) {
        return "<w:" + root + " xmlns:w=\"w\">" + inside + "</w:" + root + ">";
    };
    auto const body =
        line(run("Text") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" +
             "<w:r><w:endnoteReference w:id=\"2\"/></w:r><w:r><w:commentReference "
             "w:id=\"0\"/></w:r>") +
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/><w:headerReference "
        "w:type=\"first\" r:id=\"x\"/><w:footerReference w:type=\"default\" "
        "r:id=\"f\"/></w:sectPr>";
    auto const members = with_relations(
        relation("h", "header", "header1.xml") + relation("x", "header", "header2.xml") +
            relation("f", "footer", "/word/footer1.xml") +
            relation("n", "footnotes", "footnotes.xml") +
            relation("e", "endnotes", "endnotes.xml") + relation("c", "comments", "comments.xml"),
        {{"word/header1.xml", part("hdr", line(run("Kopf")))},
         {"word/header2.xml", part("hdr", line(run("nie gezeigt")))},
         {"word/footer1.xml", part("ftr", line(run("Fuß")))},
         {"word/footnotes.xml",
          part("footnotes", "<w:footnote w:id=\"0\" w:type=\"separator\">" + line(run("Strich")) +
                                "</w:footnote><w:footnote w:id=\"2\">" + line(run("Unten")) +
                                "</w:footnote>")},
         {"word/endnotes.xml",
          part("endnotes", "<w:endnote w:id=\"2\">" + line(run("Am Ende")) + "</w:endnote>")},
         {"word/comments.xml", part("comments", "<w:comment w:id=\"0\">" +
                                                    line(run("Bitte prüfen")) + "</w:comment>")}});
    EXPECT_EQ(read(body, members).text,
              "Kopf\n\nText[1][i][c1]\n\n[1] Unten\n[i] Am Ende\n[c1] Bitte prüfen\n\nFuß\n");
}

TEST(Docx, ReadsTextBoxesOnceAfterTheirParagraph) {
    auto const box = "<w:txbxContent>" + line(run("im Kasten")) + "</w:txbxContent>";
    auto const answer = read(
        line(run("Anker") +
             "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
             "<wps:wsp><wps:txbx>" +
             box +
             "</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>"
             "<v:shape><v:textbox>" +
             box + "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>" +
             run(" weiter")));
    EXPECT_EQ(answer.text, "Anker weiter\n\nim Kasten\n");
}

TEST(Docx, ShowsBoxesToTickAndChoices) {
    auto const field = [](std::string const& data) {
        return "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>" + data +
               "</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORM</w:instrText></w:r><w:r>"
               "<w:fldChar w:fldCharType=\"end\"/></w:r>";
    };
    auto const answer = read(
        line(field("<w:checkBox><w:checked/></w:checkBox>") + run(" ledig ") +
             field("<w:checkBox><w:default w:val=\"0\"/></w:checkBox>") + run(" verheiratet")) +
        line(run("Land: ") + field("<w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"DE\"/>"
                                   "<w:listEntry w:val=\"AT\"/></w:ddList>")) +
        line("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>" + run(" ja")));
    EXPECT_EQ(answer.text, "\u2612 ledig \u2610 verheiratet\nLand: AT\n\u2611 ja\n");
}

TEST(Docx, NamesWhatItDoesNotFollow) {
    auto const settings = with_relations(
        relation("s", "settings", "settings.xml") +
            relation("i", "image", "https://example.org/a.png", true) +
            relation("l", "hyperlink", "https://example.org/", true),
        {{"word/settings.xml", "<w:settings xmlns:w=\"w\"/>"},
         {"word/_rels/settings.xml.rels",
          "<Relationships>" +
              relation("t", "attachedTemplate", "http://example.org/evil.dotm", true) +
              "</Relationships>"},
         {"word/vbaProject.bin", "\xd0\xcf"},
         {"word/activeX/activeX1.xml", "<a/>"}});
    auto const answer =
        read(line(run("Text") + "<w:r><w:instrText>DDE cmd</w:instrText></w:r>"), settings);
    EXPECT_EQ(answer.text, "Text\n");
    for (auto const warning : {Warning::remote_template, Warning::remote_content, Warning::links,
                               Warning::macros, Warning::embedded_objects})
        EXPECT_TRUE(has(answer, warning)) << warning_key(warning);
    EXPECT_TRUE(has(read(line("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> "
                              "DDEAUTO c:\\\\a</w:instrText></w:r><w:r><w:fldChar "
                              "w:fldCharType=\"end\"/></w:r>" +
                              run("Text"))),
                    Warning::launch));
    // A template on the sender's own disk, an address to write to.
    auto const harmless = read(
        line(run("Text")), with_relations(relation("l", "hyperlink", "mailto:a@example.org", true) +
                                          relation("t", "attachedTemplate",
                                                   "file:///C:\\Users\\a\\Normal.dotm", true)));
    EXPECT_TRUE(harmless.warnings.empty());
}

TEST(Docx, HandsOutPicturesAndEmbeddedFilesOnce) {
    auto const picture = "<w:r><w:drawing><a:blip r:embed=\"i\"/></w:drawing></w:r>";
    auto const parsed =
        parse_here(docx_of(line(run("Text") + picture + picture),
                           with_relations(relation("i", "image", "media/image1.png"),
                                          {{"word/media/image1.png", "\x89PNG\r\n\x1a\n"},
                                           {"word/media/unused.png", "\x89PNG\r\n\x1a\n"},
                                           {"word/embeddings/tabelle.xlsx", "PK"}})));
    ASSERT_EQ(parsed.answer.parts.size(), 2u);
    EXPECT_EQ(parsed.answer.parts[0].name, "image1.png");
    EXPECT_EQ(parsed.answer.parts[1].name, "tabelle.xlsx");
    EXPECT_TRUE(has(parsed.answer, Warning::embedded_objects));
}

TEST(Docx, KnowsItsRelatives) {
    auto const with_type = [](std::string const& type) {
        return parse_here(
                   ZipMaker{}
                       .add("[Content_Types].xml",
                            "<Types><Override PartName=\"/word/document.xml\" ContentType=\"" +
                                type + "\"/></Types>")
                       .add("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>x</w:t>"
                                                 "</w:r></w:p></w:body></w:document>")
                       .make())
            .answer;
    };
    EXPECT_EQ(with_type("application/vnd.openxmlformats-officedocument.wordprocessingml.template."
                        "main+xml")
                  .media_type,
              "application/vnd.openxmlformats-officedocument.wordprocessingml.template");
    auto const macros = with_type("application/vnd.ms-word.document.macroEnabled.main+xml");
    EXPECT_EQ(macros.media_type, "application/vnd.ms-word.document.macroenabled.12");
    EXPECT_EQ(macros.text, "x\n");
    EXPECT_TRUE(has(macros, Warning::macros));
}

TEST(Docx, SaysWhyItIsNotRead) {
    EXPECT_EQ(read("").reason, Reason::empty);
    auto const broken =
        parse_here(docx_with("<w:document><w:body><w:p><w:r><w:t>halb</w:t>")).answer;
    EXPECT_EQ(broken.text, "halb\n");
    EXPECT_EQ(broken.reason, Reason::damaged);
    auto const none = parse_here(docx_with("kein XML")).answer;
    EXPECT_EQ(none.status, AnswerStatus::refused);
    EXPECT_EQ(none.reason, Reason::damaged);
}

} // namespace leitstand::test
