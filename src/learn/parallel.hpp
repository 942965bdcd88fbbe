// SPDX-License-Identifier: EUPL-1.2
// Independent pieces of work on a number of threads. Which thread takes which piece is left to
// chance, so a piece may write only what belongs to it; results are then the same for any number of
// threads. What a piece throws (no memory) is thrown again here. Threads: its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace leitstand::learn {

template <typename Work>
void in_parallel(std::size_t pieces, unsigned threads, Work const& work) {
    std::atomic<std::size_t> next{0};
    std::vector<std::exception_ptr> thrown(threads < 2 ? 1 : threads);
    auto const run = [&](std::size_t thread) {
        try {
            for (auto piece = next++; piece < pieces; piece = next++)
                work(piece);
        } catch (...) {
            thrown[thread] = std::current_exception();
            next = pieces;
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t thread = 1; thread < thrown.size() && thread < pieces; ++thread)
            others.emplace_back(run, thread);
        run(0);
    }
    for (auto const& exception : thrown)
        if (exception)
            std::rethrow_exception(exception);
}

} // namespace leitstand::learn
