// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <random>

#include "serve/multipart.hpp"

namespace leitstand {
namespace {

struct Got {
    PartHead head;
    std::string bytes;
    bool ended = false;
    bool operator==(Got const& other) const {
        return head.name == other.head.name && head.file_name == other.head.file_name &&
               head.is_file == other.head.is_file && bytes == other.bytes && ended == other.ended;
    }
};

class Collector final : public MultipartSink {
  public:
    std::vector<Got> parts;
    Result<void> begin_part(PartHead const& head) override {
        parts.push_back({head, {}, false});
        return {};
    }
    Result<void> part_bytes(std::string_view bytes) override {
        EXPECT_FALSE(bytes.empty());
        parts.back().bytes += bytes;
        return {};
    }
    Result<void> end_part() override {
        parts.back().ended = true;
        return {};
    }
};

constexpr char kType[] = "multipart/form-data; boundary=BoUnD";

// The error's key, or "" and the parts. `cuts`: where the body is split.
std::string parse(std::string const& body, std::vector<std::size_t> cuts, std::vector<Got>& parts,
                  std::string const& type = kType, MultipartLimits limits = {}) {
    auto parser = MultipartParser::for_content_type(type, limits);
    if (!parser)
        return parser.error().key;
    Collector collector;
    std::size_t at = 0;
    cuts.push_back(body.size());
    for (auto const cut : cuts) {
        auto const done = parser->append(std::string_view{body}.substr(at, cut - at), collector);
        if (!done)
            return done.error().key;
        at = cut;
    }
    auto const finished = parser->finish();
    parts = collector.parts;
    return finished ? "" : finished.error().key;
}

std::string error_of(std::string const& body, std::string const& type = kType,
                     MultipartLimits limits = {}) {
    std::vector<Got> parts;
    return parse(body, {}, parts, type, limits);
}

std::string sample() {
    return "--BoUnD\r\nContent-Disposition: form-data; name=\"receipt_date\"\r\n\r\n2026-11-27\r\n"
           "--BoUnD\r\ncontent-disposition: form-data; filename=\"Br\xc3\xbc"
           "cke \\\"1\\\".pdf\"; name=\"file\"\r\nContent-Type: application/pdf\r\n\r\n"
           "%PDF\r\n--BoUn\r\n--BoUnX\r\n--\r\n\r\n\r\n--BoUnD\r\n"
           "Content-Disposition: form-data; name=file; "
           "filename=\"C:\\Ablage\\a%22b.txt\"\r\n\r\n\r\n--BoUnD--\r\nepilogue";
}

TEST(Multipart, ReadsParts) {
    std::vector<Got> parts;
    ASSERT_EQ(parse(sample(), {}, parts), "");
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[0].head.name, "receipt_date");
    EXPECT_FALSE(parts[0].head.is_file);
    EXPECT_EQ(parts[0].bytes, "2026-11-27");
    EXPECT_EQ(parts[1].head.file_name, "Brücke \"1\".pdf");
    EXPECT_EQ(parts[1].head.content_type, "application/pdf");
    EXPECT_EQ(parts[1].bytes, "%PDF\r\n--BoUn\r\n--BoUnX\r\n--\r\n\r\n");
    EXPECT_EQ(parts[2].head.file_name, "C:\\Ablage\\a\"b.txt");
    EXPECT_EQ(parts[2].bytes, "");
    for (auto const& part : parts)
        EXPECT_TRUE(part.ended);
}

TEST(Multipart, GivesTheSamePartsHoweverItIsSplit) {
    auto const body = sample();
    std::vector<Got> whole;
    ASSERT_EQ(parse(body, {}, whole), "");
    for (std::size_t first = 0; first <= body.size(); ++first)
        for (std::size_t second = first; second <= body.size(); second += 7) {
            std::vector<Got> parts;
            ASSERT_EQ(parse(body, {first, second}, parts), "") << first << " " << second;
            ASSERT_EQ(parts, whole) << first << " " << second;
        }
    std::vector<std::size_t> every(body.size());
    for (std::size_t i = 0; i < body.size(); ++i)
        every[i] = i;
    std::vector<Got> parts;
    ASSERT_EQ(parse(body, every, parts), "");
    EXPECT_EQ(parts, whole);
}

TEST(Multipart, KeepsRandomBytesThroughRandomSplits) {
    std::mt19937 random{20261127};
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> contents(random() % 5);
        std::string body;
        for (auto& content : contents) {
            for (auto left = random() % 200; left > 0; --left)
                content += "\r\n-BoUnDx"[random() % 9]; // many near misses of the boundary
            while (("\r\n" + content).find("\r\n--BoUnD") != std::string::npos)
                content.erase(content.find("--BoUnD"), 1);
            body +=
                "--BoUnD\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n" +
                content + "\r\n";
        }
        body += "--BoUnD--";
        std::vector<std::size_t> cuts(random() % 10);
        for (auto& cut : cuts)
            cut = random() % (body.size() + 1);
        std::sort(cuts.begin(), cuts.end());
        std::vector<Got> parts;
        ASSERT_EQ(parse(body, cuts, parts), "") << body;
        ASSERT_EQ(parts.size(), contents.size());
        for (std::size_t i = 0; i < contents.size(); ++i)
            ASSERT_EQ(parts[i].bytes, contents[i]);
    }
}

