#include "backend/data/connection.hpp"

#include <functional>
#include <unordered_map>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace onecard::data {
namespace {

constexpr int busy_wait_ms = 5000;

/// The one place where SQLite's failures become ours.
Error sqlite_failure(int code, int extended, std::string what) {
    using Kind = Error::Kind;
    switch (code) {
        case SQLITE_FULL: return {Kind::exhausted, "data.disk_full", std::move(what)};
        case SQLITE_NOMEM: return {Kind::exhausted, "data.memory", std::move(what)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return {Kind::unavailable, "data.busy", std::move(what)};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return {Kind::corrupt, "data.corrupt", std::move(what)};
        case SQLITE_CONSTRAINT: return {Kind::refused, "data.constraint", std::move(what)};
        case SQLITE_CANTOPEN: return {Kind::unavailable, "data.missing", std::move(what)};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH: return {Kind::unavailable, "data.not_writable", std::move(what)};
        default: return {Kind::unavailable, "data.failed", what + " (" + std::to_string(extended) + ")"};
    }
}

// SQLite's messages name tables and columns, never values.
Error failure_of(const SQLite::Exception& thrown) {
    return sqlite_failure(thrown.getErrorCode() & 0xFF, thrown.getExtendedErrorCode(), thrown.what());
}

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace

struct Statement {
    Statement(SQLite::Database& database, std::string_view sql) : text(sql), prepared(database, text) {}
    std::string text;
    SQLite::Statement prepared;
};

struct Connection::Store {
    Store(const std::string& file, int flags) : database(file, flags, busy_wait_ms) {}
    SQLite::Database database;
    // Prepared statements that nobody is using; several of one text when queries were nested.
    std::unordered_map<std::string, std::vector<std::unique_ptr<Statement>>, Hash, std::equal_to<>> idle;
};

Query::Query(Connection& connection, std::string_view sql, Unbound) : connection_(connection) {
    if (connection_.failure_) return;
    auto& store = *connection_.store_;
    if (const auto found = store.idle.find(sql); found != store.idle.end() && !found->second.empty()) {
        statement_ = std::move(found->second.back());
        found->second.pop_back();
        return;
    }
    try {
        statement_ = std::make_unique<Statement>(store.database, sql);
    } catch (const SQLite::Exception& thrown) {
        connection_.fail(failure_of(thrown));
    }
}

Query::~Query() {
    if (!statement_) return;
    statement_->prepared.tryReset();
    auto& store = *connection_.store_;
    auto found = store.idle.find(statement_->text);
    if (found == store.idle.end()) found = store.idle.try_emplace(statement_->text).first;
    found->second.push_back(std::move(statement_));
}

bool Query::next() {
    if (!statement_ || connection_.failure_) return false;
    const int code = statement_->prepared.tryExecuteStep();
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        auto& prepared = statement_->prepared;
        connection_.fail(sqlite_failure(code & 0xFF, prepared.getExtendedErrorCode(), prepared.getErrorMsg()));
    }
    return false;
}

bool Query::null(int column) const { return statement_->prepared.isColumnNull(column); }

std::int64_t Query::number(int column) const { return statement_->prepared.getColumn(column).getInt64(); }

std::string Query::text(int column) const { return statement_->prepared.getColumn(column).getString(); }

Bytes Query::bytes(int column) const {
    const auto cell = statement_->prepared.getColumn(column);
    const auto* start = static_cast<const std::uint8_t*>(cell.getBlob());
    return start ? Bytes(start, start + cell.getBytes()) : Bytes();
}

// A wrong place is our own mistake; a value too large for SQLite is kept out by the limits on what comes in.
void Query::bind(int place, std::int64_t value) {
    if (statement_) statement_->prepared.bind(place, value);
}
void Query::bind(int place, std::string_view value) {
    if (statement_) statement_->prepared.bind(place, std::string(value));
}
void Query::bind(int place, ByteView value) {
    if (statement_) statement_->prepared.bind(place, value.data(), static_cast<int>(value.size()));
}
void Query::bind(int place, std::nullptr_t) {
    if (statement_) statement_->prepared.bind(place);
}

Connection::Connection(std::unique_ptr<Store> store) : store_(std::move(store)) {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access) {
    // One thread at a time (see the header), so SQLite need not lock for itself.
    const int flags = SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE | (access == Access::writing ? SQLite::OPEN_CREATE : 0);
    try {
        auto store = std::make_unique<Store>(file.string(), flags);
        auto& database = store->database;
        database.exec("PRAGMA journal_mode=WAL");
        database.exec("PRAGMA synchronous=FULL");
        database.exec("PRAGMA foreign_keys=ON");
        database.exec("PRAGMA trusted_schema=OFF");
        database.exec("PRAGMA temp_store=MEMORY");
        database.exec("PRAGMA cache_size=-65536");
        if (access == Access::reading) database.exec("PRAGMA query_only=ON");
        return std::unique_ptr<Connection>(new Connection(std::move(store)));
    } catch (const SQLite::Exception& thrown) {
        return onecard::failure(failure_of(thrown));
    }
}

void Connection::run_script(const std::string& sql) {
    if (failure_) return;
    const int code = store_->database.tryExec(sql);
    if (code != SQLITE_OK)
        fail(sqlite_failure(code & 0xFF, store_->database.getExtendedErrorCode(), store_->database.getErrorMsg()));
}

std::int64_t Connection::changed() const { return store_->database.getChanges(); }

std::int64_t Connection::last_id() const { return store_->database.getLastInsertRowid(); }

void Connection::begin() {
    failure_.reset();
    run("BEGIN IMMEDIATE");
}

void Connection::begin_reading() {
    failure_.reset();
    run("BEGIN");
}

Status Connection::commit() {
    run("COMMIT");
    if (!failure_) return {};
    auto failed = *failure_;
    rollback();
    return onecard::failure(std::move(failed));
}

void Connection::rollback() {
    // Fails when SQLite has already rolled back by itself, as after a full disk; then there is nothing left to do.
    store_->database.tryExec("ROLLBACK");
    failure_.reset();
}

Status Connection::finish(Status worked) {
    if (worked) return commit();
    auto failed = failure_ ? *failure_ : worked.error();
    rollback();
    return onecard::failure(std::move(failed));
}

void Connection::begin_part() {
    run("SAVEPOINT part");
}

Status Connection::end_part() {
    run("RELEASE part");
    if (!failure_) return {};
    auto failed = *failure_;
    undo_part();
    return onecard::failure(std::move(failed));
}

void Connection::undo_part() {
    failure_.reset();
    run("ROLLBACK TO part");
    run("RELEASE part");
    // When SQLite has given up the whole transaction there is no part any more; the failure stays and commit() tells.
}

void Connection::fail(Error error) {
    if (!failure_) failure_ = std::move(error);
}

}  // namespace onecard::data
