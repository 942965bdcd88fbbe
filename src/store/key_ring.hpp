// SPDX-License-Identifier: EUPL-1.2
// Keys at rest: one master key in a file outside the data folder wraps one data key per item; deleting an item's
// wrapped key erases the item. A recovery recipient (public key) gets a second wrapping of the master key.
// Formats: docs/formats/sealed.md. Threads: any after open().
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/crypto/crypto.hpp"

namespace leitstand {

class KeyRing {
  public:
    // Makes a new key file (mode 0600). Errors: conflict "key_file.exists".
    static Result<void> create(std::filesystem::path const& key_file);

    // Errors: not_found "key_file.missing" (with what to do), refused "key_file.readable_by_others",
    // refused "key_file.inside_data_folder", damaged "key_file.damaged".
    static Result<KeyRing> open(std::filesystem::path const& key_file, std::filesystem::path const& data_folder);

    SecretKey new_item_key() const { return SecretKey::random(); }
    std::string wrap(SecretKey const& item_key, std::string_view item_id) const; // base64 text, names the master key's number
    Result<SecretKey> unwrap(std::string_view wrapped, std::string_view item_id) const;

    // Keys for one purpose that survive rotation ("fingerprint", "inbox index", …).
    SecretKey purpose_key(std::string_view purpose) const;

    // Adds a new master key in front; the old ones stay until every item key is wrapped again ("leitstand keys rotate").
    static Result<void> add_master_key(std::filesystem::path const& key_file);
    static Result<void> drop_old_master_keys(std::filesystem::path const& key_file);
    bool wrapped_by_newest(std::string_view wrapped) const;

    // The whole key file sealed for a recovery public key; opened again with the key on the recovery sheet.
    std::string sealed_for_recovery(std::string_view public_key) const;

  private:
    struct State;
    std::shared_ptr<State const> state_;
};

} // namespace leitstand
