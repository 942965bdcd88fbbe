// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/sqlite_snapshot.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "base/files.hpp"
#include "store/detail/kept_statements.hpp"

namespace leitstand::detail {

namespace {

using namespace sqlite_api;

// Small steps with a pause after each, however high the limit: others on the same disk come first.
constexpr int kPagesAtOnce = 256;
constexpr std::chrono::milliseconds kPauseMin{10};
constexpr std::size_t kPieceBytes = 256 << 10;

struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

Error copy_error(int code, char const* text) {
    bool const full = (code & 0xff) == SQLITE_FULL;
    return {full ? Code::no_space : Code::unavailable, full ? "disk.full" : "database.down",
            fmt::format("sqlite {}: {}", code, text), std::source_location::current()};
}

// Made here, since SQLite would let others read it.
Result<FileDescriptor> make_new(std::filesystem::path const& file) {
    FileDescriptor made{::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!made.valid())
        return tl::unexpected(errno_error(errno, "database.no_right", file.string()));
    return made;
}

Result<Connection> open_new(std::filesystem::path const& file) {
    sqlite3* opened = nullptr;
    int const code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
    Connection connection{opened};
    if (code != SQLITE_OK)
        return tl::unexpected(copy_error(code, sqlite3_errmsg(opened)));
    // What a kill leaves behind is made anew.
    sqlite3_exec(opened, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;", nullptr, nullptr,
                 nullptr);
    return connection;
}

// How long a step may take at least.
std::chrono::microseconds pause_for(std::uint64_t step_bytes, std::uint64_t bytes_per_second_max) {
    std::chrono::microseconds const due{step_bytes * 1'000'000 / bytes_per_second_max};
    return std::max<std::chrono::microseconds>(due, kPauseMin);
}

} // namespace

Result<FileDescriptor> copy_pages(soci::session& session, std::filesystem::path const& to,
                                  std::uint64_t bytes_per_second_max) {
    auto* const source = connection_of(session);
    auto file = TRY(make_new(to));
    auto const target = TRY(open_new(to));
    // A transaction keeps a moment from its first look on; without one each step would be of
    // another.
    int page_bytes = 0;
    TRY(sql_call([&]() -> Result<void> {
        int tables = 0;
        session << "SELECT count(*) FROM sqlite_schema", soci::into(tables);
        session << "PRAGMA page_size", soci::into(page_bytes);
        return {};
    }));
    auto const pause =
        pause_for(static_cast<std::uint64_t>(page_bytes) * kPagesAtOnce, bytes_per_second_max);
    auto* const backup = sqlite3_backup_init(target.get(), "main", source, "main");
    if (backup == nullptr)
        return tl::unexpected(
            copy_error(sqlite3_errcode(target.get()), sqlite3_errmsg(target.get())));
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup, kPagesAtOnce)) == SQLITE_OK)
        std::this_thread::sleep_for(pause);
    int const ended = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || ended != SQLITE_OK)
        return tl::unexpected(copy_error(code, sqlite3_errmsg(target.get())));
    return file;
}

Result<void> stream_pages(FileDescriptor const& file,
                          std::function<Result<void>(std::string_view)> const& take) {
    std::string piece(kPieceBytes, '\0');
    for (off_t at = 0;;) {
        auto const got = ::pread(file.get(), piece.data(), piece.size(), at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "database.down", "the copy of the database"));
        if (got == 0)
            return {};
        TRY(take(std::string_view{piece}.substr(0, static_cast<std::size_t>(got))));
        at += got;
    }
}

} // namespace leitstand::detail
