// SPDX-License-Identifier: EUPL-1.2
// The inbox (Eingangskorb): what stands where, its findings, and what persons decide about them.
// Content lies sealed with the item's key; filters use keyed tokens, so that a list decrypts only
// the rows it shows. Threads: any. Limits: page_rows_max, kReasonBytesMax. Format:
// docs/formats/inbox.md.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "read/document.hpp"
#include "receive/ledger.hpp"
#include "store/database.hpp"
#include "understand/finding.hpp"

namespace leitstand {

// A person's reason, of whatever step.
inline constexpr std::size_t kReasonBytesMax = 4'000;

enum class ItemState : std::uint8_t {
    waiting,      // received, not read yet
    ready,        // read; a person may work on it
    needs_person, // could not be read or processed; the reason is shown
    closed        // a person closed it
};
std::string_view item_state_name(ItemState state);
Result<ItemState> parse_item_state(std::string_view name);

// `withdraw` takes back the decision before it: what was decided before that one stands again.
enum class DecisionKind : std::uint8_t { confirm, correct, reject, add, withdraw };
std::string_view decision_kind_name(DecisionKind kind);
Result<DecisionKind> parse_decision_kind(std::string_view name);

struct InboxRow {
    std::string id;
    std::int64_t number = 0;
    std::string receipt_number;
    Instant arrived_at;
    Date receipt_date;
    Channel channel = Channel::upload;
    ItemState state = ItemState::waiting;
    std::string reason;                // refusal or failure key, if any
    std::string sender, subject, name; // unsealed
    std::vector<std::string> services, acts,
        themes; // keys, shown findings only, decisions respected
    std::string unit;
    bool identical = false;
};

// The units whose items somebody may see, beside those of no unit; nothing: all items.
using VisibleUnits = std::optional<std::vector<std::string>>;

struct InboxFilter {
    std::optional<ItemState> state; // nothing: all that is not closed
    bool with_closed = false;
    std::string service, act, theme, unit, channel; // keys, empty: any
    std::string words;                 // whole words of sender, subject, name; or a receipt number
    VisibleUnits visible_units;        // part of the query: others are neither counted nor opened
    std::optional<std::int64_t> as_of; // ledger number: newer items do not move the positions
    std::size_t from = 0;              // position in the filtered list
    std::size_t count = 50;
};

struct InboxPage {
    std::vector<InboxRow> rows;
    std::size_t total = 0; // rows of the filter
    std::int64_t as_of = 0;
    std::int64_t newer = 0; // items beyond as_of, of the visible units
};

// A machine's finding with the last decision on it, or one that a person added. Confirming takes it
// as the function found it (and so takes back a correction or a rejection); rejecting keeps it
// visible here, but not in the list.
struct DecidedFinding {
    std::string id;
    std::int64_t version = 1; // grows with each decision
    Finding finding;
    bool shown = true;      // shadow results are stored and not shown
    std::string state;      // "open" | "confirmed" | "corrected" | "rejected" | "added" |
                            // "withdrawn": added, and taken back
    std::string decided_by; // account's display name
    std::optional<Instant> decided_at;
    std::string corrected_key, corrected_value;
};

struct FindingDecision {
    std::string finding_id;   // empty for `add`
    std::int64_t version = 0; // the one the person saw
    DecisionKind kind = DecisionKind::confirm;
    std::string key, value;                        // correct, add
    FindingKind finding_kind = FindingKind::field; // add
    std::string reason;
    std::string by; // account id
    std::string by_name;
};

struct ItemView {
    Item item;
    ItemState state = ItemState::waiting;
    std::string reason;
    std::uint32_t attempts = 0;
    std::optional<Document> document;
    std::vector<DecidedFinding> findings;
    std::vector<Request> requests;
    // As computed when the letter was read; what people decided since is in standing.hpp. Nothing
    // where what they rest on is not shown.
    std::optional<std::vector<ClockFinding>> clocks;
    std::optional<std::vector<RequirementFinding>> requirements;
    std::string unit;
    DecidedFinding unit_finding; // the same as something to decide on; no key: no rule fits
    std::optional<Mask> mask; // what the functions did not see; nothing where none shows anything
    bool held = false;
    std::vector<std::string> held_because;
    std::vector<FunctionKey> shadows; // that read the letter and are shown to nobody
    std::vector<DateCorrection> date_history;
    struct Derived {
        std::uint32_t part;
        std::string name;
        std::string media_type;
        std::uint64_t size_bytes;
    };
    std::vector<Derived> derived;
    std::vector<std::pair<std::string, std::string>> identical; // id, receipt number
    std::int64_t version = 1;
};

// One finding, or the unit, by its id; null where there is none.
DecidedFinding const* find_finding(ItemView const& view, std::string_view id);

// An attachment that lies sealed as a blob; prepare_outcome's function writes its row.
struct KeptPart {
    std::uint32_t part = 0;
    std::string name;
    std::string media_type;
    BlobRef blob;
    BlobHold hold{}; // until the outcome is written or dropped
};

class Inbox {
  public:
    // Joins the ledger as its companion, and gives items that were entered without an inbox their
    // row. With a catalogue, decisions are checked for known keys and the shape of values.
    static Result<std::unique_ptr<Inbox>> open(Database& database, Ledger& ledger, BlobStore& blobs,
                                               KeyRing const& keys, Limits const& limits,
                                               TimeSource& time, EntryLog const& log,
                                               std::shared_ptr<Catalogue const> catalogue = {});
    virtual ~Inbox() = default;

