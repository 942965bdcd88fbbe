// SPDX-License-Identifier: EUPL-1.2
// Separator sheets: their content, and that a scanner reads the codes which are drawn.
#include "receive/separator_sheet.hpp"

#define ZX_USE_UTF8 1 // texts of the library are std::string then
#include <ZXing/ReadBarcode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "receive/door.hpp"

namespace leitstand {

namespace {

constexpr int kPixelsPerPoint = 2; // 144 dpi: a coarse fax

// The first page's rectangles, drawn as a scanner sees them.
struct Picture {
    int width = 596 * kPixelsPerPoint, height = 842 * kPixelsPerPoint;
    std::vector<std::uint8_t> pixels =
        std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height, 255);

    explicit Picture(std::string const& pdf) {
        auto at = pdf.find("stream\n");
        auto const end = pdf.find("endstream", at);
        while (at < end) {
            auto const next = pdf.find('\n', at + 1);
            auto const line = pdf.substr(at + 1, next - at - 1);
            double x = 0, y = 0, across = 0, up = 0;
            if (line.ends_with(" re") &&
                std::sscanf(line.c_str(), "%lf %lf %lf %lf", &x, &y, &across, &up) == 4)
                fill(x, y, across, up);
            at = next;
        }
    }
    void fill(double x, double y, double across, double up) {
        auto const pixel = [](double points) {
            return static_cast<int>(points * kPixelsPerPoint + 0.5);
        };
        for (int row = height - pixel(y + up); row < height - pixel(y); ++row)
            for (int column = pixel(x); column < pixel(x + across); ++column)
                pixels[static_cast<std::size_t>(row) * width + column] = 0;
    }
};

} // namespace

TEST(SeparatorSheet, ContentHasACheckValue) {
    auto const content = separator_content(0x5F3A09C1);
    EXPECT_TRUE(content.starts_with("LEITSTAND-TB1-5F3A09C1-")) << content;
    EXPECT_EQ(0x5F3A09C1u, parse_separator(content));
    for (std::size_t at = 0; at < content.size(); ++at) {
        auto changed = content;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(parse_separator(changed)) << changed;
        EXPECT_FALSE(holds_separator(changed)) << changed;
    }
    EXPECT_FALSE(parse_separator(content + "0"));
    EXPECT_FALSE(parse_separator(""));
    EXPECT_TRUE(holds_separator("Trennblatt\n" + content + "\nEnde"));
    EXPECT_TRUE(holds_separator("LEITSTAND-TB1-kaputt " + content));
}

TEST(SeparatorSheet, BothCodesCanBeRead) {
    auto const pdf = separator_sheets_pdf(2, 77).value();
    Picture const picture{pdf};
    auto const found =
        ZXing::ReadBarcode(ZXing::ImageView{picture.pixels.data(), picture.width, picture.height,
                                            ZXing::ImageFormat::Lum},
                           ZXing::DecodeHints{}.setFormats(ZXing::BarcodeFormat::QRCode));
    ASSERT_TRUE(found.isValid());
    EXPECT_EQ(separator_content(77), found.text());
    auto const bars =
        ZXing::ReadBarcode(ZXing::ImageView{picture.pixels.data(), picture.width, picture.height,
                                            ZXing::ImageFormat::Lum},
                           ZXing::DecodeHints{}.setFormats(ZXing::BarcodeFormat::Code128));
    ASSERT_TRUE(bars.isValid());
    EXPECT_EQ(separator_content(77), bars.text());
}

TEST(SeparatorSheet, APdfWithAsManyPagesAsWanted) {
    auto const pdf = separator_sheets_pdf(3).value();
    EXPECT_TRUE(pdf.starts_with("%PDF-1.4"));
    EXPECT_THAT(pdf, testing::HasSubstr("/Count 3"));
    EXPECT_THAT(pdf, testing::HasSubstr("bitte zwischen zwei Sendungen legen"));
    EXPECT_NE(pdf, separator_sheets_pdf(3).value()) << "sheets are told apart";
    EXPECT_EQ("separators.count_wrong", error_key(separator_sheets_pdf(0)));
    EXPECT_EQ("separators.count_wrong", error_key(separator_sheets_pdf(kSeparatorSheetsMax + 1)));
}

} // namespace leitstand
