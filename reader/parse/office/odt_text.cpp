// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/odt_text.hpp"

#include <algorithm>

#include "reader/parse/charset.hpp"

namespace leitstand::reader {

namespace {

constexpr std::int64_t kSpacesMax = 1000; // of one text:s
constexpr std::size_t kCommentKind = 2;

enum Tag : std::uint8_t {
    other,
    left_out,
    paragraph,
    heading,
    span,
    spaces,
    tab,
    line_break,
    link,
    note,
    note_body,
    comment,
    list,
    list_item,
    table,
    row,
    cell,
    frame,
    text_box,
    shape,
    image,
    object,
    ole_object,
    plugin,
    section,
    section_source,
    hidden_text_tag,
    tracked_changes,
    event_listeners,
    dde,
};

Tag tag_of(std::string_view name) {
    static std::unordered_map<std::string_view, Tag> const kTags{
        {"p", paragraph},
        {"h", heading},
        {"span", span},
        {"s", spaces},
        {"tab", tab},
        {"line-break", line_break},
        {"a", link},
        {"note", note},
        {"note-body", note_body},
        {"annotation", comment},
        {"list", list},
        {"list-item", list_item},
        {"list-header", list_item},
        {"table", table},
        {"table-row", row},
        {"table-cell", cell},
        {"covered-table-cell", cell},
        {"frame", frame},
        {"text-box", text_box},
        {"custom-shape", shape},
        {"rect", shape},
        {"ellipse", shape},
        {"circle", shape},
        {"polygon", shape},
        {"regular-polygon", shape},
        {"polyline", shape},
        {"path", shape},
        {"line", shape},
        {"connector", shape},
        {"caption", shape},
        {"image", image},
        {"object", object},
        {"object-ole", ole_object},
        {"plugin", plugin},
        {"applet", plugin},
        {"floating-frame", plugin},
        {"section", section},
        {"section-source", section_source},
        {"hidden-text", hidden_text_tag},
        {"tracked-changes", tracked_changes},
        {"event-listeners", event_listeners},
        {"dde-connection-decls", dde},
        {"dde-source", dde},
        // What stands in the text and is not seen there.
        {"note-citation", left_out},
        {"number", left_out},
        {"creator", left_out},
        {"creator-initials", left_out},
        {"date", left_out},
        {"title", left_out},
        {"desc", left_out},
        {"forms", left_out},
        {"ruby-text", left_out},
        {"table-of-content-source", left_out},
        {"alphabetical-index-source", left_out},
        {"illustration-index-source", left_out},
        {"table-index-source", left_out},
        {"object-index-source", left_out},
        {"user-index-source", left_out},
        {"bibliography-source", left_out},
        {"sequence-decls", left_out},
        {"variable-decls", left_out},
        {"user-field-decls", left_out},
    };
    auto const found = kTags.find(name);
    return found == kTags.end() ? other : found->second;
}

// text:date and text:title are fields with a text that is seen, dc:date and svg:title are not.
bool is_field(pugi::xml_node node) {
    return std::string_view{node.name()}.starts_with("text:");
}

// A frame or shape so far off or so small that nobody finds it.
bool is_out_of_sight(pugi::xml_node node) {
    constexpr double kFar = 1'200; // points; more than a page of A4 is high
    for (auto const* const name : {"x", "y"}) {
        auto const place = odt_points(attribute(node, name)).value_or(0);
        if (place > kFar || place < -kFar)
            return true;
    }
    return odt_points(attribute(node, "width")).value_or(kFar) <= 1; // the height may grow
}

std::string_view member_of(std::string_view reference) {
    return reference.starts_with("./") ? reference.substr(2) : reference;
}

} // namespace

OdtText::OdtText(Package& package) : package_(package), story_(package.request().text_bytes_max) {}

std::string OdtText::read(pugi::xml_node root, OdtStyles& styles) {
    styles_ = &styles;
    contexts_.assign(1, Context{});
    backdrops_.assign(1, Backdrop{});
    lists_.clear();
    story_.begin_aside();
    walk(root, *this);
    return story_.end_aside();
}

std::string OdtText::notes() const {
    std::string all;
    for (auto const& one : notes_)
        if (!one.empty())
            all += (all.empty() ? "" : "\n") + one;
    return all;
}

bool OdtText::enter(pugi::xml_node node) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
        show_collapsed(node.value());
        return false;
    }
    if (node.type() != pugi::node_element)
        return false;
    auto const tag = tag_of(local_name(node));
    switch (tag) {
    case paragraph:
    case heading:
        begin_paragraph(node, tag == heading);
        return true;
    case span: {
        auto const& looks = now().looks;
        auto const& style = styles_->style("text", attribute(node, "style-name"));
        now().looks.push_back((looks.empty() ? Look{} : looks.back()).with(style.look));
        return true;
    }
    case left_out:
        return is_field(node) && local_name(node) != "number" &&
               local_name(node) != "note-citation" && !local_name(node).ends_with("-source") &&
               !local_name(node).ends_with("-decls") && local_name(node) != "ruby-text";
    case list:
        begin_list(node);
        return true;
    case list_item:
        if (!lists_.empty()) {
            lists_.back().item_begins = local_name(node) == "list-item";
            lists_.back().start = number_or(attribute(node, "start-value"), -1);
        }
        return true;
    case table:
    case row:
    case cell:
    case frame:
    case text_box:
    case shape:
    case note:
    case note_body:
    case comment:
    case section:
        return enter_block(node, tag);
    default:
        return enter_inside(node, tag);
    }
}