    // For work: what came out, in the caller's transaction with the job. Sealing happens before,
    // outside of it.
    struct Outcome {
        ItemState state = ItemState::ready;
        std::string reason;
        std::optional<Document> document;
        std::optional<Understanding> understanding;
        std::vector<FunctionKey> shadow; // findings of these are stored, not shown
        std::vector<KeptPart> parts;
        std::uint32_t attempts = 0;
        // What `relate` found beside it: for the log, its rows are written by Relations.
        std::size_t relations = 0;
        std::string relations_sha256{};
    };
    // Seals now; the returned function writes. The Item must be the ledger's.
    virtual Result<std::function<Result<void>(Sql&)>> prepare_outcome(Item const& item,
                                                                      Outcome const& outcome) = 0;
    // Seals an attachment's bytes as a derived part of the item; durable when it returns. The
    // caller hands it on in Outcome::parts; without that the ledger's sweep removes it.
    virtual Result<KeptPart> keep_part(Item const& item, std::uint32_t part,
                                       std::string const& name, std::string const& media_type,
                                       std::string_view bytes) = 0;

    virtual Result<InboxPage> list(InboxFilter const& filter) = 0;
    virtual Result<ItemView> view(std::string const& item_id) = 0;
    virtual Result<std::string> part_bytes(std::string const& item_id, std::uint32_t part) = 0;

    // Whose a part is and which bytes it has, without opening what was read: long documents ask
    // for it with every picture of a page. Part 0 is the original; a part that was not kept has no
    // blob. Errors: not_found "item.not_found".
    struct PartPlace {
        Item item;
        std::string unit;
        std::string blob_id;
    };
    virtual Result<PartPlace> part_place(std::string const& item_id, std::uint32_t part) = 0;

    // Errors: conflict "finding.changed" (detail: display name, tab, state that the finding has
    // now), not_found "finding.not_found", bad_input "finding.value_invalid",
    // "finding.key_unknown", "finding.key_missing", "decision.nothing_to_withdraw".
    virtual Result<DecidedFinding> decide(std::string const& item_id,
                                          FindingDecision const& decision) = 0;
    // Closes, reopens (`ready`: back to where it stood), or takes over what needed a person
    // (`ready`). Errors: conflict "item.changed", bad_input "item.state_not_allowed".
    virtual Result<void> set_state(std::string const& item_id, std::int64_t version,
                                   ItemState state, std::string const& reason,
                                   std::string const& by) = 0;
    // Puts an item that needs a person back into the queue with fresh attempts. Errors: bad_input
    // "item.state_not_allowed".
    virtual Result<void> try_again(std::string const& item_id, std::string const& by) = 0;

    struct Counts {
        std::size_t waiting = 0, ready = 0, needs_person = 0, closed = 0;
    };
    virtual Result<Counts> counts(VisibleUnits const& visible_units = {}) = 0;
};

} // namespace leitstand
