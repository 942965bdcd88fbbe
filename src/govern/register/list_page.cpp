// SPDX-License-Identifier: EUPL-1.2
#include <sstream>

#include "govern/register/detail/page_frame.hpp"
#include "text/normalise.hpp"

namespace leitstand {

namespace {

std::string query_words(RegisterQuery const& query, std::size_t page) {
    std::string more;
    auto const add = [&](std::string const& part) { more += (more.empty() ? "" : "&") + part; };
    if (!query.words.empty())
        add("q=" + url_encoded(query.words));
    if (query.mode)
        add("mode=" + std::string{mode_name(*query.mode)});
    if (page > 1)
        add("page=" + std::to_string(page));
    return more;
}

std::vector<std::string> words_of(std::string const& text) {
    std::vector<std::string> words;
    std::istringstream stream{text::matching_form(text)};
    for (std::string word; stream >> word;)
        words.push_back(std::move(word));
    return words;
}

std::string_view summary(PublicEntry const& entry, RegisterLanguage language) {
    auto const& e = entry.entry;
    auto const own = language == RegisterLanguage::plain     ? e.text("register_summary_plain")
                     : language == RegisterLanguage::english ? e.text("register_summary_en")
                                                             : e.text("register_summary");
    return own.empty() ? e.text("register_summary") : own;
}

bool matches(PublicEntry const& entry, std::vector<std::string> const& words,
             std::optional<Mode> mode) {
    if (mode && entry.mode != *mode)
        return false;
    if (words.empty())
        return true;
    return std::all_of(words.begin(), words.end(), [&](std::string const& word) {
        return entry.searched.find(word) != std::string::npos;
    });
}

void add_search(Markup& page, RegisterQuery const& query) {
    auto const language = query.language;
    page.open(
        "form",
        {{"action", "/register"}, {"method", "get"}, {"role", "search"}, {"class", "search"}});
    if (language != RegisterLanguage::german)
        page.alone("input", {{"type", "hidden"},
                             {"name", "lang"},
                             {"value", std::string{language_code(language)}}});
    page.open("div").element("label", say(language, "search.label"), {{"for", "q"}});
    page.alone("input", {{"id", "q"},
                         {"name", "q"},
                         {"type", "search"},
                         {"value", query.words},
                         {"maxlength", std::to_string(kSearchBytesMax / 2)}});
    page.close();
    page.open("div").element("label", say(language, "search.mode"), {{"for", "mode"}});
    page.open("select", {{"id", "mode"}, {"name", "mode"}});
    page.element("option", say(language, "search.any"), {{"value", ""}});
    for (auto const mode : {Mode::off, Mode::shadow, Mode::assist, Mode::act}) {
        auto const name = std::string{mode_name(mode)};
        auto const shown = say(language, "mode." + name);
        if (query.mode == mode)
            page.element("option", shown, {{"value", name}, {"selected", ""}});
        else
            page.element("option", shown, {{"value", name}});
    }
    page.close().close();
    page.element("button", say(language, "search"), {{"type", "submit"}}).close();
}

void add_card(Markup& page, PublicEntry const& entry, RegisterLanguage language) {
    page.open("li", {{"class", "card"}});
    page.open("h2").element(
        "a", name_in(language, entry.entry),
        {{"href", address("/register/functions/" + entry.entry.function, language)}});
    add_example_mark(page, language, entry.example());
    page.close();
    page.open("p", {{"class", "mode"}});
    add_mode(page, language, entry);
    page.close();
    bool const german_only =
        language == RegisterLanguage::english && entry.entry.text("register_summary_en").empty();
    page.paragraphs(summary(entry, language),
                    {{"lang", german_only ? "de" : std::string{html_language(language)}}});
    page.close();
}

void add_paging(Markup& page, RegisterQuery const& query, std::size_t at, std::size_t pages) {
    if (pages < 2)
        return;
    auto const language = query.language;
    page.open("nav", {{"aria-label", std::string{say(language, "pages")}}, {"class", "pages"}});
    if (at > 1)
        page.element("a", say(language, "page.previous"),
                     {{"href", address("/register", language, query_words(query, at - 1))},
                      {"rel", "prev"}});
    page.element("span", fmt::format(fmt::runtime(say(language, "page.place")), at, pages));
    if (at < pages)
        page.element("a", say(language, "page.next"),
                     {{"href", address("/register", language, query_words(query, at + 1))},
                      {"rel", "next"}});
    page.close();
}

void add_downloads(Markup& page, RegisterLanguage language) {
    page.open("section", {{"class", "downloads"}});
    page.element("h2", say(language, "downloads.whole")).open("ul");
    for (auto const& [name, to] :
         {std::pair{"JSON", "/register/register.json"}, std::pair{"CSV", "/register/register.csv"},
          std::pair{"Algoritmeregister 1.0 (JSON)", "/register/nl.json"},
          std::pair{"ATRS 3.0 (JSON)", "/register/atrs.json"}})
        page.open("li").element("a", name, {{"href", to}}).close();
    page.close().close();
}

std::string note_page(RegisterLanguage language, std::string_view title, std::string_view words) {
    Markup page;
    open_page(page, language, "/register", std::string{say(language, title)});
    page.element("h1", say(language, title)).element("p", say(language, words));
    page.open("p")
        .element("a", say(language, "to.list"), {{"href", address("/register", language)}})
        .close();
    return close_page(page, language);
}

} // namespace

std::string register_list_page(PublicRegister const& entries, RegisterQuery const& query) {
    auto const language = query.language;
    auto const words = words_of(query.words);
    std::vector<PublicEntry const*> found;
    bool examples = false;
    for (auto const& entry : entries)
        if (matches(entry, words, query.mode)) {
            found.push_back(&entry);
            examples = examples || entry.example();
        }
    auto const pages =
        std::max<std::size_t>(1, (found.size() + kEntriesOnPage - 1) / kEntriesOnPage);
    auto const at = std::clamp<std::size_t>(query.page, 1, pages);
    Markup page;
    open_page(page, language, "/register", std::string{say(language, "title")},
              query_words(query, at));
    page.element("h1", say(language, "title"));
    page.paragraphs(say(language, "intro"), {{"class", "lead"}});
    if (examples)
        page.element("p", say(language, "example.means"), {{"class", "note"}});
    add_search(page, query);
    if (entries.empty())
        page.element("p", say(language, "nothing.published"), {{"class", "count"}});
    else if (found.empty())
        page.open("p", {{"class", "count"}})
            .text(say(language, "nothing.found"))
            .text(" ")
            .element("a", say(language, "search.all"), {{"href", address("/register", language)}})
            .close();
    else
        page.element("p",
                     found.size() == 1
                         ? std::string{say(language, "count.one")}
                         : fmt::format(fmt::runtime(say(language, "count.many")), found.size()),
                     {{"class", "count"}});
    if (!found.empty()) {
        page.open("ul", {{"class", "cards"}});
        auto const first = (at - 1) * kEntriesOnPage;
        for (auto i = first; i < std::min(found.size(), first + kEntriesOnPage); ++i)
            add_card(page, *found[i], language);
        page.close();
    }
    add_paging(page, query, at, pages);
    if (language != RegisterLanguage::plain) // files are for programs
        add_downloads(page, language);
    return close_page(page, language);
}

std::string register_reading_page(RegisterLanguage language) {
    Markup page;
    auto const title = std::string{say(language, "to.reading")};
    open_page(page, language, "/register/reading", title);
    page.element("h1", title);
    page.element("h2", say(language, "reading.1.title")).paragraphs(say(language, "reading.1"));
    page.element("h2", say(language, "reading.2.title")).open("dl");
    for (auto const* mode : {"off", "shadow", "assist", "act"}) {
        auto const key = std::string{"mode."} + mode;
        page.element("dt", say(language, key));
        page.element("dd", say(language, key + ".means"));
    }
    page.close();
    page.element("h2", say(language, "effect")).open("ul");
    for (auto const* effect : {"effect.A", "effect.B", "effect.C"})
        page.element("li", say(language, effect));
    page.close();
    page.element("h2", say(language, "reading.3.title")).paragraphs(say(language, "reading.3"));
    page.element("h2", say(language, "reading.4.title"))
        .paragraphs(
            fmt::format(fmt::runtime(say(language, "figures.means")), kPublishedGroupLeast));
    page.element("h2", say(language, "reading.5.title")).paragraphs(say(language, "reading.5"));
    page.element("p", say(language, "example.means"), {{"class", "note"}});
    return close_page(page, language);
}

std::string register_missing_page(RegisterLanguage language) {
    return note_page(language, "missing.title", "missing");
}

std::string register_unknown_page(RegisterLanguage language, std::string_view what) {
    return note_page(language, "unknown.title", what);
}

} // namespace leitstand
