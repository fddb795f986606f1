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

/// What is known of the hall that the machine stands in.
struct Hall {
    flow::HallView view;
    std::vector<flow::QueueView> counters;  ///< what they do; empty where the hall gives no tickets
};

/// assets/hall/hall.json.
Result<Hall> read_hall(const std::filesystem::path& file);

}  // namespace onecard::app
