// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/docx_text.hpp"

#include <algorithm>

#include "reader/parse/charset.hpp"

namespace leitstand::reader {

namespace {

constexpr std::size_t kInstructionBytesMax = 4096;

enum Tag : std::uint8_t {
    other,
    properties,
    paragraph,
    run,
    text,
    instruction,
    removed,
    table,
    row,
    cell,
    section_properties,
    tab,
    line_break,
    hyphen,
    symbol_tag,
    field_mark_tag,
    simple_field,
    footnote_mark,
    endnote_mark,
    comment_mark,
    box,
    alternative,
    blip,
    image_data,
    word_art,
    ole,
    control,
    chunk,
    shape_name,
    fallback_text,
};

Tag tag_of(std::string_view name) {
    static std::unordered_map<std::string_view, Tag> const kTags{
        {"pPr", properties},
        {"rPr", properties},
        {"tblPr", properties},
        {"tblGrid", properties},
        {"trPr", properties},
        {"tcPr", properties},
        {"sdtPr", properties},
        {"sdtEndPr", properties},
        {"rubyPr", properties},
        {"p", paragraph},
        {"r", run},
        {"t", text},
        {"instrText", instruction},
        {"del", removed},
        {"moveFrom", removed},
        {"delText", removed},
        {"delInstrText", removed},
        {"tbl", table},
        {"tr", row},
        {"tc", cell},
        {"sectPr", section_properties},
        {"tab", tab},
        {"ptab", tab},
        {"br", line_break},
        {"cr", line_break},
        {"noBreakHyphen", hyphen},
        {"sym", symbol_tag},
        {"fldChar", field_mark_tag},
        {"fldSimple", simple_field},
        {"footnoteReference", footnote_mark},
        {"endnoteReference", endnote_mark},
        {"commentReference", comment_mark},
        {"txbxContent", box},
        {"Choice", alternative},
        {"Fallback", alternative},
        {"blip", blip},
        {"imagedata", image_data},
        {"textpath", word_art},
        {"OLEObject", ole},
        {"control", control},
        {"altChunk", chunk},
        {"docPr", shape_name},
        {"rt", fallback_text},
    };
    auto const found = kTags.find(name);
    return found == kTags.end() ? other : found->second;
}

// What is painted inside a shape around its text box.
Paint shape_fill(pugi::xml_node content, DocxStyles const& styles) {
    auto const shape = content.parent().parent();
    if (auto const drawn = child(shape, "spPr")) {
        if (auto const solid = child(drawn, "solidFill")) {
            auto const rgb = parse_color(attribute(child(solid, "srgbClr"), "val"));
            auto const theme = child(solid, "schemeClr");
            if (rgb)
                return Paint::of(*rgb);
            bool const changed = !theme || theme.first_child(); // made lighter or darker
            return changed ? Paint::other() : styles.theme_color(attribute(theme, "val"));
        }
        for (auto const* const kind : {"gradFill", "blipFill", "pattFill", "grpFill"})
            if (child(drawn, kind))
                return Paint::other();
        auto const styled = attribute(child(child(shape, "style"), "fillRef"), "idx");
        bool const by_style = !child(drawn, "noFill") && !styled.empty() && styled != "0";
        return by_style ? Paint::other() : Paint{};
    }
    auto const fill = attribute(shape, "fillcolor"); // VML
    auto const filled = attribute(shape, "filled");
    if (fill.empty() || filled == "f" || filled == "false")
        return {};
    if (auto const rgb = parse_color(fill.substr(0, 7)))
        return Paint::of(*rgb);
    return fill.starts_with("white") || fill == "#fff" ? Paint::of(kWhite) : Paint::other();
}

// Of mc:AlternateContent. Word shows the first choice that it understands, which for every
// extension of the last fifteen years is the first; only what requires something unheard of falls
// back.
bool is_shown_alternative(pugi::xml_node node) {
    if (local_name(node.parent()) != "AlternateContent")
        return true;
    auto const first = child(node.parent(), "Choice");
    auto const needs = attribute(first, "Requires");
    bool const known = needs.starts_with("w") || needs.starts_with("a14") ||
                       needs.starts_with("cx") || needs.starts_with("v") ||
                       needs.starts_with("c14") || needs.starts_with("am3d");
    auto const shown = first && known ? first : child(node.parent(), "Fallback");
    return node == shown;
}

// A drawing so small or so far off that nobody finds it (wp:anchor, wp:inline; 1 pt is 12 700
// units).
bool is_out_of_sight(pugi::xml_node drawing) {
    constexpr std::int64_t kPoint = 12'700;
    constexpr std::int64_t kFar = 1'200 * kPoint; // more than a page of A4 is high
    auto const extent = child(drawing, "extent");
    bool const tiny = extent && (number_or(attribute(extent, "cx"), kFar) <= kPoint ||
                                 number_or(attribute(extent, "cy"), kFar) <= kPoint);
    for (auto const* const axis : {"positionH", "positionV"}) {
        auto const offset = number_or(text_of(child(child(drawing, axis), "posOffset")), 0);
        if (offset > kFar || offset < -kFar)
            return true;
    }
    return tiny;
}

bool is_hidden_shape(pugi::xml_node node) {
    auto const hidden = attribute(node, "hidden");
    if (hidden == "1" || hidden == "true")
        return true;
    return attribute(node, "style").find("visibility:hidden") != std::string_view::npos;
}

} // namespace

DocxText::DocxText(Package& package, DocxStyles& styles, DocxLists& lists)
    : package_(package), styles_(styles), lists_(lists), story_(package.request().text_bytes_max) {}

std::string DocxText::read(pugi::xml_node root, DocxRelations const& relations) {
    relations_ = &relations;
    contexts_.assign(1, Context{});
    backdrops_.assign(1, Backdrop{});
    table_looks_.clear();
    story_.begin_aside();
    walk(root, *this);
    return story_.end_aside();
}

bool DocxText::enter(pugi::xml_node node) {
    if (node.type() != pugi::node_element)
        return false;
    auto const tag = tag_of(local_name(node));
    switch (tag) {
    case paragraph:
        begin_paragraph(node);
        return true;
    case run:
        begin_run(node);
        return true;
    case text:
        show(text_of(node));
        return false;
    case properties:
    case fallback_text:
        return false;
    case removed:
        return tracked();
    case table:
        begin_table(node);
        return true;
    case row:
        return begin_row(node);
    case cell:
        begin_cell(node);
        return true;
    case box:
        begin_box(node);
        return true;
    case alternative:
        return is_shown_alternative(node);
    default:
        return enter_inside(node, tag);
    }
}

// What stands inside a run, and what concerns the whole.
bool DocxText::enter_inside(pugi::xml_node node, std::uint8_t tag) {
    switch (tag) {
    case instruction:
        instruct(text_of(node));
        return false;
    case section_properties:
        section(node);
        return false;
    case tab:
        show("\t");
        return false;
    case line_break:
        show("\n");
        return false;
    case hyphen:
        show("-");
        return false;
    case symbol_tag:
        symbol(node);
        return false;
    case field_mark_tag:
        field_mark(node);
        return false;
    case simple_field:
        note_field(attribute(node, "instr"), package_.answer());
        return true;
    case footnote_mark:
        refer(DocxNote::Kind::footnote, node);
        return false;
    case endnote_mark:
        refer(DocxNote::Kind::endnote, node);
        return false;
    case comment_mark:
        refer(DocxNote::Kind::comment, node);
        return false;
    case blip:
        picture(attribute(node, "embed"));
        picture(attribute(node, "link"));
        return true;
    case image_data:
        picture(attribute(node, "id"));
        return false;
    case word_art:
        show(attribute(node, "string"));
        return false;
    case ole:
        embed(attribute(node, "id"), Warning::embedded_objects);
        return false;
    case chunk:
        embed(attribute(node, "id"), Warning::embedded_files);
        return false;
    case control:
        package_.warn(Warning::embedded_objects);
        return false;
    default:
        break;
    }
    auto const drawing = child(node, "docPr"); // only of wp:inline and wp:anchor
    bool const hidden =
        drawing ? is_hidden_shape(drawing) || is_out_of_sight(node) : is_hidden_shape(node);
    if (hidden && holds_text(node, "t"))
        package_.warn(Warning::hidden_text);
    return !hidden;
}

void DocxText::leave(pugi::xml_node node) {
    switch (tag_of(local_name(node))) {
    case paragraph:
        if (!now().joins_next)
            story_.end_paragraph();
        break;
    case run:
        now().runs.pop_back();
        break;
    case table:
        story_.gap();
        backdrops_.pop_back();
        table_looks_.pop_back();
        break;
    case row:
        story_.end_row();
        break;
    case cell:
        story_.end_cell();
        backdrops_.pop_back();
        break;
    case box:
        story_.end_box();
        contexts_.pop_back();
        backdrops_.pop_back();
        break;
    default:
        break;
    }
}

void DocxText::begin_paragraph(pugi::xml_node node) {
    auto const own = child(node, "pPr");
    auto const style_id = attribute(child(own, "pStyle"), "val");
    auto const& style = style_id.empty() ? styles_.default_paragraph() : styles_.style(style_id);
    auto& context = now();
    auto const& base = styles_.default_look();
    context.paragraph =
        (table_looks_.empty() ? base : base.with(table_looks_.back())).with(style.look);
    auto const fill = styles_.fill_of(own);
    context.paragraph_fill = fill.is_set() ? fill : style.paragraph_fill;
    auto place = docx_list_place(own);
    if (place.list < 0) {
        place.list = style.place.list;
        if (place.level < 0)
            place.level = style.place.level;
    }
    auto const outline = number_or(attribute(child(own, "outlineLvl"), "val"), style.outline_level);
    bool const joins = std::exchange(context.joins_next, child(child(own, "rPr"), "del") ||
                                                             child(child(own, "rPr"), "moveFrom"));
    if (context.joins_next)
        tracked();
    auto const label = place.list > 0 ? lists_.label(place, style_id) : std::string{};
    if (!joins)
        story_.begin_paragraph(outline >= 0 && outline < 9 ? Apart::yes : Apart::no, label);
    if (auto const ends_section = child(own, "sectPr"))
        section(ends_section);
}

void DocxText::begin_run(pugi::xml_node node) {
    auto const own = child(node, "rPr");
    auto look = now().paragraph;
    auto const style = attribute(child(own, "rStyle"), "val");
    if (!style.empty())
        look = look.with(styles_.style(style).look);
    now().runs.push_back(look.with(styles_.look_of(own)));
}

void DocxText::begin_table(pugi::xml_node node) {
    story_.gap();
    auto const own = child(node, "tblPr");
    auto backdrop = backdrops_.back();
    auto const style_id = attribute(child(own, "tblStyle"), "val");
    Look look;
    if (!style_id.empty()) {
        auto const& style = styles_.style(style_id);
        for (auto const& fill : style.table_fills) { // any of them may lie behind a cell
            backdrop.unknown |= fill.kind == Paint::Kind::other;
            backdrop.colors.push_back(fill.color);
        }
        look = style.look;
    }
    backdrops_.push_back(backdrop.under(styles_.fill_of(own)));
    table_looks_.push_back(look);
}

bool DocxText::begin_row(pugi::xml_node node) {
    auto const own = child(node, "trPr");
    if (child(own, "del"))
        return tracked();
    if (is_on(child(own, "hidden"))) {
        package_.warn(Warning::hidden_text);
        return false;
    }
    story_.begin_row();
    return true;
}

void DocxText::begin_cell(pugi::xml_node node) {
    story_.begin_cell();
    backdrops_.push_back(backdrops_.back().under(styles_.fill_of(child(node, "tcPr"))));
}

void DocxText::begin_box(pugi::xml_node node) {
    story_.begin_box();
    contexts_.emplace_back();
    backdrops_.push_back(Backdrop{}.under(shape_fill(node, styles_)));
}

void DocxText::section(pugi::xml_node node) {
    bool const first_differs = is_on(child(node, "titlePg"));
    for (auto const one : node.children()) {
        auto const name = local_name(one);
        bool const refers = name == "headerReference" || name == "footerReference";
        if (refers && headers_.size() < Limits{}.archive_entries_max)
            headers_.push_back({name == "footerReference", std::string{attribute(one, "type")},
                                std::string{attribute(one, "id")}, first_differs});
    }
}

void DocxText::show(std::string_view piece) {
    auto const& context = now();
    bool const instruction_text = std::any_of(context.fields.begin(), context.fields.end(),
                                              [](Field const& f) { return f.in_instruction; });
    auto const& look = context.runs.empty() ? context.paragraph : context.runs.back();
    if (!instruction_text && !is_invisible(look, backdrops_.back(), context.paragraph_fill))
        story_.text(piece);
    else if (has_letters(piece))
        package_.warn(Warning::hidden_text);
}

void DocxText::symbol(pugi::xml_node node) {
    auto const code =
        std::strtoul(std::string{attribute(node, "char").substr(0, 8)}.c_str(), nullptr, 16);
    auto const character = symbol_character(static_cast<std::uint32_t>(code));
    std::string utf8;
    append_utf8(utf8, character != 0 ? character : U'\ufffd');
    if (character == 0)
        package_.warn(Warning::unmapped_text);
    show(utf8);
}

void DocxText::instruct(std::string_view piece) {
    auto& fields = now().fields;
    if (!fields.empty() && fields.back().instruction.size() < kInstructionBytesMax)
        fields.back().instruction += piece;
}

void DocxText::field_mark(pugi::xml_node node) {
    auto& fields = now().fields;
    auto const kind = attribute(node, "fldCharType");
    if (kind == "begin") {
        if (fields.size() == Limits{}.office_nesting_max)
            return too_deep();
        if (auto const data = child(node, "ffData"))
            form_field(data);
        fields.emplace_back();
    } else if (!fields.empty()) {
        fields.back().in_instruction = false;
        if (kind == "end") {
            note_field(fields.back().instruction, package_.answer());
            fields.pop_back();
        }
    }
}

// A box to tick or a choice from a list shows what its data say, not a text of its own.
void DocxText::form_field(pugi::xml_node data) {
    if (auto const box_data = child(data, "checkBox")) {
        auto const state = child(box_data, "checked");
        show(is_on(state ? state : child(box_data, "default")) ? "\u2612" : "\u2610");
    } else if (auto const choices = child(data, "ddList")) {
        auto chosen = number_or(attribute(child(choices, "result"), "val"), 0);
        for (auto const one : choices.children())
            if (local_name(one) == "listEntry" && chosen-- == 0)
                show(attribute(one, "val"));
    }
}

void DocxText::refer(DocxNote::Kind kind, pugi::xml_node node) {
    auto const [known, is_new] = labels_.try_emplace({kind, std::string{attribute(node, "id")}});
    if (is_new && notes_.size() == Limits{}.archive_entries_max)
        return read_in_part(package_.answer(), Reason::too_many_parts);
    if (is_new) {
        auto const number = ++note_counts_[static_cast<std::size_t>(kind)];
        auto const style =
            kind == DocxNote::Kind::endnote ? NumberStyle::lower_roman : NumberStyle::decimal;
        known->second =
            (kind == DocxNote::Kind::comment ? "[c" : "[") + write_number(style, number) + "]";
        notes_.push_back({kind, known->first.second, known->second});
    }
    show(known->second);
}

void DocxText::picture(std::string_view relation) {
    auto const found = relations_->find(relation);
    if (found == relations_->end() || found->second.external)
        return; // what lies elsewhere has been noted with the relations
    package_.hand_out(found->second.target);
}

void DocxText::embed(std::string_view relation, Warning warning) {
    package_.warn(warning);
    picture(relation);
}

bool DocxText::tracked() {
    package_.warn(Warning::tracked_changes);
    return false;
}

} // namespace leitstand::reader
