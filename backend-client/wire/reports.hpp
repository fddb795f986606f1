// What is open in a community and was told of already (数字城管), so that whoever sees the same may join in instead of telling of it once more.
// Nothing in it says who told.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

inline constexpr std::size_t open_reports_max = 300;

struct OpenReport {
    std::string number;       ///< of the case
    std::string item_code;
    std::string case_class;   ///< small class, as the options of the item's form have it
    std::string place;        ///< code of the building (base/regions.hpp)
    std::string accepted_at;  ///< instant
    int told_by = 1;
    bool operator==(const OpenReport&) const = default;
};

struct OpenReports {
    Timestamp as_of;
    std::vector<OpenReport> reports;  ///< newest first, at most open_reports_max
    bool operator==(const OpenReports&) const = default;
};

Json to_json(const OpenReports& value);
/// Errors: `wire.<member>`.
Result<OpenReports> open_reports_from(const Json& json);

}  // namespace onecard::wire
