// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/package.hpp"

#include <algorithm>

#include "read/bytes.hpp"

namespace leitstand::reader {

namespace {

std::string lower(std::string_view text) {
    std::string out;
    for (char const c : text)
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

bool holds(std::string_view text, std::string_view what) {
    return text.find(what) != std::string_view::npos;
}

} // namespace

Package::Package(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer)
    : zip_(zip), request_(request), output_(output), answer_(answer),
      room_(zip.unpacked_bytes_max(request)) {}

std::unique_ptr<Xml> Package::xml(std::string_view name) {
    auto const* const entry = zip_.find(name);
    if (entry == nullptr)
        return nullptr;
    auto unpacked = zip_.unpack(*entry, std::min(room_, Limits{}.office_xml_bytes_max));
    if (unpacked.fault != Reason::none) {
        read_in_part(answer_, unpacked.fault);
        return nullptr;
    }
    room_ -= unpacked.bytes.size();
    auto xml = std::make_unique<Xml>(std::move(unpacked.bytes));
    if (xml->fault != Reason::none)
        read_in_part(answer_, xml->fault);
    if (xml->has_document_type)
        warn(Warning::malformed);
    return xml;
}

void Package::hand_out(std::string_view name) {
    auto const* const entry = zip_.find(name);
    if (entry == nullptr || !handed_out_.insert(entry).second)
        return;
    if (answer_.parts.size() == request_.parts_max) {
        read_in_part(answer_, Reason::too_many_parts);
        return;
    }
    auto const unpacked = zip_.unpack(*entry, room_);
    if (unpacked.fault != Reason::none) {
        read_in_part(answer_, unpacked.fault);
        return;
    }
    room_ -= unpacked.bytes.size();
    if (!output_.put(answer_, entry->name, {}, unpacked.bytes))
        read_in_part(answer_, Reason::unpacked_too_large);
}

void Package::look_around() {
    if (zip_.malformed())
        warn(Warning::malformed);
    if (zip_.cut())
        read_in_part(answer_, Reason::too_many_parts);
    for (auto const& entry : zip_.entries()) {
        auto const name = lower(entry.name);
        if (name.ends_with("vbaproject.bin") || name.ends_with("vbadata.xml") ||
            name.starts_with("basic/") || name.starts_with("scripts/"))
            warn(Warning::macros);
        if (name.starts_with("_xmlsignatures/") || name.ends_with("documentsignatures.xml"))
            warn(Warning::signature);
        if (holds(name, "/activex/"))
            warn(Warning::embedded_objects);
    }
}

bool is_remote(std::string_view target) {
    auto const start = lower(target.substr(0, 16));
    if (start.starts_with("file:///"))
        return start.starts_with("file://///") || start.starts_with("file:///\\\\");
    return start.starts_with("http:") || start.starts_with("https:") || start.starts_with("ftp:") ||
           start.starts_with("file://") || start.starts_with("\\\\") || start.starts_with("//") ||
           start.starts_with("smb:") || start.starts_with("mhtml:") || start.starts_with("webdav");
}

void note_field(std::string_view instruction, ReaderAnswer& answer) {
    auto const text = lower(instruction);
    auto const first = text.find_first_not_of(" \t\n\"");
    auto const command =
        first == std::string::npos ? std::string_view{} : std::string_view{text}.substr(first);
    bool const far = holds(text, "http:") || holds(text, "https:") || holds(text, "ftp:") ||
                     holds(text, "\\\\\\\\") || holds(text, "file://");
    if (command.starts_with("dde"))
        answer.warn(Warning::launch);
    if (command.starts_with("macrobutton"))
        answer.warn(Warning::macros);
    if (command.starts_with("hyperlink") && far)
        answer.warn(Warning::links);
    if (far && (command.starts_with("include") || command.starts_with("import") ||
                command.starts_with("link") || command.starts_with("rd ")))
        answer.warn(Warning::remote_content);
}

char32_t symbol_character(std::uint32_t code) {
    switch (code & 0xff) {
    case 0xa8:
    case 0x6f:
    case 0x71:
    case 0x72:
        return U'\u2610'; // empty box
    case 0xfe:
    case 0x53:
        return U'\u2611'; // ticked
    case 0xfd:
    case 0x54:
    case 0x78:
        return U'\u2612'; // crossed
    case 0xfc:
        return U'\u2713';
    case 0xfb:
        return U'\u2717';
    case 0xb7:
    case 0x6c:
    case 0x6e:
    case 0xa7:
    case 0x9f:
        return U'\u2022';
    case 0xe0:
    case 0xf0:
    case 0xd8:
        return U'\u2192';
    case 0x28:
        return U'\u260e';
    case 0x2a:
        return U'\u2709';
    default:
        return 0;
    }
}

void finish_office(ReaderAnswer& answer, std::string text, ReaderRequest const& request) {
    auto clean = to_clean_text(text);
    if (clean.find_first_not_of(" \t\n") == std::string::npos) {
        if (answer.parts.empty())
            refuse(answer, answer.reason == Reason::none ? Reason::empty : answer.reason);
        return;
    }
    append_text(answer, clean + "\n", request);
}

} // namespace leitstand::reader
