// SPDX-License-Identifier: EUPL-1.2
// What a visitor reads in two minutes: what the function is for, who decides, how to object, how
// good it is. Everything else follows folded.
#include <cmath>

#include "govern/register/detail/entry_parts.hpp"

namespace leitstand {

namespace {

void begin(EntryPaper const& paper) {
    auto& page = paper.page;
    auto const title = std::string{name_in(paper.language, paper.entry())};
    open_page(page, paper.language, paper.path(), title);
    page.open("h1").text(title);
    add_example_mark(page, paper.language, paper.seen.example());
    page.close();
    page.open("p", {{"class", "mode"}});
    add_mode(page, paper.language, paper.seen);
    page.close();
    page.paragraphs(paper.word("mode." + std::string{mode_name(paper.seen.mode)} + ".means"));
    if (paper.seen.example())
        page.element("p", paper.word("example.means"), {{"class", "note"}});
}

void add_summary(EntryPaper const& paper) {
    auto const& entry = paper.entry();
    auto const* own =
        entry.fact(paper.language == RegisterLanguage::plain     ? "register_summary_plain"
                   : paper.language == RegisterLanguage::english ? "register_summary_en"
                                                                 : "register_summary");
    auto const* fact = own != nullptr ? own : entry.fact("register_summary");
    if (fact == nullptr)
        return;
    auto& page = paper.page;
    page.open("h2").text(paper.word("about"));
    add_example_mark(page, paper.language, fact->example);
    page.close().paragraphs(
        fact->value.german,
        {{"class", "lead"},
         {"lang", own != nullptr ? std::string{html_language(paper.language)} : "de"}});
}

void add_fact(EntryPaper const& paper, char const* key) {
    auto const* fact = paper.entry().fact(key);
    if (fact == nullptr)
        return;
    paper.page.open("h3").text(in(paper.language, fact->name));
    add_example_mark(paper.page, paper.language, fact->example);
    paper.page.close();
    add_value(paper, *fact);
}

void add_who_decides(EntryPaper const& paper) {
    auto& page = paper.page;
    auto const* fact = paper.entry().fact("human_decision");
    page.open("section").open("h2").text(paper.word("who.decides"));
    add_example_mark(page, paper.language, fact != nullptr && fact->example);
    page.close().paragraphs(paper.word("decides"));
    if (fact != nullptr)
        add_value(paper, *fact);
    page.close();
}

void add_objection(EntryPaper const& paper) {
    auto& page = paper.page;
    page.open("section").element("h2", paper.word("section.object"));
    page.paragraphs(paper.word("object.rights"));
    for (auto const* key : {"objection_way", "complaint_way"})
        add_fact(paper, key);
    add_contact(paper);
    page.close();
}

} // namespace

void add_value(EntryPaper const& paper, RegisterFact const& fact) {
    auto const& german = fact.value.german;
    bool const digits =
        !german.empty() && german.find_first_not_of("0123456789") == std::string::npos;
    if (parse_iso_date(german)) {
        paper.page.element("p", shown_date(paper.language, german));
    } else if (digits) {
        paper.page.element("p", shown_count(paper.language, german));
    } else {
        bool const english =
            paper.language == RegisterLanguage::english && !fact.value.english.empty();
        paper.page.paragraphs(in(paper.language, fact.value), {{"lang", english ? "en" : "de"}});
    }
}

void add_contact(EntryPaper const& paper) {
    auto const& entry = paper.entry();
    auto& page = paper.page;
    std::string const unit{entry.text("contact_unit")}, mail{entry.text("contact_email")},
        site{entry.text("website")};
    page.open("h3").text(paper.word("contact"));
    auto const is_example = [&](char const* key) {
        auto const* fact = entry.fact(key);
        return fact != nullptr && fact->example;
    };
    add_example_mark(page, paper.language,
                     is_example("contact_unit") || is_example("contact_email") ||
                         is_example("website"));
    page.close();
    bool const named = unit.starts_with(entry.authority); // "Musteramt, Stelle 3"
    page.open("p", {{"lang", "de"}}).text(named ? "" : entry.authority);
    if (!unit.empty())
        page.text(named ? "" : ", ").text(unit);
    if (!mail.empty())
        page.alone("br").element("a", mail, {{"href", "mailto:" + mail}});
    if (!site.empty())
        page.alone("br").element("a", site, {{"href", site}, {"rel", "noopener"}});
    page.close();
}

void add_quality_in_words(EntryPaper const& paper) {
    auto& page = paper.page;
    page.open("section").element("h2", paper.word("how.good"));
    bool any = false;
    for (auto const& figure : paper.entry().figures) {
        if (figure.metric != "precision" || !figure.value)
            continue;
        if (!any)
            page.open("ul");
        any = true;
        auto const right = std::lround(*figure.value * 100);
        page.open("li").text(fmt::format(fmt::runtime(paper.word("right.of.hundred")),
                                         kind_in_words(paper.language, figure), right));
        add_example_mark(page, paper.language, figure.example);
        page.close();
    }
    if (any)
        page.close();
    page.element("p", paper.word(any ? "right.means" : "figures.none")).close();
}

std::string register_entry_page(PublicEntry const& entry, RegisterLanguage language) {
    Markup page;
    EntryPaper const paper{entry, language, page};
    begin(paper);
    add_summary(paper);
    if (language == RegisterLanguage::plain) {
        add_plain_parts(paper);
    } else {
        if (language == RegisterLanguage::english)
            page.element("p", paper.word("german.only"), {{"class", "note"}});
        add_who_decides(paper);
        add_read_letters(paper);
        add_objection(paper);
        add_quality_in_words(paper);
        add_details(paper);
    }
    return close_page(page, language);
}

} // namespace leitstand
