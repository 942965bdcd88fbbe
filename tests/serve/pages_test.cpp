// SPDX-License-Identifier: EUPL-1.2
// Pages through the real server and the real sandbox: lists, words, pictures and what is kept.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.hpp"
#include "decide/page_pictures.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

std::string golden(std::string const& name) {
    return read_file(fs::path{LEITSTAND_SOURCE_DIR} / "tests/reader/golden" / name, 10 << 20)
        .value();
}

Page page_of(std::uint32_t part, std::uint32_t number, Span span) {
    Page page;
    page.part = part;
    page.number = number;
    page.width = 612;
    page.height = 792;
    page.span = span;
    return page;
}

class PagesTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam(), Limits{}, with_workers(16));
        ReadingOptions options;
        options.reader_program = READER_PROGRAM;
        reading = Reading::start(options).value();
        open_pictures();
    }
    static ServeOptions with_workers(std::size_t workers) {
        ServeOptions options;
        options.workers = workers;
        return options;
    }
    void open_pictures(Limits const& limits = {}) { open_pictures(*reading, limits); }
    void open_pictures(Reading& drawing, Limits const& limits = {}) {
        auto& door = house->desk.door;
        house->server.reset();
        pictures =
            PagePictures::open(folder(), drawing, *door.ledger, *house->desk.inbox, limits).value();
        house->pictures = pictures.get();
        house->restart_server();
    }
    fs::path folder() const { return house->desk.door.folder / "data" / "pictures"; }

    // A PDF of two pages, the second of them sent upside down, with an attachment that was kept.
    Item letter(std::string const& unit = "a") {
        auto const item = house->desk.door.enter("brief", golden("letter.pdf"), "brief.pdf");
        Inbox::Outcome outcome;
        Document document;
        document.media_type = "application/pdf";
        document.text = "Grüße Monat Miete\fAnlage";
        document.pages = {page_of(0, 1, {0, 7}), page_of(0, 2, {8, 19}), page_of(1, 1, {20, 26}),
                          page_of(2, 1, {26, 26})};
        document.pages[1].turned = 180;
        document.pages[1].marks.set(PageMark::hidden_text);
        for (std::uint32_t part = 0; part < 3; ++part) {
            document.parts.emplace_back();
            document.parts.back().number = part;
            document.parts.back().media_type = "application/pdf";
        }
        document.words = {{{0, 7}, 0, 1, {10, 20, 60, 30}, 1},
                          {{8, 13}, 0, 2, {10, 20, 50, 30}, 0.51234f},
                          {{14, 19}, 0, 2, {52, 20, 90, 30}, 1}};
        document.hidden = {{0, 2, HiddenKind::off_page, {700, 20, 800, 30}, "bitte sofort"}};
        document.codes = {{0, 2, CodeKind::qr, {1, 2, 3, 4}, "LEITSTAND"}};
        outcome.parts.push_back(
            house->desk.inbox
                ->keep_part(item, 1, "anlage.pdf", "application/pdf", golden("helvetica.pdf"))
                .value());
        outcome.document = document;
        outcome.understanding = made_understanding({}, unit);
        EXPECT_TRUE(house->desk.bring(item, outcome));
        return item;
    }
    static std::string path(Item const& item, std::string const& rest) {
        return "/api/v1/items/" + item.id + rest;
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{folder()}, fs::directory_iterator{}));
    }

    std::unique_ptr<WebHouse> house;
    std::unique_ptr<Reading> reading;
    std::unique_ptr<PagePictures> pictures;

    void TearDown() override { house.reset(); }
};
INSTANTIATE_TEST_SUITE_P(Engines, PagesTest, both_engines(), engine_label);

TEST_P(PagesTest, AreListedWithMarksAndWhetherTheyCanBeDrawn) {
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    auto const pages = json_of(anna.get(path(item, "")))["pages"];
    ASSERT_EQ(pages.size(), 4u);
    EXPECT_EQ(pages[0]["turned"], 0);
    EXPECT_EQ(pages[0]["width"], 612);
    EXPECT_EQ(pages[0]["drawable"], true);
    EXPECT_EQ(pages[1]["turned"], 180);
    EXPECT_EQ(pages[1]["marks"], Json::array({"hidden_text"}));
    EXPECT_EQ(pages[1]["source"], "text");
    EXPECT_EQ(pages[2]["part"], 1);
    EXPECT_EQ(pages[2]["drawable"], true);
    EXPECT_EQ(pages[3]["drawable"], false) << "the bytes of this part were not kept";
    auto const refused = house->desk.refused("kaputt", "encrypted");
    EXPECT_EQ(json_of(anna.get(path(refused, "")))["pages"], Json::array());
}

