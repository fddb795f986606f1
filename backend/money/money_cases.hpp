// Money that needs a person: each unresolved payment, load or difference is one case, decided by one and confirmed by another.
#pragma once
#include <string>
#include <vector>

#include "backend/data/connection.hpp"

namespace onecard::money {

struct MoneyCase {
    std::string number, kind, subject, detail, owner, state, decision, proposed_by, confirmed_by;
    Fen amount;
    Timestamp opened_at;
};

/// Opens a case for everything that is unresolved and has none yet: held and alarmed payments, held loads, loads that were granted more than a day
/// ago and never ended. Gives how many it opened. In the caller's unit of work.
std::size_t open_cases(data::Connection& connection, Timestamp now);

/// A difference or wish that only its finder knows of. The same kind and subject again is the same case.
void open_case(data::Connection& connection, const MoneyCase& fresh, Timestamp now);

/// Oldest first; those that are closed on request only.
std::vector<MoneyCase> money_cases(data::Connection& connection, bool closed_too = false);

/// One person says what should be done:
///   payment_held    book (to its bills, what can't be booked goes to the card's posted credit), refund (all to the posted credit), reject (the
///                   claim was wrong: nothing was owed). So too of a torn payment whose card stays away: book and refund take it for debited
///   load_held, load_open   loaded (the card has it; off the card: it gave it), return (back to where it came from; off the card: it still has it)
///   refund          refund (from the biller back the way it came, see refunds.hpp; the bill is open again), reject
///   all others      seen
/// Errors: `case.unknown`, `case.closed`, `case.decision` (not one of this kind).
Status propose(data::Connection& connection, const std::string& number, const std::string& decision, const std::string& person);

/// Another person agrees, and it is done: its postings carry the case's number. Errors: `case.unknown`, `case.not_proposed`, `case.same_person`,
/// `case.stale` (what it is about has changed meanwhile).
Status confirm(data::Connection& connection, const std::string& number, const std::string& person, Timestamp now);

/// Asks for a refund of a booked payment, as one person's proposal. Gives the case's number. Errors: `payment.unknown`, `case.stale`.
Result<std::string> ask_refund(data::Connection& connection, const std::string& payment, const std::string& reason, const std::string& person, Timestamp now);

}  // namespace onecard::money
