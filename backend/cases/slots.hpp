// Times leased to kiosks and what was booked. The rule that makes a booking without network final: a leased time belongs to its kiosk until that
// kiosk itself says that it will never book it. No clock decides this, so no wrong clock can undo it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/slots.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// Takes back what the kiosk returns, leases it what it lacks, and gives all leases of its book above `ask.after` that nobody has booked. Asking again
/// gives the same. Leases of a former book of the same kiosk stay where they are until their time has passed: what it booked may still come.
std::vector<wire::SlotLease> lease_slots(data::Connection& connection, const Rules& rules, const std::string& kiosk, const wire::SlotAsk& ask, Timestamp now);

struct Booking {
    std::string slot, case_number, card, kiosk;
    Timestamp booked_at;
};
/// Empty when the case has its time now. Else, with nothing booked:
///   `slot.taken`: it is not this kiosk's, or somebody has it; `slot.overlap`: the resident has another appointment at that time, on whatever card.
std::string book_slot(data::Connection& connection, const Rules& rules, const Booking& booking);

/// Of a local time or day that begins with YYYY-MM-DD.
bool on_weekend(std::string_view local);

/// Local times, YYYY-MM-DDTHH:MM, of a calendar that nobody has booked and no kiosk holds; earliest first.
std::vector<std::string> free_times(data::Connection& connection, const Rules& rules, std::string_view calendar, Timestamp now);
/// Books one of them without a kiosk, on any seat: `booking.slot` and `booking.kiosk` are left empty. False, with nothing booked, when no seat is left or
/// when the resident or one of the `others` (cards) is elsewhere then.
bool book_time(data::Connection& connection, const Rules& rules, std::string_view calendar, const std::string& time, const Booking& booking,
               const std::vector<std::string>& others);

/// Calls an appointment off; its time can be leased again. Nothing for a case without one.
void free_slot(data::Connection& connection, const std::string& case_number, Timestamp now);

/// Why the time asked for with a case was not given, in the words of book_slot(); empty when it was, or none was asked for.
std::string booking_trouble(data::Connection& connection, const std::string& case_number);

/// Of a case; nothing when it has none, or none any more.
std::optional<wire::Appointment> appointment_of(data::Connection& connection, const std::string& case_number);

}  // namespace onecard::cases
