// SPDX-License-Identifier: EUPL-1.2
#include "reader/recognise/codes.hpp"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>
#include <algorithm>

#include "read/bytes.hpp"
#include "read/protocol.hpp"

namespace leitstand::reader {

namespace {

constexpr std::uint8_t kCodesOfPageMax = 64;

CodeKind kind_of(ZXing::BarcodeFormat format) {
    switch (format) {
    case ZXing::BarcodeFormat::QRCode:
    case ZXing::BarcodeFormat::MicroQRCode:
        return CodeKind::qr;
    case ZXing::BarcodeFormat::DataMatrix:
        return CodeKind::data_matrix;
    case ZXing::BarcodeFormat::Aztec:
        return CodeKind::aztec;
    case ZXing::BarcodeFormat::PDF417:
        return CodeKind::pdf417;
    case ZXing::BarcodeFormat::Code128:
        return CodeKind::code128;
    case ZXing::BarcodeFormat::Code39:
        return CodeKind::code39;
    case ZXing::BarcodeFormat::EAN13:
    case ZXing::BarcodeFormat::EAN8:
        return CodeKind::ean;
    default:
        return CodeKind::other;
    }
}

enum class Effort { usual, hard };

void see(Gray const& page, ZXing::BarcodeFormats formats, Effort effort,
         std::vector<SeenCode>& codes) {
    ZXing::DecodeHints hints;
    hints.setFormats(formats)
        .setTryHarder(effort == Effort::hard)
        .setTryRotate(true)
        .setTryDownscale(false)
        .setMaxNumberOfSymbols(kCodesOfPageMax);
    ZXing::ImageView const view{page.pixels.data(), static_cast<int>(page.width),
                                static_cast<int>(page.height), ZXing::ImageFormat::Lum};
    for (auto const& result : ZXing::ReadBarcodes(view, hints)) {
        if (!result.isValid() || codes.size() >= kCodesOfPageMax)
            continue;
        SeenCode code;
        code.kind = kind_of(result.format());
        code.text = cut_to(to_clean_text(result.text()), kCodeTextBytesMax);
        auto const& corners = result.position();
        auto const [left, right] = std::minmax_element(
            corners.begin(), corners.end(), [](auto const& a, auto const& b) { return a.x < b.x; });
        auto const [top, bottom] = std::minmax_element(
            corners.begin(), corners.end(), [](auto const& a, auto const& b) { return a.y < b.y; });
        code.box = {left->x, top->y, right->x + 1, bottom->y + 1};
        if (!code.text.empty())
            codes.push_back(std::move(code));
    }
}

} // namespace

// Without the greater effort the library looks for bars in the middle half of a page only, and they
// stand at the head or the foot of a letter.
std::vector<SeenCode> see_codes(Gray const& page) {
    using ZXing::BarcodeFormat;
    std::vector<SeenCode> codes;
    see(page,
        BarcodeFormat::QRCode | BarcodeFormat::DataMatrix | BarcodeFormat::Aztec |
            BarcodeFormat::PDF417,
        Effort::usual, codes);
    see(page, BarcodeFormat::Code128 | BarcodeFormat::Code39 | BarcodeFormat::EAN13, Effort::hard,
        codes);
    return codes;
}

} // namespace leitstand::reader
