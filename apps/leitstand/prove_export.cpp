// SPDX-License-Identifier: EUPL-1.2
// `leitstand prove export`: today's head of the log as a sheet to print or to mail. The server
// writes one a day by itself where `checkpoint_folder` is set.
#include "base/files.hpp"
#include "commands.hpp"
#include "log_place.hpp"
#include "prove/checkpoint_sheet.hpp"
#include "prove/log_verifier.hpp"
#include "prove/published_log.hpp"
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
    auto const today = date_in_berlin(system_time().now());
    if (!arguments.to.empty()) {
        fmt::print("{}\n", TRY(write_sheet(log, arguments.to, witnesses, today)).string());
        return {};
    }
    auto const note = TRY(published_checkpoint(log));
    auto const key = TRY(key_named_by(log));
    fmt::print("{}", print_sheet(note, TRY(open_checkpoint(note, key, witnesses)), key, today));
    return {};
}

} // namespace

int run_prove_export(ProveExportArguments const& arguments) {
    auto const done = export_head(arguments);
    return done ? kDone : tell(done.error(), kCannotRun);
}

} // namespace leitstand::app
