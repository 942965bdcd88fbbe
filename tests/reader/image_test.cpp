// SPDX-License-Identifier: EUPL-1.2
// Picture files: their pages and sizes, what is drawn of them, and files that lie about themselves.
#include "reader/image/shape.hpp"
#include "tests/reader/bombs.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

std::string picture(std::string const& name) {
    return golden("picture/" + name);
}

ReaderRequest drawing(PictureForm form, std::uint32_t page = 1, std::uint32_t dpi = 300) {
    ReaderRequest request;
    request.kind = RequestKind::picture;
    request.form = form;
    request.page = page;
    request.resolution_dpi = dpi;
    return request;
}

struct Size {
    std::uint32_t width = 0, height = 0;
    bool operator==(Size const&) const = default;
};

Size size_of_graymap(std::string const& bytes) {
    Size size;
    EXPECT_EQ(std::sscanf(bytes.c_str(), "P5\n%u %u\n255\n", &size.width, &size.height), 2);
    return size;
}

double darkness(std::string const& graymap) { // share of dark pixels
    auto const head = graymap.find("\n255\n") + 5;
    std::size_t dark = 0;
    for (auto i = head; i < graymap.size(); ++i)
        dark += static_cast<unsigned char>(graymap[i]) < 128 ? 1 : 0;
    return static_cast<double>(dark) / static_cast<double>(graymap.size() - head);
}

// A JPEG with an Exif block that says how the camera was held.
std::string with_orientation(std::string const& jpeg, char orientation) {
    std::string exif{"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 24};
    exif += orientation;
    exif.append(7, '\0');
    std::string const length{static_cast<char>(0), static_cast<char>(exif.size() + 2)};
    return jpeg.substr(0, 2) + "\xff\xe1" + length + exif + jpeg.substr(2);
}

} // namespace

TEST(Image, EachFormatSaysItsPages) {
    for (auto const* const name : {"upright.png", "upright.jpg", "upright.gif", "upright.webp",
                                   "upright.heic", "tiled.tif", "rgb.tif", "small.bmp"}) {
        auto const parsed = parse_here(picture(name));
        EXPECT_EQ(parsed.answer.status, AnswerStatus::read) << name;
        ASSERT_EQ(parsed.answer.pages.size(), 1u) << name;
        EXPECT_TRUE(parsed.answer.pages[0].marks.has(PageMark::unread)) << name;
        EXPECT_TRUE(parsed.answer.text.empty()) << name;
    }
    auto const pages = parse_here(picture("pages.tif"));
    EXPECT_EQ(pages.answer.pages.size(), 2u);
}

