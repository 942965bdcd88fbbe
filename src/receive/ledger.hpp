// SPDX-License-Identifier: EUPL-1.2
// The ledger (Eingangsbuch): bytes -> durable item. Order: sealed blob, fsync, rename, directory fsync; then row and
// job in one transaction; then the receipt. The same arrival key again is the same item; equal bytes under another key
// are an item of their own, linked "identical to". Threads: any.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "store/blob_store.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"

namespace leitstand {

enum class Channel : std::uint8_t { upload, folder, command, mailbox, web_form, oral, telephone, counter };
std::string_view channel_name(Channel channel); // "upload" …
Result<Channel> parse_channel(std::string_view name);

// Where the legal date of receipt comes from.
enum class DateSource : std::uint8_t { channel, stamp, sidecar, person };
std::string_view date_source_name(DateSource source);

// What a channel knows of something that arrives, besides its bytes.
struct Arrival {
    Channel channel = Channel::upload;
    std::string key;       // the channel's own name for this delivery (idempotency key, path+inode+mtime, Message-ID …)
    std::string name;      // file name as given; cleaned by the ledger
    std::optional<Date> receipt_date; // default: today in Berlin
    DateSource date_source = DateSource::channel;
    std::string entered_by; // account id for upload and entry by hand, else empty
    std::string note;       // sealed; entry by hand: how it was said and to whom
    bool is_plain_text = false; // text that needs no parser (web form, entry by hand)
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
    std::string sha256;          // hex
    std::string name;            // unsealed for the caller
    bool is_plain_text = false;
    bool again = false;          // this arrival key was known: nothing new was stored
    std::string identical_to;    // id of the first item with equal bytes, or empty
    BlobRef blob;
    std::string wrapped_key;
};

struct DateCorrection {
    Date receipt_date;
    DateSource source = DateSource::person;
    std::string reason;   // sealed
    std::string by;       // account id
    Instant at;
};

// Streams one arrival in: append() as often as needed, then commit().
class Intake {
  public:
    virtual ~Intake() = default;                            // without commit(): nothing stays
    virtual Result<void> append(std::string_view bytes) = 0; // too_large "item.too_large"
    virtual Result<Item> commit(Arrival const& arrival) = 0; // bad_input "item.empty"; no_space; unavailable
};

class Ledger {
  public:
    static Result<std::unique_ptr<Ledger>> open(Database& database, BlobStore& blobs, KeyRing const& keys,
                                                Limits const& limits, TimeSource& time);
    virtual ~Ledger() = default;

    // Errors: no_space "disk.full" before any byte is taken when space is below free_space_bytes_min.
    virtual Result<std::unique_ptr<Intake>> begin() = 0;
    Result<Item> enter(Arrival const& arrival, std::string_view bytes); // begin, append, commit

    virtual Result<Item> find(std::string const& item_id) = 0; // not_found "item.not_found"
    virtual Result<Item> find_by_receipt_number(std::string const& receipt_number) = 0;
    virtual Result<SecretKey> item_key(Item const& item) = 0;
    virtual Result<void> stream_original(Item const& item, std::function<Result<void>(std::string_view)> const& take) = 0;
    virtual Result<std::string> original(Item const& item) = 0;

    // Appended, never overwritten. Errors: bad_input "receipt_date.in_future", "receipt_date.reason_missing".
    virtual Result<void> correct_receipt_date(std::string const& item_id, DateCorrection const& correction) = 0;
    virtual Result<std::vector<DateCorrection>> date_history(std::string const& item_id) = 0;
};

// Check digit of a receipt number (ISO 7064 MOD 11,10 over year and number, as in the tax id's rule).
std::string receipt_number(int year, std::int64_t number);
bool receipt_number_valid(std::string_view text); // tolerates spaces

// A file name for display and download: no path, no control characters, no bidi overrides, bounded, never empty.
std::string clean_file_name(std::string_view name, Limits const& limits);

} // namespace leitstand
