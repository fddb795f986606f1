// The rival of the store: a plain SQLite table, and nothing else.
#pragma once
#include <filesystem>
#include <string>

#include <sqlite3.h>

#include "backend-client/wire/messages.hpp"
#include "tests/bench/measure.hpp"

namespace onecard::bench {

/// What somebody would write who only wants to keep the bodies: WAL, synchronous=FULL, prepared statements.
class BareSqlite {
public:
    explicit BareSqlite(const std::filesystem::path& file) {
        check(sqlite3_open(file.c_str(), &database_));
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        run("CREATE TABLE outbox (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, body BLOB NOT NULL) STRICT");
        insert_ = prepared("INSERT INTO outbox (id, created_at, body) VALUES (?1, ?2, ?3)");
        begin_ = prepared("BEGIN IMMEDIATE");
        commit_ = prepared("COMMIT");
    }
    ~BareSqlite() {
        for (auto* statement : {insert_, begin_, commit_}) sqlite3_finalize(statement);
        sqlite3_close(database_);
    }
    BareSqlite(const BareSqlite&) = delete;
    BareSqlite& operator=(const BareSqlite&) = delete;

    /// One commit of its own, unless begin() came before.
    void add(const wire::Submission& submission) {
        sqlite3_bind_text(insert_, 1, submission.id.data(), static_cast<int>(submission.id.size()), SQLITE_STATIC);
        sqlite3_bind_int64(insert_, 2, to_millis(submission.created_at));
        sqlite3_bind_blob(insert_, 3, submission.body.data(), static_cast<int>(submission.body.size()), SQLITE_STATIC);
        step(insert_);
    }
    void begin() { step(begin_); }
    void commit() { step(commit_); }

private:
    void check(int outcome) const {
        if (outcome != SQLITE_OK && outcome != SQLITE_DONE && outcome != SQLITE_ROW) give_up(std::string("bare SQLite: ") + sqlite3_errmsg(database_));
    }
    void run(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
    sqlite3_stmt* prepared(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
        return statement;
    }
    void step(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
    }

    sqlite3* database_ = nullptr;
    sqlite3_stmt *insert_ = nullptr, *begin_ = nullptr, *commit_ = nullptr;
};

}  // namespace onecard::bench
