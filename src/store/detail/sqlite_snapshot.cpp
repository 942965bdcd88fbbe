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

// About 100 MB/s at most: others on the same disk come first.
constexpr int kPagesAtOnce = 256;
constexpr std::chrono::milliseconds kPause{10};
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

Result<Connection> open_new(std::filesystem::path const& file) {
    // Made here, since SQLite would let others read it.
    FileDescriptor const made{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!made.valid())
        return tl::unexpected(errno_error(errno, "database.no_right", file.string()));
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

} // namespace

Result<void> copy_pages(soci::session& session, std::filesystem::path const& to) {
    auto* const source = connection_of(session);
    auto const target = TRY(open_new(to));
    // A transaction keeps a moment from its first look on; without one each step would be of
    // another.
    TRY(sql_call([&]() -> Result<void> {
        int tables = 0;
        session << "SELECT count(*) FROM sqlite_schema", soci::into(tables);
        return {};
    }));
    auto* const backup = sqlite3_backup_init(target.get(), "main", source, "main");
    if (backup == nullptr)
        return tl::unexpected(
            copy_error(sqlite3_errcode(target.get()), sqlite3_errmsg(target.get())));
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup, kPagesAtOnce)) == SQLITE_OK)
        std::this_thread::sleep_for(kPause);
    int const ended = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || ended != SQLITE_OK)
        return tl::unexpected(copy_error(code, sqlite3_errmsg(target.get())));
    return {};
}

Result<void> stream_and_remove(std::filesystem::path const& path,
                               std::function<Result<void>(std::string_view)> const& take) {
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.valid())
        return tl::unexpected(errno_error(errno, "database.down", path.string()));
    ::unlink(path.c_str());
    std::string piece(kPieceBytes, '\0');
    for (;;) {
        auto const got = ::read(file.get(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "database.down", path.string()));
        if (got == 0)
            return {};
        TRY(take(std::string_view{piece}.substr(0, static_cast<std::size_t>(got))));
    }
}

} // namespace leitstand::detail
