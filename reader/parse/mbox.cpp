// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/mbox.hpp"

#include "reader/parse/recognise.hpp"

namespace leitstand::reader {

namespace {

std::string_view line_at(std::string_view bytes, std::size_t at) {
    auto line = bytes.substr(at, bytes.find('\n', at) - at);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

// A "From " line opens a message if it begins the file or follows an empty line, and a header
// follows it: the words "From here on" in a letter do neither.
bool opens_message(std::string_view bytes, std::size_t at) {
    if (!bytes.substr(at).starts_with("From "))
        return false;
    bool const after_empty = at == 0 ||
                             (at >= 2 && bytes[at - 1] == '\n' && bytes[at - 2] == '\n') ||
                             (at >= 4 && bytes.substr(at - 4, 4) == "\r\n\r\n");
    auto const next = bytes.find('\n', at);
    if (!after_empty || next == std::string_view::npos)
        return false;
    auto const header = line_at(bytes, next + 1);
    return is_header_line(header) || header.starts_with(">From ");
}

std::size_t next_opening(std::string_view bytes, std::size_t from) {
    while (from < bytes.size()) {
        if (opens_message(bytes, from))
            return from;
        auto const end = bytes.find("\nFrom ", from);
        if (end == std::string_view::npos)
            break;
        from = end + 1;
    }
    return std::string_view::npos;
}

bool has_quoted_from(std::string_view message) {
    return message.find("\n>") != std::string_view::npos;
}

// Takes one ">" from each line of the form ">From ", ">>From " and so on.
std::string without_quotes(std::string_view message) {
    std::string out;
    out.reserve(message.size());
    while (!message.empty()) {
        auto const end = message.find('\n');
        auto line = message.substr(0, end == std::string_view::npos ? end : end + 1);
        message.remove_prefix(line.size());
        auto const text = line.find_first_not_of('>');
        if (text != 0 && text != std::string_view::npos && line.substr(text).starts_with("From "))
            line.remove_prefix(1);
        out += line;
    }
    return out;
}

} // namespace

std::size_t count_messages(std::string_view bytes, std::size_t enough) {
    std::size_t count = 0;
    for (auto at = next_opening(bytes, 0); at != std::string_view::npos && count < enough;
         at = next_opening(bytes, at + 5))
        ++count;
    return count;
}

void read_mbox(std::string_view bytes, ReaderRequest const& request, Output& output,
               ReaderAnswer& answer) {
    answer.media_type = "application/mbox";
    auto const most = request.kind == RequestKind::mbox ? request.messages_max : request.parts_max;
    auto at = bytes.starts_with("\xef\xbb\xbf") ? 3 : std::size_t{0};
    at = next_opening(bytes.substr(at), 0) == 0 ? at : next_opening(bytes, at);
    if (at == std::string_view::npos) {
        refuse(answer, Reason::unknown_format);
        return;
    }
    while (at != std::string_view::npos) {
        if (answer.parts.size() == most) {
            read_in_part(answer, Reason::too_many_parts);
            return;
        }
        auto const start = bytes.find('\n', at) + 1;
        auto const next = next_opening(bytes, start);
        auto message = bytes.substr(start, next == std::string_view::npos ? next : next - start);
        if (next !=
            std::string_view::npos) // the empty line before the next message is not of this one
            message.remove_suffix(message.ends_with("\r\n") ? 2 : 1);
        bool const put = has_quoted_from(message)
                             ? output.put(answer, {}, "message/rfc822", without_quotes(message))
                             : output.put(answer, {}, "message/rfc822", message);
        if (!put) {
            read_in_part(answer, Reason::unpacked_too_large);
            return;
        }
        at = next;
    }
}

} // namespace leitstand::reader
