// SPDX-License-Identifier: EUPL-1.2
// All statements on a function, by theme, each theme folded.
#include <algorithm>

#include "govern/register/detail/entry_parts.hpp"

namespace leitstand {

namespace {

class Details {
  public:
    explicit Details(EntryPaper const& paper)
        : paper_(paper), entry_(paper.entry()), page_(paper.page), language_(paper.language) {}

    void write() {
        page_.open("section").element("h2", word("details"));
        page_.element("p", word("details.mean"));
        page_.open("dl", {{"class", "pairs"}});
        pair("effect", word("effect." + entry_.effect));
        pair("version", entry_.release.version);
        pair("published.on", paper_.day(paper_.seen.newest().at));
        page_.close();
        for (auto const* section : {"purpose", "oversight", "law", "data", "technique"})
            add_facts(section);
        add_figures();
        add_facts("people");
        add_risks();
        add_participation();
        for (auto const* section : {"criticality", "ai_act", "operation"})
            add_facts(section);
        add_modes();
        add_versions();
        add_downloads();
        page_.close();
    }

  private:
    std::string_view word(std::string_view key) const { return paper_.word(key); }

    void pair(std::string_view key, std::string_view value) {
        if (!value.empty())
            page_.element("dt", word(key)).element("dd", value);
    }

    void open_fold(std::string_view title) {
        page_.open("details", {{"class", "fold"}}).open("summary").element("h3", title).close();
        page_.open("div", {{"class", "folded"}});
    }
    void close_fold() { page_.close().close(); }

    static bool is_above(std::string_view key) { // in what is read in two minutes
        return key == "complaint_way" || key == "objection_way" || key == "contact_unit" ||
               key == "contact_email" || key == "website" || key == "human_decision";
    }

    void add_facts(std::string_view section) {
        bool begun = false;
        for (auto const& fact : entry_.facts) {
            if (fact.section != section || is_above(fact.key))
                continue;
            if (!begun)
                open_fold(word("section." + std::string{section}));
            begun = true;
            page_.open("h4").text(in(language_, fact.name));
            add_example_mark(page_, language_, fact.example);
            page_.close();
            add_value(paper_, fact);
        }
        if (begun)
            close_fold();
    }

    void open_table(std::string_view title, std::initializer_list<std::string_view> columns) {
        bool const figures = title == "section.figures"; // rows become cards on a narrow screen
        page_.open("div", {{"class", figures ? "table figures" : "table"},
                           {"tabindex", "0"},
                           {"role", "region"},
                           {"aria-label", std::string{word(title)}}});
        page_.open("table").open("thead").open("tr");
        for (auto const& column : columns)
            page_.element("th", word(column), {{"scope", "col"}});
        page_.close().close();
    }
    void close_table() { page_.close().close(); }

    using Shown = std::vector<RegisterFigure const*>;

    // Of two traits at once: "age: under_30, sex: female".
    static bool is_crossed(RegisterFigure const* figure) {
        auto const first = figure->slice.find(": ");
        return first != std::string::npos &&
               figure->slice.find(": ", first + 2) != std::string::npos;
    }

    // Figures of one name stand together, in the order in which they first came.
    std::vector<Shown> by_name(bool (*wanted)(RegisterFigure const&)) const {
        std::vector<Shown> groups;
        for (auto const& figure : entry_.figures) {
            if (!wanted(figure))
                continue;
            auto const found = std::ranges::find_if(groups, [&](Shown const& group) {
                return group.front()->metric == figure.metric &&
                       group.front()->measured == figure.measured &&
                       group.front()->example == figure.example;
            });
            if (found == groups.end())
                groups.push_back({&figure});
            else
                found->push_back(&figure);
        }
        return groups;
    }

    std::string slice_in_words(RegisterFigure const& figure) const {
        return figure.slice.empty() ? std::string{word("figure.all")}
                                    : std::string{in(language_, figure.slice_name)};
    }

