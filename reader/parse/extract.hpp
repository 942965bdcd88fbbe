// SPDX-License-Identifier: EUPL-1.2
// RequestKind::extract: makes one new file of each range of pages, so that a stack of letters
// becomes letters. A new file holds what its pages draw and nothing else of the old one: no other
// page, no metadata, attachments, outlines, names, form fields or scripts. What annotations and
// filled fields show is drawn into the page. Threads: one.
#pragma once

#include "reader/parse/parse.hpp"

namespace leitstand::reader {

// Parts of the answer: one file for each range, in their order, media type as the whole. Refused:
// encrypted; damaged (also where the number of pages is another one than when it was read);
// unpacked_too_large; unknown_format where it is neither PDF nor TIFF.
void extract_pages(std::string_view bytes, std::string_view media_type,
                   ReaderRequest const& request, Output& output, ReaderAnswer& answer);

void extract_pdf(std::string_view bytes, ReaderRequest const& request, Output& output,
                 ReaderAnswer& answer);
void extract_tiff(std::string_view bytes, ReaderRequest const& request, Output& output,
                  ReaderAnswer& answer);

} // namespace leitstand::reader
