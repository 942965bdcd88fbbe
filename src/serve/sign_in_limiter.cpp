// SPDX-License-Identifier: EUPL-1.2
#include "serve/sign_in_limiter.hpp"

#include <arpa/inet.h>

#include "base/log.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kPerAddressFactor = 10; // an office may share one address
constexpr std::int64_t kRowsMax = 200'000;

} // namespace

Result<std::optional<std::chrono::seconds>> SignInLimiter::attempt(std::string const& name,
                                                                   std::string const& address) {
    auto const network = network_of(address);
    auto const of_name = name_key(name, network);
    auto const of_network = network_key(network);
    Wait wait;
    // Who is blocked costs a look only, no write.
    TRY(database_.read([&](Sql& sql) -> Result<void> {
        wait = TRY(blocked(sql, of_name, of_network, time_.now()));
        return {};
    }));
    if (wait)
        return wait;
    TRY(database_.write([&](Sql& sql) -> Result<void> {
        // The clock is read when it is this attempt's turn: what waited longer is no earlier.
        auto const now = time_.now();
        TRY(sign_in_table::purge(sql, window_around(now)));
        wait = TRY(blocked(sql, of_name, of_network, now));
        if (wait)
            return {};
        // A flood from everywhere: better nobody for a while than everybody.
        if (TRY(sign_in_table::rows_at_most(sql)) >= kRowsMax) {
            wait = limits_.sign_in_window_min;
            return {};
        }
        TRY(sign_in_table::insert(sql, of_name, now));
        return sign_in_table::insert(sql, of_network, now);
    }));
    return wait;
}

void SignInLimiter::succeeded(std::string const& name, std::string const& address) {
    auto const network = network_of(address);
    auto const forgotten = database_.write([&](Sql& sql) -> Result<void> {
        TRY(sign_in_table::remove_all(sql, name_key(name, network)));
        return sign_in_table::remove_newest(sql, network_key(network)); // this one was no failure
    });
    if (!forgotten)
        log_warning("serve", "attempts to sign in are not forgotten: {}",
                    forgotten.error().describe());
}

Result<SignInLimiter::Wait> SignInLimiter::blocked(Sql& sql, std::string const& name_key,
                                                   std::string const& network_key,
                                                   Instant now) const {
    auto const window = window_around(now);
    for (auto const& [key, failures_max] :
         {std::pair{&name_key, limits_.sign_in_failures_max},
          std::pair{&network_key, limits_.sign_in_failures_max * kPerAddressFactor}}) {
        auto const attempts = TRY(sign_in_table::find(sql, *key, window));
        if (attempts.count < static_cast<std::int64_t>(failures_max))
            continue;
        auto const rest =
            std::chrono::microseconds{attempts.first.microseconds - window.from.microseconds};
        return Wait{std::chrono::ceil<std::chrono::seconds>(rest) + std::chrono::seconds{1}};
    }
    return Wait{};
}

sign_in_table::Window SignInLimiter::window_around(Instant now) const {
    auto const size =
        std::chrono::duration_cast<std::chrono::microseconds>(limits_.sign_in_window_min).count();
    return {.from = {now.microseconds - size}, .to = {now.microseconds + size}};
}

std::string SignInLimiter::name_key(std::string const& name, std::string const& network) const {
    return to_hex(hmac_sha256(key_, "name " + name + '\0' + network));
}

std::string SignInLimiter::network_key(std::string const& network) const {
    return to_hex(hmac_sha256(key_, "network " + network));
}

std::string network_of(std::string const& address) {
    in6_addr six{};
    if (inet_pton(AF_INET6, address.c_str(), &six) != 1)
        return address;
    std::fill(std::begin(six.s6_addr) + 8, std::end(six.s6_addr), std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, &six, text.data(), text.size());
    return text.data();
}

} // namespace leitstand
