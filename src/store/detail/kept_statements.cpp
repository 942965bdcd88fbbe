// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/kept_statements.hpp"

#include <list>
#include <memory>
#include <unordered_map>

namespace leitstand::detail {

namespace {

using sqlite_api::sqlite3_stmt;

constexpr std::size_t kKeptMax = 256;
constexpr std::size_t kTextBytesMax = 2 << 10;

// The statements of one session that nobody uses at the moment, by their text.
class KeptStatements {
  public:
    KeptStatements() = default;
    KeptStatements(KeptStatements const&) = delete;
    KeptStatements& operator=(KeptStatements const&) = delete;
    ~KeptStatements() {
        for (auto const& kept : by_age_)
            sqlite_api::sqlite3_finalize(kept.statement);
    }

    // Null if there is none.
    sqlite3_stmt* take(std::string const& text) {
        auto const found = by_text_.find(text);
        if (found == by_text_.end())
            return nullptr;
        auto* const statement = found->second->statement;
        by_age_.erase(found->second);
        by_text_.erase(found);
        return statement;
    }

    // Without memory it is not kept, and nothing else is lost: destructors call this.
    void give_back(std::string const& text, sqlite3_stmt* statement) noexcept {
        // Two with one text come back when one was used inside the other.
        if (text.size() > kTextBytesMax || by_text_.contains(text)) {
            sqlite_api::sqlite3_finalize(statement);
            return;
        }
        sqlite_api::sqlite3_reset(statement);
        sqlite_api::sqlite3_clear_bindings(statement); // they may be personal, and large
        try {
            std::list<Kept> node;
            node.push_back({text, statement});
            by_text_.emplace(text, node.begin());
            by_age_.splice(by_age_.end(), node);
        } catch (std::bad_alloc const&) {
            sqlite_api::sqlite3_finalize(statement);
            return;
        }
        if (by_age_.size() <= kKeptMax)
            return;
        sqlite_api::sqlite3_finalize(by_age_.front().statement);
        by_text_.erase(by_age_.front().text);
        by_age_.pop_front();
    }

  private:
    struct Kept {
        std::string text;
        sqlite3_stmt* statement;
    };
    std::list<Kept> by_age_; // the longest unused first
    std::unordered_map<std::string, std::list<Kept>::iterator> by_text_;
};

// SOCI's own classes for SQLite cannot be derived from (their library hides them), so these two
// stand before them and pass on all but the preparing.
class KeepingStatement final : public soci::details::statement_backend {
  public:
    KeepingStatement(std::unique_ptr<soci::sqlite3_statement_backend> inner, KeptStatements& kept)
        : inner_(std::move(inner)), kept_(kept) {}
    ~KeepingStatement() override { KeepingStatement::clean_up(); }

    void prepare(std::string const& text, soci::details::statement_type type) override {
        clean_up();
        text_ = text; // first: a statement never comes back under the text of another
        inner_->stmt_ = kept_.take(text);
        if (inner_->stmt_ == nullptr)
            inner_->prepare(text, type);
        inner_->databaseReady_ = true;
    }

    void clean_up() override {
        if (inner_->stmt_ != nullptr)
            kept_.give_back(text_, std::exchange(inner_->stmt_, nullptr));
        inner_->clean_up();
    }

    void alloc() override { inner_->alloc(); }
    exec_fetch_result execute(int number) override { return inner_->execute(number); }
    exec_fetch_result fetch(int number) override { return inner_->fetch(number); }
    long long get_affected_rows() override { return inner_->get_affected_rows(); }
    int get_number_of_rows() override { return inner_->get_number_of_rows(); }
    std::string get_parameter_name(int index) const override {
        return inner_->get_parameter_name(index);
    }
    std::string rewrite_for_procedure_call(std::string const& text) override {
        return inner_->rewrite_for_procedure_call(text);
    }
    int prepare_for_describe() override { return inner_->prepare_for_describe(); }
    void describe_column(int column, soci::data_type& type, std::string& name) override {
        inner_->describe_column(column, type, name);
    }
    soci::details::standard_into_type_backend* make_into_type_backend() override {
        return inner_->make_into_type_backend();
    }
    soci::details::standard_use_type_backend* make_use_type_backend() override {
        return inner_->make_use_type_backend();
    }
    soci::details::vector_into_type_backend* make_vector_into_type_backend() override {
        return inner_->make_vector_into_type_backend();
    }
    soci::details::vector_use_type_backend* make_vector_use_type_backend() override {
        return inner_->make_vector_use_type_backend();
    }

  private:
    std::unique_ptr<soci::sqlite3_statement_backend> inner_;
    KeptStatements& kept_;
    std::string text_;
};

class KeepingSession final : public soci::details::session_backend {
  public:
    explicit KeepingSession(soci::connection_parameters const& parameters)
        : inner_(static_cast<soci::sqlite3_session_backend*>(
              soci::factory_sqlite3()->make_session(parameters))) {}

    bool is_connected() override { return inner_->is_connected(); }
    void begin() override { inner_->begin(); }
    void commit() override { inner_->commit(); }
    void rollback() override { inner_->rollback(); }
    bool get_last_insert_id(soci::session& session, std::string const& table,
                            long long& value) override {
        return inner_->get_last_insert_id(session, table, value);
    }
    std::string get_dummy_from_table() const override { return inner_->get_dummy_from_table(); }
    std::string get_backend_name() const override { return inner_->get_backend_name(); }
    soci::details::statement_backend* make_statement_backend() override {
        std::unique_ptr<soci::sqlite3_statement_backend> inner{inner_->make_statement_backend()};
        return new KeepingStatement{std::move(inner), kept_}; // SOCI deletes it
    }
    soci::details::rowid_backend* make_rowid_backend() override {
        return inner_->make_rowid_backend();
    }
    soci::details::blob_backend* make_blob_backend() override {
        return inner_->make_blob_backend();
    }
    sqlite_api::sqlite3* connection() const { return inner_->conn_; }

  private:
    std::unique_ptr<soci::sqlite3_session_backend> inner_;
    KeptStatements kept_; // ends before the connection does
};

class KeepingFactory final : public soci::backend_factory {
  public:
    soci::details::session_backend*
    make_session(soci::connection_parameters const& parameters) const override {
        return new KeepingSession{parameters}; // SOCI deletes it
    }
};

} // namespace

soci::backend_factory const& keeping_sqlite() {
    static KeepingFactory const factory;
    return factory;
}

sqlite_api::sqlite3* connection_of(soci::session& session) {
    return static_cast<KeepingSession*>(session.get_backend())->connection();
}

} // namespace leitstand::detail
