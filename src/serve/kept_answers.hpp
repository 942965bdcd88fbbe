// SPDX-License-Identifier: EUPL-1.2
// Carries out a write once, however often it is sent: under an Idempotency-Key the answer is kept
// for a day, sealed, and given again (as in the IETF draft on that header). Bound to account, route
// and body. Threads: any. Limits: idempotency_keys_max.
#pragma once

#include <functional>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "serve/http/http.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"

namespace leitstand {

class KeptAnswers {
  public:
    KeptAnswers(Database& database, KeyRing const& keys, Limits const& limits, TimeSource& time)
        : database_(database), key_(keys.purpose_key("kept answers")), limits_(limits),
          time_(time) {}

    // Runs `work`, unless the same request was carried out before. Without the header it always
    // runs. Answers of 500 and more are not kept, so that a retry has a chance. Errors: bad_input
    // "idempotency.key_invalid", "idempotency.other_request"; conflict "idempotency.running".
    Result<Response> once(HttpRequest const& request, std::function<Response()> const& work);

  private:
    Result<std::optional<Response>> begin(std::string const& key_hash,
                                          std::string const& request_hash);
    Result<void> keep(std::string const& key_hash, Response const& response);
    void purge();

    Database& database_;
    SecretKey key_;
    Limits const& limits_;
    TimeSource& time_;
    std::atomic<std::uint64_t> begun_{0};
};

// The key of a request; "" without one. Errors: bad_input "idempotency.key_invalid".
Result<std::string> idempotency_key(HttpRequest const& request);

} // namespace leitstand
