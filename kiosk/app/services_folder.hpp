// The catalogue and help texts that come with the program, for a machine that has never reached its backend.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "kiosk/flow/model.hpp"

namespace onecard::app {

/// The departments' files of a folder as one bundle of version 0, in the form that the backend delivers. Error of the first file that is wrong.
Result<std::string> bundle_services(const std::filesystem::path& folder);

/// assets/help/help.json.
Result<std::vector<flow::HelpTopic>> read_help(const std::filesystem::path& file);

/// Of assets/hall/hall.json, what its counters do; empty where the hall gives no tickets.
Result<std::vector<flow::QueueView>> read_counters(const std::filesystem::path& file);

/// assets/hall/hall.json.
Result<flow::HallView> read_hall(const std::filesystem::path& file);

}  // namespace onecard::app
