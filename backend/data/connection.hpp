// The seam to the database: SQL in, rows out, failures remembered. Callers write SQL beside what it is for and never see
// SQLite itself; another database needs this file's functions and nothing else.
//
// A connection remembers its first failure: from then on rows end at once and nothing is written, until the unit of work
// is taken back. So work is written without a check after each line, and what it came to may be used only when
// Connection::write(), read() or commit() says that it holds.
#pragma once
#include <concepts>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/fen.hpp"
#include "base/result.hpp"

namespace onecard::data {

class Connection;
struct Statement;  // a prepared statement, hidden in connection.cpp

/// The rows of one statement. Must end before the unit of work it belongs to.
class Query {
public:
    template <class... Values>
    Query(Connection& connection, std::string_view sql, const Values&... values) : Query(connection, sql, Unbound{}) {
        int place = 0;
        (bind(++place, values), ...);
    }
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// The next row; false at the end, or when the connection has failed.
    bool next();

    // Columns count from 0; NULL reads as nought or empty.
    bool null(int column) const;
    std::int64_t number(int column) const;
    std::string text(int column) const;
    Bytes bytes(int column) const;
    Fen fen(int column) const { return Fen(number(column)); }
    Timestamp time(int column) const { return from_millis(number(column)); }

private:
    struct Unbound {};
    Query(Connection& connection, std::string_view sql, Unbound);
    void bind(int place, std::int64_t value);
    void bind(int place, std::string_view value);
    void bind(int place, ByteView value);
    void bind(int place, std::nullptr_t);
    void bind(int place, const char* value) { bind(place, std::string_view(value)); }
    void bind(int place, const std::string& value) { bind(place, std::string_view(value)); }
    void bind(int place, const Bytes& value) { bind(place, ByteView(value)); }
    void bind(int place, Fen value) { bind(place, value.count()); }
    void bind(int place, Timestamp value) { bind(place, to_millis(value)); }
    template <std::integral Number>
    void bind(int place, Number value) { bind(place, static_cast<std::int64_t>(value)); }
    template <class Value>
    void bind(int place, const std::optional<Value>& value) {
        if (value) bind(place, *value);
        else bind(place, nullptr);
    }

    Connection& connection_;
    std::unique_ptr<Statement> statement_;  // nothing when it could not be prepared
};

/// One connection, for one thread at a time.
class Connection {
public:
    /// Opens (for writing: makes) the database file: WAL, synchronous=FULL, foreign keys on. Errors: `data.missing`,
    /// `data.unreadable`, `data.corrupt`, `data.disk_full`, `data.busy`.
    enum class Access { reading, writing };
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access);
    ~Connection();

    /// Runs a statement and gives its rows; `?` marks take the values in order. Prepared once for each distinct text.
    template <class... Values>
    Query query(std::string_view sql, const Values&... values) {
        return Query(*this, sql, values...);
    }
    /// Runs a statement that has no rows.
    template <class... Values>
    void run(std::string_view sql, const Values&... values) {
        Query statement(*this, sql, values...);
        while (statement.next()) {}
    }
    /// Runs several statements, for migrations.
    void run_script(const std::string& sql);
    /// Rows that the last run() changed.
    std::int64_t changed() const;
    /// The row id that the last INSERT made.
    std::int64_t last_id() const;

    /// One unit of work: `work()` returns a Status, and all of it holds durably or none of it.
    template <class Work>
    Status write(Work&& work) {
        begin();
        return finish(work());
    }
    /// The same without changes: everything that `work()` reads is of one moment.
    template <class Work>
    Status read(Work&& work) {
        begin_reading();
        return finish(work());
    }

    // The same by hand.
    void begin();
    void begin_reading();
    Status commit();  ///< Durable when it returns well; else everything since begin() is undone.
    void rollback();
    /// A part of the unit that can fail alone.
    void begin_part();
    Status end_part();
    void undo_part();

    const std::optional<Error>& failure() const { return failure_; }

private:
    friend class Query;
    struct Store;
    explicit Connection(std::unique_ptr<Store> store);
    Status finish(Status worked);
    void fail(Error error);

    std::unique_ptr<Store> store_;
    std::optional<Error> failure_;
};

}  // namespace onecard::data
