// onecard-backend simulate: what the case engine does with a whole district, without one.
#pragma once
#include <filesystem>

#include "base/result.hpp"

namespace onecard {

struct SimulateSettings {
    std::filesystem::path assets;
    unsigned seed = 20261122;
    int cases = 500;
};

/// Builds the district of `assets/regions` (streets, communities, grids, one resident each) in a temporary folder, plays a working day of it and prints
/// what came of it. Error `simulate.unheld` when an overdue case was ever without exactly one post that answers for it, or never looked at.
Status simulate_day(const SimulateSettings& settings);

/// `report-key add` and `report-key remove`: keys of programs that tell of faults (Open311). A new key is printed, once.
Status add_report_key(const std::filesystem::path& data, const std::string& name);
Status remove_report_key(const std::filesystem::path& data, const std::string& name);

}  // namespace onecard
