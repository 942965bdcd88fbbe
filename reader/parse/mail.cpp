// SPDX-License-Identifier: EUPL-1.2
// E-mail by GMime: structure, headers and transfer encodings are GMime's, character sets of bodies
// go through charset.hpp.
#include <algorithm>
#include <array>
#include <gmime/gmime.h>
#include <memory>

#include "read/bytes.hpp"
#include "reader/parse/charset.hpp"
#include "reader/parse/flowed.hpp"
#include "reader/parse/formats.hpp"
#include "reader/parse/html.hpp"

namespace leitstand::reader {

namespace {

constexpr std::uint32_t kMultipartDepthMax = 50; // multipart in multipart within one message
constexpr std::size_t kFieldBytesMax = 2048;     // of a subject, a name

template <typename T>
struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref<T>>;

struct FreeText {
    void operator()(char* text) const { g_free(text); }
};
using OwnedText = std::unique_ptr<char, FreeText>;

bool same(char const* a, char const* b) {
    return a != nullptr && g_ascii_strcasecmp(a, b) == 0;
}

std::string field(char const* text) {
    auto clean = to_clean_text(text == nullptr ? "" : text);
    std::replace(clean.begin(), clean.end(), '\n', ' ');
    clean.resize(whole_characters(clean, kFieldBytesMax));
    return clean;
}

// The part's bytes with the transfer encoding undone.
std::string content_of(GMimePart* part) {
    auto* const wrapper = g_mime_part_get_content(part);
    if (wrapper == nullptr)
        return {};
    Owned<GMimeStream> const memory{g_mime_stream_mem_new()};
    g_mime_data_wrapper_write_to_stream(wrapper, memory.get());
    auto const* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<char const*>(bytes->data), bytes->len};
}

// The bytes of an object as it came, headers included.
std::string raw_of(GMimeObject* object) {
    Owned<GMimeStream> const memory{g_mime_stream_mem_new()};
    g_mime_object_write_to_stream(object, nullptr, memory.get());
    auto const* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<char const*>(bytes->data), bytes->len};
}

std::string media_type_of(GMimeObject* object) {
    auto* const type = g_mime_object_get_content_type(object);
    if (type == nullptr)
        return {};
    OwnedText const text{g_mime_content_type_get_mime_type(type)};
    return text ? std::string{text.get()} : std::string{};
}

bool is_type(GMimeObject* object, char const* type, char const* subtype) {
    auto* const content_type = g_mime_object_get_content_type(object);
    return content_type != nullptr && g_mime_content_type_is_type(content_type, type, subtype);
}

// What a mail program would show as part of the message itself.
enum class Leaf { plain, html, other };

Leaf leaf_of(GMimeObject* object) {
    if (!GMIME_IS_PART(object))
        return Leaf::other;
    auto* const part = GMIME_PART(object);
    if (same(g_mime_object_get_disposition(object), "attachment") ||
        g_mime_part_get_filename(part) != nullptr)
        return Leaf::other;
    if (is_type(object, "text", "html"))
        return Leaf::html;
    if (is_type(object, "text", "plain") || g_mime_object_get_content_type(object) == nullptr)
        return Leaf::plain;
    return Leaf::other;
}

class MailReader {
  public:
    MailReader(ReaderRequest const& request, Output& output, ReaderAnswer& answer)
        : request_(request), output_(output), answer_(answer) {}

    void read(GMimeMessage* message) {
        envelope(message);
        if (request_.is_part)
            head_lines();
        if (auto* const root = g_mime_message_get_mime_part(message))
            walk(root, 0);
        if (only_html_)
            answer_.warn(Warning::html_only);
    }

