// SPDX-License-Identifier: EUPL-1.2
#include "house/letters.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace leitstand::house {

namespace {

constexpr std::string_view kFirstLine = "Kennung: ";

// splitmix64: small, fast, and the same on each machine.
class Dice {
  public:
    explicit Dice(std::string_view name) {
        for (unsigned char const letter : name)
            state_ = (state_ ^ letter) * 1099511628211ull; // FNV-1a
    }
    std::uint64_t roll(std::uint64_t sides) {
        auto value = state_ += 0x9e3779b97f4a7c15ull;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
        return (value ^ (value >> 31)) % sides;
    }

  private:
    std::uint64_t state_ = 14695981039346656037ull;
};

constexpr std::array<std::string_view, 14> kSentences{
    "ich bitte um einen Termin, weil ich den Fragebogen nicht verstehe.",
    "seit dem 1. März 2026 wohne ich in der Lindenstraße 7 in 12043 Berlin.",
    "meine Miete beträgt jetzt 612,40 Euro im Monat, die Heizung kommt dazu.",
    "bitte schicken Sie mir das Formular für Wohngeld zu.",
    "gegen den Bescheid vom 14.02.2026 lege ich Widerspruch ein.",
    "unsere Tochter ist am 3. Januar 2026 geboren, die Urkunde liegt bei.",
    "ab dem nächsten Monat arbeite ich zwanzig Stunden in der Woche.",
    "der Strom soll am Freitag abgestellt werden, wir haben zwei kleine Kinder.",
    "für das Kindergeld fehlt Ihnen noch die Bescheinigung der Schule.",
    "können Sie mir sagen, wann mein Antrag bearbeitet wird?",
    "die Kontoauszüge der letzten drei Monate habe ich angehängt.",
    "mein neuer Arbeitgeber ist die Bäckerei am Markt, der Lohn kommt am 15.",
    "Sie erreichen mich unter 030 5550123 am Vormittag.",
    "die Rechnung über 87,20 Euro für die Klassenfahrt lege ich bei."};

constexpr std::array<std::string_view, 6> kSubjects{
    "Antrag auf Wohngeld",    "Widerspruch gegen Ihren Bescheid",
    "Neue Anschrift",         "Unterlagen zum Kindergeld",
    "Frage zu meinem Antrag", "Dringend: Strom wird abgestellt"};

constexpr std::array<std::string_view, 8> kNames{"Brandt",   "Yilmaz", "Kowalski", "Nguyen",
                                                 "Petersen", "Haddad", "Schuster", "Ivanova"};

std::string body(Dice& dice, std::size_t size_bytes_min) {
    std::string text = "Sehr geehrte Damen und Herren,\n\n";
    while (text.size() < size_bytes_min) {
        text += kSentences[dice.roll(kSentences.size())];
        text += dice.roll(4) == 0 ? "\n\n" : "\n";
    }
    return text;
}

std::string quoted_printable(std::string_view text) {
    std::string coded;
    std::size_t column = 0;
    for (unsigned char const letter : text) {
        if (letter == '\n') {
            coded += "\r\n";
            column = 0;
            continue;
        }
        if (column > 70) {
            coded += "=\r\n";
            column = 0;
        }
        auto const plain = letter >= 32 && letter < 127 && letter != '=';
        auto const piece = plain ? std::string(1, static_cast<char>(letter))
                                 : fmt::format("={:02X}", static_cast<unsigned>(letter));
        coded += piece;
        column += piece.size();
    }
    return coded;
}

std::string with_crlf(std::string_view text) {
    std::string out;
    for (char const letter : text)
        out += letter == '\n' ? std::string{"\r\n"} : std::string(1, letter);
    return out;
}

} // namespace

std::string letter_text(std::string_view name, std::size_t size_bytes_min) {
    Dice dice{name};
    return fmt::format("{}{}\n{}", kFirstLine, name, body(dice, size_bytes_min));
}

std::string_view letter_name(std::string_view text) {
    if (!text.starts_with(kFirstLine))
        return {};
    text.remove_prefix(kFirstLine.size());
    return text.substr(0, text.find('\n'));
}

std::string letter_mail(std::string_view name) {
    Dice dice{name};
    auto const family = kNames[dice.roll(kNames.size())];
    auto const coded = dice.roll(2) == 0;
    auto const text =
        fmt::format("{}\nMit freundlichen Grüßen\nA. {}\n-- \nGesendet von unterwegs\n",
                    body(dice, 1200 + dice.roll(1800)), family);
    std::string mail;
    for (int hop = 0; hop < 3; ++hop)
        mail +=
            fmt::format("Received: from mx{0}.post.example (mx{0}.post.example [192.0.2.{0}])\r\n"
                        "\tby mail{0}.amt.example with ESMTPS id {1:012x};\r\n"
                        "\tThu, 26 Nov 2026 0{0}:11:0{0} +0100\r\n",
                        hop + 1, dice.roll(1ull << 48));
    mail += fmt::format("From: \"A. {0}\" <{0}@post.example>\r\nTo: post@amt.example\r\n", family);
    mail += fmt::format("Subject: {}\r\nMessage-ID: <{}@post.example>\r\n",
                        kSubjects[dice.roll(kSubjects.size())], name);
    mail += "Date: Thu, 26 Nov 2026 08:15:30 +0100\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n";
    mail += coded ? "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                  : "Content-Transfer-Encoding: 8bit\r\n\r\n";
    return mail + (coded ? quoted_printable(text) : with_crlf(text));
}

std::string letter_pdf(std::string_view line) {
    std::string escaped;
    for (char const letter : line) {
        if (letter == '(' || letter == ')' || letter == '\\')
            escaped += '\\';
        escaped += letter;
    }
    auto const drawing = fmt::format("BT /F1 12 Tf 72 720 Td ({}) Tj ET", escaped);
    std::array<std::string, 5> const objects{
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        "<< /Font << /F1 5 0 R >> >> >>",
        fmt::format("<< /Length {} >>\nstream\n{}\nendstream", drawing.size(), drawing),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"};
    std::string pdf = "%PDF-1.4\n";
    std::string places;
    for (std::size_t number = 1; number <= objects.size(); ++number) {
        places += fmt::format("{:010} 00000 n \n", pdf.size());
        pdf += fmt::format("{} 0 obj\n{}\nendobj\n", number, objects[number - 1]);
    }
    auto const table = pdf.size();
    return pdf + fmt::format("xref\n0 6\n0000000000 65535 f \n{}trailer << /Size 6 /Root 1 0 R >>\n"
                             "startxref\n{}\n%%EOF\n",
                             places, table);
}

} // namespace leitstand::house
