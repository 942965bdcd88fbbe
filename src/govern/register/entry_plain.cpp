// SPDX-License-Identifier: EUPL-1.2
// A function in plain German: short sentences, each about one thing, no table and no file. What the
// authority wrote in difficult words is one link away.
#include <algorithm>

#include "govern/register/detail/entry_parts.hpp"

namespace leitstand {

namespace {

void add_section(EntryPaper const& paper, char const* title, std::string_view words) {
    paper.page.open("section").element("h2", paper.word(title));
    paper.page.paragraphs(words).close();
}

void add_risks(EntryPaper const& paper) {
    auto const& risks = paper.entry().risks;
    auto& page = paper.page;
    page.open("section").open("h2").text(paper.word("section.risks"));
    add_example_mark(page, paper.language,
                     std::ranges::any_of(risks, [](auto const& risk) { return risk.example; }));
    page.close();
    if (risks.empty())
        page.element("p", paper.word("risks.none"));
    else
        page.element("p", risks.size() == 1
                              ? std::string{paper.word("risks.one")}
                              : fmt::format(fmt::runtime(paper.word("risks.count")), risks.size()));
    page.close();
}

// Whom the authority asked: each body once.
void add_participation(EntryPaper const& paper) {
    auto& page = paper.page;
    std::vector<std::string> bodies;
    bool example = false;
    for (auto const& step : paper.entry().participation) {
        example = example || step.example;
        auto const name = say_or(paper.language, "body.", step.body);
        if (std::ranges::find(bodies, name) == bodies.end())
            bodies.push_back(name);
    }
    page.open("section").open("h2").text(paper.word("section.participation"));
    add_example_mark(page, paper.language, example);
    page.close();
    if (bodies.empty()) {
        page.element("p", paper.word("participation.none"));
    } else {
        page.open("ul");
        for (auto const& body : bodies)
            page.element("li", body);
        page.close();
    }
    page.close();
}

void add_modes(EntryPaper const& paper) {
    auto& page = paper.page;
    page.open("section").element("h2", paper.word("section.modes"));
    if (paper.seen.modes.empty())
        page.element("p", paper.word("modes.none"));
    else
        page.open("ul");
    for (auto step = paper.seen.modes.rbegin(); step != paper.seen.modes.rend(); ++step)
        page.element("li",
                     fmt::format("{}: {}", paper.day(step->at),
                                 paper.word("mode." + std::string{mode_name(step->to)} + ".step")));
    if (!paper.seen.modes.empty())
        page.close();
    page.close();
}

} // namespace

void add_plain_parts(EntryPaper const& paper) {
    auto& page = paper.page;
    add_section(paper, "who.decides", paper.word("decides"));
    add_section(paper, "effect", paper.word("effect." + paper.entry().effect));
    add_read_letters(paper);
    page.open("section").element("h2", paper.word("section.object"));
    page.paragraphs(paper.word("object.rights"));
    add_contact(paper);
    page.close();
    add_quality_in_words(paper);
    add_risks(paper);
    add_participation(paper);
    add_modes(paper);
    page.element("p", fmt::format(fmt::runtime(paper.word("written.on")),
                                  paper.day(paper.seen.newest().at)));
    page.open("p").element("a", paper.word("to.full"), {{"href", paper.path()}}).close();
}

} // namespace leitstand
