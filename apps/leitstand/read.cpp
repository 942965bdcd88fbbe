// SPDX-License-Identifier: EUPL-1.2
// `leitstand read`: the reading room on files; stores nothing.
#include <nlohmann/json.hpp>

#include "base/configuration.hpp"
#include "base/files.hpp"
#include "commands.hpp"
#include "read/reading.hpp"
#include "terminal.hpp"

namespace leitstand::app {

int run_read(ReadArguments const& arguments) {
    auto const files = walk(arguments.files);
    if (!files)
        return tell(files.error(), kWrongUse);
    ReadingOptions options;
    options.reader_program = program_places().reader;
    auto reading = Reading::start(options);
    if (!reading)
        return tell(reading.error(), kCannotRun);

    int code = kDone;
    Progress progress{"read", arguments.json || arguments.text ? 1 : files->size()};
    for (auto const& file : *files) {
        auto bytes = read_file(file, options.limits.document_size_bytes_max);
        auto document = bytes ? (*reading)->read(*bytes, file.filename().string())
                              : Result<Document>{tl::unexpected(bytes.error())};
        if (!document) {
            code = tell(document.error(), kSomeFailed, file.string());
            if (arguments.json)
                fmt::print("{}\n", print_json(Json{{"input", file.string()},
                                                   {"status", "refused"},
                                                   {"reason", document.error().key}}));
            continue;
        }
        if (document->status == ReadStatus::refused)
            code = kSomeFailed;
        if (arguments.json)
            fmt::print("{}\n", print_json(read_json(*document, file.string(), arguments.words)));
        else if (arguments.text)
            fmt::print("{}\n", document->text);
        else
            fmt::print("{}  {}  {}{}{}\n", file.string(), document->media_type,
                       status_name(document->status), document->reason.empty() ? "" : "  ",
                       document->reason);
        std::fflush(stdout);
        progress.step();
    }
    return code;
}

} // namespace leitstand::app