    void add_figures() {
        open_fold(word("section.figures"));
        if (entry_.figures.empty()) {
            page_.element("p", word("figures.none"));
            close_fold();
            return;
        }
        page_.element("p", fmt::format(fmt::runtime(word("figures.means")), kPublishedGroupLeast));
        auto shown = by_name([](RegisterFigure const& one) { return one.value.has_value(); });
        for (auto& group : shown) // one trait before two
            std::ranges::stable_partition(group, [](auto const* one) { return !is_crossed(one); });
        if (!shown.empty()) {
            open_table("section.figures", {"figure.slice", "figure.value", "figure.range",
                                           "figure.picture", "figure.count"});
            for (auto const& group : shown)
                add_figure_group(group);
            close_table();
        }
        add_left_out("figures.small", by_name([](RegisterFigure const& one) {
                         return !one.value && one.suppressed;
                     }));
        add_left_out("figures.unassessable", by_name([](RegisterFigure const& one) {
                         return !one.value && !one.suppressed;
                     }));
        close_fold();
    }

    void add_figure_group(Shown const& group) {
        auto const& first = *group.front();
        page_.open("tbody").open("tr", {{"class", "name"}});
        page_.open("th", {{"colspan", "5"}, {"scope", "rowgroup"}});
        page_.text(in(language_, first.name));
        add_example_mark(page_, language_, first.example);
        page_.text(" ").element("span",
                                fmt::format(fmt::runtime(word("figure.measured")),
                                            shown_date(language_, first.measured)),
                                {{"class", "muted"}});
        page_.close().close();
        for (auto const* figure : group)
            add_figure(*figure);
        page_.close();
    }

    void add_figure(RegisterFigure const& figure) {
        page_.open("tr").element("th", slice_in_words(figure), {{"scope", "row"}});
        auto const number = [&](char const* label, std::string const& words) {
            page_.element("td", words,
                          {{"class", "number"}, {"data-label", std::string{word(label)}}});
        };
        number("figure.value", shown_share(language_, *figure.value));
        number("figure.range", figure.lower && figure.upper
                                   ? shown_share(language_, *figure.lower) + " – " +
                                         shown_share(language_, *figure.upper)
                                   : "");
        page_.open("td", {{"class", "picture"}});
        add_interval(page_, figure);
        page_.close();
        number("figure.count", shown_count(language_, std::to_string(figure.count)));
        page_.close();
    }

    // Groups of one trait by name; of two there are so many that only their number can be read.
    std::string names_of(Shown const& group) const {
        std::string names;
        std::size_t crossed = 0;
        for (auto const* figure : group) {
            if (is_crossed(figure))
                ++crossed;
            else
                names += (names.empty() ? "" : "; ") + slice_in_words(*figure);
        }
        if (crossed > 0)
            names += (names.empty() ? "" : ". ") +
                     fmt::format(fmt::runtime(word("figures.crossed")), crossed);
        return names;
    }

    // How many figures are left out, in one line; which ones, for who asks.
    void add_left_out(std::string_view key, std::vector<Shown> const& groups) {
        std::size_t count = 0;
        bool example = false;
        for (auto const& group : groups) {
            count += group.size();
            example = example || group.front()->example;
        }
        if (count == 0)
            return;
        page_.open("details", {{"class", "left-out"}}).open("summary");
        page_.text(fmt::format(fmt::runtime(word(key)), count));
        add_example_mark(page_, language_, example);
        page_.close();
        std::string metrics, before; // figures of the same groups are named together
        for (auto const& group : groups) {
            auto const names = names_of(group);
            if (!before.empty() && names != before) {
                page_.element("h4", metrics).element("p", before);
                metrics.clear();
            }
            metrics +=
                (metrics.empty() ? "" : "; ") + std::string{in(language_, group.front()->name)};
            before = names;
        }
        page_.element("h4", metrics).element("p", before).close();
    }

    void add_risks() {
        open_fold(word("section.risks"));
        if (entry_.risks.empty()) {
            page_.element("p", word("risks.none"));
            close_fold();
            return;
        }
        open_table("section.risks", {"risk.title", "risk.likelihood", "risk.severity",
                                     "risk.measure", "risk.residual"});
        page_.open("tbody");
        for (auto const& risk : entry_.risks) {
            page_.open("tr")
                .open("th", {{"scope", "row"}})
                .element("span", risk.title, {{"lang", "de"}});
            add_example_mark(page_, language_, risk.example);
            if (!risk.description.empty())
                page_.alone("br").element("span", risk.description,
                                          {{"class", "muted"}, {"lang", "de"}});
            page_.close();
            page_.element("td", say_or(language_, "level.", risk.likelihood));
            page_.element("td", say_or(language_, "level.", risk.severity));
            page_.element("td", risk.measure, {{"lang", "de"}});
            page_.element("td", say_or(language_, "level.", risk.residual));
            page_.close();
        }
        page_.close();
        close_table();
        close_fold();
    }

