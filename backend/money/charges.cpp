#include "backend/money/charges.hpp"

#include <algorithm>

#include "backend/data/cards.hpp"
#include "backend/data/changes.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/money_cases.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::money {
namespace {

using data::Connection;
using State = GatewayWord::State;
using std::chrono::seconds;

constexpr seconds ask_every{2}, longest_wait{300}, look_after_close{600};

tl::unexpected<Error> refused(std::string code) { return failure(Error::Kind::refused, std::move(code)); }

struct Row {
    std::string id, gateway, way, card, kiosk, receipt, state, stage, reason;
    Fen amount, refund_due;
    Timestamp expires_at;
};

std::optional<Row> row_of(Connection& connection, std::string_view id) {
    auto row = connection.query("SELECT id, gateway, way, card, kiosk, receipt, state, stage, reason, amount, refund_due, expires_at FROM charges WHERE id = ?", id);
    if (!row.next()) return std::nullopt;
    return Row{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.text(8), row.fen(9), row.fen(10),
               row.time(11)};
}

Result<std::vector<wire::PaymentBody::Line>> lines_for(Connection& connection, const wire::ChargeRequest& request) {
    std::vector<wire::PaymentBody::Line> lines;
    Fen sum;
    for (const auto& bill : request.bills) {
        auto row = connection.query("SELECT amount, payment IS NOT NULL FROM bills WHERE id = ?", bill);
        if (!row.next()) return refused("bill.unknown");
        const bool twice = std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.bill == bill; });
        if (row.number(1) != 0 || twice) return refused("bill.paid");
        lines.push_back({bill, row.fen(0)});
        sum += row.fen(0);
    }
    if (sum != request.amount) return refused("charge.amount");
    return lines;
}

Status may_charge(Connection& connection, const std::string& card) {
    if (!connection.query("SELECT 1 FROM cards WHERE serial = ?", card).next()) return refused("card.unknown");
    if (data::is_black_listed(connection, card)) return refused("card.black_listed");
    return {};
}

std::vector<wire::PaymentBody::Line> lines_of(Connection& connection, const std::string& id) {
    std::vector<wire::PaymentBody::Line> lines;
    auto row = connection.query("SELECT bill, amount FROM charge_lines WHERE charge = ? ORDER BY position", id);
    while (row.next()) lines.push_back({row.text(0), row.fen(1)});
    return lines;
}

/// Money is there: booked to its bills, or all of it to go back when the charge was closed before.
void take_money(Connection& connection, const Row& charge, const std::string& trace, Timestamp now) {
    const bool too_late = charge.state == "closed";
    const auto way = charge.way;
    const auto booked = book_charge(connection, {charge.gateway, charge.receipt, charge.card, way, charge.amount, lines_of(connection, charge.id), too_late},
                                    {charge.id, charge.kiosk, now});
    // A terminal is asked by its kiosk, see refunds.hpp.
    const auto due = booked.refund_due > Fen() && charge.gateway != terminal_gateway ? std::optional(now) : std::nullopt;
    connection.run("UPDATE charges SET state = ?, stage = 'over', reason = ?, trace = ?, payment = ?, refund_due = ?, paid_at = ?, due_at = ?, failures = 0, "
                   "payer_code = '' WHERE id = ?",
                   too_late ? "closed" : "paid", booked.code, trace, booked.number, booked.refund_due, now, due, charge.id);
}

void take_refund(Connection& connection, const Row& charge, Timestamp now) {
    const Entry entries[] = {{std::string(gateway_refunds), charge.refund_due, {}}, {gateway_account(charge.gateway), -charge.refund_due, {}}};
    post(connection, now, "refund:" + charge.id, entries);
    const bool whole = charge.refund_due == charge.amount;
    connection.run("UPDATE charges SET refunded = refund_due, refund_due = 0, state = ?, due_at = NULL, failures = 0 WHERE id = ?",
                   whole ? "refunded" : charge.state, charge.id);
    data::holder_changed(connection, charge.card);
}

