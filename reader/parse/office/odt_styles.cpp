// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/odt_styles.hpp"

#include <algorithm>

namespace leitstand::reader {

namespace {

constexpr std::uint32_t kAncestorsMax = 32;

Paint odt_fill(std::string_view value) {
    if (value.empty())
        return {};
    if (value == "transparent")
        return Paint::automatic();
    auto const rgb = parse_color(value);
    return rgb ? Paint::of(*rgb) : Paint::other();
}

std::optional<std::uint32_t> half_points(std::string_view size) {
    auto const points = odt_points(size);
    if (!points || *points < 0)
        return std::nullopt;
    return static_cast<std::uint32_t>(std::min(*points * 2, 10'000.0));
}

std::optional<std::uint32_t> percent(std::string_view text) {
    if (!text.ends_with('%'))
        return std::nullopt;
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number_or(text, 100), 0, 1000));
}

void read_text_properties(pugi::xml_node properties, Look& look) {
    auto const display = attribute(properties, "display");
    if (!display.empty())
        look.hidden = display == "none";
    for (auto const one : properties.attributes()) {
        std::string_view const name = one.name();
        if (name == "fo:font-size")
            look.half_points = half_points(one.value());
        else if (name == "fo:color")
            look.ink = odt_fill(one.value());
        else if (name == "fo:background-color")
            look.fill = odt_fill(one.value());
        else if (name == "style:text-scale")
            look.width_percent = percent(one.value());
    }
    if (attribute(properties, "use-window-font-color") == "true")
        look.ink = Paint::automatic();
}

NumberStyle number_style(std::string_view format) {
    return format.empty()  ? NumberStyle::none
           : format == "a" ? NumberStyle::lower_letter
           : format == "A" ? NumberStyle::upper_letter
           : format == "i" ? NumberStyle::lower_roman
           : format == "I" ? NumberStyle::upper_roman
                           : NumberStyle::decimal;
}

OdtList read_list(pugi::xml_node node) {
    OdtList list{};
    for (auto const one : node.children()) {
        auto const level = number_or(attribute(one, "level"), 0);
        if (level < 1 || level > static_cast<std::int64_t>(kLevelsMax))
            continue;
        auto& to = list[static_cast<std::size_t>(level) - 1];
        if (local_name(one).ends_with("bullet") || local_name(one).ends_with("image")) {
            to.style = NumberStyle::bullet;
            continue;
        }
        to.style = number_style(attribute(one, "num-format"));
        to.prefix = attribute(one, "num-prefix").substr(0, 32);
        to.suffix = attribute(one, "num-suffix").substr(0, 32);
        to.start = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(number_or(attribute(one, "start-value"), 1), 0, 1'000'000));
        to.shown_levels = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(number_or(attribute(one, "display-levels"), 1), 1, 10));
    }
    return list;
}

std::string key_of(std::string_view family, std::string_view name) {
    return std::string{family} + ' ' + std::string{name};
}

} // namespace

std::optional<double> odt_points(std::string_view length) {
    constexpr std::size_t kDigitsMax = 16;
    auto const unit = length.find_first_not_of("-0123456789.");
    if (unit == std::string_view::npos || unit == 0 || unit > kDigitsMax)
        return std::nullopt;
    double const value = std::strtod(std::string{length.substr(0, unit)}.c_str(), nullptr);
    auto const name = length.substr(unit);
    constexpr double kPointsInInch = 72;
    if (name == "pt")
        return value;
    if (name == "in")
        return value * kPointsInInch;
    if (name == "cm")
        return value * kPointsInInch / 2.54;
    if (name == "mm")
        return value * kPointsInInch / 25.4;
    if (name == "px")
        return value * 0.75;
    return std::nullopt;
}

void OdtStyles::load(pugi::xml_node container) {
    resolved_.clear();
    for (auto const node : container.children()) {
        auto const kind = local_name(node);
        if (kind == "list-style") {
            lists_[std::string{attribute(node, "name")}] = read_list(node);
        } else if (kind == "outline-style") {
            outline_ = read_list(node);
        } else if (kind == "style" || kind == "default-style") {
            Own own;
            auto& style = own.style;
            own.parent = attribute(node, "parent-style-name");
            style.list_style = attribute(node, "list-style-name");
            style.master_page = attribute(node, "master-page-name");
            if (!style.master_page.empty())
                master_pages_.push_back(style.master_page);
            for (auto const one : node.children()) {
                if (local_name(one) == "text-properties") {
                    read_text_properties(one, style.look);
                    continue;
                }
                auto const fill = odt_fill(attribute(one, "background-color"));
                auto const kind_of_fill = attribute(one, "fill"); // of a frame or shape
                auto const drawn = kind_of_fill.empty()     ? Paint{}
                                   : kind_of_fill == "none" ? Paint::automatic()
                                   : kind_of_fill == "solid"
                                       ? odt_fill(attribute(one, "fill-color"))
                                       : Paint::other();
                if (fill.is_set() || drawn.is_set())
                    style.block_fill = fill.is_set() ? fill : drawn;
            }
            own_[key_of(attribute(node, "family"), attribute(node, "name"))] = std::move(own);
        }
    }
}

OdtStyle OdtStyles::resolve(std::string_view family, std::string_view name,
                            std::uint32_t ancestors) const {
    auto const found = own_.find(key_of(family, name));
    if (found == own_.end() || name.empty() || ancestors == kAncestorsMax)
        return {};
    auto style = resolve(family, found->second.parent, ancestors + 1);
    auto const& own = found->second.style;
    style.look = style.look.with(own.look);
    if (own.block_fill.is_set())
        style.block_fill = own.block_fill;
    if (!own.list_style.empty())
        style.list_style = own.list_style;
    return style;
}

OdtStyle const& OdtStyles::style(std::string_view family, std::string_view name) {
    auto const [place, is_new] = resolved_.try_emplace(key_of(family, name));
    if (is_new)
        place->second = resolve(family, name, 0);
    return place->second;
}

Look OdtStyles::default_look() {
    auto const found = own_.find(key_of("paragraph", "")); // style:default-style has no name
    return found == own_.end() ? Look{} : found->second.style.look;
}

OdtList const* OdtStyles::list(std::string_view name) const {
    auto const found = lists_.find(std::string{name});
    return found == lists_.end() ? nullptr : &found->second;
}

std::string odt_label(OdtList const& list, std::size_t level, Counter const& counter) {
    level = std::min(level, kLevelsMax - 1);
    auto const& own = list[level];
    if (own.style == NumberStyle::bullet)
        return std::string{kBullet};
    if (own.style == NumberStyle::none)
        return {};
    auto const first = level + 1 - std::min<std::size_t>(own.shown_levels, level + 1);
    std::string number;
    for (auto i = first; i <= level; ++i) {
        if (list[i].style == NumberStyle::none || list[i].style == NumberStyle::bullet)
            continue;
        number +=
            (number.empty() ? "" : ".") + write_number(list[i].style, counter.at(i, list[i].start));
    }
    return own.prefix + number + own.suffix + " ";
}

} // namespace leitstand::reader
