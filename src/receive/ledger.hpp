// SPDX-License-Identifier: EUPL-1.2
// The ledger (Eingangsbuch): bytes -> durable item. Order: sealed blob, fsync, rename, directory
// fsync; then row and job in one transaction; then the receipt. The same arrival key again is the
// same item; equal bytes under another key are an item of their own, linked "identical to".
// Threads: any.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "prove/entry_log.hpp"
#include "receive/transfer_note.hpp"
#include "store/blob_store.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"

namespace leitstand {

enum class Channel : std::uint8_t {
    upload,
    folder,
    command,
    mailbox,
    web_form,
    oral,
    telephone,
    counter
};
std::string_view channel_name(Channel channel); // "upload" …
Result<Channel> parse_channel(std::string_view name);

// Where the legal date of receipt comes from.
enum class DateSource : std::uint8_t { channel, stamp, sidecar, person };
std::string_view date_source_name(DateSource source);
Result<DateSource> parse_date_source(std::string_view name);

// What a channel knows of something that arrives, besides its bytes.
struct Arrival {
    Channel channel = Channel::upload;
    std::string key; // the channel's own name for this delivery (idempotency key, path+inode+mtime,
                     // Message-ID …)
    std::string name;                 // file name as given; cleaned by the ledger
    std::optional<Date> receipt_date; // default: today in Berlin
    DateSource date_source = DateSource::channel;
    std::string date_reason{};  // sealed; how the date is known, the first entry of its history
    std::string entered_by;     // account id for upload and entry by hand, else empty
    std::string note;           // sealed; entry by hand: how it was said and to whom
    bool is_plain_text = false; // text that needs no parser (web form, entry by hand)
    std::optional<TransferNote> transfer{}; // sealed; the scanning office's note
};

struct Item {
    std::string id;             // 32 hex
    std::int64_t number = 0;    // position in the ledger, from 1, in order of commit
    std::string receipt_number; // "2026-000123-7": year, number, check digit; can be read out
    Instant arrived_at;         // the system's, immutable
    Date receipt_date;          // the legal one, as last corrected
    DateSource date_source = DateSource::channel;
    Channel channel = Channel::upload;
    std::uint64_t size_bytes = 0;
    std::string sha256;     // hex
    std::string name;       // unsealed for the caller
    std::string note;       // unsealed for the caller
    std::string entered_by; // account id, or empty
    bool is_plain_text = false;
    bool again = false;       // this arrival key was known: nothing new was stored
    std::string identical_to; // id of the first item with equal bytes, or empty
    BlobRef blob;
    std::string wrapped_key;
};

struct DateCorrection {
    Date receipt_date;
    DateSource source = DateSource::person;
    std::string reason; // sealed
    std::string by;     // account id
    Instant at;
};

// Streams one arrival in: append() as often as needed, then commit(). Threads: one; several intakes
// may commit at once.
class Intake {
  public:
    virtual ~Intake() = default;                             // without commit(): nothing stays
    virtual Result<void> append(std::string_view bytes) = 0; // too_large "item.too_large"
    // Durable when it returns. Errors: bad_input "item.empty", "receipt_date.wrong",
    // "receipt_date.in_future", "receipt_date.missing" (a reason without a date); too_large
    // "item.note_too_large"; conflict "arrival.key_reused" (the key is known with other bytes);
    // no_space; unavailable.
    virtual Result<Item> commit(Arrival const& arrival) = 0;
};

// An arrival whose bytes are durable and whose row is still to be written, for those who enter
// several items in one transaction of their own. What is never written goes with the sweep. Must
// not outlive the ledger; keep it until the transaction has ended.
class PreparedEntry {
  public:
    virtual ~PreparedEntry() = default;
    // In the caller's transaction; may run several times. A known arrival key gives the known item
    // with `again`. Errors: conflict "arrival.key_reused"; those of the companion.
    virtual Result<Item> write(Sql& sql) = 0;
};

// What a higher room writes in the transaction that enters an item (the inbox its waiting row).
class LedgerCompanion {
  public:
    virtual ~LedgerCompanion() = default;
    // Called before the transaction, with everything but the number; the returned function writes,
    // perhaps several times.
    virtual std::function<Result<void>(Sql&, std::int64_t number)>
    prepare_entry(Item const& item) = 0;
};

// What lists over many items name, without opening what was received.
struct ItemReference {
    std::string id;
    std::string receipt_number;
    std::optional<SecretKey> key; // none: it was deleted, or is damaged
};

// Keeps a blob that waits for its row from the sweep, for as long as it is held by anybody.
using BlobHold = std::shared_ptr<void const>;

class Ledger {
  public:
    static Result<std::unique_ptr<Ledger>> open(Database& database, BlobStore& blobs,
                                                KeyRing const& keys, Limits const& limits,
                                                TimeSource& time, EntryLog const& log);
    virtual ~Ledger() = default;

