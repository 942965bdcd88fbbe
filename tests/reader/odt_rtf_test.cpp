// SPDX-License-Identifier: EUPL-1.2
// What is read of an ODT and of an RTF, piece by piece; golden_office_test.cpp has whole files of
// other programs.
#include "tests/reader/support.hpp"
#include "tests/reader/zip_maker.hpp"

namespace leitstand::test {

namespace {

ReaderAnswer odt(std::string const& body, Members const& more = {},
                 std::string const& styles = {}) {
    return parse_here(odt_of(body, more, styles)).answer;
}

ReaderAnswer rtf(std::string const& inside) {
    return parse_here("{\\rtf1\\ansi\\ansicpg1252 " + inside + "}").answer;
}

std::string text_style(std::string const& name, std::string const& properties) {
    return "<style:style style:name=\"" + name +
           "\" style:family=\"text\"><style:text-properties " + properties + "/></style:style>";
}

} // namespace

TEST(Odt, CollapsesSpaceAndKeepsWhatIsWritten) {
    EXPECT_EQ(odt("<text:p>  ein \n <text:span>zwei</text:span> <text:span>drei</text:span>"
                  "<text:s text:c=\"2\"/>vier<text:tab/>fünf<text:line-break/>sechs</text:p>")
                  .text,
              "ein zwei drei  vier\tfünf\nsechs\n");
}

TEST(Odt, LeavesOutWhatCannotBeSeenAndSaysSo) {
    for (auto const* const properties :
         {"text:display=\"none\"", "fo:color=\"#ffffff\"", "fo:font-size=\"1pt\"",
          "fo:font-size=\"0pt\"", "style:text-scale=\"1%\"",
          "fo:color=\"#ff0000\" fo:background-color=\"#ff0000\""}) {
        auto const answer =
            odt("<text:p>da<text:span text:style-name=\"x\"> weg</text:span></text:p>", {},
                text_style("x", properties));
        EXPECT_EQ(answer.text, "da\n") << properties;
        EXPECT_TRUE(has(answer, Warning::hidden_text)) << properties;
    }
    for (auto const* const properties :
         {"fo:color=\"#ffffff\" fo:background-color=\"#000000\"", "fo:font-size=\"6pt\"",
          "fo:font-size=\"58%\"", "fo:color=\"#ffffff\" style:use-window-font-color=\"true\""})
        EXPECT_EQ(odt("<text:p>da<text:span text:style-name=\"x\"> auch</text:span></text:p>", {},
                      text_style("x", properties))
                      .text,
                  "da auch\n")
            << properties;
    EXPECT_EQ(
        odt("<text:section text:display=\"none\"><text:p>weg</text:p></text:section>"
            "<text:p>da<text:hidden-text text:is-hidden=\"true\">weg</text:hidden-text></text:p>")
            .text,
        "da\n");
}

TEST(Odt, ReadsTextBoxesButNoneThatNobodyFinds) {
    auto const frame = [](std::string const& attributes) {
        return odt("<text:p>da<draw:frame " + attributes +
                   "><draw:text-box><text:p>Kasten</text:p></draw:text-box></draw:frame></text:p>");
    };
    EXPECT_EQ(frame("svg:x=\"2cm\" svg:width=\"5cm\"").text, "da\n\nKasten\n");
    for (auto const* const hidden :
         {"svg:x=\"-200cm\"", "svg:y=\"100in\"", "svg:width=\"0.01cm\""}) {
        EXPECT_EQ(frame(hidden).text, "da\n") << hidden;
        EXPECT_TRUE(has(frame(hidden), Warning::hidden_text)) << hidden;
    }
}

TEST(Odt, NamesWhatItDoesNotFollow) {
    auto const answer =
        odt("<text:p>Text<text:a "
            "xlink:href=\"https://example.org\">hier</text:a><draw:frame><draw:image "
            "xlink:href=\"https://example.org/a.png\"/></draw:frame><draw:frame><draw:object "
            "xlink:href=\"./Object 1\"/></draw:frame></text:p>",
            {{"Basic/Standard/Module1.xml", "<a/>"},
             {"meta.xml",
              "<office:document-meta><office:meta><meta:template "
              "xlink:href=\"https://example.org/a.ott\"/></office:meta></office:document-meta>"}});
    EXPECT_EQ(answer.text, "Texthier\n");
    for (auto const warning : {Warning::remote_template, Warning::remote_content, Warning::links,
                               Warning::macros, Warning::embedded_objects})
        EXPECT_TRUE(has(answer, warning)) << warning_key(warning);
}

TEST(Odt, RefusesWhatIsEncrypted) {
    auto const answer =
        odt("", {{"META-INF/manifest.xml",
                  "<manifest:manifest><manifest:file-entry><manifest:encryption-data/>"
                  "</manifest:file-entry></manifest:manifest>"}});
    EXPECT_EQ(answer.status, AnswerStatus::refused);
    EXPECT_EQ(answer.reason, Reason::encrypted);
}

TEST(Odt, HandsOutItsPictures) {
    auto const parsed =
        parse_here(odt_of("<text:p>Text<draw:frame><draw:image xlink:href=\"Pictures/a.png\"/>"
                          "<draw:image xlink:href=\"Pictures/b.png\"/></draw:frame></text:p>",
                          {{"Pictures/a.png", "PNG"}, {"Pictures/b.png", "PNG"}}));
    ASSERT_EQ(parsed.answer.parts.size(), 1u);
    EXPECT_EQ(parsed.answer.parts[0].name, "a.png");
}

TEST(Rtf, ReadsCharacterSetsAndUnicode) {
    EXPECT_EQ(rtf("Gr\\'fc\\'dfe, 5 \\'80").text, "Grüße, 5 €\n");
    EXPECT_EQ(parse_here("{\\rtf1\\pca Gr\\'81\\'e1e}").answer.text, "Grüße\n");
    EXPECT_EQ(parse_here("{\\rtf1\\ansi\\ansicpg1250 \\'b3\\'f3d\\'9f}").answer.text, "łódź\n");
    EXPECT_EQ(rtf("{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}}\\f1 \\'cf\\'f0\\'e8\\f0  \\'fc").text,
              "При ü\n");
    EXPECT_EQ(rtf("\\u228?\\uc2\\u8364 xx!\\uc0\\u-10179\\u-8704").text, "ä€!\U0001f600\n");
    EXPECT_EQ(rtf("\\u228\\u246?\\u252\\par x").text, "äöü\nx\n");
    EXPECT_EQ(rtf("\\u8222\\'84Wort\\u8220\\'93").text, "„Wort“\n");
    EXPECT_EQ(rtf("a\\~b\\_c\\-d\\{e\\}\\\\").text, "a\u00a0b-cd{e}\\\n");
}

TEST(Rtf, MakesLinesAndRows) {
    EXPECT_EQ(rtf("Eins\\par Zwei\\line drei\\par\\par Vier").text, "Eins\nZwei\ndrei\n\nVier\n");
    EXPECT_EQ(rtf("vor\\par\\trowd\\intbl Miete\\cell 500\\cell\\row\\trowd\\intbl Strom\\cell "
                  "\\cell 80\\cell\\row\\pard nach\\par")
                  .text,
              "vor\n\nMiete\t500\nStrom\t\t80\n\nnach\n");
    EXPECT_EQ(
        rtf("\\trowd\\intbl\\itap2 innen\\nestcell{\\*\\nesttableprops\\nestrow}{\\nonesttables"
            "\\par}\\itap1 au\\'dfen\\cell x\\cell\\row\\pard")
            .text,
        "innen\naußen\nx\n");
    EXPECT_EQ(rtf("Text\\par\\pard\\outlinelevel0 Titel\\par\\pard mehr").text,
              "Text\n\nTitel\n\nmehr\n");
    EXPECT_EQ(rtf("{\\listtext\\'b7\\tab}Punkt\\par{\\listtext 1.\\tab}Zahl\\par").text,
              "- Punkt\n1. Zahl\n");
}

TEST(Rtf, PutsHeadersNotesAndBoxesInTheirPlace) {
    EXPECT_EQ(
        rtf("{\\header Kopf\\par}{\\headerf nie gezeigt}{\\footer Fu\\'df}Text{\\footnote "
            "\\pard Unten\\par}{\\footnote\\ftnalt Am Ende} weiter{\\shp{\\*\\shpinst{\\sp{\\sn "
            "a}{\\sv b}}{\\shptxt im Kasten\\par}}{\\shprslt doppelt}}\\par")
            .text,
        "Kopf\n\nText[1][i] weiter\n\nim Kasten\n\n[1] Unten\n[i] Am Ende\n\nFuß\n");
}

TEST(Rtf, AGroupIsOneThing) { // found by fuzzing: a note that becomes a header was never ended
    EXPECT_EQ(rtf("Text{\\footnote Unten\\header weiter\\pict\\fldinst}").text,
              "Text[1]\n\n[1] Untenweiter\n");
    EXPECT_EQ(rtf("Text{\\shptxt Kasten\\info weg\\footnote}mehr").text, "Textmehr\n\nKasten\n");
}

TEST(Rtf, LeavesOutWhatCannotBeSeenAndSaysSo) {
    std::string const colors = "{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue128;}";
    for (auto const* const hidden : {"{\\v weg}", "{\\cf1 weg}", "{\\fs2 weg}", "{\\fs0 weg}",
                                     "{\\cf2\\highlight2 weg}", "{\\cf2\\chcbpat2 weg}"}) {
        auto const answer = rtf(colors + "da " + hidden + "noch");
        EXPECT_EQ(answer.text, "da noch\n") << hidden;
        EXPECT_TRUE(has(answer, Warning::hidden_text)) << hidden;
    }
    for (auto const* const shown :
         {"{\\v0 da}", "{\\cf1\\highlight2 da}", "{\\fs12 da}", "\\pard\\cbpat2{\\cf1 da}",
          "\\trowd\\clcbpat2\\intbl{\\cf1 da}\\cell\\row\\pard"}) {
        auto const answer = rtf(colors + shown);
        EXPECT_EQ(answer.text, "da\n") << shown;
        EXPECT_FALSE(has(answer, Warning::hidden_text)) << shown;
    }
    auto const changed = rtf("Betrag {\\deleted 100}{\\revised 250}");
    EXPECT_EQ(changed.text, "Betrag 250\n");
    EXPECT_TRUE(has(changed, Warning::tracked_changes));
}

TEST(Rtf, NamesWhatItDoesNotFollow) {
    auto const answer = rtf(
        "{\\*\\template http://example.org/a.dotm}{\\field{\\*\\fldinst HYPERLINK "
        "\"https://example.org\"}{\\fldrslt hier}}{\\object\\objautlink\\objupdate{\\*\\objclass "
        "Word.Document}{\\*\\objdata 0105}{\\result Ersatz}}{\\field{\\*\\fldinst DDEAUTO "
        "cmd}{\\fldrslt x}}");
    EXPECT_EQ(answer.text, "hierErsatzx\n");
    for (auto const warning : {Warning::remote_template, Warning::remote_content, Warning::links,
                               Warning::embedded_objects, Warning::launch})
        EXPECT_TRUE(has(answer, warning)) << warning_key(warning);
}

TEST(Rtf, HandsOutPicturesThatAreFiles) {
    auto const parsed =
        parse_here("{\\rtf1 Text{\\*\\shppict{\\pict\\pngblip{\\*\\blipuid ab}89 50\n4e47}}"
                   "{\\nonshppict{\\pict\\wmetafile8 0102}}{\\pict\\jpegblip\\bin3 \xff\xd8\xff}}");
    ASSERT_EQ(parsed.outputs.size(), 2u);
    EXPECT_EQ(parsed.outputs[0], "\x89PNG");
    EXPECT_EQ(parsed.outputs[1], "\xff\xd8\xff");
    EXPECT_EQ(parsed.answer.text, "Text\n");
    EXPECT_TRUE(has(rtf("Text{\\pict\\wmetafile8 0102}"), Warning::embedded_objects));
}

TEST(Rtf, ShowsBoxesToTick) {
    EXPECT_EQ(
        rtf("{\\field{\\*\\fldinst FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres1}}}{\\fldrslt}} "
            "ja "
            "{\\field{\\*\\fldinst FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres25\\ffdefres0}}}"
            "{\\fldrslt}} nein")
            .text,
        "\u2612 ja \u2610 nein\n");
}

TEST(Rtf, SaysWhenItBreaksOff) {
    auto const answer = parse_here("{\\rtf1 Text {\\b mehr").answer;
    EXPECT_EQ(answer.text, "Text mehr\n");
    EXPECT_EQ(answer.reason, Reason::damaged);
    EXPECT_EQ(parse_here("{\\rtf1}").answer.reason, Reason::empty);
}

} // namespace leitstand::test
