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
/// Whoever was at that counter is done. Error `queue.empty`.
Result<wire::CalledTicket> call_next(data::Connection& connection, const Call& call);

/// Calls a number of today once more, as the newest call, also one that did not come or was called to another counter. Error `queue.unknown`: it was
/// never called today.
Result<wire::CalledTicket> call_again(data::Connection& connection, const Call& call, const std::string& number);

enum class CallEnd { done, absent };
/// Ends a call. Error `queue.unknown`: nobody is being called by this number.
Status end_call(data::Connection& connection, const Call& call, const std::string& number, CallEnd how);

struct Waiting {
    std::string number, service, priority;
    Timestamp taken_at;
};
/// Of this day, in the order of taking.
std::vector<Waiting> waiting(data::Connection& connection, const std::string& kiosk, Timestamp now);
/// Of this day, in the order of calling; without a counter once it is over.
std::vector<wire::CalledTicket> called(data::Connection& connection, const std::string& kiosk, Timestamp now);

struct CallMade {
    wire::CalledTicket ticket;    ///< with its counter, also when it is over
    std::string outcome;          ///< `done`, `absent`; empty: under way
    std::int64_t times = 1;
};
/// The same for those who call.
std::vector<CallMade> calls(data::Connection& connection, const std::string& kiosk, Timestamp now);

}  // namespace onecard::fleet
