// A day of a district, minute by minute: cases come in, people work on some of them and forget others, posts fall vacant, a department is abolished;
// and at every minute it is looked at whether each overdue case has exactly one post that answers for it.
#pragma once
#include <string>
#include <vector>

#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

struct DayPlan {
    unsigned seed = 1;
    int cases = 500;                  ///< new ones in the day
    int backlog = 250;                ///< older ones that are open when it begins, up to twelve days old
    int minutes = 24 * 60;
    Timestamp begins;
    std::vector<std::string> cards;   ///< of residents; cases come from them
    bool accidents = true;            ///< posts fall vacant, and one department is abolished
};

struct DayFigures {
    int opened = 0, moves = 0, refused = 0, seconded = 0, closed = 0, escalated = 0, handed_over = 0, yellow_cards = 0, red_cards = 0;
    int overdue_most = 0;             ///< at one minute
    int unheld = 0, unwatched = 0;    ///< sums over all minutes of overdue cases without a standing holder; of cases past their moment
    int findings = 0;                 ///< of the audit at the end
};

/// Plays the day in `connection`, whose posts are set up. The same plan gives the same day.
Result<DayFigures> simulate_day(data::Connection& connection, const Rules& rules, const Catalogue& catalogue, const DayPlan& plan);

}  // namespace onecard::cases
