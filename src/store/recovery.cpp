// SPDX-License-Identifier: EUPL-1.2
#include "store/recovery.hpp"

#include "store/detail/key_file.hpp"
#include "store/secret_file.hpp"

namespace leitstand {

namespace {

// A line holds 64 bits of the key and 16 check bits: 16 signs of 5 bits.
constexpr std::string_view kSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLines = 4;
constexpr std::size_t kLineKeyBytes = 8;
constexpr std::size_t kLineBytes = 10;
constexpr std::size_t kLineSigns = 16;
static_assert(kLines * kLineKeyBytes == SecretKey::kBytes && kLineBytes * 8 == kLineSigns * 5);

std::string check_bytes(std::size_t line, std::string_view part) {
    return sha256(fmt::format("leitstand recovery line {}/{}", line + 1, part)).substr(0, 2);
}

std::string to_signs(std::string_view bytes) {
    std::string signs;
    unsigned held = 0;
    int bits = 0;
    for (unsigned char const byte : bytes) {
        held = (held << 8 | byte) & 0xfff;
        bits += 8;
        for (; bits >= 5; bits -= 5)
            signs += kSigns[held >> (bits - 5) & 31];
    }
    return signs;
}

std::string from_signs(std::string_view signs) {
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (char const sign : signs) {
        held = (held << 5 | static_cast<unsigned>(kSigns.find(sign))) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bytes += static_cast<char>(held >> (bits - 8) & 255);
            bits -= 8;
        }
    }
    return bytes;
}

// What a person may write for a sign; zero for anything else.
char canonical_sign(char sign) {
    char const upper = sign >= 'a' && sign <= 'z' ? static_cast<char>(sign - 'a' + 'A') : sign;
    if (upper == 'O')
        return '0';
    if (upper == 'I' || upper == 'L')
        return '1';
    return kSigns.find(upper) == std::string_view::npos ? '\0' : upper;
}

// All signs of the code without numbers in front of lines ("1:"), spaces and hyphens.
Result<std::string> code_signs(std::string_view text) {
    std::string signs;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const sign = text[i];
        if (sign == ' ' || sign == '-' || sign == '\n' || sign == '\r' || sign == '\t')
            continue;
        if (i + 1 < text.size() && text[i + 1] == ':' && sign >= '1' && sign <= '4') {
            ++i;
            continue;
        }
        auto const canonical = canonical_sign(sign);
        if (canonical == '\0')
            return fail(
                Code::bad_input, "recovery.code_wrong",
                fmt::format("line {}: a sign that no code has", signs.size() / kLineSigns + 1));
        signs += canonical;
    }
    if (signs.size() != kLines * kLineSigns)
        return fail(Code::bad_input, "recovery.code_wrong",
                    fmt::format("{} signs instead of {}", signs.size(), kLines * kLineSigns));
    return signs;
}

std::optional<std::string_view> value_of(std::string_view text, std::string_view label) {
    auto const at = text.find(fmt::format("\n{} ", label));
    if (at == std::string_view::npos)
        return std::nullopt;
    auto const begin = at + label.size() + 2;
    auto const end = text.find('\n', begin);
    if (end == std::string_view::npos)
        return std::nullopt;
    return text.substr(begin, end - begin);
}

} // namespace

std::string recovery_code(SecretKey const& secret) {
    std::string code;
    for (std::size_t line = 0; line < kLines; ++line) {
        auto const part = secret.bytes().substr(line * kLineKeyBytes, kLineKeyBytes);
        auto const signs = to_signs(std::string{part} + check_bytes(line, part));
        code += fmt::format("{}: {}-{}-{}-{}\n", line + 1, signs.substr(0, 4), signs.substr(4, 4),
                            signs.substr(8, 4), signs.substr(12, 4));
    }
    return code;
}

Result<SecretKey> parse_recovery_code(std::string_view text) {
    auto const signs = TRY(code_signs(text));
    std::string key;
    for (std::size_t line = 0; line < kLines; ++line) {
        auto const bytes =
            from_signs(std::string_view{signs}.substr(line * kLineSigns, kLineSigns));
        auto const part = std::string_view{bytes}.substr(0, kLineKeyBytes);
        if (std::string_view{bytes}.substr(kLineKeyBytes) != check_bytes(line, part))
            return fail(Code::bad_input, "recovery.code_wrong", fmt::format("line {}", line + 1));
        key += part;
    }
    return SecretKey::from_bytes(key);
}

std::string recovery_mark(std::string_view public_key) {
    return to_hex(sha256(public_key)).substr(0, 12);
}

std::string recovery_sheet_text(RecoveryPair const& pair, std::string_view authority,
                                std::string_view made_on) {
    return fmt::format(
        "LEITSTAND – WIEDERHERSTELLUNGSBLATT\n"
        "{}\nErstellt am {} · Kennung {}\n\n"
        "Mit diesem Code und der Datei mit derselben Kennung lässt sich die Schlüsseldatei\n"
        "wiederherstellen. Ohne Schlüsseldatei und ohne dieses Blatt ist alles verloren, was\n"
        "gespeichert wurde. Wer beides hat, kann alles lesen.\n\n"
        "{}\n"
        "Bitte ausdrucken, verschlossen und getrennt vom Server aufbewahren und nicht als Datei\n"
        "speichern. Der Code enthält weder I, L, O noch U.\n",
        authority, made_on, recovery_mark(pair.public_key), recovery_code(pair.secret_key));
}

Result<void> restore_key_file(std::string_view sealed_text, SecretKey const& secret,
                              std::filesystem::path const& key_file) {
    auto const damaged = [](char const* why) {
        return fail(Code::damaged, "recovery.damaged", why);
    };
    if (!sealed_text.starts_with("leitstand sealed key file 1\n"))
        return damaged("the version line is missing or unknown");
    auto const public_text = value_of(sealed_text, "public");
    auto const body_text = value_of(sealed_text, "sealed");
    if (!public_text || !body_text)
        return damaged("a line is missing");
    auto const public_key = from_base64(*public_text);
    auto const body = from_base64(*body_text);
    if (!public_key || !body)
        return damaged("not base64");
    if (public_half(secret) != *public_key)
        return fail(Code::bad_input, "recovery.other_sheet",
                    fmt::format("the sealed file has the mark {}", recovery_mark(*public_key)));
    auto const text = open_for(*public_key, secret, *body);
    if (!text)
        return damaged("not authentic");
    TRY(detail::parse_key_file(*text));
    return write_new_secret_file(key_file, *text);
}

} // namespace leitstand
