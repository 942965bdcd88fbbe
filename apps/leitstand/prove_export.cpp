// SPDX-License-Identifier: EUPL-1.2
// `leitstand prove export`: today's head of the log as a sheet to print or to mail. The server
// writes one a day by itself where `checkpoint_folder` is set.
#include "commands.hpp"
#include "log_place.hpp"
#include "prove/checkpoint_sheet.hpp"
#include "prove/witness_states.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

Result<void> export_head(ProveExportArguments const& arguments) {
    auto const configuration = TRY(load_configuration(arguments.home));
    auto const log = log_folder(configuration);
    std::vector<VerifierKey> witnesses;
    for (auto& place : TRY(witness_places(configuration.witnesses)))
        witnesses.push_back(std::move(place.key));
    auto const now = system_time().now();
    if (!arguments.to.empty()) {
        fmt::print("{}\n", TRY(write_sheet(log, arguments.to, witnesses, now)).string());
        return {};
    }
    fmt::print("{}", print_sheet(TRY(head_for_paper(log, witnesses, now)), date_in_berlin(now)));
    return {};
}

} // namespace

int run_prove_export(ProveExportArguments const& arguments) {
    auto const done = export_head(arguments);
    return done ? kDone : tell(done.error(), kCannotRun);
}

} // namespace leitstand::app
