// What a request was promised where it was handed in, and how it is kept when it arrives later: a slip is the district's word.
#pragma once
#include <vector>

#include "backend/cases/case_book.hpp"
#include "backend/cases/case_row.hpp"

namespace onecard::cases {

/// From when on limits count: from the hall's own time, unless its clock is ahead, or more than a year behind.
Timestamp counted_from(const Arrival& arrival);

/// What leaves less time than the item does.
struct Shorter {
    const std::vector<Step>& steps;
    bool by_class = false;   ///< a class has put its own limit into the steps
    int fast_days = 0;       ///< working days of the fast track; 0: it is not on it
};

/// Never later than the item promises from then on, nor than the slip says, whatever catalogue and calendar have become meanwhile.
Timestamp promised_for(const Calendar& calendar, const Item& item, const Arrival& arrival, const Shorter& shorter);

/// The step that is open has been going on since `from`; who holds it since, and what was told, stay.
void count_step_from(data::Connection& connection, const Rules& rules, CaseRow& row, Timestamp from);

}  // namespace onecard::cases
