// SPDX-License-Identifier: EUPL-1.2
// Pages as pictures. What is drawn is compared with another program's drawing of the same page:
// golden/NAME-24.pgm is the output of `pdftoppm -gray -r 24`.
#include <charconv>
#include <cmath>
#include <zlib.h>

#include "reader/image/picture_writer.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

struct Gray {
    std::uint32_t width = 0, height = 0;
    std::string tones;
};

Gray graymap(std::string_view bytes) {
    Gray gray;
    auto const number = [&] {
        while (!bytes.empty() && (bytes.front() < '0' || bytes.front() > '9'))
            bytes.remove_prefix(1);
        std::uint32_t value = 0;
        auto const end = std::from_chars(bytes.data(), bytes.data() + bytes.size(), value).ptr;
        bytes.remove_prefix(static_cast<std::size_t>(end - bytes.data()));
        return value;
    };
    if (!bytes.starts_with("P5"))
        return gray;
    bytes.remove_prefix(2);
    gray.width = number();
    gray.height = number();
    number();
    bytes.remove_prefix(1);
    gray.tones = bytes;
    return gray;
}

// The share of squares of six by six points whose mean tone is another one.
double unlike(Gray const& a, Gray const& b) {
    constexpr std::uint32_t kSide = 6;
    auto const mean = [](Gray const& gray, std::uint32_t x0, std::uint32_t y0) {
        int sum = 0;
        for (auto y = y0; y < y0 + kSide; ++y)
            for (auto x = x0; x < x0 + kSide; ++x)
                sum += static_cast<unsigned char>(gray.tones[y * gray.width + x]);
        return sum / static_cast<int>(kSide * kSide);
    };
    int squares = 0;
    int different = 0;
    for (std::uint32_t y = 0; y + kSide <= std::min(a.height, b.height); y += kSide)
        for (std::uint32_t x = 0; x + kSide <= std::min(a.width, b.width); x += kSide, ++squares)
            different += std::abs(mean(a, x, y) - mean(b, x, y)) > 24 ? 1 : 0;
    return static_cast<double>(different) / squares;
}

ReaderRequest picture_of(std::uint32_t page, std::uint32_t dpi,
                         PictureForm form = PictureForm::gray) {
    ReaderRequest request;
    request.kind = RequestKind::picture;
    request.page = page;
    request.resolution_dpi = dpi;
    request.form = form;
    return request;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

// Unpacks a PNG as ISO/IEC 15948 has it, with the checks that our writer promises to pass.
std::string png_tones(std::string_view png, int channels) {
    EXPECT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
    std::string packed;
    std::uint32_t width = 0, height = 0;
    for (std::size_t at = 8; at + 12 <= png.size();) {
        auto const length = number_at(png, at);
        auto const kind = png.substr(at + 4, 4);
        auto const body = png.substr(at + 8, length);
        auto const* const checked = reinterpret_cast<Bytef const*>(png.data() + at + 4);
        EXPECT_EQ(number_at(png, at + 8 + length), ::crc32(0, checked, length + 4));
        if (kind == "IHDR") {
            width = number_at(body, 0);
            height = number_at(body, 4);
            EXPECT_EQ(body[8], 8);
            EXPECT_EQ(body[9], channels == 1 ? 0 : 2);
        }
        if (kind == "IDAT")
            packed += body;
        at += 12 + length;
    }
    auto const row = static_cast<std::size_t>(width) * channels;
    std::string rows((row + 1) * height, '\0');
    auto size = static_cast<uLongf>(rows.size());
    EXPECT_EQ(::uncompress(reinterpret_cast<Bytef*>(rows.data()), &size,
                           reinterpret_cast<Bytef const*>(packed.data()), packed.size()),
              Z_OK);
    std::string tones;
    for (std::size_t y = 0; y < height; ++y)
        tones += rows.substr(y * (row + 1) + 1, row);
    return tones;
}

std::string page_of_size(std::string_view box, std::string_view content = "0 0 9 9 re f") {
    return fmt::format("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages"
                       "/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{}]"
                       "/Contents 4 0 R/Resources<<>>>>endobj\n4 0 obj<</Length {}>>stream\n{}\n"
                       "endstream endobj\ntrailer<</Root 1 0 R>>\n",
                       box, content.size(), content);
}

} // namespace

TEST(Pictures, LookAsAnotherProgramDrawsThem) {
    for (std::string const name : {"helvetica", "letter"}) {
        auto const expected = graymap(golden(name + "-24.pgm"));
        auto const parsed = parse_here(golden(name + ".pdf"), picture_of(1, 24));
        ASSERT_EQ(parsed.outputs.size(), 1u);
        EXPECT_EQ(parsed.answer.parts[0].media_type, "image/x-portable-graymap");
        auto const gray = graymap(parsed.outputs[0]);
        EXPECT_NEAR(gray.width, expected.width, 1); // the other rounds up
        EXPECT_NEAR(gray.height, expected.height, 1);
        EXPECT_LT(unlike(gray, expected), 0.01) << name;
        EXPECT_LT(std::count(gray.tones.begin(), gray.tones.end(), '\xff'),
                  static_cast<std::ptrdiff_t>(gray.tones.size()))
            << "nothing was drawn";
    }
}

