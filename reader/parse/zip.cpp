// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/zip.hpp"

#include <algorithm>
#include <zlib.h>

#include "read/bytes.hpp"
#include "reader/parse/charset.hpp"

namespace leitstand::reader {

namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint64_t kRatioFreeBytes = 1 << 20; // up to here nobody asks for the ratio
constexpr std::size_t kEndBytes = 22;              // the end record without its comment
constexpr std::size_t kEntryBytes = 46;            // of the directory, without names
constexpr std::size_t kLocalBytes = 30;
constexpr std::uint32_t kIn64 = 0xffffffff; // the number stands in the ZIP64 field

// Little-endian numbers of the file; the caller has checked that they lie within it.
std::uint64_t number(std::string_view bytes, std::uint64_t at, int width) {
    std::uint64_t value = 0;
    for (int i = width; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

bool has_at(std::string_view bytes, std::uint64_t at, std::string_view what) {
    return at <= bytes.size() && bytes.size() - at >= what.size() &&
           bytes.substr(at, what.size()) == what;
}

bool same_name(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

// The additional fields of an entry: a kind, a length, bytes.
std::string_view extra_field(std::string_view extra, std::uint16_t kind) {
    while (extra.size() >= 4) {
        auto const length = number(extra, 2, 2);
        if (extra.size() - 4 < length)
            break;
        if (number(extra, 0, 2) == kind)
            return extra.substr(4, length);
        extra.remove_prefix(4 + length);
    }
    return {};
}

// UTF-8 where the flag or the bytes say so; otherwise the character set of DOS in Western Europe,
// which the Windows Explorer still writes.
std::string name_of(std::string_view raw, std::string_view extra, bool is_utf8) {
    constexpr std::uint16_t kUnicodePath = 0x7075;
    auto const field = extra_field(extra, kUnicodePath);
    auto const raw_sum =
        crc32(0, reinterpret_cast<Bytef const*>(raw.data()), static_cast<uInt>(raw.size()));
    if (field.size() > 5 && field[0] == 1 && number(field, 1, 4) == raw_sum)
        return to_clean_text(field.substr(5));
    return is_utf8 ? to_clean_text(raw) : to_utf8(raw, "cp850").text;
}

// Raw deflate into exactly as many bytes as announced.
bool inflate_all(std::string_view packed, std::string& out) {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    char beyond = 0; // where output would go that nobody announced
    stream.next_out = reinterpret_cast<Bytef*>(out.empty() ? &beyond : out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int result = inflate(&stream, Z_FINISH);
    bool const whole = stream.total_out == out.size();
    if (result != Z_STREAM_END && whole) { // the end mark may still be to come
        stream.next_out = reinterpret_cast<Bytef*>(&beyond);
        stream.avail_out = 1;
        result = inflate(&stream, Z_FINISH);
    }
    bool const ended = result == Z_STREAM_END && stream.total_out == out.size();
    inflateEnd(&stream);
    return ended;
}

} // namespace

Zip::Zip(std::string_view bytes) : bytes_(bytes) {
    Directory directory;
    if (bytes.size() > kIn64 || !find_directory(directory)) {
        fault_ = Reason::damaged;
        return;
    }
    read_directory(directory);
    if (fault_ == Reason::none && overlaps())
        fault_ = Reason::unpacked_too_large;
}

// The end record stands at the very end, before a comment of at most 64 KiB.
bool Zip::find_directory(Directory& directory) const {
    if (bytes_.size() < kEndBytes)
        return false;
    std::size_t const last = bytes_.size() - kEndBytes;
    std::size_t const least = last > 0xffff ? last - 0xffff : 0;
    auto at = bytes_.rfind("PK\x05\x06"sv, last);
    while (at != std::string_view::npos && at >= least &&
           at + kEndBytes + number(bytes_, at + 20, 2) > bytes_.size())
        at = at == 0 ? std::string_view::npos : bytes_.rfind("PK\x05\x06"sv, at - 1);
    if (at == std::string_view::npos || at < least)
        return false;
    directory.count = number(bytes_, at + 10, 2);
    auto size = number(bytes_, at + 12, 4);
    auto offset = number(bytes_, at + 16, 4);
    directory.end = at;
    bool const in64 = directory.count == 0xffff || size == kIn64 || offset == kIn64;
    if (in64 && at >= 20 && has_at(bytes_, at - 20, "PK\x06\x07"sv)) {
        auto const end64 = number(bytes_, at - 12, 8);
        if (!has_at(bytes_, end64, "PK\x06\x06"sv) || bytes_.size() - end64 < 56)
            return false;
        directory.count = number(bytes_, end64 + 32, 8);
        size = number(bytes_, end64 + 40, 8);
        offset = number(bytes_, end64 + 48, 8);
        directory.end = end64;
    }
    if (size > directory.end)
        return false;
    directory.start = directory.end - size;
    if (directory.start < offset) // the directory is said to lie behind where it can
        return false;
    directory.base = directory.start - offset; // bytes in front of the archive shift all of it
    return true;
}

void Zip::read_directory(Directory const& directory) {
    auto const most = Limits{}.archive_entries_max;
    auto at = directory.start;
    malformed_ |= directory.base != 0;
    while (has_at(bytes_, at, "PK\x01\x02"sv) && at < directory.end) {
        if (entries_.size() == most) {
            cut_ = true;
            return;
        }
        if (!read_entry(at, directory)) {
            fault_ = Reason::damaged;
            return;
        }
    }
    if (entries_.empty() && directory.count > 0)
        fault_ = Reason::damaged;
    malformed_ |= entries_.size() != directory.count;
}

bool Zip::read_entry(std::uint64_t& at, Directory const& directory) {
    if (directory.end - at < kEntryBytes)
        return false;
    auto const name_bytes = number(bytes_, at + 28, 2);
    auto const extra_bytes = number(bytes_, at + 30, 2);
    auto const comment_bytes = number(bytes_, at + 32, 2);
    if (directory.end - at - kEntryBytes < name_bytes + extra_bytes + comment_bytes)
        return false;
    auto const raw_name = bytes_.substr(at + kEntryBytes, name_bytes);
    auto const extra = bytes_.substr(at + kEntryBytes + name_bytes, extra_bytes);
    auto const flags = number(bytes_, at + 8, 2);
    ZipEntry entry;
    entry.name = name_of(raw_name, extra, (flags & 0x800) != 0);
    entry.encrypted = (flags & 0x41) != 0; // plain and strong encryption
    entry.method = static_cast<std::uint16_t>(number(bytes_, at + 10, 2));
    entry.checksum = static_cast<std::uint32_t>(number(bytes_, at + 16, 4));
    entry.packed_bytes = number(bytes_, at + 20, 4);
    entry.size_bytes = number(bytes_, at + 24, 4);
    auto local_at = number(bytes_, at + 42, 4);
    auto wide = extra_field(extra, 1); // ZIP64: those numbers that did not fit, in this order
    for (auto* const value : {&entry.size_bytes, &entry.packed_bytes, &local_at})
        if (*value == kIn64 && wide.size() >= 8) {
            *value = number(wide, 0, 8);
            wide.remove_prefix(8);
        }
    check_local(entry, raw_name, local_at, directory);
    entries_.push_back(std::move(entry));
    at += kEntryBytes + name_bytes + extra_bytes + comment_bytes;
    return true;
}

// A program that goes by the local headers must see the same archive, or someone is lying.
void Zip::check_local(ZipEntry& entry, std::string_view raw_name, std::uint64_t local_at,
                      Directory const& directory) {
    auto const at = local_at + directory.base;
    local_at_.push_back(at);
    entry.sound = local_at <= directory.start && at <= directory.start &&
                  directory.start - at >= kLocalBytes && has_at(bytes_, at, "PK\x03\x04"sv);
    if (!entry.sound)
        return;
    auto const name_bytes = number(bytes_, at + 26, 2);
    entry.data_at = at + kLocalBytes + name_bytes + number(bytes_, at + 28, 2);
    entry.sound =
        entry.data_at <= directory.start && entry.packed_bytes <= directory.start - entry.data_at;
    malformed_ |= !has_at(bytes_, at + kLocalBytes, raw_name) || name_bytes != raw_name.size();
}

bool Zip::overlaps() const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> extents; // start, end
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (entries_[i].sound)
            extents.emplace_back(local_at_[i], entries_[i].data_at + entries_[i].packed_bytes);
    std::sort(extents.begin(), extents.end());
    for (std::size_t i = 1; i < extents.size(); ++i)
        if (extents[i].first < extents[i - 1].second)
            return true;
    return false;
}

ZipEntry const* Zip::find(std::string_view name) const {
    auto const found = std::find_if(entries_.begin(), entries_.end(), [&](ZipEntry const& entry) {
        return same_name(entry.name, name);
    });
    return found == entries_.end() ? nullptr : &*found;
}

Unpacked Zip::unpack(ZipEntry const& entry, std::uint64_t size_bytes_max) const {
    constexpr std::uint16_t kStored = 0;
    constexpr std::uint16_t kDeflated = 8;
    if (entry.encrypted)
        return {{}, Reason::encrypted};
    if (!entry.sound)
        return {{}, Reason::damaged};
    if (entry.method != kStored && entry.method != kDeflated)
        return {{}, Reason::format_archive};
    auto const by_ratio =
        std::max(kRatioFreeBytes, entry.packed_bytes * Limits{}.unpacked_ratio_max);
    if (entry.size_bytes > std::min(size_bytes_max, by_ratio))
        return {{}, Reason::unpacked_too_large};
    auto const packed = bytes_.substr(entry.data_at, entry.packed_bytes);
    Unpacked unpacked;
    if (entry.method == kStored) {
        if (entry.size_bytes != entry.packed_bytes)
            return {{}, Reason::damaged};
        unpacked.bytes = packed;
    } else {
        unpacked.bytes.resize(entry.size_bytes);
        if (!inflate_all(packed, unpacked.bytes))
            return {{}, Reason::damaged};
    }
    auto const sum = crc32(0, reinterpret_cast<Bytef const*>(unpacked.bytes.data()),
                           static_cast<uInt>(unpacked.bytes.size()));
    if (sum != entry.checksum)
        return {{}, Reason::damaged};
    return unpacked;
}

std::uint64_t Zip::unpacked_bytes_max(ReaderRequest const& request) const {
    auto const by_ratio = bytes_.size() * Limits{}.unpacked_ratio_max;
    return std::min(request.unpacked_size_bytes_max, std::max(kRatioFreeBytes, by_ratio));
}

} // namespace leitstand::reader
