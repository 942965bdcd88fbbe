// SPDX-License-Identifier: EUPL-1.2
// The reliability diagram: for each group of decisions what was said against what came true, with
// Wilson's 95 % intervals; a perfect model lies on the diagonal. As an SVG with title and
// description for screen readers, drawn in the colour of the text around it (so in light and dark),
// and as the same rows in an HTML table. Says nothing of any single text. Threads: any.
#pragma once

#include <string>
#include <vector>

#include "learn/calibration_error.hpp"

namespace leitstand::learn {

enum class DiagramLanguage { german, english };
// A file of its own brings its colours for light and dark; a part of a page takes the page's.
enum class DiagramPlace { own_file, in_page };

struct DiagramOptions {
    std::string title; // of what model on what texts; any text, it is escaped
    DiagramLanguage language = DiagramLanguage::german;
    DiagramPlace place = DiagramPlace::own_file;
    std::string id = "reliability"; // letters, digits and hyphens; unique in its page
};

struct ReliabilityRow {
    double said = 0;
    Share came_true;
    Interval interval; // Wilson, 95 %
};

std::vector<ReliabilityRow> reliability_rows(CalibrationError const& error);
std::string reliability_svg(CalibrationError const& error, DiagramOptions const& options);
std::string reliability_html_table(CalibrationError const& error, DiagramOptions const& options);

} // namespace leitstand::learn
