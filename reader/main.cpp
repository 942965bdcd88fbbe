// SPDX-License-Identifier: EUPL-1.2
// leitstand-reader: the program that looks into documents. Started by the server with a control
// socket as descriptor 3; builds its walls, tests them, says hello and serves requests
// (docs/sandbox.md).
#include <cstdio>
#include <cstring>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reader/parse/parse.hpp"
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

Walls build_walls(Most most) {
    Walls walls;
    drop_root();
    bool const inside = most == Most::a && enter_namespaces();
    prepare_parsers(); // before the files go; nothing that anybody sent is in this process, now or
                       // later
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

int run(int count, char** arguments) {
    ::signal(SIGPIPE, SIG_IGN);
    ::close_range(kReaderControlFd + 1, ~0u, 0);
    auto const walls = build_walls(most_of(count, arguments));
    ReaderHello hello;
    hello.namespaces = walls.namespaces;
    hello.landlock_abi = static_cast<std::uint8_t>(walls.landlock_abi);
    hello.seccomp = !walls.filter.empty();
    run_self_test(walls, hello);
    auto const message = encode_hello(hello);
    if (::send(kReaderControlFd, message.data(), message.size(), MSG_NOSIGNAL) < 0) {
        std::fputs(
            "leitstand-reader: is started by leitstand, with a control socket as descriptor 3\n",
            stderr);
        return kExitFailed;
    }
    return serve(walls);
}

} // namespace

} // namespace leitstand::reader

int main(int count, char** arguments) {
    return leitstand::reader::run(count, arguments);
}
