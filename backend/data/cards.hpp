// Whose a card is, and whether it may be used.
#pragma once
#include <string>
#include <string_view>

#include "backend/data/connection.hpp"

namespace onecard::data {

/// Empty for a card that is not registered.
std::string resident_of(Connection& connection, std::string_view card_serial);
/// Lost, stolen or blocked: nothing is taken from it. False also for a card that nobody knows.
bool is_black_listed(Connection& connection, std::string_view card_serial);

}  // namespace onecard::data
