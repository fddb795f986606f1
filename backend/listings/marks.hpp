// What residents set on a listing by card: each once, wherever and whenever it was set.
#pragma once
#include <string>

#include "backend-client/wire/listings.hpp"
#include "backend/data/connection.hpp"

namespace onecard::listings {

/// Counts it as of when it was set, at the latest now: a hall without network loses nobody's vote. Gives why it does not count, or nothing:
/// `mark.already`, `mark.gone` (not published any more), `mark.other` (not that kind of listing), `mark.late`, `mark.full`,
/// `mark.not_signed_up`, `mark.not_signed_in`, `mark.answers` (a question open, or an option that is none). Error of kind refused:
/// `mark.card_unknown`. Of an answer to a survey only the counts are kept.
Result<std::string> take_mark(data::Connection& connection, const wire::Mark& mark, const std::string& kiosk, Timestamp now);

/// True when the body of a submission must not be kept: it would say who answered what.
bool is_secret(const wire::Submission& submission);

}  // namespace onecard::listings
