// One SQLite connection with its prepared statements, its keys and the way every failure is named. Private to store/.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <SQLiteCpp/SQLiteCpp.h>

#include "backend-client/store/key.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace onecard::store {

/// The one mapping of SQLite's failures. `store.disk_full` and `store.too_large` (exhausted), `store.corrupt` (corrupt),
/// `store.busy`, `store.io` and `store.unwritable` (unavailable), `store.constraint` (invalid), `store.failed` for the rest.
Error sqlite_failure(const SQLite::Exception& problem);

/// A prepared statement in use. Ends its read when it goes out of scope: a statement left open would keep a transaction open.
class Query {
public:
    explicit Query(SQLite::Statement& statement) : statement_(&statement) {}
    ~Query() {
        statement_->tryReset();
        statement_->clearBindings();
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(int at, std::int64_t value) { return statement_->bind(at, value), *this; }
    Query& bind(int at, std::string_view text) { return statement_->bind(at, std::string(text)), *this; }
    Query& bind(int at, ByteView bytes) { return statement_->bind(at, bytes.data(), static_cast<int>(bytes.size())), *this; }
    /// Unbound parameters are NULL.

    bool step() { return statement_->executeStep(); }
    /// Gives how many rows changed.
    int run() { return statement_->exec(); }

    std::int64_t number(int column) const { return statement_->getColumn(column).getInt64(); }
    std::string text(int column) const { return statement_->getColumn(column).getString(); }
    bool null(int column) const { return statement_->isColumnNull(column); }
    /// Valid until the next step.
    ByteView bytes(int column) const {
        const auto cell = statement_->getColumn(column);
        return {static_cast<const std::uint8_t*>(cell.getBlob()), static_cast<std::size_t>(cell.getBytes())};
    }

private:
    SQLite::Statement* statement_;
};

class Connection {
public:
    /// Opens, sets WAL and FULL. Throws SQLite::Exception.
    Connection(const std::filesystem::path& path, const Key& key, const Clock& clock, Random& random);

    /// `sql` must be a literal: statements are cached by its address.
    Query query(const char* sql);
    SQLite::Database& database() { return database_; }

    const Clock& clock() const { return clock_; }
    std::int64_t now() const { return to_millis(clock_.now()); }

    /// Sealed so that it opens only at this place (table and row).
    Bytes seal(std::string_view plain, std::string_view place);
    /// Error `store.seal_broken` (corrupt).
    Result<std::string> unseal(ByteView sealed, std::string_view place) const;
    /// A look-up key for rows of one card: 16 bytes that tell nothing without the kiosk's key. Empty for an empty serial.
    Bytes holder_key(std::string_view card_serial) const;
    /// 16 bytes by which the same content is known again, also after it was wiped.
    Bytes content_digest(std::string_view kind, std::string_view body) const;

    /// Runs `work`, which gives a Result, and turns SQLite's exceptions into errors.
    template <class Work>
    auto guarded(Work work) -> decltype(work()) {
        try {
            return work();
        } catch (const SQLite::Exception& problem) {
            return failure(failed(problem));
        } catch (const std::exception& problem) {
            return failure(Error::Kind::exhausted, "store.failed", problem.what());
        }
    }

    /// The same inside one transaction: kept when `work` succeeds and the commit is on the disk, else undone.
    template <class Work>
    auto writing(Work work) -> decltype(work()) {
        return guarded([&]() -> decltype(work()) {
            Transaction transaction(*this);
            auto outcome = work();
            if (outcome) transaction.commit();
            return outcome;
        });
    }

    /// Makes the next open() read every page.
    void suspect();

private:
    class Transaction {
    public:
        explicit Transaction(Connection& connection) : connection_(connection) { connection_.query("BEGIN IMMEDIATE").run(); }
        ~Transaction() {
            if (!done_) connection_.roll_back();
        }
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit() {
            connection_.query("COMMIT").run();
            done_ = true;
        }

    private:
        Connection& connection_;
        bool done_ = false;
    };

    Error failed(const SQLite::Exception& problem);
    void roll_back() noexcept;

    SQLite::Database database_;
    std::filesystem::path path_;
    SecretBytes seal_key_, look_up_key_;
    const Clock& clock_;
    Random& random_;
    std::unordered_map<const char*, SQLite::Statement> statements_;
};

/// The file whose presence makes the next open() read every page of `path` first.
std::filesystem::path suspicion_of(const std::filesystem::path& path);

}  // namespace onecard::store
