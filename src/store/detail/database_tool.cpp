// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/database_tool.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <libpq-fe.h>
#include <map>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace leitstand::detail {

namespace {

constexpr std::size_t kComplaintBytesMax = 500;

// The present environment, as the program's own connections take it (PGPASSFILE, PGSSLROOTCERT),
// and over it what `url` says.
Result<std::vector<std::string>> environment_for(std::string const& url) {
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const options{
        PQconninfoParse(url.c_str(), nullptr), PQconninfoFree};
    if (options == nullptr)
        return fail(Code::bad_input, "database.url_wrong", "not a connection string of libpq");
    std::map<std::string, std::string> variables; // name and "=", value
    for (char** variable = environ; *variable != nullptr; ++variable) {
        std::string_view const text{*variable};
        auto const name = text.substr(0, std::min(text.find('='), text.size() - 1) + 1);
        variables.emplace(name, text.substr(name.size()));
    }
    for (auto const* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr && option->envvar != nullptr)
            variables[fmt::format("{}=", option->envvar)] = option->val;
    std::vector<std::string> made;
    for (auto const& [name, value] : variables)
        made.push_back(name + value);
    return made;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (auto& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

struct SpawnActions {
    posix_spawn_file_actions_t actions{};
    SpawnActions() { posix_spawn_file_actions_init(&actions); }
    SpawnActions(SpawnActions const&) = delete;
    SpawnActions& operator=(SpawnActions const&) = delete;
    ~SpawnActions() { posix_spawn_file_actions_destroy(&actions); }
    void put(int fd, int as) { posix_spawn_file_actions_adddup2(&actions, fd, as); }
    void open_nothing(int as) {
        posix_spawn_file_actions_addopen(&actions, as, "/dev/null", O_RDWR, 0);
    }
};

} // namespace

DatabaseTool::DatabaseTool(DatabaseTool&& other) noexcept
    : process_(std::exchange(other.process_, -1)), pipe_(std::move(other.pipe_)),
      complaints_(std::move(other.complaints_)) {}

DatabaseTool::~DatabaseTool() {
    if (process_ <= 0)
        return;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
}

Result<DatabaseTool> DatabaseTool::start(std::string const& program,
                                         std::vector<std::string> const& arguments,
                                         std::string const& url, Pipe pipe) {
    auto environment = TRY(environment_for(url));
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return tl::unexpected(errno_error(errno, "database.tool_failed", program));
    FileDescriptor reading{ends[0]}, writing{ends[1]};
    DatabaseTool tool;
    tool.complaints_ = FileDescriptor{::memfd_create("complaints", MFD_CLOEXEC)};
    if (!tool.complaints_.valid())
        return tl::unexpected(errno_error(errno, "database.tool_failed", program));
    bool const from_tool = pipe == Pipe::from_tool;
    SpawnActions actions;
    actions.open_nothing(from_tool ? STDIN_FILENO : STDOUT_FILENO);
    actions.put(from_tool ? writing.get() : reading.get(),
                from_tool ? STDOUT_FILENO : STDIN_FILENO);
    actions.put(tool.complaints_.get(), STDERR_FILENO);
    auto const failed = ::posix_spawnp(&tool.process_, program.c_str(), &actions.actions, nullptr,
                                       pointers_to(words).data(), pointers_to(environment).data());
    if (failed != 0) {
        tool.process_ = -1;
        return fail(Code::unavailable, "database.tool_missing",
                    fmt::format("{}: {}", program, std::strerror(failed)));
    }
    tool.pipe_ = std::move(from_tool ? reading : writing);
    return tool;
}

Result<std::string> DatabaseTool::read(std::size_t bytes_max) {
    std::string bytes(bytes_max, '\0');
    ssize_t got = -1;
    do
        got = ::read(pipe_.get(), bytes.data(), bytes.size());
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return tl::unexpected(errno_error(errno, "database.tool_failed"));
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

Result<void> DatabaseTool::write(std::string_view bytes) {
    // A program that ended early must not end this one by a signal.
    struct sigaction ignore {
    }, before{};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before);
    auto written = write_all(pipe_.get(), bytes);
    ::sigaction(SIGPIPE, &before, nullptr);
    return written;
}

Result<void> DatabaseTool::finish() {
    pipe_.close();
    int status = 0;
    pid_t ended = -1;
    do
        ended = ::waitpid(process_, &status, 0);
    while (ended < 0 && errno == EINTR);
    process_ = -1;
    if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    std::string said(kComplaintBytesMax, '\0');
    auto const got = ::pread(complaints_.get(), said.data(), said.size(), 0);
    said.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return fail(Code::unavailable, "database.tool_failed", said.substr(0, said.find('\n')));
}

} // namespace leitstand::detail
