// Times that can be booked, leased to kiosks: what is leased to one kiosk is offered by no other, so that it can be booked without network, for good.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

inline constexpr std::size_t slot_leases_max = 1000, slots_returned_max = 1000;

/// One time at one place for one resident.
struct SlotLease {
    std::int64_t lease = 0;   ///< grows with each lease, whatever the slot
    std::string slot;         ///< `CALENDAR:YYYY-MM-DDTHH:MM:SEAT`
    std::string calendar;
    Localised name, place;
    std::string starts_at, ends_at;
    std::string until;        ///< instant after which the kiosk gives it back unless it is booked
    bool operator==(const SlotLease&) const = default;
};

/// What a kiosk says of its leases.
struct SlotAsk {
    std::string book;                    ///< id of the book that it keeps them in: a fresh one knows nothing of what the former booked
    std::int64_t after = 0;              ///< the highest lease it knows
    std::vector<std::int64_t> returned;  ///< leases that it will never book any more
    bool operator==(const SlotAsk&) const = default;
};

Json to_json(const SlotLease& value);
Json to_json(const SlotAsk& value);
Json to_json(const std::vector<SlotLease>& leases);
/// Errors of all: `wire.<member>`.
Result<SlotLease> slot_lease_from(const Json& json);
Result<SlotAsk> slot_ask_from(const Json& json);
Result<std::vector<SlotLease>> slot_leases_from(const Json& json);

/// The calendar of a slot; empty when the text can't be a slot's.
std::string_view calendar_of_slot(std::string_view slot);
/// The local time at which it begins, `YYYY-MM-DDTHH:MM`; empty when the text can't be a slot's.
std::string_view start_of_slot(std::string_view slot);

}  // namespace onecard::wire
