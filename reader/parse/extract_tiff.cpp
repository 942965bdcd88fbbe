// SPDX-License-Identifier: EUPL-1.2
// Pages of a TIFF as TIFFs of their own: the packed picture is copied as it is, strip by strip, and
// of the tags only those that say how to unpack and show it.
#include <cstring>
#include <tiffio.h>

#include "reader/parse/extract.hpp"

namespace leitstand::reader {

namespace {

struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

// A file in memory, as libtiff wants to see one.
struct Memory {
    std::string_view given; // reading
    std::string made;       // writing
    std::uint64_t size_max = 0;
    std::uint64_t at = 0;
    bool writes = false;
    std::uint64_t size() const { return writes ? made.size() : given.size(); }
};

Memory& memory_of(thandle_t handle) {
    return *static_cast<Memory*>(handle);
}

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t count) {
    auto& memory = memory_of(handle);
    std::string_view const all = memory.writes ? std::string_view{memory.made} : memory.given;
    if (count <= 0 || memory.at >= all.size())
        return 0;
    auto const taken =
        std::min<std::uint64_t>(static_cast<std::uint64_t>(count), all.size() - memory.at);
    std::memcpy(to, all.data() + memory.at, taken);
    memory.at += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t write_bytes(thandle_t handle, void* from, tmsize_t count) {
    auto& memory = memory_of(handle);
    auto const size = static_cast<std::uint64_t>(std::max<tmsize_t>(count, 0));
    if (!memory.writes || memory.at > memory.size_max || size > memory.size_max - memory.at)
        return 0;
    if (memory.made.size() < memory.at + size)
        memory.made.resize(memory.at + size);
    std::memcpy(memory.made.data() + memory.at, from, size);
    memory.at += size;
    return count;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
    auto& memory = memory_of(handle);
    auto const base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? memory.at : memory.size();
    memory.at = base + offset;
    return memory.at;
}

int close_nothing(thandle_t) {
    return 0;
}
toff_t size_of(thandle_t handle) {
    return memory_of(handle).size();
}

Tiff open(Memory& memory, char const* mode) {
    return Tiff{TIFFClientOpen("memory", mode, &memory, read_bytes, write_bytes, seek,
                               close_nothing, size_of, nullptr, nullptr)};
}

template <typename T>
void copy_tag(TIFF* from, TIFF* to, std::uint32_t tag) {
    T value{};
    if (TIFFGetField(from, tag, &value) == 1)
        TIFFSetField(to, tag, value);
}

template <>
void copy_tag<float>(TIFF* from, TIFF* to, std::uint32_t tag) {
    float value = 0;
    if (TIFFGetField(from, tag, &value) == 1)
        TIFFSetField(to, tag, static_cast<double>(value));
}

void copy_colours(TIFF* from, TIFF* to) {
    std::uint16_t *red = nullptr, *green = nullptr, *blue = nullptr;
    if (TIFFGetField(from, TIFFTAG_COLORMAP, &red, &green, &blue) == 1)
        TIFFSetField(to, TIFFTAG_COLORMAP, red, green, blue);
    std::uint16_t count = 0;
    std::uint16_t* extra = nullptr;
    if (TIFFGetField(from, TIFFTAG_EXTRASAMPLES, &count, &extra) == 1)
        TIFFSetField(to, TIFFTAG_EXTRASAMPLES, count, extra);
    std::uint16_t across = 0, down = 0;
    if (TIFFGetField(from, TIFFTAG_YCBCRSUBSAMPLING, &across, &down) == 1)
        TIFFSetField(to, TIFFTAG_YCBCRSUBSAMPLING, across, down);
    float* black_white = nullptr;
    if (TIFFGetField(from, TIFFTAG_REFERENCEBLACKWHITE, &black_white) == 1)
        TIFFSetField(to, TIFFTAG_REFERENCEBLACKWHITE, black_white);
    std::uint32_t size = 0;
    void* tables = nullptr;
    if (TIFFGetField(from, TIFFTAG_JPEGTABLES, &size, &tables) == 1 && size > 0)
        TIFFSetField(to, TIFFTAG_JPEGTABLES, size, tables);
}

void copy_tags(TIFF* from, TIFF* to) {
    for (std::uint32_t const tag :
         {TIFFTAG_IMAGEWIDTH, TIFFTAG_IMAGELENGTH, TIFFTAG_TILEWIDTH, TIFFTAG_TILELENGTH})
        copy_tag<std::uint32_t>(from, to, tag);
    for (std::uint32_t const tag :
         {TIFFTAG_BITSPERSAMPLE, TIFFTAG_SAMPLESPERPIXEL, TIFFTAG_COMPRESSION, TIFFTAG_PHOTOMETRIC,
          TIFFTAG_FILLORDER, TIFFTAG_ORIENTATION, TIFFTAG_PLANARCONFIG, TIFFTAG_RESOLUTIONUNIT,
          TIFFTAG_SAMPLEFORMAT, TIFFTAG_MINSAMPLEVALUE, TIFFTAG_MAXSAMPLEVALUE})
        copy_tag<std::uint16_t>(from, to, tag);
    copy_tag<std::uint32_t>(from, to, TIFFTAG_ROWSPERSTRIP);
    copy_tag<float>(from, to, TIFFTAG_XRESOLUTION);
    copy_tag<float>(from, to, TIFFTAG_YRESOLUTION);
    std::uint16_t packing = 0;
    TIFFGetField(from, TIFFTAG_COMPRESSION, &packing);
    if (packing == COMPRESSION_CCITTFAX3)
        copy_tag<std::uint32_t>(from, to, TIFFTAG_GROUP3OPTIONS);
    if (packing == COMPRESSION_CCITTFAX4)
        copy_tag<std::uint32_t>(from, to, TIFFTAG_GROUP4OPTIONS);
    if (packing == COMPRESSION_LZW || packing == COMPRESSION_ADOBE_DEFLATE ||
        packing == COMPRESSION_DEFLATE)
        copy_tag<std::uint16_t>(from, to, TIFFTAG_PREDICTOR);
    copy_colours(from, to);
}

// The packed pieces as they are. False: one cannot be had or kept.
bool copy_pieces(TIFF* from, TIFF* to, std::uint64_t size_max) {
    bool const tiled = TIFFIsTiled(from) != 0;
    auto const count = tiled ? TIFFNumberOfTiles(from) : TIFFNumberOfStrips(from);
    std::string buffer;
    for (std::uint32_t piece = 0; piece < count; ++piece) {
        auto const size = TIFFGetStrileByteCount(from, piece);
        if (size == 0 || size > size_max)
            return false;
        buffer.resize(size);
        auto const bytes = static_cast<tmsize_t>(size);
        auto const got = tiled ? TIFFReadRawTile(from, piece, buffer.data(), bytes)
                               : TIFFReadRawStrip(from, piece, buffer.data(), bytes);
        if (got != bytes)
            return false;
        auto const put = tiled ? TIFFWriteRawTile(to, piece, buffer.data(), bytes)
                               : TIFFWriteRawStrip(to, piece, buffer.data(), bytes);
        if (put != bytes)
            return false;
    }
    return true;
}

bool copy_page(TIFF* from, std::uint32_t number, TIFF* to, std::uint64_t size_max) {
    if (TIFFSetDirectory(from, static_cast<tdir_t>(number - 1)) != 1)
        return false;
    std::uint16_t packing = 0;
    if (TIFFGetField(from, TIFFTAG_COMPRESSION, &packing) == 1 && packing == COMPRESSION_OJPEG)
        return false; // its tables lie anywhere in the file
    copy_tags(from, to);
    return copy_pieces(from, to, size_max) && TIFFWriteDirectory(to) == 1;
}

bool file_of(TIFF* from, PageRange range, std::uint64_t size_max, std::string& made) {
    Memory memory;
    memory.writes = true;
    memory.size_max = size_max;
    // Samples of two bytes stay as they are only in the same order of bytes.
    auto const to = open(memory, TIFFIsBigEndian(from) != 0 ? "wb" : "wl");
    if (!to)
        return false;
    for (auto number = range.first; number <= range.last; ++number)
        if (!copy_page(from, number, to.get(), size_max))
            return false;
    if (TIFFFlush(to.get()) != 1)
        return false;
    made = memory.made;
    return true;
}

} // namespace

void extract_tiff(std::string_view bytes, ReaderRequest const& request, Output& output,
                  ReaderAnswer& answer) {
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    Memory memory;
    memory.given = bytes;
    auto const from = open(memory, "rm");
    if (!from || TIFFNumberOfDirectories(from.get()) != request.page) {
        refuse(answer, Reason::damaged);
        return;
    }
    for (auto const& range : request.ranges) {
        std::string made;
        if (!file_of(from.get(), range, request.unpacked_size_bytes_max, made)) {
            refuse(answer, Reason::damaged);
            return;
        }
        if (!output.put(answer, {}, "image/tiff", made)) {
            refuse(answer, Reason::unpacked_too_large);
            return;
        }
    }
}

} // namespace leitstand::reader
