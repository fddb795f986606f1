// Times leased to this kiosk, and which of them were booked here. Booking needs nobody's word: a leased time is this kiosk's alone.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/slots.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

/// Of one Store; used from its thread. Each function is one durable step.
class Slots {
public:
    explicit Slots(Connection& connection) : connection_(&connection) {}

    /// What to tell the backend. Free times whose lease is over become `returned` first: from then on they can't be booked here.
    Result<wire::SlotAsk> ask();
    /// Takes the answer to `ask`: what was returned is forgotten, what is new can be booked. Says whether anything changed.
    Result<bool> take(const wire::SlotAsk& ask, const std::vector<wire::SlotLease>& leases);

    /// What can be booked now in a calendar, by time.
    Result<std::vector<wire::SlotLease>> free(const std::string& calendar);
    /// Nothing for one that was never leased here.
    Result<std::optional<wire::SlotLease>> find(const std::string& slot);
    /// Errors of kind refused, with nothing changed: `slot.gone` (booked, returned or over), `slot.overlap` (the card has another time here that
    /// overlaps with it).
    Status book(const std::string& slot, const std::string& card_serial);
    /// Undoes book(), where what goes with it could not be kept.
    Status release(const std::string& slot);

    /// Deletes what is over for a day. Gives how many.
    Result<std::size_t> prune(std::size_t count_max = 500);

private:
    Connection* connection_;
};

}  // namespace onecard::store
