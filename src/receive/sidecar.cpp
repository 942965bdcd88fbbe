// SPDX-License-Identifier: EUPL-1.2
#include "receive/sidecar.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <toml++/toml.h>

#include "base/crypto/crypto.hpp"
#include "base/json.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kToml = ".leitstand.toml";
constexpr std::string_view kJson = ".leitstand.json";
constexpr std::string_view kTransfer = "transfer";
constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::size_t kSidecarKeyBytesMax = 512;

auto wrong(std::string detail) {
    return fail(Code::bad_input, "sidecar.wrong", std::move(detail));
}

Result<void> set_entry(Sidecar& sidecar, std::string_view key, std::string const& value) {
    if (key == "receipt_date") {
        auto const date = parse_iso_date(value);
        if (!date)
            return wrong("receipt_date is not a date like 2026-03-01");
        sidecar.receipt_date = *date;
    } else if (key == "note") {
        sidecar.note = value;
    } else if (key == "key") {
        if (value.empty() || value.size() > kSidecarKeyBytesMax)
            return wrong(fmt::format("key must have 1 to {} bytes", kSidecarKeyBytesMax));
        sidecar.key = value;
    } else {
        return wrong("there is an entry that is none of receipt_date, note, key, transfer");
    }
    return {};
}

// A time may be written as TOML's own kind, a number as a number.
Result<TransferNote> toml_transfer_note(toml::table const& entries) {
    TransferNote note;
    for (auto const& [key, node] : entries) {
        if (auto const* const string = node.as_string()) {
            TRY(set_transfer_entry(note, key.str(), string->get()));
        } else if (auto const* const number = node.as_integer()) {
            TRY(set_transfer_entry(note, key.str(), std::to_string(number->get())));
        } else if (auto const* const instant = node.as_date_time();
                   instant && instant->get().offset) {
            std::ostringstream written;
            written << instant->get();
            TRY(set_transfer_entry(note, key.str(), written.str()));
        } else {
            return wrong("an entry of [transfer] is of the wrong kind");
        }
    }
    TRY(check_transfer_note(note));
    return note;
}

Result<TransferNote> json_transfer_note(Json const& entries) {
    TransferNote note;
    for (auto const& [key, value] : entries.items()) {
        if (value.is_string())
            TRY(set_transfer_entry(note, key, value.get_ref<std::string const&>()));
        else if (value.is_number_unsigned())
            TRY(set_transfer_entry(note, key, std::to_string(value.get<std::uint64_t>())));
        else
            return wrong("an entry of transfer is of the wrong kind");
    }
    TRY(check_transfer_note(note));
    return note;
}

Result<Sidecar> parse_toml_sidecar(std::string_view text) {
    Sidecar sidecar;
    try {
        auto const table = toml::parse(text);
        for (auto const& [key, node] : table) {
            if (auto const* const date = node.as_date()) {
                Date const value{date->get().year, date->get().month, date->get().day};
                TRY(set_entry(sidecar, key.str(), to_iso(value)));
            } else if (auto const* const string = node.as_string()) {
                TRY(set_entry(sidecar, key.str(), string->get()));
            } else if (auto const* const entries = node.as_table(); entries && key == kTransfer) {
                sidecar.transfer = TRY(toml_transfer_note(*entries));
            } else {
                return wrong("an entry is neither a text nor a date");
            }
        }
    } catch (toml::parse_error const& error) {
        return wrong(fmt::format("line {} is not TOML", error.source().begin.line));
    }
    return sidecar;
}

Result<Sidecar> parse_json_sidecar(std::string_view text, Limits const& limits) {
    auto const json =
        parse_json(text, {.size_bytes_max = limits.sidecar_bytes_max, .depth_max = 3});
    if (!json || !json->is_object())
        return wrong("not a JSON object");
    Sidecar sidecar;
    for (auto const& [key, value] : json->items()) {
        if (key == kTransfer && value.is_object()) {
            sidecar.transfer = TRY(json_transfer_note(value));
            continue;
        }
        if (!value.is_string())
            return wrong("an entry is not a text");
        TRY(set_entry(sidecar, key, value.get_ref<std::string const&>()));
    }
    return sidecar;
}

