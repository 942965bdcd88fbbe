// SPDX-License-Identifier: EUPL-1.2
#include "tests/reader/zip_maker.hpp"

#include <zlib.h>

namespace leitstand::test {

namespace {

void put(std::string& to, std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i)
        to += i < 8 ? static_cast<char>(value >> (8 * i)) : '\0';
}

constexpr char const* kWordNames =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
    "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" "
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
    "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"";

constexpr char const* kOpenNames =
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
    "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
    "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" "
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" "
    "xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

} // namespace

std::string raw_deflated(std::string const& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::uint32_t checksum_of(std::string const& bytes) {
    return static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<Bytef const*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

ZipMaker& ZipMaker::add(std::string const& name, std::string const& bytes, Pack pack,
                        ZipLie const& lie) {
    bool const stored = pack == Pack::stored;
    return add_packed(name, stored ? bytes : raw_deflated(bytes),
                      static_cast<std::uint32_t>(bytes.size()), checksum_of(bytes), stored ? 0 : 8,
                      lie);
}

ZipMaker& ZipMaker::add_packed(std::string const& name, std::string const& packed,
                               std::uint32_t size_bytes, std::uint32_t checksum,
                               std::uint16_t method, ZipLie const& lie) {
    auto const& local_name = lie.local_name.value_or(name);
    auto const at = lie.local_offset.value_or(offset());
    std::string common; // what both headers say
    put(common, 20, 2);
    put(common, 0x800u | (lie.encrypted ? 1u : 0u), 2);
    put(common, lie.method.value_or(method), 2);
    put(common, 0, 4);
    put(common, lie.checksum.value_or(checksum), 4);
    put(common, packed.size(), 4);
    put(common, lie.size_bytes.value_or(size_bytes), 4);
    body_ += "PK\x03\x04" + common;
    put(body_, local_name.size(), 2);
    put(body_, 0, 2);
    body_ += local_name + packed;
    directory_ += "PK\x01\x02";
    put(directory_, 20, 2);
    directory_ += common;
    put(directory_, name.size(), 2);
    put(directory_, 0, 12);
    put(directory_, at, 4);
    directory_ += name;
    ++count_;
    return *this;
}

std::string ZipMaker::make(std::optional<std::uint16_t> count) const {
    auto zip = body_ + directory_ + "PK\x05\x06";
    auto const said = count.value_or(static_cast<std::uint16_t>(count_));
    put(zip, 0, 4);
    put(zip, said, 2);
    put(zip, said, 2);
    put(zip, directory_.size(), 4);
    put(zip, body_.size(), 4);
    put(zip, 0, 2);
    return zip;
}

std::string docx_with(std::string const& document_xml, Members const& more, Pack pack) {
    ZipMaker zip;
    zip.add("[Content_Types].xml",
            "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/"
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>");
    zip.add("_rels/.rels",
            "<Relationships><Relationship Id=\"r1\" "
            "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
            "officeDocument\" Target=\"word/document.xml\"/></Relationships>");
    zip.add("word/document.xml", document_xml, pack);
    for (auto const& [name, bytes] : more)
        zip.add(name, bytes);
    return zip.make();
}

std::string docx_of(std::string const& body, Members const& more, Pack pack) {
    return docx_with("<?xml version=\"1.0\"?><w:document " + std::string{kWordNames} + "><w:body>" +
                         body + "</w:body></w:document>",
                     more, pack);
}

std::string odt_of(std::string const& body, Members const& more,
                   std::string const& automatic_styles, Pack pack) {
    ZipMaker zip;
    zip.add("mimetype", "application/vnd.oasis.opendocument.text", Pack::stored);
    zip.add("content.xml",
            "<?xml version=\"1.0\"?><office:document-content " + std::string{kOpenNames} +
                "><office:automatic-styles>" + automatic_styles +
                "</office:automatic-styles><office:body><office:text>" + body +
                "</office:text></office:body></office:document-content>",
            pack);
    for (auto const& [name, bytes] : more)
        zip.add(name, bytes);
    return zip.make();
}

} // namespace leitstand::test
