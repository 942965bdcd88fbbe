// SPDX-License-Identifier: EUPL-1.2
#include "backup/manifest.hpp"

#include <charconv>

#include "base/crypto/crypto.hpp"
#include "base/ids.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kHead = "leitstand backup manifest ";
constexpr int kVersion = 1;
constexpr std::size_t kCheckDigits = 16;

tl::unexpected<Error> damaged(std::size_t line) {
    return fail(Code::damaged, "backup.damaged", fmt::format("the manifest, line {}", line));
}

// Splits lines off a text, and words off a line.
struct Lines {
    std::string_view rest;
    std::size_t number = 0;
    bool next(std::string_view& line) {
        auto const end = rest.find('\n');
        if (end == std::string_view::npos)
            return false;
        line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        ++number;
        return true;
    }
};

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (;;) {
        auto const end = line.find(' ');
        words.push_back(line.substr(0, end));
        if (end == std::string_view::npos)
            return words;
        line.remove_prefix(end + 1);
    }
}

template <typename T>
bool read_number(std::string_view text, T& number) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_hash(std::string_view text, std::string& hash) {
    auto const bytes = from_hex(text);
    if (!bytes || bytes->size() != 32)
        return false;
    hash = *bytes;
    return true;
}

bool read_line(std::vector<std::string_view> const& words, Manifest& to) {
    if (words[0] == "made" && words.size() == 2) {
        auto const made = parse_rfc3339(words[1]);
        to.made = made.value_or(Instant{});
        return made.has_value();
    }
    if (words[0] == "recipient" && words.size() == 2) {
        to.recipient = words[1];
        return true;
    }
    if (words[0] == "archive" && words.size() == 3)
        return read_number(words[1], to.archive_bytes) && read_hash(words[2], to.archive_sha256);
    if (words[0] == "blob" && words.size() == 4) {
        StoredFile blob{std::string{words[1]}, 0, {}};
        bool const right = is_id(words[1]) && read_number(words[2], blob.size_bytes) &&
                           read_hash(words[3], blob.sha256);
        to.blobs.push_back(std::move(blob));
        return right;
    }
    if (words[0] == "missing" && words.size() == 2) {
        to.missing.emplace_back(words[1]);
        return is_id(words[1]);
    }
    return false;
}

} // namespace

std::uint64_t Manifest::blob_bytes() const {
    std::uint64_t bytes = 0;
    for (auto const& blob : blobs)
        bytes += blob.size_bytes;
    return bytes;
}

std::string name_time(Instant made) {
    auto const time = to_rfc3339(made); // 2026-11-27T08:15:30.…
    return fmt::format("{}{}{}T{}{}{}", time.substr(0, 4), time.substr(5, 2), time.substr(8, 2),
                       time.substr(11, 2), time.substr(14, 2), time.substr(17));
}

std::string print_manifest(Manifest const& manifest) {
    auto text = fmt::format("{}{}\nmade {}\nrecipient {}\narchive {} {}\n", kHead, kVersion,
                            to_rfc3339(manifest.made), manifest.recipient, manifest.archive_bytes,
                            to_hex(manifest.archive_sha256));
    for (auto const& blob : manifest.blobs)
        text += fmt::format("blob {} {} {}\n", blob.id, blob.size_bytes, to_hex(blob.sha256));
    for (auto const& id : manifest.missing)
        text += fmt::format("missing {}\n", id);
    text += fmt::format("end {} {} {}\n", manifest.blobs.size(), manifest.blob_bytes(),
                        manifest.missing.size());
    return text + fmt::format("check {}\n", to_hex(sha256(text)).substr(0, kCheckDigits));
}

Result<Manifest> parse_manifest(std::string_view text) {
    Lines lines{text};
    std::string_view line;
    int version = 0;
    if (!lines.next(line) || !line.starts_with(kHead) ||
        !read_number(line.substr(kHead.size()), version))
        return damaged(1);
    if (version > kVersion)
        return fail(Code::refused, "backup.newer", std::string{line});
    Manifest manifest;
    while (lines.next(line) && !line.starts_with("end "))
        if (!read_line(words_of(line), manifest))
            return damaged(lines.number);
    // Written again it must be the same text: no line twice, out of order or left out.
    if (print_manifest(manifest) != text)
        return damaged(lines.number);
    return manifest;
}

} // namespace leitstand
