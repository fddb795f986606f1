// The on-time board that the kiosks of a community show to everybody.
#pragma once
#include <optional>

#include "backend-client/wire/board.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::api {

/// From the figures as last kept; nothing before they were reckoned the first time.
std::optional<wire::Board> board_of(data::Connection& connection, const cases::Rules& rules, const std::string& community);

}  // namespace onecard::api
