// SPDX-License-Identifier: EUPL-1.2
// Pictures of pages through both programs and their walls: what is read, how pages lie, what is
// said of pages with nothing to read, what happens without the recogniser.
#include "read/detail/exchange.hpp"
#include "tests/reader/bombs.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

std::string picture(std::string const& name) {
    return golden("picture/" + name);
}

Reading& shared_reading() {
    static auto const reading = start_reading();
    return *reading;
}

Document read_picture(std::string const& name) {
    auto document = shared_reading().read(picture(name), name);
    EXPECT_TRUE(document) << name << ": " << document.error().describe();
    return document ? std::move(*document) : Document{};
}

// How many of the sheet's words were read as they stand.
double share_of_words(std::string const& text) {
    auto const wanted = tokens(picture("brief.txt"));
    auto const read = tokens(text);
    std::size_t found = 0;
    for (auto const& word : wanted)
        found += std::find(read.begin(), read.end(), word) != read.end() ? 1 : 0;
    return static_cast<double>(found) / static_cast<double>(wanted.size());
}

Word const* find_word(Document const& document, std::string_view text) {
    for (auto const& word : document.words)
        if (document.text.substr(word.span.start, word.span.end - word.span.start) == text)
            return &word;
    return nullptr;
}

} // namespace

TEST(Recognise, EachFormatReadsAlike) {
    for (auto const* const name : {"upright.png", "upright.jpg", "upright.gif", "upright.webp",
                                   "upright.heic", "tiled.tif"}) {
        auto const document = read_picture(name);
        EXPECT_EQ(document.status, ReadStatus::read) << name << " " << document.reason;
        EXPECT_GE(share_of_words(document.text), 0.95) << name << "\n" << document.text;
        ASSERT_EQ(document.pages.size(), 1u) << name;
        EXPECT_EQ(document.pages[0].source, PageSource::ocr);
        EXPECT_EQ(document.pages[0].marks, PageMarks{}) << name;
        EXPECT_FALSE(document.needs_recognition());
        EXPECT_EQ(document.language, "de") << name;
    }
}

TEST(Recognise, PagesComeInOrder) {
    auto const document = read_picture("pages.tif");
    ASSERT_EQ(document.pages.size(), 2u);
    for (auto const& page : document.pages) {
        auto const text = document.text.substr(page.span.start, page.span.end - page.span.start);
        EXPECT_GE(share_of_words(text), 0.9) << page.number << "\n" << text;
    }
    for (std::size_t i = 1; i < document.words.size(); ++i)
        EXPECT_LE(document.words[i - 1].page, document.words[i].page);
}

TEST(Recognise, LinesParagraphsAndPlacesAreKept) {
    auto const document = read_picture("upright.png");
    EXPECT_NE(document.text.find("Erika Beispiel\nLindenallee 14\n70173 Stuttgart"),
              std::string::npos)
        << document.text;
    auto const* const amount = find_word(document, "684,50");
    ASSERT_NE(amount, nullptr) << document.text;
    auto const& page = document.pages[0];
    EXPECT_NEAR(page.width, 419.8f, 0.5f);
    // In the fourth fifth of the sheet's upper two thirds, between its margins.
    EXPECT_GT(amount->box.y0, page.height * 0.3f);
    EXPECT_LT(amount->box.y1, page.height * 0.7f);
    EXPECT_GT(amount->box.x0, 30);
    EXPECT_LT(amount->box.x1, page.width);
    EXPECT_GT(amount->confidence, 0.7f);
    EXPECT_LE(amount->confidence, 1.0f);
}

TEST(Recognise, PagesAreTurnedUpright) {
    struct Case {
        char const* name;
        std::uint32_t turned;
    };
    auto const upright = read_picture("upright.png");
    auto const* const wanted = find_word(upright, "684,50");
    ASSERT_NE(wanted, nullptr);
    for (auto const& [name, turned] : {Case{"upside_down.png", 180}, Case{"sideways.png", 90}}) {
        auto const document = read_picture(name);
        ASSERT_EQ(document.pages.size(), 1u);
        EXPECT_EQ(document.pages[0].turned, turned) << name;
        EXPECT_LT(document.pages[0].width, document.pages[0].height) << name;
        EXPECT_GE(share_of_words(document.text), 0.95) << name << "\n" << document.text;
        auto const* const word = find_word(document, "684,50");
        ASSERT_NE(word, nullptr) << name;
        EXPECT_NEAR(word->box.x0, wanted->box.x0, 3) << name;
        EXPECT_NEAR(word->box.y1, wanted->box.y1, 3) << name;
    }
}

