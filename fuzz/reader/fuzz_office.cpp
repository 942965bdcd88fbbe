// SPDX-License-Identifier: EUPL-1.2
// The XML of DOCX and ODT: the input is one member of an otherwise sound package, its first byte
// says which, so that mutations need not get past the checksums of a ZIP.
#include "fuzz/reader/parsing.hpp"
#include "tests/reader/zip_maker.hpp"

namespace {

constexpr char kWordRelations[] =
    "<Relationships><Relationship Id=\"1\" Type=\"/styles\" Target=\"styles.xml\"/><Relationship "
    "Id=\"2\" Type=\"/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"3\" "
    "Type=\"/footnotes\" Target=\"footnotes.xml\"/><Relationship Id=\"4\" Type=\"/header\" "
    "Target=\"header.xml\"/><Relationship Id=\"5\" Type=\"/settings\" Target=\"settings.xml\"/>"
    "</Relationships>";

constexpr char kWordBody[] =
    "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"a\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId "
    "w:val=\"1\"/></w:numPr></w:pPr><w:r><w:rPr><w:rStyle w:val=\"b\"/></w:rPr><w:t>x</w:t>"
    "<w:footnoteReference w:id=\"1\"/></w:r></w:p><w:sectPr><w:headerReference w:type=\"default\" "
    "r:id=\"4\"/></w:sectPr></w:body></w:document>";

constexpr char kOpenBody[] =
    "<office:document-content><office:body><office:text><text:h text:style-name=\"a\">x</text:h>"
    "<text:list text:style-name=\"l\"><text:list-item><text:p text:style-name=\"b\">y</text:p>"
    "</text:list-item></text:list></office:text></office:body></office:document-content>";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace leitstand;
    using test::Pack;
    if (size == 0)
        return 0;
    constexpr std::array kWordMembers{"word/document.xml",  "word/styles.xml",
                                      "word/numbering.xml", "word/footnotes.xml",
                                      "word/header.xml",    "word/_rels/document.xml.rels",
                                      "word/settings.xml",  "[Content_Types].xml"};
    constexpr std::array kOpenMembers{"content.xml", "styles.xml", "meta.xml",
                                      "META-INF/manifest.xml"};
    auto const choice = data[0] % (kWordMembers.size() + kOpenMembers.size());
    std::string const input{fuzz::view(data + 1, size - 1)};
    bool const word = choice < kWordMembers.size();
    std::string const chosen =
        word ? kWordMembers.at(choice) : kOpenMembers.at(choice - kWordMembers.size());
    test::ZipMaker zip;
    auto const add = [&](std::string const& name, std::string const& bytes) {
        zip.add(name, name == chosen ? input : bytes, Pack::stored);
    };
    if (word) {
        for (std::string const name : kWordMembers)
            add(name, name == "word/document.xml"              ? kWordBody
                      : name == "word/_rels/document.xml.rels" ? kWordRelations
                                                               : "<a/>");
    } else {
        zip.add("mimetype", "application/vnd.oasis.opendocument.text", Pack::stored);
        for (std::string const name : kOpenMembers)
            add(name, name == "content.xml" ? kOpenBody : "<a/>");
    }
    fuzz::parse_and_check(zip.make());
    return 0;
}
