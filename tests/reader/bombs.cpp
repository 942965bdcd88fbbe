// SPDX-License-Identifier: EUPL-1.2
#include "tests/reader/bombs.hpp"

#include <fmt/format.h>
#include <zlib.h>

namespace leitstand::test {

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string all;
    all.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += piece;
    return all;
}

std::string deflated(std::string const& bytes) {
    auto size = compressBound(bytes.size());
    std::string out(size, '\0');
    compress2(reinterpret_cast<Bytef*>(out.data()), &size,
              reinterpret_cast<Bytef const*>(bytes.data()), bytes.size(), 9);
    out.resize(size);
    return out;
}

std::string const kHead = "From: a@example.org\nTo: b@example.org\nMIME-Version: 1.0\n";

std::string multiparts(int depth) {
    auto text = kHead;
    for (int i = 0; i < depth; ++i)
        text += fmt::format("Content-Type: multipart/mixed; boundary=b{}\n\n--b{}\n", i, i);
    return text + "Content-Type: text/plain\n\nin der Mitte\n";
}

std::string messages(int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i)
        text += kHead + "Content-Type: message/rfc822\n\n";
    return text + kHead + "\nganz innen\n";
}

std::string many_parts(int count) {
    auto text = kHead + "Content-Type: multipart/mixed; boundary=x\n\n";
    for (int i = 0; i < count; ++i)
        text += "--x\nContent-Type: application/octet-stream\n\nx\n";
    return text + "--x--\n";
}

// A page whose content draws a form ten times, which draws another ten times, and so on.
std::string pdf_of_objects(std::vector<std::string> const& objects) {
    std::string pdf = "%PDF-1.5\n";
    for (std::size_t i = 0; i < objects.size(); ++i)
        pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    return pdf + "trailer<</Root 1 0 R>>\n";
}

std::string stream(std::string_view dictionary, std::string const& bytes) {
    return fmt::format("<<{}/Length {}>>stream\n", dictionary, bytes.size()) + bytes +
           "\nendstream";
}

std::string pdf_with_content(std::string const& content_object,
                             std::vector<std::string> more = {}) {
    std::vector<std::string> objects{
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 "
        "R>>"
        "/XObject<</X 6 0 R>>>>>>",
        content_object, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
    objects.insert(objects.end(), more.begin(), more.end());
    return pdf_of_objects(objects);
}

std::string nested_forms(int depth) {
    std::vector<std::string> forms;
    for (int i = 0; i < depth; ++i) {
        bool const last = i + 1 == depth;
        auto const content =
            last ? std::string{"BT /F 1 Tf (laugh) Tj ET"} : repeated("/X Do ", 10);
        auto const resources =
            last ? std::string{"/Font<</F 5 0 R>>"} : fmt::format("/XObject<</X {} 0 R>>", 7 + i);
        forms.push_back(stream(
            fmt::format("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<{}>>", resources),
            content));
    }
    return pdf_with_content(stream("", repeated("/X Do ", 10)), forms);
}

std::string flate_bomb(std::size_t unpacked, int layers) {
    auto content = "BT /F 12 Tf 9 9 Td (vorher) Tj ET " + std::string(unpacked, ' ');
    std::string filters;
    for (int i = 0; i < layers; ++i) {
        content = deflated(content);
        filters += "/FlateDecode ";
    }
    return pdf_with_content(stream(fmt::format("/Filter[{}]", filters), content), {"<<>>"});
}

std::string page_tree_of(int leaves, int levels) {
    std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R>>"};
    for (int level = 0; level < levels; ++level)
        objects.push_back(fmt::format(
            "<</Type/Pages/Count 99999999/Kids[{}]>>",
            repeated(fmt::format("{} 0 R ", level + 3), static_cast<std::size_t>(leaves))));
    objects.push_back("<</Type/Page/MediaBox[0 0 99 99]>>");
    return pdf_of_objects(objects);
}

std::string entity_text(std::size_t count) {
    return "<html><body>" + repeated("&lt;&CounterClockwiseContourIntegral;&#x10ffff;", count);
}

} // namespace

std::vector<Bomb> all_bombs() {
    std::vector<Bomb> bombs;
    auto const add = [&](std::string name, std::string bytes) {
        bombs.push_back({std::move(name), std::move(bytes)});
    };
    add("mime_multiparts_in_each_other", multiparts(5'000));
    add("mime_multiparts_100000", multiparts(100'000));
    add("mime_messages_in_each_other", messages(2'000));
    add("mime_many_parts", many_parts(20'000));
    add("mime_huge_header", kHead + "X-Long: " + std::string(20 << 20, 'x') + "\n\nText\n");
    add("mime_many_headers", kHead + repeated("X-Many: y\n", 500'000) + "\nText\n");
    add("mime_encoded_words",
        kHead + "Subject: " + repeated("=?utf-8?Q?=C3=BC?= ", 200'000) + "\n\nText\n");
    add("mime_addresses", kHead + "Cc: " + repeated("a <a@example.org>, ", 200'000) + "\n\nText\n");
    add("mime_parameters",
        kHead + "Content-Type: text/plain" + repeated("; a*0=b", 100'000) + "\n\nText\n");
    add("mime_boundary_lines",
        kHead + "Content-Type: multipart/mixed; boundary=x\n\n" + repeated("--x\n", 1'000'000));
    add("mime_open_comment",
        "Received: " + std::string(1'000'000, '(') + "\nFrom: a@example.org\n\nText\n");
    add("html_nested_elements", "<html><body>" + repeated("<div>", 200'000) + "innen");
    add("html_nested_formatting", "<html><body>" + repeated("<b><i><p>", 30'000) + "innen");
    add("html_entities", entity_text(200'000));
    add("html_attributes", "<html><body " + repeated("a b=c ", 300'000) + ">x");
    add("html_one_word", "<html><body>" + std::string(15 << 20, 'x'));
    add("html_tables", "<html><body>" + repeated("<table><tr><td>", 50'000) + "x");
    add("text_one_line", std::string(40 << 20, 'a'));
    add("text_broken_utf8", repeated("\xc3\xa4\xff text \xe2\x82", 2'000'000));
    add("text_utf16", "\xff\xfe" + std::string(20 << 20, 'A'));
    add("mbox_many",
        repeated("From a@example.org x\nFrom: a@example.org\nTo: b@example.org\n\nx\n\n", 50'000));
    add("pdf_flate", flate_bomb(300 << 20, 1));
    add("pdf_flate_twice", flate_bomb(300 << 20, 2));
    add("pdf_flate_thrice", flate_bomb(300 << 20, 3));
    add("pdf_nested_forms", nested_forms(9));
    add("pdf_page_tree", page_tree_of(1'000, 8));
    add("pdf_page_loop", pdf_of_objects({"<</Type/Catalog/Pages 2 0 R>>",
                                         "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"}));
    add("pdf_words",
        pdf_with_content(
            stream("/Filter/FlateDecode",
                   deflated("BT /F 1 Tf " + repeated("1 0 0 1 9 9 Tm (a) Tj ", 2'000'000))),
            {"<<>>"}));
    add("pdf_nested_arrays",
        pdf_with_content(stream("", "BT /F 12 Tf " + std::string(1'000'000, '[')), {"<<>>"}));
    add("pdf_giant_page",
        pdf_of_objects({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                        "<</Type/Page/Parent 2 0 R/MediaBox[-1e38 -1e38 1e38 1e38]>>"}));
    return bombs;
}

} // namespace leitstand::test
