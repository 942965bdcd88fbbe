// SPDX-License-Identifier: EUPL-1.2
#include "learn/reliability_diagram.hpp"

#include "base/assert.hpp"
#include "text/markup.hpp"

namespace leitstand::learn {

namespace {

struct Words {
    char const *said, *came_true, *count, *interval, *group;
    char const* summary;     // decisions, error, upper end
    char const* one_group;   // said, came true, lower, upper, decisions
    char const* reading_aid; // how to read it
};

constexpr Words kGerman{
    "gesagt",
    "eingetreten",
    "Entscheidungen",
    "95-%-Bereich",
    "Gruppe",
    "{} Entscheidungen in {} gleich großen Gruppen; Abweichung ohne Zufallsanteil {}, höchstens {}",
    "gesagt {}, eingetreten {} ({} bis {}) bei {} Entscheidungen",
    "Auf der Linie tritt ein, was das Modell sagt; darunter ist es zu sicher, darüber zu "
    "vorsichtig."};
constexpr Words kEnglish{
    "said",
    "came true",
    "decisions",
    "95% interval",
    "group",
    "{} decisions in {} groups of equal size; error without chance {}, at most {}",
    "said {}, came true {} ({} to {}) of {} decisions",
    "On the line what the model says comes true; below it is too sure, above too careful."};

Words const& words_of(DiagramOptions const& options) {
    return options.language == DiagramLanguage::german ? kGerman : kEnglish;
}

std::string percent(double share, DiagramLanguage language) {
    auto text = fmt::format("{:.1f}", share * 100);
    if (language == DiagramLanguage::english)
        return text + "%";
    std::replace(text.begin(), text.end(), '.', ',');
    return text + "\u00A0%";
}

std::string summary(CalibrationError const& error, DiagramOptions const& options) {
    return fmt::format(fmt::runtime(words_of(options).summary), error.decisions,
                       error.groups.size(), percent(error.debiased, options.language),
                       percent(error.interval.upper, options.language));
}

// The drawing's own units, one for each pixel at its natural size.
constexpr double kWidth = 460, kHeight = 500;
constexpr double kLeft = 64, kRight = 440, kTop = 44, kBottom = 420;

double across(double share) {
    return kLeft + share * (kRight - kLeft);
}
double down(double share) {
    return kBottom - share * (kBottom - kTop);
}

std::string text_at(double x, double y, std::string_view anchor, int size, std::string_view text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" font-size=\"{}\">{}"
                       "</text>\n",
                       x, y, anchor, size, escaped(text));
}

std::string line(double x1, double y1, double x2, double y2, std::string_view more) {
    return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"{}/>\n", x1,
                       y1, x2, y2, more);
}

std::string axes(DiagramOptions const& options) {
    auto const& words = words_of(options);
    std::string svg = "<g stroke=\"currentColor\" stroke-opacity=\"0.25\">\n";
    for (int step = 0; step <= 5; ++step) {
        double const share = step / 5.0;
        svg += line(across(share), down(0), across(share), down(1), "");
        svg += line(across(0), down(share), across(1), down(share), "");
    }
    svg += "</g>\n";
    svg += line(across(0), down(0), across(1), down(1),
                " stroke=\"currentColor\" stroke-dasharray=\"6 4\"");
    svg += "<g fill=\"currentColor\">\n";
    for (int step = 0; step <= 5; ++step) {
        auto const label = fmt::format("{}", step * 20);
        svg += text_at(across(step / 5.0), kBottom + 18, "middle", 12, label);
        svg += text_at(kLeft - 8, down(step / 5.0) + 4, "end", 12, label);
    }
    svg += text_at((kLeft + kRight) / 2, kBottom + 38, "middle", 13,
                   fmt::format("{} (%)", words.said));
    svg +=
        fmt::format("<text transform=\"translate(18 {:.1f}) rotate(-90)\" text-anchor=\"middle\" "
                    "font-size=\"13\">{} (%)</text>\n",
                    (kTop + kBottom) / 2, words.came_true);
    return svg + "</g>\n";
}

