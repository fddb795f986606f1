// What a kiosk says of itself a few times a minute, and what it hears in return. How each is written is in messages.hpp.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/torn.hpp"
#include "base/clock.hpp"
#include "base/fen.hpp"

namespace onecard::wire {

struct Heartbeat {
    std::string version;
    std::string state;            ///< `in_service`, `out_of_service`
    std::string reader, psam, printer;  ///< `ready`, `missing`, `fault`, `paper_out` …
    std::int64_t disk_free_bytes = 0;
    std::int64_t queue_length = 0, parked = 0;
    std::optional<Timestamp> last_sync_at;
    Timestamp kiosk_time;
    std::int64_t uptime_seconds = 0;
    std::vector<std::string> obeyed;  ///< ids of orders carried out since the last heartbeat
    std::string slip_key;         ///< what its slips are checked with, 64 hexadecimal digits; empty: it signs none
    std::int64_t ceilings = 0;    ///< version of the ceilings that it keeps to; 0: those built in
    std::string ceilings_refused; ///< code: why it did not take those it was sent last; empty: it did, or none came
    std::vector<std::string> unresolved{};  ///< ids of payments and loads whose end it did not see: has another kiosk? At most torn_max
    bool operator==(const Heartbeat&) const = default;
};

struct Order {
    enum class Kind { out_of_service, back_in_service, restart, picture };
    std::string id;
    Kind kind = Kind::restart;
    bool operator==(const Order&) const = default;
};

/// A queue ticket whose turn it is.
struct CalledTicket {
    std::string number, day, counter;  ///< counter: where to go, as people call it; empty once the call is over
    bool operator==(const CalledTicket&) const = default;
};
inline constexpr std::size_t called_tickets_max = 500;

/// Money that the bank card terminal of this kiosk is to give back.
struct RefundDue {
    std::string charge;      ///< id of the sale
    std::string trace;       ///< the terminal's own number of it
    Fen amount;
    bool operator==(const RefundDue&) const = default;
};
inline constexpr std::size_t refunds_due_max = 20;

struct HeartbeatAnswer {
    Timestamp server_time;
    std::vector<Order> orders;
    std::vector<CalledTicket> called;  ///< of today, in the order of calling; absent where nobody waits for a call
    std::vector<RefundDue> refunds{};  ///< told again until the kiosk has said what came of them; absent for none
    std::vector<TornSettled> settled{};  ///< of those that were unresolved; absent for none
    bool operator==(const HeartbeatAnswer&) const = default;
};

}  // namespace onecard::wire
