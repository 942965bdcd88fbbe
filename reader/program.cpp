// SPDX-License-Identifier: EUPL-1.2
#include <cstdio>
#include <cstring>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reader/spawner.hpp"

#ifdef LEITSTAND_SANITIZED
extern "C" char const* __asan_default_options() {
    return "detect_leaks=0:allocator_may_return_null=1";
}
#endif

namespace leitstand::reader {

namespace {

Most most_of(int count, char** arguments) {
    for (int i = 1; i + 1 < count; ++i) {
        if (std::strcmp(arguments[i], "--level-max") != 0)
            continue;
        std::string_view const value = arguments[i + 1];
        return value == "b"      ? Most::b
               : value == "c"    ? Most::c
               : value == "none" ? Most::none
                                 : Most::a;
    }
    return Most::a;
}

// `missing` is set where the program cannot work here at all.
Walls build_walls(Most most, Program const& program, int count, char** arguments,
                  char const*& missing) {
    Walls walls;
    drop_root();
    bool const inside = most == Most::a && enter_namespaces();
    // Before the files go; nothing that anybody sent is in this process, now or later.
    missing = program.prepare(count, arguments);
    if (inside)
        walls.namespaces = enter_empty_root();
    drop_capabilities();
    forbid_new_privileges();
    if (most <= Most::b)
        walls.landlock_abi = enter_landlock();
    bool const file_wall = walls.namespaces || walls.landlock_abi > 0;
    if (most != Most::none)
        walls.filter = make_filter(file_wall ? Files::readable : Files::none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return walls;
}

bool say(ReaderHello const& hello) {
    auto const message = encode_hello(hello);
    return ::send(kReaderControlFd, message.data(), message.size(), MSG_NOSIGNAL) >= 0;
}

} // namespace

int run_program(Program const& program, int count, char** arguments) {
    ::signal(SIGPIPE, SIG_IGN);
    ::close_range(kReaderControlFd + 1, ~0u, 0);
    char const* missing = nullptr;
    auto const walls = build_walls(most_of(count, arguments), program, count, arguments, missing);
    ReaderHello hello;
    hello.namespaces = walls.namespaces;
    hello.landlock_abi = static_cast<std::uint8_t>(walls.landlock_abi);
    hello.seccomp = !walls.filter.empty();
    if (missing != nullptr)
        hello.failed.emplace_back(missing);
    else
        run_self_test(walls, hello);
    if (!say(hello)) {
        std::fprintf(stderr, "%s: is started by leitstand, with a control socket as descriptor 3\n",
                     program.name);
        return kExitFailed;
    }
    return missing != nullptr ? kExitFailed : serve(walls, program);
}

} // namespace leitstand::reader