std::string dots(CalibrationError const& error, DiagramOptions const& options) {
    std::string svg = "<g stroke=\"currentColor\" stroke-width=\"2\" fill=\"currentColor\">\n";
    for (auto const& row : reliability_rows(error)) {
        auto const share = [&](double value) { return percent(value, options.language); };
        svg += fmt::format("<g><title>{}</title>\n",
                           fmt::format(fmt::runtime(words_of(options).one_group), share(row.said),
                                       share(row.came_true.value()), share(row.interval.lower),
                                       share(row.interval.upper), row.came_true.count));
        double const x = across(row.said);
        svg += line(x, down(row.interval.lower), x, down(row.interval.upper), "");
        svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/></g>\n", x,
                           down(row.came_true.value()));
    }
    return svg + "</g>\n";
}

constexpr char kOwnColours[] =
    "<style>svg{color:#1b1b1b;background:#fff}"
    "@media (prefers-color-scheme:dark){svg{color:#f2f2f2;background:#1b1b1b}}</style>\n";

void check(DiagramOptions const& options) {
    ASSERT(!options.id.empty());
    for (char const c : options.id)
        ASSERT(std::isalnum(static_cast<unsigned char>(c)) || c == '-');
}

} // namespace

std::vector<ReliabilityRow> reliability_rows(CalibrationError const& error) {
    std::vector<ReliabilityRow> rows;
    for (auto const& group : error.groups)
        rows.push_back({group.said, group.came_true, wilson_interval(group.came_true)});
    return rows;
}

std::string reliability_svg(CalibrationError const& error, DiagramOptions const& options) {
    check(options);
    auto const& words = words_of(options);
    auto svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" "
        "aria-labelledby=\"{}-title {}-description\" lang=\"{}\" font-family=\"sans-serif\">\n"
        "<title id=\"{}-title\">{}</title>\n<desc id=\"{}-description\">{}. {}</desc>\n",
        kWidth, kHeight, options.id, options.id,
        options.language == DiagramLanguage::german ? "de" : "en", options.id,
        escaped(options.title), options.id, escaped(summary(error, options)), words.reading_aid);
    if (options.place == DiagramPlace::own_file)
        svg += kOwnColours;
    svg +=
        "<g fill=\"currentColor\">\n" + text_at(kLeft, 24, "start", 14, options.title) + "</g>\n";
    svg += axes(options) + dots(error, options);
    // The sentence is wider than the drawing: its two halves stand below each other.
    auto const sentence = summary(error, options);
    auto const half = sentence.find("; ");
    svg += "<g fill=\"currentColor\">\n" +
           text_at(kLeft, kBottom + 58, "start", 12, sentence.substr(0, half)) +
           text_at(kLeft, kBottom + 74, "start", 12, sentence.substr(half + 2)) + "</g>\n";
    return svg + "</svg>\n";
}

std::string reliability_html_table(CalibrationError const& error, DiagramOptions const& options) {
    check(options);
    auto const& words = words_of(options);
    auto html = fmt::format("<table id=\"{}-table\">\n<caption>{}: {}. {}</caption>\n<thead><tr>",
                            options.id, escaped(options.title), escaped(summary(error, options)),
                            words.reading_aid);
    for (auto const* name : {words.group, words.count, words.said, words.came_true, words.interval})
        html += fmt::format("<th scope=\"col\">{}</th>", name);
    html += "</tr></thead>\n<tbody>\n";
    int number = 0;
    for (auto const& row : reliability_rows(error)) {
        auto const share = [&](double value) { return percent(value, options.language); };
        html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td>"
                            "<td>{} – {}</td></tr>\n",
                            ++number, row.came_true.count, share(row.said),
                            share(row.came_true.value()), share(row.interval.lower),
                            share(row.interval.upper));
    }
    return html + "</tbody>\n</table>\n";
}

} // namespace leitstand::learn
