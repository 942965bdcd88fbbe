// SPDX-License-Identifier: EUPL-1.2
// `leitstand receive PATH…`: files, folders and mailboxes into the ledger, also while a server runs
// on the same data.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "commands.hpp"
#include "log_place.hpp"
#include "read/reading.hpp"
#include "receive/path_intake.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

std::string place(PathReceipt const& receipt) {
    return receipt.message ? fmt::format("{} ({})", receipt.path.string(), *receipt.message)
                           : receipt.path.string();
}

void print_receipt(PathReceipt const& receipt, bool json) {
    auto const& item = *receipt.item;
    if (!json) {
        fmt::print("{}  {}{}\n", item.receipt_number, place(receipt),
                   item.again ? "  (schon da / already there)" : "");
        return;
    }
    Json line{{"input", receipt.path.string()},
              {"status", "received"},
              {"id", item.id},
              {"receipt_number", item.receipt_number},
              {"arrived_at", to_rfc3339(item.arrived_at)},
              {"receipt_date", to_iso(item.receipt_date)},
              {"size_bytes", item.size_bytes},
              {"sha256", item.sha256},
              {"again", item.again}};
    if (receipt.message)
        line["message"] = *receipt.message;
    if (!item.identical_to.empty())
        line["identical_to"] = item.identical_to;
    fmt::print("{}\n", print_json(line));
}

void print_failure(PathReceipt const& receipt) {
    fmt::print("{}\n", print_json(Json{{"input", receipt.path.string()},
                                       {"status", "failed"},
                                       {"reason", receipt.error->key}}));
}

} // namespace

int run_receive(ReceiveArguments const& arguments) {
    std::optional<Date> receipt_date;
    if (!arguments.receipt_date.empty()) {
        auto const date = parse_iso_date(arguments.receipt_date);
        if (!date)
            return tell(date.error(), kWrongUse, "--receipt-date");
        receipt_date = *date;
    }
    auto const installation = Installation::open(arguments.home, Holder::command);
    if (!installation)
        return tell(installation.error(), kCannotRun);
    if (auto const log = bring_into_log(**installation); !log)
        return tell(log.error(), kCannotRun);
    auto const& configuration = (*installation)->configuration;

    // The reader is started only if a mailbox is among the files.
    std::unique_ptr<Reading> reading;
    PathIntake intake{*(*installation)->ledger, configuration.limits, receipt_date, {}, {}};
    intake.split_mbox =
        [&](std::string_view bytes,
            std::function<Result<void>(std::string_view)> const& take) -> Result<void> {
        if (!reading) {
            ReadingOptions options;
            options.reader_program = configuration.reader_program;
            options.limits = configuration.limits;
            options.accept_weak_sandbox = configuration.accept_weak_sandbox;
            reading = TRY(Reading::start(options));
        }
        return reading->split_mbox(bytes, take);
    };

    auto const files = files_below(arguments.paths);
    int code = kDone;
    Progress progress{"receive", arguments.json ? 1 : files.size()};
    receive_files(files, intake, [&](PathReceipt const& receipt) {
        if (receipt.item) {
            print_receipt(receipt, arguments.json);
        } else {
            code = tell(*receipt.error, kSomeFailed, place(receipt));
            if (arguments.json)
                print_failure(receipt);
        }
        std::fflush(stdout);
        progress.step();
        return true;
    });
    bring_rest_into_log(**installation);
    return code;
}

} // namespace leitstand::app
