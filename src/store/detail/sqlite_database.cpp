// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/engines.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/files.hpp"
#include "store/detail/kept_statements.hpp"
#include "store/detail/migration.hpp"
#include "store/detail/session_pool.hpp"
#include "store/detail/sqlite_snapshot.hpp"

namespace leitstand::detail {

namespace {

// A command that waits for the writer asks every millisecond; a busy server leaves it this gap.
constexpr std::chrono::milliseconds kCommandGap{3};

// How long the writer waits for those it has just answered: a share of what the last group took.
constexpr int kPatienceShare = 8;
constexpr std::chrono::milliseconds kPatienceMax{1};

bool in_transaction(soci::session& session) {
    return sqlite_api::sqlite3_get_autocommit(connection_of(session)) == 0;
}

// Asks again about every millisecond until the time is over: SQLite's own handler soon sleeps 100
// ms, which starves a command beside a server under load.
int wait_for_lock(void* wait_ms, int calls) {
    constexpr int kSleepMs = 1;
    if (calls * kSleepMs >= static_cast<int>(reinterpret_cast<std::intptr_t>(wait_ms)))
        return 0;
    std::this_thread::sleep_for(std::chrono::milliseconds{kSleepMs});
    return 1;
}

// Who holds the file, by locks of open file descriptions on FILE.lock (they end with the process,
// whatever ends it): byte 0 belongs to the one server, byte 1 is shared by all commands that open
// the file or want to write, byte 2 belongs to the one who takes a snapshot. A command that only
// reads for long, as a backup, slows no writer.
class HolderLock {
  public:
    static Result<HolderLock> take(std::filesystem::path const& file, Holder holder) {
        return holder == Holder::server ? lock(file, F_WRLCK, 0, "database.in_use")
                                        : lock(file, F_RDLCK, 1, "database.in_use");
    }
    // Held while it lives. The copy has one name, which two snapshots must not share.
    static Result<HolderLock> take_snapshot(std::filesystem::path const& file) {
        return lock(file, F_WRLCK, 2, "backup.runs");
    }

    void want_turn() const { set(F_RDLCK); }
    void leave_turn() const { set(F_UNLCK); }

    bool command_runs() const {
        struct flock probe = range(F_WRLCK, 1);
        return ::fcntl(file_.get(), F_OFD_GETLK, &probe) == 0 && probe.l_type != F_UNLCK;
    }

  private:
    static Result<HolderLock> lock(std::filesystem::path const& file, short type, off_t byte,
                                   char const* held) {
        auto const path = file.string() + ".lock";
        HolderLock lock;
        lock.file_ = FileDescriptor{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
        if (!lock.file_.valid())
            return tl::unexpected(errno_error(errno, "database.no_right", path));
        struct flock wish = range(type, byte);
        if (::fcntl(lock.file_.get(), F_OFD_SETLK, &wish) != 0) {
            if (errno == EAGAIN || errno == EACCES)
                return fail(Code::conflict, held, file.string());
            return tl::unexpected(errno_error(errno, "database.no_right", path));
        }
        return lock;
    }
    void set(short type) const {
        struct flock wish = range(type, 1);
        std::ignore = ::fcntl(file_.get(), F_OFD_SETLK, &wish); // shared: nobody refuses it
    }
    static struct flock range(short type, off_t byte) {
        struct flock lock {};
        lock.l_type = type;
        lock.l_whence = SEEK_SET;
        lock.l_start = byte;
        lock.l_len = 1;
        return lock;
    }

    FileDescriptor file_;
};

Result<std::unique_ptr<soci::session>>
open_session(std::filesystem::path const& file, Limits const& limits, std::string const& pragmas) {
    return sql_call([&]() -> Result<std::unique_ptr<soci::session>> {
        auto session = std::make_unique<soci::session>(keeping_sqlite(),
                                                       fmt::format("dbname=\"{}\"", file.string()));
        auto* const connection = connection_of(*session);
        sqlite_api::sqlite3_extended_result_codes(connection, 1);
        sqlite_api::sqlite3_busy_handler(
            connection, wait_for_lock,
            reinterpret_cast<void*>(static_cast<std::intptr_t>(limits.database_wait_ms.count())));
        run_script(*session, Engine::sqlite, pragmas);
        return session;
    });
}

constexpr char const* kWriterPragmas =
    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;"
    "PRAGMA secure_delete = ON;"; // what is deleted is overwritten, not only let go
constexpr char const* kReaderPragmas = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;"
                                       "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(std::filesystem::path file, Limits const& limits, Holder holder, HolderLock lock,
                   std::unique_ptr<soci::session> writer)
        : file_(file), limits_(limits), holder_(holder), lock_(std::move(lock)),
          session_(std::move(writer)),
          readers_([file, limits] { return open_session(file, limits, kReaderPragmas); },
                   limits.database_sessions_max, limits.database_wait_ms),
          writer_([this] { serve_queue(); }) {}

