// SPDX-License-Identifier: EUPL-1.2
// The training store: what the desk teaches, pseudonymous and apart from the inbox, for one purpose
// of the catalogue and until a day of deletion (SGB X § 67c(3); docs/formats/training-store.md).
// It holds no name and no way back to an item or a person. Threads: any; a call belongs to the
// transaction it is given.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/crypto.hpp"
#include "base/time.hpp"
#include "catalogue/training_purpose.hpp"
#include "learn/samples.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"

namespace leitstand::learn {

inline constexpr std::size_t kSampleTextBytesMax = 256 << 10; // docs/limits.md
inline constexpr std::size_t kSamplesReadMax = 200'000;       // docs/limits.md

enum class Verdict : std::uint8_t { confirmed, corrected, rejected, added };
std::string_view verdict_name(Verdict verdict);

// What one person said to one label of one item.
struct DeskLabel {
    std::string label;    // "service.wohngeld"
    bool applies = false; // false: rejected, or corrected to another one
    Verdict verdict = Verdict::confirmed;
    std::string account;      // pseudonym
    std::string suggested_by; // function version; empty where a person added the label
    bool operator==(DeskLabel const&) const = default;
};

struct DeskSample {
    std::string item;     // reference, not an id
    std::string function; // "sort"
    std::string text;     // what the judges saw: masked
    std::vector<GivenFeature> given;
    std::vector<DeskLabel> labels;
    Date decided_on;
    std::string catalogue; // hash, its first characters
    bool operator==(DeskSample const&) const = default;
};

// The first day on which a sample must be gone.
Date delete_on(Date decided_on, int retention_months);
// The last day of decision whose samples must be gone by `today`.
Date decided_until(Date today, int retention_months);

class TrainingStore {
  public:
    // Without a purpose nothing is kept, and what is there is deleted by the next upkeep.
    TrainingStore(KeyRing const& keys, std::shared_ptr<TrainingPurpose const> purpose);

    TrainingPurpose const* purpose() const { return purpose_.get(); }
    std::string item_reference(std::string_view item_id) const;
    std::string account_pseudonym(std::string_view account_id) const; // "K-1a2b3c4d5e6f"

    // Keeps the sample in place of an earlier one of its item and function; false: it lay there
    // just so. Only with a purpose. Errors: those of the database.
    Result<bool> put(Sql& sql, DeskSample const& sample) const;
    // Whether there was one.
    Result<bool> remove(Sql& sql, std::string const& item, std::string const& function) const;

    // In the transaction that deletes the item: how many samples went with it.
    Result<std::uint64_t> forget_item(Sql& sql, std::string_view item_id) const;
    struct Deleted {
        std::uint64_t expired = 0, of_other_purposes = 0;
    };
    // What is past the day written down with it, or past the retention as it is now: a purpose
    // whose retention was shortened keeps nothing longer.
    Result<Deleted> delete_due(Sql& sql, Date today) const;

    // Oldest decision first, then by reference, so that the order says nothing. Samples past their
    // day are left out though the upkeep did not come by yet. Errors: too_many
    // "training.too_many" beyond kSamplesReadMax; damaged "training.damaged".
    Result<std::vector<DeskSample>> samples(Sql& sql, std::string_view function, Date today) const;

    struct Figures {
        std::uint64_t sort = 0, urgent = 0; // samples
        std::string first_deletion;         // ISO date; empty: there is none
    };
    Result<Figures> figures(Sql& sql) const;

  private:
    Result<DeskSample> open(std::string const& item, std::string const& function,
                            std::string const& decided_on, std::string const& sealed) const;
    SecretKey store_key_, item_key_, account_key_;
    std::shared_ptr<TrainingPurpose const> purpose_;
};

} // namespace leitstand::learn
