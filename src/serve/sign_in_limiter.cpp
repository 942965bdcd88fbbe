// SPDX-License-Identifier: EUPL-1.2
#include "serve/sign_in_limiter.hpp"

#include <arpa/inet.h>

#include "base/crypto/crypto.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kPerAddressFactor = 10; // an office may share one address
constexpr std::size_t kKeysMax = 100'000;

// Names may be long and are personal: only a hash is kept.
std::string name_key(std::string const& name, std::string const& network) {
    return sha256(name + '\0' + network);
}

} // namespace

std::optional<std::chrono::seconds> SignInLimiter::attempt(std::string const& name,
                                                           std::string const& address) {
    auto const network = network_of(address);
    auto const now = time_.steady();
    std::lock_guard const lock{mutex_};
    if (attempts_.size() >= kKeysMax)
        prune(now);
    if (attempts_.size() >=
        kKeysMax) // a flood from everywhere: better nobody for a while than everybody
        return limits_.sign_in_window_min;
    auto const key = name_key(name, network);
    if (auto const wait = blocked(key, limits_.sign_in_failures_max, now))
        return wait;
    if (auto const wait = blocked(network, limits_.sign_in_failures_max * kPerAddressFactor, now))
        return wait;
    attempts_[key].push_back(now);
    attempts_[network].push_back(now);
    return std::nullopt;
}

void SignInLimiter::succeeded(std::string const& name, std::string const& address) {
    auto const network = network_of(address);
    std::lock_guard const lock{mutex_};
    attempts_.erase(name_key(name, network));
    if (auto const found = attempts_.find(network);
        found != attempts_.end() && !found->second.empty())
        found->second.pop_back(); // this one was no failure
}

std::optional<std::chrono::seconds> SignInLimiter::blocked(std::string const& key,
                                                           std::size_t failures_max, Moment now) {
    auto const found = attempts_.find(key);
    if (found == attempts_.end())
        return std::nullopt;
    auto& moments = found->second;
    std::erase_if(moments,
                  [&](Moment moment) { return now - moment > limits_.sign_in_window_min; });
    if (moments.size() < failures_max)
        return std::nullopt;
    auto const wait = limits_.sign_in_window_min - (now - moments.front());
    return std::chrono::ceil<std::chrono::seconds>(wait) + std::chrono::seconds{1};
}

void SignInLimiter::prune(Moment now) {
    std::erase_if(attempts_, [&](auto const& entry) {
        return entry.second.empty() || now - entry.second.back() > limits_.sign_in_window_min;
    });
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
