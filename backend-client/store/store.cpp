#include "backend-client/store/store.hpp"

#include <cstdio>

#include "backend-client/store/connection.hpp"
#include "backend-client/store/keeping_aside.hpp"
#include "backend-client/store/migrations.hpp"
#include "base/file.hpp"
#include "base/log.hpp"

namespace onecard::store {
namespace {

/// Reading every page of a file of this size costs a cold start a few milliseconds; larger ones are read when suspected.
constexpr std::uintmax_t always_checked_bytes = 2 << 20;

Status read_all_pages(Connection& connection) {
    auto row = connection.query("PRAGMA quick_check(1)");
    if (row.step() && row.text(0) == "ok") return {};
    return failure(Error::Kind::corrupt, "store.corrupt", "quick_check");
}

/// A sealed word in the file tells whether this key is the one its rows were sealed with.
Status check_key(Connection& connection) {
    constexpr std::string_view place = "settings:key", word = "one-card";
    auto known = connection.query("SELECT value FROM settings WHERE name = 'key'");
    if (known.step()) {
        const auto sealed = from_hex(known.text(0));
        if (sealed && connection.unseal(*sealed, place)) return {};
        return failure(Error::Kind::corrupt, "store.key_wrong", "sealed with another key");
    }
    auto row = connection.query("INSERT INTO settings (name, value) VALUES ('key', ?1) ON CONFLICT (name) DO NOTHING");
    row.bind(1, to_hex(connection.seal(word, place))).run();
    return {};
}

Result<std::unique_ptr<Connection>> open_whole(const std::filesystem::path& path, const Key& key, const Clock& clock, Random& random) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(path, ignored);
    const bool thorough = std::filesystem::exists(suspicion_of(path), ignored) || (!ignored && size <= always_checked_bytes);
    try {
        auto connection = std::make_unique<Connection>(path, key, clock, random);
        auto good = connection->guarded([&]() -> Status {
            if (auto migrated = migrate(*connection); !migrated) return migrated;
            if (thorough)
                if (auto whole = read_all_pages(*connection); !whole) return whole;
            return check_key(*connection);
        });
        if (!good) return failure(good.error());
        std::filesystem::remove(suspicion_of(path), ignored);
        return connection;
    } catch (const SQLite::Exception& problem) {
        return failure(sqlite_failure(problem));
    }
}

}  // namespace

Status migrate(Connection& connection) {
    const auto version = [&connection] {
        auto row = connection.query("PRAGMA user_version");
        row.step();
        return row.number(0);
    };
    const auto known = static_cast<std::int64_t>(migrations().size());
    if (version() > known) return failure(Error::Kind::refused, "store.newer", "made by a newer program");
    for (const auto& migration : migrations()) {
        auto done = connection.writing([&]() -> Status {
            if (version() >= migration.number) return {};  // asked inside: another process may have been quicker
            connection.database().exec(migration.sql);
            connection.database().exec("PRAGMA user_version = " + std::to_string(migration.number));
            return {};
        });
        if (!done) return done;
    }
    return {};
}

Store::Store(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)),
      outbox_(*connection_),
      journal_(*connection_),
      cache_(*connection_), drafts_(*connection_),
      orders_(*connection_),
      policies_(*connection_),
      slots_(*connection_),
      queue_(*connection_),
      audit_(*connection_) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& path, const Key& key, const Clock& clock, Random& random) {
    auto connection = open_whole(path, key, clock, random);
    if (connection) return Store(std::move(*connection));
    if (connection.error().kind != Error::Kind::corrupt) return failure(connection.error());

    const auto reason = connection.error();
    auto kept = keep_aside(path, clock);
    if (!kept) return failure(kept.error());
    log::error("the store was kept aside as " + kept->filename().string() + ": " + reason.code);
    connection = open_whole(path, key, clock, random);
    if (!connection) return failure(connection.error());
    Store store(std::move(*connection));
    store.kept_aside_ = KeptAside{*kept, reason.code, 0, 0};
    take_over(*kept, *store.connection_, *store.kept_aside_);
    return store;
}

Result<std::string> Store::next_receipt(const std::string& kiosk) {
    const auto today = to_local(connection_->clock().now());
    std::string prefix = kiosk;
    std::erase(prefix, '-');
    char day[16];
    std::snprintf(day, sizeof day, "-%04d%02d%02d", today.year, today.month, today.day);
    prefix += day;
    return connection_->writing([&]() -> Result<std::string> {
        auto row = connection_->query("INSERT INTO receipts (day, last) VALUES (?1, 1 + coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE"
                                      " name = 'receipts.offset'), 0)) ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last");
        row.bind(1, prefix).step();
        char number[24];
        std::snprintf(number, sizeof number, "-%04lld", static_cast<long long>(row.number(0)));
        return prefix + number;
    });
}

Status Store::check() {
    auto whole = connection_->guarded([&]() -> Status { return read_all_pages(*connection_); });
    if (!whole && whole.error().kind == Error::Kind::corrupt) connection_->suspect();
    return whole;
}

Result<std::size_t> Store::prune() {
    auto submissions = outbox_.prune();
    if (!submissions) return submissions;
    auto payments = journal_.prune();
    if (!payments) return payments;
    auto holders = cache_.prune();
    if (!holders) return holders;
    auto drafts = drafts_.prune();
    if (!drafts) return drafts;
    auto slots = slots_.prune();
    if (!slots) return slots;
    auto tickets = queue_.prune();
    if (!tickets) return tickets;
    return *submissions + *payments + *holders + *drafts + *slots + *tickets;
}

}  // namespace onecard::store
