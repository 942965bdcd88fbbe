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

ZXing::BarcodeFormats wanted() {
    using ZXing::BarcodeFormat;
    return BarcodeFormat::QRCode | BarcodeFormat::DataMatrix | BarcodeFormat::Aztec |
           BarcodeFormat::PDF417 | BarcodeFormat::Code128 | BarcodeFormat::Code39 |
           BarcodeFormat::EAN13;
}

std::string clean(std::string const& text) {
    auto converted = to_clean_text(text);
    if (converted.size() <= kCodeTextBytesMax)
        return converted;
    auto cut = kCodeTextBytesMax;
    while (cut > 0 && (static_cast<unsigned char>(converted[cut]) & 0xc0) == 0x80)
        --cut;
    converted.resize(cut);
    return converted;
}

} // namespace

std::vector<SeenCode> see_codes(Gray const& page) {
    ZXing::DecodeHints hints;
    hints.setFormats(wanted())
        .setTryHarder(false)
        .setTryRotate(true)
        .setTryDownscale(false)
        .setMaxNumberOfSymbols(kCodesOfPageMax);
    ZXing::ImageView const view{page.pixels.data(), static_cast<int>(page.width),
                                static_cast<int>(page.height), ZXing::ImageFormat::Lum};
    std::vector<SeenCode> codes;
    for (auto const& result : ZXing::ReadBarcodes(view, hints)) {
        if (!result.isValid() || codes.size() >= kCodesOfPageMax)
            continue;
        SeenCode code;
        code.kind = kind_of(result.format());
        code.text = clean(result.text());
        auto const& corners = result.position();
        auto const [left, right] = std::minmax_element(
            corners.begin(), corners.end(), [](auto const& a, auto const& b) { return a.x < b.x; });
        auto const [top, bottom] = std::minmax_element(
            corners.begin(), corners.end(), [](auto const& a, auto const& b) { return a.y < b.y; });
        code.box = {left->x, top->y, right->x + 1, bottom->y + 1};
        if (!code.text.empty())
            codes.push_back(std::move(code));
    }
    return codes;
}

} // namespace leitstand::reader
