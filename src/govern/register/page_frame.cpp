// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/detail/page_frame.hpp"

namespace leitstand {

namespace {

void add_head(Markup& page, RegisterLanguage language, std::string const& title) {
    page.open("head");
    page.alone("meta", {{"charset", "utf-8"}});
    page.alone("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    page.alone("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    page.element("title", title + " – " + std::string{say(language, "title")});
    page.alone("link", {{"rel", "stylesheet"}, {"href", "/register/style.css"}});
    page.alone("link", {{"rel", "icon"}, {"href", "/icon.svg"}});
    page.alone("link", {{"rel", "alternate"},
                        {"type", "application/atom+xml"},
                        {"title", std::string{say(language, "to.feed")}},
                        {"href", "/register/feed.atom"}});
    page.close();
}

void add_languages(Markup& page, RegisterLanguage language, std::string const& path,
                   std::string const& more) {
    page.open("nav",
              {{"aria-label", std::string{say(language, "languages")}}, {"class", "languages"}});
    page.open("ul");
    for (auto const other : kRegisterLanguages) {
        page.open("li");
        auto const name = say(other, "lang." + std::string{language_code(other)});
        auto const of = std::string{html_language(other)};
        if (other == language)
            page.element(
                "a", name,
                {{"href", address(path, other, more)}, {"lang", of}, {"aria-current", "true"}});
        else
            page.element("a", name,
                         {{"href", address(path, other, more)}, {"lang", of}, {"hreflang", of}});
        page.close();
    }
    page.close().close();
}

} // namespace

std::string url_encoded(std::string_view text) {
    std::string result;
    for (char const c : text) {
        auto const code = static_cast<unsigned char>(c);
        bool const plain = code < 0x80 && (std::isalnum(code) != 0 || c == '-' || c == '_' ||
                                           c == '.' || c == '~');
        result += plain ? std::string{c} : fmt::format("%{:02X}", code);
    }
    return result;
}

std::string address(std::string const& path, RegisterLanguage language, std::string const& more) {
    std::string query = more;
    if (language != RegisterLanguage::german)
        query = "lang=" + std::string{language_code(language)} + (more.empty() ? "" : "&" + more);
    return query.empty() ? path : path + "?" + query;
}

void open_page(Markup& page, RegisterLanguage language, std::string const& path,
               std::string const& title, std::string const& more) {
    page.raw("<!doctype html>\n");
    page.open("html", {{"lang", std::string{html_language(language)}}});
    add_head(page, language, title);
    page.open("body");
    page.element("a", say(language, "skip"), {{"href", "#content"}, {"class", "skip"}});
    page.open("header").open("div", {{"class", "bar"}});
    page.element("a", say(language, "title"),
                 {{"href", address("/register", language)}, {"class", "brand"}});
    add_languages(page, language, path, more);
    page.close().close();
    page.open("main", {{"id", "content"}, {"tabindex", "-1"}});
}

std::string close_page(Markup& page, RegisterLanguage language) {
    page.close(); // main
    page.open("footer").open("div", {{"class", "bar"}}).open("ul");
    for (auto const& [key, to] : {std::pair{"to.list", address("/register", language)},
                                  std::pair{"to.reading", address("/register/reading", language)},
                                  std::pair{"to.log", std::string{"/register/log/"}},
                                  std::pair{"to.feed", std::string{"/register/feed.atom"}}})
        page.open("li").element("a", say(language, key), {{"href", to}}).close();
    page.close().close().close();
    return page.finish();
}

void add_example_mark(Markup& page, RegisterLanguage language, bool example) {
    if (example)
        page.text(" ").element("span", say(language, "example"), {{"class", "mark example"}});
}

void add_mode(Markup& page, RegisterLanguage language, PublicEntry const& entry) {
    auto const key = "mode." + std::string{mode_name(entry.mode)};
    page.element("span", say(language, key),
                 {{"class", "mark " + std::string{mode_name(entry.mode)}}});
    if (!entry.modes.empty()) {
        auto const day = to_iso(date_in_berlin(entry.modes.back().at));
        page.text(" ").text(
            fmt::format(fmt::runtime(say(language, "mode.since")), shown_date(language, day)));
    }
}

void add_chart(Markup& page, RegisterLanguage language,
               std::vector<RegisterFigure const*> const& figures) {
    constexpr int kRow = 28, kTop = 24, kLeft = 10, kWidth = 300;
    auto const height = kTop + kRow * static_cast<int>(figures.size()) + 4;
    auto const x_of = [](double value) {
        return fmt::format("{:.1f}", kLeft + kWidth * std::clamp(value, 0.0, 1.0));
    };
    page.open("svg", {{"viewBox", fmt::format("0 0 {} {}", kWidth + 2 * kLeft, height)},
                      {"class", "chart"},
                      {"role", "img"},
                      {"aria-label", std::string{say(language, "figures.chart")}}});
    for (double const tick : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        page.open("line", {{"class", "grid"},
                           {"x1", x_of(tick)},
                           {"x2", x_of(tick)},
                           {"y1", std::to_string(kTop - 4)},
                           {"y2", std::to_string(height)}})
            .close();
        page.element("text", shown_number(language, tick).substr(0, 4),
                     {{"x", x_of(tick)}, {"y", "14"}, {"text-anchor", "middle"}});
    }
    for (std::size_t i = 0; i < figures.size(); ++i) {
        auto const& figure = *figures[i];
        auto const y = std::to_string(kTop + kRow * static_cast<int>(i) + kRow / 2);
        if (figure.lower && figure.upper)
            page.open("line", {{"class", "range"},
                               {"x1", x_of(*figure.lower)},
                               {"x2", x_of(*figure.upper)},
                               {"y1", y},
                               {"y2", y}})
                .close();
        page.open("circle", {{"cx", x_of(*figure.value)}, {"cy", y}, {"r", "5"}}).close();
        page.element("text", std::to_string(i + 1),
                     {{"class", "number"},
                      {"x", std::to_string(kLeft + kWidth + 8)},
                      {"y", y},
                      {"text-anchor", "end"},
                      {"dy", "-6"}});
    }
    page.close();
}

} // namespace leitstand
