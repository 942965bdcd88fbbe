// SPDX-License-Identifier: EUPL-1.2
#include "reader/image/decode.hpp"

#include <cstring>
#include <tiffio.h>

#include "reader/image/heif.hpp"

namespace leitstand::reader {

namespace {

struct TiffMemory {
    std::string_view bytes;
    std::uint64_t at = 0;
};

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t size) {
    auto& memory = *static_cast<TiffMemory*>(handle);
    if (size <= 0 || memory.at >= memory.bytes.size())
        return 0;
    auto const length =
        std::min<std::uint64_t>(static_cast<std::uint64_t>(size), memory.bytes.size() - memory.at);
    std::memcpy(to, memory.bytes.data() + memory.at, length);
    memory.at += length;
    return static_cast<tmsize_t>(length);
}
tmsize_t write_nothing(thandle_t, void*, tmsize_t) {
    return 0;
}
toff_t seek(thandle_t handle, toff_t offset, int whence) {
    auto& memory = *static_cast<TiffMemory*>(handle);
    memory.at = whence == SEEK_SET   ? offset
                : whence == SEEK_CUR ? memory.at + offset
                                     : memory.bytes.size() + offset;
    return memory.at;
}
int close_nothing(thandle_t) {
    return 0;
}
toff_t size_of(thandle_t handle) {
    return static_cast<TiffMemory*>(handle)->bytes.size();
}
int map_bytes(thandle_t handle, void** base, toff_t* size) {
    auto const& memory = *static_cast<TiffMemory*>(handle);
    *base = const_cast<char*>(memory.bytes.data()); // mapped read-only; the mode "r" never writes
    *size = memory.bytes.size();
    return 1;
}
void unmap_nothing(thandle_t, void*, toff_t) {}

struct TiffEnd {
    void operator()(TIFF* file) const { TIFFClose(file); }
};

// Stripes and tiles, all depths and compressions, come through the library's one way of giving
// 32-bit pixels; damaged stripes stay empty.
PixPtr decode_tiff(std::string_view bytes, ImagePage const& page) {
    TiffMemory memory{bytes};
    std::unique_ptr<TIFF, TiffEnd> const file{TIFFClientOpen("page", "r", &memory, read_bytes,
                                                             write_nothing, seek, close_nothing,
                                                             size_of, map_bytes, unmap_nothing)};
    if (!file || TIFFSetSubDirectory(file.get(), page.offset) == 0)
        return nullptr;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    TIFFGetField(file.get(), TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(file.get(), TIFFTAG_IMAGELENGTH, &height);
    if (width != page.width || height != page.height) // another directory than the measured one
        return nullptr;
    // Left as it lies; what the tag says of its orientation is applied by upright().
    TIFFSetField(file.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    PixPtr pix{pixCreate(static_cast<int>(width), static_cast<int>(height), 32)};
    if (!pix)
        return nullptr;
    auto* const words = pixGetData(pix.get());
    if (TIFFReadRGBAImageOriented(file.get(), width, height, words, ORIENTATION_TOPLEFT, 0) == 0)
        return nullptr;
    for (std::size_t i = 0; i < std::size_t{width} * height; ++i) {
        auto const word = words[i];
        words[i] =
            TIFFGetR(word) << 24 | TIFFGetG(word) << 16 | TIFFGetB(word) << 8 | TIFFGetA(word);
    }
    pixSetSpp(pix.get(), 4); // transparent parts are put on white as for the others
    return pix;
}

PixPtr unpack(std::string_view bytes, ImageKind kind, ImagePage const& page,
              std::uint32_t reduced) {
    auto const* const data = reinterpret_cast<l_uint8 const*>(bytes.data());
    switch (kind) {
    case ImageKind::png:
        return PixPtr{pixReadMemPng(data, bytes.size())};
    case ImageKind::jpeg:
        return PixPtr{pixReadMemJpeg(data, bytes.size(), 0, static_cast<int>(reduced), nullptr, 0)};
    case ImageKind::tiff:
        return decode_tiff(bytes, page);
    case ImageKind::heif:
        return decode_heif(bytes, page.offset);
    case ImageKind::webp:
        return PixPtr{pixReadMemWebP(data, bytes.size())};
    case ImageKind::bmp:
        return PixPtr{pixReadMemBmp(data, bytes.size())};
    case ImageKind::gif:
        return PixPtr{pixReadMemGif(data, bytes.size())};
    case ImageKind::anymap:
        return PixPtr{pixReadMemPnm(data, bytes.size())};
    case ImageKind::none:
        break;
    }
    return nullptr;
}

PixPtr turned(PixPtr pix, int orientation) {
    auto const flip = [&](auto step) { pix.reset(step(nullptr, pix.get())); };
    auto const turn = [&](int quarters) { pix.reset(pixRotateOrth(pix.get(), quarters)); };
    switch (orientation) {
    case 2:
        flip(pixFlipLR);
        break;
    case 3:
        turn(2);
        break;
    case 4:
        flip(pixFlipTB);
        break;
    case 5:
        turn(1);
        if (pix)
            flip(pixFlipLR);
        break;
    case 6:
        turn(1);
        break;
    case 7:
        turn(3);
        if (pix)
            flip(pixFlipLR);
        break;
    case 8:
        turn(3);
        break;
    default:
        break;
    }
    return pix;
}

// Fax lines lie half as close as the points on them.
PixPtr with_square_pixels(PixPtr pix, ImagePage const& page) {
    if (page.dpi_x <= 1 || page.dpi_y <= 1)
        return pix;
    float const ratio = page.dpi_x / page.dpi_y;
    if (ratio > 0.9f && ratio < 1.1f)
        return pix;
    if (ratio < 0.4f || ratio > 2.5f)
        return pix; // not a fax: a header without sense
    if (pixGetDepth(pix.get()) == 1)
        pix.reset(pixConvertTo8(pix.get(), 0));
    if (!pix)
        return nullptr;
    return PixPtr{ratio > 1 ? pixScaleLI(pix.get(), 1, ratio)
                            : pixScaleLI(pix.get(), 1 / ratio, 1)};
}

} // namespace

void prepare_decoders() {
    setMsgSeverity(L_SEVERITY_NONE);
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    prepare_heif();
}

tl::expected<PixPtr, Reason> decode_page(std::string_view bytes, ImageShape const& shape,
                                         std::uint32_t number, std::uint32_t reduced) {
    auto const& page = shape.pages.at(number - 1);
    auto pix = unpack(bytes, shape.kind, page, reduced);
    if (!pix)
        return tl::unexpected(Reason::damaged);
    // Headers may say one thing and the stream another; the picture that came out counts.
    if (std::uint64_t{width_of(pix)} * height_of(pix) >
        std::uint64_t{page.width} * page.height * 2 + 10'000)
        return tl::unexpected(Reason::damaged);
    if (pixGetDepth(pix.get()) == 32 && pixGetSpp(pix.get()) == 4) {
        PixPtr const transparent = std::move(pix);
        pix.reset(pixAlphaBlendUniform(transparent.get(), 0xffffff00));
    }
    if (pix && pixGetColormap(pix.get()) != nullptr) {
        PixPtr const mapped = std::move(pix);
        pix.reset(pixRemoveColormap(mapped.get(), REMOVE_CMAP_BASED_ON_SRC));
    }
    if (pix && pixGetDepth(pix.get()) != 1 && pixGetDepth(pix.get()) != 32)
        pix.reset(pixConvertTo8(pix.get(), 0));
    if (pix)
        pix = with_square_pixels(std::move(pix), page);
    if (pix)
        pix = turned(std::move(pix), page.orientation);
    if (!pix)
        return tl::unexpected(Reason::memory);
    return pix;
}

} // namespace leitstand::reader
