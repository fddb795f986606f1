// The queues of halls: kiosks give the numbers out, staff call them.
#pragma once
#include <string>
#include <vector>

#include "backend-client/wire/tickets.hpp"
#include "backend/data/connection.hpp"

namespace onecard::fleet {

/// Notes a ticket that a kiosk gave out. The same again changes nothing.
void take_ticket(data::Connection& connection, const std::string& kiosk, const wire::Ticket& ticket);

struct Call {
    std::string kiosk, service;   ///< an empty service: whoever waits for any
    std::string counter;          ///< where to go
    std::string by;
    Timestamp at;
};
/// Whose turn it is: those who come first by right, each kind by time; but after two of them in a row one of all others, so that nobody waits for ever.
/// Error `queue.empty`.
Result<wire::CalledTicket> call_next(data::Connection& connection, const Call& call);

struct Waiting {
    std::string number, service, priority;
    Timestamp taken_at;
};
/// Of this day, in the order of taking.
std::vector<Waiting> waiting(data::Connection& connection, const std::string& kiosk, Timestamp now);
/// Of this day, in the order of calling.
std::vector<wire::CalledTicket> called(data::Connection& connection, const std::string& kiosk, Timestamp now);

}  // namespace onecard::fleet
