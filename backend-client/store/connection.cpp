#include "backend-client/store/connection.hpp"

#include <sqlite3.h>

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/log.hpp"

namespace onecard::store {
namespace {

constexpr int busy_wait_milliseconds = 2000;
constexpr std::size_t keyed_digest_bytes = 16;

Bytes keyed_digest(ByteView key, ByteView content) {
    const auto digest = crypto::hmac_sha256(key, content);
    return Bytes(digest.begin(), digest.begin() + keyed_digest_bytes);
}

}  // namespace

Error sqlite_failure(const SQLite::Exception& problem) {
    // Messages of SQLite name tables and columns, never values.
    const std::string detail = problem.what();
    switch (problem.getErrorCode() & 0xFF) {
        case SQLITE_FULL: return {Error::Kind::exhausted, "store.disk_full", detail};
        case SQLITE_TOOBIG: return {Error::Kind::exhausted, "store.too_large", detail};
        case SQLITE_NOMEM: return {Error::Kind::exhausted, "store.memory", detail};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return {Error::Kind::corrupt, "store.corrupt", detail};
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return {Error::Kind::unavailable, "store.busy", detail};
        case SQLITE_IOERR: return {Error::Kind::unavailable, "store.io", detail};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_CANTOPEN: return {Error::Kind::unavailable, "store.unwritable", detail};
        case SQLITE_CONSTRAINT: return {Error::Kind::invalid, "store.constraint", detail};
        default: return {Error::Kind::unavailable, "store.failed", detail};
    }
}

std::filesystem::path suspicion_of(const std::filesystem::path& path) {
    auto beside = path;
    beside += ".suspect";
    return beside;
}

Connection::Connection(const std::filesystem::path& path, const Key& key, const Clock& clock, Random& random)
    : database_(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, busy_wait_milliseconds),
      path_(path),
      seal_key_(key.derived("seal")),
      look_up_key_(key.derived("look-up")),
      clock_(clock),
      random_(random) {
    database_.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
                   "PRAGMA cell_size_check=ON; PRAGMA wal_autocheckpoint=2000");
}

Query Connection::query(const char* sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.try_emplace(sql, database_, sql).first;
    return Query(found->second);
}

Bytes Connection::seal(std::string_view plain, std::string_view place) {
    return crypto::seal(seal_key_, as_bytes(plain), as_bytes(place), random_);
}

Result<std::string> Connection::unseal(ByteView sealed, std::string_view place) const {
    auto plain = crypto::unseal(seal_key_, sealed, as_bytes(place));
    if (!plain) return failure(Error::Kind::corrupt, "store.seal_broken", plain.error().detail);
    auto text = to_text(*plain);
    wipe(plain->data(), plain->size());
    return text;
}

Bytes Connection::holder_key(std::string_view card_serial) const {
    if (card_serial.empty()) return {};
    return keyed_digest(look_up_key_, as_bytes(card_serial));
}

Bytes Connection::content_digest(std::string_view kind, std::string_view body) const {
    constexpr std::uint8_t end[] = {0};
    return keyed_digest(look_up_key_, join({as_bytes(kind), end, as_bytes(body)}));
}

Error Connection::failed(const SQLite::Exception& problem) {
    auto error = sqlite_failure(problem);
    // Found in the middle of work, where nothing can be done about it.
    if (error.kind == Error::Kind::corrupt) suspect();
    return error;
}

void Connection::suspect() {
    if (auto written = write_file(suspicion_of(path_), ""); !written) log::failed("marking the store as suspect", written.error());
}

void Connection::roll_back() noexcept {
    if (sqlite3_get_autocommit(database_.getHandle())) return;  // SQLite has undone it already
    sqlite3_exec(database_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace onecard::store
