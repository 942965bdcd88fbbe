// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/docx_styles.hpp"

#include <algorithm>

namespace leitstand::reader {

namespace {

constexpr std::uint32_t kAncestorsMax = 32;

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

// The theme's names for what the other parts call background1, bg1 and so on.
std::string_view theme_name(std::string_view name) {
    struct Name {
        std::string_view used, stored;
    };
    constexpr Name kNames[] = {{"background1", "lt1"}, {"bg1", "lt1"},
                               {"light1", "lt1"},      {"text1", "dk1"},
                               {"tx1", "dk1"},         {"dark1", "dk1"},
                               {"background2", "lt2"}, {"bg2", "lt2"},
                               {"light2", "lt2"},      {"text2", "dk2"},
                               {"tx2", "dk2"},         {"dark2", "dk2"},
                               {"hyperlink", "hlink"}, {"followedHyperlink", "folHlink"}};
    for (auto const& one : kNames)
        if (one.used == name)
            return one.stored;
    return name;
}

} // namespace

bool is_on(pugi::xml_node toggle) {
    auto const value = attribute(toggle, "val");
    return toggle && value != "0" && value != "false" && value != "off";
}

void DocxStyles::load_theme(pugi::xml_node theme) {
    for (auto const one : child(child(theme, "themeElements"), "clrScheme").children()) {
        auto const system = attribute(child(one, "sysClr"), "lastClr");
        auto const rgb = attribute(child(one, "srgbClr"), "val");
        if (auto const color = parse_color(rgb.empty() ? system : rgb))
            theme_.emplace(local_name(one), *color);
    }
}

Paint DocxStyles::theme_color(std::string_view name) const {
    auto const stored = theme_name(name);
    auto const found = theme_.find(std::string{stored});
    if (found != theme_.end())
        return Paint::of(found->second);
    return stored == "lt1"   ? Paint::of(kWhite)
           : stored == "dk1" ? Paint::of({0, 0, 0})
                             : Paint::other();
}

// Word shows the colour of the theme where one is named; a tint or shade of it is written out
// beside.
Paint DocxStyles::paint(std::string_view value, std::string_view theme, bool changed) const {
    auto const rgb = parse_color(value);
    if (!theme.empty() && !(changed && rgb))
        return changed ? Paint::other() : theme_color(theme);
    return rgb ? Paint::of(*rgb) : Paint::automatic();
}

Paint DocxStyles::ink_of(pugi::xml_node color) const {
    bool const changed =
        !attribute(color, "themeTint").empty() || !attribute(color, "themeShade").empty();
    return paint(attribute(color, "val"), attribute(color, "themeColor"), changed);
}

Paint DocxStyles::fill_of(pugi::xml_node properties) const {
    auto const shading = child(properties, "shd");
    if (!shading)
        return {};
    auto const pattern = attribute(shading, "val");
    bool const mostly_front =
        pattern == "solid" || (pattern.starts_with("pct") && number_or(pattern.substr(3), 0) >= 50);
    if (mostly_front) {
        auto const front = ink_of(shading); // w:color and w:themeColor of the pattern
        auto const color = parse_color(attribute(shading, "color"));
        if (front.kind != Paint::Kind::automatic)
            return front;
        return color ? Paint::of(*color) : Paint::of({0, 0, 0}); // automatic: black
    }
    bool const changed = !attribute(shading, "themeFillTint").empty() ||
                         !attribute(shading, "themeFillShade").empty();
    return paint(attribute(shading, "fill"), attribute(shading, "themeFill"), changed);
}

Look DocxStyles::look_of(pugi::xml_node run_properties) const {
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
            look.ink = ink_of(one);
        else if (name == "highlight")
            look.fill = highlight(attribute(one, "val"));
        else if (name == "shd" && !child(run_properties, "highlight"))
            look.fill = fill_of(run_properties);
    }
    return look;
}

ListPlace docx_list_place(pugi::xml_node paragraph_properties) {
    auto const place = child(paragraph_properties, "numPr");
    return {number_or(attribute(child(place, "numId"), "val"), -1),
            number_or(attribute(child(place, "ilvl"), "val"), -1)};
}

DocxStyles::Own DocxStyles::read_style(pugi::xml_node node) const {
    Own own;
    own.based_on = attribute(child(node, "basedOn"), "val");
    auto& style = own.style;
    style.look = look_of(child(node, "rPr"));
    auto const paragraph = child(node, "pPr");
    style.paragraph_fill = fill_of(paragraph);
    style.place = docx_list_place(paragraph);
    style.outline_level = number_or(attribute(child(paragraph, "outlineLvl"), "val"), -1);
    auto const name = attribute(child(node, "name"), "val");
    if (style.outline_level < 0 && name == "Title")
        style.outline_level = 0;
    for (auto const one : node.children()) {
        auto const part = local_name(one);
        if (part == "tblPr" || part == "tcPr")
            style.table_fills.push_back(fill_of(one));
        if (part == "tblStylePr")
            for (auto const* const properties : {"tblPr", "tcPr", "trPr"})
                style.table_fills.push_back(fill_of(child(one, properties)));
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
            default_look_ = look_of(child(child(node, "rPrDefault"), "rPr"));
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