void close(Connection& connection, const Row& charge, const std::string& reason, Timestamp now) {
    // Asked once more later: a payment that crossed the closing must not wait for the gateway's file.
    connection.run("UPDATE charges SET state = 'closed', stage = 'over', reason = ?, due_at = ?, failures = 0, payer_code = '' WHERE id = ?",
                   reason.empty() ? "charge.expired" : reason, now + look_after_close, charge.id);
}

void keep_waiting(Connection& connection, const Row& charge, const GatewayWord& word, Timestamp now) {
    connection.run("UPDATE charges SET stage = CASE stage WHEN 'new' THEN 'open' ELSE stage END, qr = CASE ?1 WHEN '' THEN qr ELSE ?1 END, payer_code = '', "
                   "due_at = ?2, failures = 0 WHERE id = ?3",
                   word.qr, now + ask_every, charge.id);
}

/// Another amount than ours is nobody's decision here.
void wonder(Connection& connection, const Row& charge, const GatewayWord& word, Timestamp now) {
    log::error("a gateway names another amount");
    MoneyCase fresh;
    fresh.kind = "close_difference", fresh.subject = "charge:" + charge.id, fresh.detail = "the gateway names another amount", fresh.amount = word.amount;
    open_case(connection, fresh, now);
    put_off(connection, charge.id, now);
}

bool undecided(const Row& charge) { return charge.state == "created"; }

}  // namespace

Result<wire::ChargeState> open_charge(Connection& connection, const wire::ChargeRequest& request, std::string_view gateway, const Arrival& arrival) {
    const auto digest = crypto::sha256_hex(dump_json(wire::to_json(request)));
    {
        auto row = connection.query("SELECT digest FROM charges WHERE id = ?", request.id);
        if (row.next() && row.text(0) != digest) return refused("charge.other_body");
    }
    if (auto earlier = charge_state(connection, request.id, arrival.kiosk)) return *std::move(earlier);
    if (auto may = may_charge(connection, request.card_serial); !may) return failure(may.error());
    const bool terminal = request.way == wire::ChargeWay::terminal;
    if (!terminal && gateway.empty()) return refused("charge.unavailable");
    const auto lines = lines_for(connection, request);
    if (!lines) return failure(lines.error());
    connection.run(
        "INSERT INTO charges (id, digest, gateway, way, card, kiosk, receipt, amount, state, stage, payer_code, made_at, expires_at, due_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'created', 'new', ?, ?, ?, ?)",
        request.id, digest, terminal ? terminal_gateway : gateway, wire::name(request.way), request.card_serial, arrival.kiosk, request.receipt, request.amount,
        request.code, arrival.at, arrival.at + charge_life, terminal ? std::nullopt : std::optional(arrival.at));
    int position = 0;
    for (const auto& line : *lines)
        connection.run("INSERT INTO charge_lines (charge, position, bill, amount) VALUES (?, ?, ?, ?)", request.id, position++, line.bill, line.amount);
    return charge_state(connection, request.id, arrival.kiosk).value_or(wire::ChargeState{});
}

std::optional<wire::ChargeState> charge_state(Connection& connection, std::string_view id, std::string_view kiosk) {
    auto row = connection.query("SELECT id, state, reason, qr, amount, expires_at, payment FROM charges WHERE id = ? AND kiosk = ?", id, kiosk);
    if (!row.next()) return std::nullopt;
    wire::ChargeState state;
    state.id = row.text(0);
    for (const auto one : {wire::ChargeState::State::paid, wire::ChargeState::State::closed, wire::ChargeState::State::refunded})
        if (wire::name(one) == row.text(1)) state.state = one;
    state.code = row.text(2), state.qr = row.text(3), state.amount = row.fen(4), state.expires_at = row.time(5), state.reference = row.text(6);
    return state;
}

void ask_close(Connection& connection, std::string_view id, Timestamp now) {
    connection.run("UPDATE charges SET stage = 'closing', due_at = ? WHERE id = ? AND state = 'created' AND way <> 'terminal'", now, id);
    // Its kiosk gives up a sale only before the terminal has heard of it.
    connection.run("UPDATE charges SET state = 'closed', stage = 'over', reason = 'charge.cancelled' WHERE id = ? AND state = 'created' AND way = 'terminal'", id);
}

