// Whom a resident meets and what they can check: a helper with a badge, slips held under the scanner, who looked at their data.
#pragma once
#include <vector>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {

std::vector<Scene> trust_scenes();

}  // namespace onecard::gallery
