// What happens to cases when nobody does anything: cards, the ladder, the end of pauses; and when posts, people or the calendar change.
#pragma once
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

inline constexpr int watched_max = 200;  ///< cases in one unit of work

/// Looks at what is due, at most watched_max cases; how many they were. Call again until it gives 0. In a unit of work.
int watch(data::Connection& connection, const Rules& rules, Timestamp now);
/// When the next case is due.
std::optional<Timestamp> next_due(data::Connection& connection);

/// Hands over what lies at posts that are vacant or abolished, to whoever stands in for them; how many cases. In a unit of work.
int hand_over(data::Connection& connection, const Rules& rules, Timestamp now);

/// The person is gone: their seats, their sessions, their name on cases. Posts without anybody are vacant from now on, and handed over.
/// Error `user.unknown`.
Status remove_person(data::Connection& connection, const Rules& rules, const std::string& user, Timestamp now);

/// Counts the limits of the steps that are going on anew when the calendar is another than last time; how many moved. The date that was
/// promised to the resident never moves later for that. In a unit of work.
int follow_calendar(data::Connection& connection, const Rules& rules, Timestamp now);

}  // namespace onecard::cases