bool hear(Connection& connection, std::string_view gateway, const std::string& id, const GatewayWord& word, Timestamp now) {
    const auto charge = row_of(connection, id);
    if (!charge || charge->gateway != gateway) return false;
    const bool has_money = connection.query("SELECT 1 FROM charges WHERE id = ? AND payment IS NOT NULL", id).next();
    switch (word.state) {
        case State::paid:
            if (has_money) return true;
            if (word.amount != charge->amount) wonder(connection, *charge, word, now);
            else take_money(connection, *charge, word.trace, now);
            return true;
        case State::refunded:
            if (charge->refund_due > Fen() && word.amount == charge->refund_due) take_refund(connection, *charge, now);
            return true;
        case State::waiting:
            if (undecided(*charge)) keep_waiting(connection, *charge, word, now);
            return true;
        case State::closed:
            if (undecided(*charge)) close(connection, *charge, word.code, now);
            else connection.run("UPDATE charges SET due_at = NULL WHERE id = ? AND state = 'closed' AND refund_due = 0", id);
            return true;
        case State::unknown:
            // What it never heard of, nobody can pay; what we still want is told once more.
            if (undecided(*charge) && (charge->stage == "closing" || now >= charge->expires_at)) close(connection, *charge, {}, now);
            else if (undecided(*charge)) connection.run("UPDATE charges SET stage = 'new', due_at = ? WHERE id = ?", now + ask_every, id);
            else connection.run("UPDATE charges SET due_at = NULL WHERE id = ? AND refund_due = 0", id);
            return true;
    }
    return true;
}

std::vector<ChargeErrand> due_errands(Connection& connection, Timestamp now, std::size_t most) {
    std::vector<ChargeErrand> errands;
    auto row = connection.query("SELECT id, amount, payer_code, expires_at, state, stage, refund_due FROM charges WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, most);
    while (row.next()) {
        ChargeErrand errand;
        errand.order = {row.text(0), row.fen(1), row.text(2), row.time(3)};
        errand.refund = row.fen(6);
        const auto stage = row.text(5);
        const bool open = row.text(4) == "created";
        if (errand.refund > Fen()) errand.kind = ChargeErrand::Kind::refund;
        else if (open && (stage == "closing" || now >= errand.order.expires_at)) errand.kind = ChargeErrand::Kind::close;
        else if (open && stage == "new") errand.kind = ChargeErrand::Kind::open;
        errands.push_back(std::move(errand));
    }
    return errands;
}

void put_off(Connection& connection, std::string_view id, Timestamp now) {
    auto row = connection.query("SELECT failures FROM charges WHERE id = ?", id);
    const auto failures = row.next() ? row.number(0) : 0;
    const auto wait = std::min(seconds(1LL << std::min<std::int64_t>(failures, 9)), longest_wait);
    connection.run("UPDATE charges SET failures = failures + 1, due_at = ? WHERE id = ? AND due_at IS NOT NULL", now + wait, id);
}

wire::SubmissionAnswer end_sale(Connection& connection, const wire::TerminalSale& sale, const Arrival& arrival) {
    using Outcome = wire::SubmissionAnswer::Outcome;
    const auto charge = row_of(connection, arrival.submission);
    if (!charge || charge->way != "terminal" || charge->kiosk != arrival.kiosk) return {{}, Outcome::refused, "charge.unknown", {}};
    if (charge->amount != sale.amount) return {{}, Outcome::refused, "charge.amount", {}};
    const bool approved = sale.outcome == wire::TerminalSale::Outcome::approved;
    if (!undecided(*charge) && !(approved && charge->state == "closed")) return {{}, Outcome::refused, "charge.other_end", {}};
    if (approved) take_money(connection, *charge, sale.trace, arrival.at);
    else connection.run("UPDATE charges SET state = 'closed', stage = 'over', reason = 'charge.declined' WHERE id = ?", charge->id);
    const auto state = charge_state(connection, charge->id, charge->kiosk);
    return {{}, Outcome::received, approved ? state->code : std::string(), state->reference};
}

}  // namespace onecard::money
