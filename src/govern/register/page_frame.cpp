// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/detail/page_frame.hpp"

namespace leitstand {

namespace {

void add_head(Markup& page, RegisterLanguage language, std::string const& title) {
    page.begin_page(html_language(language), title + " – " + std::string{say(language, "title")});
    page.alone("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
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
    auto const link = [&](std::string_view key, std::string to) {
        page.open("li").element("a", say(language, key), {{"href", std::move(to)}}).close();
    };
    link("to.list", address("/register", language));
    link("to.reading", address("/register/reading", language));
    link("to.log", "/register/log/");
    if (language != RegisterLanguage::plain) // for programs that gather news
        link("to.feed", "/register/feed.atom");
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

void add_interval(Markup& page, RegisterFigure const& figure) {
    constexpr int kWidth = 120, kEdge = 6, kMiddle = 9;
    auto const x_of = [](double value) {
        return fmt::format("{:.1f}", kEdge + kWidth * std::clamp(value, 0.0, 1.0));
    };
    auto const middle = std::to_string(kMiddle);
    auto const line = [&](Markup::Attribute kind, double from, double to) {
        page.open("line",
                  {kind, {"x1", x_of(from)}, {"x2", x_of(to)}, {"y1", middle}, {"y2", middle}})
            .close();
    };
    // The numbers stand beside it.
    page.open("svg", {{"viewBox", fmt::format("0 0 {} {}", kWidth + 2 * kEdge, 2 * kMiddle)},
                      {"class", "interval"},
                      {"aria-hidden", "true"}});
    line({"class", "grid"}, 0, 1);
    if (figure.lower && figure.upper)
        line({"class", "range"}, *figure.lower, *figure.upper);
    page.open("circle", {{"cx", x_of(*figure.value)}, {"cy", middle}, {"r", "5"}}).close();
    page.close();
}

} // namespace leitstand
