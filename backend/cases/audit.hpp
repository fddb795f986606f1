// Recomputes, from the raw rows, who holds each open case and how its clocks stand.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

struct Held {
    std::string number, state, holder;  ///< `holder`: the post's Chinese name; empty when nobody holds it
    std::string step_limit_at, promised_at;
    bool step_late = false, late = false, stopped = false;
};

struct CaseFinding {
    std::string check, number;
};

/// What is wrong with the cases; empty when nothing is. Checks: `holder_missing`, `holder_vacant` (the holder is a post that somebody else stands in
/// for), `clock_missing` (an open step without a limit), `overdue_unwatched` (its next moment is more than `slack` ago),
/// `history_missing`.
std::vector<CaseFinding> audit(data::Connection& connection, Timestamp now, Millis slack = std::chrono::minutes(5));

/// Every open case, in the order of its numbers.
std::vector<Held> held_cases(data::Connection& connection, Timestamp now);

}  // namespace onecard::cases
