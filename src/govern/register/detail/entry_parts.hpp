// SPDX-License-Identifier: EUPL-1.2
// The parts of the page of one function, written by several files: what a visitor reads in two
// minutes (entry_page.cpp), the same in plain German (entry_plain.cpp), and all statements, folded
// (entry_details.cpp). Threads: any.
#pragma once

#include "govern/register/detail/page_frame.hpp"

namespace leitstand {

// One page, as far as all its parts need it.
struct EntryPaper {
    PublicEntry const& seen;
    RegisterLanguage language;
    Markup& page;

    RegisterEntry const& entry() const { return seen.entry; }
    std::string_view word(std::string_view key) const { return say(language, key); }
    std::string day(Instant at) const { return shown_date(language, to_iso(date_in_berlin(at))); }
    std::string path() const { return "/register/functions/" + entry().function; }
};

// A statement as paragraphs: a date and a number in the way of the page's language, a free text as
// it was written, with its language.
void add_value(EntryPaper const& paper, RegisterFact const& fact);
// Unit, mailbox and website. The unit's text may name the authority already.
void add_contact(EntryPaper const& paper);
// One sentence for each kind of findings: how many of 100 suggestions are right.
void add_quality_in_words(EntryPaper const& paper);
void add_read_letters(EntryPaper const& paper);

void add_plain_parts(EntryPaper const& paper);
void add_details(EntryPaper const& paper);

} // namespace leitstand
