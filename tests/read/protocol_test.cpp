// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "read/protocol.hpp"

namespace leitstand {

namespace {

ReaderAnswer example() {
    ReaderAnswer answer;
    answer.status = AnswerStatus::partly_read;
    answer.reason = Reason::needs_ocr;
    answer.media_type = "application/pdf";
    answer.envelope.subject = "Antrag f\xc3\xbcr Ben";
    answer.text = "eins zwei\ndrei\n";
    answer.pages = {{59'528, 84'189, 0, 10}, {59'528, 84'189, 10, 15}};
    answer.pages[1].turned = 270;
    answer.pages[1].marks.set(PageMark::handwriting);
    answer.words = {{0, 4, 1, {-100, 200, 300, 400}, 9'100},
                    {5, 9, 1, {310, 200, 400, 400}},
                    {10, 14, 2, {0, 0, 1, 1}}};
    answer.parts = {{"a.txt", "text/plain", 0, 10}, {"b", "", 10, 0}};
    answer.hidden = {{1, HiddenKind::off_page, {-500, 0, -400, 10}, "wei\xc3\x9f"}};
    answer.codes = {{2, CodeKind::qr, {0, 0, 100, 100}, "LS-1"}};
    answer.warn(Warning::hidden_text);
    answer.warn(Warning::hidden_text);
    return answer;
}

Result<ReaderAnswer> decode(std::string_view bytes, std::size_t step,
                            std::uint64_t output_size_bytes = 10,
                            ReaderRequest const& request = {}) {
    AnswerDecoder decoder{request};
    for (std::size_t at = 0; at < bytes.size(); at += step)
        TRY(decoder.feed(bytes.substr(at, step)));
    return decoder.finish(output_size_bytes);
}

} // namespace

TEST(Protocol, AnswersComeBackWhateverThePieces) {
    auto const bytes = encode_answer(example());
    for (std::size_t const step : {1u, 3u, 7u, 100'000u}) {
        auto const answer = decode(bytes, step);
        ASSERT_TRUE(answer) << answer.error().describe();
        EXPECT_EQ(answer->status, AnswerStatus::partly_read);
        EXPECT_EQ(answer->reason, Reason::needs_ocr);
        EXPECT_EQ(answer->envelope.subject, example().envelope.subject);
        EXPECT_EQ(answer->text, example().text);
        ASSERT_EQ(answer->words.size(), 3u);
        EXPECT_EQ(answer->words[0].box, example().words[0].box);
        EXPECT_EQ(answer->words[2].page, 2u);
        EXPECT_EQ(answer->words[0].confidence, 9'100u);
        EXPECT_EQ(answer->words[1].confidence, kConfidenceMax);
        EXPECT_EQ(answer->pages[1].turned, 270u);
        EXPECT_TRUE(answer->pages[1].marks.has(PageMark::handwriting));
        ASSERT_EQ(answer->hidden.size(), 1u);
        EXPECT_EQ(answer->hidden[0].kind, HiddenKind::off_page);
        EXPECT_EQ(answer->hidden[0].box, example().hidden[0].box);
        EXPECT_EQ(answer->hidden[0].text, "wei\xc3\x9f");
        ASSERT_EQ(answer->codes.size(), 1u);
        EXPECT_EQ(answer->codes[0].kind, CodeKind::qr);
        EXPECT_EQ(answer->codes[0].page, 2u);
        EXPECT_EQ(answer->parts.size(), 2u);
        EXPECT_EQ(answer->warnings, std::vector<Warning>{Warning::hidden_text});
    }
}

TEST(Protocol, LongAnswersAreCutIntoFramesAndCapped) {
    ReaderAnswer answer;
    answer.media_type = "text/plain";
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        auto const start = static_cast<std::uint32_t>(answer.text.size());
        answer.text += "wort\n";
        answer.words.push_back({start, start + 4, 1, {0, 0, 1, 1}});
    }
    answer.pages = {{1, 1, 0, static_cast<std::uint32_t>(answer.text.size())}};
    auto const bytes = encode_answer(answer);
    ASSERT_TRUE(decode(bytes, 65'536));
    ReaderRequest small;
    small.words_max = 99'999;
    EXPECT_FALSE(decode(bytes, 65'536, 0, small));
    small = {};
    small.text_bytes_max = 1000;
    EXPECT_FALSE(decode(bytes, 65'536, 0, small));
    small = {};
    small.answer_bytes_max = 10'000;
    EXPECT_FALSE(decode(bytes, 65'536, 0, small));
}

TEST(Protocol, PartsMustLieInTheOutput) {
    EXPECT_TRUE(decode(encode_answer(example()), 100, 10));
    EXPECT_FALSE(decode(encode_answer(example()), 100, 9));
    auto overlapping = example();
    overlapping.parts[1].offset = 9;
    EXPECT_FALSE(decode(encode_answer(overlapping), 100, 10));
}

RC_GTEST_PROP(Protocol, AChangedByteNeverBreaksTheDecoder,
              (std::vector<std::pair<std::uint16_t, std::uint8_t>> const& changes)) {
    auto bytes = encode_answer(example());
    for (auto const& [at, value] : changes)
        bytes[at % bytes.size()] = static_cast<char>(value);
    auto const answer = decode(bytes, 13);
    if (answer) { // what is let through holds
        RC_ASSERT(is_clean_text(answer->text));
        for (auto const& word : answer->words)
            RC_ASSERT(word.end <= answer->text.size());
    }
}

TEST(Protocol, RequestsHellosAndStatusesComeBack) {
    ReaderRequest request;
    request.kind = RequestKind::mbox;
    request.is_part = true;
    request.messages_max = 7;
    auto const decoded = decode_request(encode_request(request));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->kind, RequestKind::mbox);
    EXPECT_TRUE(decoded->is_part);
    EXPECT_EQ(decoded->messages_max, 7u);
    EXPECT_EQ(decoded->answer_bytes_max, request.answer_bytes_max);
    EXPECT_FALSE(decode_request("x"));
    EXPECT_FALSE(decode_request(encode_request(request) + "x"));

    auto const hello = decode_hello(encode_hello({true, 7, true, 40, 39, {"tcp_socket"}}));
    ASSERT_TRUE(hello);
    EXPECT_EQ(hello->failed, std::vector<std::string>{"tcp_socket"});
    EXPECT_FALSE(decode_hello(""));

    auto const record = encode_status({ReaderStatus::End::killed, 11, 1234, 5, 6});
    ASSERT_EQ(record.size(), kStatusBytes);
    auto const status = decode_status(record);
    ASSERT_TRUE(status);
    EXPECT_EQ(status->signal, 11);
    EXPECT_EQ(status->process, 1234u);
    EXPECT_FALSE(decode_status("\x09" + record.substr(1)));
}

TEST(Names, HoldNoPathAndNothingInvisible) {
    EXPECT_EQ(clean_name("C:\\Users\\x\\Antrag.pdf"), "Antrag.pdf");
    EXPECT_EQ(clean_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(clean_name(".."), "");
    EXPECT_EQ(clean_name("a\r\nb\tc\x01.txt"), "a b c.txt");
    EXPECT_EQ(clean_name("rechnung\u202efdp.exe"), "rechnungfdp.exe");
    EXPECT_EQ(clean_name("\u00dc\xff"), "\u00dc\ufffd");
    EXPECT_LE(clean_name(std::string(300, 'a') + "\u00fc").size(), 255u);
    EXPECT_EQ(clean_media_type("Text/HTML"), "text/html");
    for (auto const* const bad : {"", "text", "/", "a/", "/b", "a/b/c", "a b/c", "<x>/y"})
        EXPECT_EQ(clean_media_type(bad), "") << bad;
}

TEST(Bytes, CleanTextIsWhatADocumentMayHold) {
    EXPECT_TRUE(is_utf8("\u00e4\u20ac\U0001f600"));
    for (auto const* const bad : {"\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe4", "\x80"})
        EXPECT_FALSE(is_utf8(bad));
    EXPECT_EQ(to_clean_text("a\r\nb\f\xc2\x85"
                            "c\xff"),
              "a\nb\n\nc\ufffd");
}

RC_GTEST_PROP(Bytes, AnythingBecomesCleanText, (std::string const& bytes)) {
    auto const text = to_clean_text(bytes);
    RC_ASSERT(is_clean_text(text));
    RC_ASSERT(to_clean_text(text) == text);
}

RC_GTEST_PROP(Bytes, NumbersComeBack, (std::uint64_t number, std::int64_t with_sign)) {
    ByteWriter out;
    out.number(number);
    out.signed_number(with_sign);
    ByteReader in{out.bytes()};
    RC_ASSERT(in.number() == number);
    RC_ASSERT(in.signed_number() == with_sign);
    RC_ASSERT(in.at_end() && !in.failed());
}

TEST(Protocol, HiddenTextsAndCodesMustStandOnAPage) {
    auto answer = example();
    answer.hidden[0].page = 3;
    EXPECT_EQ(decode(encode_answer(answer), 100'000).error().key, "reader.garbage");
    answer = example();
    answer.codes[0].page = 0;
    EXPECT_EQ(decode(encode_answer(answer), 100'000).error().key, "reader.garbage");
    answer = example();
    answer.pages[0].turned = 45;
    EXPECT_EQ(decode(encode_answer(answer), 100'000).error().key, "reader.garbage");
}

TEST(Protocol, RequestsComeBack) {
    ReaderRequest request;
    request.kind = RequestKind::picture;
    request.form = PictureForm::screen;
    request.page = 17;
    request.resolution_dpi = 150;
    request.turned = 90;
    request.pixels_max = 5;
    auto const again = decode_request(encode_request(request));
    ASSERT_TRUE(again);
    EXPECT_EQ(encode_request(*again), encode_request(request));
    EXPECT_EQ(again->page, 17u);
    EXPECT_EQ(again->form, PictureForm::screen);
    request.turned = 80;
    EXPECT_EQ(decode_request(encode_request(request)).error().key, "reader.bad_request");
}

TEST(Protocol, AHousesLimitsReachTheReader) {
    Limits limits;
    limits.picture_pixels_max = 1'234'567;
    limits.words_max = 99;
    auto const request = decode_request(encode_request(request_from(limits)));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->pixels_max, 1'234'567u);
    EXPECT_EQ(request->words_max, 99u);
}

TEST(Protocol, BoxesTurnWithTheirPage) {
    AnswerBox const box{10, 20, 30, 25}; // of a page of 100 by 200
    EXPECT_EQ(turned_box(box, 0, 100, 200), box);
    EXPECT_EQ(turned_box(box, 90, 100, 200), (AnswerBox{175, 10, 180, 30}));
    EXPECT_EQ(turned_box(box, 180, 100, 200), (AnswerBox{70, 175, 90, 180}));
    EXPECT_EQ(turned_box(box, 270, 100, 200), (AnswerBox{20, 70, 25, 90}));
    EXPECT_EQ(turned_box(turned_box(box, 90, 100, 200), 270, 200, 100), box);
}

} // namespace leitstand
