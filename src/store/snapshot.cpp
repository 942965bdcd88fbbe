// SPDX-License-Identifier: EUPL-1.2
#include "store/snapshot.hpp"

#include <fcntl.h>
#include <soci/postgresql/soci-postgresql.h>

#include "base/files.hpp"
#include "base/ids.hpp"
#include "store/detail/database_tool.hpp"
#include "store/sql.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;
using detail::DatabaseTool;

constexpr std::string_view kSqlite = "sqlite:";

Engine engine_of(std::string_view url) {
    return url.starts_with(kSqlite) ? Engine::sqlite : Engine::postgresql;
}

Result<std::vector<std::string>> table_names(Sql& sql) {
    return sql_call([&]() -> Result<std::vector<std::string>> {
        std::string name;
        soci::statement statement =
            (sql.session().prepare
                 << (sql.engine() == Engine::sqlite
                         ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                           " 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
                         : "SELECT table_name FROM information_schema.tables WHERE table_schema ="
                           " current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"),
             soci::into(name));
        statement.execute();
        std::vector<std::string> names;
        while (statement.fetch())
            names.push_back(name);
        std::ranges::sort(names); // the engines' orders of signs differ
        return names;
    });
}

// ---- SQLite
// ---------------------------------------------------------------------------------------

class FileSnapshotWriter final : public SnapshotWriter {
  public:
    FileSnapshotWriter(fs::path file, FileDescriptor opened)
        : path_(std::move(file)), file_(std::move(opened)) {}
    ~FileSnapshotWriter() override {
        std::error_code ignored;
        if (file_.valid())
            fs::remove(path_, ignored);
    }
    Result<void> append(std::string_view bytes) override {
        return named(write_all(file_.get(), bytes));
    }
    Result<void> finish() override {
        TRY(named(sync_file(file_.get())));
        file_.close();
        return sync_directory(path_.parent_path());
    }

  private:
    Result<void> named(Result<void> result) const {
        if (!result)
            result.error().key =
                result.error().code == Code::no_space ? "disk.full" : "database.cannot_restore";
        return result;
    }
    fs::path path_;
    FileDescriptor file_;
};

Result<std::unique_ptr<SnapshotWriter>> open_file_writer(fs::path const& file) {
    FileDescriptor opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!opened.valid() && errno == EEXIST)
        return fail(Code::conflict, "restore.database_not_empty", file.string());
    if (!opened.valid())
        return tl::unexpected(errno_error(errno, "database.cannot_restore", file.string()));
    return std::make_unique<FileSnapshotWriter>(file, std::move(opened));
}

class FileScratch final : public ScratchDatabase {
  public:
    explicit FileScratch(fs::path const& folder)
        : file_(folder / "scratch.db"), url_(fmt::format("{}{}", kSqlite, file_.string())) {}
    ~FileScratch() override {
        std::error_code ignored;
        for (auto const* companion : {"", "-wal", "-shm", ".lock"})
            fs::remove(file_.string() + companion, ignored);
    }
    std::string const& url() const override { return url_; }

  private:
    fs::path file_;
    std::string url_;
};

// ---- PostgreSQL
// -----------------------------------------------------------------------------------

// A session for the few statements around pg_restore; no text of the server's, which may name the
// account, comes out.
Result<std::unique_ptr<soci::session>> session_at(std::string const& url) {
    try {
        return std::make_unique<soci::session>(soci::postgresql, url);
    } catch (std::exception const&) {
        return fail(Code::unavailable, "database.down", "cannot connect");
    }
}

class ToolSnapshotWriter final : public SnapshotWriter {
  public:
    explicit ToolSnapshotWriter(DatabaseTool tool) : tool_(std::move(tool)) {}
    Result<void> append(std::string_view bytes) override {
        if (auto const written = tool_.write(bytes); !written)
            return finish(); // says why it reads no more
        return {};
    }
    Result<void> finish() override {
        auto ended = tool_.finish();
        if (!ended)
            return fail(ended.error().code, "database.cannot_restore", ended.error().detail);
        return {};
    }

  private:
    DatabaseTool tool_;
};

// The schema is there and empty, and is the one that the snapshot was taken of: pg_restore knows no
// other.
Result<void> prepare_schema(std::string const& url, std::string const& schema) {
    auto const session = TRY(session_at(url));
    return sql_call([&]() -> Result<void> {
        *session << "SET client_min_messages = warning";
        *session << fmt::format("CREATE SCHEMA IF NOT EXISTS \"{}\"", schema);
        std::string present;
        auto has_present = soci::i_null;
        *session << "SELECT current_schema()", soci::into(present, has_present);
        if (has_present != soci::i_ok || present != schema)
            return fail(Code::refused, "restore.other_schema",
                        fmt::format("the backup is of the schema {}", schema));
        int tables = 0;
        *session << "SELECT count(*) FROM information_schema.tables WHERE table_schema = :schema",
            soci::use(schema), soci::into(tables);
        if (tables > 0)
            return fail(Code::conflict, "restore.database_not_empty",
                        fmt::format("the schema {} has {} tables", schema, tables));
        return {};
    });
}

bool plain_name(std::string_view name) {
    return !name.empty() && name.size() < 64 &&
           std::ranges::all_of(name, [](char sign) { return sign != '"' && sign >= ' '; });
}