    // Set while nothing is received (start, end). One at most; nothing takes it away.
    virtual void set_companion(LedgerCompanion* companion) = 0;

    // Errors: no_space "disk.full" before any byte is taken when space is below
    // free_space_bytes_min.
    virtual Result<std::unique_ptr<Intake>> begin() = 0;
    Result<Item> enter(Arrival const& arrival, std::string_view bytes); // begin, append, commit

    // Errors: those of begin() and of Intake.
    virtual Result<std::unique_ptr<PreparedEntry>> prepare(Arrival const& arrival,
                                                           std::string_view bytes) = 0;

    virtual Result<Item> find(std::string const& item_id) = 0; // not_found "item.not_found"
    virtual Result<Item> find_by_receipt_number(std::string const& receipt_number) = 0;
    virtual Result<SecretKey> item_key(Item const& item) = 0;
    // By number; those that do not exist are left out.
    virtual Result<std::map<std::int64_t, ItemReference>>
    references(std::vector<std::int64_t> const& numbers) = 0;
    virtual Result<void>
    stream_original(Item const& item,
                    std::function<Result<void>(std::string_view)> const& take) = 0;
    virtual Result<std::string> original(Item const& item) = 0;
    virtual Result<std::optional<TransferNote>> transfer_note(Item const& item) = 0;
    // The other items with the same bytes, oldest first, at most 100: id and receipt number.
    virtual Result<std::vector<std::pair<std::string, std::string>>>
    identical_items(Item const& item) = 0;

    // Appended, never overwritten. Errors: bad_input "receipt_date.wrong",
    // "receipt_date.in_future", "receipt_date.reason_missing"; not_found.
    virtual Result<void> correct_receipt_date(std::string const& item_id,
                                              DateCorrection const& correction) = 0;
    virtual Result<std::vector<DateCorrection>>
    date_history(std::string const& item_id) = 0; // oldest first

    // Removes blobs older than an hour that no row names (a crash between blob and row). Intakes in
    // progress are safe, and what is held. Returns how many went.
    virtual Result<std::size_t> sweep_orphans() = 0;
    // For rooms that keep blobs of their own: hold one from its writing until its row is committed
    // or it is given up. Must not outlive the ledger.
    virtual BlobHold hold(std::string const& blob_id) = 0;

    // Wraps the keys of up to `count` items with the newest master key, from ledger number `from`
    // on ("keys rotate").
    struct Rewrapped {
        std::size_t changed = 0;
        std::int64_t next = 0; // ledger number to go on with; 0: done
    };
    virtual Result<Rewrapped> rewrap_keys(std::int64_t from, std::size_t count) = 0;
};

// An item as what an entry of the log is about.
EntryItem entry_item(Item const& item, SecretKey const& key);

// First in a transaction that writes prepared entries: numbers have no gap, so that entries are
// written one after the other.
Result<void> wait_to_enter(Sql& sql);

// For rooms that keep blobs of their own for an item: in the transaction that stores the reference,
// so that sweep_orphans() leaves the blob alone.
Result<void> claim_blob(Sql& sql, std::string const& blob_id, std::int64_t number);

// Check digit of a receipt number (ISO 7064 MOD 11,10 over year and number, as in the tax id's
// rule).
std::string receipt_number(int year, std::int64_t number);
// Of what arrived then: its year in Berlin.
std::string receipt_number(Instant arrived_at, std::int64_t number);
bool receipt_number_valid(std::string_view text); // tolerates spaces
struct ReceiptNumber {
    int year = 0;
    std::int64_t number = 0;
};
std::optional<ReceiptNumber>
parse_receipt_number(std::string_view text); // nothing if a digit is wrong

// A file name for display and download: no path, no control characters, no bidi overrides, bounded,
// never empty.
std::string clean_file_name(std::string_view name, Limits const& limits);

} // namespace leitstand
