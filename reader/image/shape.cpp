// SPDX-License-Identifier: EUPL-1.2
#include "reader/image/shape.hpp"

#include <algorithm>
#include <charconv>

namespace leitstand::reader {

namespace {

using namespace std::string_view_literals;

constexpr float kPointsPerInch = 72;
constexpr float kA4Long = 842;
constexpr float kSheetMin = 85;    // three centimetres, a receipt's width
constexpr float kSheetMax = 1'730; // longer side of A2 and a little
constexpr std::uint32_t kSideMax = 65'000;

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size, bool big_endian) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        auto const from = at + (big_endian ? i : size - 1 - i);
        value = value << 8 | (from < bytes.size() ? static_cast<unsigned char>(bytes[from]) : 0u);
    }
    return value;
}
std::uint32_t big(std::string_view bytes, std::size_t at, std::size_t size) {
    return number(bytes, at, size, true);
}
std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t size) {
    return number(bytes, at, size, false);
}

// PNG, third edition: IHDR first, pHYs before the pixels (pixels for each metre).
bool measure_png(std::string_view bytes, ImagePage& page) {
    if (bytes.size() < 33 || bytes.substr(12, 4) != "IHDR")
        return false;
    page.width = big(bytes, 16, 4);
    page.height = big(bytes, 20, 4);
    constexpr int kChunksMax = 64;
    std::size_t at = 33;
    for (int i = 0; i < kChunksMax && at + 12 <= bytes.size(); ++i) {
        auto const kind = bytes.substr(at + 4, 4);
        auto const length = big(bytes, at, 4);
        if (kind == "IDAT")
            break;
        if (kind == "pHYs" && length == 9 && big(bytes, at + 16, 1) == 1) {
            page.dpi_x = static_cast<float>(big(bytes, at + 8, 4)) * 0.0254f;
            page.dpi_y = static_cast<float>(big(bytes, at + 12, 4)) * 0.0254f;
        }
        at += 12ull + length;
    }
    return true;
}

bool begins_frame(unsigned marker) { // SOF0 to SOF15 without DHT, JPG and DAC
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

void take_jfif(std::string_view segment, ImagePage& page) {
    auto const unit = big(segment, 7, 1);
    float const factor = unit == 1 ? 1 : unit == 2 ? 2.54f : 0;
    page.dpi_x = static_cast<float>(big(segment, 8, 2)) * factor;
    page.dpi_y = static_cast<float>(big(segment, 10, 2)) * factor;
}

// The Exif block is a TIFF without pixels; its first directory says how the camera was held.
void take_exif(std::string_view block, ImagePage& page) {
    if (block.size() < 8)
        return;
    bool const is_big = block[0] == 'M';
    auto const at = number(block, 4, 4, is_big);
    auto const count = number(block, at, 2, is_big);
    for (std::uint32_t i = 0; i < std::min(count, 64u); ++i) {
        auto const entry = at + 2ull + i * 12ull;
        if (entry + 12 > block.size())
            return;
        if (number(block, entry, 2, is_big) == 274) {
            auto const value = number(block, entry + 8, 2, is_big);
            page.orientation = value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
        }
    }
}

// ISO/IEC 10918-1, annex B: markers with lengths up to the first frame header.
bool measure_jpeg(std::string_view bytes, ImagePage& page) {
    constexpr int kSegmentsMax = 1'000;
    std::size_t at = 2;
    for (int i = 0; i < kSegmentsMax && at + 4 <= bytes.size(); ++i) {
        if (static_cast<unsigned char>(bytes[at]) != 0xff) {
            ++at; // fill between segments, which decoders forgive
            continue;
        }
        auto const marker = big(bytes, at + 1, 1);
        if (marker == 0xff) {
            ++at;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) { // these have no length
            at += 2;
            continue;
        }
        auto const length = big(bytes, at + 2, 2);
        if (length < 2 || marker == 0xd9 || marker == 0xda)
            return false;
        auto const segment = bytes.substr(at + 4, length - 2u);
        if (begins_frame(marker)) {
            page.height = big(segment, 1, 2);
            page.width = big(segment, 3, 2);
            return page.width > 0 && page.height > 0;
        }
        if (marker == 0xe0 && segment.starts_with("JFIF\0"sv))
            take_jfif(segment, page);
        if (marker == 0xe1 && segment.starts_with("Exif\0\0"sv))
            take_exif(segment.substr(6), page);
        at += 2ull + length;
    }
    return false;
}

bool measure_bmp(std::string_view bytes, ImagePage& page) {
    auto const header = little(bytes, 14, 4);
    if (header == 12) {
        page.width = little(bytes, 18, 2);
        page.height = little(bytes, 20, 2);
        return true;
    }
    auto const height = static_cast<std::int32_t>(little(bytes, 22, 4));
    page.width = little(bytes, 18, 4);
    page.height =
        height < 0 ? 0u - static_cast<std::uint32_t>(height) : static_cast<std::uint32_t>(height);
    page.dpi_x = static_cast<float>(little(bytes, 38, 4)) * 0.0254f;
    page.dpi_y = static_cast<float>(little(bytes, 42, 4)) * 0.0254f;
    return header >= 40;
}

bool measure_webp(std::string_view bytes, ImagePage& page) {
    auto const chunk = bytes.substr(12, 4);
    if (chunk == "VP8X") {
        page.width = little(bytes, 24, 3) + 1;
        page.height = little(bytes, 27, 3) + 1;
        return (big(bytes, 20, 1) & 2) == 0; // films are not letters
    }
    if (chunk == "VP8L") {
        auto const packed = little(bytes, 21, 4);
        page.width = (packed & 0x3fff) + 1;
        page.height = (packed >> 14 & 0x3fff) + 1;
        return true;
    }
    page.width = little(bytes, 26, 2) & 0x3fff;
    page.height = little(bytes, 28, 2) & 0x3fff;
    return chunk == "VP8 ";
}

bool measure_anymap(std::string_view bytes, ImagePage& page) {
    std::size_t at = 2;
    std::array<std::uint32_t*, 2> const wanted{&page.width, &page.height};
    for (auto* const value : wanted) {
        while (at < bytes.size() && (bytes[at] <= ' ' || bytes[at] == '#'))
            at = bytes[at] == '#' ? std::min(bytes.find('\n', at), bytes.size()) : at + 1;
        auto const* const begin = bytes.data() + at;
        auto const* const end = bytes.data() + bytes.size();
        auto const parsed = std::from_chars(begin, end, *value);
        if (parsed.ec != std::errc{})
            return false;
        at += static_cast<std::size_t>(parsed.ptr - begin);
    }
    return true;
}

bool measure_single(std::string_view bytes, ImageKind kind, ImagePage& page) {
    switch (kind) {
    case ImageKind::png:
        return measure_png(bytes, page);
    case ImageKind::jpeg:
        return measure_jpeg(bytes, page);
    case ImageKind::webp:
        return measure_webp(bytes, page);
    case ImageKind::bmp:
        return measure_bmp(bytes, page);
    case ImageKind::gif:
        page.width = little(bytes, 6, 2);
        page.height = little(bytes, 8, 2);
        return bytes.size() > 13;
    case ImageKind::anymap:
        return measure_anymap(bytes, page);
    case ImageKind::none:
    case ImageKind::tiff:
    case ImageKind::heif:
        break;
    }
    return false;
}

} // namespace

