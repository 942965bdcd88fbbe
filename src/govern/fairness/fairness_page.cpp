// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/fairness_page.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/assert.hpp"
#include "text/markup.hpp"

namespace leitstand::fairness {

namespace {

constexpr char kStyle[] =
    ":root{color-scheme:light dark}body{font:1rem/1.5 sans-serif;max-width:70rem;margin:2rem "
    "auto;padding:0 1rem;overflow-wrap:break-word}h1{font-size:1.6rem;line-height:1.2}h2{font-"
    "size:1.25rem;margin-top:2.5rem}p{max-width:45rem;margin:.25rem 0 .75rem}.scroll{overflow-x:"
    "auto}.scroll:focus-visible{outline:3px solid}table{border-collapse:collapse;margin:.5rem 0 "
    "1.5rem}caption{text-align:left;font-weight:bold;padding:.25rem 0}th,td{border:1px solid #777;"
    "padding:.3rem .5rem;text-align:left;vertical-align:middle}td.number{text-align:right;white-"
    "space:nowrap;font-variant-numeric:tabular-nums}td.chart{padding:0}svg{display:block;width:"
    "15rem;height:1.75rem;fill:currentColor;stroke:currentColor}svg .band{fill:#7775;stroke:none}"
    "svg .axis{stroke:#777}svg .reference{stroke-dasharray:3 3}svg .hollow{fill:Canvas}svg text{"
    "font:10px sans-serif;stroke:none}@media print{body{margin:0;max-width:none}h2{break-after:"
    "avoid}tr{break-inside:avoid}}";

// Of a chart: as wide as its viewBox, with room for half a mark at each end.
constexpr double kWidth = 240, kEdge = 10, kMiddle = 14, kDot = 4.5;
constexpr std::string_view kViewBox = "0 0 240 28";

InBothLanguages rate_words(Rate rate) {
    switch (rate) {
    case Rate::selection_rate:
        return {"Positiv entschieden, von allen", "Decided positive, of all"};
    case Rate::prevalence:
        return {"Tatsächlich positiv, von allen", "Truly positive, of all"};
    case Rate::fpr:
        return {"Zu Unrecht positiv entschieden, von den tatsächlich Negativen",
                "Wrongly decided positive, of the truly negative"};
    case Rate::fnr:
        return {"Zu Unrecht negativ entschieden, von den tatsächlich Positiven",
                "Wrongly decided negative, of the truly positive"};
    case Rate::tpr:
        return {"Richtig positiv entschieden, von den tatsächlich Positiven",
                "Rightly decided positive, of the truly positive"};
    case Rate::tnr:
        return {"Richtig negativ entschieden, von den tatsächlich Negativen",
                "Rightly decided negative, of the truly negative"};
    case Rate::precision:
        return {"Tatsächlich positiv, von den positiv Entschiedenen",
                "Truly positive, of those decided positive"};
    case Rate::npv:
        return {"Tatsächlich negativ, von den negativ Entschiedenen",
                "Truly negative, of those decided negative"};
    case Rate::fdr:
        return {"Tatsächlich negativ, von den positiv Entschiedenen",
                "Truly negative, of those decided positive"};
    case Rate::false_omission:
        return {"Tatsächlich positiv, von den negativ Entschiedenen",
                "Truly positive, of those decided negative"};
    case Rate::accuracy:
        return {"Richtig entschieden, von allen", "Decided rightly, of all"};
    case Rate::error_rate:
        return {"Falsch entschieden, von allen", "Decided wrongly, of all"};
    case Rate::abstention_rate:
        return {"Nicht entschieden, von allen", "Left undecided, of all"};
    }
    ASSERT(false);
}

// In percent, with the sign of a difference where it is one.
std::string percent(double share, bool sign) {
    auto const value = std::round(share * 1000) / 10 + 0.0; // no "-0.0"
    return sign ? fmt::format("{:+.1f}", value) : fmt::format("{:.1f}", value);
}

std::string with_interval(std::optional<Estimate> const& estimate, bool sign) {
    return estimate ? fmt::format("{} ({} … {})", percent(estimate->value, sign),
                                  percent(estimate->lower, sign), percent(estimate->upper, sign))
                    : "–";
}

std::string place(double x) {
    return fmt::format("{:.1f}", x);
}

struct Axis {
    double from = 0, to = 1;
    bool sign = false; // of differences
    double x(double value) const {
        auto const share = (std::clamp(value, from, to) - from) / (to - from);
        return kEdge + share * (kWidth - 2 * kEdge);
    }
};

// Groups of the same columns.
using Section = std::span<GroupReport const>;

bool same_columns(GroupReport const& a, GroupReport const& b) {
    return std::ranges::equal(a.group, b.group, {}, &GroupValue::column, &GroupValue::column);
}

std::string columns_of(GroupReport const& group) {
    std::string names;
    for (auto const& value : group.group)
        names += (names.empty() ? "" : " × ") + value.column;
    return names;
}

class Page {
  public:
    Page(FairnessReport const& report, TableFacts const& facts) : report_(report), facts_(facts) {}