bool OdtText::enter_block(pugi::xml_node node, std::uint8_t tag) {
    auto const fill_of = [&](char const* family) {
        return styles_->style(family, attribute(node, "style-name")).block_fill;
    };
    switch (tag) {
    case table:
        story_.gap();
        backdrops_.push_back(backdrops_.back().under(fill_of("table")));
        return true;
    case row:
        story_.begin_row();
        backdrops_.push_back(backdrops_.back().under(fill_of("table-row")));
        return true;
    case cell:
        story_.begin_cell();
        backdrops_.push_back(backdrops_.back().under(fill_of("table-cell")));
        return true;
    case text_box:
        begin_box(attribute(node.parent(), "style-name"));
        return true;
    case frame:
        return hide(is_out_of_sight(node), node);
    case shape:
        if (!hide(is_out_of_sight(node), node))
            return false;
        begin_box(attribute(node, "style-name"));
        return true;
    case note:
        return true;
    case note_body:
    case comment:
        begin_note(node, tag);
        return true;
    default: { // section
        auto const display = attribute(node, "display");
        bool const by_condition = display == "condition" && attribute(node, "is-hidden") == "true";
        return hide(display == "none" || by_condition, node);
    }
    }
}

bool OdtText::enter_inside(pugi::xml_node node, std::uint8_t tag) {
    switch (tag) {
    case spaces:
        show(std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(
                             number_or(attribute(node, "c"), 1), 1, kSpacesMax)),
                         ' '));
        return false;
    case tab:
        show("\t");
        now().after_space = true;
        return false;
    case line_break:
        show("\n");
        now().after_space = true;
        return false;
    case link:
        if (is_remote(attribute(node, "href")))
            package_.warn(Warning::links);
        return true;
    case image:
        picture(node);
        return true;
    case ole_object:
        package_.hand_out(member_of(attribute(node, "href")));
        [[fallthrough]];
    case object:
    case plugin:
        package_.warn(Warning::embedded_objects);
        [[fallthrough]];
    case section_source:
        if (is_remote(attribute(node, "href")))
            package_.warn(Warning::remote_content);
        return false;
    case hidden_text_tag:
        return hide(attribute(node, "is-hidden") != "false", node);
    case tracked_changes:
        for (auto const region : node.children())
            if (child(region, "deletion"))
                package_.warn(Warning::tracked_changes);
        return false;
    case event_listeners:
        package_.warn(Warning::macros);
        return false;
    case dde:
        package_.warn(Warning::launch);
        return false;
    default:
        return true;
    }
}

void OdtText::leave(pugi::xml_node node) {
    switch (tag_of(local_name(node))) {
    case paragraph:
    case heading:
        story_.end_paragraph();
        now().looks.clear();
        break;
    case span:
        if (!now().looks.empty())
            now().looks.pop_back();
        break;
    case list:
        lists_.pop_back();
        if (lists_.empty())
            story_.gap();
        break;
    case table:
        story_.gap();
        backdrops_.pop_back();
        break;
    case row:
        story_.end_row();
        backdrops_.pop_back();
        break;
    case cell:
        story_.end_cell();
        backdrops_.pop_back();
        break;
    case text_box:
    case shape:
        story_.end_box();
        contexts_.pop_back();
        backdrops_.pop_back();
        break;
    case note_body:
    case comment:
        end_note();
        break;
    default:
        break;
    }
}

void OdtText::begin_paragraph(pugi::xml_node node, bool is_heading) {
    auto const& style = styles_->style("paragraph", attribute(node, "style-name"));
    auto look = styles_->default_look().with(style.look);
    auto const condition = child(node, "hidden-paragraph");
    if (attribute(condition, "is-hidden") == "true")
        look.hidden = true;
    auto& context = now();
    context.looks.assign(1, look);
    context.paragraph_fill = style.block_fill;
    context.after_space = true;
    story_.begin_paragraph(is_heading ? Apart::yes : Apart::no, label_of(node, is_heading, style));
}

