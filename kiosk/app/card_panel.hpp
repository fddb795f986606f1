// The small window beside a demonstration: the sample cards, to put on the reader and take off with the mouse.
#pragma once
#include <string>

#include "kiosk/app/settings.hpp"

namespace onecard::app {

/// `control` is the control socket of `onecard-card serve`. Until the window is closed; the exit status.
int show_card_panel(const Settings& settings, const std::string& control);

}  // namespace onecard::app
