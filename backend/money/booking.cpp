#include "backend/money/booking.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "backend/data/changes.hpp"
#include "backend/data/migrations.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/meters.hpp"
#include "base/log.hpp"

namespace onecard::money {
namespace {

using data::Connection;
using wire::PaymentBody;
using Outcome = wire::SubmissionAnswer::Outcome;

constexpr std::uint8_t purchase = 6, composite_purchase = 9;  // cards.md 2.3
constexpr std::string_view tac_wrong = "payment.tac_wrong", no_tac = "payment.no_tac", terminal_unknown = "payment.terminal_unknown",
                           number_reused = "payment.counter_reused", number_older = "payment.counter_older", clock_wrong = "payment.clock_wrong";
// A hall may be without network for long, but not for years; and nobody pays tomorrow.
constexpr std::chrono::hours paid_before_at_most{24 * 366}, paid_after_at_most{24};

/// What becomes of one line.
struct Share {
    PaymentBody::Line line;
    std::string state;   ///< booked, returned, held
    std::string reason;
    std::string account;
};

wire::SubmissionAnswer answer(Outcome outcome, std::string_view code, std::string reference) {
    return {{}, outcome, std::string(code), std::move(reference)};
}

std::string new_number(Connection& connection, Timestamp at) {
    const int year = to_local(at).year;
    char text[40];
    std::snprintf(text, sizeof text, "P-%04d-%06lld", year, static_cast<long long>(data::next_number(connection, "payment-" + std::to_string(year))));
    return text;
}

/// What the payments known so far say of one more, which they never know all of: they come in any order.
struct Known {
    std::string earlier;         ///< number of this very payment
    bool tac_used = false;       ///< a TAC proves one purchase: terminal, sequence and moment are inside, the card's number is not. Under another it was copied
    bool number_reused = false;  ///< a card counts each purchase once: proven at two moments or terminals is two cards of one serial, or an old state of it
    bool number_older = false;   ///< on one terminal, whose module counts every purchase, a card's own number only rises. No clock is asked
};

// One statement, but each question by itself: it looks at rows only where the index alone does not say no.
Known known_of(Connection& connection, const PaymentBody& payment) {
    auto row = connection.query(
        "SELECT (SELECT number FROM payments INDEXED BY payments_once WHERE card = ?1 AND offline_number = ?2 AND terminal = ?3 AND terminal_sequence = ?4 "
        "AND alarm <> 'payment.tac_wrong'), "
        "EXISTS (SELECT 1 FROM payments INDEXED BY payments_at_terminal WHERE card = ?1 AND terminal = ?3 AND terminal_sequence = ?4 AND tac = ?5 "
        "AND alarm <> 'payment.tac_wrong'), "
        "EXISTS (SELECT 1 FROM payments INDEXED BY payments_once WHERE card = ?1 AND offline_number = ?2 AND tac <> '' AND alarm <> 'payment.tac_wrong'), "
        "EXISTS (SELECT 1 FROM payments INDEXED BY payments_once WHERE card = ?1 AND offline_number > ?2 AND terminal = ?3 AND terminal_sequence < ?4 "
        "AND tac <> '' AND alarm <> 'payment.tac_wrong') OR "
        "EXISTS (SELECT 1 FROM payments INDEXED BY payments_at_terminal WHERE card = ?1 AND terminal = ?3 AND terminal_sequence > ?4 "
        "AND offline_number < ?2 AND tac <> '' AND alarm <> 'payment.tac_wrong')",
        payment.card_serial, payment.offline_number, payment.terminal, static_cast<std::int64_t>(payment.terminal_sequence), payment.tac);
    if (!row.next()) return {};
    return {row.text(0), row.number(1) != 0, row.number(2) != 0, row.number(3) != 0};
}

bool terminal_known(Connection& connection, const std::string& terminal) {
    return connection.query("SELECT 1 FROM terminals WHERE number = ?", terminal).next();
}

/// False when the kiosk's clock can't have been right: then the day of arrival is the business day, or no close would ever find the payment.
bool moment_possible(const PaymentBody& payment, Timestamp received) {
    return payment.paid_at >= received - paid_before_at_most && payment.paid_at <= received + paid_after_at_most;
}

Share returned(const PaymentBody::Line& line, std::string_view reason) {
    return {line, "returned", std::string(reason), std::string(posted_credit)};
}

Share share_of(Connection& connection, const PaymentBody::Line& line) {
    auto row = connection.query(
        "SELECT bills.amount, bills.payment, utility_accounts.biller FROM bills "
        "JOIN utility_accounts ON utility_accounts.number = bills.account WHERE bills.id = ?",
        line.bill);
    if (!row.next()) return returned(line, "bill.unknown");
    if (!row.null(1)) return returned(line, "bill.paid");
    if (row.fen(0) != line.amount) return returned(line, "bill.amount");
    return {line, "booked", {}, biller_account(row.text(2))};
}

std::vector<Share> shares_of(Connection& connection, const PaymentBody& payment, bool proven) {
    std::vector<Share> shares;
    for (const auto& line : payment.lines) {
        const bool repeated = std::any_of(shares.begin(), shares.end(), [&](const Share& other) { return other.line.bill == line.bill; });
        if (!proven) shares.push_back({line, "held", {}, std::string(held)});
        else if (repeated) shares.push_back(returned(line, "bill.paid"));
        else shares.push_back(share_of(connection, line));
    }
    return shares;
}

/// What was decided about a payment.
struct Decision {
    std::string number;
    bool proven = false;     ///< the card signed it
    std::string_view alarm;  ///< why a person should look at it
    std::vector<Share> shares;

