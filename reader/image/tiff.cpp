// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cmath>
#include <cstring>

#include "reader/image/shape.hpp"

namespace leitstand::reader {

namespace {

constexpr std::uint16_t kWidth = 256, kHeight = 257, kOrientation = 274, kResolutionX = 282,
                        kResolutionY = 283, kResolutionUnit = 296;
constexpr std::size_t kEntriesMax = 4096; // of one directory

// Numbers of a TIFF in its own byte order; what lies outside the file reads as nothing.
class TiffBytes {
  public:
    TiffBytes(std::string_view bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

    std::optional<std::uint64_t> number(std::uint64_t at, std::size_t size) const {
        if (at > bytes_.size() || bytes_.size() - at < size)
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            auto const from = big_endian_ ? i : size - 1 - i;
            value = value << 8 | static_cast<unsigned char>(bytes_[at + from]);
        }
        return value;
    }

  private:
    std::string_view bytes_;
    bool big_endian_;
};

// Sizes of the classic form and of BigTIFF.
struct Form {
    std::size_t count, entry, offset;
};

std::size_t size_of_type(std::uint64_t type) {
    switch (type) {
    case 1:
        return 1;
    case 3:
        return 2;
    case 4:
        return 4;
    case 5:
    case 16:
        return 8;
    default:
        return 0;
    }
}

struct Entry {
    std::uint64_t tag = 0, type = 0, at = 0; // at: where its value stands
};

double rational(TiffBytes const& bytes, std::uint64_t at) {
    auto const above = bytes.number(at, 4);
    auto const below = bytes.number(at + 4, 4);
    return above && below && *below != 0 ? static_cast<double>(*above) / static_cast<double>(*below)
                                         : 0;
}

std::optional<Entry> read_entry(TiffBytes const& bytes, Form const& form, std::uint64_t at) {
    auto const tag = bytes.number(at, 2);
    auto const type = bytes.number(at + 2, 2);
    if (!tag || !type)
        return std::nullopt;
    auto const value = at + 4 + form.offset;
    auto const size = size_of_type(*type);
    if (size <= form.offset)
        return Entry{*tag, *type, value};
    auto const elsewhere = bytes.number(value, form.offset);
    return Entry{*tag, *type, elsewhere.value_or(~0ull >> 1)};
}

struct Directory {
    ImagePage page;
    std::uint64_t next = 0;
};

void take_entry(TiffBytes const& bytes, Entry const& entry, ImagePage& page, double& unit) {
    auto const whole = [&] { return bytes.number(entry.at, size_of_type(entry.type)).value_or(0); };
    auto const pixels = [&] {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(whole(), 0xffffffffu));
    };
    switch (entry.tag) {
    case kWidth:
        page.width = pixels();
        break;
    case kHeight:
        page.height = pixels();
        break;
    case kOrientation:
        page.orientation = static_cast<int>(std::clamp<std::uint64_t>(whole(), 1, 8));
        break;
    case kResolutionX:
        page.dpi_x = static_cast<float>(rational(bytes, entry.at));
        break;
    case kResolutionY:
        page.dpi_y = static_cast<float>(rational(bytes, entry.at));
        break;
    case kResolutionUnit:
        unit = whole() == 3 ? 2.54 : whole() == 1 ? 0 : 1;
        break;
    default:
        break;
    }
}

std::optional<Directory> read_directory(TiffBytes const& bytes, Form const& form,
                                        std::uint64_t at) {
    auto const count = bytes.number(at, form.count);
    if (!count || *count == 0 || *count > kEntriesMax)
        return std::nullopt;
    Directory directory;
    directory.page.offset = static_cast<std::uint32_t>(at);
    double unit = 1;
    for (std::uint64_t i = 0; i < *count; ++i) {
        auto const entry = read_entry(bytes, form, at + form.count + i * form.entry);
        if (!entry)
            return std::nullopt;
        take_entry(bytes, *entry, directory.page, unit);
    }
    directory.page.dpi_x = static_cast<float>(directory.page.dpi_x * unit);
    directory.page.dpi_y = static_cast<float>(directory.page.dpi_y * unit);
    directory.next = bytes.number(at + form.count + *count * form.entry, form.offset).value_or(0);
    return directory;
}

} // namespace

// Follows the chain of directories, each offset once: a chain that bites its tail ends there.
bool walk_tiff(std::string_view bytes, std::uint32_t pages_max, ImageShape& shape) {
    if (bytes.size() < 8)
        return false;
    TiffBytes const numbers{bytes, bytes[0] == 'M'};
    bool const is_big = numbers.number(2, 2) == 43u;
    Form const form = is_big ? Form{8, 20, 8} : Form{2, 12, 4};
    auto at = numbers.number(is_big ? 8 : 4, form.offset).value_or(0);
    std::vector<std::uint64_t> seen;
    while (at != 0 && at < bytes.size() && std::find(seen.begin(), seen.end(), at) == seen.end()) {
        if (shape.pages.size() >= pages_max) {
            shape.has_more_pages = true;
            break;
        }
        seen.push_back(at);
        auto const directory = read_directory(numbers, form, at);
        if (!directory)
            break;
        if (directory->page.width > 0 && directory->page.height > 0)
            shape.pages.push_back(directory->page);
        at = directory->next;
    }
    return !shape.pages.empty();
}

} // namespace leitstand::reader
