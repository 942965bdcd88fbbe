// SPDX-License-Identifier: EUPL-1.2
// From starting `leitstand serve` to its first "ready", and the memory it holds when nothing
// happens: the server by itself, and the reader's spawner beside it.
//   start_bench [--runs N] [--idle-s N] [--home FOLDER]
#include <thread>

#include <fmt/format.h>

#include "figures.hpp"
#include "house/program.hpp"
#include "house/scratch.hpp"

namespace leitstand::bench {

namespace {

Result<void> measure(long runs, long idle_s, std::filesystem::path home) {
    house::ScratchFolder const folder{"start-bench"};
    if (home.empty())
        home = TRY(house::install(folder.path(), house::Authority::example)).home;
    Series ready_ms, server_mb, reader_mb;
    for (long run = -1; run < runs; ++run) { // the first one does not count
        auto const server = TRY(house::Server::start(home));
        if (run < 0)
            continue;
        ready_ms.add(static_cast<double>(server->time_to_ready().count()) / 1000);
        std::this_thread::sleep_for(std::chrono::seconds{idle_s});
        auto const [own, below] = house::resident_bytes(server->process());
        server_mb.add(static_cast<double>(own) / 1e6);
        reader_mb.add(static_cast<double>(below) / 1e6);
        if (server->stop() != 0)
            return fail(Code::internal, "bench.stop", server->printed());
    }
    print_table_head();
    print_figure("server start to the first 200 of /ready", ready_ms, "ms", "< 1000");
    print_figure("server idle, resident", server_mb, "MB", "< 80");
    print_figure("the reader's processes beside it, resident", reader_mb, "MB", "");
    return {};
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    print_head(count, words);
    auto const done =
        measure(option(count, words, "--runs", 7), option(count, words, "--idle-s", 3),
                text_option(count, words, "--home", ""));
    if (!done)
        fmt::print(stderr, "start_bench: {}\n", done.error().describe());
    return done ? 0 : 1;
}
