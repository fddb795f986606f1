#include "backend/fleet/fleet.hpp"

#include "backend/data/changes.hpp"
#include "backend/fleet/queue.hpp"
#include "base/log.hpp"

namespace onecard::fleet {
namespace {

using data::Connection;
using data::Query;

constexpr std::string_view kiosk_columns =
    "SELECT kiosks.id, hall_zh, hall_en, communities.name_zh, communities.name_en, revoked, version, state, reader, psam, printer, "
    "disk_free_bytes, queue_length, parked, uptime_seconds, clock_ahead_ms, last_sync_at, last_seen_at, kiosks.ceilings = coalesce((SELECT max(version) FROM ceilings), 0), "
    "ceilings_refused "
    "FROM kiosks JOIN communities ON communities.code = kiosks.community ";

std::vector<wire::Order> open_orders(Connection& connection, const std::string& kiosk) {
    std::vector<wire::Order> orders;
    auto row = connection.query("SELECT id, kind FROM orders WHERE kiosk = ? AND obeyed_at IS NULL ORDER BY given_at, id LIMIT ?", kiosk,
                                open_orders_max);
    while (row.next()) orders.push_back({row.text(0), wire::order_kind(row.text(1)).value_or(wire::Order::Kind::restart)});
    return orders;
}

std::optional<Timestamp> time_or_none(const Query& row, int column) {
    return row.null(column) ? std::nullopt : std::optional(row.time(column));
}

KioskState state_from(Connection& connection, const Query& row, Timestamp now) {
    KioskState state;
    state.id = row.text(0);
    state.hall = {row.text(1), row.text(2)};
    state.community = {row.text(3), row.text(4)};
    state.revoked = row.number(5) != 0;
    state.version = row.text(6);
    state.state = row.text(7);
    state.reader = row.text(8);
    state.psam = row.text(9);
    state.printer = row.text(10);
    state.disk_free_bytes = row.number(11);
    state.queue_length = row.number(12);
    state.parked = row.number(13);
    state.uptime_seconds = row.number(14);
    state.clock_ahead_ms = row.number(15);
    state.last_sync_at = time_or_none(row, 16);
    state.last_seen_at = time_or_none(row, 17);
    state.keeps_ceilings = row.number(18) != 0;
    state.ceilings_refused = row.text(19);
    state.silent = !state.last_seen_at || now - *state.last_seen_at > silent_after;
    state.orders = open_orders(connection, state.id);
    return state;
}

/// A machine makes itself a key once in its life; more than a few tell of something else.
void take_slip_key(Connection& connection, const std::string& kiosk, const std::string& key, Timestamp now) {
    constexpr int keys_max = 16;
    if (key.empty() || connection.query("SELECT 1 FROM kiosk_keys WHERE kiosk = ? AND key = ?", kiosk, key).next()) return;
    if (auto row = connection.query("SELECT count(*) FROM kiosk_keys WHERE kiosk = ?", kiosk); !row.next() || row.number(0) >= keys_max)
        return log::warning("kiosk " + kiosk + " has too many keys for slips");
    connection.run("INSERT INTO kiosk_keys (kiosk, key, since) VALUES (?, ?, ?)", kiosk, key, now);
    data::kiosk_key_changed(connection, kiosk, key);
}

}  // namespace

Standing standing_of(Connection& connection, const std::string& kiosk) {
    auto row = connection.query("SELECT revoked FROM kiosks WHERE id = ?", kiosk);
    if (!row.next()) return Standing::unknown;
    return row.number(0) == 0 ? Standing::known : Standing::revoked;
}

std::string community_of(Connection& connection, const std::string& kiosk) {
    auto row = connection.query("SELECT community FROM kiosks WHERE id = ?", kiosk);
    return row.next() ? row.text(0) : std::string();
}

void tell_keys(Connection& connection, const std::string& kiosk, bool revoked) {
    if (revoked) return data::kiosk_keys_gone(connection, kiosk);
    std::vector<std::string> keys;
    for (auto row = connection.query("SELECT key FROM kiosk_keys WHERE kiosk = ?", kiosk); row.next();) keys.push_back(row.text(0));
    for (const auto& key : keys) data::kiosk_key_changed(connection, kiosk, key);
}

wire::HeartbeatAnswer heartbeat(Connection& connection, const std::string& kiosk, const wire::Heartbeat& beat, Timestamp now) {
    connection.run(
        "UPDATE kiosks SET version = ?, state = ?, reader = ?, psam = ?, printer = ?, disk_free_bytes = ?, queue_length = ?, parked = ?, "
        "uptime_seconds = ?, clock_ahead_ms = ?, last_sync_at = ?, last_seen_at = ?, ceilings = ?, ceilings_refused = ? WHERE id = ?",
        beat.version, beat.state, beat.reader, beat.psam, beat.printer, beat.disk_free_bytes, beat.queue_length, beat.parked,
        beat.uptime_seconds, (beat.kiosk_time - now).count(), beat.last_sync_at, now, beat.ceilings, beat.ceilings_refused, kiosk);
    for (const auto& id : beat.obeyed)
        connection.run("UPDATE orders SET obeyed_at = ? WHERE id = ? AND kiosk = ? AND obeyed_at IS NULL", now, id, kiosk);
    take_slip_key(connection, kiosk, beat.slip_key, now);
    return {now, open_orders(connection, kiosk), called(connection, kiosk, now)};
}

Result<wire::Order> give(Connection& connection, const std::string& kiosk, const Command& command, std::string id) {
    if (standing_of(connection, kiosk) == Standing::unknown) return failure(Error::Kind::refused, "kiosk.unknown");
    const auto open = open_orders(connection, kiosk);
    if (!open.empty() && open.back().kind == command.kind) return open.back();
    if (open.size() >= open_orders_max) return failure(Error::Kind::refused, "order.too_many");
    connection.run("INSERT INTO orders (id, kiosk, kind, given_by, given_at) VALUES (?, ?, ?, ?, ?)", id, kiosk, wire::name(command.kind),
                   command.given_by, command.at);
    return wire::Order{std::move(id), command.kind};
}

std::optional<KioskState> find_kiosk(Connection& connection, const std::string& id, Timestamp now) {
    auto row = connection.query(std::string(kiosk_columns) + "WHERE kiosks.id = ?", id);
    if (!row.next()) return std::nullopt;
    return state_from(connection, row, now);
}

std::vector<KioskState> kiosks(Connection& connection, Timestamp now, int limit) {
    std::vector<KioskState> all;
    auto row = connection.query(std::string(kiosk_columns) + "ORDER BY kiosks.id LIMIT ?", limit);
    while (row.next()) all.push_back(state_from(connection, row, now));
    return all;
}

Status keep_picture(data::Connection& connection, const std::string& kiosk, const wire::ScreenPicture& picture) {
    const auto& content = picture.content;
    if (!wire::is_jpeg(content)) return failure(Error::Kind::invalid, "material.kind");
    const bool asked = connection.query("SELECT 1 FROM orders WHERE id = ? AND kiosk = ? AND kind = 'picture'", picture.order, kiosk).next();
    if (!asked) return failure(Error::Kind::refused, "order.unknown");
    connection.run("INSERT INTO screen_pictures (order_id, content, taken_at) VALUES (?, ?, ?) ON CONFLICT (order_id) DO NOTHING", picture.order, content,
                   picture.taken_at);
    return {};
}

std::vector<PictureTaken> pictures(data::Connection& connection, const std::string& kiosk) {
    std::vector<PictureTaken> all;
    auto row = connection.query("SELECT order_id, taken_at FROM screen_pictures JOIN orders ON id = order_id WHERE kiosk = ? ORDER BY taken_at DESC LIMIT 10", kiosk);
    while (row.next()) all.push_back({row.text(0), row.time(1)});
    return all;
}

std::optional<Bytes> picture(data::Connection& connection, const std::string& kiosk, const std::string& order) {
    auto row = connection.query("SELECT content FROM screen_pictures JOIN orders ON id = order_id WHERE kiosk = ? AND id = ?", kiosk, order);
    return row.next() ? std::optional(row.bytes(0)) : std::nullopt;
}

}  // namespace onecard::fleet
