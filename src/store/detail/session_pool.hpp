// SPDX-License-Identifier: EUPL-1.2
// A bounded set of database sessions, opened when first needed and lent to one thread at a time. A
// session whose connection broke is thrown away, and with it all idle ones, which a restart of the
// server broke as well. Threads: any. Limits: the size and the waiting time given.
#pragma once

#include "store/sql.hpp"

namespace leitstand::detail {

class SessionPool {
  public:
    using Open = std::function<Result<std::unique_ptr<soci::session>>()>;

    SessionPool(Open open, std::size_t sessions_max, std::chrono::milliseconds wait_ms);

    // A lent session; goes back when it is destroyed.
    class Lease {
      public:
        Lease(SessionPool& pool, std::unique_ptr<soci::session> session, bool fresh)
            : pool_(&pool), session_(std::move(session)), fresh_(fresh) {}
        Lease(Lease&& other) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        soci::session& session() { return *session_; }
        bool fresh() const { return fresh_; } // opened for this loan
        void discard_broken();                // this session and all idle ones

      private:
        SessionPool* pool_;
        std::unique_ptr<soci::session> session_;
        bool fresh_;
    };

    // Errors: too_many "database.busy" (all lent for as long as the waiting time), those of
    // opening.
    Result<Lease> take();

  private:
    void give_back(std::unique_ptr<soci::session> session);

    Open open_;
    std::size_t sessions_max_;
    std::chrono::milliseconds wait_ms_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<soci::session>> idle_;
    std::size_t lent_ = 0;
};

} // namespace leitstand::detail