TEST_P(PagesTest, HaveWordsInCodePointsOfTheItemsText) {
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    auto const page = json_of(anna.get(path(item, "/parts/0/pages/2/words")));
    ASSERT_EQ(page["words"].size(), 2u) << page.dump();
    EXPECT_EQ(page["words"][0]["text"], "Monat");
    EXPECT_EQ(page["words"][0]["start"], 6); // bytes 8: two letters of two bytes before
    EXPECT_EQ(page["words"][0]["end"], 11);
    EXPECT_EQ(page["words"][0]["box"], Json::array({10, 20, 50, 30}));
    EXPECT_DOUBLE_EQ(page["words"][0]["confidence"].get<double>(), 0.512);
    EXPECT_EQ(page["hidden"][0]["kind"], "off_page");
    EXPECT_EQ(page["hidden"][0]["text"], "bitte sofort");
    EXPECT_EQ(page["codes"][0]["kind"], "qr");
    for (auto const* none :
         {"/parts/0/pages/3/words", "/parts/9/pages/1/words", "/parts/0/pages/0/words",
          "/parts/x/pages/1/words", "/parts/0/pages/99999999999/words", "/parts/0/pages/-1/words"})
        EXPECT_EQ(key_of(anna.get(path(item, none))), "picture.no_page") << none;
    auto const view = json_of(anna.get(path(item, "")));
    EXPECT_EQ(view["hidden"].size(), 1u);
    EXPECT_EQ(view["codes"][0]["text"], "LEITSTAND");
}

