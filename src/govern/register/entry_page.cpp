// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/group_words.hpp"
#include "govern/register/detail/page_frame.hpp"

namespace leitstand {

namespace {

// One page, written section by section.
class EntryPage {
  public:
    EntryPage(PublicEntry const& entry, RegisterLanguage language)
        : public_(entry), entry_(entry.entry), language_(language),
          path_("/register/functions/" + entry.entry.function) {}

    std::string write() {
        begin();
        if (language_ == RegisterLanguage::plain) {
            short_form();
        } else {
            for (auto const* section : {"purpose", "oversight", "law", "data", "technique"})
                add_facts(section);
            add_figures();
            add_facts("people");
            add_risks();
            add_participation();
            for (auto const* section : {"criticality", "ai_act", "operation"})
                add_facts(section);
        }
        add_objection();
        add_modes();
        add_versions();
        add_downloads();
        return close_page(page_, language_);
    }

  private:
    std::string_view word(std::string_view key) const { return say(language_, key); }

    // Free text is German; a choice has both.
    std::string language_of(InLanguages const& text) const {
        bool const english = language_ == RegisterLanguage::english && !text.english.empty();
        return english ? "en" : "de";
    }

    void begin() {
        auto const title = std::string{in(language_, entry_.name)};
        open_page(page_, language_, path_, title);
        page_.open("h1").text(title);
        add_example_mark(page_, language_, public_.example());
        page_.close();
        page_.open("p", {{"class", "mode"}});
        add_mode(page_, language_, public_);
        page_.close();
        page_.paragraphs(word("mode." + std::string{mode_name(public_.mode)} + ".means"));
        add_summary();
        if (public_.example())
            page_.element("p", word("example.means"), {{"class", "note"}});
        if (language_ == RegisterLanguage::english)
            page_.element("p", word("german.only"), {{"class", "note"}});
        page_.open("dl", {{"class", "pairs"}});
        pair("effect", word("effect." + entry_.effect));
        pair("version", entry_.release.version);
        pair("published.on", day(public_.newest().at));
        page_.close();
    }

    void add_summary() {
        auto const* key = language_ == RegisterLanguage::plain     ? "register_summary_plain"
                          : language_ == RegisterLanguage::english ? "register_summary_en"
                                                                   : "register_summary";
        bool const own = !entry_.text(key).empty();
        auto const text = own ? entry_.text(key) : entry_.text("register_summary");
        if (text.empty())
            return;
        page_.element("h2", word("about"));
        page_.paragraphs(text, {{"class", "lead"},
                                {"lang", own ? std::string{html_language(language_)} : "de"}});
    }

    void pair(std::string_view key, std::string_view value) {
        if (!value.empty())
            page_.element("dt", word(key)).element("dd", value);
    }

    std::string day(Instant at) const { return shown_date(language_, to_iso(date_in_berlin(at))); }

    // What the short form says; the rest is one link away.
    void short_form() {
        for (auto const& [title, key] :
             {std::pair{"section.oversight", "human_decision"},
              std::pair{"section.data", "data_sources"}, std::pair{"section.risks", "harms"}})
            if (auto const* fact = entry_.fact(key); fact != nullptr) {
                page_.open("h2").text(word(title));
                add_example_mark(page_, language_, fact->example);
                page_.close().paragraphs(fact->value.german);
            }
        page_.open("p").element("a", word("to.full"), {{"href", path_}}).close();
    }

    static bool is_elsewhere(std::string_view key) { // shown at the top or at the end
        return key == "complaint_way" || key == "objection_way" || key == "contact_unit" ||
               key == "contact_email" || key == "website";
    }

    void add_facts(std::string_view section) {
        bool begun = false;
        for (auto const& fact : entry_.facts) {
            if (fact.section != section || is_elsewhere(fact.key))
                continue;
            if (!begun)
                page_.open("section").element("h2", word("section." + std::string{section}));
            begun = true;
            page_.open("h3").text(in(language_, fact.name));
            add_example_mark(page_, language_, fact.example);
            page_.close();
            page_.paragraphs(in(language_, fact.value), {{"lang", language_of(fact.value)}});
        }
        if (begun)
            page_.close();
    }

    void open_table(std::string_view title, std::initializer_list<std::string_view> columns) {
        page_.open("div", {{"class", "table"},
                           {"tabindex", "0"},
                           {"role", "region"},
                           {"aria-label", std::string{word(title)}}});
        page_.open("table").open("thead").open("tr");
        for (auto const& column : columns)
            page_.element("th", word(column), {{"scope", "col"}});
        page_.close().close().open("tbody");
    }
    void close_table() { page_.close().close().close(); }

    void add_figures() {
        page_.open("section").element("h2", word("section.figures"));
        if (entry_.figures.empty()) {
            page_.element("p", word("figures.none")).close();
            return;
        }
        page_.element("p", fmt::format(fmt::runtime(word("figures.means")), kPublishedGroupLeast));
        std::vector<RegisterFigure const*> drawn;
        for (auto const& figure : entry_.figures)
            if (figure.value)
                drawn.push_back(&figure);
        if (!drawn.empty())
            add_chart(page_, language_, drawn);
        open_table("section.figures",
                   {"version.number", "figure.name", "figure.slice", "figure.value", "figure.range",
                    "figure.count", "figure.measured"});
        std::size_t number = 0;
        for (auto const& figure : entry_.figures)
            add_figure(figure, figure.value ? ++number : 0);
        close_table();
        page_.close();
    }

    std::string slice_in_words(std::string const& slice) const {
        if (slice.empty())
            return std::string{word("figure.all")};
        auto words = group_in_words(slice);
        return language_ == RegisterLanguage::english ? words.english : words.german;
    }

