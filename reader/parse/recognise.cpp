// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/recognise.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "reader/parse/charset.hpp"
#include "reader/parse/zip.hpp"

namespace leitstand::reader {

namespace {

using std::string_view_literals::operator""sv;

struct Magic {
    std::size_t at;
    std::string_view bytes;
    std::string_view media_type;
    Reason reason;
};

constexpr std::array kMagic{
    Magic{0, "\x89PNG\r\n\x1a\n"sv, "image/png", Reason::format_image},
    Magic{0, "\xff\xd8\xff"sv, "image/jpeg", Reason::format_image},
    Magic{0, "GIF87a"sv, "image/gif", Reason::format_image},
    Magic{0, "GIF89a"sv, "image/gif", Reason::format_image},
    Magic{0, "II*\0"sv, "image/tiff", Reason::format_image},
    Magic{0, "MM\0*"sv, "image/tiff", Reason::format_image},
    Magic{0, "II+\0"sv, "image/tiff", Reason::format_image},
    Magic{0, "MM\0+"sv, "image/tiff", Reason::format_image},
    Magic{8, "WEBP"sv, "image/webp", Reason::format_image},
    Magic{4, "ftypavif"sv, "image/avif", Reason::format_image},
    Magic{4, "ftypavis"sv, "image/avif", Reason::format_image},
    Magic{4, "ftypheic"sv, "image/heic", Reason::format_image},
    Magic{4, "ftypheix"sv, "image/heic", Reason::format_image},
    Magic{4, "ftypmif1"sv, "image/heif", Reason::format_image},
    Magic{0, "\0\0\0\x0cjP  \r\n\x87\n"sv, "image/jp2", Reason::format_image},
    Magic{0, "\xff\x4f\xff\x51"sv, "image/jp2", Reason::format_image},
    Magic{0, "8BPS"sv, "image/vnd.adobe.photoshop", Reason::format_image},
    Magic{0, "DDS |"sv, "image/vnd.ms-dds", Reason::format_image},
    Magic{0, "BLP1"sv, "image/x-blp", Reason::format_image},
    Magic{0, "BLP2"sv, "image/x-blp", Reason::format_image},
    Magic{0, "qoif"sv, "image/qoi", Reason::format_image},
    Magic{0, "\x01\xda\x00\x01"sv, "image/x-sgi", Reason::format_image},
    Magic{0, "\x01\xda\x01\x01"sv, "image/x-sgi", Reason::format_image},
    Magic{0, "\0\0\x01\0"sv, "image/vnd.microsoft.icon", Reason::format_image},
    Magic{0, "\x0a\x05\x01\x08"sv, "image/vnd.zbrush.pcx", Reason::format_image},
    Magic{0, "\x0a\x05\x01\x01"sv, "image/vnd.zbrush.pcx", Reason::format_image},
    Magic{4, "\x11\xaf"sv, "image/x-fli", Reason::format_image},
    Magic{4, "\x12\xaf"sv, "image/x-fli", Reason::format_image},
    Magic{0, "\xd7\xcd\xc6\x9a"sv, "image/wmf", Reason::format_image},
    Magic{0, "gimp xcf"sv, "image/x-xcf", Reason::format_image},
    Magic{0, "\xc5\xd0\xd3\xc6"sv, "application/postscript", Reason::format_postscript},
    Magic{0, "%!PS"sv, "application/postscript", Reason::format_postscript},
    Magic{0, "\xffWPC"sv, "application/vnd.wordperfect", Reason::format_word},
    Magic{0, "\x78\x9f\x3e\x22"sv, "application/vnd.ms-tnef", Reason::format_tnef},
    Magic{0, "Rar!\x1a\x07"sv, "application/vnd.rar", Reason::format_archive},
    Magic{0, "7z\xbc\xaf\x27\x1c"sv, "application/x-7z-compressed", Reason::format_archive},
    Magic{0, "\x1f\x8b"sv, "application/gzip", Reason::format_archive},
    Magic{0, "BZh"sv, "application/x-bzip2", Reason::format_archive},
    Magic{0,
          "\xfd"
          "7zXZ\0"sv,
          "application/x-xz", Reason::format_archive},
    Magic{0, "\x28\xb5\x2f\xfd"sv, "application/zstd", Reason::format_archive},
    Magic{257, "ustar"sv, "application/x-tar", Reason::format_archive},
    Magic{0, "MSCF"sv, "application/vnd.ms-cab-compressed", Reason::format_archive},
    Magic{0x8001, "CD001"sv, "application/x-iso9660-image", Reason::format_archive},
    Magic{0, "-----BEGIN PKCS7"sv, "application/pkcs7-mime", Reason::format_encrypted_mail},
    Magic{0, "-----BEGIN CMS"sv, "application/pkcs7-mime", Reason::format_encrypted_mail},
    Magic{0, "-----BEGIN PGP MESSAGE"sv, "application/pgp-encrypted",
          Reason::format_encrypted_mail},
    Magic{0, "ID3"sv, "audio/mpeg", Reason::format_audio},
    Magic{0, "\xff\xfb"sv, "audio/mpeg", Reason::format_audio},
    Magic{0, "\xff\xf3"sv, "audio/mpeg", Reason::format_audio},
    Magic{0, "OggS"sv, "audio/ogg", Reason::format_audio},
    Magic{0, "fLaC"sv, "audio/flac", Reason::format_audio},
    Magic{8, "WAVE"sv, "audio/wav", Reason::format_audio},
    Magic{0, "#!AMR"sv, "audio/amr", Reason::format_audio},
    Magic{4, "ftypM4A"sv, "audio/mp4", Reason::format_audio},
    Magic{0, "MThd"sv, "audio/midi", Reason::format_audio},
    Magic{4, "ftyp"sv, "video/mp4", Reason::format_video},
    Magic{4, "moov"sv, "video/quicktime", Reason::format_video},
    Magic{8, "AVI "sv, "video/x-msvideo", Reason::format_video},
    Magic{0, "\x1a\x45\xdf\xa3"sv, "video/x-matroska", Reason::format_video},
    Magic{0, "\0\0\x01\xba"sv, "video/mpeg", Reason::format_video},
    Magic{0, "MZ"sv, "application/x-dosexec", Reason::format_program},
    Magic{0,
          "\x7f"
          "ELF"sv,
          "application/x-executable", Reason::format_program},
    Magic{0, "\xca\xfe\xba\xbe"sv, "application/x-executable", Reason::format_program},
    Magic{0, "\xcf\xfa\xed\xfe"sv, "application/x-executable", Reason::format_program},
    Magic{0, "L\0\0\0\x01\x14\x02\0"sv, "application/x-ms-shortcut", Reason::format_program},
};

bool has_at(std::string_view bytes, std::size_t at, std::string_view what) {
    return bytes.size() >= at + what.size() && bytes.substr(at, what.size()) == what;
}

bool holds(std::string_view bytes, std::string_view what) {
    return bytes.find(what) != std::string_view::npos;
}

std::string wide(std::string_view ascii) { // as OLE directories write names
    std::string out;
    for (char const c : ascii) {
        out += c;
        out += '\0';
    }
    return out;
}

Recognised recognise_ole(std::string_view bytes) {
    if (holds(bytes, wide("EncryptedPackage")))
        return {Format::other, "application/vnd.ms-office", Reason::encrypted};
    if (holds(bytes, wide("WordDocument")))
        return {Format::other, "application/msword", Reason::format_word_old};
    if (holds(bytes, wide("Workbook")))
        return {Format::other, "application/vnd.ms-excel", Reason::format_sheet};
    if (holds(bytes, wide("PowerPoint Document")))
        return {Format::other, "application/vnd.ms-powerpoint", Reason::format_slides};
    if (holds(bytes, wide("__substg1.0_")) || holds(bytes, wide("__properties_version1.0")))
        return {Format::other, "application/vnd.ms-outlook", Reason::format_outlook};
    return {Format::other, "application/x-ole-storage", Reason::unknown_format};
}

// OpenDocument and its relatives say what they are in a member "mimetype", the first and unpacked.
std::optional<Recognised> recognise_by_mimetype(std::string_view bytes, Zip const& zip) {
    constexpr std::size_t kAt = 30; // behind the header of the member
    constexpr std::size_t kLongest = 256;
    auto const* const member = zip.find("mimetype");
    auto const unpacked = member == nullptr ? Unpacked{} : zip.unpack(*member, kLongest);
    auto const type = has_at(bytes, kAt, "mimetype") ? bytes.substr(kAt + 8, kLongest)
                                                     : std::string_view{unpacked.bytes};
    constexpr auto kOpenDocument = "application/vnd.oasis.opendocument."sv;
    if (type.starts_with("application/vnd.sun.xml.writer"))
        return Recognised{Format::other, "application/vnd.sun.xml.writer", Reason::format_word};
    if (type.starts_with("application/epub+zip"))
        return Recognised{Format::other, "application/epub+zip", Reason::format_word};
    if (!type.starts_with(kOpenDocument))
        return std::nullopt;
    auto const kind = type.substr(kOpenDocument.size());
    if (kind.starts_with("text-template"))
        return Recognised{Format::odt, "application/vnd.oasis.opendocument.text-template",
                          Reason::none};
    if (kind.starts_with("text"))
        return Recognised{Format::odt, "application/vnd.oasis.opendocument.text", Reason::none};
    if (kind.starts_with("spreadsheet"))
        return Recognised{Format::other, "application/vnd.oasis.opendocument.spreadsheet",
                          Reason::format_sheet};
    if (kind.starts_with("presentation"))
        return Recognised{Format::other, "application/vnd.oasis.opendocument.presentation",
                          Reason::format_slides};
    return std::nullopt;
}

Recognised recognise_zip(std::string_view bytes, Zip const& zip) {
    constexpr auto kWord =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"sv;
    constexpr auto kSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"sv;
    constexpr auto kSlides =
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"sv;
    if (auto const open_document = recognise_by_mimetype(bytes, zip))
        return *open_document;
    // Without a directory that can be believed, what the bytes mention says at least what it was.
    bool const readable = zip.fault() == Reason::none;
    auto const has = [&](std::string_view start) {
        return readable
                   ? std::any_of(zip.entries().begin(), zip.entries().end(),
                                 [&](auto const& entry) { return entry.name.starts_with(start); })
                   : holds(bytes, start);
    };
    if (has("[Content_Types].xml") || has("_rels/.rels")) {
        if (has("word/"))
            return {Format::docx, kWord, Reason::none};
        if (has("xl/"))
            return {Format::other, kSheet, Reason::format_sheet};
        if (has("ppt/"))
            return {Format::other, kSlides, Reason::format_slides};
    }
    if (readable && has("Index/Document.iwa"))
        return {Format::other, "application/vnd.apple.pages", Reason::format_word};
    return {Format::zip, "application/zip", Reason::none};
}

// The one-file forms of Word 2003 and of OpenDocument, which hold a document between their tags.
bool is_office_xml(std::string_view xml) {
    auto const head = xml.substr(0, 4096);
    return holds(head, "progid=\"Word.Document\"") ||
           holds(head, "http://schemas.microsoft.com/office/2006/xmlPackage") ||
           holds(head, "urn:oasis:names:tc:opendocument:xmlns:office");
}

// A DER sequence that begins with the object identifier 1.2.840.113549.1.7 (PKCS #7, CMS).
bool is_pkcs7(std::string_view bytes) {
    constexpr auto kIdentifier = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"sv;
    return bytes.starts_with('\x30') &&
           bytes.substr(0, 24).find(kIdentifier) != std::string_view::npos;
}

std::optional<Recognised> recognise_magic(std::string_view bytes) {
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        auto zip = std::make_shared<Zip const>(bytes);
        auto recognised = recognise_zip(bytes, *zip);
        recognised.zip = std::move(zip);
        return recognised;
    }
    if (bytes.starts_with("{\\rtf"))
        return Recognised{Format::rtf, "application/rtf", Reason::none};
    if (bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        return recognise_ole(bytes);
    if (is_pkcs7(bytes))
        return Recognised{Format::other, "application/pkcs7-mime", Reason::format_encrypted_mail};
    for (auto const& magic : kMagic)
        if (has_at(bytes, magic.at, magic.bytes))
            return Recognised{Format::other, magic.media_type, magic.reason};
    if (has_at(bytes, 0, "BM") && has_at(bytes, 6, "\0\0\0\0"sv))
        return Recognised{Format::other, "image/bmp", Reason::format_image};
    bool const portable_image = bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' &&
                                bytes[1] <= '7' &&
                                (bytes[2] == '\n' || bytes[2] == ' ' || bytes[2] == '\r');
    if (portable_image)
        return Recognised{Format::other, "image/x-portable-anymap", Reason::format_image};
    return std::nullopt;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool starts_like(std::string_view text, std::string_view lower_case) {
    return text.size() >= lower_case.size() &&
           std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                      [](char a, char b) { return a == lower(b); });
}

bool holds_like(std::string_view text, std::string_view lower_case) {
    return std::search(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                       [](char a, char b) { return lower(a) == b; }) != text.end();
}

std::string_view next_line(std::string_view& rest) {
    auto const end = rest.find_first_of("\r\n");
    auto const line = rest.substr(0, end);
    if (end == std::string_view::npos) {
        rest = {};
    } else {
        auto const both = rest.substr(end).starts_with("\r\n");
        rest.remove_prefix(end + (both ? 2 : 1));
    }
    return line;
}

// Headers that a message has and hardly anything else; a letter may well begin with "Betreff:".
constexpr std::array kMessageHeaders{
    "from:"sv,
    "to:"sv,
    "subject:"sv,
    "date:"sv,
    "received:"sv,
    "return-path:"sv,
    "message-id:"sv,
    "mime-version:"sv,
    "content-type:"sv,
    "delivered-to:"sv,
    "cc:"sv,
    "reply-to:"sv,
    "x-mailer:"sv,
    "in-reply-to:"sv,
    "content-transfer-encoding:"sv,
    "references:"sv,
    "sender:"sv,
    "resent-from:"sv,
    "return-receipt-to:"sv,
    "x-original-to:"sv,
};
constexpr std::array kSureHeaders{"received:"sv,     "return-path:"sv,  "message-id:"sv,
                                  "mime-version:"sv, "content-type:"sv, "delivered-to:"sv,
                                  "x-original-to:"sv};

bool looks_like_message(std::string_view bytes) {
    std::string_view rest = bytes.substr(0, 32 << 10);
    int known = 0;
    int sure = 0;
    int lines = 0;
    while (!rest.empty() && lines < 200) {
        auto const line = next_line(rest);
        if (line.empty() && lines > 0)
            break;
        bool const folded = line.starts_with(' ') || line.starts_with('\t');
        if (!folded && !is_header_line(line)) {
            // One foreign line among headers happens; the first line decides.
            if (lines == 0 || known == 0)
                return false;
            break;
        }
        ++lines;
        auto const is = [&](std::string_view name) { return starts_like(line, name); };
        known += std::any_of(kMessageHeaders.begin(), kMessageHeaders.end(), is) ? 1 : 0;
        sure += std::any_of(kSureHeaders.begin(), kSureHeaders.end(), is) ? 1 : 0;
    }
    return sure > 0 || known >= 2;
}

bool looks_like_html(std::string_view text) {
    auto const start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || text[start] != '<')
        return false;
    auto const head = text.substr(start, 2048);
    return starts_like(head, "<!doctype html") || holds_like(head, "<html") ||
           holds_like(head, "<body") || holds_like(head, "<head>") || starts_like(head, "<div") ||
           starts_like(head, "<p>") || starts_like(head, "<p ") || starts_like(head, "<table") ||
           starts_like(head, "<span");
}

} // namespace

