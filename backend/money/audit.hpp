// Recomputes the money from the raw rows and says where it differs.
#pragma once
#include <string>
#include <vector>

#include "backend/data/connection.hpp"

namespace onecard::money {

struct Finding {
    std::string what;         ///< in plain words
    std::int64_t count = 0;   ///< how many rows were looked at, or the sum in fen
    std::int64_t differences = 0;
};

/// Reads everything; takes as long as there are rows. Call within one unit of work.
std::vector<Finding> audit(data::Connection& connection);

}  // namespace onecard::money
