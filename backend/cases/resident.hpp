// What residents do to their own cases at a kiosk.
#pragma once
#include "backend-client/wire/case_actions.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// Carries it out as of `now`; limits on what a resident may do count from when they did it, which may be days ago in a hall without network.
/// Errors of kind refused: those of move(); `case.not_yours` also when the card's holder is another.
Status act(data::Connection& connection, const Rules& rules, const wire::CaseAction& action, const std::string& kiosk, Timestamp now);

}  // namespace onecard::cases
