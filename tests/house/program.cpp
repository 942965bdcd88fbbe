// SPDX-License-Identifier: EUPL-1.2
#include "house/program.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "base/files.hpp"
#include "base/json.hpp"
#include "house/http_client.hpp"

namespace leitstand::house {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> found;
    for (auto& word : words)
        found.push_back(word.data());
    found.push_back(nullptr);
    return found;
}

// Between fork and exec only calls that are safe there.
[[noreturn]] void become_program(char** words, int in, int out, int error,
                                 RunOptions const& options) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(error, STDERR_FILENO);
    if (options.file_size_bytes_max > 0) {
        rlimit const limit{options.file_size_bytes_max, options.file_size_bytes_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::signal(SIGXFSZ, SIG_IGN);
    }
    if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0)
        ::_exit(126);
    ::execv(words[0], words);
    ::_exit(127);
}

struct Pipe {
    FileDescriptor from, to;
    Pipe() {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
            from = FileDescriptor{ends[0]};
            to = FileDescriptor{ends[1]};
        }
    }
};

// Reads both pipes until both are closed or the time is over.
bool read_both(int out, int error, Clock::time_point end, Ran& ran) {
    std::array<pollfd, 2> waiting{pollfd{out, POLLIN, 0}, pollfd{error, POLLIN, 0}};
    std::array<std::string*, 2> const targets{&ran.out, &ran.error};
    std::array<char, 65536> chunk;
    while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        if (left <= 0)
            return false;
        if (::poll(waiting.data(), waiting.size(), static_cast<int>(left)) <= 0)
            continue;
        for (std::size_t at = 0; at < waiting.size(); ++at) {
            if (waiting[at].fd < 0 || waiting[at].revents == 0)
                continue;
            auto const got = ::read(waiting[at].fd, chunk.data(), chunk.size());
            if (got <= 0)
                waiting[at].fd = -1;
            else
                targets[at]->append(chunk.data(), static_cast<std::size_t>(got));
        }
    }
    return true;
}

int exit_code(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

fs::path program_path() {
    if (auto const* given = std::getenv("LEITSTAND_PROGRAM"))
        return given;
    return fs::path{LEITSTAND_BINARY_DIR} / "apps" / "leitstand" / "leitstand";
}

Ran run_program(std::vector<std::string> const& arguments, RunOptions const& options) {
    std::vector<std::string> words{program_path().string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto const named = pointers(words);
    Pipe in, out, error;
    auto const process = ::fork();
    if (process == 0)
        become_program(const_cast<char**>(named.data()), in.from.get(), out.to.get(),
                       error.to.get(), options);
    in.from.close();
    out.to.close();
    error.to.close();
    ::signal(SIGPIPE, SIG_IGN);
    (void)write_all(in.to.get(), options.input);
    in.to.close();
    Ran ran;
    auto const in_time =
        read_both(out.from.get(), error.from.get(), Clock::now() + options.limit, ran);
    if (!in_time)
        ::kill(process, SIGKILL);
    int status = 0;
    ::waitpid(process, &status, 0);
    ran.code = in_time ? exit_code(status) : -1;
    return ran;
}

std::uint16_t free_port() {
    FileDescriptor const socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return 0;
    return ntohs(address.sin_port);
}

Result<std::unique_ptr<Server>> Server::start(fs::path const& home, std::chrono::seconds limit,
                                              std::string const& sign) {
    auto const port = free_port();
    return start_command({"serve", "--home", home.string(), "--port", std::to_string(port)}, port,
                         home.parent_path() / fmt::format("server-{}.log", port), limit, sign);
}

Result<std::unique_ptr<Server>> Server::start_command(std::vector<std::string> const& arguments,
                                                      std::uint16_t port, fs::path log_file,
                                                      std::chrono::seconds limit,
                                                      std::string const& sign) {
    std::unique_ptr<Server> server{new Server};
    server->port_ = port;
    server->log_ = std::move(log_file);
    FileDescriptor const nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    FileDescriptor const log{
        ::open(server->log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    std::vector<std::string> words{program_path().string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto const named = pointers(words);
    auto const start = Clock::now();
    server->process_ = ::fork();
    if (server->process_ == 0)
        become_program(const_cast<char**>(named.data()), nothing.get(), log.get(), log.get(), {});
    HttpClient client{server->port_};
    while (Clock::now() < start + limit) {
        if (!server->running())
            return fail(Code::unavailable, "test.server_ended", server->printed());
        auto const answer = client.get(sign);
        if (answer && answer->status == 200) {
            server->time_to_ready_ =
                std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
            return server;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return fail(Code::timed_out, "test.server_not_ready", server->printed());
}

Server::~Server() {
    kill();
}

bool Server::running() {
    if (process_ <= 0)
        return false;
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) != process_)
        return true;
    process_ = -1;
    return false;
}

void Server::kill() {
    if (process_ <= 0)
        return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

int Server::stop() {
    if (process_ <= 0)
        return -1;
    ::kill(process_, SIGTERM);
    int status = 0;
    auto const end = Clock::now() + std::chrono::seconds{30};
    while (::waitpid(process_, &status, WNOHANG) != process_) {
        if (Clock::now() > end) {
            kill();
            return -1;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    process_ = -1;
    return exit_code(status);
}

std::string Server::printed() const {
    return read_file(log_, 4 << 20).value_or("");
}

std::string Installed::password_of(std::string_view name) const {
    auto const found =
        std::ranges::find(passwords, name, [](auto const& pair) { return pair.first; });
    return found == passwords.end() ? "" : found->second;
}

Result<Installed> install(fs::path const& folder, Authority authority,
                          std::string const& database_url) {
    Installed made;
    made.home = folder / "home";
    made.key_file = folder / "keys" / "master.key";
    std::vector<std::string> words{
        "init", "--home", made.home.string(), "--key-file", made.key_file.string(), "--json"};
    if (authority == Authority::example)
        words.emplace_back("--example");
    if (!database_url.empty())
        words.insert(words.end(), {"--database", database_url});
    auto const ran = run_program(words);
    if (ran.code != 0)
        return fail(Code::unavailable, "test.init_failed", ran.error);
    auto const printed = TRY(parse_json(ran.out));
    for (auto const& account : printed["accounts"])
        made.passwords.emplace_back(account["name"].get<std::string>(),
                                    account["one_time_password"].get<std::string>());
    made.administrator_password = made.password_of("verwaltung");
    return made;
}

namespace {

std::uint64_t resident_of(int process) {
    std::ifstream file{fmt::format("/proc/{}/statm", process)};
    std::uint64_t total = 0, resident = 0;
    file >> total >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t resident_below(int process) {
    std::uint64_t sum = 0;
    for (auto const& thread : fs::directory_iterator(fmt::format("/proc/{}/task", process))) {
        std::ifstream file{thread.path() / "children"};
        for (int child = 0; file >> child;)
            sum += resident_of(child) + resident_below(child);
    }
    return sum;
}

} // namespace

std::pair<std::uint64_t, std::uint64_t> resident_bytes(int process) {
    return {resident_of(process), resident_below(process)};
}

} // namespace leitstand::house
