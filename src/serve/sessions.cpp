// SPDX-License-Identifier: EUPL-1.2
#include "serve/sessions.hpp"

#include "base/crypto/crypto.hpp"
#include "base/log.hpp"
#include "serve/accounts_table.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::int64_t kTouchEvery_us = 60'000'000; // one write a minute, not one a request

std::int64_t in_us(auto duration) {
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

} // namespace

Result<std::string> Sessions::begin(Account const& account, std::string const& old_token) {
    auto token = to_hex(random_bytes(kTokenBytes));
    auto const now = time_.now();
    accounts_table::Session const session{to_hex(sha256(token)), account.id, account.version, now,
                                          now};
    auto const oldest = Instant{now.microseconds - in_us(limits_.session_age_h)};
    TRY(database_.write([&](Sql& sql) -> Result<void> {
        TRY(accounts_table::remove_sessions_before(sql, oldest));
        if (!old_token.empty())
            TRY(accounts_table::remove_session(sql, to_hex(sha256(old_token))));
        TRY(accounts_table::insert_session(sql, session));
        return log_.write(sql, {.type = EntryType::signed_in,
                                .account = account.id,
                                .details = {{"means", "password"}}});
    }));
    return token;
}

Result<Account> Sessions::find(std::string const& token) {
    auto const hash = to_hex(sha256(token));
    auto const session = TRY(database_.read_for<std::optional<accounts_table::Session>>(
        [&](Sql& sql) { return accounts_table::find_session(sql, hash); }));
    if (!session)
        return fail(Code::not_signed_in, "session.ended");
    auto const now = time_.now();
    auto const idle = now.microseconds - session->seen_at.microseconds;
    auto const age = now.microseconds - session->began_at.microseconds;
    auto account = accounts_.find(session->account);
    if (!account && account.error().code != Code::not_found)
        return account;
    bool const ended =
        !account || account->locked || account->version != session->account_version ||
        idle > in_us(limits_.session_idle_min) || age > in_us(limits_.session_age_h) ||
        age < -in_us(limits_.session_idle_min); // the clock was set back: it must not revive
    if (ended) {
        TRY(end(token));
        return fail(Code::not_signed_in, "session.ended");
    }
    if (idle > kTouchEvery_us) {
        auto const touched = database_.write(
            [&](Sql& sql) { return accounts_table::touch_session(sql, hash, now); });
        if (!touched) // a full disk must not end the work that is still possible
            log_warning("serve", "a session could not be touched: {}", touched.error().describe());
    }
    return account;
}

Result<void> Sessions::end(std::string const& token) {
    return database_.write(
        [&](Sql& sql) { return accounts_table::remove_session(sql, to_hex(sha256(token))); });
}

} // namespace leitstand
