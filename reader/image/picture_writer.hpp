// SPDX-License-Identifier: EUPL-1.2
// Writes one picture out of memory: a portable graymap for recognition, PNG or JPEG for a screen.
// The bytes come from our own drawing or decoding, never from a sender. Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leitstand::reader {

// Tones of 8 bits, row by row from the top; `channels` is 1 (gray) or 3 (red, green, blue).
struct PictureView {
    std::uint8_t const* tones = nullptr;
    std::uint32_t width = 0, height = 0;
    int channels = 1;
    std::size_t row_bytes = 0; // from one row to the next
};

struct WrittenPicture {
    std::string_view media_type; // a literal; empty where the picture could not be written
    std::string bytes;
};

// P5, 8 bits a tone; colours become their luminance (ITU-R BT.601).
std::string write_graymap(PictureView const& picture);

// ISO/IEC 15948, a single IDAT; fast rather than small.
std::string write_png(PictureView const& picture);

// Baseline JPEG; empty if the picture is larger than the format allows (65 500 a side).
std::string write_jpeg(PictureView const& picture, int quality);

// PNG where most of the picture is even (writing, forms), so that letters stay sharp; JPEG for
// scans and photos, whose noise would make a PNG many times as large.
WrittenPicture write_for_screen(PictureView const& picture);

} // namespace leitstand::reader
