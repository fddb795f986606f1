// The hall's queue: numbers given out on this machine, and which of them have been called. One machine of a hall gives tickets; two would give the same
// numbers. No personal data.
#pragma once
#include <string>
#include <vector>

#include "backend-client/wire/tickets.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

struct TakenTicket {
    wire::Ticket ticket;
    std::int64_t ahead = 0;   ///< waiting for the same service and called before
};

struct QueueState {
    std::string service;
    std::int64_t waiting = 0;
    std::string called;       ///< the last number called today; empty for none
};

/// Setting of the cache in which the calls under way are kept: a JSON list of wire::CalledTicket, the newest last.
inline constexpr std::string_view calls_setting = "queue.calls";

/// Of one Store; used from its thread.
class Queue {
public:
    static constexpr int a_day_max = 999;   ///< of one service

    explicit Queue(Connection& connection) : connection_(&connection) {}

    /// Durable when it returns: the number is given once, whatever happens next. Error `queue.full`.
    Result<TakenTicket> take(const std::string& service, wire::Priority priority);
    /// What the backend says was called, all of today in order. Says whether anything is new.
    Result<bool> called(const std::vector<wire::CalledTicket>& tickets);
    /// Of today, services where somebody took a ticket.
    Result<std::vector<QueueState>> today();

    /// Deletes those of former days. Gives how many.
    Result<std::size_t> prune(std::size_t count_max = 500);

private:
    Connection* connection_;
};

}  // namespace onecard::store
