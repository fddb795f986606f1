// Keys of other programs that tell of faults (Open311). Only digests are kept.
#pragma once
#include "backend/data/connection.hpp"
#include "base/random.hpp"

namespace onecard::api {

inline constexpr int reports_a_minute = 60;

/// A new key for `name`, shown once: 32 hexadecimal digits. Giving one to the same name takes the former one away. In a unit of work.
/// Error `report_key.name`.
Result<std::string> give_report_key(data::Connection& connection, const std::string& name, Random& random, Timestamp now);
/// Error `report_key.unknown`.
Status take_report_key(data::Connection& connection, const std::string& name);

/// Whose key it is; counts its use. In a unit of work. Errors, of kind refused: `report_key.unknown`, `report_key.limit` (more than
/// reports_a_minute in this minute).
Result<std::string> use_report_key(data::Connection& connection, const std::string& key, Timestamp now);

}  // namespace onecard::api
