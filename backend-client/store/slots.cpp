#include "backend-client/store/slots.hpp"

#include "backend-client/store/connection.hpp"
#include "base/json.hpp"

namespace onecard::store {
namespace {

constexpr std::int64_t a_day = 24 * 60 * 60 * 1000;

/// Made with the file: whoever has lost the file has lost the book.
std::string book_id(Connection& connection) {
    auto known = connection.query("SELECT value FROM settings WHERE name = 'slots.book'");
    if (known.step()) return known.text(0);
    auto made = connection.query("INSERT INTO settings (name, value) VALUES ('slots.book', upper(hex(randomblob(16)))) RETURNING value");
    made.step();
    return made.text(0);
}

std::int64_t highest_lease(Connection& connection) {
    auto row = connection.query("SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'slots.after'");
    return row.step() ? row.number(0) : 0;
}

std::int64_t millis_of(const std::string& instant) {
    Timestamp time;
    return from_iso(instant, time) ? to_millis(time) : 0;
}

/// A newer lease of the same time takes the place of an older one: between them somebody else had it, or its booking was called off.
bool put(Connection& connection, const wire::SlotLease& lease) {
    return connection.query("INSERT INTO slots (slot, lease, calendar, starts_at, ends_at, until, state, entry) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'free', ?7)"
                            " ON CONFLICT (slot) DO UPDATE SET lease = excluded.lease, calendar = excluded.calendar, starts_at = excluded.starts_at,"
                            " ends_at = excluded.ends_at, until = excluded.until, state = 'free', holder = NULL, entry = excluded.entry"
                            " WHERE excluded.lease > slots.lease")
               .bind(1, lease.slot)
               .bind(2, lease.lease)
               .bind(3, lease.calendar)
               .bind(4, millis_of(lease.starts_at))
               .bind(5, millis_of(lease.ends_at))
               .bind(6, millis_of(lease.until))
               .bind(7, dump_json(wire::to_json(lease)))
               .run() > 0;
}

Result<wire::SlotLease> entry_of(const Query& row, int column) {
    const auto json = parse_json(row.text(column));
    if (!json) return failure(json.error());
    return wire::slot_lease_from(*json);
}

}  // namespace

Result<wire::SlotAsk> Slots::ask() {
    return connection_->writing([&]() -> Result<wire::SlotAsk> {
        connection_->query("UPDATE slots SET state = 'returned' WHERE state = 'free' AND until <= ?1").bind(1, connection_->now()).run();
        wire::SlotAsk ask{book_id(*connection_), highest_lease(*connection_), {}};
        auto row = connection_->query("SELECT lease FROM slots WHERE state = 'returned' ORDER BY lease LIMIT ?1");
        row.bind(1, static_cast<std::int64_t>(wire::slots_returned_max));
        while (row.step()) ask.returned.push_back(row.number(0));
        return ask;
    });
}

Result<bool> Slots::take(const wire::SlotAsk& ask, const std::vector<wire::SlotLease>& leases) {
    return connection_->writing([&]() -> Result<bool> {
        bool changed = false;
        for (const auto lease : ask.returned)
            connection_->query("DELETE FROM slots WHERE lease = ?1 AND state = 'returned'").bind(1, lease).run();
        auto highest = ask.after;
        for (const auto& lease : leases) {
            if (lease.lease <= ask.after) continue;
            changed = put(*connection_, lease) || changed;
            highest = std::max(highest, lease.lease);
        }
        connection_->query("INSERT INTO settings (name, value) VALUES ('slots.after', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(1, std::to_string(highest))
            .run();
        return changed;
    });
}

Result<std::vector<wire::SlotLease>> Slots::free(const std::string& calendar) {
    return connection_->guarded([&]() -> Result<std::vector<wire::SlotLease>> {
        std::vector<wire::SlotLease> found;
        auto row = connection_->query("SELECT entry FROM slots WHERE state = 'free' AND calendar = ?1 AND until > ?2 AND starts_at > ?2 ORDER BY starts_at");
        row.bind(1, calendar).bind(2, connection_->now());
        while (row.step())
            if (auto lease = entry_of(row, 0)) found.push_back(*std::move(lease));
        return found;
    });
}

Result<std::optional<wire::SlotLease>> Slots::find(const std::string& slot) {
    return connection_->guarded([&]() -> Result<std::optional<wire::SlotLease>> {
        auto row = connection_->query("SELECT entry FROM slots WHERE slot = ?1");
        if (!row.bind(1, slot).step()) return std::nullopt;
        auto lease = entry_of(row, 0);
        if (!lease) return failure(lease.error());
        return *std::move(lease);
    });
}

Status Slots::book(const std::string& slot, const std::string& card_serial) {
    return connection_->writing([&]() -> Status {
        const auto holder = connection_->holder_key(card_serial);
        auto busy = connection_->query("SELECT 1 FROM slots AS theirs JOIN slots AS wanted ON wanted.slot = ?1 WHERE theirs.holder = ?2 AND"
                                       " theirs.state = 'booked' AND theirs.starts_at < wanted.ends_at AND theirs.ends_at > wanted.starts_at");
        if (busy.bind(1, slot).bind(2, holder).step()) return failure(Error::Kind::refused, "slot.overlap");
        const auto done = connection_->query("UPDATE slots SET state = 'booked', holder = ?2 WHERE slot = ?1 AND state = 'free' AND until > ?3")
                              .bind(1, slot)
                              .bind(2, holder)
                              .bind(3, connection_->now())
                              .run();
        return done > 0 ? Status() : failure(Error::Kind::refused, "slot.gone");
    });
}

Status Slots::release(const std::string& slot) {
    return connection_->writing([&]() -> Status {
        connection_->query("UPDATE slots SET state = 'free', holder = NULL WHERE slot = ?1 AND state = 'booked'").bind(1, slot).run();
        return {};
    });
}

Result<std::size_t> Slots::prune(std::size_t count_max) {
    return connection_->writing([&]() -> Result<std::size_t> {
        const auto gone = connection_->query("DELETE FROM slots WHERE slot IN (SELECT slot FROM slots WHERE state <> 'returned' AND ends_at < ?1 LIMIT ?2)")
                              .bind(1, connection_->now() - a_day)
                              .bind(2, static_cast<std::int64_t>(count_max))
                              .run();
        return static_cast<std::size_t>(gone);
    });
}

}  // namespace onecard::store