  private:
    void envelope(GMimeMessage* message) {
        auto& e = answer_.envelope;
        e.subject = field(g_mime_message_get_subject(message));
        e.message_id = field(g_mime_message_get_message_id(message));
        for (auto* const list :
             {g_mime_message_get_from(message), g_mime_message_get_sender(message)})
            if (e.sender_address.empty() && e.sender_name.empty())
                first_mailbox(list, e.sender_name, e.sender_address, 0);
        std::string name;
        first_mailbox(g_mime_message_get_to(message), name, e.recipient, 0);
        if (auto* const date = g_mime_message_get_date(message)) {
            OwnedText const text{g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z")};
            if (text && g_date_time_get_year(date) >= 1970)
                e.sent_at = text.get();
        }
    }

    static void first_mailbox(InternetAddressList* list, std::string& name, std::string& address,
                              int depth) {
        int const count = list == nullptr ? 0 : internet_address_list_length(list);
        for (int i = 0; i < count && address.empty() && name.empty(); ++i) {
            auto* const one = internet_address_list_get_address(list, i);
            if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
                name = field(internet_address_get_name(one));
                address = field(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
            } else if (INTERNET_ADDRESS_IS_GROUP(one) && depth < 4) {
                first_mailbox(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), name,
                              address, depth + 1);
                if (name.empty())
                    name = field(internet_address_get_name(one));
            }
        }
    }

    // A message inside another has no envelope of its own in the document, so its head is part of
    // its text.
    void head_lines() {
        auto const& e = answer_.envelope;
        auto const line = [&](std::string_view label, std::string const& value) {
            if (!value.empty())
                text(std::string{label} + ": " + value + "\n");
        };
        auto const both = e.sender_name.empty() || e.sender_address.empty()
                              ? e.sender_name + e.sender_address
                              : e.sender_name + " <" + e.sender_address + ">";
        line("From", both);
        line("Date", e.sent_at);
        line("To", e.recipient);
        line("Subject", e.subject);
    }

    void text(std::string_view piece) { append_text(answer_, piece, request_); }

    void body(std::string_view piece) {
        if (piece.find_first_not_of(" \t\n") == std::string_view::npos)
            return;
        if (!answer_.text.empty())
            text(answer_.text.ends_with('\n') ? "\n" : "\n\n");
        text(piece);
    }

    void walk(GMimeObject* object, std::uint32_t depth) {
        if (depth > kMultipartDepthMax) {
            read_in_part(answer_, Reason::too_deep);
            return;
        }
        if (is_type(object, "multipart", "alternative") && GMIME_IS_MULTIPART(object))
            alternative(GMIME_MULTIPART(object), depth);
        else if (is_type(object, "multipart", "encrypted"))
            read_in_part(answer_, Reason::format_encrypted_mail);
        else if (GMIME_IS_MULTIPART(object))
            each_child(GMIME_MULTIPART(object), depth);
        else
            leaf(object);
    }

    void each_child(GMimeMultipart* multipart, std::uint32_t depth) {
        int const count = g_mime_multipart_get_count(multipart);
        for (int i = 0; i < count; ++i)
            walk(g_mime_multipart_get_part(multipart, i), depth + 1);
    }

    void leaf(GMimeObject* object) {
        switch (leaf_of(object)) {
        case Leaf::plain:
            only_html_ = false;
            body(plain(GMIME_PART(object)));
            break;
        case Leaf::html:
            if (answer_.text.empty())
                only_html_ = true;
            body(html(GMIME_PART(object)));
            break;
        case Leaf::other:
            attachment(object);
            break;
        }
    }

    // The same content in several forms: one is read, what only accompanies it (images of the HTML
    // form) is handed out.
    void alternative(GMimeMultipart* multipart, std::uint32_t depth) {
        GMimePart* plain_form = nullptr;
        GMimePart* html_form = nullptr;
        find_forms(GMIME_OBJECT(multipart), depth, plain_form, html_form);
        auto const plain_text = plain_form != nullptr ? plain(plain_form) : std::string{};
        auto const html_text = html_form != nullptr ? html(html_form) : std::string{};
        // Some programs put "your program cannot show HTML" into the plain form.
        bool const take_html = html_text.size() > 2 * plain_text.size() + 200 ||
                               plain_text.find_first_not_of(" \t\n") == std::string::npos;
        only_html_ =
            only_html_ || (plain_text.empty() && !html_text.empty() && answer_.text.empty());
        body(take_html ? html_text : plain_text);
        hand_out_rest(GMIME_OBJECT(multipart), depth, plain_form, html_form);
    }