    std::string write() {
        begin();
        explain();
        auto const drawn = std::min(report_.groups.size(), kPageGroupsMax);
        if (drawn < report_.groups.size())
            both(fmt::format("{} weitere Gruppen stehen nicht auf dieser Seite; --json nennt alle.",
                             report_.groups.size() - drawn),
                 fmt::format("{} more groups do not stand on this page; --json names all.",
                             report_.groups.size() - drawn));
        for (std::size_t begin = 0, end = 0; begin < drawn; begin = end) {
            while (end < drawn && same_columns(report_.groups[begin], report_.groups[end]))
                ++end;
            section(Section{report_.groups}.subspan(begin, end - begin));
        }
        return page_.finish();
    }

  private:
    void begin() {
        auto const title = fmt::format("Gruppen im Vergleich / groups compared: {}", facts_.name);
        page_.begin_own_page("de", title, kStyle);
    }

    void both(std::string_view german, std::string_view english) {
        page_.element("p", german).element("p", english, {{"lang", "en"}});
    }

    bool holds_back() const { return std::ranges::any_of(report_.groups, &GroupReport::hidden); }

    void explain() {
        if (!holds_back())
            both(fmt::format("{} Zeilen, davon {} ohne Kennzeichen und {} ohne Entscheidung, die "
                             "nicht gezählt sind.",
                             facts_.rows, facts_.without_label, facts_.without_decision),
                 fmt::format("{} rows; of them {} without a label and {} without a decision are "
                             "not counted.",
                             facts_.rows, facts_.without_label, facts_.without_decision));
        auto const tolerance = percent(report_.tolerance, false);
        both(fmt::format("Der Punkt ist die Quote, der Strich ihr Bereich mit 95 % Sicherheit. "
                         "Gestrichelt: die Vergleichsgruppe. Grau: Unterschiede bis zur Toleranz "
                         "von {} Prozentpunkten. Ein voller Punkt steht für eine Gruppe, die groß "
                         "genug ist, um einen Unterschied von der Toleranz mit 80 % Sicherheit zu "
                         "zeigen; ein leerer Kreis für eine, die dafür zu klein ist; ein Quadrat "
                         "für einen Unterschied, der nach Berichtigung für {} Vergleiche mehr als "
                         "Zufall ist. Ein Unterschied beweist keine Benachteiligung, und keiner "
                         "widerlegt sie.",
                         tolerance, report_.tests),
             fmt::format("The dot is the rate, the line its interval at 95 %. Dashed: the "
                         "reference group. Grey: differences up to the tolerance of {} percentage "
                         "points. A full dot is a group large enough to show a difference of the "
                         "tolerance with a power of 80 %; a hollow one is too small for that; a "
                         "square is a difference that is more than chance after correction for {} "
                         "comparisons. A difference proves no discrimination, and none disproves "
                         "it.",
                         tolerance, report_.tests));
    }

