// SPDX-License-Identifier: EUPL-1.2
// Keys at rest: one master key in a file outside the data folder wraps one data key per item;
// deleting an item's wrapped key erases the item. A recovery recipient (public key) gets a second
// copy of the key file (store/recovery.hpp). Formats: docs/formats/sealed.md. Threads: any after
// open(). Limits: kMasterKeysMax.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/crypto/crypto.hpp"

namespace leitstand {

class KeyRing {
  public:
    static constexpr std::size_t kMasterKeysMax = 100; // in one key file

    // Makes a new key file (mode 0600). Errors: conflict "key_file.exists", not_found or no_right
    // "key_file.cannot_write".
    static Result<void> create(std::filesystem::path const& key_file);

    // Errors: not_found "key_file.missing" (with what to do), refused "key_file.readable_by_others"
    // (mode wider than 0600, or another owner), refused "key_file.inside_data_folder", damaged
    // "key_file.damaged".
    static Result<KeyRing> open(std::filesystem::path const& key_file,
                                std::filesystem::path const& data_folder);

    SecretKey new_item_key() const { return SecretKey::random(); }

    // "NUMBER:BASE64", where NUMBER names the master key; bound to the item's id.
    std::string wrap(SecretKey const& item_key, std::string_view item_id) const;
    // Errors: damaged "key.damaged" (changed, or of another item), not_found "key.master_missing".
    Result<SecretKey> unwrap(std::string_view wrapped, std::string_view item_id) const;

    // Keys for one purpose that survive rotation ("fingerprint", "inbox index", …).
    SecretKey purpose_key(std::string_view purpose) const;

    // Adds a new master key in front; the old ones stay until every item key is wrapped again
    // ("leitstand keys rotate"). A KeyRing that is open keeps what it read. Errors: as open(),
    // too_many "key_file.too_many_keys".
    static Result<void> add_master_key(std::filesystem::path const& key_file);
    static Result<void> drop_old_master_keys(std::filesystem::path const& key_file);
    bool wrapped_by_newest(std::string_view wrapped) const;

    // The whole key file sealed for a recovery public key, as text; opened again with the key on
    // the recovery sheet (restore_key_file() in store/recovery.hpp).
    std::string sealed_for_recovery(std::string_view public_key) const;

  private:
    struct State;
    std::shared_ptr<State const> state_;
};

} // namespace leitstand
