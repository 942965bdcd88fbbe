// SPDX-License-Identifier: EUPL-1.2
#include "wear.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <leptonica/allheaders.h>
#include <numbers>
#include <random>

#include "reader/image/picture_writer.hpp"

namespace leitstand::bench {

namespace {

constexpr std::array<std::string_view, kWearCount> kNames{
    "clean 300 dpi", "clean 200 dpi",  "clean 150 dpi", "skew and noise",
    "noise",         "fax 204 x 196",  "fax 204 x 98",  "photo",
    "stamp",         "JPEG artefacts", "upside down"};

double tone_at(Picture const& from, double x, double y) {
    if (x < 0 || y < 0 || x >= from.width - 1.0 || y >= from.height - 1.0)
        return 255;
    auto const left = static_cast<std::size_t>(x);
    auto const top = static_cast<std::size_t>(y);
    auto const* const at = from.pixels.data() + top * from.width + left;
    double const dx = x - static_cast<double>(left);
    double const dy = y - static_cast<double>(top);
    return (at[0] * (1 - dx) + at[1] * dx) * (1 - dy) +
           (at[from.width] * (1 - dx) + at[from.width + 1] * dx) * dy;
}

// `place` says for each point of the new picture where it comes from.
template <typename Place>
Picture mapped(Picture const& from, std::uint32_t width, std::uint32_t height, Place place) {
    Picture to;
    to.width = width;
    to.height = height;
    to.resolution_dpi = from.resolution_dpi;
    to.pixels.resize(std::size_t{width} * height);
    for (std::uint32_t y = 0; y < height; ++y)
        for (std::uint32_t x = 0; x < width; ++x) {
            auto const [fx, fy] = place(x, y);
            to.pixels[std::size_t{y} * width + x] =
                static_cast<std::uint8_t>(tone_at(from, fx, fy));
        }
    return to;
}

Picture rotated(Picture const& from, double degrees) {
    double const angle = degrees * std::numbers::pi / 180;
    double const cx = from.width / 2.0;
    double const cy = from.height / 2.0;
    return mapped(from, from.width, from.height, [&](double x, double y) {
        return std::pair{cx + (x - cx) * std::cos(angle) - (y - cy) * std::sin(angle),
                         cy + (x - cx) * std::sin(angle) + (y - cy) * std::cos(angle)};
    });
}

Picture softened(Picture const& from) { // a lens: three by three
    Picture to = from;
    for (std::uint32_t y = 1; y + 1 < from.height; ++y)
        for (std::uint32_t x = 1; x + 1 < from.width; ++x) {
            auto const* const at = from.pixels.data() + std::size_t{y} * from.width + x;
            auto const w = static_cast<std::ptrdiff_t>(from.width);
            int const sum = at[-w - 1] + 2 * at[-w] + at[-w + 1] + 2 * at[-1] + 4 * at[0] +
                            2 * at[1] + at[w - 1] + 2 * at[w] + at[w + 1];
            to.pixels[std::size_t{y} * from.width + x] = static_cast<std::uint8_t>(sum / 16);
        }
    return to;
}

void add_grain(Picture& picture, double deviation, double specks, std::mt19937& chance) {
    std::normal_distribution<float> grain{0, static_cast<float>(deviation)};
    std::uniform_real_distribution<double> one{0, 1};
    for (auto& pixel : picture.pixels) {
        pixel = static_cast<std::uint8_t>(
            std::clamp(static_cast<float>(pixel) + grain(chance), 0.0f, 255.0f));
        if (specks > 0 && one(chance) < specks)
            pixel = one(chance) < 0.5 ? 0 : 255;
    }
}

// One bit a point, as the machine sends it; the whole comes back with square pixels, as the
// reader's decoder hands it on.
Picture faxed(Picture const& from, double lines_per_inch, std::mt19937& chance) {
    auto const width = static_cast<std::uint32_t>(from.width * 204 / from.resolution_dpi);
    auto const height =
        static_cast<std::uint32_t>(from.height * lines_per_inch / from.resolution_dpi);
    double const sx = static_cast<double>(from.width) / width;
    double const sy = static_cast<double>(from.height) / height;
    auto const soft = softened(from);
    auto sent = mapped(soft, width, height, [&](double x, double y) {
        return std::pair{(x + 0.5) * sx, (y + 0.5) * sy};
    });
    add_grain(sent, 12, 0.0004, chance);
    for (auto& pixel : sent.pixels)
        pixel = pixel < 150 ? 0 : 255;
    double const up = 204 / lines_per_inch;
    auto whole =
        mapped(sent, width, static_cast<std::uint32_t>(height * up), [&](double x, double y) {
            return std::pair{x, std::max((y + 0.5) / up - 0.5, 0.0)};
        });
    whole.resolution_dpi = 204;
    return whole;
}

Picture photographed(Picture const& from, std::mt19937& chance) {
    std::uniform_real_distribution<double> lean{-0.03, 0.03};
    double const k = lean(chance);
    double const turn = lean(chance) * 0.8;
    double const cx = from.width / 2.0;
    double const cy = from.height / 2.0;
    auto photo = mapped(from, from.width, from.height, [&](double x, double y) {
        double const u = (x - cx) / cx;
        double const v = (y - cy) / cy;
        double const depth = 1 + k * v + k * 0.7 * u;
        return std::pair{cx + (u * 1.04 - turn * v) * depth * cx,
                         cy + (v * 1.04 + turn * u) * depth * cy};
    });
    photo = softened(softened(photo));
    for (std::uint32_t y = 0; y < photo.height; ++y)
        for (std::uint32_t x = 0; x < photo.width; ++x) {
            double const u = static_cast<double>(x) / photo.width;
            double const v = static_cast<double>(y) / photo.height;
            double light = 0.55 + 0.4 * u * (0.6 + 0.4 * v);
            if (u + v * 0.5 < 0.55 + 0.03 * std::sin(v * 20)) // the shadow of a hand
                light *= 0.62;
            auto& pixel = photo.pixels[std::size_t{y} * photo.width + x];
            pixel = static_cast<std::uint8_t>((30 + pixel * 0.86) * light);
        }
    add_grain(photo, 5, 0, chance);
    return photo;
}

void stamp_on(Picture& picture, std::mt19937& chance) {
    std::uniform_real_distribution<double> place{0.3, 0.6};
    double const cx = place(chance) * picture.width;
    double const cy = place(chance) * picture.height;
    double const radius = 0.09 * picture.width;
    for (std::uint32_t y = 0; y < picture.height; ++y)
        for (std::uint32_t x = 0; x < picture.width; ++x) {
            double const dx = x - cx;
            double const dy = y - cy;
            double const distance = std::hypot(dx, dy);
            bool const is_ring =
                std::abs(distance - radius) < 5 || std::abs(distance - radius * 0.7) < 3;
            bool const is_bar = std::abs(dy + dx * 0.2) < 4 && distance < radius * 0.7;
            if (!is_ring && !is_bar)
                continue;
            auto& pixel = picture.pixels[std::size_t{y} * picture.width + x];
            pixel = static_cast<std::uint8_t>(pixel * 0.55);
        }
}

void through_jpeg(Picture& picture, int quality) {
    auto const bytes = reader::write_jpeg(
        {picture.pixels.data(), picture.width, picture.height, 1, picture.width}, quality);
    Pix* pix = pixReadMemJpeg(reinterpret_cast<l_uint8 const*>(bytes.data()), bytes.size(), 0, 1,
                              nullptr, 0);
    if (pix == nullptr)
        std::abort();
    for (std::uint32_t y = 0; y < picture.height; ++y)
        for (std::uint32_t x = 0; x < picture.width; ++x) {
            l_uint32 value = 0;
            pixGetPixel(pix, static_cast<int>(x), static_cast<int>(y), &value);
            picture.pixels[std::size_t{y} * picture.width + x] = static_cast<std::uint8_t>(value);
        }
    pixDestroy(&pix);
}

} // namespace

std::string_view wear_name(Wear wear) {
    return kNames[static_cast<std::size_t>(wear)];
}

Letter worn_letter(std::uint32_t seed, Wear wear) {
    std::mt19937 chance{seed * 31 + static_cast<std::uint32_t>(wear)};
    auto letter = draw_letter(seed, wear == Wear::clean_200   ? 200
                                    : wear == Wear::clean_150 ? 150
                                                              : 300);
    auto& picture = letter.picture;
    constexpr std::array kAngles{0.5, -1.0, 2.0, -3.0, 1.5, -0.7, 3.0, -2.0};
    switch (wear) {
    case Wear::clean_300:
    case Wear::clean_200:
    case Wear::clean_150:
        break;
    case Wear::skew_noise:
        picture = rotated(picture, kAngles[seed % kAngles.size()]);
        add_grain(picture, 18, 0.0005, chance);
        break;
    case Wear::noise:
        add_grain(picture, 30, 0.004, chance);
        break;
    case Wear::fax_fine:
        picture = faxed(picture, 196, chance);
        break;
    case Wear::fax:
        picture = faxed(picture, 98, chance);
        break;
    case Wear::photo:
        picture = photographed(picture, chance);
        break;
    case Wear::stamp:
        stamp_on(picture, chance);
        break;
    case Wear::jpeg:
        through_jpeg(picture, 12);
        break;
    case Wear::upside_down:
        std::reverse(picture.pixels.begin(), picture.pixels.end());
        break;
    }
    return letter;
}

} // namespace leitstand::bench
