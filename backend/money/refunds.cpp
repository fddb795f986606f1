#include "backend/money/refunds.hpp"

#include "backend/money/charges.hpp"
#include "backend/money/money_cases.hpp"

namespace onecard::money {

using data::Connection;

Entry way_back(Connection& connection, const std::string& payment, Fen amount, Timestamp now) {
    {
        // A gateway gives back once; what was given back before leaves only the card.
        auto row = connection.query("SELECT id, gateway FROM charges WHERE payment = ? AND refund_due = 0 AND refunded = 0", payment);
        if (row.next()) {
            const auto due = row.text(1) == terminal_gateway ? std::nullopt : std::optional(now);
            connection.run("UPDATE charges SET refund_due = ?, refund_trouble = '', due_at = ?, failures = 0 WHERE id = ?", amount, due, row.text(0));
            return {std::string(gateway_refunds), -amount, {}};
        }
    }
    auto row = connection.query("SELECT card FROM payments WHERE number = ?", payment);
    return {std::string(posted_credit), -amount, row.next() ? row.text(0) : std::string()};
}

std::vector<wire::RefundDue> terminal_refunds_due(Connection& connection, std::string_view kiosk) {
    std::vector<wire::RefundDue> due;
    auto row = connection.query("SELECT id, trace, refund_due FROM charges WHERE kiosk = ? AND refund_due > 0 AND gateway = ? AND refund_trouble = '' "
                                "ORDER BY paid_at, id LIMIT ?", kiosk, terminal_gateway, wire::refunds_due_max);
    while (row.next()) due.push_back({row.text(0), row.text(1), row.fen(2)});
    return due;
}

wire::SubmissionAnswer end_refund(Connection& connection, const wire::TerminalRefund& refund, const Arrival& arrival) {
    using Outcome = wire::SubmissionAnswer::Outcome;
    std::string payment;
    {
        auto row = connection.query("SELECT refund_due, refunded, payment FROM charges WHERE id = ? AND kiosk = ? AND gateway = ?", refund.charge, arrival.kiosk,
                                    terminal_gateway);
        if (!row.next()) return {{}, Outcome::refused, "charge.unknown", {}};
        payment = row.text(2);
        if (row.fen(0) == Fen() && row.fen(1) == refund.amount) return {{}, Outcome::received, {}, payment};
        if (row.fen(0) != refund.amount) return {{}, Outcome::refused, "charge.amount", {}};
    }
    if (refund.outcome == wire::TerminalRefund::Outcome::returned) {
        hear(connection, terminal_gateway, refund.charge, {GatewayWord::State::refunded, refund.amount, refund.trace, {}, {}}, arrival.at);
        return {{}, Outcome::received, {}, payment};
    }
    connection.run("UPDATE charges SET refund_trouble = 'terminal.refused' WHERE id = ?", refund.charge);
    MoneyCase fresh;
    fresh.kind = "payment_alarm", fresh.subject = payment, fresh.detail = "the bank card terminal did not give it back", fresh.amount = refund.amount;
    open_case(connection, fresh, arrival.at);
    return {{}, Outcome::received, {}, payment};
}

}  // namespace onecard::money
