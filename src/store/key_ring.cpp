// SPDX-License-Identifier: EUPL-1.2
#include "store/key_ring.hpp"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.hpp"
#include "base/files.hpp"
#include "store/detail/key_file.hpp"
#include "store/recovery.hpp"

namespace leitstand {

struct KeyRing::State {
    detail::KeyFile keys;
};

namespace {

constexpr std::uint64_t kKeyFileBytesMax = 64 << 10;

std::string wrap_context(std::string_view item_id) {
    return fmt::format("leitstand/v1/item key/{}", item_id);
}

// The file must be one that only the account of this process can read.
Result<std::string> read_key_file(std::filesystem::path const& path) {
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.valid() && (errno == ENOENT || errno == ENOTDIR))
        return fail(
            Code::not_found, "key_file.missing",
            fmt::format(
                "{}: bring it back from where it is kept, or restore it with the recovery sheet",
                path.string()));
    if (!file.valid())
        return tl::unexpected(errno_error(errno, "key_file.cannot_read", path.string()));
    struct stat about {};
    if (::fstat(file.get(), &about) != 0)
        return tl::unexpected(errno_error(errno, "key_file.cannot_read", path.string()));
    if (!S_ISREG(about.st_mode))
        return fail(Code::damaged, "key_file.damaged", "not a regular file");
    if ((about.st_mode & 077) != 0)
        return fail(
            Code::refused, "key_file.readable_by_others",
            fmt::format("{} has mode {:03o}; chmod 600 it", path.string(), about.st_mode & 0777));
    if (about.st_uid != ::geteuid())
        return fail(Code::refused, "key_file.readable_by_others",
                    fmt::format("{} belongs to another account; chown it", path.string()));
    return read_file(fmt::format("/proc/self/fd/{}", file.get()), kKeyFileBytesMax);
}

bool lies_within(std::filesystem::path const& file, std::filesystem::path const& folder) {
    std::error_code problem;
    auto const inner = std::filesystem::weakly_canonical(std::filesystem::absolute(file), problem);
    auto const outer =
        std::filesystem::weakly_canonical(std::filesystem::absolute(folder), problem);
    auto const [end, _] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end() || (std::next(end) == outer.end() && end->empty()); // "folder/"
}

// Reads, changes and replaces the key file; two such changes wait for each other.
Result<void> change_key_file(std::filesystem::path const& path,
                             std::function<Result<void>(detail::KeyFile&)> const& change) {
    auto const folder =
        path.parent_path().empty() ? std::filesystem::path{"."} : path.parent_path();
    FileDescriptor const guard{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!guard.valid() || ::flock(guard.get(), LOCK_EX) != 0)
        return tl::unexpected(errno_error(errno, "key_file.cannot_write", path.string()));
    auto keys = TRY(detail::parse_key_file(TRY(read_key_file(path))));
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
    return detail::write_new_key_file(key_file, detail::print_key_file(keys));
}

Result<KeyRing> KeyRing::open(std::filesystem::path const& key_file,
                              std::filesystem::path const& data_folder) {
    if (lies_within(key_file, data_folder))
        return fail(Code::refused, "key_file.inside_data_folder",
                    fmt::format("{}: a thief or a backup of the data folder must not get the keys",
                                key_file.string()));
    auto state = std::make_shared<State>();
    state->keys = TRY(detail::parse_key_file(TRY(read_key_file(key_file))));
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
