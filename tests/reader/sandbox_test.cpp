// SPDX-License-Identifier: EUPL-1.2
// The walls: all forty escapes denied on each level that counts, holes noticed where there is none,
// a small spawner, one process a document.
#include <dirent.h>
#include <fstream>
#include <set>
#include <stop_token>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

#include "read/detail/exchange.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

std::unique_ptr<Reading> start_at(SandboxLevel most) {
    ReadingOptions options;
    options.reader_program = READER_PROGRAM;
    options.level_max = most;
    options.accept_weak_sandbox = true;
    auto reading = Reading::start(options);
    EXPECT_TRUE(reading) << reading.error().describe();
    return reading ? std::move(*reading) : nullptr;
}

std::string joined(std::vector<std::string> const& names) {
    std::string all;
    for (auto const& name : names)
        all += name + " ";
    return all;
}

std::string read_text(std::string const& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// This process's children and theirs: the spawner, and in a PID namespace the one that waits for
// it.
std::set<pid_t> descendants(pid_t root) {
    std::set<pid_t> found{root};
    for (bool grown = true; grown;) {
        grown = false;
        for (auto const& entry : std::filesystem::directory_iterator{"/proc"}) {
            auto const name = entry.path().filename().string();
            if (name.find_first_not_of("0123456789") != std::string::npos)
                continue;
            auto const stat = read_text("/proc/" + name + "/stat");
            auto const bracket = stat.rfind(')');
            if (bracket == std::string::npos)
                continue;
            auto const parent = std::atoi(stat.c_str() + bracket + 4);
            if (found.contains(parent) && found.insert(std::stoi(name)).second)
                grown = true;
        }
    }
    found.erase(root);
    return found;
}

long resident_kib(pid_t process) {
    auto const status = read_text("/proc/" + std::to_string(process) + "/status");
    auto const at = status.find("VmRSS:");
    return at == std::string::npos ? 0 : std::atol(status.c_str() + at + 6);
}

} // namespace

TEST(Sandbox, DeniesAllFortyEscapesOnEachLevel) {
    for (auto const most : {SandboxLevel::a, SandboxLevel::b, SandboxLevel::c}) {
        auto const reading = start_at(most);
        ASSERT_TRUE(reading);
        auto const test = reading->self_test();
        EXPECT_EQ(test.tried, 40);
        EXPECT_EQ(test.denied, 40)
            << "level " << level_name(reading->level()) << " let through: " << joined(test.failed);
        EXPECT_GE(reading->level(), most);
        std::printf("asked for %s, reached %s, %d of %d escapes denied\n",
                    std::string{level_name(most)}.c_str(),
                    std::string{level_name(reading->level())}.c_str(), test.denied, test.tried);
        auto const document = reading->read("Gr\xfc\xdf Gott", "a.txt");
        ASSERT_TRUE(document) << document.error().describe();
        EXPECT_EQ(document->text, "Gr\xc3\xbc\xc3\x9f Gott");
    }
}

TEST(Sandbox, TheSelfTestNoticesMissingWalls) {
    auto const reading = start_at(SandboxLevel::none);
    ASSERT_TRUE(reading);
    auto const test = reading->self_test();
    EXPECT_EQ(reading->level(), SandboxLevel::none);
    EXPECT_LT(test.denied, 25);
    for (auto const* const name :
         {"open_passwd", "tcp_socket", "create_file", "execute_program", "executable_memory"})
        EXPECT_NE(std::find(test.failed.begin(), test.failed.end(), name), test.failed.end())
            << name;
    ::unlink("/tmp/leitstand-escape");
    ::unlink("/tmp/leitstand-escape.l");
    ::rmdir("/tmp/leitstand-escape.d");
}

TEST(Sandbox, BelowLevelBNothingStartsUnlessAnOperatorSaysSo) {
    ReadingOptions options;
    options.reader_program = READER_PROGRAM;
    for (auto const most : {SandboxLevel::c, SandboxLevel::none}) {
        options.level_max = most;
        auto const reading = Reading::start(options);
        ASSERT_FALSE(reading);
        EXPECT_EQ(reading.error().key, "reader.sandbox_too_weak");
        EXPECT_EQ(reading.error().code, Code::refused);
    }
    ::unlink("/tmp/leitstand-escape");
    ::unlink("/tmp/leitstand-escape.l");
    ::rmdir("/tmp/leitstand-escape.d");
}

