// The files of the console's page, built into the program.
#pragma once
#include <string_view>

namespace onecard::console {

/// Ends the process for a name that is not there: the table of routes is ours.
std::string_view file(std::string_view name);

}  // namespace onecard::console
