// SPDX-License-Identifier: EUPL-1.2
#include "mail.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>

#include "base/crypto/crypto.hpp"

namespace leitstand::example {

namespace {

constexpr std::size_t kEncodedWordBytes =
    42; // of text in one encoded word: a header line stays short
constexpr std::size_t kBase64Line = 76;
constexpr std::size_t kQuotedLine = 72;

// Characters beyond Latin-1 that windows-1252 has and our texts use.
constexpr std::array<std::pair<std::string_view, char>, 6> kWindows1252{{
    {"€", '\x80'},
    {"„", '\x84'},
    {"–", '\x96'},
    {"“", '\x93'},
    {"”", '\x94'},
    {"’", '\x92'},
}};

std::string to_windows_1252(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        auto const* const found = std::ranges::find_if(
            kWindows1252, [&](auto const& pair) { return text.starts_with(pair.first); });
        if (found != kWindows1252.end()) {
            made += found->second;
            text.remove_prefix(found->first.size());
            continue;
        }
        auto const lead = static_cast<unsigned char>(text[0]);
        if (lead < 0x80) {
            made += text[0];
            text.remove_prefix(1);
        } else if ((lead == 0xC2 || lead == 0xC3) && text.size() > 1) { // U+0080 to U+00FF
            made += static_cast<char>((lead - 0xC0) * 0x40 + static_cast<unsigned char>(text[1]) -
                                      0x80);
            text.remove_prefix(2);
        } else {
            made += '?';
            text.remove_prefix(1);
        }
    }
    return made;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char byte) { return byte < 0x80; });
}

// A header's text by RFC 2047, never cut inside a character.
std::string header_text(std::string_view text) {
    if (is_ascii(text))
        return std::string{text};
    std::string made;
    while (!text.empty()) {
        auto length = std::min(text.size(), kEncodedWordBytes);
        while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
            --length;
        made += fmt::format("{}=?utf-8?B?{}?=", made.empty() ? "" : "\r\n ",
                            to_base64(text.substr(0, length)));
        text.remove_prefix(length);
    }
    return made;
}

std::string base64_lines(std::string_view bytes) {
    auto const encoded = to_base64(bytes);
    std::string made;
    for (std::size_t at = 0; at < encoded.size(); at += kBase64Line)
        made += encoded.substr(at, kBase64Line) + "\r\n";
    return made;
}

std::string quoted_printable(std::string_view text) {
    std::string made;
    std::string line;
    auto const put = [&](std::string_view piece) {
        if (line.size() + piece.size() > kQuotedLine) {
            made += line + "=\r\n";
            line.clear();
        }
        line += piece;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const byte = static_cast<unsigned char>(text[at]);
        bool const at_end = at + 1 == text.size() || text[at + 1] == '\n';
        if (byte == '\n') {
            made += line + "\r\n";
            line.clear();
        } else if (byte >= 0x80 || byte == '=' || (byte == ' ' && at_end)) {
            put(fmt::format("={:02X}", byte));
        } else {
            put(text.substr(at, 1));
        }
    }
    return line.empty() ? made : made + line + "\r\n";
}

std::string rfc_date(Date date, std::string_view time) {
    static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const iso = to_iso(date);
    auto const month = static_cast<unsigned>(std::stoi(iso.substr(5, 2)));
    auto const day = static_cast<unsigned>(std::stoi(iso.substr(8, 2)));
    std::chrono::weekday const weekday{
        std::chrono::sys_days{std::chrono::year{std::stoi(iso.substr(0, 4))} /
                              std::chrono::month{month} / std::chrono::day{day}}};
    return fmt::format("{}, {} {} {} {}:00 +0100", kDays.at(weekday.c_encoding()), day,
                       kMonths.at(month - 1), iso.substr(0, 4), time);
}

std::string_view media_type(std::string_view name) {
    if (name.ends_with(".pdf"))
        return "application/pdf";
    return name.ends_with(".txt") ? "text/plain; charset=utf-8" : "application/octet-stream";
}

// The body's own headers and its encoded text.
std::string body_part(Message const& message, Kind kind) {
    if (kind == Kind::latin)
        return "Content-Type: text/plain; charset=windows-1252\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
               quoted_printable(to_windows_1252(message.body));
    if (kind == Kind::html)
        return "Content-Type: text/html; charset=utf-8\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
               quoted_printable(message.markup);
    return "Content-Type: text/plain; charset=utf-8\r\n"
           "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
           quoted_printable(message.body);
}

std::string attachment_part(MailFile const& file) {
    return fmt::format("Content-Type: {}\r\nContent-Transfer-Encoding: base64\r\n"
                       "Content-Disposition: attachment; filename=\"{}\"\r\n\r\n{}",
                       media_type(file.name), file.name, base64_lines(file.bytes));
}

} // namespace

Result<std::string> write_mail(Message const& message, Kind kind, std::string const& number,
                               std::span<MailFile const> files) {
    if (message.sender.mail.empty())
        return fail(Code::bad_input, "example.wrong",
                    number + ": a mail needs the sender's address");
    auto made = fmt::format(
        "From: {} <{}>\r\nTo: Musteramt <post@musteramt.example>\r\nSubject: {}\r\nDate: {}\r\n"
        "Message-ID: <{}@post.example>\r\nMIME-Version: 1.0\r\n",
        header_text(message.sender.name), message.sender.mail, header_text(message.subject),
        rfc_date(message.date, message.time), number);
    auto const body = body_part(message, kind);
    if (files.empty())
        return made + body;
    auto const boundary = "part-" + number;
    made += fmt::format("Content-Type: multipart/mixed; boundary=\"{}\"\r\n\r\n--{}\r\n{}",
                        boundary, boundary, body);
    for (auto const& file : files)
        made += fmt::format("\r\n--{}\r\n{}", boundary, attachment_part(file));
    return made + fmt::format("\r\n--{}--\r\n", boundary);
}

std::string write_mailbox(std::span<std::string const> mails) {
    std::string made;
    for (auto const& mail : mails) {
        made += "From post@musteramt.example Mon Nov  2 08:00:00 2026\n";
        std::size_t at = 0;
        while (at < mail.size()) {
            auto const end = mail.find('\n', at);
            auto line = mail.substr(at, end == std::string::npos ? end : end - at);
            if (line.ends_with('\r'))
                line.pop_back();
            made += (line.starts_with("From ") ? ">" : "") + line + "\n";
            at = end == std::string::npos ? mail.size() : end + 1;
        }
        made += "\n";
    }
    return made;
}

} // namespace leitstand::example
