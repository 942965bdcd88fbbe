// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_key.hpp"

#include "store/secret_file.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kPrefix = "PRIVATE+KEY+";
constexpr char kEd25519 = static_cast<char>(SignatureType::log);

auto damaged(std::string detail) {
    return fail(Code::damaged, "log_key.damaged", std::move(detail));
}

std::string print_key(LogKey const& key) {
    return fmt::format("{}{}+{:08x}+{}\n", kPrefix, key.name, key.verifier().id(),
                       to_base64(kEd25519 + std::string{key.secret.bytes()}));
}

// Takes exactly what print_key() writes; the detail never holds a part of the key.
Result<LogKey> parse_key(std::string_view text) {
    if (!text.starts_with(kPrefix) || !text.ends_with('\n'))
        return damaged("not one line that begins with PRIVATE+KEY");
    auto const fields = text.substr(kPrefix.size(), text.size() - kPrefix.size() - 1);
    auto const first = fields.find('+');
    auto const second = first == std::string_view::npos ? first : fields.find('+', first + 1);
    if (second == std::string_view::npos || !is_key_name(fields.substr(0, first)))
        return damaged("not name, id and key");
    auto const bytes = from_base64(fields.substr(second + 1)); // which may hold a plus as well
    if (!bytes || bytes->size() != 1 + SigningKey::kBytes || bytes->front() != kEd25519)
        return damaged("no Ed25519 key");
    LogKey key{std::string{fields.substr(0, first)},
               TRY(SigningKey::from_bytes(std::string_view{*bytes}.substr(1)))};
    if (print_key(key) != text)
        return damaged("the id is not the key's");
    return key;
}

} // namespace

VerifierKey LogKey::verifier() const {
    return {name, SignatureType::log, public_key_of(secret)};
}

Result<LogKey> LogKey::create(std::filesystem::path const& file, std::string name) {
    if (!is_key_name(name))
        return fail(Code::bad_input, "log_key.name_wrong", name);
    LogKey key{std::move(name), SigningKey::random()};
    TRY(write_new_secret_file(file, print_key(key)));
    return key;
}

Result<LogKey> LogKey::open(std::filesystem::path const& file,
                            std::filesystem::path const& data_folder) {
    TRY(check_outside(file, data_folder));
    auto const text = read_secret_file(file);
    if (text)
        return parse_key(*text);
    if (text.error().code == Code::not_found)
        return fail(Code::not_found, "log_key.missing",
                    fmt::format("{}: bring it back, or begin a new log that names this one's last "
                                "checkpoint",
                                file.string()));
    if (text.error().code == Code::damaged)
        return damaged(text.error().detail);
    return tl::unexpected(text.error());
}

} // namespace leitstand
