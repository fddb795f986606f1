#include "backend/fleet/queue.hpp"

namespace onecard::fleet {
namespace {

using data::Connection;

constexpr int first_in_a_row_max = 2;

std::string day_of(Timestamp now) { return to_iso(now).substr(0, 10); }

/// True when it is the turn of somebody without a right of their own, if there is one.
bool others_turn(Connection& connection, const Call& call, const std::string& day) {
    int in_a_row = 0;
    auto row = connection.query("SELECT priority FROM queue_tickets WHERE kiosk = ? AND day = ? AND (? = '' OR service = ?) AND called IS NOT NULL "
                                "ORDER BY called DESC LIMIT ?",
                                call.kiosk, day, call.service, call.service, first_in_a_row_max);
    while (row.next() && row.text(0) != "ordinary") ++in_a_row;
    return in_a_row == first_in_a_row_max;
}

std::string next_number(Connection& connection, const Call& call, const std::string& day) {
    const bool others = others_turn(connection, call, day);
    auto row = connection.query("SELECT number FROM queue_tickets WHERE kiosk = ?1 AND day = ?2 AND (?3 = '' OR service = ?3) AND called IS NULL "
                                "ORDER BY iif(priority = 'ordinary', ?4, 1 - ?4), taken_at, number LIMIT 1",
                                call.kiosk, day, call.service, others ? 0 : 1);
    return row.next() ? row.text(0) : std::string();
}

}  // namespace

void take_ticket(Connection& connection, const std::string& kiosk, const wire::Ticket& ticket) {
    connection.run("INSERT OR IGNORE INTO queue_tickets (kiosk, day, number, service, priority, taken_at) VALUES (?, ?, ?, ?, ?, ?)", kiosk, ticket.day,
                   ticket.number, ticket.service, wire::name(ticket.priority), ticket.taken_at);
}

Result<wire::CalledTicket> call_next(Connection& connection, const Call& call) {
    const auto day = day_of(call.at);
    const auto number = next_number(connection, call, day);
    if (number.empty()) return failure(Error::Kind::refused, "queue.empty");
    connection.run(
        "UPDATE queue_tickets SET called_at = ?1, counter = ?2, called_by = ?3, called = (SELECT coalesce(max(called), 0) + 1 FROM queue_tickets AS other "
        "WHERE other.kiosk = ?4 AND other.day = ?5) WHERE kiosk = ?4 AND day = ?5 AND number = ?6",
        call.at, call.counter, call.by, call.kiosk, day, number);
    return wire::CalledTicket{number, day, call.counter};
}

std::vector<Waiting> waiting(Connection& connection, const std::string& kiosk, Timestamp now) {
    std::vector<Waiting> all;
    auto row = connection.query("SELECT number, service, priority, taken_at FROM queue_tickets WHERE kiosk = ? AND day = ? AND called IS NULL "
                                "ORDER BY taken_at, number LIMIT ?",
                                kiosk, day_of(now), wire::called_tickets_max);
    while (row.next()) all.push_back({row.text(0), row.text(1), row.text(2), row.time(3)});
    return all;
}

std::vector<wire::CalledTicket> called(Connection& connection, const std::string& kiosk, Timestamp now) {
    std::vector<wire::CalledTicket> all;
    auto row = connection.query("SELECT number, day, counter FROM queue_tickets WHERE kiosk = ? AND day = ? AND called IS NOT NULL ORDER BY called LIMIT ?",
                                kiosk, day_of(now), wire::called_tickets_max);
    while (row.next()) all.push_back({row.text(0), row.text(1), row.text(2)});
    return all;
}

}  // namespace onecard::fleet
