// SPDX-License-Identifier: EUPL-1.2
#include "serve/password_rules.hpp"

#include "base/crypto/crypto.hpp"
#include "serve/http/http.hpp"

namespace leitstand {

namespace {

// Words that long but poor passwords are made of. What is left after taking them, digits and signs
// out must still be something of its own.
constexpr std::array<std::string_view, 26> kCommonWords{
    "passwort",  "password", "kennwort", "geheim",   "hallo",       "willkommen", "welcome",
    "qwertz",    "qwerty",   "asdfgh",   "yxcvbn",   "zxcvbn",      "abcdef",     "admin",
    "leitstand", "sommer",   "winter",   "herbst",   "fruehling",   "frühling",   "deutschland",
    "berlin",    "schalke",  "bayern",   "iloveyou", "ichliebedich"};
constexpr std::size_t kOwnLettersMin = 4;
constexpr std::size_t kDifferentBytesMin = 5;

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

bool is_common(std::string const& password) {
    auto rest = ascii_lower(password);
    if (std::set<char>{rest.begin(), rest.end()}.size() < kDifferentBytesMin)
        return true;
    for (auto const word : kCommonWords)
        for (auto at = rest.find(word); at != std::string::npos; at = rest.find(word))
            rest.erase(at, word.size());
    auto const letters = std::count_if(rest.begin(), rest.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    });
    bool const was_shortened = rest.size() < password.size();
    bool const has_letters = static_cast<std::size_t>(letters) >= kOwnLettersMin;
    bool const only_digits = password.find_first_not_of("0123456789 .-/") == std::string::npos;
    return only_digits || (was_shortened && !has_letters);
}

} // namespace

Result<void> check_new_password(Account const& account, std::string const& old_password,
                                std::string const& new_password) {
    if (characters(new_password) < kPasswordCharactersMin)
        return fail(Code::bad_input, "password.too_short");
    if (new_password.size() > kPasswordBytesMax)
        return fail(Code::bad_input, "password.too_long");
    if (new_password == old_password)
        return fail(Code::bad_input, "password.same");
    if (is_common(new_password))
        return fail(Code::bad_input, "password.too_common");
    if (account.name.size() >= 4 &&
        ascii_lower(new_password).find(account.name) != std::string::npos)
        return fail(Code::bad_input, "password.contains_name");
    return {};
}

std::string new_one_time_password() {
    constexpr std::string_view kSigns = "abcdefghjkmnpqrstuvwxyz23456789"; // 31
    constexpr std::size_t kGroups = 5, kGroupSize = 4;
    std::string password;
    while (password.size() < kGroups * (kGroupSize + 1) - 1) {
        auto const byte = static_cast<unsigned char>(random_bytes(1)[0]);
        if (byte >= 256 / kSigns.size() * kSigns.size())
            continue; // keeps each sign equally likely
        if (password.size() % (kGroupSize + 1) == kGroupSize)
            password += '-';
        password += kSigns[byte % kSigns.size()];
    }
    return password;
}

} // namespace leitstand
