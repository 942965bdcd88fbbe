// SPDX-License-Identifier: EUPL-1.2
// `leitstand separators`: a PDF with separator sheets for the scanner; needs no installation.
#include "base/files.hpp"
#include "commands.hpp"
#include "receive/separator_sheet.hpp"
#include "terminal.hpp"

namespace leitstand::app {

int run_separators(SeparatorsArguments const& arguments) {
    auto const sheets = separator_sheets_pdf(arguments.count);
    if (!sheets)
        return tell(sheets.error(), kWrongUse, "--count");
    std::error_code ignored;
    auto const out = fs::absolute(arguments.out, ignored); // it syncs the folder, which has a name
    if (auto const written = write_file_durably(out, *sheets, 0644); !written)
        return tell(written.error(), kCannotRun, arguments.out.string());
    fmt::print(stderr, "{}: {} Trennblätter / separator sheets\n", arguments.out.string(),
               arguments.count);
    return kDone;
}

} // namespace leitstand::app