    void find_forms(GMimeObject* object, std::uint32_t depth, GMimePart*& plain_form,
                    GMimePart*& html_form) {
        if (depth > kMultipartDepthMax)
            return;
        if (GMIME_IS_MULTIPART(object)) {
            auto* const multipart = GMIME_MULTIPART(object);
            for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
                find_forms(g_mime_multipart_get_part(multipart, i), depth + 1, plain_form,
                           html_form);
            return;
        }
        auto const leaf = leaf_of(object);
        if (leaf == Leaf::plain && plain_form == nullptr)
            plain_form = GMIME_PART(object);
        if (leaf == Leaf::html && html_form == nullptr)
            html_form = GMIME_PART(object);
    }

    void hand_out_rest(GMimeObject* object, std::uint32_t depth, GMimePart* plain_form,
                       GMimePart* html_form) {
        if (depth > kMultipartDepthMax) {
            read_in_part(answer_, Reason::too_deep);
            return;
        }
        if (GMIME_IS_MULTIPART(object)) {
            auto* const multipart = GMIME_MULTIPART(object);
            for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
                hand_out_rest(g_mime_multipart_get_part(multipart, i), depth + 1, plain_form,
                              html_form);
            return;
        }
        if (object == GMIME_OBJECT(plain_form) || object == GMIME_OBJECT(html_form))
            return;
        leaf(object); // a second plain or HTML leaf says something else and is read too
    }

    std::string converted(GMimePart* part, std::string_view default_charset) {
        auto const bytes = content_of(part);
        auto const* const charset =
            g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
        auto result = to_utf8(bytes, charset != nullptr ? charset : default_charset);
        if (result.guessed)
            answer_.warn(Warning::charset_guessed);
        if (result.replaced)
            answer_.warn(Warning::invalid_characters);
        return std::move(result.text);
    }

    std::string plain(GMimePart* part) {
        auto text = converted(part, {});
        auto const* const format =
            g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "format");
        if (!same(format, "flowed"))
            return text;
        auto const* const delsp =
            g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "delsp");
        return unflow(text, same(delsp, "yes") ? DeleteSpace::yes : DeleteSpace::no);
    }

    std::string html(GMimePart* part) {
        auto const* const charset =
            g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
        std::string const declared = charset == nullptr
                                         ? std::string{declared_html_charset(content_of(part))}
                                         : std::string{};
        auto result = html_to_text(converted(part, declared));
        report_hidden(result, answer_);
        if (result.remote_content)
            answer_.warn(Warning::remote_content);
        if (result.too_deep)
            read_in_part(answer_, Reason::too_deep);
        return std::move(result.text);
    }

    void attachment(GMimeObject* object) {
        bool const signature = is_type(object, "application", "pkcs7-signature") ||
                               is_type(object, "application", "x-pkcs7-signature") ||
                               is_type(object, "application", "pgp-signature");
        if (signature) { // stays in the original, which is kept; nothing in it is text
            answer_.warn(Warning::signature);
            return;
        }
        if (answer_.parts.size() == request_.parts_max) {
            read_in_part(answer_, Reason::too_many_parts);
            return;
        }
        std::string name;
        std::string bytes;
        if (GMIME_IS_MESSAGE_PART(object)) {
            if (auto* const message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object))) {
                name = field(g_mime_message_get_subject(message));
                bytes = raw_of(GMIME_OBJECT(message));
            }
        } else if (GMIME_IS_PART(object)) {
            name = field(g_mime_part_get_filename(GMIME_PART(object)));
            bytes = content_of(GMIME_PART(object));
        }
        if (!output_.put(answer_, name, media_type_of(object), bytes))
            read_in_part(answer_, Reason::unpacked_too_large);
    }

    ReaderRequest const& request_;
    Output& output_;
    ReaderAnswer& answer_;
    bool only_html_ = false;
};

