// All that a kiosk is told about the holder of one card.
#pragma once
#include "backend-client/wire/messages.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::api {

/// Of one shape for every serial: an unregistered card is `unknown` without bills, a black-listed one `lost` or `blocked`
/// without bills and cases.
wire::HolderRecord holder_record(data::Connection& connection, const cases::Rules& rules, const std::string& card_serial, Timestamp now);

/// 16 hexadecimal digits in upper case.
bool is_card_serial(std::string_view text);

}  // namespace onecard::api
