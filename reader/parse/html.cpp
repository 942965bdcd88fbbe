// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/html.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <gumbo.h>
#include <vector>

#include "read/bytes.hpp"
#include "reader/parse/charset.hpp"
#include "reader/parse/formats.hpp"
#include "reader/parse/html_style.hpp"

namespace leitstand::reader {

namespace {

constexpr std::size_t kHtmlBytesMax = 16 << 20; // the tree takes some fifty times as much
constexpr std::size_t kDepthMax = 512;          // as browsers do; deeper text is left out

enum class Layout { inside, line, paragraph, skip, item, row, cell, line_break, preformatted };

struct Group {
    Layout layout;
    std::initializer_list<GumboTag> tags;
};

// What a tag does to the lines; all others stand inside a line.
std::array<Layout, GUMBO_TAG_LAST + 1> const& layouts() {
    static auto const table = [] {
        std::array<Layout, GUMBO_TAG_LAST + 1> all{};
        for (auto const& group : {
                 Group{Layout::skip,
                       {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_HEAD, GUMBO_TAG_TEMPLATE,
                        GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_NOFRAMES, GUMBO_TAG_NOEMBED,
                        GUMBO_TAG_AUDIO, GUMBO_TAG_VIDEO, GUMBO_TAG_CANVAS, GUMBO_TAG_SVG,
                        GUMBO_TAG_MATH, GUMBO_TAG_DATALIST}},
                 Group{Layout::paragraph,
                       {GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4,
                        GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_TABLE,
                        GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DL, GUMBO_TAG_HR}},
                 Group{Layout::preformatted,
                       {GUMBO_TAG_PRE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_LISTING, GUMBO_TAG_XMP,
                        GUMBO_TAG_PLAINTEXT}},
                 Group{Layout::line, {GUMBO_TAG_DIV,        GUMBO_TAG_ADDRESS,  GUMBO_TAG_ARTICLE,
                                      GUMBO_TAG_ASIDE,      GUMBO_TAG_CENTER,   GUMBO_TAG_DD,
                                      GUMBO_TAG_DT,         GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGURE,
                                      GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FOOTER,   GUMBO_TAG_FORM,
                                      GUMBO_TAG_HEADER,     GUMBO_TAG_MAIN,     GUMBO_TAG_NAV,
                                      GUMBO_TAG_SECTION,    GUMBO_TAG_BODY,     GUMBO_TAG_CAPTION,
                                      GUMBO_TAG_DETAILS,    GUMBO_TAG_SUMMARY,  GUMBO_TAG_OPTION,
                                      GUMBO_TAG_LEGEND}},
                 Group{Layout::item, {GUMBO_TAG_LI}},
                 Group{Layout::row, {GUMBO_TAG_TR}},
                 Group{Layout::cell, {GUMBO_TAG_TD, GUMBO_TAG_TH}},
                 Group{Layout::line_break, {GUMBO_TAG_BR}},
             })
            for (auto const tag : group.tags)
                all[tag] = group.layout;
        return all;
    }();
    return table;
}

Layout layout_of(GumboTag tag) {
    return layouts().at(std::min<std::size_t>(tag, GUMBO_TAG_LAST));
}

constexpr std::size_t kHiddenTextsMax = 1'000;
constexpr std::size_t kHiddenBytesMax = 1'000; // of one
constexpr int kReadableContrast = 20;          // tones of 255 between letters and ground

std::string_view attribute(GumboElement const& element, char const* name) {
    auto const* const found = gumbo_get_attribute(&element.attributes, name);
    return found == nullptr ? std::string_view{} : std::string_view{found->value};
}

// Collects lines: runs of space become one, borders of blocks become line ends, never more than one
// empty line.
class Lines {
  public:
    void text(std::string_view piece, bool keep_spaces) {
        if (keep_spaces) {
            for (char const c : piece)
                c == '\n' ? line_break() : plain(c);
            return;
        }
        for (char const c : piece) {
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')
                space_ = true;
            else
                plain(c);
        }
    }

    void line() { breaks_ = std::max(breaks_, 1); }
    void paragraph() { breaks_ = std::max(breaks_, 2); }
    void line_break() {
        flush();
        out_ += '\n';
        at_start_ = true;
        space_ = false;
    }
    void cell() {
        if (!at_start_ && breaks_ == 0)
            tab_ = true;
    }
    void item() {
        line();
        flush();
        out_ += "- ";
        at_start_ = true; // what follows begins here, without another space
        space_ = false;
    }

    std::string take() {
        std::string tidy; // no space at line ends, no two empty lines together, none at the ends
        int empty = 1;
        std::size_t from = 0;
        while (from <= out_.size()) {
            auto const end = std::min(out_.find('\n', from), out_.size());
            auto line = std::string_view{out_}.substr(from, end - from);
            while (!line.empty() && (line.back() == ' ' || line.back() == '\t'))
                line.remove_suffix(1);
            empty = line.empty() ? empty + 1 : 0;
            if (empty < 2) {
                tidy += line;
                tidy += '\n';
            }
            from = end + 1;
        }
        while (tidy.ends_with("\n\n"))
            tidy.pop_back();
        return tidy == "\n" ? std::string{} : tidy;
    }

