// Every widget and page in every state, in a window or as pictures, with invented people.
#pragma once
#include <filesystem>

#include "kiosk/app/settings.hpp"

namespace onecard::app {

/// With a folder: writes LANGUAGE.THEME.SCENE.png for each and says how many. Without: a window; a touch on its right or left edge (and the keys
/// Page Down and Page Up) turns, Language and Adjust in the strip below change language and theme. Ends when the window is closed. Says what is
/// wrong on the error output; the exit code of the program.
int show_gallery(const Settings& settings, const std::filesystem::path& folder);

}  // namespace onecard::app