void note_warning(gint64, GMimeParserWarning code, gchar const*, gpointer answer) {
    bool const matters =
        code == GMIME_CRIT_INVALID_HEADER_NAME || code == GMIME_CRIT_CONFLICTING_HEADER ||
        code == GMIME_CRIT_CONFLICTING_PARAMETER || code == GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY ||
        code == GMIME_WARN_TRUNCATED_MESSAGE || code == GMIME_WARN_MALFORMED_MULTIPART;
    auto& to = *static_cast<ReaderAnswer*>(answer);
    if (matters)
        to.warn(Warning::malformed);
    if (code == GMIME_CRIT_NESTING_OVERFLOW)
        read_in_part(to, Reason::too_deep);
}

// Charsets of headers go through iconv, which loads a table at the first use and finds none inside
// the walls. An open converter keeps its table loaded.
constexpr std::array kHeaderCharsets{
    "ISO-8859-1",  "ISO-8859-2",  "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",  "ISO-8859-6",
    "ISO-8859-7",  "ISO-8859-8",  "ISO-8859-9",  "ISO-8859-10", "ISO-8859-13", "ISO-8859-14",
    "ISO-8859-15", "ISO-8859-16", "CP1250",      "CP1251",      "CP1252",      "CP1253",
    "CP1254",      "CP1255",      "CP1256",      "CP1257",      "CP1258",      "CP850",
    "CP437",       "KOI8-R",      "KOI8-U",      "MACINTOSH",   "UTF-7",       "UTF-16",
    "GB18030",     "GBK",         "GB2312",      "BIG5",        "SHIFT_JIS",   "EUC-JP",
    "ISO-2022-JP", "EUC-KR",      "ISO-2022-KR", "TIS-620",
};

GMimeParserOptions* parser_options() {
    auto* const options = g_mime_parser_options_new();
    g_mime_parser_options_set_address_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
    g_mime_parser_options_set_parameter_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
    g_mime_parser_options_set_rfc2047_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
    g_mime_parser_options_set_allow_addresses_without_domain(options, TRUE);
    std::array<char const*, 3> fallback{"utf-8", "windows-1252", nullptr};
    g_mime_parser_options_set_fallback_charsets(options, fallback.data());
    return options;
}

} // namespace

void prepare_mail() {
    g_mime_init();
    for (auto const* const charset : kHeaderCharsets)
        (void)g_mime_iconv_open("UTF-8", charset); // stays open on purpose
}

void read_mail(std::string_view bytes, ReaderRequest const& request, Output& output,
               ReaderAnswer& answer) {
    answer.media_type = "message/rfc822";
    if (bytes.starts_with("\xef\xbb\xbf"))
        bytes.remove_prefix(3);
    auto const blank = std::min(bytes.find("\n\n"), bytes.find("\n\r\n"));
    if (std::min(blank, bytes.size()) > request.header_bytes_max)
        answer.warn(Warning::headers_cut);
    Owned<GMimeStream> const stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
    Owned<GMimeParser> const parser{g_mime_parser_new_with_stream(stream.get())};
    g_mime_parser_set_persist_stream(parser.get(), TRUE);
    std::unique_ptr<GMimeParserOptions, decltype(&g_mime_parser_options_free)> const options{
        parser_options(), g_mime_parser_options_free};
    g_mime_parser_options_set_warning_callback(options.get(), note_warning, &answer);
    Owned<GMimeMessage> const message{g_mime_parser_construct_message(parser.get(), options.get())};
    if (!message) {
        refuse(answer, Reason::damaged);
        return;
    }
    MailReader{request, output, answer}.read(message.get());
}

} // namespace leitstand::reader
