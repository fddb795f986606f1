// Money that goes back the way it came: to a phone through its gateway, to a bank card through the terminal that took it. What came from a purse goes to
// the card's posted credit, and so does what can't go back that way a second time.
#pragma once
#include <string>
#include <vector>

#include "backend/money/booking.hpp"
#include "backend/money/ledger.hpp"
#include "backend-client/wire/charges.hpp"

namespace onecard::money {

/// Where so much of a booked payment goes when two people have said that it goes back, as the entry to post; arranges that it is asked for.
Entry way_back(data::Connection& connection, const std::string& payment, Fen amount, Timestamp now);

/// What the terminal of this kiosk is to give back and has not yet.
std::vector<wire::RefundDue> terminal_refunds_due(data::Connection& connection, std::string_view kiosk);

/// The submission that says what came of it, in the caller's unit of work; told twice it changes nothing more.
///   received                       posted; or refused by the terminal, and then somebody's case
///   refused `charge.unknown`, `charge.amount`
wire::SubmissionAnswer end_refund(data::Connection& connection, const wire::TerminalRefund& refund, const Arrival& arrival);

}  // namespace onecard::money