ImageKind image_kind(std::string_view bytes) {
    auto const brand = bytes.substr(0, 12);
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return ImageKind::png;
    if (bytes.starts_with("\xff\xd8\xff"))
        return ImageKind::jpeg;
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a"))
        return ImageKind::gif;
    for (auto const magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
        if (bytes.starts_with(magic))
            return ImageKind::tiff;
    if (bytes.starts_with("RIFF") && brand.ends_with("WEBP"))
        return ImageKind::webp;
    for (auto const name : {"ftypheic"sv, "ftypheix"sv, "ftypmif1"sv})
        if (brand.ends_with(name))
            return ImageKind::heif;
    if (bytes.starts_with("BM"))
        return ImageKind::bmp;
    bool const is_anymap = bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' &&
                           bytes[1] <= '6' &&
                           (bytes[2] == '\n' || bytes[2] == ' ' || bytes[2] == '\r');
    return is_anymap ? ImageKind::anymap : ImageKind::none;
}

tl::expected<ImageShape, Reason> measure_image(std::string_view bytes,
                                               ReaderRequest const& request) {
    ImageShape shape;
    shape.kind = image_kind(bytes);
    bool is_measured = false;
    if (shape.kind == ImageKind::tiff) {
        is_measured = walk_tiff(bytes, request.pages_max, shape);
    } else if (shape.kind == ImageKind::heif) {
        is_measured = measure_heif(bytes, request.pages_max, shape);
    } else {
        ImagePage page;
        is_measured = measure_single(bytes, shape.kind, page);
        shape.pages.push_back(page);
    }
    if (!is_measured)
        return tl::unexpected(Reason::damaged);
    for (auto const& page : shape.pages) {
        if (page.width == 0 || page.height == 0)
            return tl::unexpected(Reason::damaged);
        if (page.width > kSideMax || page.height > kSideMax ||
            std::uint64_t{page.width} * page.height > request.pixels_max)
            return tl::unexpected(Reason::unpacked_too_large);
    }
    return shape;
}

SheetSize sheet_size(ImagePage const& page) {
    auto const is_believable = [](float points) {
        return points >= kSheetMin && points <= kSheetMax;
    };
    auto width = static_cast<float>(page.width);
    auto height = static_cast<float>(page.height);
    // Pixels of a fax are twice as high as wide; all others are square.
    float const dpi_x = page.dpi_x > 1 ? page.dpi_x : page.dpi_y;
    float const dpi_y = page.dpi_y > 1 ? page.dpi_y : page.dpi_x;
    float const ratio = dpi_x > 1 && dpi_y > 1 ? dpi_x / dpi_y : 1;
    height *= ratio > 0.4f && ratio < 2.5f ? ratio : 1;
    float const by_header = dpi_x > 1 ? kPointsPerInch / dpi_x : 0;
    // A screen's 72 or 96 dpi stand in photos too, where they mean nothing.
    bool const is_said = dpi_x > 100 || std::max(width, height) < 1'300;
    bool const fits =
        is_said && is_believable(width * by_header) && is_believable(height * by_header);
    float const scale = fits ? by_header : kA4Long / std::max(width, height);
    SheetSize size{std::max(width * scale, 1.0f), std::max(height * scale, 1.0f)};
    if (page.orientation >= 5)
        std::swap(size.width, size.height);
    return size;
}

} // namespace leitstand::reader
