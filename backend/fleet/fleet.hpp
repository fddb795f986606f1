// The kiosks: how each is, and what it was ordered to do.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/materials.hpp"
#include "backend-client/wire/messages.hpp"
#include "backend/data/connection.hpp"
#include "base/random.hpp"

namespace onecard::fleet {

/// A kiosk that has said nothing for this long is silent; kiosks speak every 15 s.
inline constexpr std::chrono::seconds silent_after{90};
inline constexpr int open_orders_max = 20;

enum class Standing { known, revoked, unknown };
Standing standing_of(data::Connection& connection, const std::string& kiosk);

/// The community of a kiosk; empty for an unknown one.
std::string community_of(data::Connection& connection, const std::string& kiosk);

/// Writes down how the kiosk is and what its slips are checked with, closes the orders that it obeyed; gives those that are still open,
/// the oldest first.
wire::HeartbeatAnswer heartbeat(data::Connection& connection, const std::string& kiosk, const wire::Heartbeat& beat, Timestamp now);

/// Tells all kiosks whether slips of this one are to be believed; after it was locked out or let in again.
void tell_keys(data::Connection& connection, const std::string& kiosk, bool revoked);

/// Who orders what.
struct Command {
    wire::Order::Kind kind = wire::Order::Kind::restart;
    std::string given_by;
    Timestamp at;
};
/// Gives an order; pressing twice gives it once, as long as it is the last one open. Errors: `kiosk.unknown`, `order.too_many`.
Result<wire::Order> give(data::Connection& connection, const std::string& kiosk, const Command& command, std::string id);

/// Keeps what the kiosk's screen showed. Errors: `order.unknown` (none of this kiosk that asked for a picture), `material.kind` (no JPEG).
Status keep_picture(data::Connection& connection, const std::string& kiosk, const wire::ScreenPicture& picture);

struct PictureTaken {
    std::string order;
    Timestamp taken_at;
};
/// Of one kiosk, the newest first, at most ten.
std::vector<PictureTaken> pictures(data::Connection& connection, const std::string& kiosk);
std::optional<Bytes> picture(data::Connection& connection, const std::string& kiosk, const std::string& order);

struct KioskState {
    std::string id;
    wire::Localised hall, community;
    bool revoked = false;
    std::string version, state, reader, psam, printer;
    std::int64_t disk_free_bytes = 0, queue_length = 0, parked = 0, uptime_seconds = 0, clock_ahead_ms = 0;
    bool keeps_ceilings = false;  ///< those in force have reached it
    std::string ceilings_refused; ///< code: why it did not take those it was sent last
    std::optional<Timestamp> last_sync_at, last_seen_at;
    bool silent = false;
    std::vector<wire::Order> orders;  ///< open ones
};
std::optional<KioskState> find_kiosk(data::Connection& connection, const std::string& id, Timestamp now);
/// By id, at most `limit`.
std::vector<KioskState> kiosks(data::Connection& connection, Timestamp now, int limit = 5000);

}  // namespace onecard::fleet
