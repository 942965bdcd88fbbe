// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/html_style.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <set>

namespace leitstand::reader {

namespace {

constexpr std::size_t kSheetBytesMax = 256 << 10;
constexpr std::size_t kRulesMax = 5'000;
constexpr std::size_t kAllRulesBytesMax = 1 << 20;
constexpr std::size_t kValueBytesMax = 96; // more of it says nothing new
constexpr std::size_t kClassesMax = 64;    // of one element
constexpr double kReadablePixels = 3;

// What read_style() looks at.
constexpr std::array<std::string_view, kStyleProperties> kProperties{
    "display",    "visibility",       "mso-hide",        "transform",  "clip",
    "clip-path",  "opacity",          "font-size",       "overflow",   "width",
    "max-width",  "height",           "max-height",      "position",   "left",
    "top",        "text-indent",      "margin-left",     "margin-top", "color",
    "background", "background-color", "background-image"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// The value of a property that wins: the last important one, else the last (CSS Cascade 4, 6.1).
std::optional<std::string_view> value_of(std::string_view style, std::string_view property) {
    std::optional<std::string_view> last;
    for (auto at = style.rfind(property); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : style.rfind(property, at - 1)) {
        bool const begins = at == 0 || style[at - 1] == ';';
        if (!begins || at + property.size() >= style.size() || style[at + property.size()] != ':')
            continue;
        auto value = style.substr(at + property.size() + 1);
        value = value.substr(0, value.find(';'));
        if (auto const bang = value.find("!important"); bang != std::string_view::npos)
            return value.substr(0, bang);
        if (!last)
            last = value;
    }
    return last;
}

std::optional<double> number_of(std::string_view text) {
    double value = 0;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    auto const end = std::from_chars(text.data(), text.data() + text.size(), value);
    return end.ec == std::errc{} ? std::optional{value} : std::nullopt;
}

// In pixels, where the unit is one of print or screen; relative ones count by 16.
std::optional<double> length_of(std::string_view text) {
    auto const value = number_of(text);
    if (!value)
        return std::nullopt;
    double const factor = text.ends_with("pt")   ? 4.0 / 3
                          : text.ends_with("em") ? 16
                          : text.ends_with("%")  ? 0.16
                          : text.ends_with("cm") ? 37.8
                          : text.ends_with("mm") ? 3.78
                          : text.ends_with("in") ? 96
                                                 : 1;
    return *value * factor;
}

int tone(double red, double green, double blue) {
    return static_cast<int>(std::clamp(0.299 * red + 0.587 * green + 0.114 * blue, 0.0, 255.0));
}

std::optional<int> hex_tone(std::string_view digits) {
    std::uint32_t value = 0;
    auto const end = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (end.ec != std::errc{} || end.ptr != digits.data() + digits.size())
        return std::nullopt;
    if (digits.size() == 3)
        return tone((value >> 8) * 17, (value >> 4 & 15) * 17, (value & 15) * 17);
    if (digits.size() == 6)
        return tone(value >> 16, value >> 8 & 255, value & 255);
    return std::nullopt;
}

std::optional<int> colour_of(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, int>, 12> kNames{{{"white", 255},
                                                                              {"snow", 251},
                                                                              {"ivory", 254},
                                                                              {"whitesmoke", 245},
                                                                              {"black", 0},
                                                                              {"red", 76},
                                                                              {"blue", 29},
                                                                              {"navy", 15},
                                                                              {"green", 75},
                                                                              {"gray", 128},
                                                                              {"grey", 128},
                                                                              {"yellow", 226}}};
    if (text.starts_with('#'))
        return hex_tone(text.substr(1));
    for (auto const& [name, value] : kNames)
        if (text == name)
            return value;
    auto const open = text.find('(');
    if (!text.starts_with("rgb") || open == std::string_view::npos)
        return text.size() == 6 || text.size() == 3 ? hex_tone(text) : std::nullopt;
    std::array<double, 4> parts{0, 0, 0, 1};
    auto rest = text.substr(open + 1);
    for (auto& part : parts) {
        auto const value = number_of(rest);
        if (!value)
            break;
        part = *value;
        auto const comma = rest.find_first_of(",/");
        if (comma == std::string_view::npos)
            break;
        rest.remove_prefix(comma + 1);
    }
    if (parts[3] < 0.1)
        return std::nullopt; // handled as transparent
    return tone(parts[0], parts[1], parts[2]);
}

bool is_transparent(std::string_view colour) {
    if (colour == "transparent")
        return true;
    auto const last = colour.find_last_of(",/");
    if (!colour.starts_with("rgba(") || last == std::string_view::npos)
        return false;
    auto const alpha = number_of(colour.substr(last + 1));
    return alpha && *alpha < 0.1;
}

bool is_at_most(std::string_view style, std::string_view property, double most) {
    auto const value = value_of(style, property);
    auto const length = value ? length_of(*value) : std::nullopt;
    return length && *length <= most;
}

bool lies_beside_page(std::string_view style) {
    constexpr double kFar = -900;
    bool const placed = style.find("position:absolute") != std::string_view::npos ||
                        style.find("position:fixed") != std::string_view::npos;
    return is_at_most(style, "text-indent", kFar) || is_at_most(style, "margin-left", kFar) ||
           is_at_most(style, "margin-top", kFar) ||
           (placed && (is_at_most(style, "left", kFar) || is_at_most(style, "top", kFar)));
}

bool has_no_room(std::string_view style) {
    bool const cut = style.find("overflow:hidden") != std::string_view::npos;
    return cut && (is_at_most(style, "max-height", 1) || is_at_most(style, "height", 1) ||
                   is_at_most(style, "width", 1) || is_at_most(style, "max-width", 1));
}

bool has(std::string_view style, std::string_view declaration) {
    return style.find(declaration) != std::string_view::npos;
}

} // namespace

namespace {

std::string squeezed(std::string_view text, std::size_t bytes_max) {
    std::string out;
    for (char const c : text) {
        if (out.size() == bytes_max)
            break;
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != '\f')
            out += lower(c);
    }
    return out;
}

std::string without_comments(std::string_view css) {
    std::string out;
    while (!css.empty()) {
        auto const begin = css.find("/*");
        out += css.substr(0, begin);
        auto const end = begin == std::string_view::npos ? begin : css.find("*/", begin + 2);
        css.remove_prefix(end == std::string_view::npos ? css.size() : end + 2);
    }
    return out;
}

// Whether a browser takes this value for one; what it does not understand it passes by, and the one
// before stays. Narrow on purpose: an honest value that is passed by hides nothing.
bool is_understood(std::string_view property, std::string_view value) {
    value = value.substr(0, value.find("!important"));
    auto const is_one_of = [&](std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), value) != words.end();
    };
    if (is_one_of({"inherit", "initial", "unset", "revert"}))
        return true;
    if (property == "display")
        return is_one_of({"none", "block", "inline", "inline-block", "list-item", "table",
                          "table-row", "table-cell", "flex", "inline-flex", "grid", "contents"});
    if (property == "visibility")
        return is_one_of({"visible", "hidden", "collapse"});
    if (property == "position")
        return is_one_of({"static", "relative", "absolute", "fixed", "sticky"});
    if (property == "overflow")
        return is_one_of({"visible", "hidden", "clip", "scroll", "auto"});
    if (property == "opacity")
        return number_of(value).has_value();
    if (property == "color" || property == "background-color")
        return colour_of(value) || is_transparent(value);
    if (property == "font-size")
        return number_of(value) || is_one_of({"small", "medium", "large", "smaller", "larger",
                                              "x-small", "x-large", "xx-large"});
    if (property.starts_with("background"))
        return true;
    if (property == "mso-hide" || property == "transform" || property.starts_with("clip"))
        return value == "none" || value == "auto" || value.find('(') != std::string_view::npos ||
               value == "all" || value == "screen";
    return number_of(value) || value == "auto" || value == "none"; // lengths
}