bool is_header_line(std::string_view line) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 100)
        return false;
    auto name = line.substr(0, colon);
    while (!name.empty() && name.back() == ' ')
        name.remove_suffix(1);
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > 32 && c < 127; });
}

Recognised recognise(std::string_view bytes) {
    if (bytes.empty())
        return {Format::other, "application/octet-stream", Reason::empty};
    // A PDF may stand behind a kilobyte of something else.
    auto const head = bytes.substr(0, 1024 + 5);
    auto const pdf = head.find("%PDF-");
    if (pdf == 0)
        return {Format::pdf, "application/pdf", Reason::none};
    if (auto const magic = recognise_magic(bytes))
        return *magic;
    auto plain = bytes;
    if (plain.starts_with("\xef\xbb\xbf"))
        plain.remove_prefix(3);
    if (plain.starts_with("From ")) {
        auto rest = plain;
        next_line(rest);
        if (looks_like_message(rest))
            return {Format::mbox, "application/mbox", Reason::none};
    }
    if (looks_like_message(plain))
        return {Format::mail, "message/rfc822", Reason::none};
    if (pdf != std::string_view::npos)
        return {Format::pdf, "application/pdf", Reason::none};
    if (looks_like_html(plain))
        return {Format::html, "text/html", Reason::none};
    if (!looks_like_text(bytes))
        return {Format::other, "application/octet-stream", Reason::unknown_format};
    if (plain.starts_with("<?xml") && is_office_xml(plain))
        return {Format::other, "application/xml", Reason::format_word};
    if (plain.starts_with("<?xml"))
        return {Format::text, "application/xml", Reason::none};
    return {Format::text, "text/plain", Reason::none};
}

} // namespace leitstand::reader
