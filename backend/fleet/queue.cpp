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

/// The newest call of the day.
void call(Connection& connection, const Call& call, const std::string& day, const std::string& number) {
    connection.run(
        "UPDATE queue_tickets SET called_at = ?1, counter = ?2, called_by = ?3, outcome = '', ended_at = NULL, calls = calls + 1, called = "
        "(SELECT coalesce(max(called), 0) + 1 FROM queue_tickets AS other WHERE other.kiosk = ?4 AND other.day = ?5) "
        "WHERE kiosk = ?4 AND day = ?5 AND number = ?6",
        call.at, call.counter, call.by, call.kiosk, day, number);
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
    connection.run("UPDATE queue_tickets SET outcome = 'done', ended_at = ? WHERE kiosk = ? AND day = ? AND counter = ? AND called IS NOT NULL AND outcome = ''",
                   call.at, call.kiosk, day, call.counter);
    fleet::call(connection, call, day, number);
    return wire::CalledTicket{number, day, call.counter};
}

Result<wire::CalledTicket> call_again(Connection& connection, const Call& call, const std::string& number) {
    const auto day = day_of(call.at);
    if (!connection.query("SELECT 1 FROM queue_tickets WHERE kiosk = ? AND day = ? AND number = ? AND called IS NOT NULL", call.kiosk, day, number).next())
        return failure(Error::Kind::refused, "queue.unknown");
    fleet::call(connection, call, day, number);
    return wire::CalledTicket{number, day, call.counter};
}

Status end_call(Connection& connection, const Call& call, const std::string& number, CallEnd how) {
    connection.run("UPDATE queue_tickets SET outcome = ?, ended_at = ? WHERE kiosk = ? AND day = ? AND number = ? AND called IS NOT NULL AND outcome = ''",
                   how == CallEnd::done ? "done" : "absent", call.at, call.kiosk, day_of(call.at), number);
    if (connection.changed() == 0) return failure(Error::Kind::refused, "queue.unknown");
    return {};
}

std::vector<Waiting> waiting(Connection& connection, const std::string& kiosk, Timestamp now) {
    std::vector<Waiting> all;
    auto row = connection.query("SELECT number, service, priority, taken_at FROM queue_tickets WHERE kiosk = ? AND day = ? AND called IS NULL "
                                "ORDER BY taken_at, number LIMIT ?",
                                kiosk, day_of(now), wire::called_tickets_max);
    while (row.next()) all.push_back({row.text(0), row.text(1), row.text(2), row.time(3)});
    return all;
}

std::vector<CallMade> calls(Connection& connection, const std::string& kiosk, Timestamp now) {
    std::vector<CallMade> all;
    auto row = connection.query(
        "SELECT number, day, counter, outcome, calls FROM queue_tickets WHERE kiosk = ? AND day = ? AND called IS NOT NULL ORDER BY called LIMIT ?", kiosk,
        day_of(now), wire::called_tickets_max);
    while (row.next()) all.push_back({{row.text(0), row.text(1), row.text(2)}, row.text(3), row.number(4)});
    return all;
}

std::vector<wire::CalledTicket> called(Connection& connection, const std::string& kiosk, Timestamp now) {
    std::vector<wire::CalledTicket> all;
    auto made = calls(connection, kiosk, now);
    for (auto& one : made) {
        if (!one.outcome.empty()) one.ticket.counter.clear();
        all.push_back(std::move(one.ticket));
    }
    return all;
}

}  // namespace onecard::fleet