  private:
    void flush() {
        if (breaks_ > 0 && !out_.empty()) {
            if (!out_.ends_with('\n'))
                out_ += '\n';
            if (breaks_ > 1)
                out_ += '\n';
            at_start_ = true;
            space_ = false;
            tab_ = false;
        }
        breaks_ = 0;
    }

    void plain(char c) {
        flush();
        if (tab_)
            out_ += '\t';
        else if (space_ && !at_start_)
            out_ += ' ';
        tab_ = space_ = at_start_ = false;
        out_ += c;
    }

    std::string out_;
    int breaks_ = 0;
    bool space_ = false;
    bool tab_ = false;
    bool at_start_ = true;
};

// Tones of letters and ground, as an element hands them on to those inside it.
struct Tones {
    int text = 0;
    int ground = 255;
    bool unknown = false; // a picture lies behind
    bool readable() const { return unknown || std::abs(text - ground) >= kReadableContrast; }
};

struct Open {
    GumboNode const* node;
    unsigned next = 0; // child
    bool preformatted = false;
    Tones tones;
};

class Walk {
  public:
    HtmlText run(GumboNode const* root) {
        read_sheets(*root);
        enter(root, false, {});
        while (!open_.empty()) {
            auto& top = open_.back();
            auto const& children = children_of(*top.node);
            if (top.next == children.length) {
                leave(*top.node);
                open_.pop_back();
                continue;
            }
            auto const* const child = static_cast<GumboNode const*>(children.data[top.next++]);
            visit(*child, top.preformatted, top.tones);
        }
        result_.text = to_clean_text(lines_.take());
        result_.styles_cut = !sheet_.is_complete();
        return std::move(result_);
    }

  private:
    static GumboVector const& children_of(GumboNode const& node) {
        return node.type == GUMBO_NODE_DOCUMENT ? node.v.document.children
                                                : node.v.element.children;
    }

    // Style sheets stand in the head, or anywhere: all of them are read before any text.
    void read_sheets(GumboNode const& root) {
        std::vector<GumboNode const*> waiting{&root};
        while (!waiting.empty()) {
            auto const& node = *waiting.back();
            waiting.pop_back();
            if (node.type != GUMBO_NODE_ELEMENT && node.type != GUMBO_NODE_DOCUMENT)
                continue;
            auto const& children = children_of(node);
            bool const is_sheet =
                node.type == GUMBO_NODE_ELEMENT && node.v.element.tag == GUMBO_TAG_STYLE;
            for (auto i = children.length; i-- > 0;) { // the first is taken first: order counts
                auto const* const child = static_cast<GumboNode const*>(children.data[i]);
                if (is_sheet && child->type == GUMBO_NODE_TEXT)
                    sheet_.add(child->v.text.text);
                waiting.push_back(child);
            }
        }
    }

    void visit(GumboNode const& node, bool preformatted, Tones const& tones) {
        switch (node.type) {
        case GUMBO_NODE_TEXT:
            if (!tones.readable()) {
                hide(node.v.text.text);
                break;
            }
            [[fallthrough]];
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA:
            lines_.text(node.v.text.text, preformatted);
            break;
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_DOCUMENT:
            enter(&node, preformatted, tones);
            break;
        default:
            break; // comments, templates
        }
    }

    void enter(GumboNode const* node, bool preformatted, Tones tones) {
        if (node->type == GUMBO_NODE_ELEMENT) {
            auto const& element = node->v.element;
            auto const layout = layout_of(element.tag);
            note_remote(element);
            if (layout == Layout::skip)
                return;
            auto const style = style_of(element);
            if (style.hidden || gumbo_get_attribute(&element.attributes, "hidden") != nullptr) {
                std::string text;
                gather(*node, text);
                hide(text);
                return;
            }
            tones.text = style.text.value_or(tones.text);
            tones.unknown = style.unknown_ground || (tones.unknown && !style.ground);
            tones.ground = style.ground.value_or(tones.ground);
            if (open_.size() >= kDepthMax) {
                result_.too_deep = true;
                return;
            }
            open_border(layout);
            preformatted |= layout == Layout::preformatted;
        }
        open_.push_back({node, 0, preformatted, tones});
    }

    void note_remote(GumboElement const& element) {
        if (element.tag != GUMBO_TAG_IMG && element.tag != GUMBO_TAG_IFRAME)
            return;
        auto const* const source = gumbo_get_attribute(&element.attributes, "src");
        if (source != nullptr && std::strncmp(source->value, "http", 4) == 0)
            result_.remote_content = true;
    }

