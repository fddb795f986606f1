// One form for several requests, and people who act for each other.
#pragma once
#include <vector>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {

std::vector<Scene> family_scenes();

}  // namespace onecard::gallery