std::string OdtText::label_of(pugi::xml_node node, bool is_heading, OdtStyle const& style) {
    OdtList const* shape = nullptr;
    Counter* counter = nullptr;
    std::size_t level = 0;
    std::int64_t start = -1;
    if (!lists_.empty() && lists_.back().item_begins) {
        auto& own = lists_.back();
        own.item_begins = false;
        shape = own.shape != nullptr ? own.shape : styles_->list(style.list_style);
        counter = own.counter;
        level = lists_.size() - 1;
        start = own.start;
    } else if (is_heading && attribute(node, "is-list-header") != "true") {
        shape = &styles_->outline();
        counter = &headings_;
        level = static_cast<std::size_t>(
            std::clamp<std::int64_t>(number_or(attribute(node, "outline-level"), 1), 1, 10) - 1);
        start = attribute(node, "restart-numbering") == "true"
                    ? number_or(attribute(node, "start-value"), 1)
                    : -1;
    }
    if (shape == nullptr || counter == nullptr)
        return {};
    auto const at = std::min(level, kLevelsMax - 1);
    if (start >= 0)
        counter->restart(at, static_cast<std::uint32_t>(std::min<std::int64_t>(start, 1'000'000)));
    else
        counter->next(at, (*shape)[at].start);
    auto const number = text_of(child(node, "number")); // as the writing program counted it
    return number.empty() ? odt_label(*shape, at, *counter) : number + " ";
}

void OdtText::begin_list(pugi::xml_node node) {
    List own;
    auto const name = attribute(node, "style-name");
    own.name = name.empty() && !lists_.empty() ? lists_.back().name : std::string{name};
    own.shape = styles_->list(own.name);
    if (lists_.empty()) {
        story_.gap();
        own.counter = &counters_[own.name];
        bool const goes_on = attribute(node, "continue-numbering") == "true" ||
                             !attribute(node, "continue-list").empty();
        if (!goes_on)
            *own.counter = Counter{};
    } else {
        own.counter = lists_.back().counter;
    }
    lists_.push_back(std::move(own));
}

void OdtText::begin_box(std::string_view graphic_style) {
    story_.begin_box();
    contexts_.emplace_back();
    backdrops_.push_back(Backdrop{}.under(styles_->style("graphic", graphic_style).block_fill));
}

void OdtText::begin_note(pugi::xml_node node, std::uint8_t tag) {
    Note own;
    if (tag == comment) {
        own.kind = kCommentKind;
        own.label = "[c" + std::to_string(++comments_) + "]";
    } else {
        own.kind = attribute(node.parent(), "note-class") == "endnote" ? 1 : 0;
        own.label = "[" + text_of(child(node.parent(), "note-citation")).substr(0, 32) + "]";
    }
    show(own.label);
    open_notes_.push_back(std::move(own));
    story_.begin_aside();
    contexts_.emplace_back();
}

void OdtText::end_note() {
    contexts_.pop_back();
    auto const text = story_.end_aside();
    auto const own = std::move(open_notes_.back());
    open_notes_.pop_back();
    if (text.empty())
        return;
    auto& to = notes_[own.kind];
    to += (to.empty() ? "" : "\n") + own.label + " " + text;
}

bool OdtText::hide(bool hidden, pugi::xml_node node) {
    if (hidden && holds_text(node, {}))
        package_.warn(Warning::hidden_text);
    return !hidden;
}

void OdtText::show(std::string_view piece) {
    auto& context = now();
    if (context.looks.empty())
        return; // between the paragraphs
    context.after_space = false;
    if (!is_invisible(context.looks.back(), backdrops_.back(), context.paragraph_fill))
        story_.text(piece);
    else if (has_letters(piece))
        package_.warn(Warning::hidden_text);
}

// White space in the file is one space, and none at the beginning of a line.
void OdtText::show_collapsed(std::string_view piece) {
    if (now().looks.empty())
        return;
    std::string text;
    bool after_space = now().after_space;
    for (char const c : piece) {
        bool const space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space)
            text += c;
        else if (!after_space)
            text += ' ';
        after_space = space;
    }
    if (!text.empty())
        show(text);
    now().after_space = after_space;
}

// A frame offers the same picture in several forms, the first being the best.
void OdtText::picture(pugi::xml_node node) {
    auto const reference = attribute(node, "href");
    if (is_remote(reference))
        package_.warn(Warning::remote_content);
    else if (child(node.parent(), "image") == node && !child(node.parent(), "object") &&
             !child(node.parent(), "object-ole"))
        package_.hand_out(member_of(reference));
}

} // namespace leitstand::reader
