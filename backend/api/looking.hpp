// Looks at one resident's data by somebody at work, who says why. They stand in the resident's own record (谁看过我).
#pragma once
#include <string>

#include "backend/api/router.hpp"

namespace onecard::api {

/// The query's `reason`, 2 to 100 characters. Administrators, whose work it is, may leave it out and are down for `otherwise`, what they looked at.
/// Errors `look.reason_missing`, `look.reason_too_long`.
Result<std::string> reason_to_look(Call& call, std::string_view otherwise);

/// The same of a list that may be asked for by the number of a card; by anything else, a slip above all, what is asked for is reason enough.
Result<std::string> reason_to_list(Call& call, std::string_view card, std::string_view otherwise);

/// Written down once an answer for each card.
void note_look(Call& call, const std::string& card, const std::string& reason);

}  // namespace onecard::api
