// SPDX-License-Identifier: EUPL-1.2
#include "tests/reader/office_bombs.hpp"

#include <fmt/format.h>

#include "tests/reader/zip_maker.hpp"

namespace leitstand::test {

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string all;
    all.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += piece;
    return all;
}

std::string paragraph(std::string const& text) {
    return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

// Sixteen archives in each, so many levels deep, and files of zeros at the bottom: 42.zip.
std::string nested_zips(int levels) {
    auto inner = ZipMaker{}.add("0.dll", std::string(8 << 20, '\0')).make();
    for (int level = 0; level < levels; ++level) {
        ZipMaker zip;
        for (int i = 0; i < 16; ++i)
            zip.add(fmt::format("lib {:x}.zip", i), inner);
        inner = zip.make();
    }
    return inner;
}

// A thousand entries of one file's bytes.
std::string overlapping_zip() {
    std::string const kernel(1 << 20, 'a');
    auto const packed = raw_deflated(kernel);
    ZipMaker zip;
    zip.add_packed("0", packed, 1 << 20, checksum_of(kernel), 8);
    ZipLie over;
    over.local_offset = 0;
    for (int i = 1; i < 20'000; ++i)
        zip.add_packed(std::to_string(i), {}, 1 << 20, checksum_of(kernel), 8, over);
    return zip.make();
}

std::string many_entries(int count) {
    ZipMaker zip;
    for (int i = 0; i < count; ++i)
        zip.add(std::to_string(i), "x", Pack::stored);
    return zip.make(0xffff);
}

std::string zip_with_lie(std::string const& bytes, ZipLie const& lie) {
    return ZipMaker{}.add("a.txt", bytes, Pack::deflated, lie).make();
}

std::string laughs(std::string const& inside) {
    std::string entities = "<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 30; ++i)
        entities +=
            fmt::format("<!ENTITY a{} \"{}\">", i, repeated(fmt::format("&a{};", i - 1), 10));
    return "<?xml version=\"1.0\"?><!DOCTYPE d [" + entities + "]>" + inside;
}

std::string bomb_relations(std::string const& relations) {
    return "<Relationships>" + relations + "</Relationships>";
}

std::string sections(int count) {
    std::string body;
    for (int i = 0; i < count; ++i)
        body += fmt::format("<w:p><w:pPr><w:sectPr><w:headerReference w:type=\"default\" "
                            "r:id=\"h{}\"/></w:sectPr></w:pPr></w:p>",
                            i);
    return body + paragraph("Ende");
}

std::string style_chain(int count) {
    std::string styles = "<w:styles xmlns:w=\"w\">";
    for (int i = 0; i < count; ++i)
        styles += fmt::format("<w:style w:type=\"paragraph\" w:styleId=\"s{}\"><w:basedOn "
                              "w:val=\"s{}\"/></w:style>",
                              i, (i + 1) % count);
    return styles + "</w:styles>";
}

void add_zip_bombs(std::vector<OfficeBomb>& bombs) {
    auto const add = [&](std::string name, std::string bytes, std::string status,
                         std::string reason) {
        bombs.push_back(
            {{std::move(name), std::move(bytes)}, std::move(status), std::move(reason)});
    };
    add("zip_nest", nested_zips(5), "partly_read", "unpacked_too_large");
    add("zip_overlap", overlapping_zip(), "refused", "unpacked_too_large");
    add("zip_ratio", ZipMaker{}.add("a.txt", std::string(24 << 20, ' ')).make(), "refused",
        "unpacked_too_large");
    add(
        "zip_many_small_ratio",
        [] {
            ZipMaker zip;
            std::string const zeros(1 << 20, '\0');
            for (int i = 0; i < 60; ++i)
                zip.add(std::to_string(i), zeros);
            return zip.make();
        }(),
        "partly_read", "unpacked_too_large");
    ZipLie small;
    small.size_bytes = 10;
    add("zip_says_less", zip_with_lie(std::string(16 << 20, 'a'), small), "refused", "damaged");
    ZipLie large;
    large.size_bytes = 0xfffffff0;
    add("zip_says_more", zip_with_lie("a", large), "refused", "unpacked_too_large");
    add("zip_100000_entries", many_entries(100'000), "partly_read", "too_many_parts");
    ZipLie locked;
    locked.encrypted = true;
    add("zip_encrypted", ZipMaker{}.add("a", "b", Pack::stored, locked).make(), "refused",
        "encrypted");
    add("zip_names", ZipMaker{}.add("../../../../etc/cron.d/a", "Text").make(), "read", "");
    add("zip_end_records", "PK\x03\x04" + repeated("PK\x05\x06", 500'000), "refused", "damaged");
}

void add_docx_bombs(std::vector<OfficeBomb>& bombs) {
    auto const add = [&](std::string name, std::string bytes, std::string status,
                         std::string reason) {
        bombs.push_back(
            {{std::move(name), std::move(bytes)}, std::move(status), std::move(reason)});
    };
    add("docx_entities",
        docx_with(laughs("<w:document xmlns:w=\"w\"><w:body>" + paragraph("Text &a29;") +
                         "</w:body></w:document>")),
        "read", "");
    add("docx_outer_entity",
        docx_with("<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                  "<w:document xmlns:w=\"w\"><w:body>" +
                  paragraph("Text &e;") + "</w:body></w:document>"),
        "read", "");
    add("docx_packed_well", docx_of(paragraph("Text") + repeated("<w:p>", 1'000'000)), "refused",
        "unpacked_too_large");
    add("docx_deep", docx_of(paragraph("Text") + repeated("<w:p>", 1'000'000), {}, Pack::stored),
        "partly_read", "damaged");
    add("docx_deep_closed",
        docx_of(paragraph("Text") + repeated("<w:sdt>", 1'000'000) +
                    repeated("</w:sdt>", 1'000'000),
                {}, Pack::stored),
        "partly_read", "too_deep");
    add("docx_nested_tables",
        docx_of(paragraph("Text") + repeated("<w:tbl><w:tr><w:tc>", 400) + paragraph("innen") +
                repeated("</w:tc></w:tr></w:tbl>", 400)),
        "partly_read", "too_deep");
    add("docx_runs",
        docx_of("<w:p>" + repeated("<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>", 200'000) +
                    "</w:p>",
                {}, Pack::stored),
        "read", "");
    add("docx_note_marks",
        docx_of(paragraph("Text") +
                    repeated("<w:r><w:footnoteReference w:id=\"1\"/></w:r>", 200'000),
                {{"word/_rels/document.xml.rels",
                  bomb_relations("<Relationship Id=\"f\" Type=\"x/footnotes\" "
                                 "Target=\"footnotes.xml\"/>")},
                 {"word/footnotes.xml",
                  "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"1\">" + paragraph("Note") +
                      "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>"
                      "</w:footnote></w:footnotes>"}},
                Pack::stored),
        "read", "");
    add("docx_sections", docx_of(sections(50'000)), "read", "");
    add("docx_style_circle",
        docx_of(
            "<w:p><w:pPr><w:pStyle w:val=\"s0\"/></w:pPr><w:r><w:t>Text</w:t></w:r></w:p>",
            {{"word/_rels/document.xml.rels",
              bomb_relations("<Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/>")},
             {"word/styles.xml", style_chain(20'000)}}),
        "read", "");
    add("docx_picture_of_zeros",
        docx_of(
            paragraph("Text") +
                "<w:p><w:r><w:drawing><a:blip r:embed=\"i\"/></w:drawing></w:r></w:p>",
            {{"word/_rels/document.xml.rels",
              bomb_relations("<Relationship Id=\"i\" Type=\"x/image\" Target=\"media/a.png\"/>")},
             {"word/media/a.png", std::string(24 << 20, '\0')}}),
        "partly_read", "unpacked_too_large");
}

void add_odt_bombs(std::vector<OfficeBomb>& bombs) {
    auto const add = [&](std::string name, std::string bytes, std::string status,
                         std::string reason) {
        bombs.push_back(
            {{std::move(name), std::move(bytes)}, std::move(status), std::move(reason)});
    };
    add("odt_spaces",
        odt_of("<text:p>a" + repeated("<text:s text:c=\"2147483647\"/>", 100'000) + "b</text:p>",
               {}, {}, Pack::stored),
        "partly_read", "text_too_long");
    add("odt_deep",
        odt_of("<text:p>Text</text:p>" + repeated("<text:section>", 500'000) +
                   repeated("</text:section>", 500'000),
               {}, {}, Pack::stored),
        "partly_read", "too_deep");
    add("odt_lists",
        odt_of(repeated("<text:list><text:list-item>", 200) + "<text:p>Text</text:p>" +
               repeated("</text:list-item></text:list>", 200)),
        "read", "");
}

void add_rtf_bombs(std::vector<OfficeBomb>& bombs) {
    auto const add = [&](std::string name, std::string bytes, std::string status,
                         std::string reason) {
        bombs.push_back(
            {{std::move(name), std::move(bytes)}, std::move(status), std::move(reason)});
    };
    add("rtf_groups",
        "{\\rtf1 Text " + std::string(1'000'000, '{') + std::string(1'000'000, '}') + "}",
        "partly_read", "too_deep");
    add("rtf_open_groups", "{\\rtf1 Text " + std::string(1'000'000, '{'), "partly_read",
        "too_deep");
    add("rtf_binary", "{\\rtf1 Text {\\pict\\pngblip\\bin2147483647 abc}} verloren", "partly_read",
        "damaged");
    add("rtf_notes", "{\\rtf1 Text " + repeated("{\\footnote ", 400) + std::string(400, '}') + "}",
        "read", "");
    add("rtf_tables",
        "{\\rtf1 Text \\par " + repeated("\\intbl\\itap30 a\\nestcell\\nestrow ", 50'000) + "}",
        "read", "");
    add(
        "rtf_fonts",
        "{\\rtf1{\\fonttbl" +
            [] {
                std::string fonts;
                for (int i = 0; i < 100'000; ++i)
                    fonts += fmt::format("{{\\f{}\\fcharset2 a;}}", i);
                return fonts;
            }() +
            "}Text}",
        "read", "");
    add("rtf_unicode", "{\\rtf1\\uc0 " + repeated("\\u228 ", 500'000) + "}", "read", "");
    add("rtf_skips", "{\\rtf1\\uc16 Text" + repeated("\\u228 ", 1'000'000) + "}", "read", "");
}

} // namespace

std::vector<OfficeBomb> office_bombs() {
    std::vector<OfficeBomb> bombs;
    add_zip_bombs(bombs);
    add_docx_bombs(bombs);
    add_odt_bombs(bombs);
    add_rtf_bombs(bombs);
    return bombs;
}

} // namespace leitstand::test
