#include "backend/money/torn.hpp"

#include "backend/data/changes.hpp"
#include "backend/data/submissions.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::money {
namespace {

/// As a kiosk hands a payment in of which the card says no more than its balance.
wire::PaymentBody without_proof(const wire::TornMove& move) {
    wire::PaymentBody payment;
    payment.receipt = move.receipt;
    payment.card_serial = move.card_serial;
    payment.issuer = move.issuer;
    payment.amount = move.amount;
    payment.old_balance = move.old_balance;
    payment.terminal = move.terminal;
    payment.terminal_sequence = move.terminal_sequence;
    payment.offline_number = move.number;
    payment.type = move.action;
    payment.date = move.date;
    payment.time = move.time;
    payment.proof = wire::PaymentBody::Proof::balance;
    payment.paid_at = move.begun_at;
    for (const auto& line : move.lines) payment.lines.push_back({line.bill, line.amount});
    return payment;
}

}  // namespace

using data::Connection;

void take_torn(Connection& connection, const wire::TornMove& move, const Arrival& arrival) {
    // A submission under its own id is its end.
    if (connection.query("SELECT 1 FROM submissions WHERE id = ?", move.id).next()) return;
    connection.run("INSERT INTO torn_moves (id, kiosk, card, kind, amount, body, reported_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING", move.id,
                   arrival.kiosk, move.card_serial, move.kind, move.amount, dump_json(wire::to_json(move)), arrival.at);
    data::holder_changed(connection, move.card_serial);
}

std::vector<wire::TornMove> torn_of(Connection& connection, std::string_view card_serial) {
    std::vector<wire::TornMove> moves;
    auto row = connection.query("SELECT body FROM torn_moves WHERE card = ? AND ended_at IS NULL ORDER BY reported_at, id LIMIT ?", card_serial,
                                static_cast<std::int64_t>(wire::torn_max));
    while (row.next()) {
        const auto json = parse_json(row.text(0));
        auto move = json ? wire::torn_from(*json) : Result<wire::TornMove>(failure(json.error()));
        if (move) moves.push_back(*std::move(move));
        else log::failed("a torn payment", move.error());
    }
    return moves;
}

void end_torn(Connection& connection, const Arrival& arrival, bool done) {
    std::string card;
    {
        auto row = connection.query("SELECT card FROM torn_moves WHERE id = ? AND ended_at IS NULL", arrival.submission);
        if (!row.next()) return;
        card = row.text(0);
    }
    connection.run("UPDATE torn_moves SET ended_at = ?, ended_by = ?, done = ? WHERE id = ?", arrival.at, arrival.kiosk, done ? 1 : 0, arrival.submission);
    connection.run("UPDATE money_cases SET state = 'closed', closed_at = ? WHERE kind = 'payment_held' AND subject = ? AND state <> 'closed'", arrival.at,
                   arrival.submission);
    data::holder_changed(connection, card);
}

Result<std::string> take_for_debited(Connection& connection, const std::string& id, Timestamp now) {
    const auto stale = [] { return failure(Error::Kind::refused, "case.stale"); };
    Result<wire::TornMove> move = stale();
    std::string kiosk;
    {
        auto row = connection.query("SELECT body, kiosk FROM torn_moves WHERE id = ? AND kind = 'payment' AND ended_at IS NULL", id);
        if (!row.next()) return stale();
        const auto json = parse_json(row.text(0));
        if (json) move = wire::torn_from(*json);
        kiosk = row.text(1);
    }
    if (!move) return stale();
    const auto payment = without_proof(*move);
    auto number = hold(connection, payment, {id, kiosk, now});
    if (!number) return stale();
    // Whichever kiosk hands its end in later gets this answer.
    const auto body = dump_json(wire::to_json(payment));
    data::keep_answer(connection, {id, "payment", body, kiosk, wire::name(wire::SubmissionAnswer::Outcome::received), {}, *number, now},
                      data::submission_digest("payment", body));
    connection.run("UPDATE torn_moves SET ended_at = ?, ended_by = '', done = 1 WHERE id = ?", now, id);
    return number;
}

std::vector<wire::TornSettled> settled_elsewhere(Connection& connection, const std::string& kiosk, const std::vector<std::string>& ids) {
    std::vector<wire::TornSettled> settled;
    for (const auto& id : ids) {
        auto row = connection.query("SELECT done FROM torn_moves WHERE id = ? AND ended_at IS NOT NULL AND ended_by <> ?", id, kiosk);
        if (row.next()) settled.push_back({id, row.number(0) != 0});
    }
    return settled;
}

bool says_same_end(Connection& connection, const std::string& id, std::string_view one, std::string_view other) {
    if (!connection.query("SELECT 1 FROM torn_moves WHERE id = ?", id).next()) return false;
    auto first = parse_json(one), second = parse_json(other);
    if (!first || !second || !first->is_object() || !second->is_object()) return false;
    for (const char* own : {"paid_at", "ended_at", "proof", "tac"}) first->erase(own), second->erase(own);
    return *first == *second;
}

}  // namespace onecard::money