    void section(Section groups) {
        page_.element("h2", fmt::format("Nach / by {}", columns_of(groups.front())));
        counts(groups);
        for (auto const rate : report_.compared)
            rates(rate, groups);
    }

    void name(GroupReport const& group) {
        std::string words;
        for (auto const& value : group.group)
            words += (words.empty() ? "" : ", ") + value.value.value_or("ohne Angabe / missing");
        page_.element("th", words, {{"scope", "row"}});
    }
    void number(std::string_view words) { page_.element("td", words, {{"class", "number"}}); }
    void number(GroupReport const& group, std::uint64_t count) {
        number(group.hidden() ? "–" : fmt::format("{}", count));
    }

    void counts(Section groups) {
        bool const timed = std::ranges::any_of(
            groups, [](GroupReport const& group) { return group.median_seconds.has_value(); });
        page_.open_table("Fälle / cases",
                         {"Gruppe / group", "Fälle / cases", "zu Unrecht positiv / false positives",
                          "zu Unrecht negativ / false negatives", "nicht entschieden / undecided",
                          "Zeit bis zur Antwort, Median in s / median time to answer",
                          "Was folgt / what follows"});
        for (auto const& group : groups) {
            page_.open("tr");
            name(group);
            number(group, group.counts.decided());
            number(group, group.counts[Outcome::false_positive]);
            number(group, group.counts[Outcome::false_negative]);
            number(group, group.counts[Outcome::abstained]);
            auto const& median = group.median_seconds;
            number(timed && median && !group.hidden()
                       ? fmt::format("{:.1f} ({:.1f} … {:.1f})", median->value, median->lower,
                                     median->upper)
                       : "–");
            auto const words = verdict_words(group);
            page_.element("td", words.german + " / " + words.english).close();
        }
        page_.close_table();
    }

    void rates(Rate rate, Section groups) {
        auto const words = rate_words(rate);
        auto const axis = Axis{};
        auto const gaps = axis_of_gaps(rate, groups);
        page_.open_table(fmt::format("{} / {} ({})", words.german, words.english, rate_key(rate)),
                         {"Gruppe / group", "Quote / rate", "in % (95 %)",
                          "Unterschied zur Vergleichsgruppe / difference",
                          "in Punkten / points (95 %)"});
        page_.open("tr").element("th", "Maßstab in % / scale in %", {{"scope", "row"}});
        scale(axis);
        number("");
        scale(gaps);
        number("");
        page_.close();
        for (auto const& group : groups) {
            auto const compared = group.compared_with && !group.hidden();
            auto const& difference = group.comparison(rate).difference;
            page_.open("tr");
            name(group);
            chart(axis, group, rate, group.hidden() ? std::nullopt : group.rate(rate),
                  compared ? report_.groups[*group.compared_with].rate(rate) : std::nullopt);
            number(with_interval(group.hidden() ? std::nullopt : group.rate(rate), false));
            chart(gaps, group, rate, compared ? difference : std::nullopt, Estimate{0, 0, 0});
            number(with_interval(compared ? difference : std::nullopt, true));
            page_.close();
        }
        page_.close_table();
    }

    // Symmetric, wide enough for each interval and the tolerance, in tens of points.
    Axis axis_of_gaps(Rate rate, Section groups) const {
        double widest = report_.tolerance;
        for (auto const& group : groups)
            if (auto const& gap = group.comparison(rate).difference; gap && !group.hidden())
                widest = std::max({widest, std::abs(gap->lower), std::abs(gap->upper)});
        widest = std::min(std::ceil(widest * 10 - 1e-9) / 10, 1.0);
        return {-widest, widest, true};
    }

