// SPDX-License-Identifier: EUPL-1.2
// Pictures of pages where drawing fails or the disk is small; tests/serve/pages_test.cpp has them
// through the real reader.
#include "decide/page_pictures.hpp"

#include <sys/resource.h>
#include <thread>

#include "decide/desk.hpp"
#include "decide/stack_pages.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

class Drawing final : public TakingApart {
  public:
    Result<Picture> picture(std::string_view, PictureWish const&) override { return draw(); }
    std::function<Result<Picture>()> draw = [] {
        return Picture{.media_type = "image/png", .bytes = "gemalt"};
    };
};

class PagePicturesTest : public testing::Test {
  protected:
    PagePicturesTest() { open(); }
    void open(Limits const& limits = {}, PagePictures::FreeSpace const& free_space = {}) {
        pictures_ = PagePictures::open(folder(), reading_, *desk_.door.ledger, *desk_.inbox, limits,
                                       free_space)
                        .value();
    }
    fs::path folder() const { return desk_.door.folder / "pictures"; }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{folder()}, fs::directory_iterator{}));
    }
    Result<Picture> ask(std::uint32_t page) {
        PictureOrder order;
        order.page = page;
        order.width_points = 595;
        return pictures_->picture(desk_.inbox->part_place(item_.id, 0).value(), order);
    }

    Desk desk_{Engine::sqlite};
    Drawing reading_;
    Item item_ = desk_.door.enter("scan", "Inhalt", "scan.pdf");
    std::unique_ptr<PagePictures> pictures_;
};

} // namespace

TEST_F(PagePicturesTest, ADrawingThatThrowsLetsEverybodyGo) {
    std::atomic<int> asked{0};
    auto const draws_well = reading_.draw;
    reading_.draw = [&]() -> Result<Picture> {
        while (asked < 3) // the others are about to wait for this one
            std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        throw std::bad_alloc{};
    };
    std::vector<std::thread> people;
    std::vector<std::string> keys(3);
    for (auto& key : keys)
        people.emplace_back([&] {
            ++asked;
            key = error_key(ask(1));
        });
    for (auto& person : people)
        person.join();
    for (auto const& key : keys)
        EXPECT_EQ("server.failed", key);
    reading_.draw = draws_well;
    auto const later = ask(1);
    ASSERT_TRUE(later) << later.error().describe();
    EXPECT_EQ("gemalt", later->bytes);
}

TEST_F(PagePicturesTest, WhereSpaceIsShortTheIntakeHasIt) {
    ASSERT_TRUE(ask(1));
    ASSERT_TRUE(ask(2));
    EXPECT_EQ(2u, files());
    Limits small;
    small.free_space_bytes_min = 1ull << 60;
    open(small);
    EXPECT_EQ(0u, files()) << "what can be drawn again goes";
    auto const drawn = ask(1);
    ASSERT_TRUE(drawn) << drawn.error().describe();
    EXPECT_EQ("gemalt", drawn->bytes);
    EXPECT_EQ(0u, files());
    EXPECT_EQ(0u, pictures_->figures().pictures);
}

TEST_F(PagePicturesTest, PicturesGiveWayToPostThatComesWhileNobodyLooks) {
    Limits const limits;
    std::uint64_t free = limits.free_space_bytes_min * 2;
    open(limits, [&] { return Result<std::uint64_t>{free}; });
    ASSERT_TRUE(ask(1));
    ASSERT_TRUE(ask(2));
    pictures_->make_room();
    EXPECT_EQ(2u, files()) << "there is enough";
    free -= 2;
    pictures_->make_room();
    EXPECT_EQ(0u, files());
    EXPECT_EQ(0u, pictures_->figures().size_bytes);
}

TEST_F(PagePicturesTest, AKeptPictureThatDoesNotFitIntoMemoryIsNoneThatIsKept) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizers need the memory for themselves";
#endif
    constexpr std::size_t kLarge = 48 << 20; // never from memory that was freed
    reading_.draw = [] {
        return Picture{.media_type = "image/png", .bytes = std::string(kLarge, 'x')};
    };
    ASSERT_TRUE(ask(1));
    auto const place = desk_.inbox->part_place(item_.id, 0).value();
    PictureOrder order;
    ASSERT_TRUE(pictures_->kept(place, order).value());
    auto const kept_with_little_memory = [&] {
        std::size_t pages = 0;
        std::ifstream{"/proc/self/statm"} >> pages;
        auto const most = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + kLarge / 4;
        rlimit const limit{most, most};
        ::setrlimit(RLIMIT_AS, &limit);
        auto const kept = pictures_->kept(place, order);
        std::_Exit(kept && !*kept ? 0 : 1);
    };
    EXPECT_EXIT(kept_with_little_memory(), testing::ExitedWithCode(0), "");
}

} // namespace leitstand
