// Text with a part that is not for every eye: written as a pair of what is true and what is shown instead. The kit shows the second until the
// element it stands in is touched, and again after ten seconds.
#pragma once
#include <string>
#include <string_view>

namespace onecard::ui {

/// A piece of text for an element of the kit. The marks that part it are noncharacters (Unicode 23.7): no name and no message holds them.
std::string veil(std::string_view full, std::string_view shown_instead);
/// True when some of it is veiled.
bool has_veil(std::string_view text);
/// The text as it is, or as everybody may see it; never a mark.
std::string without_veil(std::string_view text, bool full);

}  // namespace onecard::ui
