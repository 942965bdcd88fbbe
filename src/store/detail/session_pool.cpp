// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/session_pool.hpp"

namespace leitstand::detail {

SessionPool::SessionPool(Open open, std::size_t sessions_max, std::chrono::milliseconds wait_ms)
    : open_(std::move(open)), sessions_max_(sessions_max), wait_ms_(wait_ms) {}

Result<SessionPool::Lease> SessionPool::take() {
    {
        std::unique_lock lock{mutex_};
        if (!returned_.wait_for(lock, wait_ms_, [this] { return lent_ < sessions_max_; }))
            return fail(Code::too_many, "database.busy", "every session is in use");
        ++lent_;
        if (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            return Lease{*this, std::move(session), false};
        }
    }
    auto opened = open_();
    if (!opened) {
        give_back(nullptr);
        return tl::unexpected(std::move(opened).error());
    }
    return Lease{*this, std::move(*opened), true};
}

void SessionPool::give_back(std::unique_ptr<soci::session> session) {
    {
        std::scoped_lock const lock{mutex_};
        --lent_;
        if (session != nullptr)
            idle_.push_back(std::move(session));
    }
    returned_.notify_one();
}

SessionPool::Lease::~Lease() {
    // A lease that was moved from has no session; one that was discarded has been counted already.
    if (session_ != nullptr)
        pool_->give_back(std::move(session_));
}

void SessionPool::Lease::discard_broken() {
    session_.reset();
    std::vector<std::unique_ptr<soci::session>> broken; // closed outside of the lock
    {
        std::scoped_lock const lock{pool_->mutex_};
        broken.swap(pool_->idle_);
    }
    pool_->give_back(nullptr);
}

} // namespace leitstand::detail