    void add_figure(RegisterFigure const& figure, std::size_t number) {
        page_.open("tr");
        page_.element("td", number > 0 ? std::to_string(number) : "");
        page_.open("th", {{"scope", "row"}}).text(in(language_, figure.name));
        add_example_mark(page_, language_, figure.example);
        page_.close();
        page_.element("td", slice_in_words(figure.slice));
        if (figure.value) {
            page_.element("td", shown_number(language_, *figure.value), {{"class", "number"}});
            page_.element("td",
                          figure.lower && figure.upper
                              ? shown_number(language_, *figure.lower) + " – " +
                                    shown_number(language_, *figure.upper)
                              : "",
                          {{"class", "number"}});
        } else {
            page_.element("td", word(figure.suppressed ? "figure.suppressed" : "figure.none"),
                          {{"colspan", "2"}});
        }
        page_.element("td", figure.suppressed ? "" : std::to_string(figure.count),
                      {{"class", "number"}});
        page_.element("td", shown_date(language_, figure.measured));
        page_.close();
    }

    void add_risks() {
        page_.open("section").element("h2", word("section.risks"));
        if (entry_.risks.empty()) {
            page_.element("p", word("risks.none")).close();
            return;
        }
        open_table("section.risks", {"risk.title", "risk.likelihood", "risk.severity",
                                     "risk.measure", "risk.residual"});
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
        close_table();
        page_.close();
    }

    void add_participation() {
        page_.open("section").element("h2", word("section.participation"));
        if (entry_.participation.empty()) {
            page_.element("p", word("participation.none")).close();
            return;
        }
        open_table("section.participation", {"participation.on", "participation.body",
                                             "participation.event", "participation.result"});
        for (auto const& step : entry_.participation) {
            page_.open("tr").element("td", shown_date(language_, step.on));
            page_.open("th", {{"scope", "row"}}).text(say_or(language_, "body.", step.body));
            add_example_mark(page_, language_, step.example);
            page_.close();
            page_.element("td", say_or(language_, "event.", step.event));
            page_.element("td", say_or(language_, "result.", step.result));
            page_.close();
        }
        close_table();
        page_.close();
    }

    void add_objection() {
        page_.open("section").element("h2", word("section.object"));
        page_.paragraphs(word("object.rights"));
        for (auto const* key : {"objection_way", "complaint_way"})
            if (auto const* fact = entry_.fact(key); fact != nullptr)
                page_.element("h3", in(language_, fact->name))
                    .paragraphs(fact->value.german, {{"lang", "de"}});
        auto const mail = std::string{entry_.text("contact_email")};
        page_.element("h3", word("contact"));
        page_.open("p").text(entry_.authority);
        if (auto const unit = entry_.text("contact_unit"); !unit.empty())
            page_.text(", ").text(unit);
        if (!mail.empty())
            page_.alone("br").element("a", mail, {{"href", "mailto:" + mail}});
        if (auto const site = std::string{entry_.text("website")}; !site.empty())
            page_.alone("br").element("a", site, {{"href", site}, {"rel", "noopener"}});
        page_.close().close();
    }

    void add_modes() {
        page_.open("section").element("h2", word("section.modes"));
        if (public_.modes.empty())
            page_.element("p", word("modes.none"));
        page_.open("ol", {{"class", "history"}});
        for (auto step = public_.modes.rbegin(); step != public_.modes.rend(); ++step)
            page_.element("li", fmt::format("{}: {} → {}", day(step->at),
                                            word("mode." + std::string{mode_name(step->from)}),
                                            word("mode." + std::string{mode_name(step->to)})));
        page_.close().close();
    }

    std::string changed_words(Publication const& one) const {
        if (one.number == public_.publications.front().number)
            return std::string{word("version.first")};
        std::vector<std::string> names;
        for (auto const& key : one.changed) {
            auto const* fact = one.entry.fact(key);
            names.push_back(fact != nullptr ? std::string{in(language_, fact->name)}
                                            : say_or(language_, "changed.", key));
        }
        return fmt::format("{}", fmt::join(names, ", "));
    }

    void add_versions() {
        page_.open("section").element("h2", word("section.versions"));
        open_table("section.versions", {"version.number", "published.on", "version", "version.note",
                                        "version.changed", "version.hash"});
        for (auto one = public_.publications.rbegin(); one != public_.publications.rend(); ++one) {
            page_.open("tr").open("th", {{"scope", "row"}}).text(std::to_string(one->number));
            add_example_mark(page_, language_, one->example);
            page_.close();
            page_.element("td", day(one->at)).element("td", one->entry.release.version);
            page_.element("td", one->note, {{"lang", "de"}}).element("td", changed_words(*one));
            page_.open("td").element("code", one->hash.substr(0, 16) + "…", {{"title", one->hash}});
            page_.close().close();
        }
        close_table();
        page_.close();
    }

    void add_downloads() {
        page_.open("section", {{"class", "downloads"}}).element("h2", word("downloads")).open("ul");
        for (auto const& [name, form] :
             {std::pair{"JSON", "entry.json"}, std::pair{"CSV", "entry.csv"},
              std::pair{"Algoritmeregister 1.0 (JSON)", "nl.json"},
              std::pair{"ATRS 2.1 (JSON)", "atrs.json"},
              std::pair{"CycloneDX 1.6 (JSON)", "cyclonedx.json"}})
            page_.open("li").element("a", name, {{"href", path_ + "/" + form}}).close();
        page_.close().close();
    }

    PublicEntry const& public_;
    RegisterEntry const& entry_;
    RegisterLanguage language_;
    std::string path_;
    Markup page_;
};

} // namespace

std::string register_entry_page(PublicEntry const& entry, RegisterLanguage language) {
    return EntryPage{entry, language}.write();
}

} // namespace leitstand
