// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/extract.hpp"

namespace leitstand::reader {

void extract_pages(std::string_view bytes, std::string_view media_type,
                   ReaderRequest const& request, Output& output, ReaderAnswer& answer) {
    bool const fits =
        !request.ranges.empty() &&
        std::all_of(request.ranges.begin(), request.ranges.end(), [&](auto range) {
            return range.first >= 1 && range.first <= range.last && range.last <= request.page;
        });
    if (!fits)
        refuse(answer, Reason::damaged);
    else if (media_type == "application/pdf")
        extract_pdf(bytes, request, output, answer);
    else if (media_type == "image/tiff")
        extract_tiff(bytes, request, output, answer);
    else
        refuse(answer, Reason::unknown_format);
    if (answer.status == AnswerStatus::refused)
        answer.parts.clear();
}

} // namespace leitstand::reader
