// SPDX-License-Identifier: EUPL-1.2
// What the ledger knows of an item, and the corrections of its receipt date.
#include "receive/detail/sealed_ledger.hpp"
#include "receive/packing.hpp"

namespace leitstand::detail {

namespace {

constexpr std::size_t kIdenticalMax = 100;

} // namespace

Result<std::optional<TransferNote>> SealedLedger::transfer_note(Item const& item) {
    auto const sealed = TRY(database_.read_for<std::string>(
        [&](Sql& sql) { return ledger_table::sealed_transfer_note(sql, item.number); }));
    if (sealed.empty())
        return std::optional<TransferNote>{};
    return std::optional{TRY(unpack_transfer_note(
        TRY(open_sealed(TRY(item_key(item)), transfer_context(item.id), sealed))))};
}

Result<Item> SealedLedger::to_item(ledger_table::Row const& row) {
    Item item;
    item.id = row.id;
    item.number = row.number;
    item.arrived_at = Instant{row.arrived_at};
    item.receipt_number = receipt_number(item.arrived_at, row.number);
    item.receipt_date = TRY(parse_iso_date(row.receipt_date));
    item.date_source = TRY(parse_date_source(row.date_source));
    item.channel = TRY(parse_channel(row.channel));
    item.size_bytes = static_cast<std::uint64_t>(row.size_bytes);
    item.entered_by = row.entered_by;
    item.is_plain_text = row.is_plain_text;
    item.identical_to = row.identical_to;
    item.wrapped_key = row.wrapped_key;
    auto const key = TRY(keys_.unwrap(row.wrapped_key, row.id));
    auto const fields =
        TRY(unpack_texts(TRY(open_sealed(key, item_context(row.id), row.sealed)), 2));
    item.blob = {.id = row.blob_id, .size_bytes = item.size_bytes, .sha256 = fields[0]};
    item.sha256 = to_hex(fields[0]);
    item.name = fields[1];
    if (!row.sealed_note.empty())
        item.note = TRY(open_sealed(key, note_context(row.id), row.sealed_note));
    return item;
}

Result<std::vector<std::pair<std::string, std::string>>>
SealedLedger::identical_items(Item const& item) {
    auto const finger = fingerprint(item.blob.sha256);
    auto const rows = TRY(database_.read_for<std::vector<ledger_table::Identical>>(
        [&](Sql& sql) { return ledger_table::with_fingerprint(sql, finger, kIdenticalMax + 1); }));
    std::vector<std::pair<std::string, std::string>> found;
    for (auto const& row : rows)
        if (row.id != item.id && found.size() < kIdenticalMax)
            found.emplace_back(row.id, receipt_number(Instant{row.arrived_at}, row.number));
    return found;
}

Result<void> SealedLedger::correct_receipt_date(std::string const& item_id,
                                                DateCorrection const& correction) {
    if (!correction.receipt_date.valid())
        return fail(Code::bad_input, "receipt_date.wrong");
    if (correction.receipt_date > date_in_berlin(time_.now()))
        return fail(Code::bad_input, "receipt_date.in_future");
    if (correction.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(Code::bad_input, "receipt_date.reason_missing");
    if (correction.reason.size() > limits_.entry_text_bytes_max)
        return fail(Code::too_large, "item.note_too_large");
    auto const item = TRY(find(item_id));
    auto const key = TRY(item_key(item));
    ledger_table::CorrectionRow const row{
        .receipt_date = to_iso(correction.receipt_date),
        .source = std::string{date_source_name(correction.source)},
        .sealed_reason = seal(key, reason_context(item.id), correction.reason),
        .corrected_by = correction.by,
        .corrected_at = time_.now().microseconds};
    return database_.write([&](Sql& sql) -> Result<void> {
        TRY(ledger_table::append_correction(sql, item.number, row));
        return log_.write(sql, {.type = EntryType::receipt_date_corrected,
                                .account = correction.by,
                                .item = entry_item(item, key),
                                .details = {{"receipt_date", row.receipt_date},
                                            {"source", row.source},
                                            {"reason", correction.reason}}});
    });
}

Result<std::vector<DateCorrection>> SealedLedger::date_history(std::string const& item_id) {
    auto const item = TRY(find(item_id));
    auto const key = TRY(item_key(item));
    auto const rows = TRY(database_.read_for<std::vector<ledger_table::CorrectionRow>>(
        [&](Sql& sql) { return ledger_table::corrections(sql, item.number); }));
    std::vector<DateCorrection> history;
    for (auto const& row : rows)
        history.push_back(
            {.receipt_date = TRY(parse_iso_date(row.receipt_date)),
             .source = TRY(parse_date_source(row.source)),
             .reason = TRY(open_sealed(key, reason_context(item.id), row.sealed_reason)),
             .by = row.corrected_by,
             .at = Instant{row.corrected_at}});
    return history;
}

} // namespace leitstand::detail