    void add_participation() {
        open_fold(word("section.participation"));
        if (entry_.participation.empty()) {
            page_.element("p", word("participation.none"));
            close_fold();
            return;
        }
        open_table("section.participation", {"participation.on", "participation.body",
                                             "participation.event", "participation.result"});
        page_.open("tbody");
        for (auto const& step : entry_.participation) {
            page_.open("tr").element("td", shown_date(language_, step.on));
            page_.open("th", {{"scope", "row"}}).text(say_or(language_, "body.", step.body));
            add_example_mark(page_, language_, step.example);
            page_.close();
            page_.element("td", say_or(language_, "event.", step.event));
            page_.element("td", say_or(language_, "result.", step.result));
            page_.close();
        }
        page_.close();
        close_table();
        close_fold();
    }

    void add_modes() {
        open_fold(word("section.modes"));
        auto const& modes = paper_.seen.modes;
        if (modes.empty())
            page_.element("p", word("modes.none"));
        else
            page_.open("ol", {{"class", "history"}});
        for (auto step = modes.rbegin(); step != modes.rend(); ++step)
            page_.element("li",
                          fmt::format("{}: {}", paper_.day(step->at),
                                      word("mode." + std::string{mode_name(step->to)} + ".step")));
        if (!modes.empty())
            page_.close();
        close_fold();
    }

    std::string changed_words(Publication const& one) const {
        if (one.number == paper_.seen.publications.front().number)
            return std::string{word("version.first")};
        std::vector<std::string> names;
        for (auto const& key : one.changed) {
            auto const* fact = one.entry.fact(key);
            for (auto const& other : paper_.seen.publications) // one that was withdrawn
                fact = fact != nullptr ? fact : other.entry.fact(key);
            names.push_back(fact != nullptr ? std::string{in(language_, fact->name)}
                                            : say_or(language_, "changed.", key));
        }
        return fmt::format("{}", fmt::join(names, ", "));
    }

    void add_versions() {
        open_fold(word("section.versions"));
        open_table("section.versions", {"version.number", "published.on", "version", "version.note",
                                        "version.changed", "version.hash"});
        page_.open("tbody");
        auto const& all = paper_.seen.publications;
        for (auto one = all.rbegin(); one != all.rend(); ++one) {
            page_.open("tr").open("th", {{"scope", "row"}}).text(std::to_string(one->number));
            add_example_mark(page_, language_, one->example || one->entry.has_examples());
            page_.close();
            page_.element("td", paper_.day(one->at)).element("td", one->entry.release.version);
            page_.element("td", one->note, {{"lang", "de"}}).element("td", changed_words(*one));
            page_.open("td").element("code", one->hash.substr(0, 16) + "…", {{"title", one->hash}});
            page_.close().close();
        }
        page_.close();
        close_table();
        close_fold();
    }

    void add_downloads() {
        page_.open("section", {{"class", "downloads"}}).element("h3", word("downloads")).open("ul");
        for (auto const& [name, form] :
             {std::pair{"JSON", "entry.json"}, std::pair{"CSV", "entry.csv"},
              std::pair{"Algoritmeregister 1.0 (JSON)", "nl.json"},
              std::pair{"ATRS 3.0 (JSON)", "atrs.json"},
              std::pair{"CycloneDX 1.6 (JSON)", "cyclonedx.json"}})
            page_.open("li").element("a", name, {{"href", paper_.path() + "/" + form}}).close();
        page_.close().close();
    }

    EntryPaper const& paper_;
    RegisterEntry const& entry_;
    Markup& page_;
    RegisterLanguage language_;
};

} // namespace

void add_details(EntryPaper const& paper) {
    Details{paper}.write();
}

} // namespace leitstand
