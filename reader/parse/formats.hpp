// SPDX-License-Identifier: EUPL-1.2
// The parsers of the single formats; each fills an answer that parse() has begun. Threads: one.
#pragma once

#include "reader/parse/parse.hpp"
#include "reader/parse/zip.hpp"

namespace leitstand::reader {

void read_plain_text(std::string_view bytes, ReaderRequest const& request, ReaderAnswer& answer);
void read_html(std::string_view bytes, ReaderRequest const& request, ReaderAnswer& answer);
void read_mail(std::string_view bytes, ReaderRequest const& request, Output& output,
               ReaderAnswer& answer);
void read_docx(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer);
void read_odt(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer);
void read_rtf(std::string_view bytes, ReaderRequest const& request, Output& output,
              ReaderAnswer& answer);
void read_zip(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer);
void read_pdf(std::string_view bytes, ReaderRequest const& request, Output& output,
              ReaderAnswer& answer);

// Draws one page for RequestKind::picture: one page and one part in the answer, or no page where
// the file has none of this number, or a refusal.
void draw_pdf_page(std::string_view bytes, ReaderRequest const& request, Output& output,
                   ReaderAnswer& answer);

void prepare_charsets();
void prepare_mail();
void prepare_pdf();

} // namespace leitstand::reader
