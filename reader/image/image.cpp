// SPDX-License-Identifier: EUPL-1.2
#include "reader/image/image.hpp"

#include <cmath>

#include "reader/image/decode.hpp"
#include "reader/image/picture_writer.hpp"

namespace leitstand::reader {

namespace {

constexpr float kPointsPerInch = 72;

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

// Rows of bytes as the writers want them, out of leptonica's words.
struct Tones {
    std::vector<std::uint8_t> bytes;
    PictureView view;
};

Tones tones_of(PixPtr const& pix) {
    Tones tones;
    auto const width = width_of(pix);
    auto const height = height_of(pix);
    bool const is_color = pixGetDepth(pix.get()) == 32;
    std::size_t const row_bytes = std::size_t{width} * (is_color ? 3 : 1);
    tones.bytes.resize(row_bytes * height);
    auto const* const words = pixGetData(pix.get());
    auto const words_per_row = static_cast<std::size_t>(pixGetWpl(pix.get()));
    for (std::uint32_t y = 0; y < height; ++y) {
        auto const* const row = words + y * words_per_row;
        auto* to = tones.bytes.data() + y * row_bytes;
        for (std::uint32_t x = 0; x < width; ++x) {
            if (!is_color) {
                *to++ = gray_at(row, x);
                continue;
            }
            *to++ = static_cast<std::uint8_t>(row[x] >> 24);
            *to++ = static_cast<std::uint8_t>(row[x] >> 16);
            *to++ = static_cast<std::uint8_t>(row[x] >> 8);
        }
    }
    tones.view = {tones.bytes.data(), width, height, is_color ? 3 : 1, row_bytes};
    return tones;
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
    if (pixGetDepth(pix.get()) == 1)
        pix.reset(pixConvertTo8(pix.get(), 0));
    if (!pix) {
        refuse(answer, Reason::memory);
        return;
    }
    auto const tones = tones_of(pix);
    pix.reset();
    auto const written = request.form == PictureForm::gray
                             ? WrittenPicture{"image/x-portable-graymap", write_graymap(tones.view)}
                             : write_for_screen(tones.view);
    answer.pages.assign(1, page_of(size));
    if (written.bytes.empty() ||
        !output.put(answer, "", std::string{written.media_type}, written.bytes))
        refuse(answer, Reason::unpacked_too_large);
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

} // namespace leitstand::reader
