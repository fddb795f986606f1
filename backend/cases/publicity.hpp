// What of a case everybody may read: the notice period of welfare, a suggestion open to be seconded, an activity or survey that a resident proposed. By rule,
// see `publishes` and `proposes` in assets/cases. Private to this folder.
#pragma once
#include "backend/cases/case_row.hpp"

namespace onecard::cases {

/// A step has begun: puts the case on the public list when its chart says so and its resident did not refuse. Names are masked.
void publish_step(data::Connection& connection, const Rules& rules, const CaseRow& row, const std::string& step, Timestamp at);

/// Whether a case whose chart has a notice period may go on or be granted at `at`. Errors of kind refused: `case.notice_runs` (its working days are
/// not over), `case.notice_missing` (granting before it began), `case.objected` (an objection is open); `case.not_publishable` (what is proposed can't be put on
/// a list: its day is over, or something is missing).
Status notice_allows(data::Connection& connection, const Rules& rules, const CaseRow& row, Verb verb, Timestamp at);

/// The case is over: what was asked in public is answered in public, what was proposed and granted is there for everybody, what was withdrawn disappears.
void end_publicity(data::Connection& connection, const Rules& rules, const CaseRow& row, Timestamp at);

}  // namespace onecard::cases