TEST(Image, TheResolutionOfTheFileGivesTheSize) {
    auto const page = parse_here(picture("upright.png")).answer.pages.at(0);
    EXPECT_NEAR(page.width, 41'976, 30); // A5
    EXPECT_NEAR(page.height, 59'544, 30);
    // Without one, the longer side is taken as that of A4.
    auto const guessed = parse_here(picture("upright.gif")).answer.pages.at(0);
    EXPECT_NEAR(guessed.height, 84'200, 30);
}

TEST(Image, GrayIsNeverLargerThanTheFile) {
    auto const drawn = parse_here(picture("upright.png"), drawing(PictureForm::gray));
    ASSERT_EQ(drawn.outputs.size(), 1u);
    EXPECT_EQ(drawn.answer.parts[0].media_type, "image/x-portable-graymap");
    EXPECT_EQ(size_of_graymap(drawn.outputs[0]), (Size{1166, 1654}));
    auto const small = parse_here(picture("upright.png"), drawing(PictureForm::gray, 1, 100));
    EXPECT_EQ(size_of_graymap(small.outputs.at(0)), (Size{583, 827}));
}

TEST(Image, EachFormatIsDrawn) {
    for (auto const* const name : {"upright.png", "upright.jpg", "upright.gif", "upright.webp",
                                   "upright.heic", "tiled.tif", "rgb.tif", "small.bmp"}) {
        auto const drawn = parse_here(picture(name), drawing(PictureForm::gray));
        ASSERT_EQ(drawn.outputs.size(), 1u) << name;
        auto const ink = darkness(drawn.outputs[0]);
        EXPECT_GT(ink, 0.005) << name;
        EXPECT_LT(ink, 0.08) << name;
    }
    auto const second = parse_here(picture("pages.tif"), drawing(PictureForm::gray, 2));
    ASSERT_EQ(second.outputs.size(), 1u);
    EXPECT_GT(darkness(second.outputs[0]), 0.005);
    auto const third = parse_here(picture("pages.tif"), drawing(PictureForm::gray, 3));
    EXPECT_TRUE(third.outputs.empty());
    EXPECT_TRUE(third.answer.pages.empty());
}

TEST(Image, TheCamerasOrientationIsApplied) {
    auto const jpeg = picture("turned.jpg");
    auto const as_it_lies = parse_here(jpeg).answer.pages.at(0);
    EXPECT_GT(as_it_lies.width, as_it_lies.height);
    auto const held = with_orientation(jpeg, 8);
    auto const upright = parse_here(held).answer.pages.at(0);
    EXPECT_LT(upright.width, upright.height);
    auto const drawn = parse_here(held, drawing(PictureForm::gray));
    EXPECT_EQ(size_of_graymap(drawn.outputs.at(0)), (Size{1166, 1654}));
}

TEST(Image, AScreenGetsPngOfWritingAndNoMetadata) {
    auto const drawn = parse_here(picture("upright.png"), drawing(PictureForm::screen, 1, 100));
    ASSERT_EQ(drawn.outputs.size(), 1u);
    EXPECT_EQ(drawn.answer.parts[0].media_type, "image/png");
    auto const photo = with_orientation(picture("upright.jpg"), 1);
    auto const shown = parse_here(photo, drawing(PictureForm::screen, 1, 100));
    ASSERT_EQ(shown.outputs.size(), 1u);
    EXPECT_EQ(shown.outputs[0].find("Exif"), std::string::npos);
}

TEST(Image, TurnsAsWished) {
    auto request = drawing(PictureForm::gray, 1, 100);
    request.turned = 90;
    auto const drawn = parse_here(picture("upright.png"), request);
    EXPECT_EQ(size_of_graymap(drawn.outputs.at(0)), (Size{827, 583}));
    EXPECT_GT(drawn.answer.pages.at(0).width, drawn.answer.pages.at(0).height);
}

TEST(Image, HugeSizesAreRefusedBeforeUnpacking) {
    for (auto const& [name, bytes] : image_bombs()) {
        auto const said = parse_here(bytes);
        auto const drawn = parse_here(bytes, drawing(PictureForm::gray));
        if (name == "tiff_g4_liar")
            continue; // a fax of nonsense is a page as well; it only has to end
        EXPECT_TRUE(drawn.outputs.empty()) << name;
        bool const is_refused = said.answer.status == AnswerStatus::refused ||
                                drawn.answer.status == AnswerStatus::refused;
        EXPECT_TRUE(is_refused) << name;
    }
}

TEST(Image, ATiffThatBitesItsTailEnds) {
    auto bytes = picture("pages.tif");
    reader::ImageShape shape;
    ASSERT_TRUE(reader::walk_tiff(bytes, 500, shape));
    ASSERT_EQ(shape.pages.size(), 2u);
    auto const looped = looped_tiff();
    reader::ImageShape loop;
    ASSERT_TRUE(reader::walk_tiff(looped, 500, loop));
    EXPECT_EQ(loop.pages.size(), 1u);
}

TEST(Image, TruncatedFilesEndSomehow) {
    for (auto const* const name : {"upright.png", "upright.jpg", "upright.gif", "upright.webp",
                                   "upright.heic", "tiled.tif", "pages.tif", "small.bmp"}) {
        auto const whole = picture(name);
        for (auto const share : {3u, 10u, 50u, 90u, 99u}) {
            auto const cut = whole.substr(0, whole.size() * share / 100);
            auto const drawn = parse_here(cut, drawing(PictureForm::gray, 1, 72));
            EXPECT_TRUE(drawn.answer.status == AnswerStatus::refused || !drawn.outputs.empty() ||
                        drawn.answer.pages.empty())
                << name << " " << share;
        }
    }
}

} // namespace leitstand::test