TEST(Sandbox, TheSpawnerStaysSmall) {
    auto const before = descendants(::getpid());
    auto const reading = start_at(SandboxLevel::a);
    ASSERT_TRUE(reading);
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(reading->read(golden("letter.pdf"), "a.pdf"));
    long largest = 0;
    for (auto const process : descendants(::getpid()))
        if (!before.contains(process))
            largest = std::max(largest, resident_kib(process));
    std::printf("spawner: %ld KiB resident\n", largest);
    EXPECT_GT(largest, 1'000);
#ifndef LEITSTAND_SANITIZED
    EXPECT_LT(largest, 64 * 1024);
#endif
}

TEST(Sandbox, TheRecognisersSpawnerStaysSmall) {
    auto const reading = start_at(SandboxLevel::a);
    ASSERT_TRUE(reading);
    auto const before = descendants(::getpid());
    ASSERT_TRUE(reading->recogniser().is_ready);
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(reading->read(golden("picture/upright.png"), "a.png"));
    long largest = 0;
    for (auto const process : descendants(::getpid()))
        if (!before.contains(process))
            largest = std::max(largest, resident_kib(process));
    std::printf("recogniser's spawner: %ld KiB resident\n", largest);
    EXPECT_GT(largest, 1'000);
#ifndef LEITSTAND_SANITIZED
    EXPECT_LT(largest, 120 * 1024);
#endif
}

TEST(Sandbox, NoTwoDocumentsShareAProcess) {
    read_detail::SpawnerClient client{READER_PROGRAM, SandboxLevel::a};
    std::mutex mutex;
    std::set<std::uint32_t> processes;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) {
                auto const exchanged = read_detail::exchange(client, "Text", ReaderRequest{});
                ASSERT_TRUE(exchanged) << exchanged.error().describe();
                std::lock_guard const lock{mutex};
                EXPECT_TRUE(processes.insert(exchanged->status.process).second);
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(processes.size(), 40u);
}

TEST(Sandbox, AKilledSpawnerIsStartedAgain) {
    read_detail::SpawnerClient client{READER_PROGRAM, SandboxLevel::a};
    auto const first = client.current();
    ASSERT_TRUE(first);
    ::kill((*first)->process(), SIGKILL);
    // Its end reaches the process below it, which serves, a moment later.
    auto broken = read_detail::exchange(client, "Text", ReaderRequest{});
    for (int i = 0; i < 1000 && broken; ++i)
        broken = read_detail::exchange(client, "Text", ReaderRequest{});
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().key, "reader.spawner_ended");
    EXPECT_TRUE(read_detail::exchange(client, "Text", ReaderRequest{}));
}

TEST(Sandbox, ALackOfProcessesIsSaidAndEndsNothing) {
    if (::getuid() == 0)
        GTEST_SKIP() << "the system's own user has no such limit";
    read_detail::SpawnerClient client{READER_PROGRAM, SandboxLevel::a};
    auto const spawner = client.current();
    ASSERT_TRUE(spawner);
    auto const limit_processes = [&](rlim_t most) {
        rlimit limit{};
        for (auto const process : descendants(::getpid())) {
            ASSERT_EQ(::prlimit(process, RLIMIT_NPROC, nullptr, &limit), 0);
            limit.rlim_cur = most;
            ASSERT_EQ(::prlimit(process, RLIMIT_NPROC, &limit, nullptr), 0);
        }
    };
    limit_processes(0);
    auto const lacks = read_detail::exchange(client, "Text", ReaderRequest{});
    ASSERT_FALSE(lacks);
    EXPECT_EQ(lacks.error().key, "reader.no_resources") << lacks.error().describe();
    EXPECT_EQ(*client.current(), *spawner);
}

TEST(Sandbox, AStopDoesNotWaitForASpawner) {
    read_detail::SpawnerClient client{READER_PROGRAM, SandboxLevel::a};
    ASSERT_TRUE(client.current());
    for (auto const process : descendants(::getpid()))
        ::kill(process, SIGSTOP); // as a page that gets no processor
    std::stop_source stop;
    std::jthread const later{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        stop.request_stop();
    }};
    auto const start = std::chrono::steady_clock::now();
    auto const ended = read_detail::exchange(client, "Text", ReaderRequest{}, stop.get_token());
    EXPECT_FALSE(ended);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{10}); // of 25
    // One that begins after the stop has nothing to wait for either.
    EXPECT_FALSE(read_detail::exchange(client, "Text", ReaderRequest{}, stop.get_token()));
    EXPECT_TRUE(read_detail::exchange(client, "Text", ReaderRequest{}));
}

TEST(Sandbox, NothingIsLeftWhenTheClientGoes) {
    auto const before = descendants(::getpid());
    {
        auto const reading = start_at(SandboxLevel::a);
        ASSERT_TRUE(reading);
        EXPECT_GT(descendants(::getpid()).size(), before.size());
    }
    for (int i = 0; i < 100 && descendants(::getpid()).size() > before.size(); ++i)
        ::usleep(20'000);
    EXPECT_EQ(descendants(::getpid()).size(), before.size());
}

} // namespace leitstand::test
