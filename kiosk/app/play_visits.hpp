// `onecard-kiosk --play`: sets the stage for visit scripts and plays them one after the other.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/app/settings.hpp"
#include "kiosk/play/admin.hpp"

namespace onecard::app {

struct PlayOptions {
    std::filesystem::path out = "shots";
    std::string printer_control;   ///< of onecard-printer; empty: visits have no printer in hand
    std::string phone_control, terminal_control;  ///< of onecard-paygate and onecard-terminal
    std::vector<std::string> diaries;  ///< logs of everything that runs
    std::string card_control;      ///< empty: cards are in somebody else's hands
    std::string config, program;   ///< for the kiosk that is driven
    play::AdminAccess admin;
};

/// Each visit with a kiosk of its own whose data begins empty. A line a visit on standard output, last `N passed, N failed`. The exit status: 0
/// only if all passed, 2 when a script can't be read.
int play_visits(const Settings& settings, const std::vector<std::string>& scripts, const PlayOptions& options);

}  // namespace onecard::app