TEST(Multipart, EachCutBodyIsIncomplete) {
    auto const body = sample();
    auto const end = body.find("--BoUnD--") + 9;
    for (std::size_t size = 0; size < end; ++size)
        EXPECT_EQ(error_of(body.substr(0, size)), "multipart.cut") << size;
}

TEST(Multipart, RefusesWhatIsNotClear) {
    auto const part = [](std::string const& headers) {
        return "--BoUnD\r\n" + headers + "\r\n\r\nx\r\n--BoUnD--";
    };
    std::string const good = "Content-Disposition: form-data; name=\"a\"";
    EXPECT_EQ(error_of(part(good)), "");
    for (auto const& headers :
         {std::string{"Content-Type: text/plain"}, good + "\r\n" + good, good + "; name=\"b\"",
          good + "; filename=\"a\"; filename=\"b\"",
          std::string{"Content-Disposition: attachment; name=\"a\""},
          std::string{"Content-Disposition: form-data; filename=\"a\""},
          std::string{"Content-Disposition: form-data; name=\"a"}, std::string{"no colon"},
          ": no name\r\n" + good, good + "\r\nContent-Transfer-Encoding: base64", good + "\n X: y",
          std::string{"Content-Disposition: form-data name=\"a\""}})
        EXPECT_EQ(error_of(part(headers)), "multipart.malformed") << headers;
    EXPECT_EQ(error_of("--BoUnD \r\n" + good + "\r\n\r\nx\r\n--BoUnD--"), "multipart.malformed");
    EXPECT_EQ(error_of("--BoUnDx\r\n"), "multipart.malformed");
    EXPECT_EQ(error_of(std::string(5000, 'p') + "\r\n" + part(good)), "multipart.malformed");
}

TEST(Multipart, HasLimits) {
    std::string const good = "Content-Disposition: form-data; name=\"a\"";
    EXPECT_EQ(
        error_of("--BoUnD\r\nX: " + std::string(9000, 'x') + "\r\n" + good + "\r\n\r\n--BoUnD--"),
        "multipart.header_too_large");
    EXPECT_EQ(error_of("--BoUnD\r\n" + std::string(9000, 'x')), "multipart.header_too_large");
    std::string many;
    for (int i = 0; i < 4; ++i)
        many += "--BoUnD\r\n" + good + "\r\n\r\nx\r\n";
    MultipartLimits limits;
    limits.parts_max = 3;
    EXPECT_EQ(error_of(many + "--BoUnD--", kType, limits), "multipart.too_many_parts");
}

TEST(Multipart, Boundaries) {
    auto const boundary = [](std::string const& type) {
        auto const found = multipart_boundary(type);
        return found ? *found : "error";
    };
    EXPECT_EQ(boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(boundary("Multipart/Form-Data;charset=utf-8;Boundary=\"a b:c\""), "a b:c");
    EXPECT_EQ(boundary("multipart/form-data; boundary=" + std::string(70, 'a')),
              std::string(70, 'a'));
    for (auto const& type :
         {std::string{"multipart/form-data"}, std::string{"multipart/form-data; boundary="},
          std::string{"multipart/form-data; boundary=\"\""},
          std::string{"multipart/form-data; boundary=\"a \""},
          "multipart/form-data; boundary=" + std::string(71, 'a'),
          std::string{"multipart/form-data; boundary=a\tb"},
          std::string{"multipart/form-data; boundary=a; boundary=b"},
          std::string{"multipart/mixed; boundary=a"}, std::string{"text/plain"},
          std::string{"multipart/form-data; boundary=\xc3\xbc"}})
        EXPECT_EQ(boundary(type), "error") << type;
}

} // namespace
} // namespace leitstand
