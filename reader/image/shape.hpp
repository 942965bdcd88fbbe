// SPDX-License-Identifier: EUPL-1.2
// What a picture's header says, read by code of our own before any library unpacks a pixel: format,
// pages, size, resolution, orientation. Every number comes from a hostile file; whatever a header
// says is checked against the limits here, and once more against what was unpacked. Threads: one.
#pragma once

#include <optional>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "read/protocol.hpp"

namespace leitstand::reader {

enum class ImageKind : std::uint8_t { none, png, jpeg, tiff, heif, webp, bmp, gif, anymap };
ImageKind image_kind(std::string_view bytes);

struct ImagePage {
    std::uint32_t width = 0, height = 0; // pixels as they lie in the file
    float dpi_x = 0, dpi_y = 0;          // 0: not said
    int orientation = 1;                 // 1 to 8, by TIFF 6.0 (and Exif)
    std::uint32_t offset = 0;            // of a TIFF's directory
};

struct ImageShape {
    ImageKind kind = ImageKind::none;
    std::vector<ImagePage> pages;
    bool has_more_pages = false; // than the request allows
};

// Errors: damaged; unpacked_too_large (a page has more pixels than the request allows).
tl::expected<ImageShape, Reason> measure_image(std::string_view bytes,
                                               ReaderRequest const& request);

// The size in points of a page as it stands by its orientation. What a header says is believed if
// it gives a sheet between a receipt and A2; otherwise the longer side is taken as that of A4.
struct SheetSize {
    float width = 0, height = 0; // points
};
SheetSize sheet_size(ImagePage const& page);

// The parts of a TIFF, also of the Exif block of a JPEG (exif.cpp, tiff.cpp).
bool walk_tiff(std::string_view bytes, std::uint32_t pages_max, ImageShape& shape);
bool measure_heif(std::string_view bytes, std::uint32_t pages_max, ImageShape& shape);

} // namespace leitstand::reader
