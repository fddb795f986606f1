// `onecard-backend catalogue --check`: every rule over a whole folder of services.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace onecard::lint {

struct Problem {
    std::string file;  ///< its name
    int line = 0;      ///< from 1
    std::string item;  ///< code; empty when it is about no item
    std::string at, what;
};

struct Report {
    std::size_t items = 0, approvals = 0, departments = 0;  ///< approvals: all types but public services
    std::vector<Problem> problems;                          ///< by file, then line
};

/// Checks a folder like assets/services: schema.json beside the departments, the pictograms in `../themes/icons.json`.
/// Error when a file can't be read as JSON at all; what can be read but is wrong is a problem.
Result<Report> check_services(const std::filesystem::path& folder);

}  // namespace onecard::lint
