// SPDX-License-Identifier: EUPL-1.2
#include "learning_curve.hpp"

#include <algorithm>
#include <cmath>

namespace leitstand {

namespace {

// The drawing's own units, one for each pixel at its natural size.
constexpr double kWidth = 640, kHeight = 420;
constexpr double kLeft = 60, kRight = 540, kTop = 40, kBottom = 360;
constexpr double kF1Min = 0.1, kF1Max = 0.95;

constexpr auto kKinds = std::to_array<std::string_view>({"service", "act", "theme"});

// Each doubling of the letters is one step to the right.
double across(double letters, double fewest, double most) {
    return kLeft + (kRight - kLeft) * std::log2(letters / fewest) / std::log2(most / fewest);
}

double down(double f1) {
    return kBottom -
           (kBottom - kTop) * (std::clamp(f1, kF1Min, kF1Max) - kF1Min) / (kF1Max - kF1Min);
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" font-size=\"12\" "
                       "fill=\"currentColor\">{}</text>\n",
                       x, y, anchor, text);
}

std::string grid(double fewest, double most) {
    std::string svg;
    for (int tenth = 1; tenth <= 9; ++tenth) {
        auto const y = down(tenth / 10.0);
        svg += fmt::format("<line x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" y2=\"{:.1f}\" "
                           "stroke=\"currentColor\" stroke-opacity=\"0.25\"/>\n",
                           kLeft, y, kRight, y);
        svg += text_at(kLeft - 8, y + 4, "end", fmt::format("{:.1f}", tenth / 10.0));
    }
    for (double letters = 100; letters <= most; letters *= 2)
        if (letters >= fewest)
            svg += text_at(across(letters, fewest, most), kBottom + 18, "middle",
                           fmt::format("{:.0f}", letters));
    return svg + text_at((kLeft + kRight) / 2, kBottom + 40, "middle", "letters trained on");
}

// One line with its intervals; what is trained on the judged writers' kind of letters alone is
// dashed, so that no colour is needed to tell the two.
std::string series(std::vector<CurvePoint> const& points, double fewest, double most) {
    std::string path, dots;
    for (auto const& point : points) {
        auto const x = across(static_cast<double>(point.letters), fewest, most);
        path += fmt::format("{:.1f},{:.1f} ", x, down(point.f1));
        dots += fmt::format(
            "<g><title>{} letters: {:.3f} ({:.3f} to {:.3f})</title><line x1=\"{:.1f}\" "
            "y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"currentColor\"/><circle "
            "cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"currentColor\"/></g>\n",
            point.letters, point.f1, point.interval.lower, point.interval.upper, x,
            down(point.interval.lower), x, down(point.interval.upper), x, down(point.f1));
    }
    auto const& last = points.back();
    auto svg = fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"currentColor\" "
                           "stroke-width=\"1.5\"{}/>\n",
                           path, last.with_beside ? "" : " stroke-dasharray=\"5 4\"");
    if (last.with_beside)
        dots += text_at(across(static_cast<double>(last.letters), fewest, most) + 10,
                        down(last.f1) + 4, "start", last.kind + "s");
    return svg + dots;
}

} // namespace

std::string LearningCurve::table() const {
    std::string out =
        "| | letters trained on | services | acts | themes |\n|---|---|---|---|---|\n";
    std::vector<std::pair<bool, std::size_t>> rows;
    for (auto const& point : points)
        if (std::pair const row{point.with_beside, point.letters};
            std::find(rows.begin(), rows.end(), row) == rows.end())
            rows.push_back(row);
    for (auto const& [with_beside, letters] : rows) {
        out += fmt::format("| {} | {} |", with_beside ? "with own letters" : "without", letters);
        for (auto const kind : kKinds)
            for (auto const& point : points)
                if (point.kind == kind && point.with_beside == with_beside &&
                    point.letters == letters)
                    out += fmt::format(" {:.3f} ({:.3f} to {:.3f}) |", point.f1,
                                       point.interval.lower, point.interval.upper);
        out += "\n";
    }
    return out;
}

std::string LearningCurve::svg() const {
    auto const [few, many] =
        std::minmax_element(points.begin(), points.end(),
                            [](auto const& a, auto const& b) { return a.letters < b.letters; });
    auto const fewest = static_cast<double>(few->letters),
               most = static_cast<double>(many->letters);
    auto out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" "
        "aria-labelledby=\"curve-title curve-description\" font-family=\"sans-serif\">\n"
        "<title id=\"curve-title\">Micro-F1 on letters of writers left out, against the number of "
        "letters trained on</title>\n<desc id=\"curve-description\">Whole lines: with the "
        "project's own letters; dashed: without. Bars: 95 % intervals. The table in quality.md "
        "has the numbers.</desc>\n"
        "<style>svg{{color:#1b1b1b;background:#fff}}@media (prefers-color-scheme:dark)"
        "{{svg{{color:#f2f2f2;background:#1b1b1b}}}}</style>\n",
        kWidth, kHeight);
    out += text_at(kLeft, 22, "start",
                   "Micro-F1, writers left out; whole lines: with own letters, dashed: without");
    out += grid(fewest, most);
    for (bool const with_beside : {false, true})
        for (auto const kind : kKinds) {
            std::vector<CurvePoint> line;
            for (auto const& point : points)
                if (point.kind == kind && point.with_beside == with_beside)
                    line.push_back(point);
            if (!line.empty())
                out += series(line, fewest, most);
        }
    return out + "</svg>\n";
}

} // namespace leitstand