TEST_P(PagesTest, ArePicturesThatNoBrowserTakesForAnythingElse) {
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    auto const answer = anna.get(path(item, "/parts/0/pages/1/picture?width=200"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("content-type"), "image/png");
    EXPECT_TRUE(answer.body.starts_with("\x89PNG"));
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_NE(answer.header("content-security-policy").find("sandbox"), std::string::npos);
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    EXPECT_EQ(answer.header("cross-origin-resource-policy"), "same-origin");
    for (auto const* wrong : {"?width=201", "?width=0", "?width=99999999", "?width=x", "?turned=45",
                              "?turned=360", "?turned=-90"})
        EXPECT_EQ(key_of(anna.get(path(item, std::string{"/parts/0/pages/1/picture"} + wrong))),
                  "request.field_wrong")
            << wrong;
    EXPECT_EQ(key_of(anna.get(path(item, "/parts/0/pages/7/picture"))), "picture.no_page");
    EXPECT_EQ(key_of(anna.get(path(item, "/parts/0/pages/7/picture?turned=0"))), "picture.no_page");
    EXPECT_EQ(key_of(anna.get(path(item, "/parts/2/pages/1/picture"))), "part.not_found");
    EXPECT_EQ(anna.get(path(item, "/parts/1/pages/1/picture?width=200")).status, 200);
    auto berta = house->visitor("berta", {Role::caseworker}, {"b"});
    for (auto const* foreign :
         {"/parts/0/pages/1/picture?width=200&turned=0", "/parts/0/pages/1/picture?width=200",
          "/parts/1/pages/1/picture", "/parts/0/pages/1/words", "/parts/1/pages/1/words"})
        EXPECT_EQ(key_of(berta.get(path(item, foreign))), "item.not_found")
            << foreign << ": kept pictures have the rights of their item";
}

TEST_P(PagesTest, AreTurnedUprightUnlessAskedOtherwise) {
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    auto const picture = [&](std::string const& more) {
        return anna.get(path(item, "/parts/0/pages/2/picture?width=200" + more)).body;
    };
    EXPECT_TRUE(picture("") == picture("&turned=180"));
    EXPECT_TRUE(picture("") != picture("&turned=0"));
    auto const lying = picture("&turned=90");
    ASSERT_GT(lying.size(), 24u);
    auto const side = [&](std::size_t at) {
        return static_cast<unsigned char>(lying[at + 2]) * 256 +
               static_cast<unsigned char>(lying[at + 3]);
    };
    EXPECT_NEAR(side(16), 200, 12); // width, as the picture lies
    EXPECT_NEAR(side(20), 200 * 612 / 792, 12);
}

TEST_P(PagesTest, AreDrawnOnceAndKeptSealed) {
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    std::vector<std::thread> people;
    std::vector<std::string> seen(6);
    for (std::size_t i = 0; i < seen.size(); ++i)
        people.emplace_back([&, i] {
            auto visitor = anna;
            seen[i] = visitor.get(path(item, "/parts/0/pages/1/picture?width=400")).body;
        });
    for (auto& person : people)
        person.join();
    EXPECT_EQ(pictures->figures().drawn, 1u);
    for (auto const& one : seen)
        EXPECT_TRUE(one == seen[0]);
    ASSERT_EQ(files(), 1u);
    auto const file = fs::directory_iterator {
        folder()
    } -> path();
    auto const stored = read_file(file, 10 << 20).value();
    EXPECT_EQ(stored.find("PNG"), std::string::npos);
    EXPECT_EQ(file.filename().string().find(item.id), std::string::npos);

    open_pictures(); // as after a restart: nothing is drawn again
    auto berta = house->visitor("berta", {Role::caseworker});
    auto const again = berta.get(path(item, "/parts/0/pages/1/picture?width=400&turned=0")).body;
    EXPECT_TRUE(again == seen[0]);
    EXPECT_EQ(pictures->figures().drawn, 0u);
}

// Draws when it is let go.
class HeldReading final : public TakingApart {
  public:
    Result<Picture> picture(std::string_view, PictureWish const&) override {
        ++drawing;
        held.wait(true);
        return Picture{.media_type = "image/png", .bytes = "gemalt"};
    }
    void let_go() {
        held = false;
        held.notify_all();
    }
    std::atomic<bool> held{false};
    std::atomic<int> drawing{0};
};

TEST_P(PagesTest, DrawingLeavesHalfOfTheWorkersFree) {
    house = std::make_unique<WebHouse>(GetParam(), Limits{}, with_workers(4));
    HeldReading slow;
    open_pictures(slow);
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    auto const ask = [&](int page, int width, std::string const& more = {}) {
        auto visitor = anna;
        return visitor.get(
            path(item, fmt::format("/parts/0/pages/{}/picture?width={}{}", page, width, more)));
    };
    ASSERT_EQ(ask(1, 200).status, 200);
    slow.held = true;
    std::vector<std::thread> people;
    std::array<std::atomic<int>, 2> status{};
    for (int page = 1; page <= 2; ++page)
        people.emplace_back(
            [&, page] { status.at(static_cast<std::size_t>(page) - 1) = ask(page, 400).status; });
    while (slow.drawing < 3)
        std::this_thread::yield();
    for (int const width : {800, 400}) { // another picture; one that is being drawn
        auto const busy = ask(1, width);
        EXPECT_EQ(busy.status, 503);
        EXPECT_EQ(key_of(busy), "server.busy");
        EXPECT_EQ(busy.header("retry-after"), "1");
    }
    EXPECT_EQ(ask(1, 200).status, 200) << "what is kept needs no turn";
    EXPECT_EQ(ask(1, 200, "&turned=0").status, 200);
    EXPECT_EQ(anna.get("/api/v1/items").status, 200);
    slow.let_go();
    for (auto& person : people)
        person.join();
    EXPECT_EQ(status[0], 200);
    EXPECT_EQ(status[1], 200);
    EXPECT_EQ(ask(1, 800).status, 200);
    house->server.reset();
}

TEST_P(PagesTest, DamagedAndForeignFilesAreNeverShown) {
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    auto const ask = [&](std::string const& page) {
        return anna.get(path(item, "/parts/0/pages/" + page + "/picture?width=400&turned=0")).body;
    };
    auto const first = ask("1");
    ASSERT_EQ(files(), 1u);
    auto const file = fs::directory_iterator {
        folder()
    } -> path();
    auto const second = ask("2");
    ASSERT_TRUE(first != second);
    for (auto const& entry : fs::directory_iterator{folder()})
        if (entry.path() != file) // one picture in the place of the other
            fs::copy_file(file, entry.path(), fs::copy_options::overwrite_existing);
    EXPECT_TRUE(ask("2") == second);
    std::ofstream{file, std::ios::binary | std::ios::in | std::ios::out}.seekp(50).put('\xff');
    EXPECT_TRUE(ask("1") == first);
    fs::remove(file);
    EXPECT_TRUE(ask("1") == first);
    EXPECT_EQ(pictures->figures().drawn, 5u);
}

TEST_P(PagesTest, TheOldestGoWhenThereAreTooMany) {
    auto const item = letter();
    auto const ask = [&](Visitor& visitor, int width, int page) {
        return visitor
            .get(
                path(item, fmt::format("/parts/0/pages/{}/picture?width={}&turned=0", page, width)))
            .status;
    };
    auto anna = house->visitor("anna", {Role::caseworker});
    EXPECT_EQ(ask(anna, 400, 1), 200);
    auto const one = pictures->figures().size_bytes;
    Limits small;
    small.picture_cache_bytes_max = one * 2;
    std::ofstream{folder() / "halb.fertig"} << "x";
    open_pictures(small);
    EXPECT_FALSE(fs::exists(folder() / "halb.fertig"));
    EXPECT_EQ(pictures->figures().pictures, 1u);
    auto berta = house->visitor("berta", {Role::caseworker});
    for (int const width : {800, 200, 400, 1'200})
        EXPECT_EQ(ask(berta, width, 1), 200);
    EXPECT_LE(pictures->figures().size_bytes, one * 2);
    std::uint64_t on_disk = 0;
    for (auto const& entry : fs::directory_iterator{folder()})
        on_disk += entry.file_size();
    EXPECT_EQ(on_disk, pictures->figures().size_bytes);
    EXPECT_GE(pictures->figures().pictures, 1u);
}

TEST_P(PagesTest, WithoutAReaderTheScreensSaySo) {
    house->server.reset();
    house->pictures = nullptr;
    house->restart_server();
    auto anna = house->visitor("anna", {Role::caseworker});
    auto const item = letter();
    auto const answer = anna.get(path(item, "/parts/0/pages/1/picture"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(key_of(answer), "picture.no_reader");
}

} // namespace
} // namespace leitstand