TEST(Pictures, AreTurned) {
    auto const upright = graymap(parse_here(golden("letter.pdf"), picture_of(1, 24)).outputs.at(0));
    auto request = picture_of(1, 24);
    request.turned = 180;
    auto const turned = parse_here(golden("letter.pdf"), request);
    auto back = graymap(turned.outputs.at(0));
    EXPECT_GT(unlike(back, upright), 0.1);
    std::reverse(back.tones.begin(), back.tones.end());
    EXPECT_LT(unlike(back, upright), 0.02);
    request.turned = 90;
    auto const lying = parse_here(golden("letter.pdf"), request);
    auto const picture = graymap(lying.outputs.at(0));
    EXPECT_EQ(picture.width, upright.height);
    EXPECT_EQ(picture.height, upright.width);
    EXPECT_EQ(lying.answer.pages[0].width, turned.answer.pages[0].height);
    EXPECT_EQ(lying.answer.pages[0].turned, 90u);
}

TEST(Pictures, OfMissingPagesAreNone) {
    for (auto const page : {0u, 3u, 1'000'000u, ~0u}) {
        auto const parsed = parse_here(golden("letter.pdf"), picture_of(page, 72));
        EXPECT_EQ(parsed.answer.status, AnswerStatus::read);
        EXPECT_TRUE(parsed.answer.pages.empty());
        EXPECT_TRUE(parsed.answer.parts.empty());
    }
}

TEST(Pictures, KeepToTheirLimits) {
    auto request = picture_of(1, 1'200);
    request.pixels_max = 1'000'000;
    for (auto const* const box : {"0 0 595 842", "0 0 14400 14400", "0 0 200000 200000",
                                  "0 0 1000000 1", "0 0 1 1000000", "-5 -5 5 5", "595 842 0 0"}) {
        auto const parsed = parse_here(page_of_size(box), request);
        ASSERT_EQ(parsed.outputs.size(), 1u) << box;
        auto const gray = graymap(parsed.outputs[0]);
        EXPECT_GE(gray.width, 1u);
        EXPECT_LE(static_cast<std::uint64_t>(gray.width) * gray.height, 1'100'000u) << box;
        EXPECT_EQ(gray.tones.size(), static_cast<std::size_t>(gray.width) * gray.height);
    }
    for (auto const* const box : {"0 0 0 0", "0 0 nan 5", "1e300 1e300 -1e300 -1e300", "5"}) {
        auto const parsed = parse_here(page_of_size(box), request);
        EXPECT_LE(parsed.outputs.size(), 1u) << box;
    }
}

TEST(Pictures, OfOtherThingsAreRefused) {
    for (std::string_view const bytes :
         {"Guten Tag", "", "%PDF-1.4 nothing", "<html><body>x</body></html>"}) {
        auto const parsed = parse_here(bytes, picture_of(1, 72));
        EXPECT_EQ(parsed.answer.status, AnswerStatus::refused) << bytes;
        EXPECT_TRUE(parsed.outputs.empty());
    }
}

TEST(Pictures, ForAScreenComeThroughTheSandbox) {
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    auto const picture = reading->picture(golden("letter.pdf"), {1, 96, 0});
    ASSERT_TRUE(picture) << picture.error().describe();
    EXPECT_EQ(picture->media_type, "image/png");
    auto const tones = png_tones(picture->bytes, 1);
    EXPECT_NEAR(picture->width, 612, 1);
    EXPECT_GT(std::count(tones.begin(), tones.end(), '\x00'), 100);
    auto const missing = reading->picture(golden("letter.pdf"), {9, 96, 0});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().key, "picture.no_page");
    auto const text = reading->picture("Guten Tag", {1, 96, 0});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().key, "picture.not_drawable");
}

TEST(PictureWriter, ChoosesTheFormForWhatIsDrawn) {
    constexpr std::uint32_t kSide = 64;
    std::string even(3 * kSide * kSide, '\xff');
    std::string noise;
    std::uint32_t seed = 1;
    for (std::size_t i = 0; i < even.size(); ++i) {
        seed = seed * 1'664'525 + 1'013'904'223;
        noise += static_cast<char>(seed >> 24);
    }
    auto const view = [](std::string const& tones) {
        return reader::PictureView{reinterpret_cast<std::uint8_t const*>(tones.data()), kSide,
                                   kSide, 3, 3 * kSide};
    };
    auto const gray = reader::write_for_screen(view(even));
    EXPECT_EQ(gray.media_type, "image/png");
    EXPECT_EQ(png_tones(gray.bytes, 1), std::string(kSide * kSide, '\xff'));
    even[0] = '\x00'; // one point in colour
    EXPECT_EQ(png_tones(reader::write_for_screen(view(even)).bytes, 3), even);
    auto const photo = reader::write_for_screen(view(noise));
    EXPECT_EQ(photo.media_type, "image/jpeg");
    EXPECT_TRUE(photo.bytes.starts_with("\xff\xd8\xff"));
    EXPECT_TRUE(photo.bytes.ends_with("\xff\xd9"));
    EXPECT_TRUE(reader::write_for_screen({}).bytes.empty());
}

} // namespace leitstand::test
