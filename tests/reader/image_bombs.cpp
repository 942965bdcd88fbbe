// SPDX-License-Identifier: EUPL-1.2
#include <zlib.h>

#include "tests/reader/bombs.hpp"

namespace leitstand::test {

namespace {

void big(std::string& out, std::uint32_t value, int bytes = 4) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xff);
}
void little(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
}

void chunk(std::string& out, std::string const& kind, std::string const& body) {
    big(out, static_cast<std::uint32_t>(body.size()));
    auto const start = out.size();
    out += kind + body;
    auto const* const checked = reinterpret_cast<Bytef const*>(out.data() + start);
    big(out,
        static_cast<std::uint32_t>(::crc32(0, checked, static_cast<uInt>(out.size() - start))));
}

std::string packed(std::size_t zeros) {
    std::string const plain(zeros, '\0');
    uLongf size = ::compressBound(plain.size());
    std::string out(size, '\0');
    ::compress(reinterpret_cast<Bytef*>(out.data()), &size,
               reinterpret_cast<Bytef const*>(plain.data()), plain.size());
    out.resize(size);
    return out;
}

std::string png(std::uint32_t width, std::uint32_t height, char depth, char color,
                std::string const& data) {
    std::string out = "\x89PNG\r\n\x1a\n";
    std::string head;
    big(head, width);
    big(head, height);
    head += depth;
    head += color;
    head.append(3, '\0');
    chunk(out, "IHDR", head);
    chunk(out, "IDAT", data);
    chunk(out, "IEND", "");
    return out;
}

std::string tiff(std::uint32_t width, std::uint32_t height, std::uint32_t next,
                 std::uint32_t compression = 1) {
    std::string out{"II*\0\x08\0\0\0", 8};
    struct Entry {
        std::uint32_t tag, type, value;
    };
    Entry const entries[] = {{256, 4, width},       {257, 4, height}, {258, 3, 1},
                             {259, 3, compression}, {262, 3, 0},      {273, 4, 8},
                             {277, 3, 1},           {278, 4, height}, {279, 4, 64}};
    little(out, static_cast<std::uint32_t>(std::size(entries)), 2);
    for (auto const& entry : entries) {
        little(out, entry.tag, 2);
        little(out, entry.type, 2);
        little(out, 1, 4);
        little(out, entry.value, 4);
    }
    little(out, next, 4);
    return out + std::string(256, '\0');
}

std::string jpeg(std::uint32_t width, std::uint32_t height) {
    std::string out = "\xff\xd8\xff\xc0";
    big(out, 11, 2);
    out += '\x08';
    big(out, height, 2);
    big(out, width, 2);
    out += std::string{"\x01\x01\x11\0", 4};
    return out + "\xff\xda" + std::string(40, '\x01');
}

} // namespace

std::vector<Bomb> image_bombs() {
    std::vector<Bomb> bombs;
    auto const add = [&](char const* name, std::string bytes) {
        bombs.push_back({name, std::move(bytes)});
    };
    add("png_65000", png(65'000, 65'000, 1, 0, packed(1 << 20)));
    add("png_over_pixels", png(40'000, 40'000, 8, 2, packed(64 << 20)));
    add("png_zero", png(0, 100, 8, 0, packed(100)));
    add("png_liar", png(9'000, 9'000, 8, 2, packed(100)));
    add("png_depth", png(100, 100, 7, 9, packed(100)));
    add("jpeg_65000", jpeg(65'000, 65'000));
    add("jpeg_liar", jpeg(9'000, 9'000));
    add("tiff_65000", tiff(65'000, 65'000, 0));
    add("tiff_max", tiff(0xffffffff, 0xffffffff, 0));
    add("tiff_g4_liar", tiff(12'000, 8'000, 0, 4));
    add("bmp_max", std::string{"BM", 2} + std::string(12, '\0') +
                       std::string{"\x28\0\0\0\xff\xff\xff\x7f\xff\xff\xff\x7f\x01\0\x18\0", 16} +
                       std::string(100, '\0'));
    add("pgm_max", "P5\n4000000000 4000000000\n255\nx");
    add("gif_max", std::string{"GIF89a\xff\xff\xff\xff\0\0\0", 13} + "," + std::string(40, '\0'));
    add("webp_max",
        std::string{"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff", 30} +
            std::string(40, '\0'));
    add("heic_empty", std::string{"\0\0\0\x18"
                                  "ftypheic\0\0\0\0mif1heic",
                                  24} +
                          std::string(64, '\0'));
    return bombs;
}

// Its only directory says that it comes next.
std::string looped_tiff() {
    return tiff(100, 100, 8);
}

} // namespace leitstand::test
