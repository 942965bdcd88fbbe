// SPDX-License-Identifier: EUPL-1.2
// `leitstand prove receipt ITEM`: the offline proof that an item was received, also while a server
// runs. ITEM is a receipt number or an id.
#include "base/files.hpp"
#include "base/ids.hpp"
#include "commands.hpp"
#include "installation.hpp"
#include "log_place.hpp"
#include "prove/log_inspection.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

constexpr std::size_t kEntriesMax = 10'000; // of one item; its receipt is the first of them

Result<entry_table::Row> entry_of_receipt(Installation& installation, Item const& item) {
    auto const rows = TRY(installation.database->read_for<std::vector<entry_table::Row>>(
        [&](Sql& sql) { return entry_table::of_item(sql, item.number, kEntriesMax); }));
    for (auto const& row : rows)
        if (row.type == entry_type(EntryType::item_received).key)
            return row;
    return fail(Code::not_found, "log.no_entry",
                fmt::format("{} was received before this log began", item.receipt_number));
}

// Whoever runs the command reads what the entry says of the item, so that this leaves an entry,
// too, before anything is handed out. The database keeps it; it comes into the log when somebody
// writes that, which whoever hands out receipts need not be able to do.
Result<Opening> read_opening(Installation& installation, Item const& item,
                             entry_table::Row const& row) {
    auto const key = TRY(installation.ledger->item_key(item));
    TRY(installation.log->enter(
        *installation.database,
        {.type = EntryType::case_read,
         .item = entry_item(item, key),
         .details = {{"what", "log receipt"}, {"part", "0"}, {"purpose", "proof"}}}));
    return installation.log->open(row, &key);
}

Result<void> receipt(ProveReceiptArguments const& arguments) {
    auto const installation = TRY(Installation::open(arguments.home, Holder::command));
    auto const& configuration = installation->configuration;
    auto const item =
        TRY(is_id(arguments.item) ? installation->ledger->find(arguments.item)
                                  : installation->ledger->find_by_receipt_number(arguments.item));
    auto const row = TRY(entry_of_receipt(*installation, item));
    // With the public key alone: whoever hands out receipts need not be able to write the log.
    LogInspection const inspection{
        *installation->database, log_folder(configuration), {}, system_time()};
    auto whole = TRY(inspection.receipt(row));
    if (!arguments.bare)
        whole.opening = TRY(read_opening(*installation, item, row));
    auto const text = print_receipt(whole);
    if (!arguments.out.empty())
        return write_file_durably(arguments.out, text, 0644);
    fmt::print("{}", text);
    return {};
}

} // namespace

int run_prove_receipt(ProveReceiptArguments const& arguments) {
    auto const done = receipt(arguments);
    return done ? kDone : tell(done.error(), kSomeFailed);
}

} // namespace leitstand::app
