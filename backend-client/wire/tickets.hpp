// Queue tickets of a hall: given out by one kiosk, called by the hall's staff. No personal data.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

/// Who is called before whom: `first` stands for the elderly, the disabled, the pregnant, parents with infants.
enum class Priority { ordinary, first, appointment };

/// Body of a submission of kind `queue_ticket`.
struct Ticket {
    std::string number;      ///< service and count of the day, `A012`
    std::string service;
    Priority priority = Priority::ordinary;
    std::string day;         ///< YYYY-MM-DD, local
    Timestamp taken_at;
    bool operator==(const Ticket&) const = default;
};
inline constexpr std::string_view ticket_kind = "queue_ticket";

std::string_view name(Priority priority);
std::optional<Priority> priority_named(std::string_view name);

Json to_json(const Ticket& value);
Json to_json(const CalledTicket& value);
/// Errors: `wire.<member>`.
Result<Ticket> ticket_from(const Json& json);
Result<CalledTicket> called_ticket_from(const Json& json);

}  // namespace onecard::wire
