// SPDX-License-Identifier: EUPL-1.2
// The public register as HTML pages without script: overview with search, one page a function, and
// how to read them; in German, plain German and English. Threads: any; pure functions. Limits:
// kEntriesOnPage.
#pragma once

#include "govern/register/publication.hpp"
#include "govern/register/words.hpp"

namespace leitstand {

inline constexpr std::size_t kEntriesOnPage = 50;
inline constexpr std::size_t kSearchBytesMax = 200;

struct RegisterQuery {
    RegisterLanguage language = RegisterLanguage::german;
    std::string words;        // all of them must occur, whatever their case
    std::optional<Mode> mode; // nothing: any
    std::size_t page = 1;     // from 1; beyond the last one it is the last
};

std::string register_list_page(PublicRegister const& entries, RegisterQuery const& query);
// In plain German: the short form, with a way to all statements.
std::string register_entry_page(PublicEntry const& entry, RegisterLanguage language);
std::string register_reading_page(RegisterLanguage language);
std::string register_missing_page(RegisterLanguage language); // no such entry is published
// What was asked for does not exist. `what`: "unknown.language", "unknown.mode".
std::string register_unknown_page(RegisterLanguage language, std::string_view what);

} // namespace leitstand
