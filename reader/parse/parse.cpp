// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/parse.hpp"

#include <fontconfig/fontconfig.h>
#include <malloc.h>
#include <new>

#include "reader/image/image.hpp"
#include "reader/parse/charset.hpp"
#include "reader/parse/extract.hpp"
#include "reader/parse/formats.hpp"
#include "reader/parse/hidden_characters.hpp"
#include "reader/parse/mbox.hpp"
#include "reader/parse/recognise.hpp"

namespace leitstand::reader {

bool Output::put(ReaderAnswer& answer, std::string name, std::string media_type,
                 std::string_view bytes) {
    if (bytes.size() > max_ - used_ || !write_(bytes))
        return false;
    answer.parts.push_back({clean_name(name), clean_media_type(media_type), used_, bytes.size()});
    used_ += bytes.size();
    return true;
}

void refuse(ReaderAnswer& answer, Reason reason) {
    answer.status = AnswerStatus::refused;
    answer.reason = reason;
    answer.text.clear();
    answer.words.clear();
    answer.pages.clear();
    answer.hidden.clear();
    answer.codes.clear();
}

void read_in_part(ReaderAnswer& answer, Reason reason) {
    if (answer.status != AnswerStatus::read)
        return;
    answer.status = AnswerStatus::partly_read;
    answer.reason = reason;
}

void append_text(ReaderAnswer& answer, std::string_view text, ReaderRequest const& request) {
    auto const room = request.text_bytes_max - answer.text.size();
    if (text.size() > room) {
        text = text.substr(0, whole_characters(text, static_cast<std::size_t>(room)));
        read_in_part(answer, Reason::text_too_long);
    }
    answer.text.append(text);
}

namespace {

// Files of some pages, or one page as a picture; what has no pages of its own is not drawn.
void hand_out(std::string_view bytes, Recognised const& recognised, ReaderRequest const& request,
              Output& output, ReaderAnswer& answer) {
    if (request.kind == RequestKind::extract)
        extract_pages(bytes, recognised.media_type, request, output, answer);
    else if (recognised.format == Format::pdf)
        draw_pdf_page(bytes, request, output, answer);
    else if (is_image(bytes))
        draw_image_page(bytes, request, output, answer);
    else
        refuse(answer,
               recognised.reason == Reason::none ? Reason::unknown_format : recognised.reason);
}

} // namespace

void prepare_parsers() {
    FcInit();
    prepare_charsets();
    prepare_mail();
    prepare_pdf();
    prepare_images();
    prepare_characters();
    // Every way that loads something on first use once on a few words of our own; the office
    // formats beside RTF need nothing but what these do.
    ReaderRequest const request;
    for (std::string_view const sample :
         {"From: a@example.org\nSubject: =?windows-1252?Q?=FC?=\nContent-Type: "
          "text/html\n\n<p style='color:red'>x</p>",
          "x \xfc", "\xe2\x80\x9ex\xe2\x80\x9c \xe2\x80\x93 xx\xd0\xb5\xe2\x80\x8bx",
          "{\\rtf1\\ansi x \\'fc}"}) {
        Output output{1 << 20, [](std::string_view) { return true; }};
        static_cast<void>(parse(sample, request, output));
    }
    ::malloc_trim(0); // each document's process begins as a copy of this one
}

ReaderAnswer parse(std::string_view bytes, ReaderRequest const& request, Output& output) {
    ReaderAnswer answer;
    if (request.kind == RequestKind::mbox) {
        read_mbox(bytes, request, output, answer);
        return answer;
    }
    auto const recognised = recognise(bytes);
    answer.media_type = recognised.media_type;
    if (bytes.size() > request.size_bytes_max) {
        refuse(answer, Reason::too_large);
        return answer;
    }
    if (request.kind == RequestKind::picture || request.kind == RequestKind::extract) {
        hand_out(bytes, recognised, request, output, answer);
        return answer;
    }
    switch (recognised.format) {
    case Format::text:
        read_plain_text(bytes, request, answer);
        break;
    case Format::html:
        read_html(bytes, request, answer);
        break;
    case Format::mail:
        read_mail(bytes, request, output, answer);
        break;
    case Format::mbox:
        if (count_messages(bytes, 2) > 1)
            read_mbox(bytes, request, output, answer);
        else
            read_mail(bytes.substr(bytes.find('\n') + 1), request, output, answer);
        break;
    case Format::pdf:
        read_pdf(bytes, request, output, answer);
        break;
    case Format::docx:
        read_docx(*recognised.zip, request, output, answer);
        break;
    case Format::odt:
        read_odt(*recognised.zip, request, output, answer);
        break;
    case Format::rtf:
        read_rtf(bytes, request, output, answer);
        break;
    case Format::zip:
        read_zip(*recognised.zip, request, output, answer);
        break;
    case Format::other:
        if (is_image(bytes))
            read_image(bytes, request, answer);
        else
            refuse(answer, recognised.reason);
        break;
    }
    // What has text but no pages of its own has one without a size, so that each place has a page.
    if (answer.pages.empty() && answer.status != AnswerStatus::refused)
        answer.pages.push_back({0, 0, 0, static_cast<std::uint32_t>(answer.text.size())});
    look_at_characters(answer);
    for (auto const& hidden : answer.hidden) {
        answer.warn(Warning::hidden_text);
        if (hidden.page >= 1 && hidden.page <= answer.pages.size())
            answer.pages[hidden.page - 1].marks.set(PageMark::hidden_text);
    }
    std::stable_sort(answer.hidden.begin(), answer.hidden.end(),
                     [](AnswerHidden const& a, AnswerHidden const& b) { return a.page < b.page; });
    return answer;
}

} // namespace leitstand::reader
