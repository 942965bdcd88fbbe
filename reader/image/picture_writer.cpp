// SPDX-License-Identifier: EUPL-1.2
#include "reader/image/picture_writer.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>
#include <new>
#include <zlib.h>

namespace leitstand::reader {

namespace {

constexpr int kScreenQuality = 85;
constexpr std::uint32_t kJpegSideMax = 65'500;

std::uint8_t luminance(std::uint8_t const* rgb) {
    return static_cast<std::uint8_t>((rgb[0] * 299 + rgb[1] * 587 + rgb[2] * 114 + 500) / 1000);
}

std::uint8_t const* row_of(PictureView const& picture, std::uint32_t y) {
    return picture.tones + y * picture.row_bytes;
}

void append_number(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xff);
}

void append_chunk(std::string& out, std::string_view kind, std::string_view body) {
    append_number(out, static_cast<std::uint32_t>(body.size()));
    auto const start = out.size();
    out.append(kind).append(body);
    auto const* const checked = reinterpret_cast<Bytef const*>(out.data() + start);
    append_number(out, static_cast<std::uint32_t>(
                           ::crc32(0, checked, static_cast<uInt>(out.size() - start))));
}

// The rows, each behind the byte that says "not filtered": even areas pack well without.
std::string packed_rows(PictureView const& picture) {
    z_stream stream{};
    if (::deflateInit(&stream, Z_BEST_SPEED) != Z_OK)
        throw std::bad_alloc{};
    auto const row_bytes = static_cast<uInt>(picture.width * picture.channels);
    std::string out(::deflateBound(&stream, (row_bytes + 1ul) * picture.height), '\0');
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    Bytef none = 0;
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        stream.next_in = &none;
        stream.avail_in = 1;
        ::deflate(&stream, Z_NO_FLUSH);
        stream.next_in = const_cast<Bytef*>(row_of(picture, y));
        stream.avail_in = row_bytes;
        ::deflate(&stream, Z_NO_FLUSH);
    }
    ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

bool is_colourless(PictureView const& picture) {
    if (picture.channels == 1)
        return true;
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto const* tone = row_of(picture, y);
        for (std::uint32_t x = 0; x < picture.width; ++x, tone += 3)
            if (tone[0] != tone[1] || tone[1] != tone[2])
                return false;
    }
    return true;
}

std::string gray_tones(PictureView const& picture) {
    std::string tones;
    tones.reserve(static_cast<std::size_t>(picture.width) * picture.height);
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto const* row = row_of(picture, y);
        if (picture.channels == 1) {
            tones.append(reinterpret_cast<char const*>(row), picture.width);
            continue;
        }
        for (std::uint32_t x = 0; x < picture.width; ++x, row += 3)
            tones += static_cast<char>(luminance(row));
    }
    return tones;
}

// Whether most points are just like the one before: drawn letters and lines, not a photo.
bool is_even(PictureView const& picture) {
    std::uint64_t same = 0;
    std::uint64_t seen = 0;
    auto const step = static_cast<std::uint32_t>(picture.channels);
    for (std::uint32_t y = 0; y < picture.height; y += 4) {
        auto const* const row = row_of(picture, y);
        for (std::uint32_t x = 1; x < picture.width; ++x, ++seen)
            same += std::memcmp(row + x * step, row + (x - 1) * step, step) == 0 ? 1 : 0;
    }
    return same * 10 >= seen * 7;
}

// libjpeg ends the program on an error unless it is given a way out. Nothing with a destructor may
// live between here and there.
struct JpegErrors {
    jpeg_error_mgr manager; // first: libjpeg hands back its address
    std::jmp_buf way_out;
};

void leave(j_common_ptr state) {
    std::longjmp(reinterpret_cast<JpegErrors*>(state->err)->way_out, 1);
}

void say_nothing(j_common_ptr) {}

bool compress(PictureView const& picture, int quality, unsigned char** bytes,
              unsigned long* size_bytes) {
    jpeg_compress_struct state{};
    JpegErrors errors{};
    state.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = leave;
    errors.manager.output_message = say_nothing;
    if (setjmp(errors.way_out) != 0) {
        jpeg_destroy_compress(&state);
        return false;
    }
    jpeg_create_compress(&state);
    jpeg_mem_dest(&state, bytes, size_bytes);
    state.image_width = picture.width;
    state.image_height = picture.height;
    state.input_components = picture.channels;
    state.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&state);
    jpeg_set_quality(&state, quality, TRUE);
    jpeg_start_compress(&state, TRUE);
    while (state.next_scanline < state.image_height) {
        auto* row = const_cast<JSAMPROW>(row_of(picture, state.next_scanline));
        jpeg_write_scanlines(&state, &row, 1);
    }
    jpeg_finish_compress(&state);
    jpeg_destroy_compress(&state);
    return true;
}

} // namespace

std::string write_graymap(PictureView const& picture) {
    return fmt::format("P5\n{} {}\n255\n", picture.width, picture.height) + gray_tones(picture);
}

std::string write_png(PictureView const& picture) {
    std::string out = "\x89PNG\r\n\x1a\n";
    std::string head;
    append_number(head, picture.width);
    append_number(head, picture.height);
    head += '\x08';                                  // bits a tone
    head += picture.channels == 1 ? '\x00' : '\x02'; // gray, or true colour
    head.append(3, '\0');                            // deflate, usual filters, not interlaced
    append_chunk(out, "IHDR", head);
    append_chunk(out, "IDAT", packed_rows(picture));
    append_chunk(out, "IEND", {});
    return out;
}

std::string write_jpeg(PictureView const& picture, int quality) {
    if (picture.width > kJpegSideMax || picture.height > kJpegSideMax)
        return {};
    unsigned char* bytes = nullptr;
    unsigned long size_bytes = 0;
    bool const done = compress(picture, quality, &bytes, &size_bytes);
    std::string out;
    if (done)
        out.assign(reinterpret_cast<char const*>(bytes), size_bytes);
    std::free(bytes);
    return out;
}

WrittenPicture write_for_screen(PictureView const& picture) {
    if (picture.width == 0 || picture.height == 0)
        return {};
    auto const even = is_even(picture);
    auto const write = [even](PictureView const& view) -> WrittenPicture {
        if (!even)
            if (auto jpeg = write_jpeg(view, kScreenQuality); !jpeg.empty())
                return {"image/jpeg", std::move(jpeg)};
        return {"image/png", write_png(view)};
    };
    if (picture.channels == 1 || !is_colourless(picture))
        return write(picture);
    auto const gray = gray_tones(picture);
    return write({reinterpret_cast<std::uint8_t const*>(gray.data()), picture.width, picture.height,
                  1, picture.width});
}

} // namespace leitstand::reader
