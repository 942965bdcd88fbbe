// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/key_file.hpp"

#include <charconv>

#include "store/key_ring.hpp"

namespace leitstand::detail {

namespace {

constexpr std::string_view kVersionLine = "leitstand key file 1";

std::string check_of(std::string_view text) {
    return to_hex(sha256(text)).substr(0, 16);
}

auto damaged(std::string detail) {
    return fail(Code::damaged, "key_file.damaged", std::move(detail));
}

// The text up to the next line feed, which is taken too; nothing if there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
    auto const end = text.find('\n');
    if (end == std::string_view::npos)
        return std::nullopt;
    auto const line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

Result<SecretKey> parse_key(std::string_view hex) {
    auto const bytes = from_hex(hex);
    if (!bytes)
        return damaged("a key is not hexadecimal");
    auto key = SecretKey::from_bytes(*bytes);
    if (!key)
        return damaged("a key has a wrong length");
    return key;
}

Result<MasterKey> parse_master(std::string_view text) {
    MasterKey master;
    auto const [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), master.number);
    if (problem != std::errc{} || master.number == 0 || end == text.data() + text.size() ||
        *end != ' ')
        return damaged("a master key without number");
    master.key = TRY(parse_key(text.substr(static_cast<std::size_t>(end - text.data()) + 1)));
    return master;
}

} // namespace

std::string print_key_file(KeyFile const& keys) {
    std::string text{kVersionLine};
    text += "\n# Keep this file apart from the data folder and its backups. Without it nothing "
            "stored can be read.\n";
    for (auto const& master : keys.masters)
        text += fmt::format("master {} {}\n", master.number, to_hex(master.key.bytes()));
    text += fmt::format("purpose {}\n", to_hex(keys.purpose_root.bytes()));
    return text + fmt::format("check {}\n", check_of(text));
}

Result<KeyFile> parse_key_file(std::string_view text) {
    auto rest = text;
    if (take_line(rest) != kVersionLine)
        return damaged("the version line is missing or unknown");
    KeyFile keys;
    bool has_purpose = false;
    for (;;) {
        auto const checked = text.size() - rest.size();
        auto const line = take_line(rest);
        if (!line)
            return damaged("the check line is missing");
        if (line->starts_with('#'))
            continue;
        if (line->starts_with("master ")) {
            auto master = TRY(parse_master(line->substr(7)));
            if (keys.masters.size() == KeyRing::kMasterKeysMax ||
                (!keys.masters.empty() && master.number >= keys.masters.back().number))
                return damaged("master keys are not in falling order");
            keys.masters.push_back(std::move(master));
        } else if (line->starts_with("purpose ") && !has_purpose) {
            keys.purpose_root = TRY(parse_key(line->substr(8)));
            has_purpose = true;
        } else if (line->starts_with("check ")) {
            if (!rest.empty() || line->substr(6) != check_of(text.substr(0, checked)))
                return damaged("the check line does not match");
            break;
        } else {
            return damaged("an unknown line");
        }
    }
    if (keys.masters.empty() || !has_purpose)
        return damaged("a key is missing");
    return keys;
}

} // namespace leitstand::detail
