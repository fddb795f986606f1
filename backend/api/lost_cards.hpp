// A resident reports a card lost (挂失): from then on no kiosk serves it.
#pragma once
#include "backend-client/wire/loads.hpp"
#include "backend/data/connection.hpp"

namespace onecard::api {

/// In the caller's unit of work; every kiosk hears of it with its next changes. Reporting again changes nothing.
///   refused `card.black_listed`   the reporting card itself is refused here
///   refused `card.other_holder`   the two cards are not of one resident
wire::SubmissionAnswer report_lost(data::Connection& connection, const wire::LossReport& report, Timestamp now);

}  // namespace onecard::api