    Style style_of(GumboElement const& element) {
        auto const* const tag = gumbo_normalized_tagname(element.tag);
        auto const style = sheet_.of(tag, attribute(element, "class"), attribute(element, "id")) +
                           squeezed_style(attribute(element, "style"));
        return read_style(style, lower_case(attribute(element, "color")),
                          lower_case(attribute(element, "bgcolor")));
    }

    static std::string lower_case(std::string_view text) {
        std::string out{text.substr(0, 40)};
        for (char& c : out)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        return out;
    }

    void hide(std::string_view text) {
        auto clean = to_clean_text(text);
        bool const says = std::any_of(clean.begin(), clean.end(), [](char c) {
            return static_cast<unsigned char>(c) > 0xc2 || (c >= '0' && c <= '9') ||
                   (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        });
        if (says && result_.hidden.size() < kHiddenTextsMax)
            result_.hidden.push_back(std::move(clean));
    }

    // The first levels and bytes are enough to show what it is.
    static void gather(GumboNode const& node, std::string& text, int depth = 0) {
        if (text.size() > kHiddenBytesMax || depth > 20)
            return;
        if (node.type == GUMBO_NODE_TEXT)
            text += std::string{text.empty() ? "" : " "} + node.v.text.text;
        if (node.type != GUMBO_NODE_ELEMENT)
            return;
        auto const& children = node.v.element.children;
        for (unsigned i = 0; i < children.length && i < 100; ++i)
            gather(*static_cast<GumboNode const*>(children.data[i]), text, depth + 1);
    }

    void open_border(Layout layout) {
        switch (layout) {
        case Layout::paragraph:
        case Layout::preformatted:
            lines_.paragraph();
            break;
        case Layout::line:
        case Layout::row:
            lines_.line();
            break;
        case Layout::item:
            lines_.item();
            break;
        case Layout::cell:
            lines_.cell();
            break;
        case Layout::line_break:
            lines_.line_break();
            break;
        case Layout::inside:
        case Layout::skip:
            break;
        }
    }

    void leave(GumboNode const& node) {
        if (node.type != GUMBO_NODE_ELEMENT)
            return;
        switch (layout_of(node.v.element.tag)) {
        case Layout::paragraph:
        case Layout::preformatted:
            lines_.paragraph();
            break;
        case Layout::line:
        case Layout::row:
        case Layout::item:
            lines_.line();
            break;
        default:
            break;
        }
    }

    std::vector<Open> open_;
    Lines lines_;
    StyleSheet sheet_;
    HtmlText result_;
};

} // namespace

HtmlText html_to_text(std::string_view utf8) {
    if (utf8.size() > kHtmlBytesMax)
        return {{}, {}, false, true};
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    auto* const output = gumbo_parse_with_options(&options, utf8.data(), utf8.size());
    if (output == nullptr)
        return {};
    auto result = Walk{}.run(output->document);
#ifdef LEITSTAND_SANITIZED // otherwise the process is about to end anyway, and freeing a deep tree
                           // recurses
    if (!result.too_deep)
        gumbo_destroy_output(&options, output);
#endif
    return result;
}

void report_hidden(HtmlText const& html, ReaderAnswer& answer) {
    if (html.styles_cut)
        answer.warn(Warning::malformed);
    for (auto text : html.hidden) {
        if (answer.hidden.size() >= kHiddenMax)
            return;
        text.resize(whole_characters(text, kHiddenTextBytesMax));
        answer.hidden.push_back({1, HiddenKind::not_shown, AnswerBox{}, std::move(text)});
    }
}

std::string_view declared_html_charset(std::string_view bytes) {
    auto const head = bytes.substr(0, 1024);
    constexpr std::string_view kKey = "charset=";
    auto const found =
        std::search(head.begin(), head.end(), kKey.begin(), kKey.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
        });
    if (found == head.end())
        return {};
    auto value = head.substr(static_cast<std::size_t>(found - head.begin()) + kKey.size());
    while (!value.empty() && (value[0] == '"' || value[0] == '\'' || value[0] == ' '))
        value.remove_prefix(1);
    return value.substr(0, value.find_first_of("\"'>; /\r\n\t"));
}

void read_html(std::string_view bytes, ReaderRequest const& request, ReaderAnswer& answer) {
    if (bytes.size() > kHtmlBytesMax) {
        refuse(answer, Reason::too_large);
        return;
    }
    auto const converted = to_utf8(bytes, declared_html_charset(bytes));
    if (converted.guessed)
        answer.warn(Warning::charset_guessed);
    if (converted.replaced)
        answer.warn(Warning::invalid_characters);
    auto const html = html_to_text(converted.text);
    report_hidden(html, answer);
    if (html.remote_content)
        answer.warn(Warning::remote_content);
    if (html.too_deep)
        read_in_part(answer, Reason::too_deep);
    if (html.text.empty()) {
        refuse(answer, html.too_deep ? Reason::too_deep : Reason::empty);
        return;
    }
    append_text(answer, html.text, request);
}

} // namespace leitstand::reader
