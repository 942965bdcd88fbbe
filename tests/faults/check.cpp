// SPDX-License-Identifier: EUPL-1.2
#include "faults/check.hpp"

#include "house/letters.hpp"
#include "house/rows_table.hpp"
#include "prove/log_in_database.hpp"
#include "prove/log_verifier.hpp"
#include "store/job_queue.hpp"

namespace leitstand::faults {

Result<void> Checker::check_row(house::House& house, Client& client, std::string const& id,
                                std::int64_t number) {
    ++verdict.items;
    auto const item = house.ledger->find(id);
    auto const bytes =
        item ? house.ledger->original(*item) : Result<std::string>{tl::unexpected(item.error())};
    if (!bytes) {
        ++verdict.half_visible;
        fmt::print(stderr, "item {} has no readable bytes: {}\n", number, bytes.error().describe());
        return {};
    }
    std::string const key{house::letter_name(*bytes)};
    if (*bytes != bytes_of(key)) {
        ++verdict.half_visible;
        return {};
    }
    if (!client.begun().contains(key))
        ++verdict.never_sent;
    if (!seen_.insert(key).second) {
        ++verdict.twice;
        return {};
    }
    auto const known = client.receipts().find(key);
    if (known == client.receipts().end() || known->second.number == 0)
        return {}; // not acknowledged, or by the deliberately wrong order, which knows no number
    auto const& receipt = known->second;
    if (receipt.number != number || receipt.item_id != id || receipt.sha256 != item->sha256 ||
        receipt.receipt_number != item->receipt_number ||
        !receipt_number_valid(receipt.receipt_number))
        ++verdict.wrong_receipt;
    return {};
}

Result<void> Checker::check_rows(house::House& house, Client& client) {
    auto const found =
        TRY(house::rows(*house.database,
                        fmt::format("SELECT number, id FROM item WHERE number > {} ORDER BY number",
                                    last_number_)));
    for (auto const& row : found) {
        auto const number = std::stoll(row[0]);
        if (number != last_number_ + 1)
            ++verdict.gaps;
        last_number_ = number;
        TRY(check_row(house, client, row[1], number));
    }
    return {};
}

Result<void> Checker::check_jobs(house::House& house) {
    auto const counts = TRY(house.inbox->counts());
    auto const figures =
        TRY(house.database->read_for<QueueFigures>([](Sql& sql) { return queue_figures(sql); }));
    auto const jobs = figures.waiting + figures.leased;
    auto const waiting = static_cast<std::int64_t>(counts.waiting);
    verdict.without_job += std::abs(waiting - jobs);
    auto const strays = TRY(house::row_count(
        *house.database, "SELECT count(*) FROM job WHERE subject NOT IN (SELECT id FROM item)"));
    verdict.without_job += strays;
    return {};
}

// Looks at each item by itself: what waits has a job, what does not wait has none, what is ready
// has its reading, and the counters that the screens show agree with the rows.
Result<void> Checker::check_outcomes(house::House& house) {
    auto& database = *house.database;
    verdict.without_job += TRY(house::row_count(
        database,
        "SELECT count(*) FROM item LEFT JOIN inbox ON inbox.number = item.number "
        "LEFT JOIN job ON job.subject = item.id WHERE inbox.number IS NULL OR "
        "(inbox.state = 0 AND job.id IS NULL) OR (inbox.state <> 0 AND job.id IS NOT NULL)"));
    verdict.half_visible +=
        TRY(house::row_count(database, "SELECT count(*) FROM inbox WHERE state = 1 AND number NOT "
                                       "IN (SELECT number FROM reading)"));
    auto const counts = TRY(house.inbox->counts());
    auto const count = [&](int state) {
        return house::row_count(database,
                                fmt::format("SELECT count(*) FROM inbox WHERE state = {}", state));
    };
    if (TRY(count(0)) != static_cast<std::int64_t>(counts.waiting) ||
        TRY(count(1)) != static_cast<std::int64_t>(counts.ready) ||
        TRY(count(2)) != static_cast<std::int64_t>(counts.needs_person))
        ++verdict.wrong_counts;
    auto const sample = TRY(house::rows(
        database,
        "SELECT item.id FROM item JOIN inbox ON inbox.number = item.number WHERE inbox.state = 1 "
        "ORDER BY item.number DESC LIMIT 200"));
    for (auto const& row : sample) {
        auto const view = house.inbox->view(row[0]);
        auto const bytes = view ? house.ledger->original(view->item) : Result<std::string>{""};
        if (!view || !view->document || !bytes || view->document->text != *bytes)
            ++verdict.half_visible;
        else if (is_scan(house::letter_name(*bytes)) &&
                 house.inbox->part_bytes(row[0], 1).value_or("") != kScanAttachment)
            ++verdict.half_visible;
    }
    return {};
}

// The act and its entry are one: an item and its receipt, a reading and what was found, an entry
// and its record.
Result<void> Checker::check_entries(house::House& house) {
    for (auto const* statement :
         {"SELECT count(*) FROM item WHERE (SELECT count(*) FROM log_entry e WHERE e.item = "
          "item.number AND e.type = 'item_received') <> 1",
          "SELECT count(*) FROM log_entry WHERE item IS NOT NULL AND item NOT IN (SELECT number "
          "FROM item)",
          "SELECT count(*) FROM reading r WHERE (SELECT count(*) FROM log_entry e WHERE e.item = "
          "r.number AND e.type IN ('document_read', 'document_refused')) < r.run",
          // Every outcome and every change of state makes one version: as many entries, both ways.
          "SELECT count(*) FROM inbox WHERE version - 1 <> (SELECT count(*) FROM log_entry e WHERE "
          "e.item = inbox.number AND e.type IN ('document_read', 'document_refused', "
          "'item_state_changed'))",
          "SELECT abs((SELECT count(*) FROM decision) - (SELECT count(*) FROM log_entry WHERE type "
          "= 'decision_made'))",
          "SELECT abs((SELECT count(*) FROM mode_change) - (SELECT count(*) FROM log_entry WHERE "
          "type = 'mode_changed'))",
          "SELECT count(*) FROM log_entry e LEFT JOIN log_opening o ON o.id = e.id WHERE o.id IS "
          "NULL",
          "SELECT count(*) FROM log_opening o LEFT JOIN log_entry e ON e.id = o.id WHERE e.id IS "
          "NULL"})
        verdict.without_entry += TRY(house::row_count(*house.database, statement));
    return {};
}

Result<void> Checker::check_log(house::House& house, std::filesystem::path const& folder) {
    auto log = house::HouseLog::open(house, folder);
    if (!log) {
        ++verdict.log_faults;
        fmt::print(stderr, "the log does not open: {}\n", log.error().describe());
        return {};
    }
    auto const report =
        TRY(verify_log(house::HouseLog::log_folder(folder), log->folder->verifier()));
    auto const checkpoint = log->folder->checkpoint();
    auto const entries = TRY(house::row_count(*house.database, "SELECT count(*) FROM log_entry"));
    if (report.fault)
        fmt::print(stderr, "the log: {}: {}\n", report.fault->file, report.fault->found);
    bool const is_whole =
        !report.fault && checkpoint.size == static_cast<std::uint64_t>(entries) &&
        TRY(root_in_database(*house.database, checkpoint.size)) == checkpoint.root;
    if (!is_whole)
        ++verdict.log_faults;
    return {};
}

Result<void> Checker::check_new(house::House& house, Client& client) {
    TRY(check_rows(house, client));
    for (auto const& key : client.take_fresh())
        if (!seen_.contains(key)) {
            ++verdict.lost;
            client.forget(key);
        }
    if (++checks_ % 50 == 0) {
        TRY(check_outcomes(house));
        TRY(check_entries(house));
    }
    return check_jobs(house);
}

Result<void> Checker::check_all(house::House& house, Client& client) {
    verdict = {};
    seen_.clear();
    last_number_ = 0;
    TRY(check_rows(house, client));
    client.take_fresh();
    for (auto const& [key, receipt] : client.receipts())
        if (!seen_.contains(key))
            ++verdict.lost;
    TRY(check_outcomes(house));
    TRY(check_entries(house));
    return check_jobs(house);
}

Result<void> Checker::count_files(house::House& house, std::filesystem::path const& blob_folder) {
    std::set<std::string> used;
    for (auto const& row : TRY(house::rows(*house.database, "SELECT blob_id FROM item UNION "
                                                            "SELECT blob_id FROM derived_part")))
        used.insert(row[0]);
    std::error_code error;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(blob_folder, error)) {
        if (!entry.is_regular_file(error))
            continue;
        auto const name = entry.path().filename().string();
        if (used.contains(name) || used.contains(entry.path().stem().string()))
            continue;
        ++(name.size() == 32 || entry.path().stem().string().size() == 32 ? verdict.blobs_unused
                                                                          : verdict.unfinished);
    }
    return {};
}

} // namespace leitstand::faults