Result<std::string> read_whole(OpenedFile const& file, std::size_t size_max) {
    if (file.status.st_size > static_cast<off_t>(size_max))
        return fail(Code::too_large, "sidecar.too_large");
    std::string text(size_max + 1, '\0');
    std::size_t filled = 0;
    while (filled < text.size()) {
        auto const got = ::read(file.fd.get(), text.data() + filled, text.size() - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "file.unreadable"));
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    if (filled > size_max)
        return fail(Code::too_large, "sidecar.too_large");
    text.resize(filled);
    return text;
}

} // namespace

bool is_sidecar_name(std::string_view name) {
    return name.ends_with(kToml) || name.ends_with(kJson);
}

Result<Sidecar> read_sidecar(int folder_fd, std::string const& name, Limits const& limits) {
    for (auto const ending : {kToml, kJson}) {
        auto const file_name = name + std::string{ending};
        auto const file = open_regular_file(folder_fd, file_name);
        if (!file && file.error().code == Code::not_found)
            continue;
        if (!file)
            return tl::unexpected(file.error());
        auto const text = TRY(read_whole(*file, limits.sidecar_bytes_max));
        auto sidecar =
            TRY(ending == kToml ? parse_toml_sidecar(text) : parse_json_sidecar(text, limits));
        sidecar.file_name = file_name;
        return sidecar;
    }
    return Sidecar{};
}

Result<OpenedFile> open_regular_file(int folder_fd, std::string const& name) {
    OpenedFile file;
    file.fd = FileDescriptor{::openat(folder_fd, name.c_str(),
                                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)};
    if (!file.fd.valid()) {
        if (errno == ELOOP || errno == ENXIO) // a link; a socket or a pipe without a reader
            return fail(Code::bad_input, "file.not_regular");
        if (errno == ENOENT)
            return fail(Code::not_found, "file.missing");
        if (errno == EACCES || errno == EPERM)
            return fail(Code::no_right, "file.unreadable");
        return tl::unexpected(errno_error(errno, "file.unreadable"));
    }
    if (::fstat(file.fd.get(), &file.status) != 0)
        return tl::unexpected(errno_error(errno, "file.unreadable"));
    if (!S_ISREG(file.status.st_mode))
        return fail(Code::bad_input, "file.not_regular");
    return file;
}

std::string file_arrival_key(struct stat const& status, std::string_view name) {
    auto const text =
        fmt::format("{}:{}:{}:{}.{:09}:{}", status.st_dev, status.st_ino, status.st_size,
                    status.st_mtim.tv_sec, status.st_mtim.tv_nsec, name);
    return fmt::format("file:{}", to_hex(sha256(text)));
}

Result<Item> enter_file(Ledger& ledger, Arrival const& arrival, OpenedFile const& file,
                        Limits const& limits) {
    if (file.status.st_size == 0)
        return fail(Code::bad_input, "item.empty");
    if (static_cast<std::uint64_t>(file.status.st_size) > limits.item_size_bytes_max)
        return fail(Code::too_large, "item.too_large");
    auto const intake = TRY(ledger.begin());
    std::string buffer(kReadBytes, '\0');
    off_t at = 0;
    while (true) {
        auto const got = ::pread(file.fd.get(), buffer.data(), buffer.size(), at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "file.unreadable"));
        if (got == 0)
            break;
        TRY(intake->append(std::string_view{buffer}.substr(0, static_cast<std::size_t>(got))));
        at += got;
    }
    struct stat after {};
    if (::fstat(file.fd.get(), &after) != 0)
        return tl::unexpected(errno_error(errno, "file.unreadable"));
    if (at != file.status.st_size || after.st_size != file.status.st_size ||
        after.st_mtim.tv_sec != file.status.st_mtim.tv_sec ||
        after.st_mtim.tv_nsec != file.status.st_mtim.tv_nsec)
        return fail(Code::conflict, "file.changing");
    return intake->commit(arrival);
}

} // namespace leitstand
