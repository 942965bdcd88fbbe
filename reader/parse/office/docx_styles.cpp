// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/docx_styles.hpp"

#include <algorithm>

namespace leitstand::reader {

namespace {

constexpr std::uint32_t kAncestorsMax = 32;

Paint docx_ink(pugi::xml_node color) {
    auto const value = attribute(color, "val");
    auto const theme = attribute(color, "themeColor");
    if (auto const rgb = parse_color(value))
        return Paint::of(*rgb);
    if (theme == "background1" || theme == "light1")
        return Paint::of(kWhite);
    return theme.empty() ? Paint::automatic() : Paint::other();
}

// The sixteen names of a highlighter (ST_HighlightColor); they are far from white but for one.
Paint highlight(std::string_view name) {
    if (name == "none" || name.empty())
        return Paint::automatic();
    if (name == "white")
        return Paint::of(kWhite);
    if (name == "black")
        return Paint::of({0, 0, 0});
    if (name == "yellow")
        return Paint::of({255, 255, 0});
    return Paint::other();
}

NumberStyle number_style(std::string_view name) {
    struct Name {
        std::string_view word;
        NumberStyle style;
    };
    constexpr Name kNames[] = {{"bullet", NumberStyle::bullet},
                               {"none", NumberStyle::none},
                               {"lowerLetter", NumberStyle::lower_letter},
                               {"upperLetter", NumberStyle::upper_letter},
                               {"lowerRoman", NumberStyle::lower_roman},
                               {"upperRoman", NumberStyle::upper_roman},
                               {"decimalZero", NumberStyle::decimal_zero}};
    for (auto const& one : kNames)
        if (one.word == name)
            return one.style;
    return NumberStyle::decimal;
}

} // namespace

bool is_on(pugi::xml_node toggle) {
    auto const value = attribute(toggle, "val");
    return toggle && value != "0" && value != "false" && value != "off";
}

Paint docx_fill(pugi::xml_node properties) {
    auto const shading = child(properties, "shd");
    if (!shading)
        return {};
    auto const pattern = attribute(shading, "val");
    auto const fill = attribute(shading, "fill");
    auto const front = attribute(shading, "color");
    bool const mostly_front =
        pattern == "solid" || (pattern.starts_with("pct") && number_or(pattern.substr(3), 0) >= 50);
    if (auto const rgb = parse_color(mostly_front ? front : fill))
        return Paint::of(*rgb);
    if (mostly_front) // automatic: black
        return Paint::of({0, 0, 0});
    return attribute(shading, "themeFill").empty() ? Paint::automatic() : Paint::other();
}

Look docx_look(pugi::xml_node run_properties) {
    Look look;
    for (auto const one : run_properties.children()) {
        auto const name = local_name(one);
        if (name == "vanish")
            look.hidden = is_on(one);
        else if (name == "sz")
            look.half_points = static_cast<std::uint32_t>(
                std::clamp<std::int64_t>(number_or(attribute(one, "val"), 24), 0, 10'000));
        else if (name == "w")
            look.width_percent = static_cast<std::uint32_t>(
                std::clamp<std::int64_t>(number_or(attribute(one, "val"), 100), 0, 600));
        else if (name == "color")
            look.ink = docx_ink(one);
        else if (name == "highlight")
            look.fill = highlight(attribute(one, "val"));
        else if (name == "shd" && !child(run_properties, "highlight"))
            look.fill = docx_fill(run_properties);
    }
    return look;
}

ListPlace docx_list_place(pugi::xml_node paragraph_properties) {
    auto const place = child(paragraph_properties, "numPr");
    return {number_or(attribute(child(place, "numId"), "val"), -1),
            number_or(attribute(child(place, "ilvl"), "val"), -1)};
}

DocxStyles::Own DocxStyles::read_style(pugi::xml_node node) {
    Own own;
    own.based_on = attribute(child(node, "basedOn"), "val");
    auto& style = own.style;
    style.look = docx_look(child(node, "rPr"));
    auto const paragraph = child(node, "pPr");
    style.paragraph_fill = docx_fill(paragraph);
    style.place = docx_list_place(paragraph);
    style.outline_level = number_or(attribute(child(paragraph, "outlineLvl"), "val"), -1);
    auto const name = attribute(child(node, "name"), "val");
    if (style.outline_level < 0 && name == "Title")
        style.outline_level = 0;
    for (auto const one : node.children()) {
        auto const part = local_name(one);
        if (part == "tblPr" || part == "tcPr")
            style.table_fills.push_back(docx_fill(one));
        if (part == "tblStylePr")
            for (auto const* const properties : {"tblPr", "tcPr", "trPr"})
                style.table_fills.push_back(docx_fill(child(one, properties)));
    }
    std::erase_if(style.table_fills, [](Paint const& fill) {
        return !fill.is_set() || fill.kind == Paint::Kind::automatic;
    });
    return own;
}

void DocxStyles::load(pugi::xml_node styles) {
    for (auto const node : styles.children()) {
        auto const name = local_name(node);
        if (name == "docDefaults") {
            default_look_ = docx_look(child(child(node, "rPrDefault"), "rPr"));
        } else if (name == "style") {
            std::string const id{attribute(node, "styleId")};
            auto const is_default = attribute(node, "default");
            if (attribute(node, "type") == "paragraph" &&
                (is_default == "1" || is_default == "true"))
                default_paragraph_ = id;
            own_.emplace(id, read_style(node));
        }
    }
}

DocxStyles::Style DocxStyles::resolve(std::string_view id, std::uint32_t ancestors) const {
    auto const found = own_.find(std::string{id});
    if (found == own_.end() || ancestors == kAncestorsMax)
        return {};
    auto style = resolve(found->second.based_on, ancestors + 1);
    auto const& own = found->second.style;
    style.look = style.look.with(own.look);
    if (own.paragraph_fill.is_set())
        style.paragraph_fill = own.paragraph_fill;
    if (own.place.list >= 0)
        style.place.list = own.place.list;
    if (own.place.level >= 0)
        style.place.level = own.place.level;
    if (own.outline_level >= 0)
        style.outline_level = own.outline_level;
    style.table_fills.insert(style.table_fills.end(), own.table_fills.begin(),
                             own.table_fills.end());
    return style;
}

DocxStyles::Style const& DocxStyles::style(std::string_view id) {
    auto const [place, is_new] = resolved_.try_emplace(std::string{id});
    if (is_new)
        place->second = resolve(id, 0);
    return place->second;
}

DocxLists::Level DocxLists::read_level(pugi::xml_node node) {
    Level level;
    auto const format = child(node, "numFmt");
    if (format)
        level.style = number_style(attribute(format, "val"));
    level.start = static_cast<std::uint32_t>(std::clamp<std::int64_t>(
        number_or(attribute(child(node, "start"), "val"), 1), 0, 1'000'000));
    level.text = attribute(child(node, "lvlText"), "val").substr(0, 64);
    level.paragraph_style = attribute(child(node, "pStyle"), "val");
    level.plain_digits = is_on(child(node, "isLgl"));
    return level;
}

void DocxLists::load(pugi::xml_node numbering) {
    for (auto const node : numbering.children()) {
        auto const name = local_name(node);
        if (name == "abstractNum") {
            auto& shape = shapes_[number_or(attribute(node, "abstractNumId"), -1)];
            for (auto const one : node.children())
                if (local_name(one) == "lvl" && shape.size() < kLevelsMax)
                    shape.push_back(read_level(one));
        } else if (name == "num") {
            auto& list = lists_[number_or(attribute(node, "numId"), -1)];
            list.shape = number_or(attribute(child(node, "abstractNumId"), "val"), -1);
            list.starts.fill(-1);
            for (auto const one : node.children()) {
                auto const level = number_or(attribute(one, "ilvl"), -1);
                auto const start = child(one, "startOverride");
                if (start && level >= 0 && level < static_cast<std::int64_t>(kLevelsMax))
                    list.starts[static_cast<std::size_t>(level)] = std::clamp<std::int64_t>(
                        number_or(attribute(start, "val"), 1), 0, 1'000'000);
            }
        }
    }
}

std::string DocxLists::label(ListPlace place, std::string_view paragraph_style) {
    auto const found = lists_.find(place.list);
    if (found == lists_.end())
        return {};
    auto& list = found->second;
    auto const shape_found = shapes_.find(list.shape);
    if (shape_found == shapes_.end() || shape_found->second.empty())
        return {};
    auto const& shape = shape_found->second;
    if (place.level < 0) { // the style of a heading names the list, the list names the style
        auto const tied = std::find_if(shape.begin(), shape.end(), [&](Level const& level) {
            return !paragraph_style.empty() && level.paragraph_style == paragraph_style;
        });
        place.level = tied == shape.end() ? 0 : tied - shape.begin();
    }
    auto const at = std::min(static_cast<std::size_t>(place.level), shape.size() - 1);
    auto& counter = counters_[list.shape];
    if (!list.restarted && list.starts[at] >= 0)
        counter = Counter{};
    list.restarted = true;
    auto const start_of = [&](std::size_t level) {
        return list.starts[level] >= 0 ? static_cast<std::uint32_t>(list.starts[level])
                                       : shape[level].start;
    };
    counter.next(at, start_of(at));
    auto const& level = shape[at];
    if (level.style == NumberStyle::bullet)
        return std::string{kBullet};
    std::string label;
    for (std::size_t i = 0; i < level.text.size(); ++i) {
        bool const number = level.text[i] == '%' && i + 1 < level.text.size() &&
                            level.text[i + 1] >= '1' && level.text[i + 1] <= '9';
        if (!number) {
            label += level.text[i];
            continue;
        }
        auto const of = std::min(static_cast<std::size_t>(level.text[++i] - '1'), shape.size() - 1);
        auto const style = level.plain_digits ? NumberStyle::decimal : shape[of].style;
        label += write_number(style, counter.at(of, start_of(of)));
    }
    return label.empty() ? label : label + ' ';
}

} // namespace leitstand::reader