    std::string state() const {
        const bool any_booked = std::any_of(shares.begin(), shares.end(), [](const Share& share) { return share.state == "booked"; });
        return any_booked ? "booked" : shares.front().state;
    }
    /// For the kiosk: empty when every bill was booked, else what became of the first that was not.
    std::string code() const {
        const auto other = std::find_if(shares.begin(), shares.end(), [](const Share& share) { return share.state != "booked"; });
        return other == shares.end() ? std::string() : "payment." + other->state;
    }
};

void settle_bill(Connection& connection, const Share& share, const std::string& number, const std::string& payer) {
    if (share.state != "booked") return;
    connection.run("UPDATE bills SET payment = ? WHERE id = ?", number, share.line.bill);
    // Whoever owes the bill need not be who paid it: every card of the account's holder has to hear.
    auto row = connection.query(
        "SELECT cards.serial FROM bills JOIN utility_accounts ON utility_accounts.number = bills.account "
        "JOIN cards ON cards.resident = utility_accounts.resident WHERE bills.id = ? AND cards.serial <> ?",
        share.line.bill, payer);
    while (row.next()) data::holder_changed(connection, row.text(0));
}

void write_down(Connection& connection, const PaymentBody& payment, const Arrival& arrival, const Decision& decision, std::string_view way = "purse") {
    static constexpr std::string_view proofs[] = {"debit", "prove", "balance"};
    connection.run(
        "INSERT INTO payments (number, submission, receipt, card, kiosk, amount, terminal, terminal_sequence, offline_number, tac, proof, "
        "state, alarm, paid_at, received_at, way) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        decision.number, arrival.submission, payment.receipt, payment.card_serial, arrival.kiosk, payment.amount, payment.terminal,
        payment.terminal_sequence, payment.offline_number, payment.tac, proofs[static_cast<std::size_t>(payment.proof)], decision.state(),
        decision.alarm, moment_possible(payment, arrival.at) ? payment.paid_at : arrival.at, arrival.at, way);
    int position = 0;
    for (const auto& share : decision.shares) {
        connection.run("INSERT INTO payment_lines (payment, position, bill, amount, state, reason) VALUES (?, ?, ?, ?, ?, ?)", decision.number,
                       position, share.line.bill, share.line.amount, share.state, share.reason);
        settle_bill(connection, share, decision.number, payment.card_serial);
        if (share.state == "booked") note_booked(connection, decision.number, position, share.line.bill, arrival.at);
        ++position;
    }
}

void post_shares(Connection& connection, const PaymentBody& payment, const Decision& decision, Timestamp at) {
    std::vector<Entry> entries{{std::string(decision.proven ? purse_clearing : purse_unproven), payment.amount, {}}};
    for (const auto& share : decision.shares)
        entries.push_back({share.account, -share.line.amount, share.account == posted_credit ? payment.card_serial : std::string()});
    post(connection, at, decision.number, entries);
}

}  // namespace

wire::SubmissionAnswer book(Connection& connection, const TacCheck& tac, const PaymentBody& payment, const Arrival& arrival) {
    if (payment.type != purchase && payment.type != composite_purchase) return answer(Outcome::refused, "payment.type", {});
    const bool without_tac = payment.proof == PaymentBody::Proof::balance;
    const auto right = without_tac ? Result<bool>(false) : tac.right(payment);
    if (!right) return answer(Outcome::later, right.error().code, {});
    bool proven = *right;
    auto known = known_of(connection, payment);
    if (!known.earlier.empty() && (proven || without_tac)) return answer(Outcome::refused, "payment.duplicate", std::move(known.earlier));
    if (proven && known.tac_used) {
        log::error("a TAC came a second time under another number, from kiosk " + arrival.kiosk);
        proven = false;
    }
    Decision decision;
    decision.proven = proven;
    if (without_tac) decision.alarm = no_tac;
    else if (!proven) decision.alarm = tac_wrong;
    else if (known.number_reused) decision.alarm = number_reused;
    else if (known.number_older) decision.alarm = number_older;
    else if (!terminal_known(connection, payment.terminal)) decision.alarm = terminal_unknown;
    else if (!moment_possible(payment, arrival.at)) decision.alarm = clock_wrong;
    decision.number = new_number(connection, arrival.at);
    decision.shares = shares_of(connection, payment, proven);
    write_down(connection, payment, arrival, decision);
    post_shares(connection, payment, decision, arrival.at);
    data::holder_changed(connection, payment.card_serial);
    if (decision.alarm == tac_wrong) return answer(Outcome::refused, tac_wrong, decision.number);
    return answer(Outcome::received, decision.code(), decision.number);
}

Result<std::string> hold(Connection& connection, const PaymentBody& payment, const Arrival& arrival) {
    if (!known_of(connection, payment).earlier.empty()) return failure(Error::Kind::refused, "payment.duplicate");
    Decision decision;
    decision.alarm = no_tac;
    decision.number = new_number(connection, arrival.at);
    decision.shares = shares_of(connection, payment, false);
    write_down(connection, payment, arrival, decision);
    post_shares(connection, payment, decision, arrival.at);
    data::holder_changed(connection, payment.card_serial);
    return decision.number;
}

ChargeBooked book_charge(Connection& connection, const ChargePaid& charge, const Arrival& arrival) {
    PaymentBody payment;
    payment.receipt = charge.receipt, payment.card_serial = charge.card_serial, payment.amount = charge.amount, payment.lines = charge.lines;
    payment.terminal = arrival.submission;  // no security module: the charge itself is what makes this payment one
    payment.paid_at = arrival.at;
    Decision decision;
    decision.proven = true;
    decision.number = new_number(connection, arrival.at);
    if (charge.too_late)
        for (const auto& line : payment.lines) decision.shares.push_back(returned(line, "charge.closed"));
    else decision.shares = shares_of(connection, payment, true);
    write_down(connection, payment, arrival, decision, charge.way);
    ChargeBooked booked{decision.number, decision.code(), {}};
    std::vector<Entry> entries{{gateway_account(charge.gateway), payment.amount, {}}};
    for (const auto& share : decision.shares) {
        const bool goes_back = share.state != "booked";
        if (goes_back) booked.refund_due += share.line.amount;
        entries.push_back({goes_back ? std::string(gateway_refunds) : share.account, -share.line.amount, {}});
    }
    post(connection, arrival.at, decision.number, entries);
    data::holder_changed(connection, payment.card_serial);
    return booked;
}

}  // namespace onecard::money
