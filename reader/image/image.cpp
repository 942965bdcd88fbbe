// SPDX-License-Identifier: EUPL-1.2
#include "reader/image/image.hpp"

#include <cmath>

#include "reader/image/decode.hpp"

namespace leitstand::reader {

namespace {

constexpr float kPointsPerInch = 72;
constexpr int kJpegQuality = 85;

AnswerPage page_of(SheetSize size) {
    AnswerPage page;
    page.width = static_cast<std::uint32_t>(std::lround(size.width * 100));
    page.height = static_cast<std::uint32_t>(std::lround(size.height * 100));
    return page;
}

// Never larger than it is: more pixels would show no more.
PixPtr scaled_down(PixPtr pix, float factor) {
    if (factor > 0.95f)
        return pix;
    if (pixGetDepth(pix.get()) == 1)
        return PixPtr{pixScaleToGray(pix.get(), factor)};
    return PixPtr{pixScaleAreaMap(pix.get(), factor, factor)};
}

// Whether nearly every pixel is one of few tones without colour: then it is a page of text or
// lines, which a PNG of sixteen gray levels keeps sharp and small. Photographs would be large as
// PNG.
bool has_few_tones(PixPtr const& pix) {
    std::array<std::uint32_t, 16> tones{};
    std::uint32_t coloured = 0;
    std::uint32_t seen = 0;
    bool const is_color = pixGetDepth(pix.get()) == 32;
    auto const* const words = pixGetData(pix.get());
    auto const words_per_row = static_cast<std::size_t>(pixGetWpl(pix.get()));
    for (std::uint32_t y = 0; y < height_of(pix); y += 3) {
        auto const* const row = words + y * words_per_row;
        for (std::uint32_t x = 0; x < width_of(pix); x += 3, ++seen) {
            int const red = is_color ? static_cast<int>(row[x] >> 24) : gray_at(row, x);
            int const green = is_color ? static_cast<int>(row[x] >> 16 & 0xff) : red;
            int const blue = is_color ? static_cast<int>(row[x] >> 8 & 0xff) : red;
            auto const spread = std::max({red, green, blue}) - std::min({red, green, blue});
            coloured += spread > 40 ? 1 : 0;
            ++tones[static_cast<std::size_t>(green) >> 4];
        }
    }
    std::sort(tones.begin(), tones.end(), std::greater<>{});
    return coloured * 500 < seen && (tones[0] + tones[1]) * 10 >= seen * 8;
}

struct Encoded {
    std::string bytes;
    std::string media_type;
};

Encoded encode_screen(PixPtr pix) {
    Encoded encoded;
    if (pixGetDepth(pix.get()) == 1)
        pix.reset(pixConvertTo8(pix.get(), 0));
    if (!pix)
        return encoded;
    bool const is_sheet = has_few_tones(pix);
    if (is_sheet && pixGetDepth(pix.get()) == 32)
        pix.reset(pixConvertRGBToLuminance(pix.get()));
    if (is_sheet && pix)
        pix.reset(pixThresholdTo4bpp(pix.get(), 16, 0));
    if (!pix)
        return encoded;
    l_uint8* data = nullptr;
    std::size_t size = 0;
    int const fault = is_sheet ? pixWriteMemPng(&data, &size, pix.get(), 0)
                               : pixWriteMemJpeg(&data, &size, pix.get(), kJpegQuality, 0);
    if (fault == 0 && data != nullptr) {
        encoded.bytes.assign(reinterpret_cast<char const*>(data), size);
        encoded.media_type = is_sheet ? "image/png" : "image/jpeg";
    }
    lept_free(data);
    return encoded;
}

Encoded encode_gray(PixPtr pix) {
    Encoded encoded;
    if (pixGetDepth(pix.get()) != 8)
        pix.reset(pixConvertTo8(pix.get(), 0));
    if (!pix)
        return encoded;
    auto const width = width_of(pix);
    auto const height = height_of(pix);
    encoded.bytes = "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    auto const head = encoded.bytes.size();
    encoded.bytes.resize(head + std::size_t{width} * height);
    auto const* const words = pixGetData(pix.get());
    auto const words_per_row = static_cast<std::size_t>(pixGetWpl(pix.get()));
    auto* to = encoded.bytes.data() + head;
    for (std::uint32_t y = 0; y < height; ++y) {
        auto const* const row = words + y * words_per_row;
        for (std::uint32_t x = 0; x < width; ++x)
            *to++ = static_cast<char>(gray_at(row, x));
    }
    encoded.media_type = "image/x-portable-graymap";
    return encoded;
}

void hand_out(PixPtr pix, SheetSize size, ReaderRequest const& request, Output& output,
              ReaderAnswer& answer) {
    auto const dpi = static_cast<float>(std::max(request.resolution_dpi, 1u));
    auto const longer = static_cast<float>(std::max(width_of(pix), height_of(pix)));
    auto const wanted = std::max(size.width, size.height) / kPointsPerInch * dpi;
    pix = scaled_down(std::move(pix), wanted / longer);
    if (pix && request.turned != 0)
        pix.reset(pixRotateOrth(pix.get(), static_cast<int>(request.turned / 90)));
    if (!pix) {
        refuse(answer, Reason::memory);
        return;
    }
    if (request.turned == 90 || request.turned == 270)
        std::swap(size.width, size.height);
    auto const encoded = request.form == PictureForm::gray ? encode_gray(std::move(pix))
                                                           : encode_screen(std::move(pix));
    answer.pages.assign(1, page_of(size));
    if (encoded.bytes.empty() || !output.put(answer, "", encoded.media_type, encoded.bytes))
        refuse(answer, encoded.bytes.empty() ? Reason::memory : Reason::unpacked_too_large);
}

} // namespace

void prepare_images() {
    prepare_decoders();
}

bool is_image(std::string_view bytes) {
    return image_kind(bytes) != ImageKind::none;
}

void read_image(std::string_view bytes, ReaderRequest const& request, ReaderAnswer& answer) {
    auto const shape = measure_image(bytes, request);
    if (!shape) {
        refuse(answer, shape.error());
        return;
    }
    for (auto const& page : shape->pages) {
        answer.pages.push_back(page_of(sheet_size(page)));
        answer.pages.back().marks.set(PageMark::unread);
    }
    if (shape->has_more_pages)
        read_in_part(answer, Reason::too_many_pages);
}

void draw_image_page(std::string_view bytes, ReaderRequest const& request, Output& output,
                     ReaderAnswer& answer) {
    auto const shape = measure_image(bytes, request);
    if (!shape) {
        refuse(answer, shape.error());
        return;
    }
    if (request.page == 0 || request.page > shape->pages.size())
        return; // the answer has no part: there is no such page
    auto const& page = shape->pages[request.page - 1];
    auto const size = sheet_size(page);
    auto const wanted = std::max(size.width, size.height) / kPointsPerInch *
                        static_cast<float>(std::max(request.resolution_dpi, 1u));
    auto const spare = static_cast<float>(std::max(page.width, page.height)) / wanted;
    std::uint32_t const reduced = spare >= 8 ? 8 : spare >= 4 ? 4 : spare >= 2 ? 2 : 1;
    auto pix = decode_page(bytes, *shape, request.page, reduced);
    if (!pix) {
        refuse(answer, pix.error());
        return;
    }
    hand_out(std::move(*pix), size, request, output, answer);
}

void hand_out_picture(Pixels const& pixels, float width_points, float height_points,
                      ReaderRequest const& request, Output& output, ReaderAnswer& answer) {
    bool const is_color = pixels.channels == 3;
    PixPtr pix{pixCreate(static_cast<int>(pixels.width), static_cast<int>(pixels.height),
                         is_color ? 32 : 8)};
    if (!pix || pixels.bytes.size() < std::size_t{pixels.width} * pixels.height * pixels.channels) {
        refuse(answer, Reason::memory);
        return;
    }
    auto* const words = pixGetData(pix.get());
    auto const words_per_row = static_cast<std::size_t>(pixGetWpl(pix.get()));
    auto const* from = pixels.bytes.data();
    for (std::uint32_t y = 0; y < pixels.height; ++y) {
        auto* const row = words + y * words_per_row;
        for (std::uint32_t x = 0; x < pixels.width; ++x, from += pixels.channels) {
            if (is_color)
                row[x] = static_cast<l_uint32>(from[0]) << 24 |
                         static_cast<l_uint32>(from[1]) << 16 | static_cast<l_uint32>(from[2]) << 8;
            else
                row[x >> 2] |= static_cast<l_uint32>(from[0]) << (24 - 8 * (x & 3));
        }
    }
    hand_out(std::move(pix), {width_points, height_points}, request, output, answer);
}

} // namespace leitstand::reader
