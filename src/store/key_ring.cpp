// SPDX-License-Identifier: EUPL-1.2
#include "store/key_ring.hpp"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <sys/file.h>

#include "base/assert.hpp"
#include "base/files.hpp"
#include "store/detail/key_file.hpp"
#include "store/recovery.hpp"
#include "store/secret_file.hpp"

namespace leitstand {

struct KeyRing::State {
    detail::KeyFile keys;
};

namespace {

std::string wrap_context(std::string_view item_id) {
    return fmt::format("leitstand/v1/item key/{}", item_id);
}

// Reads, changes and replaces the key file; two such changes wait for each other.
Result<void> change_key_file(std::filesystem::path const& path,
                             std::function<Result<void>(detail::KeyFile&)> const& change) {
    auto const folder =
        path.parent_path().empty() ? std::filesystem::path{"."} : path.parent_path();
    FileDescriptor const guard{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!guard.valid() || ::flock(guard.get(), LOCK_EX) != 0)
        return tl::unexpected(errno_error(errno, "key_file.cannot_write", path.string()));
    auto keys = TRY(detail::parse_key_file(TRY(read_secret_file(path))));
    TRY(change(keys));
    return write_file_durably(std::filesystem::canonical(path), detail::print_key_file(keys), 0600);
}

// "12:abc…" -> 12 and "abc…".
Result<std::pair<std::uint32_t, std::string_view>> split_wrapped(std::string_view wrapped) {
    std::uint32_t number = 0;
    auto const [end, problem] =
        std::from_chars(wrapped.data(), wrapped.data() + wrapped.size(), number);
    if (problem != std::errc{} || end == wrapped.data() + wrapped.size() || *end != ':')
        return fail(Code::damaged, "key.damaged", "no master key number");
    return std::pair{number, wrapped.substr(static_cast<std::size_t>(end - wrapped.data()) + 1)};
}

} // namespace

Result<void> KeyRing::create(std::filesystem::path const& key_file) {
    detail::KeyFile keys;
    keys.masters.push_back({1, SecretKey::random()});
    keys.purpose_root = SecretKey::random();
    return write_new_secret_file(key_file, detail::print_key_file(keys));
}

Result<KeyRing> KeyRing::open(std::filesystem::path const& key_file,
                              std::filesystem::path const& data_folder) {
    TRY(check_outside(key_file, data_folder));
    auto state = std::make_shared<State>();
    state->keys = TRY(detail::parse_key_file(TRY(read_secret_file(key_file))));
    KeyRing ring;
    ring.state_ = std::move(state);
    return ring;
}

std::string KeyRing::wrap(SecretKey const& item_key, std::string_view item_id) const {
    auto const& newest = state_->keys.masters.front();
    return fmt::format("{}:{}", newest.number,
                       to_base64(seal(newest.key, wrap_context(item_id), item_key.bytes())));
}

Result<SecretKey> KeyRing::unwrap(std::string_view wrapped, std::string_view item_id) const {
    auto const [number, text] = TRY(split_wrapped(wrapped));
    auto const& masters = state_->keys.masters;
    auto const master =
        std::find_if(masters.begin(), masters.end(),
                     [wanted = number](auto const& each) { return each.number == wanted; });
    if (master == masters.end())
        return fail(Code::not_found, "key.master_missing", fmt::format("master key {}", number));
    auto const sealed = from_base64(text);
    if (!sealed)
        return fail(Code::damaged, "key.damaged", "not base64");
    auto const plain = open_sealed(master->key, wrap_context(item_id), *sealed);
    if (!plain || plain->size() != SecretKey::kBytes)
        return fail(Code::damaged, "key.damaged", "not authentic");
    return SecretKey::from_bytes(*plain);
}

SecretKey KeyRing::purpose_key(std::string_view purpose) const {
    return derive_key(state_->keys.purpose_root, purpose);
}

Result<void> KeyRing::add_master_key(std::filesystem::path const& key_file) {
    return change_key_file(key_file, [](detail::KeyFile& keys) -> Result<void> {
        if (keys.masters.size() == kMasterKeysMax)
            return fail(Code::too_many, "key_file.too_many_keys");
        keys.masters.insert(keys.masters.begin(),
                            {keys.masters.front().number + 1, SecretKey::random()});
        return {};
    });
}

Result<void> KeyRing::drop_old_master_keys(std::filesystem::path const& key_file) {
    return change_key_file(key_file, [](detail::KeyFile& keys) -> Result<void> {
        keys.masters.resize(1);
        return {};
    });
}

bool KeyRing::wrapped_by_newest(std::string_view wrapped) const {
    auto const parts = split_wrapped(wrapped);
    return parts && parts->first == state_->keys.masters.front().number;
}

std::string KeyRing::sealed_for_recovery(std::string_view public_key) const {
    return fmt::format("leitstand sealed key file 1\nrecovery {}\npublic {}\nsealed {}\n",
                       recovery_mark(public_key), to_base64(public_key),
                       to_base64(seal_for(public_key, detail::print_key_file(state_->keys))));
}

} // namespace leitstand
