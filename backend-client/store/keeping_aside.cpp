#include "backend-client/store/keeping_aside.hpp"

#include <cstdio>
#include <functional>

#include <sqlite3.h>

#include "backend-client/store/diary.hpp"
#include "base/log.hpp"

namespace onecard::store {
namespace {

constexpr std::size_t rows_at_once = 500;
/// Each fresh file counts its receipts from a thousand further up, so that no number of the lost day is given again.
constexpr int receipts_apart = 1000;

struct SavedSubmission {
    std::string id, kind, receipt, state, code;
    Bytes holder, digest, body;
    std::int64_t created_at = 0;
};

struct SavedPayment {
    std::string id, receipt, state, code, day, kind;
    Bytes holder, facts;
    std::int64_t amount = 0, created_at = 0, settled_at = 0;
};

using Row = SQLite::Statement;

std::string text(Row& row, int column) { return row.getColumn(column).getString(); }
std::int64_t number(Row& row, int column) { return row.getColumn(column).getInt64(); }
Bytes bytes(Row& row, int column) {
    const auto cell = row.getColumn(column);
    const auto* begin = static_cast<const std::uint8_t*>(cell.getBlob());
    return Bytes(begin, begin + cell.getBytes());
}

/// Reads rows from the front until one can't be read, then from the back down to the same place.
void scan(SQLite::Database& kept, const std::string& select, const std::function<void(Row&)>& take) {
    std::int64_t reached = 0;
    try {
        Row row(kept, select + " ORDER BY place");
        while (row.executeStep()) {
            reached = number(row, 0);
            take(row);
        }
        return;
    } catch (const SQLite::Exception& problem) {
        log::failed("reading a kept file forwards", sqlite_failure(problem));
    }
    try {
        Row row(kept, select + " AND place > " + std::to_string(reached) + " ORDER BY place DESC");
        while (row.executeStep()) take(row);
    } catch (const SQLite::Exception& problem) {
        log::failed("reading a kept file backwards", sqlite_failure(problem));
    }
}

void write(Connection& fresh, Diary& diary, const SavedSubmission& saved) {
    auto row = fresh.query("INSERT INTO outbox (id, kind, receipt, holder, state, code, created_at, digest, body)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING");
    row.bind(1, saved.id).bind(2, saved.kind).bind(3, saved.receipt).bind(5, saved.state).bind(6, saved.code).bind(7, saved.created_at);
    if (!saved.holder.empty()) row.bind(4, saved.holder);
    if (row.bind(8, saved.digest).bind(9, saved.body).run() > 0) diary.note("outbox.added", saved.id, saved.digest);
}

void write(Connection& fresh, Diary& diary, const SavedPayment& saved) {
    auto row = fresh.query("INSERT INTO journal (id, receipt, holder, state, code, amount, day, created_at, settled_at, facts, kind)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id) DO NOTHING");
    row.bind(1, saved.id).bind(2, saved.receipt).bind(3, saved.holder).bind(4, saved.state).bind(5, saved.code);
    row.bind(6, saved.amount).bind(7, saved.day).bind(8, saved.created_at).bind(10, saved.facts).bind(11, saved.kind);
    if (saved.settled_at != 0) row.bind(9, saved.settled_at);
    if (row.run() == 0) return;
    diary.note("journal.intended", saved.id);
    if (saved.state != "intended") diary.note("journal." + saved.state, saved.id);
}

template <class Saved>
std::size_t flush(Connection& fresh, std::vector<Saved>& rows) {
    const auto count = rows.size();
    const auto done = fresh.writing([&]() -> Status {
        Diary diary(fresh);
        for (const auto& row : rows) write(fresh, diary, row);
        return {};
    });
    rows.clear();
    if (done) return count;
    log::failed("taking over from a kept file", done.error());
    return 0;
}

std::size_t take_submissions(SQLite::Database& kept, Connection& fresh) {
    std::vector<SavedSubmission> rows;
    std::size_t saved = 0;
    scan(kept,
         "SELECT place, id, kind, receipt, holder, state, code, created_at, digest, body FROM outbox NOT INDEXED"
         " WHERE state IN ('waiting', 'parked') AND body IS NOT NULL",
         [&](Row& row) {
             rows.push_back({text(row, 1), text(row, 2), text(row, 3), text(row, 5), text(row, 6), bytes(row, 4), bytes(row, 8), bytes(row, 9),
                             number(row, 7)});
             if (!fresh.unseal(rows.back().body, "outbox:" + rows.back().id)) rows.pop_back();
             if (rows.size() == rows_at_once) saved += flush(fresh, rows);
         });
    return saved + flush(fresh, rows);
}

std::size_t take_payments(SQLite::Database& kept, Connection& fresh) {
    std::vector<SavedPayment> rows;
    std::size_t saved = 0;
    // A file of an older program knows payments only.
    const bool has_kind = kept.execAndGet("SELECT count(*) FROM pragma_table_info('journal') WHERE name = 'kind'").getInt() > 0;
    scan(kept,
         "SELECT place, id, receipt, state, code, day, holder, facts, amount, created_at, settled_at, " + std::string(has_kind ? "kind" : "'payment'") +
         " FROM journal NOT INDEXED"
         " WHERE facts IS NOT NULL AND (state IN ('intended', 'debiting', 'unresolved') OR (state = 'paid' AND unsent = 1))",
         [&](Row& row) {
             rows.push_back({text(row, 1), text(row, 2), text(row, 3), text(row, 4), text(row, 5), text(row, 11), bytes(row, 6), bytes(row, 7), number(row, 8),
                             number(row, 9), number(row, 10)});
             if (!fresh.unseal(rows.back().facts, "journal:" + rows.back().id)) rows.pop_back();
             if (rows.size() == rows_at_once) saved += flush(fresh, rows);
         });
    return saved + flush(fresh, rows);
}

int kept_files_beside(const std::filesystem::path& kept) {
    const auto name = kept.filename().string();
    const auto stem = name.substr(0, name.rfind(".kept-") + 6);
    int count = 0;
    std::error_code ignored;
    for (const auto& file : std::filesystem::directory_iterator(kept.parent_path(), ignored)) {
        const auto other = file.path().filename().string();
        count += other.starts_with(stem) && !other.ends_with("-wal") && !other.ends_with("-shm") ? 1 : 0;
    }
    return count;
}

}  // namespace

Result<std::filesystem::path> keep_aside(const std::filesystem::path& path, const Clock& clock) {
    const auto t = to_local(clock.now());
    char stamp[40];
    std::snprintf(stamp, sizeof stamp, ".kept-%04d%02d%02dT%02d%02d%02d", t.year, t.month, t.day, t.hour, t.minute, t.second);
    auto kept = path;
    kept += stamp;
    std::error_code error;
    for (int i = 2; std::filesystem::exists(kept, error) && i < 1000; ++i) {
        kept = path;
        kept += std::string(stamp) + "-" + std::to_string(i);
    }
    std::filesystem::rename(path, kept, error);
    if (error) return failure(Error::Kind::unavailable, "store.unwritable", error.message());
    for (const char* part : {"-wal", "-shm"}) {
        auto from = path, to = kept;
        from += part;
        to += part;
        if (std::filesystem::exists(from, error)) std::filesystem::rename(from, to, error);
        if (error) return failure(Error::Kind::unavailable, "store.unwritable", error.message());
    }
    std::filesystem::remove(suspicion_of(path), error);
    return kept;
}

void take_over(const std::filesystem::path& kept_path, Connection& fresh, Store::KeptAside& report) {
    const auto offset = std::to_string(kept_files_beside(kept_path) * receipts_apart);
    auto written = fresh.guarded([&]() -> Status {
        fresh.query("INSERT INTO settings (name, value) VALUES ('receipts.offset', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(1, offset)
            .run();
        return {};
    });
    if (!written) log::failed("numbering receipts anew", written.error());
    auto read = fresh.guarded([&]() -> Status {
        SQLite::Database kept(kept_path.string(), SQLite::OPEN_READONLY);
        // Closing must not write the log back into a file that is evidence.
        sqlite3_db_config(kept.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        report.submissions_saved = take_submissions(kept, fresh);
        report.payments_saved = take_payments(kept, fresh);
        return {};
    });
    if (!read) log::failed("reading a kept file", read.error());
}

}  // namespace onecard::store
