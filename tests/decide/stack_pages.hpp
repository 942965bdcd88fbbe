// SPDX-License-Identifier: EUPL-1.2
// Documents of several pages for tests of stacks, and a reader that takes bytes apart by words.
// Threads: any.
#pragma once

#include "read/reading.hpp"
#include "receive/separator_sheet.hpp"

namespace leitstand {

// One page for each text. "~" is a blank page, "#" a separator sheet.
inline Document document_of(std::vector<std::string> const& texts,
                            std::string const& media_type = "application/pdf") {
    Document document;
    document.media_type = media_type;
    std::uint32_t number = 0;
    for (auto const& text : texts) {
        Page page;
        page.number = ++number;
        page.width = 595;
        page.height = 842;
        page.span.start = static_cast<std::uint32_t>(document.text.size());
        document.text += text == "~"   ? ""
                         : text == "#" ? "Trennblatt\n" + separator_content(number) + "\n"
                                       : text + "\n";
        page.span.end = static_cast<std::uint32_t>(document.text.size());
        if (text == "~")
            page.marks.set(PageMark::blank);
        document.pages.push_back(page);
    }
    Part part;
    part.media_type = media_type;
    part.span = {0, static_cast<std::uint32_t>(document.text.size())};
    document.parts.push_back(part);
    return document;
}

// Hands out "<bytes> pages a-b" for each range.
class TakingApart : public Reading {
  public:
    SandboxLevel level() const override { return SandboxLevel::a; }
    SelfTest self_test() const override { return {}; }
    Result<Document> read(std::string_view, std::string_view,
                          std::function<Result<void>(DerivedPart const&)> const&, Depth,
                          std::stop_token const&, Attempt) override {
        return fail(Code::unavailable, "reader.died");
    }
    Result<Picture> picture(std::string_view, PictureWish const&) override {
        return fail(Code::bad_input, "picture.not_drawable");
    }
    Result<void> split_mbox(std::string_view,
                            std::function<Result<void>(std::string_view)> const&) override {
        return fail(Code::bad_input, "mbox.not_mbox");
    }
    Result<std::vector<std::string>> extract(std::string_view bytes, std::uint32_t,
                                             std::vector<PageRange> const& ranges) override {
        if (bytes.find("verschlossen") != std::string_view::npos)
            return fail(Code::bad_input, "stack.encrypted");
        if (lack)
            return tl::unexpected(*lack);
        if (bytes.find("tödlich") != std::string_view::npos)
            return fail(Code::unavailable, "reader.died");
        std::vector<std::string> files;
        for (auto const& range : ranges)
            files.push_back(fmt::format("{} pages {}-{}", bytes, range.first, range.last));
        return files;
    }
    std::optional<Error> lack; // while it is there, nothing is taken apart
};

} // namespace leitstand
