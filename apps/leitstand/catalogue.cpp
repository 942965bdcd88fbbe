// SPDX-License-Identifier: EUPL-1.2
// `leitstand catalogue check`: every fault of a catalogue and its guideline, with file, line and
// reason.
#include <nlohmann/json.hpp>

#include "base/configuration.hpp"
#include "base/json.hpp"
#include "catalogue/catalogue.hpp"
#include "catalogue/guideline.hpp"
#include "commands.hpp"
#include "terminal.hpp"

namespace leitstand::app {

int run_catalogue_check(CatalogueArguments const& arguments) {
    auto const folder = arguments.folder.empty() ? program_places().catalogue : arguments.folder;
    if (!fs::is_directory(folder))
        return tell(Error{Code::not_found, "catalogue.missing", folder.string(), {}}, kWrongUse);
    auto problems = Catalogue::check(folder);
    for (auto& problem : Guideline::check(folder))
        problems.push_back(std::move(problem));
    for (auto const& problem : problems) {
        if (arguments.json)
            fmt::print("{}\n", print_json(Json{{"file", problem.file},
                                               {"line", problem.line},
                                               {"reason", problem.reason}}));
        else
            fmt::print("{}:{}: {}\n", problem.file, problem.line, problem.reason);
    }
    if (!arguments.json)
        fmt::print(stderr, "{}: {}\n", folder.string(),
                   problems.empty() ? "in Ordnung / no faults"
                                    : fmt::format("{} Fehler / faults", problems.size()));
    return problems.empty() ? kDone : kSomeFailed;
}

} // namespace leitstand::app