// The later one wins, but for one that was said to be important (CSS Cascade 4, 6.1).
void put(std::string& value, std::string const& later) {
    bool const stays = value.find("!important") != std::string::npos &&
                       later.find("!important") == std::string::npos;
    if (!later.empty() && !stays)
        value = later;
}

Declarations declarations_of(std::string_view style) {
    Declarations all;
    for (std::size_t at = 0; at < style.size();) {
        auto const end = std::min(style.find(';', at), style.size());
        auto const declaration = style.substr(at, end - at);
        at = end + 1;
        auto const colon = std::min(declaration.find(':'), declaration.size());
        auto const property = squeezed(declaration.substr(0, colon), kValueBytesMax);
        auto const* const known = std::find(kProperties.begin(), kProperties.end(), property);
        if (known == kProperties.end() || colon == declaration.size())
            continue;
        auto const value = declaration.substr(colon + 1);
        auto kept = squeezed(value, kValueBytesMax);
        if (kept.size() == kValueBytesMax && value.find("!important") != std::string_view::npos)
            kept += "!important";
        auto& before = all[static_cast<std::size_t>(known - kProperties.begin())];
        if (before.empty() || is_understood(property, kept))
            put(before, kept);
    }
    return all;
}

void append(std::string& text, Declarations const& declarations) {
    for (std::size_t i = 0; i < kStyleProperties; ++i)
        if (!declarations[i].empty())
            text.append(kProperties[i]).append(":").append(declarations[i]).append(";");
}

std::size_t size_of(Declarations const& declarations) {
    std::size_t bytes = 0;
    for (auto const& value : declarations)
        bytes += value.size();
    return bytes;
}

} // namespace