    void open_chart() {
        page_.open("td", {{"class", "chart"}})
            .open("svg", {{"viewBox", std::string{kViewBox}}, {"aria-hidden", "true"}});
    }
    void line(double x1, double y1, double x2, double y2, std::string const& kind = {}) {
        page_.empty("line", {{"class", kind},
                             {"x1", place(x1)},
                             {"y1", place(y1)},
                             {"x2", place(x2)},
                             {"y2", place(y2)}});
    }

    void scale(Axis const& axis) {
        open_chart();
        line(axis.x(axis.from), 20, axis.x(axis.to), 20, "axis");
        for (auto const value : {axis.from, (axis.from + axis.to) / 2, axis.to}) {
            auto const* const anchor = value == axis.from ? "start"
                                       : value == axis.to ? "end"
                                                          : "middle";
            line(axis.x(value), 17, axis.x(value), 23, "axis");
            page_.element("text", fmt::format("{:.0f}", value * 100),
                          {{"x", place(axis.x(value))}, {"y", "13"}, {"text-anchor", anchor}});
        }
        page_.close().close();
    }

    void chart(Axis const& axis, GroupReport const& group, Rate rate,
               std::optional<Estimate> const& shown, std::optional<Estimate> const& reference) {
        open_chart();
        if (axis.sign) {
            auto const from = axis.x(-report_.tolerance), to = axis.x(report_.tolerance);
            page_.empty("rect", {{"class", "band"},
                                 {"x", place(from)},
                                 {"y", "0"},
                                 {"width", place(to - from)},
                                 {"height", "28"}});
        }
        if (reference)
            line(axis.x(reference->value), 0, axis.x(reference->value), 28, "reference");
        if (shown) {
            auto const from = axis.x(shown->lower), to = axis.x(shown->upper);
            line(from, kMiddle, to, kMiddle);
            line(from, kMiddle - 4, from, kMiddle + 4);
            line(to, kMiddle - 4, to, kMiddle + 4);
            mark(axis.x(shown->value), group, rate);
        }
        page_.close().close();
    }

    void mark(double x, GroupReport const& group, Rate rate) {
        auto const& p = group.comparison(rate).p_adjusted;
        if (p && *p <= 1 - kConfidence)
            page_.empty("rect", {{"class", "gap"},
                                 {"x", place(x - kDot)},
                                 {"y", place(kMiddle - kDot)},
                                 {"width", place(2 * kDot)},
                                 {"height", place(2 * kDot)}});
        else
            page_.empty("circle", {{"class", group.assessable ? "full" : "hollow"},
                                   {"cx", place(x)},
                                   {"cy", place(kMiddle)},
                                   {"r", place(kDot)}});
    }

    FairnessReport const& report_;
    TableFacts const& facts_;
    Markup page_;
};

} // namespace

InBothLanguages verdict_words(GroupReport const& group) {
    switch (group.verdict) {
    case Verdict::reference:
        return {"Vergleichsgruppe", "reference"};
    case Verdict::gap:
        return {"Unterschied", "gap"};
    case Verdict::open:
        return {"offen: Unterschied über der Toleranz möglich",
                "open: a gap beyond the tolerance is possible"};
    case Verdict::within_tolerance:
        return {"Unterschied kleiner als die Toleranz", "gap below the tolerance"};
    case Verdict::hidden:
        return {"zurückgehalten", "held back"};
    case Verdict::not_assessable:
        break;
    }
    auto const have = group.counts.decided();
    if (!group.needed || *group.needed <= have)
        return {"nicht beurteilbar", "not assessable"};
    return {fmt::format("nicht beurteilbar: noch {} Fälle nötig", *group.needed - have),
            fmt::format("not assessable: {} more cases needed", *group.needed - have)};
}

std::string fairness_page(FairnessReport const& report, TableFacts const& facts) {
    return Page{report, facts}.write();
}

} // namespace leitstand::fairness
