// A purse payment arrives: what becomes of the money, line by line.
//
// The card has been debited already, so money is never refused back into nowhere. What can't be booked to its bill is
// returned to the card's posted credit; what is not proven is held for a person, with an alarm on the console.
#pragma once
#include "backend-client/wire/messages.hpp"
#include "backend/data/connection.hpp"
#include "backend/money/tac.hpp"

namespace onecard::money {

/// How a payment came in.
struct Arrival {
    std::string submission;  ///< id of the submission that carries it
    std::string kiosk;
    Timestamp at;
};

/// Books a payment, whose lines are known to add up, in the caller's unit of work. The answer's reference is the payment's number.
///   received                              booked, returned in part or whole, or held because it came without a TAC
/// A right TAC under a number that the card has used before is booked, with the alarm `payment.counter_reused`: the money is there, the card is a copy.
/// So is one under a number lower than what the card had told the same terminal before, with `payment.counter_older`.
/// One whose moment can't be (a clock that is off by years) is booked under the day of its arrival, with `payment.clock_wrong`.
///   refused `payment.tac_wrong`           held; the card did not say this, or said it of a purchase that is booked already
///   refused `payment.duplicate`           the same transaction of the same card came under another id; reference is that payment
///   refused `payment.type`                neither a purchase nor a composite one; nothing is kept of it but the submission
///   later `keys.unavailable`              the key service is away: whether the card signed this is not known, so nothing is decided
wire::SubmissionAnswer book(data::Connection& connection, const TacCheck& tac, const wire::PaymentBody& payment, const Arrival& arrival);

/// Holds a payment that nothing proves, until two people decide; gives its number. In the caller's unit of work. Error `payment.duplicate` (refused): the
/// same transaction of the same card is booked or held already.
Result<std::string> hold(data::Connection& connection, const wire::PaymentBody& payment, const Arrival& arrival);

/// Bills that were paid through a gateway: the gateway owes the district, which owes the billers.
struct ChargePaid {
    std::string gateway, receipt, card_serial;
    std::string_view way;
    Fen amount;
    std::vector<wire::PaymentBody::Line> lines;
    bool too_late = false;  ///< the charge was closed before: all of it goes back
};
struct ChargeBooked {
    std::string number;
    std::string code;       ///< `payment.returned` when not all of it was booked
    Fen refund_due;         ///< what could not be booked: owed to the payer, through the gateway
};

/// Books a charge that its gateway says is paid, in the caller's unit of work; `arrival.submission` is its id. Call once a charge.
ChargeBooked book_charge(data::Connection& connection, const ChargePaid& charge, const Arrival& arrival);

}  // namespace onecard::money
