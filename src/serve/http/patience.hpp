// SPDX-License-Identifier: EUPL-1.2
// Bounds a wait for a client's bytes. Beast's own deadline would close the socket, and the client
// could not be told; this one only breaks the wait off. Lives in the coroutine's frame. Threads:
// the I/O thread.
#pragma once

#include <boost/beast/core/tcp_stream.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>

namespace leitstand::detail {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

class Patience {
  public:
    // `stream` outlives the wait.
    Patience(beast::tcp_stream& stream, std::chrono::seconds time)
        : timer_(stream.get_executor()), state_(std::make_shared<State>()) {
        stream.expires_never();
        timer_.expires_after(time);
        timer_.async_wait([state = state_, &stream](error_code const& error) {
            if (error || !state->waiting)
                return;
            state->ran_out = true;
            error_code ignored;
            stream.socket().cancel(ignored);
        });
    }
    Patience(Patience const&) = delete;
    Patience& operator=(Patience const&) = delete;
    ~Patience() { state_->waiting = false; }
    bool ran_out() const { return state_->ran_out; }

  private:
    struct State { // the timer's handler may run after the wait is over
        bool waiting = true, ran_out = false;
    };
    asio::steady_timer timer_;
    std::shared_ptr<State> state_;
};

} // namespace leitstand::detail