    ~SqliteDatabase() override {
        {
            std::scoped_lock const lock{mutex_};
            stopping_ = true;
        }
        arrived_.notify_one();
        writer_.join();
    }

    Engine engine() const override { return Engine::sqlite; }
    Result<void> write(Work const& work) override;
    Result<void> read(Work const& work) override;
    Result<void> check() override;
    Result<void> snapshot(Work const& look, Take const& take) override;

  private:
    // One call of write(), which lies on the stack of its waiting thread.
    struct Pending {
        Work const* work = nullptr;
        Result<void> result;
        bool done = false;
        std::condition_variable ready;
    };

    void serve_queue();
    void wait_for_writes(std::unique_lock<std::mutex>& lock, std::size_t expected,
                         std::chrono::nanoseconds patience);
    void run_group(std::span<Pending* const> group);
    void run_member(Pending& member, bool with_savepoint);
    Result<void> command(char const* sql);

    std::filesystem::path const file_;
    Limits const limits_;
    Holder const holder_;
    HolderLock const lock_;
    std::unique_ptr<soci::session> session_; // the writer thread's
    SessionPool readers_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Pending*> queue_;
    std::size_t wanted_ = 1; // writes in the queue that the writer waits for
    bool stopping_ = false;
    std::thread writer_; // last: it uses all of the above
};

Result<void> SqliteDatabase::write(Work const& work) {
    InsideTransaction const inside; // for its check; the work itself runs on the writer's thread
    Pending pending;
    pending.work = &work;
    std::unique_lock lock{mutex_};
    if (queue_.size() >= limits_.write_queue_max)
        return fail(Code::too_many, "database.busy", "the write queue is full");
    queue_.push_back(&pending);
    if (queue_.size() >= wanted_)
        arrived_.notify_one();
    pending.ready.wait(lock, [&] { return pending.done; });
    return std::move(pending.result);
}

void SqliteDatabase::serve_queue() {
    std::vector<Pending*> group;
    std::chrono::nanoseconds patience{0};
    std::size_t expected = 1;
    std::unique_lock lock{mutex_};
    for (;;) {
        wait_for_writes(lock, expected, patience);
        if (queue_.empty())
            return;
        auto const count = std::min(queue_.size(), limits_.group_commit_max);
        group.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
        queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
        lock.unlock();
        auto const begin = std::chrono::steady_clock::now();
        if (holder_ == Holder::command)
            lock_.want_turn();
        run_group(group);
        if (holder_ == Holder::command)
            lock_.leave_turn();
        patience = std::min<std::chrono::nanoseconds>(
            (std::chrono::steady_clock::now() - begin) / kPatienceShare, kPatienceMax);
        if (holder_ == Holder::server && lock_.command_runs())
            std::this_thread::sleep_for(kCommandGap);
        lock.lock();
        for (auto* const member : group) {
            member->done = true;
            member->ready.notify_one(); // under the lock: afterwards *member may be gone
        }
        expected = group.size() + queue_.size();
    }
}

// Returns once there is something to write or the end has come. Threads that write in a loop and
// were just answered come again at once; without a moment's patience they would take turns, each
// with a sync of its own.
void SqliteDatabase::wait_for_writes(std::unique_lock<std::mutex>& lock, std::size_t expected,
                                     std::chrono::nanoseconds patience) {
    arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    wanted_ = std::min(expected, limits_.group_commit_max);
    if (queue_.size() < wanted_)
        arrived_.wait_for(lock, patience, [this] { return stopping_ || queue_.size() >= wanted_; });
    wanted_ = 1;
}

Result<void> SqliteDatabase::command(char const* sql) {
    return sql_call([&]() -> Result<void> {
        *session_ << sql; // each alone, so that it is kept
        return {};
    });
}

void SqliteDatabase::run_group(std::span<Pending* const> group) {
    auto const give_all = [&](Error const& error) {
        for (auto* const member : group)
            if (member->result)
                member->result = tl::unexpected(error);
    };
    if (in_transaction(*session_)) // an earlier rollback failed
        if (auto const undone = command("ROLLBACK"); !undone)
            return give_all(undone.error());
    if (auto const begun = command("BEGIN IMMEDIATE"); !begun)
        return give_all(begun.error());
    bool const alone = group.size() == 1;
    for (auto* const member : group) {
        run_member(*member, !alone);
        if (in_transaction(*session_))
            continue;
        // SQLite gave up the whole transaction (disk full, input or output error). Only this member
        // is to blame: each other one gets a transaction of its own.
        if (member->result)
            member->result =
                fail(Code::unavailable, "database.down", "the transaction ended early");
        for (auto* const other : group)
            if (other != member) {
                other->result = {};
                run_group(std::span{&other, 1});
            }
        return;
    }
    if (alone && !group[0]->result) {
        std::ignore = command("ROLLBACK"); // a failure is met at the next group's begin
        return;
    }
    FAULT_POINT("database.before_commit");
    if (auto const committed = command("COMMIT"); !committed) {
        give_all(committed.error());
        std::ignore = command("ROLLBACK"); // gives the lock back; SQLite may have done so itself
        return;
    }
    FAULT_POINT("database.after_commit");
}

void SqliteDatabase::run_member(Pending& member, bool with_savepoint) {
    InsideTransaction const inside;
    Sql sql{*session_, Engine::sqlite};
    if (with_savepoint)
        if (auto const begun = command("SAVEPOINT member"); !begun) {
            member.result = begun;
            return;
        }
    member.result = run_work(*member.work, sql);
    if (!with_savepoint || !in_transaction(*session_))
        return;
    if (member.result)
        member.result = command("RELEASE member");
    else if (auto const undone = command("ROLLBACK TO member"); !undone)
        member.result = undone;
    else if (auto const released = command("RELEASE member"); !released)
        member.result = released;
}

Result<void> SqliteDatabase::read(Work const& work) {
    InsideTransaction const inside;
    auto lease = TRY(readers_.take());
    Sql sql{lease.session(), Engine::sqlite};
    auto result = sql_call([&]() -> Result<void> {
        lease.session() << "BEGIN";
        return {};
    });
    if (!result)
        return result;
    result = run_work(work, sql);
    auto const ended = sql_call([&]() -> Result<void> {
        if (in_transaction(lease.session()))
            lease.session() << "ROLLBACK"; // nothing was written
        return {};
    });
    if (!ended)
        lease.discard_broken();
    return result;
}

Result<void> SqliteDatabase::check() {
    return read([](Sql& sql) -> Result<void> {
        std::string verdict;
        sql.session() << "PRAGMA integrity_check(1)", soci::into(verdict);
        if (verdict != "ok")
            return fail(Code::damaged, "database.damaged", verdict);
        int broken = 0;
        sql.session() << "SELECT count(*) FROM pragma_foreign_key_check", soci::into(broken);
        if (broken > 0)
            return fail(Code::damaged, "database.damaged",
                        fmt::format("{} broken references", broken));
        return {};
    });
}

// The copy lies beside the file, where the same rights and the same disk hold, until it is handed
// on.
Result<void> SqliteDatabase::snapshot(Work const& look, Take const& take) {
    auto const alone = TRY(HolderLock::take_snapshot(file_));
    auto const copy = std::filesystem::path{fmt::format("{}.snapshot", file_.string())};
    std::error_code ignored;
    std::filesystem::remove(copy, ignored); // of a snapshot that was cut off
    FileDescriptor pages;
    auto copied = read([&](Sql& sql) -> Result<void> {
        TRY(look(sql));
        pages = TRY(copy_pages(sql.session(), copy, limits_.backup_bytes_per_second_max));
        return {};
    });
    std::filesystem::remove(copy, ignored);
    return copied ? stream_pages(pages, take) : copied;
}

// The file's real path, made with narrow rights if it is new. SQLite gives its companions the
// rights of the file.
Result<std::filesystem::path> prepare_file(std::filesystem::path const& wanted) {
    std::error_code problem;
    auto const folder =
        std::filesystem::canonical(std::filesystem::absolute(wanted).parent_path(), problem);
    if (problem)
        return fail(Code::not_found, "database.no_folder", wanted.parent_path().string());
    auto file = folder / wanted.filename();
    if (file.string().find('"') != std::string::npos)
        return fail(Code::bad_input, "database.url_wrong", "a file name with quotation marks");
    bool const is_new = !std::filesystem::exists(file, problem);
    FileDescriptor const made{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!made.valid())
        return tl::unexpected(errno_error(errno, "database.no_right", file.string()));
    if (is_new)
        TRY(sync_directory(folder));
    file =
        std::filesystem::canonical(file, problem); // a symbolic link leads two servers to one lock
    if (problem)
        return fail(Code::not_found, "database.no_folder", wanted.string());
    return file;
}

} // namespace

Result<std::unique_ptr<Database>> open_sqlite(std::filesystem::path const& wanted,
                                              Limits const& limits, Holder holder) {
    auto const file = TRY(prepare_file(wanted));
    auto lock = TRY(HolderLock::take(file, holder));
    auto writer = TRY(open_session(file, limits, kWriterPragmas));
    auto const mode = TRY(sql_call([&]() -> Result<std::string> {
        std::string answer;
        *writer << "PRAGMA journal_mode = WAL", soci::into(answer);
        return answer;
    }));
    if (mode != "wal")
        return fail(Code::unavailable, "database.down",
                    "the file system does not allow write-ahead logging");
    TRY(migrate(*writer, Engine::sqlite, all_migrations()));
    if (holder == Holder::command)
        lock.leave_turn();
    return std::make_unique<SqliteDatabase>(file, limits, holder, std::move(lock),
                                            std::move(writer));
}

} // namespace leitstand::detail