TEST(Recognise, APageSeenFromBehindIsReadAndMarked) {
    auto const document = read_picture("mirrored.png");
    ASSERT_EQ(document.pages.size(), 1u);
    EXPECT_TRUE(document.pages[0].marks.has(PageMark::mirrored)) << document.text;
    EXPECT_GE(share_of_words(document.text), 0.9) << document.text;
    auto const* const word = find_word(document, "Stuttgart");
    ASSERT_NE(word, nullptr);
    EXPECT_GT(word->box.x0, document.pages[0].width / 2); // shown as it is: at the right
}

TEST(Recognise, EmptyPagesAreBlankAndBlackOnesAreNot) {
    auto const blank = read_picture("blank.png");
    EXPECT_EQ(blank.status, ReadStatus::read);
    EXPECT_TRUE(blank.pages.at(0).marks.has(PageMark::blank));
    EXPECT_EQ(blank.text, "");
    auto const black = read_picture("black.png");
    EXPECT_FALSE(black.pages.at(0).marks.has(PageMark::blank)); // somebody should look at it
    EXPECT_TRUE(black.pages.at(0).marks.has(PageMark::low_quality));
    EXPECT_EQ(black.text, "");
}

TEST(Recognise, ATornPageGivesWhatIsLeft) {
    auto const document = read_picture("torn.png");
    EXPECT_EQ(document.status, ReadStatus::read);
    EXPECT_GE(share_of_words(document.text), 0.6) << document.text;
}

TEST(Recognise, AQuickReadingLeavesPicturesForLater) {
    auto const document = shared_reading().read(picture("upright.png"), "x", {}, Depth::quick);
    ASSERT_TRUE(document);
    EXPECT_TRUE(document->needs_recognition());
    EXPECT_EQ(document->text, "");
}

TEST(Recognise, AttachmentsAreKeptOnceNothingWaits) {
    auto const message_with = [](std::string const& type, std::string const& bytes) {
        return "From: a@example.org\nTo: b@example.org\nSubject: Anlage\nMIME-Version: 1.0\n"
               "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
               "Anbei.\n--x\nContent-Type: " +
               type + "\nContent-Transfer-Encoding: binary\n\n" + bytes + "\n--x--\n";
    };
    std::vector<DerivedPart> kept;
    auto const keep = [&](DerivedPart const& part) -> Result<void> {
        kept.push_back(part);
        return {};
    };
    auto const scan = message_with("image/png; name=a.png", picture("upright.png"));
    ASSERT_TRUE(shared_reading().read(scan, "x", keep, Depth::quick));
    EXPECT_TRUE(kept.empty()); // the slow reading keeps them
    ASSERT_TRUE(shared_reading().read(scan, "x", keep, Depth::whole));
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].name, "a.png");
    EXPECT_EQ(kept[0].bytes, picture("upright.png"));
    kept.clear();
    ASSERT_TRUE(shared_reading().read(message_with("text/plain; name=a.txt", "Guten Tag"), "x",
                                      keep, Depth::quick));
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].bytes, "Guten Tag");
}

TEST(Recognise, AStopEndsBeforeTheNextPage) {
    std::stop_source stop;
    stop.request_stop();
    auto const document =
        shared_reading().read(picture("pages.tif"), "x", {}, Depth::whole, stop.get_token());
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().key, "reader.stopped");
}

TEST(Recognise, ADamagedPictureIsRefusedWithItsReason) {
    auto bytes = picture("upright.jpg");
    auto const document = shared_reading().read(std::string_view{bytes}.substr(0, 700), "x");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->status, ReadStatus::refused);
    EXPECT_EQ(document->reason, "damaged");
}

TEST(Recognise, AttachmentsAreRecognisedToo) {
    auto const png = picture("upright.png");
    std::string const message = "From: a@example.org\nTo: b@example.org\nSubject: Scan\n"
                                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
                                "--x\nContent-Type: text/plain\n\nAnbei.\n"
                                "--x\nContent-Type: image/png; name=a.png\n"
                                "Content-Transfer-Encoding: binary\n\n" +
                                png + "\n--x--\n";
    auto const document = shared_reading().read(message, "x");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->status, ReadStatus::read) << document->reason;
    EXPECT_GE(share_of_words(document->text), 0.95) << document->text;
}