std::string squeezed_style(std::string_view style) {
    std::string out;
    append(out, declarations_of(without_comments(style)));
    return out;
}

void StyleSheet::add(std::string_view text) {
    is_complete_ &= text.size() <= kSheetBytesMax;
    auto const css = without_comments(text.substr(0, kSheetBytesMax));
    int depth = 0;
    std::size_t from = 0;
    std::string selectors;
    for (std::size_t i = 0; i < css.size(); ++i) {
        if (css[i] == '{') {
            if (depth++ == 0)
                selectors = squeezed(std::string_view{css}.substr(from, i - from), css.size());
            from = i + 1;
        } else if (css[i] == '}') {
            bool const plain = --depth == 0 && !selectors.starts_with('@');
            auto const body = std::string_view{css}.substr(from, i - from);
            from = i + 1;
            depth = std::max(depth, 0);
            if (plain)
                add_rule(selectors, declarations_of(body));
        } else if (css[i] == ';' && depth == 0) {
            from = i + 1; // a statement without a block, as @import
        }
    }
    if (depth == 1 && !selectors.starts_with('@')) // the end of a sheet closes what is open
        add_rule(selectors, declarations_of(std::string_view{css}.substr(from)));
}

void StyleSheet::add_rule(std::string_view selectors, Declarations const& declarations) {
    if (size_of(declarations) == 0)
        return;
    std::set<std::string_view> seen; // said twice is said once
    for (std::size_t at = 0; at < selectors.size();) {
        auto const end = std::min(selectors.find_first_of(",;", at), selectors.size());
        auto const selector = selectors.substr(at, end - at);
        at = end + 1;
        if (selector.empty() || !seen.insert(selector).second)
            continue;
        auto rule = rules_.find(selector);
        if (rule == rules_.end()) {
            if (rules_.size() == kRulesMax || bytes_ > kAllRulesBytesMax) {
                is_complete_ = false;
                return;
            }
            rule = rules_.emplace(selector, Declarations{}).first;
            bytes_ += selector.size();
        }
        // A rule that is there is always kept up to date: it cannot grow beyond its properties.
        bytes_ -= size_of(rule->second);
        for (std::size_t i = 0; i < kStyleProperties; ++i)
            put(rule->second[i], declarations[i]);
        bytes_ += size_of(rule->second);
    }
}

std::string StyleSheet::of(std::string_view tag, std::string_view classes, std::string_view id) {
    std::string out;
    if (rules_.empty())
        return out;
    auto const take = [&](std::string selector) {
        std::transform(selector.begin(), selector.end(), selector.begin(), lower);
        if (auto const rule = rules_.find(selector); rule != rules_.end())
            append(out, rule->second);
    };
    take(std::string{tag});
    std::set<std::string_view> taken;
    for (std::size_t at = 0; at < classes.size();) {
        auto const end = std::min(classes.find_first_of(" \t\n\r\f", at), classes.size());
        auto const name = classes.substr(at, end - at);
        at = end + 1;
        if (name.empty() || taken.contains(name))
            continue;
        if (taken.size() == kClassesMax) {
            is_complete_ = false;
            break;
        }
        taken.insert(name);
        take(fmt::format(".{}", name));
        take(fmt::format("{}.{}", tag, name));
    }
    if (!id.empty())
        take(fmt::format("#{}", id));
    return out;
}

Style read_style(std::string_view style, std::string_view text_colour,
                 std::string_view ground_colour) {
    Style read;
    auto const opacity = value_of(style, "opacity");
    auto const faint = opacity ? number_of(*opacity) : std::nullopt;
    read.hidden = has(style, "display:none") || has(style, "visibility:hidden") ||
                  has(style, "mso-hide:all") || has(style, "scale(0)") ||
                  has(style, "clip:rect(0") || has(style, "clip-path:inset(100%") ||
                  has(style, "clip-path:inset(50%") || (faint && *faint < 0.1) ||
                  is_at_most(style, "font-size", kReadablePixels) || has_no_room(style) ||
                  lies_beside_page(style);
    auto const colour = value_of(style, "color").value_or(text_colour);
    if (is_transparent(colour))
        read.hidden = true;
    else
        read.text = colour_of(colour);
    auto const back = value_of(style, "background");
    auto const ground = value_of(style, "background-color").value_or(ground_colour);
    auto const image = value_of(style, "background-image");
    read.unknown_ground = (back && (back->find("url(") != std::string_view::npos ||
                                    back->find("gradient") != std::string_view::npos)) ||
                          (image && *image != "none");
    read.ground = colour_of(ground);
    if (!read.ground && back)
        read.ground = colour_of(*back);
    if (!read.ground && back && !back->empty() && *back != "none" && *back != "transparent")
        read.unknown_ground = true;
    return read;
}

} // namespace leitstand::reader
