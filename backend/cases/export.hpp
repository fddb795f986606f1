// Cases as a table for other programs: nothing of residents, of what they wrote, or of what was answered to them.
#pragma once
#include <string>

#include "backend/cases/figures.hpp"
#include "backend/cases/inbox.hpp"

namespace onecard::cases {

inline constexpr int exported_max = 50'000;

/// RFC 4180 with a head line, UTF-8, instants as ISO 8601. The cases accepted in the time that lie within the scope, oldest first, at most
/// exported_max; those of private charts never. A cell that a spreadsheet would take for a formula begins with an apostrophe.
std::string cases_csv(data::Connection& connection, const Rules& rules, const Scope& scope, Timestamp from, Timestamp to);

/// The figures as last kept: scope, figure, counted, of, as of.
std::string figures_csv(data::Connection& connection, const Rules& rules);

}  // namespace onecard::cases