// Beside what a message says there is room for one page of its attachment.
TEST(Recognise, APageThatNoLongerFitsCostsNoOther) {
    std::string const message = "From: a@example.org\nTo: b@example.org\nSubject: Scan\n"
                                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
                                "--x\nContent-Type: text/plain\n\n" +
                                std::string(2'000, 'x') +
                                "\n--x\nContent-Type: image/tiff; name=a.tif\n"
                                "Content-Transfer-Encoding: binary\n\n" +
                                picture("pages.tif") + "\n--x--\n";
    auto const whole = shared_reading().read(message, "x");
    ASSERT_TRUE(whole);
    ASSERT_EQ(whole->pages.size(), 3u);
    auto const last = whole->pages[2].span;
    Limits limits;
    limits.text_bytes_max = whole->text.size() - (last.end - last.start) / 2;
    auto const reading = start_reading(limits);
    auto const document = reading->read(message, "x");
    ASSERT_TRUE(document);
    ASSERT_EQ(document->parts.size(), 2u);
    EXPECT_EQ(document->parts[1].status, ReadStatus::partly_read);
    EXPECT_EQ(document->parts[1].reason, "text_too_long");
    EXPECT_GE(share_of_words(document->text), 0.9) << document->text;
}

TEST(Recognise, TheWallsAreAsStrongAsTheReaders) {
    auto const state = shared_reading().recogniser();
    ASSERT_TRUE(state.is_ready) << state.trouble;
    EXPECT_EQ(state.self_test.tried, shared_reading().self_test().tried);
    EXPECT_EQ(state.self_test.denied, state.self_test.tried);
    EXPECT_EQ(state.level, shared_reading().level());
}

TEST(Recognise, WithoutItsModelTheRestWorks) {
    ReadingOptions options;
    options.reader_program = READER_PROGRAM;
    options.models_folder = "/usr/share/doc"; // no model there
    auto const reading = Reading::start(options);
    ASSERT_TRUE(reading);
    auto const state = (*reading)->recogniser();
    EXPECT_FALSE(state.is_ready);
    EXPECT_EQ(state.missing_package, "tesseract-ocr-deu");
    for (int i = 0; i < 12; ++i) // nobody takes it for a program that keeps dying
        EXPECT_EQ((*reading)->recogniser().trouble, "recogniser.package_missing") << i;
    auto const scan = (*reading)->read(picture("upright.png"), "x");
    ASSERT_TRUE(scan);
    EXPECT_EQ(scan->reason, "needs_ocr");
    EXPECT_EQ(scan->pages.size(), 1u); // can still be looked at
    auto const letter = (*reading)->read("Sehr geehrte Damen und Herren", "x");
    ASSERT_TRUE(letter);
    EXPECT_EQ(letter->status, ReadStatus::read);
}

// What came of it depends on how much of its time it was given; EvilReaders have both cases.
TEST(Recognise, APageWhoseTimeIsUpHarmsNobodyElse) {
    Limits limits;
    limits.recognise_deadline_ms = std::chrono::milliseconds{20};
    auto const reading = start_reading(limits);
    ASSERT_TRUE(reading);
    auto const document = reading->read(picture("upright.png"), "x");
    EXPECT_EQ(document ? document->reason : document.error().key,
              document ? "too_slow" : "reader.starved");
    auto const letter = reading->read("Guten Tag", "a.txt");
    ASSERT_TRUE(letter);
    EXPECT_EQ(letter->text, "Guten Tag");
}

TEST(Recognise, PicturesThatLieEndWithAKnownOutcome) {
    for (auto const& bomb : image_bombs()) {
        auto const start = std::chrono::steady_clock::now();
        auto const document = shared_reading().read(bomb.bytes, bomb.name);
        auto const seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        ASSERT_TRUE(document) << bomb.name << ": " << document.error().describe();
        EXPECT_NE(document->status == ReadStatus::refused, document->reason.empty()) << bomb.name;
        EXPECT_LT(seconds, 30) << bomb.name;
    }
}

} // namespace leitstand::test
