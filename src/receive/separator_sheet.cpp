// SPDX-License-Identifier: EUPL-1.2
#include "receive/separator_sheet.hpp"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include "base/crypto/crypto.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kPrefix = "LEITSTAND-TB1-";
constexpr std::size_t kDigits = 8; // of a number and of a check value
constexpr std::size_t kContentBytes = kPrefix.size() + kDigits + 1 + kDigits;
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

// Points of A4 and of what stands on it.
constexpr double kPageWidth = 595.28, kPageHeight = 841.89, kLeft = 57;
constexpr double kQrSize = 250, kQrBottom = 290;
constexpr double kBarsWidth = 480, kBarsHeight = 80, kBarsBottom = 150;

std::string check_value(std::string_view number) {
    auto value = to_hex(sha256(fmt::format("leitstand separator sheet 1 {}", number)));
    value.resize(kDigits);
    for (char& c : value)
        if (c >= 'a')
            c = static_cast<char>(c - 'a' + 'A');
    return value;
}

ZXing::BitMatrix drawn(ZXing::BarcodeFormat format, std::string const& content) {
    return ZXing::MultiFormatWriter{format}.setMargin(0).encode(content, 0, 0);
}

// Dark modules as filled rectangles, those of a row that touch each other as one.
void put_modules(std::string& out, ZXing::BitMatrix const& code, double left, double bottom,
                 double width, double height) {
    double const across = width / code.width();
    double const down = height / code.height();
    for (int y = 0; y < code.height(); ++y)
        for (int x = 0; x < code.width(); ++x) {
            if (!code.get(x, y))
                continue;
            int end = x;
            while (end < code.width() && code.get(end, y))
                ++end;
            out += fmt::format("{:.3f} {:.3f} {:.3f} {:.3f} re\n", left + x * across,
                               bottom + height - (y + 1) * down, (end - x) * across, down);
            x = end;
        }
    out += "f\n";
}

// `text` is in the encoding of the page's fonts (Windows-1252), without brackets or backslashes.
void put_text(std::string& out, char const* font, double size, double bottom,
              std::string_view text) {
    out += fmt::format("BT /{} {} Tf {} {} Td ({}) Tj ET\n", font, size, kLeft, bottom, text);
}

std::string page_content(std::uint32_t sheet) {
    auto const content = separator_content(sheet);
    std::string out;
    put_text(out, "B", 54, 740, "Trennblatt");
    put_text(out, "R", 16, 700,
             "Trennblatt \x96 Leitstand \x96 bitte zwischen zwei Sendungen legen");
    put_text(out, "R", 11, 676, "Jedes Blatt kann immer wieder verwendet werden.");
    put_text(out, "R", 11, 660, "Separator sheet \x96 put it between two deliveries.");
    put_modules(out, drawn(ZXing::BarcodeFormat::QRCode, content), (kPageWidth - kQrSize) / 2,
                kQrBottom, kQrSize, kQrSize);
    auto const bars = drawn(ZXing::BarcodeFormat::Code128, content);
    put_modules(out, bars, kLeft, kBarsBottom, kBarsWidth, kBarsHeight);
    put_text(out, "R", 11, kBarsBottom - 22, content);
    return out;
}

// Objects of a PDF, numbered from 1 in the order in which they are added.
class PdfFile {
  public:
    void add(std::string_view body) {
        places_.push_back(bytes_.size());
        bytes_ += fmt::format("{} 0 obj\n{}\nendobj\n", places_.size(), body);
    }
    std::string finish() {
        auto const table = bytes_.size();
        bytes_ += fmt::format("xref\n0 {}\n0000000000 65535 f \n", places_.size() + 1);
        for (auto const place : places_)
            bytes_ += fmt::format("{:010} 00000 n \n", place);
        bytes_ += fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
                              places_.size() + 1, table);
        return std::move(bytes_);
    }

  private:
    std::string bytes_ = "%PDF-1.4\n";
    std::vector<std::size_t> places_;
};

std::string font(std::string_view name) {
    return fmt::format("<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>",
                       name);
}

constexpr std::size_t kFirstPageObject = 5; // after catalogue, pages and two fonts

} // namespace

std::string separator_content(std::uint32_t sheet) {
    auto const number = fmt::format("{:08X}", sheet);
    return fmt::format("{}{}-{}", kPrefix, number, check_value(number));
}

std::optional<std::uint32_t> parse_separator(std::string_view text) {
    if (text.size() != kContentBytes || !text.starts_with(kPrefix))
        return std::nullopt;
    auto const number = text.substr(kPrefix.size(), kDigits);
    if (number.find_first_not_of(kHexDigits) != std::string_view::npos)
        return std::nullopt;
    std::uint32_t sheet = 0;
    for (char const c : number)
        sheet = sheet << 4 | static_cast<std::uint32_t>(kHexDigits.find(c));
    if (text != separator_content(sheet))
        return std::nullopt;
    return sheet;
}

bool holds_separator(std::string_view text) {
    for (auto at = text.find(kPrefix); at != std::string_view::npos;
         at = text.find(kPrefix, at + 1))
        if (parse_separator(text.substr(at, kContentBytes)))
            return true;
    return false;
}

Result<std::string> separator_sheets_pdf(std::size_t count, std::uint32_t first) {
    if (count < 1 || count > kSeparatorSheetsMax)
        return fail(Code::bad_input, "separators.count_wrong");
    PdfFile file;
    std::string kids;
    for (std::size_t i = 0; i < count; ++i)
        kids += fmt::format("{} 0 R ", kFirstPageObject + 2 * i);
    file.add("<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) >>");
    file.add(fmt::format("<< /Type /Pages /Count {} /Kids [{}] >>", count, kids));
    file.add(font("Helvetica"));
    file.add(font("Helvetica-Bold"));
    for (std::size_t i = 0; i < count; ++i) {
        auto const content = page_content(first + static_cast<std::uint32_t>(i));
        file.add(fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Contents {} 0 R"
                             " /Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>",
                             kPageWidth, kPageHeight, kFirstPageObject + 2 * i + 1));
        file.add(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content));
    }
    return file.finish();
}

Result<std::string> separator_sheets_pdf(std::size_t count) {
    std::uint32_t first = 0;
    for (char const c : random_bytes(4))
        first = first << 8 | static_cast<unsigned char>(c);
    return separator_sheets_pdf(count, first);
}

} // namespace leitstand