Result<std::string> database_name(std::string const& url) {
    auto const session = TRY(session_at(url));
    return sql_call([&]() -> Result<std::string> {
        std::string name;
        *session << "SELECT current_database()", soci::into(name);
        return name;
    });
}

Result<std::unique_ptr<SnapshotWriter>> open_tool_writer(std::string const& url,
                                                         std::string const& schema) {
    if (!plain_name(schema))
        return fail(Code::damaged, "backup.damaged", "the name of the schema");
    TRY(prepare_schema(url, schema));
    auto tool = TRY(DatabaseTool::start("pg_restore",
                                        {"--no-owner", "--no-privileges", "--no-password",
                                         "--single-transaction", "--exit-on-error",
                                         fmt::format("--schema={}", schema),
                                         fmt::format("--dbname={}", TRY(database_name(url)))},
                                        url, DatabaseTool::Pipe::to_tool));
    return std::make_unique<ToolSnapshotWriter>(std::move(tool));
}

// "postgresql://account@host/NAME?…" with another name.
std::string with_database(std::string const& url, std::string const& name) {
    auto const authority = url.find("://") + 3;
    auto const question = std::min(url.find('?', authority), url.size());
    auto const slash = std::min(url.find('/', authority), question);
    return fmt::format("{}/{}{}", url.substr(0, slash), name, url.substr(question));
}

class DatabaseScratch final : public ScratchDatabase {
  public:
    DatabaseScratch(std::unique_ptr<soci::session> beside, std::string name, std::string url)
        : beside_(std::move(beside)), name_(std::move(name)), url_(std::move(url)) {}
    ~DatabaseScratch() override {
        std::ignore = sql_call([&]() -> Result<void> {
            *beside_ << fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_);
            return {};
        });
    }
    std::string const& url() const override { return url_; }

  private:
    std::unique_ptr<soci::session> beside_;
    std::string name_, url_;
};

Result<std::unique_ptr<ScratchDatabase>> make_database(std::string const& url) {
    auto beside = TRY(session_at(url));
    auto const name = fmt::format("leitstand_drill_{}", new_id().substr(0, 16));
    auto const made = sql_call([&]() -> Result<void> {
        *beside << fmt::format("CREATE DATABASE {} TEMPLATE template0", name);
        return {};
    });
    if (!made)
        return fail(made.error().code, "restore.no_scratch_database", made.error().detail);
    return std::make_unique<DatabaseScratch>(std::move(beside), name, with_database(url, name));
}

} // namespace

Result<SnapshotFacts> snapshot_facts(Sql& sql) {
    SnapshotFacts facts;
    facts.engine = sql.engine();
    for (auto const& table : TRY(table_names(sql))) {
        auto const count = TRY(sql_call([&]() -> Result<std::int64_t> {
            long long rows = 0;
            sql.session() << fmt::format("SELECT count(*) FROM \"{}\"", table), soci::into(rows);
            return rows;
        }));
        facts.rows.emplace_back(table, count);
    }
    if (facts.engine == Engine::postgresql)
        TRY(sql_call([&]() -> Result<void> {
            sql.session() << "SELECT current_schema()", soci::into(facts.schema);
            return {};
        }));
    return facts;
}

Result<std::unique_ptr<SnapshotWriter>> SnapshotWriter::open(std::string const& url,
                                                             SnapshotFacts const& facts) {
    if (engine_of(url) != facts.engine)
        return fail(Code::refused, "restore.other_engine",
                    facts.engine == Engine::sqlite ? "the backup is of SQLite"
                                                   : "the backup is of PostgreSQL");
    if (facts.engine == Engine::sqlite)
        return open_file_writer(url.substr(kSqlite.size()));
    return open_tool_writer(url, facts.schema);
}

Result<std::unique_ptr<ScratchDatabase>> ScratchDatabase::make(std::string const& url,
                                                               fs::path const& folder) {
    if (engine_of(url) == Engine::sqlite)
        return std::make_unique<FileScratch>(folder);
    return make_database(url);
}

// As libpq reads it: the account and its password end at the first "@" before the first "/".
std::string without_password(std::string const& url) {
    auto const scheme = url.find("://");
    if (scheme == std::string::npos)
        return url;
    auto const authority = scheme + 3;
    auto const sign = url.find_first_of("@/", authority);
    auto const account_end =
        sign != std::string::npos && url[sign] == '@' ? sign : std::size_t{authority};
    auto const colon = std::min(url.find(':', authority), account_end);
    auto const question = std::min(url.find('?', account_end), url.size());
    auto text = url.substr(0, colon) + url.substr(account_end, question - account_end);
    std::string_view rest = std::string_view{url}.substr(question);
    char before = '?';
    while (!rest.empty()) {
        rest.remove_prefix(1);
        auto const word = rest.substr(0, rest.find('&'));
        rest.remove_prefix(word.size());
        auto const key = word.substr(0, word.find('='));
        // A name with a percent sign may be any of them, written otherwise.
        if (key.empty() || key == "password" || key == "sslpassword" ||
            key.find('%') != std::string_view::npos)
            continue;
        text += fmt::format("{}{}", before, word);
        before = '&';
    }
    return text;
}

} // namespace leitstand
