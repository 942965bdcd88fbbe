// SPDX-License-Identifier: EUPL-1.2
// `leitstand serve`: opens the rooms, starts the reader, the job loop, the watched folder and the
// screens; stops them in the other order on SIGINT or SIGTERM.
#include "base/log.hpp"
#include "commands.hpp"
#include "decide/page_pictures.hpp"
#include "decide/relations.hpp"
#include "decide/sample_upkeep.hpp"
#include "decide/stacks.hpp"
#include "doctor.hpp"
#include "govern/operation/alarm_watch.hpp"
#include "log_outward.hpp"
#include "log_place.hpp"
#include "prove/log_inspection.hpp"
#include "prove/sequencer.hpp"
#include "receive/hot_folder.hpp"
#include "stop_signals.hpp"
#include "store/space_reserve.hpp"
#include "terminal.hpp"
#include "understand/judging_models.hpp"
#include "understand/second_look.hpp"
#include "work/job_loop.hpp"

namespace leitstand::app {

namespace {

ServeOptions serve_options(Configuration const& configuration, ServeArguments const& arguments) {
    ServeOptions options;
    options.address = arguments.address.value_or(configuration.address);
    options.port = arguments.port.value_or(configuration.port);
    options.tls_certificate = configuration.tls_certificate;
    options.tls_key = configuration.tls_key;
    options.behind_proxy = configuration.behind_proxy;
    options.web_folder = configuration.web_folder;
    return options;
}

Result<std::unique_ptr<Reading>> start_reading(Configuration const& configuration) {
    ReadingOptions options;
    options.reader_program = configuration.reader_program;
    options.limits = configuration.limits;
    options.accept_weak_sandbox = configuration.accept_weak_sandbox;
    auto reading = TRY(Reading::start(options));
    if (configuration.accept_weak_sandbox)
        log_warning("serve", "accept_weak_sandbox is set: untrusted files are read at level {}",
                    level_letter(reading->level()));
    return reading;
}

Result<void> serve(ServeArguments const& arguments, StopSignals const& signals) {
    // First of all: on a full disk nothing below would open.
    auto const configuration = TRY(load_configuration(arguments.home));
    SpaceReserve reserve{configuration.home / "reserve", configuration.limits.free_space_bytes_min};
    reserve.look();
    auto installation = TRY(Installation::open(arguments.home, Holder::server));
    // Before anything is done: without its log the server does not run.
    auto const sequencer = TRY(open_sequencer(*installation));
    auto const outward = TRY(LogOutward::open(*installation));

    auto reading = TRY(start_reading(configuration));
    auto const stacks =
        TRY(Stacks::open(*installation->database, *installation->ledger, *installation->inbox,
                         *reading, system_time(), *installation->log));
    auto const relations = Relations::open(*installation->database, *installation->ledger,
                                           *installation->keys, system_time(), *installation->log);
    auto const pictures =
        TRY(PagePictures::open(configuration.home / "pictures", *reading, *installation->ledger,
                               *installation->inbox, configuration.limits));
    auto const& models = installation->models;
    Understander const understander{installation->catalogue, models};
    SecondLook const second_look{installation->catalogue, models};
    JobLoop work{{*installation->database, *installation->ledger, *installation->inbox, *reading,
                  understander, *installation->switchboard, configuration.limits, system_time(),
                  [&] {
                      // Another server on the same database may have stopped a function.
                      if (auto const fresh = installation->switchboard->settle(); !fresh)
                          log_warning("serve", "modes were not read again: {}",
                                      fresh.error().describe());
                  },
                  stacks.get(),
                  [&] {
                      pictures->make_room();
                      reserve.look();
                  },
                  installation->log.get(), relations.get(), installation->switchboard.get()}};
    LogInspection inspection{*installation->database, log_folder(configuration),
                             TRY(witness_places(configuration.witnesses)), system_time()};
    SampleUpkeep samples{
        *installation->database,
        *installation->inbox,
        {*installation->keys, TRY(load_training_purpose(configuration.catalogue_folder))},
        installation->catalogue,
        system_time(),
        *installation->log};
    OutcomeFigures figures{*installation->database, *installation->keys, installation->catalogue};
    operation::AlarmWatch alarms{*installation->governance, *installation->switchboard, figures};
    sequencer->start();
    outward->start();
    samples.start();
    alarms.start();
    work.start();

    std::unique_ptr<HotFolder> folder;
    if (!configuration.hot_folder.empty())
        folder = TRY(HotFolder::start(configuration.hot_folder, *installation->ledger,
                                      configuration.limits, [&] { work.wake(); }));

    auto server =
        TRY(WebServer::start({*installation->database,
                              *installation->ledger,
                              *installation->blobs,
                              *installation->inbox,
                              *installation->switchboard,
                              *installation->accounts,
                              *installation->keys,
                              installation->catalogue,
                              configuration.limits,
                              system_time(),
                              *installation->log,
                              [&] { work.wake(); },
                              [&] { return check_installation(*installation, reading.get()); },
                              [&] { return level_letter(reading->level()); },
                              pictures.get(),
                              stacks.get(),
                              &inspection,
                              log_folder(configuration),
                              models.get(),
                              &second_look,
                              relations.get(),
                              installation->governance.get()},
                             serve_options(configuration, arguments)));
    fmt::print("Leitstand läuft: {}\n", server->url());
    std::fflush(stdout);

    signals.wait();
    log_info("serve", "stopping");
    server->stop();
    folder.reset();
    work.stop();
    alarms.stop();
    samples.stop();
    outward->stop();
    sequencer->stop();
    return {};
}

} // namespace

int run_serve(ServeArguments const& arguments) {
    StopSignals const signals;
    auto const done = serve(arguments, signals);
    return done ? kDone : tell(done.error(), kCannotRun);
}

} // namespace leitstand::app
