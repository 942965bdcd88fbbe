// SPDX-License-Identifier: EUPL-1.2
// What every page of the register has around its content, and small parts that several share.
// Threads: any.
#pragma once

#include "govern/register/pages.hpp"
#include "text/markup.hpp"

namespace leitstand {

// Opens html, head, body and main. `path`: this page without its language; `more`: the rest of its
// query, as "q=wohngeld&mode=off".
void open_page(Markup& page, RegisterLanguage language, std::string const& path,
               std::string const& title, std::string const& more = {});
std::string close_page(Markup& page, RegisterLanguage language);

// "/register?lang=en&…"; German needs no parameter.
std::string address(std::string const& path, RegisterLanguage language,
                    std::string const& more = {});
std::string url_encoded(std::string_view text);

void add_example_mark(Markup& page, RegisterLanguage language, bool example);
void add_mode(Markup& page, RegisterLanguage language, PublicEntry const& entry);
// A dot with its interval on the line from 0 to 1, of a figure that has a value.
void add_interval(Markup& page, RegisterFigure const& figure);

} // namespace leitstand
