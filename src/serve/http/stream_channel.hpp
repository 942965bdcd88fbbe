// SPDX-License-Identifier: EUPL-1.2
// Carries a streamed answer from the worker that makes it to the I/O thread that sends it, one
// piece at a time, so that a slow client costs one piece of memory. Threads: write() and end() by
// the worker, the rest by the I/O thread.
#pragma once

#include <condition_variable>
#include <mutex>

#include "serve/http/server_core.hpp"

namespace leitstand::detail {

class StreamChannel final : public BodySink, public std::enable_shared_from_this<StreamChannel> {
  public:
    explicit StreamChannel(ServerCore& core) : core_(core), wake_(core.io) {}

    Result<void> write(std::string_view bytes) override {
        if (bytes.empty())
            return {};
        std::unique_lock lock{mutex_};
        room_.wait(lock, [this] { return piece_.empty() || broken_; });
        if (broken_)
            return fail(Code::unavailable, "request.client_gone");
        piece_.assign(bytes);
        lock.unlock();
        signal();
        return {};
    }
    void end(Result<void> outcome) {
        {
            std::lock_guard const lock{mutex_};
            outcome_ = std::move(outcome);
            ended_ = true;
        }
        signal();
    }

    struct Event {
        std::string piece; // empty: ended
        Result<void> outcome;
    };
    asio::awaitable<Event> next() {
        for (;;) {
            std::optional<Event> event = take();
            if (event)
                co_return std::move(*event);
            // signal() is posted to this thread, so it cannot fall between the look above and the
            // wait below.
            boost::system::error_code ignored;
            wake_.expires_at(asio::steady_timer::time_point::max());
            co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
    }
    void break_off() {
        {
            std::lock_guard const lock{mutex_};
            broken_ = true;
        }
        room_.notify_all();
    }

  private:
    std::optional<Event> take() {
        std::lock_guard const lock{mutex_};
        if (!piece_.empty()) {
            Event event{std::move(piece_), {}};
            piece_.clear();
            room_.notify_all();
            return event;
        }
        if (ended_)
            return Event{{}, outcome_};
        return std::nullopt;
    }
    void signal() {
        asio::post(core_.io, [self = weak_from_this()] {
            if (auto const channel = self.lock())
                channel->wake_.cancel();
        });
    }

    ServerCore& core_;
    asio::steady_timer wake_;
    std::mutex mutex_;
    std::condition_variable room_;
    std::string piece_;
    bool ended_ = false, broken_ = false;
    Result<void> outcome_;
};

} // namespace leitstand::detail
