// What has changed since a kiosk last asked.
#pragma once
#include "backend-client/wire/messages.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::api {

/// What a kiosk knows and is.
struct Asking {
    std::string community;
    std::int64_t cursor = 0;  ///< 0 or one that was never given out: everything
    std::size_t limit = wire::change_entries_max;
};

wire::Changes changes_since(data::Connection& connection, const cases::Rules& rules, const Asking& asking, Timestamp now);

}  // namespace onecard::api
