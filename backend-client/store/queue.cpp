#include "backend-client/store/queue.hpp"

#include <cstdio>

#include "backend-client/store/connection.hpp"

namespace onecard::store {
namespace {

std::string day_of(const Connection& connection) { return to_iso(connection.clock().now()).substr(0, 10); }

}  // namespace

Result<TakenTicket> Queue::take(const std::string& service, wire::Priority priority) {
    return connection_->writing([&]() -> Result<TakenTicket> {
        TakenTicket taken;
        taken.ticket = {{}, service, priority, day_of(*connection_), connection_->clock().now()};
        auto last = connection_->query("SELECT coalesce(max(place), 0) FROM tickets WHERE day = ?1 AND service = ?2");
        last.bind(1, taken.ticket.day).bind(2, service).step();
        const auto place = last.number(0) + 1;
        if (place > a_day_max) return failure(Error::Kind::exhausted, "queue.full");
        char number[8];
        std::snprintf(number, sizeof number, "%03d", static_cast<int>(place));
        taken.ticket.number = service + number;
        // Who comes first by right is called before all who came earlier without it.
        auto ahead = connection_->query("SELECT count(*) FROM tickets WHERE day = ?1 AND service = ?2 AND called = 0 AND (?3 = 'ordinary' OR priority <> 'ordinary')");
        ahead.bind(1, taken.ticket.day).bind(2, service).bind(3, wire::name(priority)).step();
        taken.ahead = ahead.number(0);
        connection_->query("INSERT INTO tickets (day, service, place, number, priority, taken_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .bind(1, taken.ticket.day)
            .bind(2, service)
            .bind(3, place)
            .bind(4, taken.ticket.number)
            .bind(5, wire::name(priority))
            .bind(6, to_millis(taken.ticket.taken_at))
            .run();
        return taken;
    });
}

Result<bool> Queue::called(const std::vector<wire::CalledTicket>& tickets) {
    return connection_->writing([&]() -> Result<bool> {
        bool fresh = false;
        std::int64_t order = 0;
        for (const auto& one : tickets)
            fresh = connection_->query("UPDATE tickets SET called = ?1 WHERE day = ?2 AND number = ?3 AND called <> ?1")
                            .bind(1, ++order)
                            .bind(2, one.day)
                            .bind(3, one.number)
                            .run() > 0 || fresh;
        return fresh;
    });
}

Result<std::vector<QueueState>> Queue::today() {
    return connection_->guarded([&]() -> Result<std::vector<QueueState>> {
        std::vector<QueueState> states;
        auto row = connection_->query("SELECT service, sum(called = 0), coalesce((SELECT number FROM tickets AS last WHERE last.day = tickets.day AND"
                                      " last.service = tickets.service AND called > 0 ORDER BY called DESC LIMIT 1), '')"
                                      " FROM tickets WHERE day = ?1 GROUP BY service");
        row.bind(1, day_of(*connection_));
        while (row.step()) states.push_back({row.text(0), row.number(1), row.text(2)});
        return states;
    });
}

Result<std::size_t> Queue::prune(std::size_t count_max) {
    return connection_->writing([&]() -> Result<std::size_t> {
        const auto gone = connection_
                              ->query("DELETE FROM tickets WHERE (day, service, place) IN (SELECT day, service, place FROM tickets WHERE day < ?1 LIMIT ?2)")
                              .bind(1, day_of(*connection_))
                              .bind(2, static_cast<std::int64_t>(count_max))
                              .run();
        return static_cast<std::size_t>(gone);
    });
}

}  // namespace onecard::store
